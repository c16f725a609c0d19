"""The decisions that may fix a setting."""

from collections.abc import Iterable

from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.decisions.rules import SETTING
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

OFFERED = 20  # decisions, the last first


def fixed_by(actor: Actor, organisation: Organisation, setting: str) -> Iterable[Way]:
    """Adopted by this organisation, of a type that fixes settings or of none, the last first; for the distribution of
    decisions, of the type by which it is decided too. None for whoever may not apply them. One query."""
    if not grounds(actor, "record_decision", organisation):
        return []
    book = matrix()
    types = [slug for slug, type_ in book.types.items() if type_.executes == SETTING]
    types += [book.otherwise] if setting == book.setting and book.otherwise else []
    rows = Decision.objects.standing().filter(
        organisation=organisation, outcome=Decision.Outcome.ADOPTED, type__in=[*types, "", Decision.OTHER]
    )
    found = rows.select_related("body").order_by("-decided_on", "-number")[:OFFERED]
    return [
        Way(
            f"{one.title} ({one.quoted})",
            "decisions:fix_setting",
            {"scale": organisation.slug, "key": one.pk},
            {"modalite": setting},
        )
        for one in found
    ]
