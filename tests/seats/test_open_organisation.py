"""A real federation has its head; the coordination opens what the file proposes, with its bodies."""

import re
from collections import Counter
from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.directory.queries import proposals
from kevread.directory.queries.proposals import federation_network
from kevread.journal.models import Act
from kevread.seats.models import Body, Seat
from kevread.seats.operations import fill_seat, open_organisations
from tests.conftest import NOW, TODAY, arranging

from .opened import SINCE, SOURCE, asked, text_of

# Opening.


def test_a_grouping_is_opened_with_its_names_its_membership_its_land_and_its_bodies_in_one_act(coordination):
    before = Act.objects.count()
    made = asked(coordination)
    assert (made.scale, made.name, made.dates) == ("grouping", "ESS 35", Period(SINCE))
    assert [(name.kind, name.text, name.dates) for name in made.names.all()] == [("proposed", "ESS 35", Period(SINCE))]
    (link,) = Affiliation.objects.all()
    assert link.is_proposed, "nothing of the head is said by opening it"
    assert (link.member, link.of.slug, link.college, link.dates) == (made, "cress", "territoires", Period(SINCE))
    (land,) = Coverage.objects.all()
    assert (land.organisation, land.zone.code, land.source, land.dates) == (made, "ess-35", SOURCE, Period(SINCE))
    assert set(made.bodies.values_list("kind", flat=True)) == {"assembly", "board", "bureau", "team"}
    assert Seat.objects.on(TODAY).filter(body__organisation=made, title="direction").exists()
    assert Act.objects.count() == before + 1
    act = Act.objects.get(verb="seats.open_organisation")
    assert (act.organisation, act.arguments["source"], act.person_name) == (made.pk, SOURCE, "Anne Martin")
    assert "Coordination" in act.hat


def test_what_the_file_says_of_a_territory_is_told_with_its_own_source(coordination):
    """The decision that it cites of the rest names no territory."""
    asked(coordination, source=federation_network().source)
    land = Coverage.objects.get()
    assert land.source.endswith("se déduit de leurs noms") and land.certainty == "deduced"


def test_its_seats_can_be_filled_at_once(coordination, anne):
    asked(coordination)
    seat = Seat.objects.get(body__slug="ess-35-team", title="direction")
    fill_seat(actor=coordination, seat=seat, person=anne, period=Period(TODAY), origin="hiring", now=NOW)


def test_a_pole_has_the_land_of_the_file_with_its_certainty_and_never_before_the_map_is_known(coordination):
    asked(coordination)
    pole = asked(coordination, "ess-pays-de-redon")
    links = {link.of.slug: link.college for link in Affiliation.objects.filter(member=pole).select_related("of")}
    assert {link.of.slug: link.is_proposed for link in pole.affiliations.all()} == {"cress": True, "ess-35": False}
    assert links == {"ess-35": "", "cress": "territoires"}
    rows = Coverage.objects.filter(organisation=pole)
    assert set(rows.values_list("certainty", flat=True)) <= {"documented", "deduced", "supposed"}
    assert {row.dates.start for row in rows} == {date(2026, 1, 1)}
    later = asked(coordination, "ess-pays-de-vitre", since=TODAY)
    assert {row.dates.start for row in Coverage.objects.filter(organisation=later)} == {TODAY}


def test_land_that_somebody_has_already_is_left_to_them(coordination):
    grouping = asked(coordination)
    coverage = Coverage.objects.get(organisation=grouping)
    pole = asked(coordination, "ess-pays-de-fougeres")
    zones = set(Coverage.objects.filter(organisation=pole).values_list("zone", flat=True))
    with arranging():
        Coverage.objects.filter(organisation=pole).update(organisation=grouping)
    other = asked(coordination, "ess-pays-de-vitre")
    assert not zones & set(Coverage.objects.filter(organisation=other).values_list("zone", flat=True))
    coverage.refresh_from_db()
    assert coverage.organisation == grouping


