"""What the public sees: composition and names agreed to, never a fault."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.models import Source
from kevread.directory.models import Consent, Coverage, Organisation
from kevread.publishing.queries import front as front_of
from kevread.territory.models import Figure, Zone, ZonePart
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since
from tests.worlds import World, add_grouping, end

pytestmark = pytest.mark.django_db
BODIES = ("assembly", "board", "bureau")


@pytest.fixture
def public(settings):
    return entered_as(None, settings)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&nbsp;", " ")


def test_the_front_page_counts_the_network(small: World, public):
    page = text_of(public.get("/"))
    assert "2 groupements" in page
    assert "4 pôles" in page


def bar_of(client, path: str) -> dict[str, str]:
    """The tabs above a page, each with where it leads."""
    bar = client.get(path).text.partition('aria-label="Rubriques"')[2].partition("</nav>")[0]
    return {label: url for url, label in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', bar)}


def test_whoever_holds_nothing_has_a_bar_whose_every_page_opens(small: World, settings):
    """On the pages of no organisation it leads to those of the head of the network; a place there changes the bar."""
    head, seat = small.head, next(one for one in small.seats.values() if one.body.slug.endswith("-board"))
    with arranging():
        stranger, seated = PersonFactory(), MandateFactory(seat=seat).person
    for client in (entered_as(None, settings), entered_as(stranger, settings)):
        bar = bar_of(client, "/")
        own = ["Moyens"] if client.session.keys() else []  # what was paid to whoever has entered
        assert list(bar) == ["Accueil", "Réunions", "Instances", "Décisions", "Réseau", *own, "Texte"]
        assert bar["Accueil"] == "/" and bar["Texte"] == f"/{head.slug}/texte"
        assert {label: client.get(url).status_code for label, url in bar.items()} == dict.fromkeys(bar, 200)
        assert list(bar_of(client, f"/{head.slug}/texte")) == list(bar)
    assert next(iter(bar_of(entered_as(seated, settings), "/"))) == "Aujourd’hui"


def test_the_document_is_said_to_be_read_whole_where_it_is_attached(small: World, public):
    assert "article par article, avec d’autres mots" in text_of(public.get("/"))
    with arranging():
        Source.objects.create(name="accord", text="Un.", sha256="0" * 64, attached_at=NOW)
    assert "se lit en entier" in text_of(public.get("/"))


def test_each_hue_of_the_map_is_named_beside_it(small: World, public):
    page = public.get("/").content.decode()
    for rank in range(1, page.count('class="zone hue-') + 1):
        assert f'<rect class="hue-{rank}"' in page


@pytest.mark.parametrize("shown", [True, False])
def test_the_parts_of_the_screens_are_shown_to_who_builds_them_only(public, settings, db, shown):
    settings.KEVREAD_DEMONSTRATION = shown
    assert ("Composants" in text_of(public.get("/"))) is shown


def test_an_empty_federation_has_a_front_page(public, db):
    assert public.get("/").status_code == 200


def test_what_an_organisation_is_and_who_sits_there_are_two_pages(small: World, public):
    """The presentation names nobody; each of its public bodies is one click away, and says who sits there."""
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    with arranging():
        Consent.objects.create(person=president, what="name", period=since())
    page = public.get(f"/{grouping.slug}/presentation").content.decode()
    assert str(president) not in page
    links = re.findall(rf'href="(/{grouping.slug}/instances/[^"]*)"', page)
    assert {link.rsplit("/", 1)[1] for link in links} == {f"{grouping.slug}-{kind}" for kind in BODIES}
    assert str(president) in text_of(public.get(f"/{grouping.slug}/instances/{grouping.slug}-board"))
    assert f"/{grouping.slug}/presentation" in public.get(f"/{grouping.slug}/instances").content.decode()


def test_a_person_is_named_by_their_consent_only(small: World, public):
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    address = f"/{grouping.slug}/instances/{grouping.slug}-board"
    assert str(president) not in text_of(public.get(address))
    with arranging():
        agreed = Consent.objects.create(person=president, what="name", period=since())
    assert str(president) in text_of(public.get(address))
    with arranging():
        end(agreed)
    assert str(president) not in text_of(public.get(address))
    assert str(president) not in text_of(public.get(address + "?au=2025-06-01"))


def test_no_fault_is_shown_to_the_public(small: World, public):
    grouping = small.groupings[0]
    with arranging():
        end(small.mandates(f"{grouping.slug}-board", "president"))
    page = text_of(public.get(f"/{grouping.slug}/presentation"))
    assert "À régler" not in page
    assert "vacan" not in page.lower()


def test_a_team_is_not_public(small: World, public):
    grouping = small.groupings[0]
    assert "Direction" not in text_of(public.get(f"/{grouping.slug}/presentation"))


def test_an_unknown_organisation_is_not_found(small: World, public):
    page = public.get("/ess-44/presentation")
    assert page.status_code == 404
    assert "Not Found" not in text_of(page)


@pytest.mark.parametrize("address", ["/", "/{}/presentation"])
def test_queries_do_not_grow_with_the_network(small: World, public, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert public.get(address.format(small.head.slug)).status_code == 200
        return len(captured)

    first = queries()
    with arranging():
        add_grouping(small)
    assert queries() == first


# How well it is known, and on which day.


@pytest.fixture
def doubt(small: World):
    """One link of the first territory is supposed, another deduced."""
    territory = small.territories[small.groupings[0]]
    first, second = ZonePart.objects.filter(parent=territory).order_by("pk")[:2]
    with arranging():
        ZonePart.objects.filter(pk=first.pk).update(certainty="supposed")
        ZonePart.objects.filter(pk=second.pk).update(certainty="deduced")
    return territory


@pytest.mark.parametrize("address", ["/", "/territoires/", "/cress/territoire"])
def test_how_well_outlines_are_known_is_said_once_and_by_line(doubt, public, address):
    page = text_of(public.get(address))
    assert page.count("Rattachement des intercommunalités et des îles à leur territoire") == 1
    assert re.search(r"leur territoire : \d+ documentés?, 1 déduit, 1 supposé\. Déduit veut dire tiré d’un autre", page)
    assert "périmètre connu. Supposé veut dire probable" in page
    assert page.count("contour supposé") == 1
    assert page.count("contour documenté") == 1


@pytest.mark.parametrize("address", ["/", "/territoires/"])
def test_what_is_known_alike_everywhere_is_said_once(small: World, public, address):
    with arranging():
        ZonePart.objects.update(certainty="supposed")
    page = text_of(public.get(address))
    assert "contour" not in page
    assert len(re.findall(r"\bsupposés?\b", page)) == 1


def test_the_presentation_of_a_grouping_does_not_call_its_outline_documented(doubt, small: World, public):
    page = text_of(public.get(f"/{small.groupings[0].slug}/presentation"))
    assert "attribution documentée" in page
    assert re.search(r"Rattachement de ses intercommunalités et îles : (\d+ documentés?, )?1 déduit, 1 supposé", page)


def test_the_presentation_of_a_pole_counts_what_is_supposed(small: World, public):
    pole = small.locals[small.groupings[0]][0]
    with arranging():
        Coverage.objects.filter(organisation=pole).update(certainty="supposed")
    page = text_of(public.get(f"/{pole.slug}/presentation"))
    assert re.search(r"Ces rattachements : \d+ supposés?\.", page)
    assert len(re.findall(r"\bsupposés?\b", page)) == 1, "said once, of all"
    with arranging():
        first = Coverage.objects.on(TODAY).filter(organisation=pole).first()
        Coverage.objects.filter(pk=first.pk).update(certainty="documented")
    page = text_of(public.get(f"/{pole.slug}/presentation"))
    several = Coverage.objects.on(TODAY).filter(organisation=pole).count() > 1
    assert ("rattachement documenté" in page) is several, "said of each, where they differ"


def test_the_figures_of_the_front_page_are_those_of_the_day_as_on_the_map(small: World, public):
    """Before the map is known, nothing is counted; a figure of a later year is not that day's."""
    commune = ZonePart.objects.filter(parent_kind="epci").order_by("pk").first().child
    with arranging():
        for one in Zone.objects.filter(kind="commune"):
            Figure.objects.create(zone=one, measure="population", value=100, year=2023, source="Insee")
        Figure.objects.create(zone=commune, measure="population", value=900, year=2026, source="Insee")
    front, table = text_of(public.get("/")), public.get("/territoires/")
    total = table.context["map"].total
    assert f"{total.communes} communes et" in front
    assert front_of(TODAY).inhabitants == total.population
    assert front_of(date(2025, 6, 1)).inhabitants == total.population - 800
    before = text_of(public.get("/?au=2024-09-01"))
    assert "communes et" not in before
    assert "la carte du réseau n’est pas connue" in before
    assert front_of(date(2024, 9, 1)).communes == 0


