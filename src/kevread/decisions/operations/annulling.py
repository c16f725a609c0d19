"""A line of the register that says a decision that nobody took: entered by mistake, or of another day, or twice."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.decisions import permissions
from kevread.decisions.models import Application, Decision
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.resting import resting_on
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act

SHOWN = 4  # of what holds a line, in a sentence; its page tells all
DROPPED = "La décision n’a pas été prise : la ligne est annulée."


def annul_decision(*, actor: Actor, decision: Decision, reason: str, now: datetime) -> Decision:
    """« Cette décision n’a pas été prise »: the line keeps its number and its words, and counts on no day, past ones neither;
    what it still asked to be done is dropped, and what was entrusted after it is asked of nobody. Nothing takes that back: a
    decision that was taken after all is entered anew, under another number.

    By those who record the decisions of its body. Raises Denied; Invalid on `note`; Refused when it is annulled or corrected
    already, and while something rests on it (`resting_on`). What was badly worded is corrected (`correct_decision`).

    Locks the organisation, the line, then what it asks to be done: whoever applies it comes before, and is seen, or after, and
    is refused.
    """
    permissions.may_record(actor, decision.body).or_raise()
    wanted = "Dites en une phrase pourquoi cette décision n’a pas été prise, et qui l’a constaté."
    reason = required("note", reason, wanted, least=EXPLAINED)
    arguments = {"decision": decision.pk}
    about = decision.organisation
    with act("decisions.annul", actor=actor, about=about, now=now, reason=reason, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        row: Decision = Decision.objects.lock(decision.pk)
        require_taken(row)
        if later := Decision.objects.filter(corrects=row).first():
            raise Refused(f"Cette rédaction est corrigée par la n° {later.reference} : c’est celle-là qui s’annule.")
        waiting = Application.objects.pending().filter(decision=row).lock_all()
        require_alone(row, actor)
        for one in waiting:
            one.dropped_at, one.note = now, DROPPED
            one.save(update_fields=["dropped_at", "note"])
        row.annulled_on, row.annulled_because = timezone.localtime(now).date(), reason[:300]
        row.save(update_fields=["annulled_on", "annulled_because"])
    return row


def require_alone(decision: Decision, actor: Actor) -> None:
    """Raises Refused, with the ways to what is undone first."""
    found = resting_on(decision, actor)
    if not found:
        return
    more = len(found) - SHOWN
    told = [one.what.rstrip(".") for one in found[:SHOWN]] + ([f"et {more} de plus"] if more > 0 else [])
    raise Refused(
        f"Quelque chose repose sur cette ligne : commencez par là. {' ; '.join(told)}.",
        ways=tuple(
            replace(one.way, label=f"{one.way.label[:1].upper()}{one.way.label[1:]}")
            for one in found[:SHOWN]
            if one.way
        ),
    )
