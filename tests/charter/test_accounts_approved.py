"""Proofs of what the law says of the approval of certified accounts."""

from datetime import date
from typing import Any

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Reason, Verdict
from tests.charter.proofs import board, judged, planted, proves
from tests.factories import SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import World, put


def certified(small: World, period: Any = None) -> str:
    """The first grouping has an auditor, and closes its accounts at the end of the year."""
    grouping = small.groupings[0]
    when = {"period": period} if period else {}
    SettingFactory(name="L1.21.auditor", value="appointed", organisation=grouping, **when)
    SettingFactory(name="L1.21.closing_month", value=12, organisation=grouping, **when)
    return grouping.slug


@proves(  # nobody says who certifies the accounts, nor when the year closes
    "L1.21", before=Verdict.UNKNOWN, also=("L4.1/1", "L4.1/2", "L4.2/1", "L4.3/1", "L4.4/1")
)
def test_certified_accounts_that_the_assembly_did_not_approve_in_time(small: World):
    place = certified(small)
    decided(f"{place}-assembly", "comptes", on=date(2026, 7, 1))


def test_accounts_approved_on_the_last_day_or_that_nobody_certifies(small: World, conforming):
    def plant(small: World) -> None:
        assembly = f"{certified(small)}-assembly"
        decided(assembly, "comptes", on=date(2025, 6, 30), title="Comptes 2024")
        decided(assembly, "comptes", on=date(2026, 6, 30), title="Comptes 2025")
        other = small.groupings[1]
        SettingFactory(name="L1.21.auditor", value="none", organisation=other)

    with planted(small, plant):
        now = board("L1.21")
    assert [now["L1.21/1", grouping.pk][0] for grouping in small.groupings] == [Verdict.CONFORMS] * 2
    assert now["L1.21/1", small.head.pk] == (Verdict.UNKNOWN, Reason.NO_DATA)


def test_each_year_that_closed_since_decisions_are_kept_awaits_its_own_approval(small: World):
    """That of another year, or of which nobody says the year, approves none of them for sure."""
    grouping = small.groupings[0]
    start, spring = date(2024, 1, 1), date(2026, 6, 10)
    before = [(date(2024, 5, 1), "Comptes 2023"), (date(2025, 5, 1), "Comptes de l’exercice 2024")]
    late = [*before[:1], (date(2026, 1, 20), "Comptes 2024")]
    cases = (
        # Accounts of 2025 are never approved.
        (
            [*before],
            {"2026-06-30": "conforms", "2026-12-31": "breaches", "2027-01-02": "breaches", "2027-06-30": "breaches"},
        ),
        # Those of 2024 are, after the end of 2025: they are not those of 2025.
        ([*late], {"2026-01-19": "breaches", "2026-01-21": "conforms", "2026-07-01": "breaches"}),
        (
            [*late, (spring, "Comptes 2025")],
            {"2026-07-01": "conforms", "2027-06-30": "conforms", "2027-07-01": "breaches"},
        ),
        # A line that names no year is that of the only one that awaits, where what came before is known.
        ([*before, (spring, "Les comptes")], {"2026-07-01": "conforms", "2027-07-01": "breaches"}),
        # Else it may be of another: nobody knows, as long as no breach is sure.
        ([*before[:1], (spring, "Les comptes")], {"2026-06-10": "unknown", "2026-07-01": "breaches"}),
        ([(spring, "Les comptes")], {"2026-06-10": "unknown"}),
        ([*before, (spring, "Comptes 2024 et 2025")], {"2026-07-01": "conforms"}),  # 2024 was approved
        ([*before, (spring, "Comptes", "Ceux de 2025.")], {"2026-07-01": "conforms"}),
        ([*before, (spring, "Comptes", "Ceux de 2024.")], {"2026-07-01": "breaches"}),
        ([*before, (date(2026, 7, 1), "Comptes 2025")], {"2026-12-31": "breaches", "2027-01-02": "conforms"}),
    )
    for lines, days in cases:

        def plant(small: World, lines: list[tuple[Any, ...]] = lines) -> None:
            place = certified(small, since(start))
            put(Keeping.objects.filter(organisation=grouping, register="decisions"), period=since(start))
            for day, title, *text in lines:
                decided(f"{place}-assembly", "comptes", on=day, title=title, **({"text": text[0]} if text else {}))

        with planted(small, plant):
            told = {
                day: one.verdict
                for day in days
                for one in verdicts(date.fromisoformat(day), rules=["L1.21"], organisations=[grouping.pk])
            }
        assert told == days, lines


def test_what_was_decided_before_the_register_may_be_what_a_line_approves(small: World):
    """Decisions are kept since 2025, a year that an auditor certifies; the first line names no year."""
    grouping = small.groupings[0]

    def told(name: str, auditor: date = date(2024, 1, 1), **kept: Any) -> Verdict:
        def plant(small: World) -> None:
            place = certified(small, since(auditor))
            put(Keeping.objects.filter(organisation=grouping, register="decisions"), period=since(date(2025, 2, 1)))
            if kept:
                put(grouping, **kept)
            if name:
                decided(f"{place}-assembly", "comptes", on=date(2026, 6, 10), title=name)

        with planted(small, plant):
            return judged("L1.21/1", grouping.pk)[0]

    assert told("Les comptes") is Verdict.UNKNOWN
    assert told("Comptes 2025") is Verdict.CONFORMS
    assert told("") is Verdict.BREACHES
    assert told("Les comptes", period=since(date(2025, 1, 1))) is Verdict.CONFORMS, "it was not there before"
    assert told("", date(2026, 1, 1)) is Verdict.UNKNOWN, "nobody says who certified those of 2025"
    assert told("Comptes 2025", date(2026, 1, 1)) is Verdict.CONFORMS
    assert told("", date(2026, 1, 1), period=since(date(2026, 1, 1))) is Verdict.CONFORMS, "no year closed yet"


def test_an_auditor_without_a_day_of_closing_shows_nothing(small: World):
    grouping = small.groupings[0]
    with planted(small, lambda _: SettingFactory(name="L1.21.auditor", value="appointed", organisation=grouping)):
        assert judged("L1.21/1", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)
