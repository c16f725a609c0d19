"""What is asked of public money, in whole cents and days. Nothing here reads a table."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from fractions import Fraction

from kevread.common.percents import percent
from kevread.common.periods import add_months
from kevread.common.words import plain

PUBLIC_KINDS = ("state", "region", "department", "epci", "commune", "agency")
EUROPE = "europe"  # public money that some thresholds of law leave out
GREATEST = 10**13  # cents: more than any budget of an association
WHOLE = 10_000  # a rate in basis points
SOON = timedelta(days=15)
NEAR = timedelta(days=60)  # a report takes longer than a request
EXPLAINED = 10  # characters: the least that says why, or that quotes a clause
STATES = {"undone": "Annulé", "received": "Reçu", "short": "Reçu en partie", "late": "En retard", "due": "À recevoir"}


def state_of(cents: int, received: int | None, due_on: date, on: date) -> str:
    """How an instalment stands on a day: due its last day included, late the day after.

    >>> day = date(2026, 11, 24)
    >>> state_of(100, None, day, day), state_of(100, None, day, day + timedelta(days=1))
    ('due', 'late')
    >>> state_of(100, 100, day, day), state_of(100, 99, day, day)
    ('received', 'short')
    """
    if received is not None:
        return "received" if received >= cents else "short"
    return "late" if due_on < on else "due"


def most_granted(base: int, rate: int) -> int:
    """The most that a rate in basis points of an eligible base comes to, in whole cents: what is below a cent is not owed.

    >>> most_granted(10_000_001, 5_000), most_granted(100, 10_000)
    (5000000, 100)
    """
    return base * rate // WHOLE


def by_year(cents: int, first: date, last: date, closing: int) -> Mapping[int, int]:
    """A sum over the fiscal years that its days touch, by their number of days, exact to the cent: what is left of the division
    goes to the years that lost most by it, the first of those that lost alike. `closing`: the month at whose end a year is
    closed; a year is named by the one in which it closes.

    >>> by_year(300_00, date(2026, 1, 1), date(2028, 12, 31), 12)
    {2026: 9991, 2027: 9991, 2028: 10018}
    >>> by_year(100, date(2026, 7, 1), date(2027, 6, 30), 6), by_year(100, date(2026, 7, 1), date(2027, 6, 30), 12)
    ({2027: 100}, {2026: 50, 2027: 50})
    """
    days: dict[int, int] = {}
    day = first
    while day <= last:
        end = min(closing_after(day, closing), last)
        days[fiscal_year(day, closing)] = (end - day).days + 1
        day = end + timedelta(days=1)
    return by_days(cents, days)


def by_twelve_months(cents: int, first: date, last: date) -> Mapping[int, int]:
    """A sum over each twelve months of its days, from the first, by the civil year in which they begin, by their number of
    days: what is given for twelve months or less is of one year whole.

    >>> by_twelve_months(100, date(2026, 7, 1), date(2027, 6, 30))
    {2026: 100}
    >>> by_twelve_months(300_00, date(2026, 1, 1), date(2028, 12, 31))
    {2026: 9991, 2027: 9991, 2028: 10018}
    >>> by_twelve_months(396, date(2026, 7, 1), date(2027, 7, 31)), by_twelve_months(9, date(2026, 12, 31), date(2026, 12, 31))
    ({2026: 365, 2027: 31}, {2026: 9})
    """
    days: dict[int, int] = {}
    rank, day = 0, first
    while day <= last:
        rank += 1
        after = min(add_months(first, 12 * rank), last + timedelta(days=1))
        days[day.year] = (after - day).days
        day = after
    return by_days(cents, days)


def by_days[Year: (int, date)](cents: int, days: Mapping[Year, int]) -> dict[Year, int]:
    """A sum over years, each with its number of days: what is left of the division goes to those that lost most by it."""
    whole = sum(days.values())
    found = {year: cents * part // whole for year, part in days.items()}
    left = cents - sum(found.values())
    for year in sorted(days, key=lambda one: (-(cents * days[one] % whole), one))[:left]:
        found[year] += 1
    return found


def closing_after(day: date, month: int) -> date:
    """The last day of the fiscal year in which a day is.

    >>> closing_after(date(2026, 11, 24), 12), closing_after(date(2026, 6, 30), 6), closing_after(date(2026, 7, 1), 6)
    (datetime.date(2026, 12, 31), datetime.date(2026, 6, 30), datetime.date(2027, 6, 30))
    """
    year = day.year if day.month <= month else day.year + 1
    return (date(year, month, 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def fiscal_year(day: date, month: int) -> int:
    return closing_after(day, month).year


def enough_of(number: int, *criteria: bool | None) -> bool | None:
    """Whether so many at least are so; None where what is not known could make them.

    >>> enough_of(2, True, True, None), enough_of(2, True, False, None), enough_of(2, False, False, None)
    (True, None, False)
    >>> enough_of(2, None, None, False), enough_of(1, None), enough_of(1, False)
    (None, None, False)
    """
    sure, perhaps = criteria.count(True), criteria.count(None)
    return True if sure >= number else None if sure + perhaps >= number else False


def is_near(value: int, limit: int, percent: int) -> bool:
    """Whether a threshold that is not passed is in sight: from so many per cent of it on, and itself.

    >>> [is_near(value, 1000, 90) for value in (899, 900, 1000, 1001)]
    [False, True, True, False]
    """
    return value <= limit and value * 100 >= limit * percent


def months_of(first: date, last: date) -> int:
    """The months from a day to another, included, the one begun counted whole.

    >>> months_of(date(2026, 1, 1), date(2029, 12, 31)), months_of(date(2026, 1, 1), date(2030, 1, 1))
    (48, 49)
    >>> months_of(date(2026, 1, 31), date(2026, 2, 27)), months_of(date(2026, 1, 31), date(2026, 2, 28))
    (1, 2)
    """
    months = 1
    while add_months(first, months) <= last:
        months += 1
    return months


@dataclass(frozen=True, slots=True)
class Awaited:
    """A line of the calendar: what is due, by which day, to or from whom, for how much, how it stands; the row it is about."""

    day: date
    what: str
    whom: str
    cents: int | None
    state: str
    is_late: bool
    screen: str
    key: object

    @property
    def word(self) -> str:
        return STATES.get(self.state, self.state)


# The accounts where each kind stands, by how they begin, in the chart of associations (ANC 2018-06): of who pays, debited; of
# who receives, credited.
ACCOUNTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "staff": (("621",), ("708",)),
    "service": (("60", "61", "62"), ("70",)),
    "advance": (("45",), ("45",)),
    "onward": (("657",), ("755",)),
}
# What is granted, by who grants it: a subsidy is of a public authority (74); of others, contributions (755) or what companies
# and donors give (754), and nobody knows which before it is written.
GRANTED: Mapping[str, tuple[str, ...]] = {
    "foundation": ("755", "754"),
    "company": ("754", "755"),
    "other": ("755", "754"),
}
SUBSIDY = ("74",)
COMMITTING = ("advance", "onward")  # what commits who pays: it rests on a decision or on an agreement
TAXED = ("staff", "service")  # of which tax is to be confirmed by somebody whose trade it is


def stands(cents: int, settled: int, state: str, due_on: date | None, on: date) -> str:
    """How what passes between two stands on a day: what the other side has not said first, then what is left to settle.

    >>> day = date(2026, 11, 24)
    >>> stands(100, 0, "told", None, day), stands(100, 0, "contested", None, day), stands(100, 100, "told", None, day)
    ('told', 'contested', 'told')
    >>> [stands(100, came, "agreed", day, day) for came in (0, 99, 100)]
    ['due', 'partly', 'settled']
    >>> stands(100, 99, "agreed", day, day + timedelta(days=1)), stands(100, 0, "agreed", None, day)
    ('late', 'due')
    """
    if state != "agreed":
        return state
    if settled >= cents:
        return "settled"
    if due_on is not None and due_on < on:
        return "late"
    return "partly" if settled else "due"


@dataclass(frozen=True, slots=True)
class FundYear:
    """What is left of a funding over a fiscal year: with what it opens, what came, what was spent of it; of what it opened
    with, `used`; of what came, `carried` to the next. None: nobody said what was spent, then or before."""

    closed_on: date
    opening: int | None
    received: int
    spent: int | None
    used: int | None
    carried: int | None
    closing: int | None


def fund_years(
    ends: Sequence[date], received: Mapping[date, int], spent: Mapping[date, int], touched: Collection[date]
) -> list[FundYear]:
    """Year after year, in the order of their ends: what was received and not spent is carried, the oldest money spent first.
    What was spent before it came is no fund: the next money pays for it. A year that the days of the funding do not touch
    (`touched`), and in which nothing is held nor comes, spends nothing.

    >>> first, second, third = (date(year, 12, 31) for year in (2024, 2025, 2026))
    >>> told = fund_years([first, second, third], {first: 100, second: 40}, {first: 70, second: 20, third: 50}, {first})
    >>> [(one.opening, one.used, one.carried, one.closing) for one in told]
    [(0, 0, 30, 30), (30, 20, 40, 50), (50, 50, 0, 0)]
    >>> ahead = fund_years([first, second], {second: 100}, {first: 30, second: 10}, {first, second})
    >>> [(one.opening, one.carried, one.closing) for one in ahead]
    [(0, 0, 0), (0, 60, 60)]
    >>> [one.closing for one in fund_years([first, second, third], {first: 100}, {first: 70, third: 30}, {first})]
    [30, None, None]
    """
    found = []
    held: int | None = 0  # what came less what was spent, below nothing where it was spent first
    for end in ends:
        came, said = received.get(end, 0), spent.get(end)
        if said is None and held is not None and held + came <= 0 and end not in touched:
            said = 0
        if held is None or said is None:
            opening = None if held is None else max(0, held)
            found.append(FundYear(end, opening, came, said, None, None, None))
            held = None
            continue
        opening, held = max(0, held), held + came - said
        closing, used = max(0, held), min(opening, said)
        found.append(FundYear(end, opening, came, said, used, closing - opening + used, closing))
    return found


def share_spent(spent: int, cents: int, base: int | None, rate: int | None) -> int:
    """Of what an action cost, the part that a funding pays for, as far as its conditions say: its rate, or what it is of the
    eligible costs; all of it where neither is said; never more than it is.

    >>> share_spent(100_00, 80_00, None, 7_500), share_spent(100_00, 50_00, 200_00, None)
    (7500, 2500)
    >>> share_spent(100_00, 50_00, None, None)
    5000
    """
    if rate is not None:
        return min(cents, spent * rate // WHOLE)
    return min(cents, spent * cents // base if base else spent)


ALIKE = 0.75  # how near two names are, of the same funder written twice: less is another one


def is_spelling(before: str, after: str) -> bool:
    """Whether a name is another one spelt better, whatever its capitals and accents: what one types again is near what was.

    >>> is_spelling("Fondation des Marrais", "Fondation des Marais"), is_spelling("conseil regional", "Conseil régional")
    (True, True)
    >>> is_spelling("Fondation des Marais", "Conseil régional"), is_spelling("Fondation", "Fondation des Marais")
    (False, False)
    """
    return SequenceMatcher(None, plain(before), plain(after), autojunk=False).ratio() >= ALIKE


def same_clause(one: str, other: str) -> bool:
    """Whether two quotations are of the same clause, whatever their capitals, accents and dots: one may quote more of it.

    >>> same_clause("Article 4 : la somme peut être reversée.", "article 4, la somme peut etre reversee"), same_clause("", "")
    (True, False)
    >>> same_clause("La somme peut être reversée aux pôles", "Article 4 : la somme peut être reversée aux pôles du groupement")
    True
    >>> same_clause("Article 4", "Article 4 : la somme peut être reversée")
    False
    """
    short, long = sorted((" ".join(re.findall(r"[a-z0-9]+", plain(text))) for text in (one, other)), key=len)
    return len(short) >= EXPLAINED and f" {short} " in f" {long} "


@dataclass(frozen=True, slots=True)
class LocalLife:
    """What a local association lived on between two balances that were read, in cents: `closing` None until the second is.
    `elsewhere`: what it spent on neither its life nor its house.

    >>> year = LocalLife(opening=50_00, dues=100_00, income=20_00, spent=140_00, elsewhere=30_00, closing=25_00)
    >>> year.expected, year.apart, year.dues_elsewhere, year.perhaps_elsewhere
    (3000, -500, 1000, 1500)
    """

    opening: int
    dues: int
    income: int
    spent: int
    elsewhere: int
    closing: int | None

    @property
    def expected(self) -> int:
        """What it should close with."""
        return self.opening + self.dues + self.income - self.spent

    @property
    def apart(self) -> int | None:
        """How far what was read is from it: below zero, money went that nobody wrote."""
        return None if self.closing is None else self.closing - self.expected

    @property
    def dues_elsewhere(self) -> int:
        """What of the dues surely went elsewhere: what other income does not pay for (R5.4). What was there at the opening was
        dues too, or income: nobody knows, and it is not counted."""
        return max(0, self.elsewhere - self.income)

    @property
    def perhaps_elsewhere(self) -> int:
        """The most that did, if all that nobody wrote went there."""
        return max(0, self.elsewhere + max(0, -(self.apart or 0)) - self.income)


def minutes_there(stays: Sequence[tuple[datetime, datetime | None]], opened: datetime, closed: datetime) -> int:
    """How long somebody was at a sitting, in whole minutes: their stays within it, what two of them share counted once; who
    did not leave stayed to its end.

    >>> ten, noon = datetime(2026, 11, 24, 10), datetime(2026, 11, 24, 12)
    >>> half, early = timedelta(minutes=30), timedelta(hours=1)
    >>> minutes_there([(ten, None)], ten, noon), minutes_there([(ten - early, noon + early)], ten, noon)
    (120, 120)
    >>> minutes_there([(ten, ten + half), (ten, noon - half)], ten, noon), minutes_there([(noon, None)], ten, noon)
    (90, 0)
    """
    made, until = timedelta(), opened
    for arrived, left in sorted(stays, key=lambda one: one[0]):
        first, last = max(arrived, until), min(left or closed, closed)
        if last > first:
            made, until = made + (last - first), last
    return int(made.total_seconds()) // 60


def worth(minutes: int | None, rate: int | None) -> int | None:
    """What a time is worth at so many cents an hour, what is below a cent left out; None where either is not known.

    >>> worth(90, 12_00), worth(1, 59), worth(None, 12_00), worth(90, None)
    (1800, 0, None, None)
    """
    return None if minutes is None or rate is None else minutes * rate // 60


def in_hours(minutes: int | None) -> str:
    """
    >>> in_hours(150), in_hours(120), in_hours(45), in_hours(None)
    ('2\xa0h\xa030', '2\xa0h', '45\xa0min', 'inconnue')
    """
    if minutes is None:
        return "inconnue"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\xa0min"
    return f"{hours}\xa0h\xa0{rest:02}" if rest else f"{hours}\xa0h"


def part_said(cents: int, whole: int) -> str:
    """What some cents are of others, in per cent; nothing where the others are none.

    >>> part_said(1_000_000, 3_000_000).split(), part_said(5, 0)
    (['33,33', '%'], '')
    """
    return percent(round(Fraction(cents * WHOLE, whole))) if whole else ""
