"""Proofs of what the common framework says of accounts."""

from datetime import date, timedelta
from typing import Any

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Organisation
from kevread.ledgers.models import Balance, Book, Budget, Cash, Passage
from kevread.ledgers.queries.charges import CLOSING
from tests.budgeted import voted
from tests.charter.proofs import Plant, board, judged, planted, proves
from tests.conftest import NOW, TODAY
from tests.factories import SettingFactory, since
from tests.worlds import LAST_YEAR, World, put


def kept(of: Organisation, account: str = "613", **more: Any) -> Book:
    """A file that counts, of one account."""
    given: dict[str, Any] = {
        "state": "kept", "kept_at": NOW, "period": since(TODAY - timedelta(days=700), TODAY - timedelta(days=336)),
    } | more  # fmt: skip
    book = Book.objects.create(
        organisation=of, kind="balance", name="a.csv", sha256="0" * 64, digest="0" * 64, lines=1, read_at=NOW, debit=100,
        credit=100, **given,
    )  # fmt: skip
    Balance.objects.create(book=book, account=account, debit=100, credit=0, lines=1)
    return book


def said(of: Organisation, account: str) -> Passage:
    day = TODAY - timedelta(days=800)
    return Passage.objects.create(organisation=of, account=account, parts=[["SUPPORT", 1]], period=since(day))


@proves("R5.5", also=("R7.24/1",))
def test_a_grouping_has_an_account_of_which_nothing_is_said(small: World):
    kept(small.groupings[0])


@proves("R7.24", also=("R5.5/1",))
def test_the_head_has_an_account_of_which_nothing_is_said(small: World):
    kept(small.head)


def test_who_brought_no_accounts_shows_nothing(small: World):
    grouping = small.groupings[0]

    def nothing(_: World) -> None:
        put(Book.objects.filter(organisation=grouping), state="undone", undone_on=TODAY, undone_because="…")

    with planted(small, nothing):
        now = board("R5.5", "R7.24")
    for clause in ("R5.5/1", "R7.24/1"):
        assert now[clause, grouping.pk] == (Verdict.UNKNOWN, Reason.NO_DATA)
        assert now[clause, small.head.pk] == (Verdict.CONFORMS, None)


def test_what_is_said_or_no_longer_counts_or_is_no_expense_is_none_of_it(small: World):
    grouping = small.groupings[0]

    def another_year(_: World) -> None:
        kept(grouping)
        kept(grouping, "512", period=since(TODAY - timedelta(days=335), TODAY - timedelta(days=1)))

    told = {
        "said": (lambda _: (kept(grouping), said(grouping, "61")), Verdict.CONFORMS),
        "said of other accounts": (lambda _: (kept(grouping), said(grouping, "62")), Verdict.BREACHES),
        "read and not kept": (lambda _: kept(grouping, state="read", kept_at=None), Verdict.CONFORMS),
        "kept later": (lambda _: kept(grouping, kept_at=NOW + timedelta(days=1)), Verdict.CONFORMS),
        "of the balance sheet": (lambda _: kept(grouping, "512"), Verdict.CONFORMS),
        "of another year than the last": (another_year, Verdict.CONFORMS),
    }
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("R5.5/1", grouping.pk)[0] is verdict, name


def valued(of: Organisation, used: int, given: int, **more: Any) -> None:
    """A year whose volunteering is so many cents in uses, and so many in resources."""
    book = kept(of, "512", **more)
    for account, debit, credit in (("861", 500, 0), ("864", used, 0), ("8701", 0, 500), ("875", 0, given)):
        Balance.objects.create(book=book, account=account, debit=debit, credit=credit, lines=1)


@proves("L4.10", before={Verdict.CONFORMS, Verdict.UNKNOWN})  # locals brought no file
def test_a_year_has_more_volunteering_in_uses_than_in_resources(small: World):
    valued(small.groupings[0], 1000, 999)


