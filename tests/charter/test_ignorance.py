"""Not knowing never makes anything better: a breach or an unknown does not conform because somebody stops writing."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from importlib import import_module

import pytest
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import F

from kevread.attendance.models import Presence
from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Keeping, Setting
from kevread.charter.queries.gestures import gesture_of
from kevread.charter.sentences import speak
from kevread.common.facts import REGISTRY
from kevread.common.verdicts import Verdict
from kevread.decisions.models import Decision
from kevread.directory.models import Affiliation, Coverage
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.territory.models import Certainty, ZonePart
from tests.charter.proofs import PLANTS, Board, board, planted, rule_of
from tests.conftest import TODAY, arranging
from tests.factories import KeepingFactory, since
from tests.gatherings.decided import decided, met
from tests.sampling import sampled
from tests.worlds import LAST_YEAR, World

CONFORMS, R0_9 = Verdict.CONFORMS, ("R0.9/1", "R0.9/2", "R0.9/3")

type Chance = random.Random
type Forget = Callable[[Chance], object]


def some(rows, chance: Chance):
    """About a third of the rows, one at least if there is one."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.model.objects.filter(pk__in=chance.sample(keys, -(-len(keys) // 3)))


def alone(rows):
    """Those keepings, and no other of the same register: one that was stopped and kept again is kept once."""
    for one in rows:
        Keeping.objects.filter(organisation=one.organisation, register=one.register).exclude(pk=one.pk).delete()
    return rows


def registers_end(chance: Chance) -> None:
    alone(some(Keeping.objects.on(TODAY), chance)).update(period=LAST_YEAR)


def registers_begin_later(chance: Chance) -> None:
    """None of those that were kept again since: the first of June would be earlier."""
    june = date(2026, 6, 1)
    alone(some(Keeping.objects.on(date(2026, 11, 24)).exclude(period__startswith__gte=june), chance)).update(
        period=since(june)
    )


def nobody_is_noted(chance: Chance) -> None:
    forgotten = some(Meeting.objects.filter(roll__presences__isnull=False).distinct(), chance)
    Presence.objects.filter(entry__meeting__in=forgotten).update(left_at=F("arrived_at"))


def nobody_says_who_chaired(chance: Chance) -> None:
    some(Meeting.objects.exclude(chair=None), chance).update(chair=None)


def registers_are_stopped_and_kept_again(chance: Chance) -> None:
    """As whoever prepares may, and no day later: what was written there stands in it."""
    stop_and_keep_again(some(Keeping.objects.on(TODAY), chance))


def stop_and_keep_again(rows) -> None:
    again = TODAY - timedelta(days=1)
    for row in list(rows):
        start = row.dates.start
        if start is None or start < again:
            Keeping.objects.filter(pk=row.pk).update(period=since(start, again - timedelta(days=1)))
            KeepingFactory(organisation=row.organisation, register=row.register, period=since(again))


def nobody_says_of_what_type(chance: Chance) -> None:
    """A line of the register is final: one more is written, of no type."""
    for body in some(Body.objects.filter(kind="board"), chance):
        decided(body)


def nobody_says_who_elected(chance: Chance) -> None:
    some(Mandate.objects.filter(seat__body__kind="board"), chance).update(origin=Mandate.Origin.EXISTING)


def settings_are_not_decided(chance: Chance) -> None:
    """An organisation without a value of its own has the common one: only a common one leaves nothing behind."""
    some(Setting.objects.filter(organisation=None), chance).update(period=LAST_YEAR)


def meetings_are_told_afterwards(chance: Chance) -> None:
    """Those that were held here, and one more of some assemblies: notice, quorum and minutes are elsewhere."""
    some(Meeting.objects.filter(is_recorded=False, state__in=State.held()), chance).update(is_recorded=True)
    for body in some(Body.objects.filter(kind="assembly"), chance):
        met(body, is_recorded=True)


def meetings_are_not_written(chance: Chance) -> None:
    """What was decided there is in the register all the same: of a meeting that is no more, nothing else is left."""
    for meeting in list(some(Meeting.objects.held(), chance)):
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CANCELLED)
        decided(meeting.body, on=meeting.day)


def the_map_is_supposed(chance: Chance) -> None:
    some(ZonePart.objects.filter(parent_kind="strategic"), chance).update(certainty=Certainty.SUPPOSED)
    some(Coverage.objects.all(), chance).update(certainty=Certainty.SUPPOSED)