def test_several_are_opened_at_once_whatever_their_order_each_its_own_act(coordination):
    chosen = {"ess-pays-de-vitre": "", "ess-35": "", "ess-pays-de-rennes": ""}
    made = open_organisations(actor=coordination, chosen=chosen, since=SINCE, source=SOURCE, now=NOW)
    assert [one.slug for one in made] == ["ess-35", "ess-pays-de-vitre", "ess-pays-de-rennes"]
    assert Act.objects.filter(verb="seats.open_organisation").count() == 3


def test_all_of_them_are_opened_or_none(coordination):
    with pytest.raises(Refused, match="ESS Armor, qui n’est pas ouvert le 1er mars 2025"):
        open_organisations(
            actor=coordination, chosen={"ess-35": "", "ess-pays-de-dinan": ""}, since=SINCE, source=SOURCE, now=NOW
        )
    assert Organisation.objects.count() == 1


def test_none_chosen_is_said(coordination):
    with pytest.raises(Invalid) as invalid:
        open_organisations(actor=coordination, chosen={}, since=SINCE, source=SOURCE, now=NOW)
    assert invalid.value.field == "chosen_slugs"


def test_what_the_file_leaves_open_is_chosen_by_who_opens(coordination):
    asked(coordination, "ess-bretagne-sud")
    pole = asked(coordination, "ess-pays-de-redon", of="ess-bretagne-sud")
    assert Affiliation.objects.filter(member=pole, of__slug="ess-bretagne-sud").exists()
    with pytest.raises(Invalid, match="ne propose pas"):
        asked(coordination, "ess-pays-de-vannes", of="ess-35")


