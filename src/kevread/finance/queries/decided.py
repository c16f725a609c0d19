"""What the settings of an article are on a day: decided, or those that law gives."""

from datetime import date

from kevread.charter.engine import framework
from kevread.charter.queries.limits import values_at_any_time


def limits(on: date, *names: str) -> list[int]:
    """The values of these settings that day. One query."""
    rows = values_at_any_time(names)
    founding = {spec.name: spec.founding for spec in framework().settings.values() if spec.name in names}
    found = []
    for name in names:
        told = (value for period, value in rows.get((name, None), []) if on in period)
        value = next(told, founding.get(name))
        assert isinstance(value, int), name
        found.append(value)
    return found