def memberships_are_only_proposed(chance: Chance) -> None:
    some(Affiliation.objects.all(), chance).update(is_proposed=True)


def delegates_of_reference_go(chance: Chance) -> None:
    some(ZoneLead.objects.on(TODAY), chance).update(period=LAST_YEAR)


def nobody_says_at_which_meeting(chance: Chance) -> None:
    for body in some(Body.objects.filter(kind="assembly"), chance):
        decided(body, "adhesion")


FORGET: tuple[Forget, ...] = (
    registers_end,
    registers_begin_later,
    registers_are_stopped_and_kept_again,
    nobody_is_noted,
    nobody_says_who_chaired,
    nobody_says_of_what_type,
    nobody_says_at_which_meeting,
    meetings_are_told_afterwards,
    meetings_are_not_written,
    the_map_is_supposed,
    memberships_are_only_proposed,
    delegates_of_reference_go,
    nobody_says_who_elected,
    settings_are_not_decided,
)


def live(small: World, chance: Chance) -> None:
    """A few things happen, whatever they break; what PostgreSQL refuses does not."""
    for key in chance.sample(sorted(PLANTS), 12):
        try:
            with transaction.atomic():
                PLANTS[key](small)
        except (DatabaseError, LookupError, ValueError, AssertionError, ObjectDoesNotExist, MultipleObjectsReturned):
            pass
    for forget in chance.sample(FORGET, 2):
        forget(chance)


def became_better(before: Board, after: Board) -> list[str]:
    return sorted(
        clause
        for (clause, of), (verdict, _) in before.items()
        if verdict in (Verdict.UNKNOWN, Verdict.BREACHES) and after[clause, of][0] is Verdict.CONFORMS
    )


# What these say of members, newcomers and accounts, they say « since it is kept », with its day (decision 299): a register that
# begins later asks another question, of a time that they say.
SINCE_KEPT = {
    "L1.3/1", "L1.4/1", "L1.5/1", "L1.8/1", "L1.17/2", "L1.21/1", "L4.5/1", "R2.3/1", "R3.17/1", "R3.17/2", "R3.17/3", "R8.1/2",
    "R8.4/2",
}  # fmt: skip


def test_what_conforms_since_a_register_is_kept_says_from_which_day_and_nothing_else_does():
    clauses = [clause for article in framework().articles.values() for clause in article.clauses]
    assert {clause.key for clause in clauses if "{kept}" in clause.sentence("conforms")} == SINCE_KEPT


@pytest.mark.django_db
def test_a_register_that_begins_later_moves_the_day_that_is_told(small: World):
    """Of no day before is anything said: what looked proven of ten years is told of since June."""
    rules = sorted({clause.partition("/")[0] for clause in SINCE_KEPT})

    def told() -> dict[str, str]:
        found = [one for one in verdicts(TODAY, rules=rules) if one.clause.key in SINCE_KEPT]
        return {
            f"{one.finding.clause.key} {one.finding.organisation.name}": one.sentence
            for one in speak([one for one in found if one.verdict is CONFORMS], TODAY)
        }

    before = told()
    unsaid = {"L1.21/1", "L4.5/1"}  # there, nobody says who certifies, and no financial year with a subsidy is over
    assert {key.partition(" ")[0] for key in before} == SINCE_KEPT - unsaid
    with planted(small, lambda _: Keeping.objects.on(TODAY).update(period=since(date(2026, 6, 1)))):
        after = told()
    assert len(after) >= len(SINCE_KEPT)
    assert all("(le 1er juin 2026)" in sentence for sentence in after.values())
    assert not any("1er juin 2026" in sentence for sentence in before.values())


@pytest.mark.django_db
@pytest.mark.parametrize("clause", sorted(SINCE_KEPT))
def test_whoever_stops_a_register_and_keeps_it_again_hides_nothing(small: World, clause: str):
    import_module("tests.charter.test_proofs")

    def plant(small: World) -> None:
        PLANTS[clause](small)
        stop_and_keep_again(Keeping.objects.on(TODAY))

    with planted(small, PLANTS[clause]):
        wrong = {
            of
            for (told, of), (verdict, _) in board(rule_of(clause)).items()
            if (told, verdict) == (clause, Verdict.BREACHES)
        }
    with planted(small, plant):
        now = board(rule_of(clause))
    assert wrong
    assert [of for of in wrong if now[clause, of][0] is CONFORMS] == []


