"""Finding: without accents, in a bounded number of queries, and only what the actor may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.common.actor import NOBODY
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import Whereabouts, best, find, people
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory

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
            whereabouts = Whereabouts(land.locals[0], TODAY)
            whereabouts.trail()
            whereabouts.switcher()
        return len(queries)

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
        cursor.execute(
            "ANALYZE directory_person; SET LOCAL enable_seqscan = off"
        )  # few rows: leave the choice of index
        sql, parameters = best(Person.objects.matching("nom0123"), 25).query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "person_search" in plan
    assert "person_order" not in plan


def test_the_trail_goes_from_the_head_down_to_here(land):
    whereabouts = Whereabouts(land.locals[0], TODAY)
    with CaptureQueriesContext(connection) as queries:
        trail = whereabouts.trail()
        switcher = whereabouts.switcher()
    assert [slug for _, slug in trail] == [land.head.slug, land.groupings[0].slug, land.locals[0].slug]
    assert len(queries) <= 2
    assert switcher.head.slug == land.head.slug
    assert [place.current for place in switcher.locals] == [True, False]
    assert switcher.locals[0].grouping == land.groupings[0].slug


def test_without_a_scale_there_is_no_trail_and_alone_there_is_nothing_to_switch_to(land):
    assert Whereabouts(None, TODAY).trail() == []
    assert Whereabouts(land.head, TODAY).trail() == [(land.head.name, land.head.slug)]
    assert Whereabouts(None, TODAY).switcher() is not None
    from datetime import date

    assert Organisation.objects.on(date(2020, 1, 1)).count() == 0
    assert Whereabouts(None, date(2020, 1, 1)).switcher() is None