def test_volunteering_is_the_same_on_both_sides_year_by_year(small: World):
    grouping = small.groupings[0]
    earlier = since(date(2022, 1, 1), date(2022, 12, 31))

    def two_years(_: World) -> None:
        """What lacks in one is not what is too much in another."""
        valued(grouping, 1000, 900)
        valued(grouping, 900, 1000, period=earlier)

    told = {
        "the same": (lambda _: valued(grouping, 1000, 1000), Verdict.CONFORMS),
        "one cent more in resources": (lambda _: valued(grouping, 999, 1000), Verdict.BREACHES),
        "two years, each the other way": (two_years, Verdict.BREACHES),
        "of an earlier year than the last": (lambda _: valued(grouping, 1, 0, period=earlier), Verdict.BREACHES),
        "another account of class 8": (lambda _: kept(grouping, "88"), Verdict.CONFORMS),
        "read and not kept": (lambda _: valued(grouping, 1, 0, state="read", kept_at=None), Verdict.CONFORMS),
        "replaced since": (lambda _: valued(grouping, 1, 0, state="replaced"), Verdict.CONFORMS),
        "kept today": (lambda _: valued(grouping, 1, 0, kept_at=NOW), Verdict.BREACHES),
        "kept tomorrow": (lambda _: valued(grouping, 1, 0, kept_at=NOW + timedelta(days=1)), Verdict.CONFORMS),
    }
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("L4.10/1", grouping.pk)[0] is verdict, name