def test_filings_kept_again_are_not_younger_than_where_a_change_is_seen(small: World):
    """Mandates are kept since a later day than filings first were: who came before is not known, whoever stops filings."""
    of = small.groupings[0]

    def plant(small: World, *, again: bool) -> None:
        for register, first in (("filings", date(2026, 1, 1)), ("mandates", date(2026, 6, 1))):
            Keeping.objects.filter(organisation=of, register=register).update(period=since(first))
        if again:
            stop_and_keep_again(Keeping.objects.filter(organisation=of, register="filings"))

    for again in (False, True):
        with planted(small, partial(plant, again=again)):
            assert board("L1.3")["L1.3/1", of.pk][0] is Verdict.UNKNOWN, again


@pytest.mark.django_db
def test_a_decision_of_no_type_never_leaves_who_decides_what_conform(small: World, conforming: Board):
    """Whatever else happens: R0.9 conforms for no organisation of which one decision is not classed."""
    import_module("tests.charter.test_proofs")
    for _ in range(sampled(5, 2)):
        seed = random.randrange(10**9)
        chance = random.Random(seed)

        def plant(small: World, chance: Chance = chance) -> None:
            live(small, chance)
            nobody_says_of_what_type(chance)

        conforming.recall()
        with planted(small, plant):
            whose = set(Decision.objects.unclassed().values_list("organisation", flat=True))
            now = board(*{rule_of(clause) for clause in R0_9})
        assert whose
        assert [
            c for (c, of), (verdict, _) in now.items() if of in whose and c in R0_9 and verdict is CONFORMS
        ] == [], seed


def test_the_finding_names_what_is_not_classed_and_leads_to_where_it_is(small: World):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        decided(f"{grouping.slug}-board", "convention")
        decided(f"{grouping.slug}-board", "", title="Celle que nul n’a classée")

    with planted(small, plant):
        findings = [f for f in verdicts(TODAY, rules=["R0.9"]) if f.organisation.id == grouping.pk]
        assert {one.verdict for one in findings} == {Verdict.UNKNOWN}
        for one in speak(findings, TODAY):
            assert (
                "Nous l’ignorons pour 1 sur 2 : n° 2026-" in one.sentence
                and "Celle que nul n’a classée" in one.sentence
            )
        gestures = {gesture.way.screen for one in findings if (gesture := gesture_of(one))}
    assert gestures == {"decisions:to_classify"}


@pytest.mark.django_db
@pytest.mark.parametrize("forget", FORGET)
def test_what_is_forgotten_never_conforms(small: World, conforming: Board, forget: Forget):
    import_module("tests.charter.test_proofs")  # which reads every proof
    for _ in range(sampled(5, 2)):
        seed = random.randrange(10**9)
        chance = random.Random(seed)
        conforming.recall()
        with planted(small, lambda small, chance=chance: live(small, chance)):
            before = board()
            with arranging():
                forget(chance)
            better = became_better(before, board())
            if forget is registers_begin_later:
                better = [clause for clause in better if clause not in SINCE_KEPT]
            assert better == [], seed