# An address that was cut.


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("query", ["", "?au=2025-06-01"])
def test_an_address_cut_after_the_organisation_leads_to_its_public_page_on_the_same_day(
    small: World, public, end, query
):
    for organisation in Organisation.objects.exclude(scale="").order_by("slug"):
        answer = public.get(f"/{organisation.slug}{end}{query}")
        assert (answer.status_code, answer["Location"]) == (302, f"/{organisation.slug}/presentation{query}")
    assert public.get(f"/{small.head.slug}{end}{query}", follow=True).status_code == 200


def test_an_address_that_is_nobody_is_not_found_nor_what_is_outside_the_network(small: World, public):
    for address in ("/ess-44", "/ess-44/", f"/{small.direct_member.slug}"):
        assert public.get(address).status_code == 404, address


@pytest.mark.parametrize("address", ["/territoires", "/mentions-legales", "/composants"])
def test_a_page_asked_for_without_its_slash_is_still_found(small: World, public, address):
    answer = public.get(f"{address}?au=2026-03-12")
    assert (answer.status_code, answer["Location"]) == (301, f"{address}/?au=2026-03-12")


@pytest.mark.parametrize("address", ["/chercher", "/qui-peut-quoi"])
def test_the_pages_that_have_such_an_address_keep_it(small: World, public, address):
    assert public.get(address).status_code == 200
