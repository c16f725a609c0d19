"""A fact that several articles judge, or that a room tells too, is one line: it cites them all, and has one gesture."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kevread.charter.models import Setting
from kevread.charter.operations import contest_finding
from kevread.charter.queries.amiss import amiss
from kevread.charter.queries.text import read_text
from kevread.charter.queries.together import case_of
from kevread.charter.todo import points_to_mend
from kevread.common.todo import Asker
from kevread.common.verdicts import Severity, Verdict
from kevread.directory.models import Person
from kevread.home.queries import today
from kevread.journal.memory import forget
from kevread.seats.models import Mandate
from tests.charter.people import coordination, direction
from tests.charter.test_membership import LONG_AGO, admitted
from tests.charter.test_staff import kept_by_a_local
from tests.conftest import NOW, TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def employing(small: World):
    """A pôle still employs, though its team passed to the grouping: two articles say it."""
    with arranging():
        kept_by_a_local(small)
    return small.groupings[0]


def found(organisation: int, failing: tuple, value: object = None) -> Any:
    check = SimpleNamespace(fact="staff.contracts_of_locals", parameters=())
    return SimpleNamespace(
        clause=SimpleNamespace(check=check), organisation=SimpleNamespace(id=organisation), verdict=Verdict.CONFORMS,
        lower=None, upper=0, words=frozenset(), failing=failing, value=value,
    )  # fmt: skip


def test_one_case_is_of_one_organisation_and_of_what_fails_there():
    one = case_of(found(1, (("A", 1),)))
    assert one == case_of(found(1, (("A", 1),), {"A": 1})) != case_of(found(2, (("A", 1),)))
    assert one != case_of(found(1, (("A", 1), ("B", 1)))) and case_of(found(1, (), 1)) != case_of(found(1, (), 2))


def lines_of(actor, organisation) -> list[tuple[str, str]]:
    asker = Asker(actor, Person.objects.get(pk=actor.person), organisation, frozenset({organisation.pk}), TODAY)
    return [(one.why, one.rule) for one in points_to_mend(asker) if "R0.5" in one.why or "R6.1" in one.why]


def rows_of(actor, organisation, on: date = TODAY):
    day = today(actor, Person.objects.get(pk=actor.person), organisation, on, NOW - timedelta(days=1))
    return [row.item for row in (*day.rows, *day.rest)]


def test_two_articles_that_judge_one_fact_are_one_line(small: World, employing):
    ((why, rule),) = lines_of(direction(small, employing), employing)
    assert why.startswith("Articles R0.5, R6.1. Vous pouvez agir") and rule.endswith("/R0.5")


def test_a_finding_of_one_article_alone_cites_it_alone(small: World, employing):
    reader = direction(small, employing)
    asker = Asker(reader, Person.objects.get(pk=reader.person), employing, frozenset({employing.pk}), TODAY)
    others = [one.why for one in points_to_mend(asker) if "R0.5" not in one.why]
    assert others and all(one.startswith("Article ") for one in others)


def test_of_two_groupings_each_has_its_line(small: World, employing):
    with arranging():
        employed(small.locals[small.groupings[1]][0], PersonFactory())
    reader = coordination(small)
    told = [one for one in amiss(small.head, TODAY, reader) if one.rule == "R0.5"]
    assert {one.organisation.slug for one in told} == {one.slug for one in small.groupings[:2]}


def test_what_is_not_in_order_is_told_once_too(small: World, employing):
    points = [one for one in amiss(employing, TODAY, direction(small, employing)) if one.rule in ("R0.5", "R6.1")]
    (point,) = points
    assert point.rule == "R0.5" and [rule for rule, _ in point.also] == ["R6.1"]
    assert point.severity is Severity.BLOCKING


def test_what_somebody_contests_under_either_is_said(small: World, employing):
    reader = direction(small, employing)
    person = Person.objects.get(pk=reader.person)
    asked = {"clause": "R6.1/1", "on": TODAY, "about": "fact", "reason": "Une erreur du registre"}
    contest_finding(actor=reader, person=person, organisation=employing, now=NOW, **asked)
    forget()
    (point,) = [one for one in amiss(employing, TODAY, reader) if one.rule == "R0.5"]
    assert "Contesté par" in point.contested
    asker = Asker(reader, person, employing, frozenset({employing.pk}), TODAY)
    (line,) = [one for one in points_to_mend(asker) if "R0.5" in one.why]
    assert "Contesté par" in line.beside


def test_the_text_says_it_where_it_is_first_and_leads_there(small: World, employing):
    read = read_text(employing, TODAY, direction(small, employing)).readings
    said = {one.article.rule: one.answer.said for one in read if one.answer}
    assert "le même constat qu’à l’article R0.5" in said["R6.1"]
    assert "le même constat" not in said["R0.5"]


def test_what_a_room_tells_late_is_not_told_again_by_its_article(small: World):
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=LONG_AGO, legal_form="association")
    (line,) = [one for one in rows_of(direction(small, grouping), grouping) if "L1.5" in one.why]
    assert line.what.startswith("Déclarer l’entrée") and line.by and line.by < TODAY
    assert line.why.startswith("Article L1.5. Vous pouvez agir") and line.is_major


def test_until_it_is_late_no_article_is_cited(small: World):
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=TODAY - timedelta(days=40), legal_form="association")
    (line,) = [one for one in rows_of(direction(small, grouping), grouping) if "Déclarer l’entrée" in one.what]
    assert not line.is_major and line.why.startswith("Vous pouvez agir")


def test_who_reads_it_from_above_is_told_by_the_article(small: World):
    """The line of the room is for those who keep it, where it is kept: elsewhere the finding stays."""
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=LONG_AGO, legal_form="association")
    told = [one for one in rows_of(coordination(small), small.head) if "L1.5" in one.why]
    assert [one.what.startswith("Déclarer l’entrée") for one in told] == [False]


def test_a_seat_that_misses_is_told_by_who_misses_it_and_not_again_by_who_counts(small: World):
    """Of one grouping, two articles: its own, and that of the bureau where it is counted."""
    reader = coordination(small)
    own = Mandate.objects.filter(seat__body__slug="cress-bureau", seat__title="vice-president-grouping")
    with arranging():
        end(own.filter(represents=small.groupings[0]))
    (point,) = [one for one in amiss(small.head, TODAY, reader) if {"R3.15", "R4.13"} & {one.rule, *dict(one.also)}]
    assert (point.rule, dict(point.also).keys()) == ("R3.15", {"R4.13"}) and point.organisation.id == small.groupings[
        0
    ].pk
    with arranging():
        end(own)
    points = [one for one in amiss(small.head, TODAY, reader) if {"R3.15", "R4.13"} & {one.rule, *dict(one.also)}]
    told = [one.rule for one in points]
    assert told.count("R3.15") == len(small.groupings)
    short = Setting.objects.get(name="R4.13.vice_presidents").value
    assert told.count("R4.13") == int(short > len(small.groupings))  # more miss than those that are named
