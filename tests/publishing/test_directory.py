"""The directory that anybody reads: those that accepted it, and nothing of the others."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Listing, Person
from kevread.directory.operations import list_organisation, unlist_organisation
from kevread.directory.queries.listing import Asked, all_listed, find_listed, listed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, ZoneFactory, ZonePartFactory

pytestmark = pytest.mark.django_db
SAID = {"activity": "culture", "commune": None, "agreed_by": "La présidence, par courriel"}
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def members(scene):
    """Two members of a local, and one of another: none has accepted anything."""
    with arranging():
        rows = [
            OrganisationFactory(name="La Ruche des salarié·e·s", legal_form="cooperative", slug="la-ruche"),
            OrganisationFactory(name="Les Voix du lavoir", legal_form="association", slug="les-voix"),
            OrganisationFactory(name="Le Four banal", legal_form="association", slug="le-four"),
        ]
        for row, place in zip(rows, (scene.first, scene.first, scene.second), strict=True):
            AffiliationFactory(member=row, of=place)
    return rows


def show(row, place, **more):
    return list_organisation(actor=SYSTEM, organisation=row, within=place, now=NOW, **SAID | more)


def names(found):
    return [one.organisation.name for one in found.rows]


def everywhere(public, scene, on="") -> str:
    """All that the public may ask for where an organisation could be told."""
    when = f"&au={on}" if on else ""
    places = [
        f"/annuaire?{when}",
        f"/annuaire?q=ruche{when}",
        f"/annuaire.csv?{when}",
        f"/{scene.first.slug}/communaute?{when}",
        f"/chercher?q=ruche{when}",
        f"/{scene.first.slug}/organisations?{when}",
        f"/{scene.first.slug}/organisations.csv?{when}",
    ]
    return "\n".join(public.get(place).text for place in places)


def test_who_did_not_accept_is_nowhere(scene, members, settings):
    assert "Ruche" not in everywhere(entered_as(None, settings), scene)
    assert listed(Asked(), TODAY).count == 0 and find_listed(NOBODY, "ruche", TODAY, 10) == []


def test_who_accepted_is_in_the_directory_the_search_the_file_and_the_community(scene, members, settings):
    show(members[0], scene.first)
    public = entered_as(None, settings)
    for place in ("/annuaire", "/annuaire.csv", f"/{scene.first.slug}/communaute", "/chercher?q=salariee"):
        page = public.get(place).text.replace("<mark>", "").replace("</mark>", "")
        assert "La Ruche des salarié·e·s" in page and "Voix" not in page, place
    assert "Ruche" not in public.get(f"/{scene.second.slug}/communaute").text


def test_it_shows_what_was_accepted_and_nothing_else(scene, members, settings):
    with arranging():
        members[0].siren, members[0].locality = "732829320", "Quelque part"
        members[0].save()
    show(members[0], scene.first)
    public = entered_as(None, settings)
    page = public.get("/annuaire").text
    assert "Culture et patrimoine" in page and "Coopérative" in page
    assert "732829320" not in page and "Quelque part" not in page and "courriel" not in page
    assert public.get(f"/{scene.first.slug}/organisations/la-ruche").status_code == 404


def test_who_takes_it_back_is_nowhere_at_once_and_on_no_day_before(scene, members, settings):
    show(members[0], scene.first)
    unlist_organisation(actor=SYSTEM, organisation=members[0], within=scene.first, now=TOMORROW)
    public = entered_as(None, settings)
    for on in ("", TODAY.isoformat(), (TODAY + timedelta(days=1)).isoformat()):
        assert "Ruche" not in everywhere(public, scene, on)
    assert listed(Asked(), TODAY).count == 0 and all_listed(Asked(), TODAY) == []
    [kept] = Listing.objects.all()
    assert kept.dates.last == TODAY  # what was public stays known


def test_it_is_not_shown_on_a_day_before_it_accepted(scene, members):
    show(members[0], scene.first)
    assert listed(Asked(), TODAY).count == 1
    assert listed(Asked(), TODAY - timedelta(days=1)).count == 0


def test_one_that_exists_no_more_is_not_shown(scene, members):
    from kevread.base.models import as_range
    from kevread.common.periods import Period

    show(members[0], scene.first)
    with arranging():
        members[0].period = as_range(Period(None, TODAY))
        members[0].save()
    assert listed(Asked(), TODAY).count == 0


def test_it_is_found_by_its_words_its_field_its_family_its_commune_and_its_intercommunalite(scene, members):
    with arranging():
        commune, other = (
            ZoneFactory(commune=True, name="Kervignac-Test"),
            ZoneFactory(commune=True, name="Ailleurs-Test"),
        )
        epci = ZoneFactory(name="Autour Communauté")
        ZonePartFactory(child=commune, parent=epci)
    show(members[0], scene.first, commune=commune)
    show(members[1], scene.first, activity="mobilite", commune=other)
    ruche, voix = members[0].name, members[1].name
    assert names(listed(Asked(), TODAY)) == [ruche, voix]
    assert names(listed(Asked(text="salariee"), TODAY)) == [ruche]
    assert names(listed(Asked(text="lavo"), TODAY)) == [voix]
    assert names(listed(Asked(text="salarié lavoir"), TODAY)) == []
    assert names(listed(Asked(activity="mobilite"), TODAY)) == [voix]
    assert names(listed(Asked(family="cooperative"), TODAY)) == [ruche]
    assert names(listed(Asked(commune="kervignac"), TODAY)) == [ruche]
    assert names(listed(Asked(epci=epci.code), TODAY)) == [ruche]
    assert names(listed(Asked(of=scene.second.pk), TODAY)) == []


def test_the_map_counts_and_its_table_leads_to_them(scene, members, settings):
    with arranging():
        commune, epci = ZoneFactory(commune=True, name="Kervignac-Test"), ZoneFactory(name="Autour Communauté")
        ZonePartFactory(child=commune, parent=epci)
    show(members[0], scene.first, commune=commune)
    public = entered_as(None, settings)
    page = public.get("/annuaire").text
    assert f"intercommunalite={epci.code}" in page and "Autour Communauté" in page
    assert "La Ruche" in public.get("/annuaire", {"intercommunalite": epci.code}).text
    assert "La Ruche" not in public.get("/annuaire", {"intercommunalite": "0"}).text


def test_pages_follow_each_other_and_lose_nobody(scene):
    with arranging():
        rows = [OrganisationFactory(name=f"Amicale {number % 4}") for number in range(9)]
        for row in rows:
            AffiliationFactory(member=row, of=scene.first)
    for row in rows:
        show(row, scene.first)
    for text in ("", "amicale", "amica"):
        seen, after = [], ""
        while True:
            page = listed(Asked(text=text), TODAY, after, size=4)
            assert page.count == 9
            seen += [one.organisation.pk for one in page.rows]
            if not (after := page.after):
                break
        assert len(seen) == len(set(seen)) == 9


def test_it_is_said_by_who_keeps_the_members_there_and_of_a_member_only(scene, members):
    direction = scene.direction  # of the grouping, of which it is no member
    with pytest.raises(Refused, match="n’adhère pas"):
        list_organisation(actor=direction, organisation=members[0], within=scene.grouping, now=NOW, **SAID)
    with pytest.raises(Refused, match="est du réseau"):
        show(scene.second, scene.first)
    assert not Listing.objects.exists()


@pytest.mark.parametrize(("said", "field"), [({"activity": "rien"}, "activity"), ({"agreed_by": " x "}, "agreed_by")])
def test_what_is_wrong_is_told_on_its_field(scene, members, said, field):
    with pytest.raises(Invalid) as refused:
        show(members[0], scene.first, **said)
    assert refused.value.field == field


def test_an_intercommunalite_is_no_commune(scene, members):
    with arranging():
        zone = ZoneFactory(name="Autour Communauté")
    with pytest.raises(Invalid):
        show(members[0], scene.first, commune=zone)


def test_what_is_said_again_takes_the_place_of_what_was_said(scene, members):
    show(members[0], scene.first)
    show(members[0], scene.first, activity="sport")
    assert [row.activity for row in Listing.objects.all()] == ["sport"]
    list_organisation(
        actor=SYSTEM, organisation=members[0], within=scene.first, now=TOMORROW, **SAID | {"activity": "habitat"}
    )
    assert [one.listing.activity for one in all_listed(Asked(), TODAY + timedelta(days=1))] == ["habitat"]


def test_it_is_shown_before_it_is_done_then_taken_back(scene, members, settings):
    keeper = scene.world.holder(f"{scene.first.slug}-board", "president").person
    client = entered_as(Person.objects.get(pk=keeper.pk), settings)
    where = reverse("directory:show_organisation", args=[scene.first.slug, "la-ruche"])
    assert "Montrer dans l’annuaire" in client.get(f"/{scene.first.slug}/organisations/la-ruche").text
    typed = {"activity": "culture", "commune": "", "agreed_by": "La présidence, de vive voix"}
    seen = client.post(where, typed)
    assert seen.status_code == 200 and "Ce que tout le monde lira" in seen.text and not Listing.objects.exists()
    assert client.post(where, typed | {"commune": "Nulle part"}).status_code == 422
    done = client.post(where, typed | {"etape": "confirmer"}, follow=True)
    assert "est montrée dans l’annuaire" in done.text and Listing.objects.count() == 1
    assert client.get(reverse("directory:hide_organisation", args=[scene.first.slug, "la-ruche"])).status_code == 405
    client.post(reverse("directory:hide_organisation", args=[scene.first.slug, "la-ruche"]))
    assert not Listing.objects.exists()


def test_a_stranger_may_not(scene, members, settings):
    outsider = scene.world.holder(f"{scene.second.slug}-board", "president").person
    client = entered_as(Person.objects.get(pk=outsider.pk), settings)
    where = reverse("directory:show_organisation", args=[scene.first.slug, "la-ruche"])
    assert client.get(where).status_code == 403
    assert client.post(where, SAID | {"commune": "", "etape": "confirmer"}).status_code == 403
    assert not Listing.objects.exists()


def test_the_community_of_what_is_no_local_is_its_page(scene, settings):
    public = entered_as(None, settings)
    assert public.get(f"/{scene.grouping.slug}/communaute").url == f"/{scene.grouping.slug}/presentation"
    page = public.get(f"/{scene.first.slug}/communaute").text
    assert "Communauté ESS territoriale" in page and f"/{scene.first.slug}/ecrire" in page


def test_any_question_may_be_asked(scene, settings):
    public = entered_as(None, settings)
    for asked in (
        {"q": "'&|!"},
        {"domaine": "x"},
        {"famille": "x"},
        {"apres": "x"},
        {"commune": "%"},
        {"intercommunalite": "é"},
    ):
        assert public.get("/annuaire", asked).status_code == 200