@pytest.mark.parametrize(
    ("slug", "change", "sentence"),
    [
        ("ess-pays-de-vitre", {}, "ESS 35, qui n’est pas ouvert"),
        ("cress", {}, "parmi ceux que la fédération propose"),
        ("ess-44", {}, "parmi ceux que la fédération propose"),
        ("ess-35", {"source": "  "}, "d’où vous tenez"),
        ("ess-35", {"since": date(1789, 7, 14)}, "est attendue"),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(coordination, slug, change, sentence):
    with pytest.raises(Refused, match=sentence):
        asked(coordination, slug, **change)
    assert Organisation.objects.count() == 1
    assert not Act.objects.filter(verb="seats.open_organisation").exists()


def test_a_pole_is_not_opened_before_its_grouping(coordination):
    asked(coordination, since=TODAY)
    with pytest.raises(Refused, match="qui n’est pas ouvert le 1er mars 2025"):
        asked(coordination, "ess-pays-de-vitre")


def test_it_is_opened_once(coordination):
    asked(coordination)
    with pytest.raises(Refused, match="ESS 35 est déjà dans l’annuaire"):
        asked(coordination)


# The screens.


def test_the_first_page_says_that_nobody_is_there_and_what_to_do_first(entered, client):
    page = text_of(entered.get("/"))
    assert "Aucun groupement ni aucun pôle n’y est encore ouvert" in page
    assert "font vivre" not in page and "couvrent" not in page
    assert 'href="/cress/reseau/ouvrir"' in entered.get("/").content.decode()
    public = client.get("/")
    assert "La coordination d’ESS Bretagne les ouvre" in text_of(public)
    assert "/reseau/ouvrir" not in public.content.decode()
    assert "Ouvrir le réseau" in text_of(entered.get("/cress/aujourd-hui"))


def test_once_something_is_open_the_first_page_counts_it_and_the_day_no_longer_asks(entered, coordination):
    asked(coordination)
    page = text_of(entered.get("/"))
    assert "1 groupement" in page
    assert "encore ouvert" not in page
    assert "ensemble 345 communes" in page  # those of its territory: nobody says that it lives in the others
    day = entered.get("/cress/aujourd-hui")
    told = text_of(day)
    assert "Ouvrir le réseau" not in told
    assert "Reprendre vos tableurs" in told and "Inviter celles et ceux qui siègent" not in told
    assert "Confier les premiers sièges d’ESS 35" in told
    assert "Dire depuis quand les registres d’ESS 35 et d’ESS Bretagne sont tenus" in told
    assert "Ouvrir, quand leur existence est établie : 24 organisations que la fédération propose" in told
    for address in ("/ess-35/instances", "/cress/registres", "/cress/reseau/ouvrir"):
        assert f'href="{address}"' in day.content.decode()
        assert entered.get(address).status_code == 200


def test_an_organisation_opened_in_another_window_is_said_so_in_french(entered, coordination):
    asked(coordination)
    answer = entered.post("/cress/reseau/ouvrir", {"chosen_slugs": ["ess-35"], "since": "2025-03-01", "source": SOURCE})
    assert answer.status_code == 422
    assert "n’est plus proposée, sans doute déjà ouverte" in text_of(answer)


def test_the_day_that_the_file_says_is_proposed_and_whoever_opens_says_what_shows_it(entered):
    page = entered.get("/cress/reseau/ouvrir").text
    assert 'name="since" value="2025-01-01"' in page
    assert re.search(r'<input[^>]*name="source"[^>]*>', page) and not re.search(r'name="source" value', page)


def test_what_the_file_proposes_is_listed_with_how_well_it_is_known(entered, anne):
    found = proposals(Organisation.objects.get(), TODAY)
    assert Counter(row.scale for row in found) == {"grouping": 5, "local": 20}
    answer = entered.get("/cress/reseau/ouvrir")
    page = text_of(answer)
    assert "5 groupements proposés" in page
    assert "20 pôles proposés" in page
    assert Counter(row.existence for row in found) == {"documented": 14, "deduced": 8, "supposed": 3}
    assert answer.content.decode().count('name="chosen_slugs"') == 25
    assert "Tout choisir" in page and " checked" not in answer.content.decode()
    assert entered.get("/cress/reseau/ouvrir?tout=oui").content.decode().count(" checked") == 25
    assert page.count("Son existence : supposé") == 3


def test_several_are_chosen_on_screen(entered):
    typed = {"chosen_slugs": ["ess-pays-de-redon", "ess-bretagne-sud"], "of_ess-pays-de-redon": "ess-bretagne-sud"}
    answer = entered.post("/cress/reseau/ouvrir", typed | {"since": "2025-03-01", "source": SOURCE}, follow=True)
    assert "ESS Bretagne Sud et ESS pays de Redon sont ouverts" in text_of(answer)
    assert Affiliation.objects.filter(member__slug="ess-pays-de-redon", of__slug="ess-bretagne-sud").exists()
    assert Body.objects.filter(slug="ess-pays-de-redon-board").exists()
    assert "4 groupements proposés" in text_of(entered.get("/cress/reseau/ouvrir"))
    assert entered.get("/ess-bretagne-sud/reseau/ouvrir").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"since": "2025-03-01", "source": SOURCE}, "Choisissez au moins une organisation"),
        ({"chosen_slugs": "ess-pays-de-vitre", "since": "2025-03-01", "source": SOURCE}, "qui n’est pas ouvert"),
        ({"chosen_slugs": "ess-35", "since": "2025-03-01"}, "D’où le savez-vous"),
        ({"chosen_slugs": "ess-44", "since": "2025-03-01", "source": SOURCE}, "Rien n’a été enregistré"),
    ],
)
def test_a_mistake_on_screen_is_said_and_writes_nothing(entered, typed, sentence):
    answer = entered.post("/cress/reseau/ouvrir", typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Organisation.objects.count() == 1


FIRST_SCREENS = (
    "/ /cress/organisations /cress/reseau/ouvrir /territoires/ /cress/texte /cress/instances /cress/territoire "
    "/cress/equipe /cress/presentation /cress/rythme /cress/mandats /cress/aujourd-hui /chercher?q=rennes"
)


@pytest.mark.parametrize("address", FIRST_SCREENS.split())
def test_every_first_screen_opens_while_the_head_is_alone(entered, address):
    assert entered.get(address).status_code == 200


def test_the_system_opens_too(anne):
    assert asked(SYSTEM).slug == "ess-35"