# What stays true of what is written, though a register that moves the answer is kept no more: register, why, clauses.
STANDS = (
    ("mandates decisions", "an address, a seat or a building is told among filings", "L1.6/1"),
    ("mandates", "articles are decided", "L1.4/1"),
    ("decisions", "officers are seen in mandates", "L1.3/1"),
    ("admissions", "who is no union declares no member", "L1.8/1"),
    ("filings statutes", "somebody said the form", "R0.4/2 R2.1/1 R3.2/1 R9.1/1"),
    ("mandates meetings", "somebody entered the membership", "R3.11/1 R3.12/1 R8.5/1"),
    ("mandates team", "a delegation is accepted, or gives what it gives, whoever sits", "L3.1/1"),
    (
        "mandates",
        "who holds the delegation is in the team, whose register is needed",
        "R6.4/1 R6.5/1 R6.7/1 R6.8/1 R7.27/1",
    ),
    ("mandates", "a direction is in the team; a board that is written sits", "R6.9/1 R6.10/1"),
    ("delegations mandates team", "contracts were signed while they were kept", "R6.8/2"),
    (
        "staff",
        "who has a seat is read there, contract or not",
        "R6.13/1 L1.20/1 L1.20/2 L1.20/3 R3.2/2 R3.5/1 R3.5/2 R3.6/1 R3.7/3 R6.20/1 R6.4/1 R6.5/1 R6.7/1 R6.8/1",
    ),
    (
        "staff",
        "who sits there by a post has the seat, contract or not",
        "R4.7/2 R4.16/1 R4.16/2 R4.16/3 R4.16/4 R4.16/5 R4.20/1 R4.20/2 R4.20/4 R4.23/1 R4.23/2 R4.23/4 R4.45/1",
    ),
    (
        "staff",
        "who sits there by a post has the seat, contract or not",
        "R4.26/1 R4.26/2 R4.26/4 R4.35/1 R4.35/2 R4.35/4 R4.38/1 R4.38/2 R4.38/4 R6.17/1",
    ),
    ("decisions", "a line that is cited stands, and no contract needs one", "R6.8/2 R5.7/3 R6.3/2 R8.2/1 R9.2/1"),
    (
        "team",
        "who is written in a team is admitted; of those of a team that is not kept, nothing is known",
        "R4.7/2 R4.16/3 R4.16/4 R4.20/2 R4.20/4 R4.23/2 R4.23/4 R4.26/2 R4.26/4 R4.35/2 R4.35/4 R4.38/2 R4.38/4",
    ),
    ("handovers", "what a contract follows is written in it", "R6.29/1 R6.30/1"),
    ("decisions", "nothing was called, nor shared out", "L7.1/2 L4.6/1"),
    ("funding", "nothing was granted onwards", "L4.6/3"),
    (
        "meetings",
        "somebody sits there, or a meeting that is written was held, and who chaired it is written",
        "R4.4/1 R4.18/1 R4.22/1 R4.25/1 R4.28/1 R4.34/1 R4.37/1 R4.40/1 R4.46/1 R4.47/1 R4.48/1 R4.48/2 R6.24/1 R7.15/1",
    ),
    (
        "decisions",
        "the meetings that are written suffice: a line decided apart, which stays written, only adds a day nobody told",
        "R4.8/1 R4.8/2 R4.11/1 R4.11/2 R4.11/3 R4.11/4 R4.14/1 R4.14/2 R4.17/1 R4.17/2 R4.21/1 R4.21/2 R4.21/3 R4.21/4",
    ),
    (
        "decisions",
        "the meetings that are written suffice: a line decided apart, which stays written, only adds a day nobody told",
        "R4.24/1 R4.24/2 R4.24/3 R4.24/4 R4.27/1 R4.27/2 R4.27/3 R4.27/4 R4.36/1 R4.36/2 R4.36/3 R4.36/4",
    ),
    (
        "decisions",
        "the meetings that are written suffice: a line decided apart, which stays written, only adds a day nobody told",
        "R4.39/1 R4.39/2 R4.39/3 R4.39/4 R6.17/1 R6.21/1",
    ),
    ("decisions mandates", "nobody is paid", "L6.14/1 L6.14/2 L6.14/3 L6.15/1 L6.15/2 L6.15/3 L6.15/4"),
    ("funding", "nobody is paid", "L6.15/1"),
)


@pytest.mark.django_db
def test_a_register_that_a_clause_reads_and_that_nobody_keeps_leaves_it_no_green(small: World, conforming: Board):
    """Register by register: whatever reads it is not known any more, or says above why it holds without it."""
    import_module("tests.charter.test_proofs")
    clauses = [c for a in framework().articles.values() for c in a.clauses if c.check]
    green: set[str] = set()
    for register in sorted({name for c in clauses if c.check for name, _ in REGISTRY[c.check.fact].reads}):
        readers = {c.key for c in clauses if c.check and register in dict(REGISTRY[c.check.fact].reads)}

        def plant(small: World, register: str = register) -> None:
            Keeping.objects.filter(register=register).update(period=LAST_YEAR)

        conforming.recall()
        with planted(small, plant):
            held = verdicts(TODAY, rules=set(map(rule_of, readers)))
        found = [one for one in held if one.clause.key in readers and one.value != {}]
        green |= {f"{one.clause.key} {register}" for one in found if one.verdict is CONFORMS}
    stands = {f"{one} {name}" for names, _, those in STANDS for one in those.split() for name in names.split()}
    assert green == stands, ", ".join(sorted(green ^ stands))
