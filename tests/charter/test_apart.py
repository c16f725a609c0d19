"""A day on which a body decided without a meeting that is written: neither for nor against anybody (decision 305)."""

from datetime import date, timedelta
from functools import partial
from importlib import import_module

import pytest

from kevread.charter.engine import verdicts
from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting
from tests.charter.proofs import PLANTS, board, planted, rule_of
from tests.charter.test_law import told
from tests.charter.test_of_a_year import signs
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided, met
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 9)


def verdict(clause: str, organisation, on: date = TODAY) -> Verdict:
    found = verdicts(on, rules=[rule_of(clause)])
    return next(one.verdict for one in found if (one.clause.key, one.organisation.id) == (clause, organisation.pk))


def verdict_of_delegates(grouping) -> Verdict:
    return verdict("R6.21/1", grouping)


def of_the_head(body: str, days: int, *, write) -> None:
    for day in range(1, days + 1):
        write(body, on=date(2026, 2, day))


def test_meetings_that_nobody_wrote_do_not_conform_to_the_most_of_them(small: World):
    """Nine meetings of the board of the Cress this year, of five."""
    with planted(small, lambda _: of_the_head("cress-board", 9, write=met)):
        assert verdict("R4.11/3", small.head) is Verdict.BREACHES
    with planted(small, lambda _: of_the_head("cress-board", 9, write=decided)):
        assert verdict("R4.11/3", small.head) is Verdict.UNKNOWN


def too_few(small: World) -> None:
    Meeting.objects.filter(body__slug="cress-board", starts_at__year=2025).update(state="cancelled")


def test_whoever_decided_without_writing_its_meetings_is_not_told_to_have_held_none(small: World):
    def wrote(small: World) -> None:
        too_few(small)
        for month in range(1, 13):
            decided("cress-board", on=date(2025, month, 5))

    with planted(small, too_few):
        assert verdict("R4.11/2", small.head) is Verdict.BREACHES
    with planted(small, wrote):
        assert verdict("R4.11/2", small.head) is Verdict.UNKNOWN


def test_a_day_of_which_the_meeting_is_written_counts_once(small: World):
    def twice(small: World) -> None:
        of_the_head("cress-board", 3, write=met)
        before = board("R4.11", "L1.10", "L1.11", "L1.15")
        of_the_head("cress-board", 3, write=decided)
        assert board("R4.11", "L1.10", "L1.11", "L1.15") == before

    with planted(small, twice):
        pass


OF_EVERY = ("L1.10/1", "L1.10/3", "L1.11/1", "L1.12/1", "L1.13/1", "L1.15/1")


@pytest.mark.parametrize("clause", OF_EVERY)
def test_what_is_said_of_every_meeting_is_not_known_of_that_day(small: World, clause: str):
    grouping = small.groupings[0]
    plant = signs if clause == "L1.15/1" else told

    def decide(body: str, on: date = APRIL, **more: object) -> Verdict:
        def both(small: World) -> None:
            plant(small)
            decided(f"{grouping.slug}-{body}", on=on, **more)

        with planted(small, both):
            return verdict(clause, grouping)

    with planted(small, plant):
        day = Meeting.objects.held().filter(body__organisation=grouping).earliest("starts_at").day
        assert verdict(clause, grouping) is Verdict.CONFORMS
    # Articles that ask no quorum of an assembly need none to be found.
    assert decide("board" if clause == "L1.11/1" else "assembly") is Verdict.UNKNOWN
    assert decide("assembly", on=day) is Verdict.CONFORMS  # its meeting is written
    assert decide("assembly", annulled=(TODAY, "Une erreur")) is Verdict.CONFORMS
    assert decide("team") is Verdict.CONFORMS  # no organ of the association
    if clause == "L1.15/1":
        assert decide("assembly", on=TODAY - timedelta(days=1)) is Verdict.CONFORMS  # no other meeting has followed it
    with planted(small, PLANTS[clause]):
        wrong = {key for key, (found, _) in board(rule_of(clause)).items() if found is Verdict.BREACHES}
        with arranging():
            decided(f"{grouping.slug}-board", on=APRIL)
        assert wrong <= {key for key, (found, _) in board(rule_of(clause)).items() if found is Verdict.BREACHES}