def test_who_brought_no_accounts_shows_nothing_of_its_volunteering(small: World):
    local = small.locals[small.groupings[0]][0]
    assert judged("L4.10/1", local.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


def booked(of: Organisation, *accounts: tuple[str, int], **more: Any) -> None:
    """A year that counts, of these accounts: above nothing at the debit, in cents; below, at the credit."""
    book = kept(of, "512", **more)
    for account, cents in accounts:
        debit, credit = max(cents, 0), max(-cents, 0)
        Balance.objects.create(book=book, account=account, debit=debit, credit=credit, lines=1)


FIRST, BEFORE = since(date(2020, 1, 1), date(2020, 6, 30)), since(date(2020, 7, 1), date(2020, 12, 31))
YEAR, LATER = since(date(2021, 1, 1), date(2021, 12, 31)), since(date(2021, 2, 1), date(2021, 12, 31))
CARRIED = (("1940", -500), ("6894", 500))  # the year before; in the year that follows some of it is used


@proves("L4.7", clause=1, before={Verdict.CONFORMS, Verdict.UNKNOWN})  # locals brought no file
def test_dedicated_funds_moved_by_something_else_than_their_accounts(small: World):
    booked(small.groupings[0], period=BEFORE)
    booked(small.groupings[0], ("1940", -500), ("6894", 499), period=YEAR)


@proves("L4.7", clause=2, before={Verdict.CONFORMS, Verdict.UNKNOWN})
def test_dues_are_booked_without_saying_what_is_given_in_return(small: World):
    booked(small.groupings[0], ("756", -100), period=YEAR)


def test_dedicated_funds_are_held_against_the_year_just_before(small: World):
    grouping, other = small.groupings[:2]

    def years(*accounts: tuple[str, int], before: Any = CARRIED, whose: Organisation = grouping, **more: Any) -> Plant:
        def plant(_: World) -> None:
            booked(whose, period=FIRST)
            booked(whose, *before, period=BEFORE)
            booked(grouping, *accounts, **({"period": YEAR} | more))

        return plant

    told = {
        "some is used": (years(("1940", -200), ("7894", -300)), Verdict.CONFORMS),
        "some is carried too": (years(("194", -200), ("195", -5), ("7894", -300), ("6895", 5)), Verdict.CONFORMS),
        "one cent apart": (years(("1940", -200), ("7894", -299)), Verdict.BREACHES),
        "used, and still held": (years(("1940", -500), ("7894", -300)), Verdict.BREACHES),
        "all of it gone without a word": (years(), Verdict.BREACHES),
        "the accounts of moves are not divided": (years(("1940", -200), ("789000", -300)), Verdict.CONFORMS),
        "from one fund to another": (years(("1941", -500)), Verdict.CONFORMS),
        "legacies are none of them": (years(("194", -500), ("191", -70), ("6891", 80)), Verdict.CONFORMS),
        "the year just before is not here": (years(("194", -500), period=LATER), Verdict.UNKNOWN),
        "it has none of them": (years(("194", 0), before=(), period=LATER), Verdict.CONFORMS),
        "the year before is of another": (years(("194", -500), ("6894", 500), whose=other), Verdict.UNKNOWN),
        "read and not kept": (years(state="read", kept_at=None), Verdict.CONFORMS),
        "kept tomorrow": (years(kept_at=NOW + timedelta(days=1)), Verdict.CONFORMS),
        "before the regulation": (
            lambda _: booked(grouping, *CARRIED, period=since(date(2019, 1, 1), date(2019, 12, 31))), Verdict.CONFORMS,
        ),
    }  # fmt: skip
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("L4.7/1", grouping.pk)[0] is verdict, name


def test_dues_say_what_is_given_in_return_in_each_year(small: World):
    grouping = small.groupings[0]
    told = {
        "nothing": (lambda _: booked(grouping, ("75610", -100)), Verdict.CONFORMS),
        "something": (lambda _: booked(grouping, ("7562", -100)), Verdict.CONFORMS),
        "neither": (lambda _: booked(grouping, ("756000", -100)), Verdict.BREACHES),
        "another number": (lambda _: booked(grouping, ("7563", -100)), Verdict.BREACHES),
        "of an earlier year": (lambda _: booked(grouping, ("756", -100), period=YEAR), Verdict.BREACHES),
        "before the regulation": (
            lambda _: booked(grouping, ("756", -100), period=since(date(2019, 1, 1), date(2019, 12, 31))), Verdict.CONFORMS,
        ),
        "an account that nothing is on": (lambda _: booked(grouping, ("756", 0)), Verdict.CONFORMS),
        "read and not kept": (lambda _: booked(grouping, ("756", -1), state="read", kept_at=None), Verdict.CONFORMS),
        "kept tomorrow": (lambda _: booked(grouping, ("756", -1), kept_at=NOW + timedelta(days=1)), Verdict.CONFORMS),
    }  # fmt: skip
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("L4.7/2", grouping.pk)[0] is verdict, name
    assert judged("L4.7/2", small.locals[grouping][0].pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


@proves("R5.2", clause=1)
def test_no_decision_fixes_the_budget_of_a_grouping(small: World):
    Budget.objects.filter(organisation=small.groupings[0], year=TODAY.year).update(
        state="undone", undone_on=TODAY, undone_because="Ce n’était pas le bon."
    )


@proves("R5.2", clause=2)
def test_a_year_that_is_over_had_a_budget_and_no_accounts_are_here(small: World):
    voted(small.groupings[0], 2024)


def test_a_budget_that_is_only_prepared_or_of_another_year_or_voted_later_is_none(small: World):
    grouping = small.groupings[0]
    rows = Budget.objects.filter(organisation=grouping, year=TODAY.year)

    def annulled_tomorrow(_: World) -> None:
        rows.update(state="undone", undone_on=TODAY + timedelta(days=1), undone_because="…")

    told = {
        "prepared": (lambda _: rows.update(state="prepared", voted_on=None), Verdict.BREACHES),
        "of another year": (lambda _: rows.update(year=TODAY.year + 1), Verdict.BREACHES),
        "voted tomorrow": (lambda _: rows.update(voted_on=TODAY + timedelta(days=1)), Verdict.BREACHES),
        "voted today": (lambda _: rows.update(voted_on=TODAY), Verdict.CONFORMS),
        "annulled tomorrow": (annulled_tomorrow, Verdict.CONFORMS),
        "corrected since": (lambda _: voted(grouping, TODAY.year, version=2), Verdict.CONFORMS),
    }
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("R5.2/1", grouping.pk)[0] is verdict, name


def test_the_budget_asked_for_is_that_of_the_fiscal_year_under_way(small: World):
    """Years that close at the end of August: by the end of November, that of this calendar year is over."""
    grouping = small.groupings[0]

    def closing(year: int, *, on: date = date(2026, 11, 30)) -> Verdict:
        def plant(_: World) -> None:
            SettingFactory(name=CLOSING, value=8, organisation=grouping)
            put(Budget.objects.filter(organisation=grouping, year=TODAY.year), year=year)

        with planted(small, plant):
            of_it = [one for one in verdicts(on, rules=["R5.2"]) if one.clause.key == "R5.2/1"]
            return next(one.verdict for one in of_it if one.organisation.id == grouping.pk)

    assert closing(2026) is Verdict.UNKNOWN, "it may still be voted, for six months from September"
    assert closing(2026, on=date(2027, 3, 1)) is Verdict.BREACHES
    assert closing(2027) is Verdict.CONFORMS
    assert closing(2026, on=date(2026, 8, 31)) is Verdict.CONFORMS


def test_nobody_is_late_for_a_budget_until_accounts_are_approved(small: World):
    """Those of this year are voted; nobody voted one of the next."""
    by_day = [
        (date(2026, 1, 2), Verdict.CONFORMS),
        (date(2027, 1, 2), Verdict.UNKNOWN),
        (date(2027, 6, 30), Verdict.UNKNOWN),
        (date(2027, 7, 1), Verdict.BREACHES),
    ]
    for day, said in by_day:
        told = {one.verdict for one in verdicts(day, rules=["R5.2"]) if one.clause.key == "R5.2/1"}
        assert told == {said}, day


def test_accounts_of_the_year_follow_its_budget_once_they_are_kept(small: World):
    grouping = small.groupings[0]
    year = since(date(2024, 1, 1), date(2024, 12, 31))

    def with_accounts(**more: Any) -> Any:
        def plant(_: World) -> None:
            voted(grouping, 2024)
            kept(grouping, "512", period=year, **more)

        return plant

    told = {
        "kept": (with_accounts(), Verdict.CONFORMS),
        "replaced since": (with_accounts(state="replaced"), Verdict.CONFORMS),
        "only read": (with_accounts(state="read", kept_at=None), Verdict.BREACHES),
        "kept tomorrow": (with_accounts(kept_at=NOW + timedelta(days=1)), Verdict.BREACHES),
        "of last year, over for more than six months": (lambda _: voted(grouping, 2025), Verdict.BREACHES),
    }
    for name, (plant, verdict) in told.items():
        with planted(small, plant):
            assert judged("R5.2/2", grouping.pk)[0] is verdict, name


def test_a_file_of_a_part_of_the_year_proves_nothing_of_it(small: World):
    """Nor does one that stops before the year closes; the delay runs from the day on which it does."""
    grouping = small.groupings[0]

    def plant(first: date, last: date, month: int | None = None, year: int = 2025) -> Any:
        def planting(_: World) -> None:
            if year < TODAY.year:  # whose budget is voted already
                voted(grouping, year)
            if first < last:
                kept(grouping, "512", period=since(first, last))
            if month:
                SettingFactory(name="L1.21.closing_month", value=month, organisation=grouping)

        return planting

    nothing = date(2026, 1, 1), date(2025, 1, 1)
    told = {
        "one month": (plant(date(2025, 12, 1), date(2025, 12, 31)), Verdict.UNKNOWN),
        "twelve": (plant(date(2025, 1, 1), date(2025, 12, 31)), Verdict.CONFORMS),
        "twelve to June, nobody says when it closes": (plant(date(2024, 7, 1), date(2025, 6, 30)), Verdict.CONFORMS),
        "twelve to June, it closes in December": (plant(date(2024, 7, 1), date(2025, 6, 30), 12), Verdict.UNKNOWN),
        "twelve to June, it closes in June": (plant(date(2024, 7, 1), date(2025, 6, 30), 6), Verdict.CONFORMS),
        "this year closed in April, seven months ago": (plant(*nothing, 4, 2026), Verdict.BREACHES),
        "this year closed in June, five months ago": (plant(*nothing, 6, 2026), Verdict.CONFORMS),
    }
    for name, (planting, verdict) in told.items():
        with planted(small, planting):
            assert judged("R5.2/2", grouping.pk)[0] is verdict, name


def test_where_no_year_that_is_over_had_a_budget_nothing_is_proven(small: World):
    grouping = small.groupings[0]

    def none(_: World) -> None:
        Budget.objects.filter(organisation=grouping, year__lt=TODAY.year).update(
            state="undone", undone_on=TODAY, undone_because="Faux."
        )

    with planted(small, none):
        assert judged("R5.2/2", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


def test_nobody_is_accused_of_accounts_that_are_not_kept_here(small: World):
    grouping = small.groupings[0]

    def plant(_: World) -> None:
        voted(grouping, 2024)
        put(Keeping.objects.filter(organisation=grouping, register="ledgers"), period=LAST_YEAR)

    with planted(small, plant):
        assert judged("R5.2/2", grouping.pk) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


@proves("R5.2", clause=3)
def test_no_balance_of_a_grouping_is_stated(small: World):
    Cash.objects.filter(organisation=small.groupings[0]).update(undone_on=TODAY, undone_because="Faux.")


def test_a_balance_of_twelve_months_ago_starts_no_plan_any_more(small: World):
    grouping = small.groupings[0]
    rows = Cash.objects.filter(organisation=grouping)
    told = {
        "twelve months ago": ({"day": date(2025, 11, 24)}, Verdict.BREACHES),
        "a day less": ({"day": date(2025, 11, 25)}, Verdict.CONFORMS),
        "tomorrow": ({"day": TODAY + timedelta(days=1)}, Verdict.BREACHES),
        "annulled tomorrow": ({"undone_on": TODAY + timedelta(days=1)}, Verdict.CONFORMS),
    }
    for name, (values, verdict) in told.items():
        with planted(small, lambda _, values=values: rows.update(**values)):
            assert judged("R5.2/3", grouping.pk)[0] is verdict, name
