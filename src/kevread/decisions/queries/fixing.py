"""The decisions that may fix a setting."""

from kevread.charter.asks import Fixing, Tried
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.decisions.rules import SETTING
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

OFFERED = 20  # decisions, the last first


def fixed_by(actor: Actor, organisation: Organisation, setting: str, tried: Tried) -> Fixing | None:
    """Adopted by this organisation, the last first: of a type that fixes settings (for the distribution of decisions, of the
    type by which it is decided too), and apart those of none. None for whoever may not apply them. Two queries."""
    if not grounds(actor, "record_decision", organisation):
        return None
    book = matrix()
    types = [slug for slug, type_ in book.types.items() if type_.executes == SETTING]
    types += [book.otherwise] if setting == book.setting and book.otherwise else []
    asked = {"modalite": setting, **tried}

    def among(kinds: list[str]) -> tuple[Way, ...]:
        rows = Decision.objects.standing().filter(organisation=organisation, outcome=Decision.Outcome.ADOPTED)
        found = rows.filter(type__in=kinds).select_related("body").order_by("-decided_on", "-number")[:OFFERED]
        return tuple(
            Way(
                f"{one.title} ({one.quoted})",
                "decisions:fix_setting",
                {"scale": organisation.slug, "key": one.pk},
                asked,
            )
            for one in found
        )

    write = Way("Inscrire une décision", "decisions:record_decision", {"scale": organisation.slug}, asked)
    return Fixing(among(types), among(["", Decision.OTHER]), write)
