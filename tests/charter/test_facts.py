"""What facts promise, whatever the room: they are read by articles, they say what they count, they cost a fixed price."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.engine import Day, framework, reach, verdicts
from kevread.charter.loader import load
from kevread.charter.models import Keeping
from kevread.charter.parameters import read_parameters
from kevread.charter.queries.coverage import unused_facts
from kevread.charter.sentences import speak
from kevread.charter.ways import places_of
from kevread.common import rooms
from kevread.common.facts import NAMERS, REGISTRY, SCALES
from kevread.common.parameters import parameters_of
from kevread.common.verdicts import Verdict
from kevread.journal.memory import forget
from kevread.journal.readings import reading
from kevread.journal.tables import guarded
from kevread.seats.loader import bodies
from tests.arrange import analyse
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory
from tests.reading import unguarded
from tests.worlds import add_grouping, end, visit_boards, world

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "ecrire-un-article.md"


def checks():
    return [c.check for a in framework().articles.values() for c in a.clauses if c.check]


def test_every_fact_is_read_by_an_article():
    assert unused_facts() == frozenset()


def test_each_fact_is_about_the_organisations_that_its_articles_bind():
    clauses = [c for a in framework().articles.values() for c in a.clauses if c.check]
    assert [c.key for c in clauses if not c.binds <= REGISTRY[c.check.fact].about] == []


def examples():
    """The checks of the catalogue that people who write articles read."""
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"`(\{(?:fact|each): .+\})` \|$", line):
            yield found[1]


def test_the_guide_has_an_example_of_each_fact_that_can_be_read():
    """Each is read as an article of Brittany, whose words they are."""
    places = cache(lambda: places_of(settings.FEDERATIONS / "bretagne"))
    shown = [yaml.safe_load(example) for example in examples()]
    for one in shown:
        fact = REGISTRY[one.get("fact") or one["each"]]
        read_parameters(fact, one.get("with"), fact.about, places, is_law=False)
    assert {one.get("fact") or one["each"] for one in shown} == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_fact_says_what_it_counts_and_which_registers_it_needs(name):
    fact = REGISTRY[name]
    assert fact.doc and fact.about <= set(SCALES)
    assert not fact.items or fact.items in NAMERS
    registers = [(fact.register, fact.kept_by), *fact.also, *registers_asked(name)]
    assert {register for register, _ in registers} <= set(dict(rooms.registers()))
    assert {keeper for _, keeper in registers} <= {"self", "head", "both", "items"}
    assert set(fact.either) <= set(parameters_of(fact.ask))


def registers_asked(name):
    return [register for check in checks() if check.fact == name for register in check.registers]


def test_a_fact_that_is_asked_for_each_item_says_how_its_items_are_named():
    assert {check.fact for check in checks() if check.each and not REGISTRY[check.fact].items} == set()


def test_the_post_that_an_article_asks_for_is_the_one_that_opens_the_seat():
    seats = {space.slug: {c for seat in space.seats for c in seat.conditions} for space in bodies().spaces}
    for check in checks():
        given = dict(check.parameters)
        if {"post", "space"} <= set(given):
            assert f"post-{given['post']}" in seats[given["space"]], given


def test_the_spaces_that_articles_name_are_in_the_bodies_of_the_federation():
    known = {space.slug for space in bodies().spaces} | {f"cress-{body.slug}" for body in bodies().each["head"]}
    for check in checks():
        given = dict(check.parameters)
        assert {given.get("space", "codir"), *given.get("spaces", ())} <= known


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_network(django_assert_num_queries):
    with arranging():
        small = world(groupings=2)
        add_grouping(small)  # what is only of those that come later is there from the first
    forget()
    with CaptureQueriesContext(connection) as few:
        verdicts(TODAY)
    with arranging():
        for _ in range(27):
            add_grouping(small)
        visit_boards(small, small.groupings[2:])
        analyse()
    forget()
    with django_assert_num_queries(len(few)):
        found = verdicts(TODAY)
    assert len({finding.organisation.id for finding in found}) == 1 + 3 * 30


@pytest.mark.django_db
def test_verdicts_and_their_sentences_read_guarded_tables_alone():
    """They are kept by the state of the guarded tables: another table could change, and they would not."""
    with arranging():
        world(groupings=1)
    with CaptureQueriesContext(connection) as captured:
        speak(verdicts(TODAY), TODAY)
    assert unguarded(captured) == set()


def every_check():
    """What the articles of each federation ask."""
    books = [framework(), load(settings.FEDERATIONS / "exemple", settings.KEVREAD_LAW)]
    return {str(c.check): c.check for book in books for a in book.articles.values() for c in a.clauses if c.check}


@pytest.mark.django_db
def test_the_tables_that_a_fact_reads_are_those_that_it_is_kept_by(small):
    """Whatever was read before, by itself or by another fact; alone and among others, each is followed in the same tables."""
    shared, read_for = Day(TODAY), {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND provolatile <> 'i'")
        functions = {name for (name,) in cursor.fetchall()}
    assert "journal_seal_batch" in functions
    for name, check in every_check().items():
        day = Day(TODAY)
        with CaptureQueriesContext(connection) as captured, reading() as alone:
            day.fact(check)
        statements = " ".join(query["sql"] for query in captured.captured_queries)
        named = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', statements))
        assert named <= alone <= set(guarded()), name
        assert not functions & set(re.findall(r"(\w+)\(", statements)), name  # what a function reads is not seen
        with reading() as among_others:
            shared.fact(check)
        read_for[name] = (alone, among_others)
    assert {name: told for name, told in read_for.items() if told[0] != told[1]} == {}
    silent = {check.fact for name, check in every_check().items() if not read_for[name][0]}
    assert silent == {"sittings.year_of_rhythms"}  # it says the year of the day to the head that one names


@pytest.mark.django_db
def test_what_is_asked_of_some_is_what_is_asked_of_all(small):
    """Each fact reads the rows of the organisations that it is asked of: nothing that it needs is elsewhere."""
    with arranging():
        first, second = small.groupings
        end(small.mandates(f"{first.slug}-team", "delegate", "direction"))
        end(small.mandates("cress-board").filter(represents=second))
        end(Keeping.objects.filter(organisation=small.locals[first][0], register="meetings"))
        for local in small.locals[second]:
            AffiliationFactory(member=local, of=first)
    everyone = reach(framework(), TODAY, None, None)
    assert {finding.verdict for finding in everyone} >= {Verdict.CONFORMS, Verdict.BREACHES, Verdict.UNKNOWN}
    for asked in (*([one] for one in small.organisations), small.locals[first], [first, *small.locals[first]]):
        keys = frozenset(one.pk for one in asked)
        expected = [finding for finding in everyone if finding.organisation.id in keys]
        assert reach(framework(), TODAY, None, keys) == expected, asked
