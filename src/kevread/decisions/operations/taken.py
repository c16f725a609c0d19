"""A line of the register that says a decision that nobody took is neither applied, nor followed, nor corrected."""

from kevread.common.errors import Refused
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision


def require_taken(decision: Decision) -> None:
    """As the tables say it now, whatever the row that was read. Raises Refused."""
    found = Decision.objects.filter(pk=decision.pk).exclude(annulled_on=None).first()
    if found is not None and found.annulled_on is not None:
        raise Refused(
            f"La ligne n° {found.reference} est annulée depuis le {day_in_words(found.annulled_on)} : cette décision n’a pas "
            "été prise."
        )
