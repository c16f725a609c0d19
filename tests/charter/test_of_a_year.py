"""What a finding says of a year is proven by registers kept for that year; what two registers say of one person, by both."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.attendance.models import Presence
from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import speak
from kevread.common.facts import EVERYONE, REGISTRY
from kevread.common.periods import add_months
from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.meetings.models import RollEntry
from kevread.staff.models import Assignment, Contract, Post
from kevread.supervision.models import Matter
from tests.charter.proofs import judged, planted
from tests.charter.test_law import assembly, sign, told
from tests.charter.test_part_0 import noted
from tests.charter.test_supervision import ABOUT_A_YEAR, decided_matter, direction, employed, post_of
from tests.conftest import NOW, TODAY
from tests.employed import opened
from tests.factories import SettingFactory, since
from tests.gatherings.decided import decided, item
from tests.worlds import World, attend, met, put

# Why these say « depuis un an » without `kept_through`.
OTHERWISE = {
    "R6.16": "held from the day on which each pôle began its register",
    "R6.17": "one meeting is enough; of a pôle without one, nothing is known before its register",
    "R6.21": "held from the day on which each pôle began its register",
    "R4.40": "says it of the meetings that Kevread knows",
}
YEAR = re.compile(r"epuis un an\b")


def of_a_year() -> list[str]:
    return [
        clause.key
        for article in framework().articles.values()
        for clause in article.clauses
        if clause.check and YEAR.search(clause.sentence("conforms")) and article.rule not in OTHERWISE
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("key", of_a_year())
def test_a_clause_that_says_a_year_looks_since_when_its_register_is_kept(small: World, key: str):
    check = next(c for a in framework().articles.values() for c in a.clauses if c.key == key).check
    with CaptureQueriesContext(connection) as seen:
        REGISTRY[check.fact].ask(TODAY, EVERYONE, **dict(check.parameters))
    asked = [one["sql"] for one in seen.captured_queries if "charter_keeping" in one["sql"]]
    assert any(re.search(r'lower\("\w+"."period"\)', sql, re.IGNORECASE) for sql in asked), key


def of_first(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


def decides(small: World) -> None:
    meeting = assembly(small)
    decided(
        meeting.body, "adhesion", meeting=meeting, item=item(meeting, incident="Une faute vient d’être découverte.")
    )


def signs(small: World) -> None:
    first, _ = (assembly(small, on=TODAY - timedelta(days=days)) for days in (60, 30))
    sign(first, small)


def comes_to_the_board(small: World) -> None:
    attend(met(small.body(f"{small.groupings[0].slug}-board"), date(2026, 6, 2)), direction(small))


def leads_the_team(small: World) -> None:
    met(small.body(f"{small.groupings[0].slug}-team"), date(2026, 6, 2), chair=direction(small))


def comes_where_it_is_called(small: World) -> None:
    noted(small)
    meeting = met(small.body("codir"), date(2026, 6, 4))
    entry = RollEntry.objects.create(meeting=meeting, person=direction(small), represents=small.groupings[0])
    Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)


def associates_two(small: World) -> None:
    for rule in ("R6.6", "R6.7"):
        SettingFactory(name=f"{rule}.board_members_associated", value=2, organisation=small.groupings[0])


def reviews_nobody(small: World) -> None:
    associates_two(small)
    put(Matter.objects.filter(act="entretien-annuel"), annulled_on=TODAY, annulled_because="Une erreur")


NOTICES, SITTINGS = TODAY - timedelta(days=365), TODAY - timedelta(days=364)
CONFORMING: list[tuple[str, str, date, Callable[[World], object]]] = [
    ("L1.9/1", "decisions", SITTINGS, decides),
    ("L1.9/1", "meetings", SITTINGS, decides),
    *((clause, "meetings", NOTICES, told) for clause in ("L1.10/1", "L1.10/3", "L1.12/1", "L1.13/1")),
    ("L1.11/1", "meetings", SITTINGS, told),
    ("L1.15/1", "meetings", SITTINGS, signs),
    ("R6.18/1", "meetings", SITTINGS, comes_to_the_board),
    ("R6.19/2", "meetings", SITTINGS, leads_the_team),
    ("R0.8/3", "meetings", SITTINGS, comes_where_it_is_called),
    *((f"R0.9/{number}", "decisions", SITTINGS, lambda small: None) for number in (1, 2, 3)),
    ("R6.5/2", "supervision", ABOUT_A_YEAR, lambda small: None),
    ("R6.6/1", "supervision", ABOUT_A_YEAR, associates_two),
    ("R6.7/3", "supervision", ABOUT_A_YEAR, reviews_nobody),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("clause", "register", "first", "plant"), CONFORMING)
def test_a_year_is_proven_by_a_year(small: World, clause: str, register: str, first: date, plant):
    for day, verdict in ((first, Verdict.CONFORMS), (first + timedelta(days=1), Verdict.UNKNOWN)):

        def young(small: World, day: date = day) -> None:
            plant(small)
            put(Keeping.objects.filter(register=register), period=since(day))

        with planted(small, young):
            assert of_first(small, clause) is verdict, day


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "verdict"), [(0, Verdict.CONFORMS), (1, Verdict.UNKNOWN)])
def test_who_decides_what_is_judged_from_the_day_on_which_it_was_decided(small: World, days: int, verdict: Verdict):
    """A register that is younger than a year, and older than that decision, covers all of it."""
    begun, of = date(2026, 6, 1), small.groupings[0]

    def plant(small: World) -> None:
        put(Keeping.objects.filter(register="decisions"), period=since(begun))
        put(of.settings.filter(name="R0.9.distribution"), period=since(begun - timedelta(days=days)))

    with planted(small, plant):
        assert of_first(small, "R0.9/1") is verdict


@pytest.mark.django_db
def test_what_a_young_register_shows_stays_a_breach(small: World):
    def plant(small: World) -> None:
        decided_matter(small, closed_by=small.holder(f"{small.groupings[0].slug}-team", "delegate").person)
        told(small, days=15, notice_days=15)
        put(Keeping.objects.filter(register__in=("supervision", "meetings")), period=since(TODAY - timedelta(days=30)))

    with planted(small, plant):
        assert of_first(small, "R6.5/2") is of_first(small, "L1.10/1") is Verdict.BREACHES


@pytest.mark.django_db
def test_what_is_before_a_register_is_told_in_words(small: World):
    with planted(small, lambda small: put(Keeping.objects.filter(register="supervision"), period=since(TODAY))):
        of = small.groupings[0]
        found = [
            one
            for one in verdicts(TODAY, rules=["R6.5"])
            if one.clause.key == "R6.5/2" and one.organisation.id == of.pk
        ]
        assert "ce qui est d’avant que ce registre soit tenu ici" in speak(found, TODAY)[0].sentence


# Somebody whom two registers tell of --------------------------------------------------------------------------------------


def at_post(contract: Contract, post: Post, local: Organisation | None = None, **more: Any) -> Assignment:
    return Assignment.objects.create(
        post=post, contract=contract, local=local, share=100, period=contract.period, **more
    )


def hired(small: World, clauses: tuple[str, ...], plant: Callable[[World], object]) -> list[Verdict]:
    def both(small: World) -> None:
        associates_two(small)
        plant(small)

    with planted(small, both):
        return [of_first(small, clause) for clause in clauses]


@pytest.mark.django_db
def test_somebody_hired_of_whom_no_recruitment_is_written_leaves_it_unknown(small: World):
    clauses, a_month = ("R6.5/2", "R6.6/1"), TODAY - timedelta(days=30)
    good, silent = [Verdict.CONFORMS] * 2, [Verdict.UNKNOWN] * 2

    def of(first: date = a_month, territorial: bool = True, recruited: int = 0, hires: int = 1, **more: Any):
        def plant(small: World) -> None:
            post = post_of(small, territorial)
            for _ in range(hires):
                at_post(employed(small, first, **more), post)
            for _ in range(recruited):
                decided_matter(small, post=post)

        return hired(small, clauses, plant)

    assert of() == silent
    assert of(ABOUT_A_YEAR) == good, "older than the year"
    assert of(ABOUT_A_YEAR + timedelta(days=1)) == silent
    assert of(end_reason="mistake") == good
    assert of(territorial=False) == [Verdict.UNKNOWN, Verdict.CONFORMS], "no delegate"
    assert of(territorial=False, recruited=1) == good
    assert of(territorial=False, recruited=1, hires=2)[0] is Verdict.UNKNOWN, "one recruitment is of one person"
    assert of(recruited=1) == [Verdict.CONFORMS, Verdict.BREACHES], "written, and without the board"
    assert hired(small, clauses, lambda small: employed(small, a_month)) == silent, "at a post that nobody wrote"

    def after(small: World, day: date, **more: Any) -> None:
        post, at = post_of(small, False), datetime.combine(day, NOW.timetz())
        at_post(employed(small, a_month), post)
        decided_matter(small, post=post, closed_at=at, raised_at=at, **more)

    def taken(small: World, days: int) -> None:
        """Somebody was taken on by the recruitment of before, and left."""
        after(small, TODAY - timedelta(days=600))
        post, until = Matter.objects.get(act="recrutement").post, TODAY - timedelta(days=60)
        before = employed(small, TODAY - timedelta(days=days))
        put(before, period=since(TODAY - timedelta(days=days), until))
        put(at_post(before, post), period=since(TODAY - timedelta(days=days), until))

    assert hired(small, ("R6.5/2",), lambda small: taken(small, 580)) == [Verdict.UNKNOWN], "it was of them"

    two_years = add_months(ABOUT_A_YEAR, -12)
    for day, more, verdict in (
        (two_years + timedelta(days=1), {}, Verdict.CONFORMS),
        (two_years, {}, Verdict.UNKNOWN),
        (TODAY, {"outcome": "dropped"}, Verdict.UNKNOWN),
    ):
        assert hired(small, ("R6.5/2",), lambda small, day=day, more=more: after(small, day, **more)) == [verdict], day


@pytest.mark.django_db
def test_who_goes_on_under_another_contract_is_not_recruited_anew(small: World):
    def plant(small: World, days: int) -> None:
        before = employed(small, ABOUT_A_YEAR)
        put(before, period=since(ABOUT_A_YEAR, date(2026, 6, 30)))
        employed(small, date(2026, 6, 30) + timedelta(days=days), person=before.person)

    def taken_over(small: World) -> None:
        old = employed(small, ABOUT_A_YEAR)
        put(old, employer=small.groupings[1], period=since(ABOUT_A_YEAR, date(2026, 6, 30)))
        employed(small, date(2026, 7, 1), person=old.person, continues=old)

    for days, verdict in ((1, Verdict.CONFORMS), (32, Verdict.CONFORMS), (33, Verdict.UNKNOWN)):
        assert hired(small, ("R6.5/2",), lambda small, days=days: plant(small, days)) == [verdict], days
    assert hired(small, ("R6.5/2",), taken_over) == [Verdict.CONFORMS]


@pytest.mark.django_db
def test_a_year_of_work_is_counted_through_contracts_that_follow_one_another(small: World):
    """R6.7: a fixed term, then a contract without one, and no review."""

    def plant(small: World, first: date, days: int) -> None:
        before = employed(small, first)
        put(before, period=since(first, date(2026, 6, 30)))
        employed(small, date(2026, 6, 30) + timedelta(days=days), person=before.person)

    for first, days, verdict in (
        (ABOUT_A_YEAR, 1, Verdict.BREACHES),
        (ABOUT_A_YEAR, 32, Verdict.BREACHES),
        (ABOUT_A_YEAR, 33, Verdict.CONFORMS),
        (ABOUT_A_YEAR + timedelta(days=1), 1, Verdict.CONFORMS),
    ):
        with planted(small, lambda small, first=first, days=days: plant(small, first, days)):
            assert of_first(small, "R6.7/2") is verdict, (first, days)


@pytest.mark.django_db
def test_a_delegate_by_contract_who_has_no_seat_in_the_team_leaves_r6_13_unknown(small: World):
    local = small.locals[small.groupings[0]][0]

    def told_of(territorial: bool, **more: Any) -> Verdict:
        with planted(small, lambda small: at_post(employed(small), post_of(small, territorial), local, **more)):
            return of_first(small, "R6.13/1")

    assert told_of(True) is Verdict.UNKNOWN

    def another(small: World) -> None:
        at_post(employed(small), opened(small.groupings[0], "communication", is_territorial=True), local)

    with planted(small, another):
        assert of_first(small, "R6.13/1") is Verdict.CONFORMS, "no delegate"
    assert told_of(False) is told_of(True, end_reason="mistake") is Verdict.CONFORMS

    def aside(small: World) -> None:
        team = f"{small.groupings[0].slug}-team"
        at_post(employed(small, person=small.holder(team, "delegate").person), post_of(small), local)

    with planted(small, aside):
        assert of_first(small, "R6.13/1") is Verdict.CONFORMS, "who sits there"
