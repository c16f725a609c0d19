"""The legal calendar of a transfer: months that are clamped, dates that never move, what applies, what is left."""

from datetime import date

import pytest

from kevread.common.errors import Invalid
from kevread.statutes.queries.calendar import headline
from kevread.statutes.rules.milestones import Milestone
from kevread.statutes.rules.slack import board
from kevread.statutes.rules.transfer import Council, Transfer, calendar


def told(**asked: object) -> dict[str, Milestone]:
    return {one.code: one for one in calendar(Transfer(**asked))}  # type: ignore[arg-type]


def day(one: Milestone) -> str:
    return one.date.isoformat()


@pytest.mark.parametrize(
    "assembly, adopted, notice",
    [
        ("2026-06-15", "2026-04-15", "2026-05-16"),
        ("2026-04-30", "2026-02-28", "2026-03-31"),
        ("2027-03-31", "2027-01-31", "2027-03-01"),
        ("2028-04-30", "2028-02-29", "2028-03-31"),
    ],
)
def test_the_draft_and_the_notice(assembly, adopted, notice):
    found = told(assembly=date.fromisoformat(assembly))
    assert (day(found["draft_adoption"]), day(found["legal_notice"])) == (adopted, notice)
    assert day(found["documents_available"]) == notice


def test_the_council_is_consulted_a_month_before_the_draft_two_with_an_expert():
    asked = {"assembly": date(2026, 6, 15)}
    assert day(told(**asked, council=Council.YES)["works_council"]) == "2026-03-15"
    assert day(told(**asked, council=Council.EXPERT)["works_council"]) == "2026-02-15"
    assert not told(**asked)["works_council"].applies
    assert told(**asked, council=Council.YES)["draft_adoption"].after == ("works_council",)
    assert told(**asked)["draft_adoption"].after == ()


def test_what_is_filed_is_filed_three_months_after_the_first_assembly():
    assert day(told(assembly=date(2026, 6, 15))["filing"]) == "2026-09-15"
    assert day(told(assembly=date(2026, 11, 30))["filing"]) == "2027-02-28"


def test_everything_hangs_on_the_first_assembly_and_the_effect_on_the_last():
    found = told(assembly=date(2026, 6, 15), others=(date(2026, 6, 8), date(2026, 7, 1)))
    assert day(found["assembly"]) == "2026-06-08"
    assert day(found["draft_adoption"]) == "2026-04-08"
    assert day(found["filing"]) == "2026-09-08"
    assert day(found["effective"]) == "2026-07-01"
    assert "8 juin 2026, 15 juin 2026, 1er juillet 2026" in found["assembly"].sentence


@pytest.mark.parametrize(
    "year_end, applies",
    [("2025-10-14", True), ("2025-10-15", False), ("2025-12-31", False), ("2026-12-31", False), ("2026-09-30", True)],
)
def test_interim_accounts_are_asked_when_the_last_ones_are_more_than_six_months_old(year_end, applies):
    """Boards adopt on 15 April 2026; a closing still to come says when the one before it was."""
    one = told(assembly=date(2026, 6, 15), year_end=date.fromisoformat(year_end))["interim_accounts"]
    assert (one.applies, one.untold, day(one)) == (applies, False, "2026-01-15")


def test_what_hangs_on_what_nobody_said_is_neither_asked_nor_left_out():
    found = told(assembly=date(2026, 6, 15))
    assert [one.code for one in found.values() if one.untold] == ["interim_accounts", "contribution_auditor"]
    assert not any(one.applies for one in found.values() if one.untold)


@pytest.mark.parametrize("assets, applies", [(0, False), (154_999_999, False), (155_000_000, True)])
def test_an_auditor_reports_from_1_550_000_euros(assets, applies):
    found = told(assembly=date(2026, 6, 15), assets=assets)
    assert found["contribution_auditor"].applies is applies
    assert ("contribution_auditor" in found["documents_available"].after) is applies


def test_the_effect_is_what_the_treaty_says_and_entries_are_of_its_year():
    found = told(assembly=date(2026, 6, 15), effective=date(2027, 1, 1), year_end=date(2025, 8, 31))
    assert day(found["effective"]) == day(found["switchover"]) == day(found["land_registry"]) == "2027-01-01"
    assert day(found["protected_staff"]) == "2026-12-17"
    assert day(found["entries"]) == "2027-08-31"
    assert "créanciers" not in found["effective"].sentence
    assert "créanciers" in told(assembly=date(2026, 6, 15))["effective"].sentence


@pytest.mark.parametrize(
    "effective, year_end, entries",
    [
        ("2026-12-31", "2025-12-31", "2026-12-31"),
        ("2027-01-01", "2025-12-31", "2027-12-31"),
        ("2026-07-01", None, "2026-12-31"),
    ],
)
def test_entries_are_passed_at_the_first_closing_from_the_effect_on(effective, year_end, entries):
    asked = {"effective": date.fromisoformat(effective), "year_end": date.fromisoformat(year_end) if year_end else None}
    assert day(told(assembly=date(2026, 6, 15), **asked)["entries"]) == entries


