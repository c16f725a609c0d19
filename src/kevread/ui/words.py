"""French typography of what changes: numbers, counts, periods. Numbers of drawings keep their dot."""

import re
from datetime import date, datetime
from decimal import Decimal

from kevread.common.periods import MONTHS, Period, day_in_words, hour_in_words

NARROW, FIXED = "\u202f", "\u00a0"
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
WHOLE = re.compile(rf"(?<=\d|r) (?=(?:{'|'.join(MONTHS)})\b)|(?<=\b[A-Z]{{3}}) (?=\d)")


def number(value: int | float | Decimal, decimals: int | None = None) -> str:
    """
    >>> number(3449370), number(-12.5), number(Decimal("8.00"), 1)
    ('3\\u202f449\\u202f370', '−12,5', '8,0')
    """
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return text.replace(",", NARROW).replace(".", ",").replace("-", "−")


def plural(count: int | float, one: str, several: str = "") -> str:
    """In French, the plural starts at two.

    >>> plural(0, "siège"), plural(1.5, "siège"), plural(2, "siège"), plural(3, "local", "locaux")
    ('siège', 'siège', 'sièges', 'locaux')
    """
    return one if abs(count) < 2 else several or f"{one}s"


def counted(count: int, one: str, several: str = "") -> str:
    """
    >>> counted(1202, "commune")
    '1\\u202f202\\xa0communes'
    """
    return f"{number(count)}{FIXED}{plural(count, one, several)}"


def day(value: date) -> str:
    """
    >>> day(date(2026, 3, 12))
    '12\\xa0mars 2026'
    """
    return day_in_words(value).replace(" ", FIXED, 1)


def short_month(value: date) -> str:
    """
    >>> short_month(date(2026, 3, 12)), short_month(date(2026, 7, 1)), short_month(date(2026, 9, 1))
    ('mars', 'juil.', 'sept.')
    """
    return SHORT_MONTHS[value.month - 1]


def near(value: date, on: date) -> str:
    """A day seen from another: its year is said where half a year or more lies between.

    >>> near(date(2026, 12, 3), date(2026, 11, 24)), near(date(2027, 1, 1), date(2026, 11, 24))
    ('3\\xa0décembre', '1er\\xa0janvier')
    >>> near(date(2027, 6, 3), date(2026, 11, 24))
    '3\\xa0juin 2027'
    """
    return day(value) if abs((value - on).days) >= 183 else day(value).rpartition(" ")[0]


def hour(at: datetime) -> str:
    """
    >>> hour(datetime(2026, 12, 18, 18, 5)), hour(datetime(2026, 12, 18, 9, 0))
    ('18\\xa0h\\xa005', '9\\xa0h')
    """
    return hour_in_words(at).replace(" ", FIXED)


def moment(at: datetime) -> str:
    """
    >>> moment(datetime(2026, 12, 18, 18, 5))
    '18\\xa0décembre 2026 à 18\\xa0h\\xa005'
    """
    return f"{day(at.date())} à {hour(at)}"


def period(value: Period, today: date | None = None) -> str:
    """As people say it, with the inclusive last day.

    >>> period(Period(date(2025, 1, 1), date(2027, 7, 1)))
    'du 1er\\xa0janvier 2025 au 30\\xa0juin 2027'
    >>> period(Period(date(2026, 1, 1), date(2027, 1, 1)))
    'du 1er\\xa0janvier au 31\\xa0décembre 2026'
    >>> period(Period(date(2025, 1, 1))), period(Period(None, date(2025, 1, 1))), period(Period())
    ('depuis le 1er\\xa0janvier 2025', 'jusqu’au 31\\xa0décembre 2024', 'sans date connue')
    """
    start, last = value.start, value.last
    if start is None:
        return f"jusqu’au {day(last)}" if last else "sans date connue"
    if last is None:
        return f"{'à partir du' if today and start > today else 'depuis le'} {day(start)}"
    if start == last:
        return f"le {day(start)}"
    if start.year == last.year:
        return f"du {'1er' if start.day == 1 else start.day}{FIXED}{MONTHS[start.month - 1]} au {day(last)}"
    return f"du {day(start)} au {day(last)}"


def whole(text: str) -> str:
    """What no line cuts in two: a day with its month, a name with its number.

    >>> whole("ESS 35 : réunion le 12 septembre 2026, 3 sièges")
    'ESS\\xa035 : réunion le 12\\xa0septembre 2026, 3 sièges'
    """
    return WHOLE.sub(FIXED, text)


def svg(value: float) -> str:
    """A number of a drawing: a dot, two decimals at most, whatever the language.

    >>> svg(12.5), svg(3), svg(1 / 3), svg(-0.001)
    ('12.5', '3', '0.33', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
