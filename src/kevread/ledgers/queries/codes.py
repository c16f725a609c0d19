"""The codes that an organisation may use: those that all share, and its own."""

from collections.abc import Sequence
from datetime import date

from kevread.directory.models import Organisation
from kevread.ledgers.loader import STRUCTURE, framework
from kevread.ledgers.models import Code


def codes_of(organisation: Organisation, axis: str, on: date) -> dict[str, str]:
    """By code, what it is called: the common ones first. One query."""
    return all_codes([(organisation, on)], axis)[0]


def all_codes(
    asked: Sequence[tuple[Organisation, date]], axis: str, own: Sequence[Code] | None = None
) -> list[dict[str, str]]:
    """The same of several, each on its day. `own`: their codes, where who asks read them already; one query otherwise."""
    known = framework()
    if axis == STRUCTURE:
        return [{known.prefixes[one.slug]: one.name} if one.slug in known.prefixes else {} for one, _ in asked]
    rows = own_codes([one for one, _ in asked]) if own is None else own
    return [
        known.on(axis, day)
        | {
            row.code: row.label
            for row in rows
            if row.axis == axis and row.organisation_id == one.pk and row.in_force(day)
        }
        for one, day in asked
    ]


def own_codes(those: Sequence[Organisation]) -> list[Code]:
    """Those that they added, on every axis. One query."""
    return list(Code.objects.filter(organisation__in=those).order_by("code"))
