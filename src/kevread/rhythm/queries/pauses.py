"""The days on which one does not meet: public holidays, and the school holidays of the federation's academy."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import holidays
from django.conf import settings
from vacances_scolaires_france import SchoolHolidayDates

from kevread.common.federation import about


def days_off(year: int) -> dict[date, str]:
    """The public holidays of France, with their French names, as a paper prints them.

    >>> days_off(2027)[date(2027, 1, 1)]
    'Jour de l’an'
    """
    return {
        day: name.replace("'", "’") for day, name in holidays.country_holidays("FR", years=year, language="fr").items()
    }


@cache
def calendar() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def school_zone() -> str:
    """That of the federation; empty: it says none, and no school holidays are avoided."""
    return about(settings.KEVREAD_FEDERATION / "federation.yaml").school_zone


def are_known(year: int) -> bool:
    """Whether the school holidays of a year are published, as far as this installation knows."""
    return bool(school_zone()) and calendar().min_year <= year <= calendar().max_year


def school_holidays(first: date, last: date, zone: str | None = None) -> dict[date, str]:
    """The days of school holidays from one day to another, with their names as one says them.

    >>> school_holidays(date(2027, 7, 2), date(2027, 7, 20), "B")[date(2027, 7, 20)]
    'vacances d’été'
    >>> school_holidays(date(2027, 7, 2), date(2027, 7, 20), "")
    {}
    """
    zone = school_zone() if zone is None else zone
    found: dict[date, str] = {}
    if not zone:
        return found
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    for day in days:
        row = calendar().data.get(day)
        if row and row[calendar().zone_key(zone)]:
            name = row["nom_vacances"].replace("'", "’")
            found[day] = name[:1].lower() + name[1:]
    return found


def during(days: Iterable[date]) -> dict[date, str]:
    """Those of these days that are school holidays, with the name of these."""
    asked = sorted(days)
    found = school_holidays(asked[0], asked[-1]) if asked else {}
    return {day: found[day] for day in asked if day in found}


def to_avoid(first: date, last: date, *, august: bool = False) -> dict[date, str]:
    """As the planner avoids them. Who accepts August accepts it during its holidays."""
    return {
        day: f"{'c’est le' if name.startswith('pont') else 'ce sont les'} {name}"
        for day, name in school_holidays(first, last).items()
        if not (august and day.month == 8)
    }