def test_a_meeting_that_was_called_off_is_not_that_of_its_day(small: World):
    def plant(small: World) -> None:
        of_the_head("cress-board", 9, write=met)
        Meeting.objects.filter(body__slug="cress-board", starts_at__month=2).update(state="cancelled")
        of_the_head("cress-board", 9, write=decided)

    with planted(small, plant):
        assert verdict("R4.11/3", small.head) is Verdict.UNKNOWN


def test_nobody_knows_who_came_that_day(small: World):
    """The direction met no board of its pôles: one of them decided in April, and nobody wrote where."""
    import_module("tests.charter.test_proofs")  # which reads every proof
    grouping = small.groupings[0]

    def decided_there(small: World) -> None:
        PLANTS["R6.17/1"](small)
        for local in small.locals[grouping]:
            decided(f"{local.slug}-board", on=APRIL)

    with planted(small, PLANTS["R6.17/1"]):
        accused = [one for one in verdicts(TODAY, rules=["R6.17"]) if one.verdict is Verdict.BREACHES]
        assert accused
    with planted(small, decided_there):
        assert verdict("R6.17/1", grouping) is not Verdict.BREACHES


@pytest.mark.parametrize(
    ("day", "body", "verdict"),
    [
        (APRIL, "board", Verdict.UNKNOWN),
        (APRIL, "assembly", Verdict.CONFORMS),  # the delegates are awaited at the board
        (TODAY - timedelta(days=365), "board", Verdict.CONFORMS),  # not of the year
    ],
)
def test_nobody_knows_whether_the_delegate_of_reference_was_there_that_day(
    small: World, day: date, body: str, verdict: Verdict
):
    grouping = small.groupings[0]

    def decided_there(small: World) -> None:
        slug = f"{small.locals[grouping][0].slug}-{body}"
        decided(slug, on=day)

    assert verdict_of_delegates(grouping) is Verdict.CONFORMS
    with planted(small, decided_there):
        assert verdict_of_delegates(grouping) is verdict


def test_what_a_pole_decided_before_it_was_a_member_leaves_no_doubt(small: World):
    """Of a board, the delegates of a grouping were awaited from the day on which the pôle joined."""
    grouping = small.groupings[0]
    pole = small.locals[grouping][0]

    watched = Meeting.objects.held().filter(body__slug=f"{pole.slug}-board", starts_at__date__gte=date(2026, 2, 1))
    first = watched.earliest("starts_at").day

    def decided_before(small: World, day: date) -> None:
        put(Affiliation.objects.filter(of=grouping, member=pole), period=since(first - timedelta(days=3)))
        decided(f"{pole.slug}-board", on=day)

    with planted(small, partial(decided_before, day=first - timedelta(days=4))):
        assert verdict_of_delegates(grouping) is Verdict.CONFORMS
    with planted(small, partial(decided_before, day=first - timedelta(days=3))):
        assert verdict_of_delegates(grouping) is Verdict.UNKNOWN


def test_a_delegate_who_was_missing_is_missing_whatever_else_was_decided(small: World):
    import_module("tests.charter.test_proofs")
    grouping = small.groupings[0]

    def decided_there(small: World) -> None:
        PLANTS["R6.21/1"](small)
        decided(f"{small.locals[grouping][0].slug}-board", on=APRIL)

    with planted(small, decided_there):
        assert verdict_of_delegates(grouping) is Verdict.BREACHES


def test_meetings_that_are_planned_are_enough_until_the_year_is_over(small: World):
    def plant(small: World) -> None:
        put(Meeting.objects.filter(body__slug="gmo-soutien", starts_at__year=2026), state="cancelled")
        met("gmo-soutien", on=date(2026, 3, 10))
        for day in (date(2026, 12, 1), date(2026, 12, 8)):
            met("gmo-soutien", on=day, state="convened")

    def said(small: World) -> None:
        plant(small)
        put(
            Meeting.objects.filter(body__slug="gmo-soutien", starts_at__year=2026).filter(starts_at__month=12),
            state="cancelled",
        )

    last = date(2026, 12, 31)
    with planted(small, plant):
        assert [verdict("R4.24/1", small.head, on) for on in (TODAY, last)] == [Verdict.CONFORMS, Verdict.UNKNOWN]
    with planted(small, said):  # once somebody said that they were not held
        assert verdict("R4.24/1", small.head, last) is Verdict.BREACHES