def test_a_legal_date_that_nobody_works_on_does_not_move_and_says_so():
    found = told(assembly=date(2026, 6, 15))
    assert found["legal_notice"].warning == (
        "Le 16 mai 2026 est un samedi : la date légale ne bouge pas. Dernier jour ouvré pour s’y tenir : le 15 mai 2026."
    )
    assert found["legal_notice"].sentence.endswith(found["legal_notice"].warning)
    assert not found["draft_adoption"].warning  # a Wednesday
    assert not told(assembly=date(2026, 6, 14))["assembly"].warning  # a Sunday that people chose


def test_a_public_holiday_is_no_working_day():
    one = told(assembly=date(2026, 6, 7))["legal_notice"]  # thirty days before: 8 May
    assert day(one) == "2026-05-08" and "est un jour férié" in one.warning and "7 mai 2026" in one.warning


@pytest.mark.parametrize(
    "asked, field",
    [
        ({"assets": -1}, "assets"),
        ({"notice_days": -1}, "notice_days"),
        ({"notice_days": 91}, "notice_days"),
        ({"effective": date(2026, 6, 14)}, "effective"),
        ({"effective": date(2026, 6, 15), "others": (date(2026, 6, 16),)}, "effective"),
    ],
)
def test_what_does_not_hold_together_is_refused(asked, field):
    with pytest.raises(Invalid) as refused:
        Transfer(assembly=date(2026, 6, 15), **asked)
    assert refused.value.field == field


def test_bounds_of_what_is_asked_hold():
    assert told(assembly=date(2026, 6, 15), notice_days=0)["assembly_notice"].date == date(2026, 6, 15)
    assert told(assembly=date(2026, 6, 15), notice_days=90, assets=0, effective=date(2026, 6, 15))


def test_what_is_left_is_counted_from_the_day_and_the_critical_path_is_what_delays_the_assembly():
    asked = Transfer(assembly=date(2027, 6, 30), council=Council.EXPERT)
    seen = board(asked, date(2026, 11, 27))
    assert [one.milestone.code for one in seen.critical] == ["works_council", "draft_adoption", "assembly"]
    left = {one.milestone.code: one.slack for one in seen.placed}
    assert seen.first_assembly == date(2027, 3, 27) and seen.slack == 95 == left["assembly"]
    assert left["works_council"] == (date(2027, 2, 28) - date(2026, 11, 27)).days
    assert left["draft_adoption"] == (date(2027, 4, 30) - date(2027, 1, 27)).days
    assert left["creditors"] is None and left["interim_accounts"] is None


def test_interim_accounts_follow_the_draft_and_do_not_hold_it_back():
    """They are dated three months at most before a draft that may be adopted earlier."""
    seen = board(Transfer(assembly=date(2027, 6, 30), year_end=date(2025, 12, 31)), date(2026, 11, 27))
    assert [one.milestone.code for one in seen.critical] == ["draft_adoption", "assembly"]


def test_an_assembly_called_long_before_waits_for_its_notice_only():
    """Ninety days are more than two months: the notice decides."""
    seen = board(Transfer(assembly=date(2027, 6, 30), notice_days=90), date(2026, 11, 27))
    assert [one.milestone.code for one in seen.critical] == ["assembly_notice", "assembly"]
    assert seen.first_assembly == date(2027, 2, 25)


def test_an_assembly_that_is_too_soon_says_when_it_could_be():
    seen = board(Transfer(assembly=date(2027, 1, 15)), date(2026, 11, 27))
    assert (seen.is_held, seen.slack, seen.first_assembly) == (False, -12, date(2027, 1, 27))
    assert board(Transfer(assembly=seen.first_assembly), date(2026, 11, 27)).slack == 0
    assert board(Transfer(assembly=seen.first_assembly), date(2026, 11, 27)).is_held


def test_the_first_assembly_keeps_two_months_from_the_last_day_of_a_month():
    seen = board(Transfer(assembly=date(2027, 6, 30)), date(2026, 12, 31))
    assert seen.first_assembly == date(2027, 3, 1)  # two months before 28 February is 28 December


def test_somebody_may_be_protected_where_there_is_no_council():
    assert told(assembly=date(2026, 6, 15))["protected_staff"].applies


def test_what_follows_the_assembly_is_not_brought_forward():
    seen = board(Transfer(assembly=date(2027, 6, 15)), date(2026, 11, 24))
    by_code = {one.milestone.code: one for one in seen.placed}
    assert by_code["filing"].soonest == date(2027, 6, 15) and by_code["filing"].slack == 92
    assert seen.first_assembly == date(2027, 1, 24)


def test_nobody_said_whether_there_is_a_council():
    """It is asked, and not taken for none; what the headline tells says so."""
    asked = Transfer(assembly=date(2027, 6, 30), council=Council.UNTOLD)
    found = {one.code: one for one in calendar(asked)}
    assert found["works_council"].untold and not found["works_council"].applies
    assert "Dites si" in found["works_council"].asks and found["draft_adoption"].after == ()
    assert "Sans CSE" not in found["protected_staff"].asks
    for seen_on in (date(2026, 11, 27), date(2027, 6, 1)):
        assert "S’il y a un CSE" in headline(asked, board(asked, seen_on), seen_on)
    answered = Transfer(assembly=date(2027, 6, 30))
    assert "CSE" not in headline(answered, board(answered, date(2026, 11, 27)), date(2026, 11, 27))
