"""Finding: without accents, in a bounded number of queries, and only what the actor may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.common.actor import NOBODY
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import best, find, people, whereabouts
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory, ZoneFactory

from .conftest import wearing


def names(rows):
    return [str(row) for row in rows]


def test_accents_capitals_hyphens_and_word_order_do_not_matter(land, somebody):
    actor = wearing("read")
    for text in ("etel", "ÉTEL", "pays d'etel", "etel pays"):
        assert names(find(actor, text, TODAY).organisations) == ["ESS pays d’Étel"]
    assert names(find(actor, "tanguy anouk", TODAY).people) == ["Anouk Tanguy"]


def test_the_public_finds_the_network_and_communes_but_nobody_and_no_other_organisation(land, somebody):
    with arranging():
        OrganisationFactory(name="Fonds d’Étel")
    found = find(NOBODY, "etel", TODAY)
    assert names(found.organisations) == ["ESS pays d’Étel"]
    assert names(find(wearing("read"), "etel", TODAY).organisations) == ["ESS pays d’Étel", "Fonds d’Étel"]
    assert find(NOBODY, "tanguy", TODAY).people == []


def test_a_commune_leads_to_its_epci_its_pole_and_its_grouping(land):
    [commune] = find(NOBODY, "commune de 0", TODAY).communes
    assert commune.epci.parent == land.epci[0]
    assert commune.local.organisation == land.locals[0]
    assert commune.grouping.organisation == land.groupings[0]


def test_nothing_typed_finds_nothing(land):
    for text in ("", "  ", "'", "%"):
        assert not find(NOBODY, text, TODAY)


def test_the_number_of_queries_does_not_grow(land):
    def count():
        with CaptureQueriesContext(connection) as queries:
            find(wearing("read"), "e", TODAY)
            people(wearing("read"), "e")
            whereabouts(land.locals[0], TODAY)
        return len(queries)

    count()  # the words are known from then on
    before = count()
    with arranging():
        OrganisationFactory.create_batch(8, local=True)
        PersonFactory.create_batch(8)
    assert count() == before


def test_people_are_listed_by_page_without_losing_or_repeating_anybody(land):
    with arranging():
        PersonFactory.create_batch(7, family_name="Même")
        PersonFactory.create_batch(5)
    for text in ("", "me"):
        seen, after = [], ""
        while True:
            page = people(wearing("read"), text, after, size=3)
            seen += [person.pk for person in page.rows]
            after = page.after
            if not after:
                break
        whole = Person.objects.matching(text).order_by("search", "pk").values_list("pk", flat=True)
        assert seen == list(whole)
        assert page.count == len(seen)


def test_nobody_sees_no_people_and_a_bad_key_is_the_first_page(land, somebody):
    assert people(NOBODY, "").rows == []
    assert names(people(wearing("read"), "", after="oups").rows) == ["Anouk Tanguy"]


@pytest.mark.django_db
def test_a_search_uses_the_trigram_index_and_does_not_walk_the_names():
    with arranging():
        Person.objects.bulk_create(
            [Person(given_name=f"Prénom{n}", family_name=f"Nom{n % 977:04}") for n in range(6000)]
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT base_analyse(); SET LOCAL enable_seqscan = off")  # few rows: leave the choice of index
        sql, parameters = best(Person.objects.matching("nom0123"), 25).query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "person_search" in plan
    assert "person_order" not in plan


def test_the_trail_goes_from_the_head_down_to_here(land):
    with CaptureQueriesContext(connection) as queries:
        there = whereabouts(land.locals[0], TODAY)
    switcher = there.switcher
    assert [slug for _, slug in there.trail] == [land.head.slug, land.groupings[0].slug, land.locals[0].slug]
    assert len(queries) <= 2
    assert switcher.head.slug == land.head.slug
    assert [place.current for place in switcher.locals] == [True, False]
    assert switcher.locals[0].grouping == land.groupings[0].slug


def test_without_a_scale_there_is_no_trail_and_alone_there_is_nothing_to_switch_to(land):
    assert whereabouts(None, TODAY).trail == ()
    assert whereabouts(land.head, TODAY).trail == ((land.head.name, land.head.slug),)
    assert whereabouts(None, TODAY).switcher is not None
    from datetime import date

    assert Organisation.objects.on(date(2020, 1, 1)).count() == 0
    assert whereabouts(None, date(2020, 1, 1)).switcher is None


# By number, and by the name of an EPCI.


@pytest.fixture
def numbered(land):
    with arranging():
        Organisation.objects.filter(pk=land.locals[0].pk).update(
            siren="732829320", rna="W351000001", siret="73282932000074"
        )
        OrganisationFactory(name="Mutuelle de la Lande", siren="443061841", rna="W561000002")


@pytest.mark.parametrize(
    "text", ["732829320", "732 829 320", "732 829", "732 829 320 00074", "W351000001", "w35 1000 001", "W35100"]
)
def test_an_organisation_is_found_by_its_numbers_typed_with_spaces_or_without(numbered, text):
    assert names(find(NOBODY, text, TODAY).organisations) == ["ESS pays d’Étel"]


@pytest.mark.parametrize("text", ["732829321", "732 829 320 00075", "W351000009", "73", "W3", "829320", "320"])
def test_another_number_or_a_piece_of_one_finds_nothing(numbered, text):
    assert find(wearing("read"), text, TODAY).organisations == []


def test_a_number_shows_nothing_that_one_may_not_see(numbered):
    """An organisation outside the network is for those within, however it is asked for."""
    for text in ("443061841", "443 061 841", "W561000002"):
        assert not find(NOBODY, text, TODAY), text
        assert names(find(wearing("read"), text, TODAY).organisations) == ["Mutuelle de la Lande"]


def test_a_name_that_has_a_number_is_still_found_by_it(numbered):
    with arranging():
        OrganisationFactory(local=True, name="Amicale 732829320")
    assert names(find(NOBODY, "732829320", TODAY).organisations) == ["Amicale 732829320", "ESS pays d’Étel"]


def test_an_epci_leads_to_its_pole_and_its_grouping(land):
    [row] = find(NOBODY, "vitre communaute", TODAY).epci
    assert row.zone == land.epci[1]
    assert row.local.organisation == land.locals[1]
    assert row.grouping.organisation == land.groupings[1]
    [same] = find(NOBODY, f"{land.epci[1].code[:3]} {land.epci[1].code[3:]}", TODAY).epci
    assert same.zone == land.epci[1]


def test_an_epci_that_was_not_there_that_day_is_not_found(land):
    assert find(NOBODY, "vitre communaute", date(2020, 1, 1)).epci == []


def test_finding_by_number_or_by_epci_costs_no_more_as_the_network_grows(numbered):
    def count(text):
        with CaptureQueriesContext(connection) as queries:
            find(wearing("read"), text, TODAY)
        return len(queries)

    texts = ("443061841", "e", "communaute")
    for text in texts:
        count(text)  # the words are known from then on
    before = [count(text) for text in texts]
    assert max(before) <= 9
    with arranging():
        OrganisationFactory.create_batch(8, local=True)
        ZoneFactory.create_batch(8, name="Communauté nouvelle")
    assert [count(text) for text in texts] == before


def test_the_screen_lists_the_epci_that_answer(land, client):
    page = client.get("/chercher", {"q": "etel"}).content.decode()
    assert "Étel Agglomération" in page
    assert f'href="/territoires/{land.epci[0].code}"' in page
