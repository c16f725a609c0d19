"""What somebody outside of the network said of a decision, of those whose advice the matrix asks."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.decisions import permissions
from kevread.decisions.models import Decision, OutsideAdvice
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.outside import outside_organs
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act


def note_outside_advice(
    *, actor: Actor, decision: Decision, organ: str, given_on: date, favourable: bool, text: str, now: datetime
) -> OutsideAdvice:
    """Note what the works council, or another that the matrix names, said of a decision: before it, or since. One that was
    given several times is noted several times, and the last word counts.

    By those who record the decisions of the body. Raises Denied; Invalid on the field.
    """
    permissions.may_record(actor, decision.body).or_raise()
    if given_on > now.date():
        raise Invalid("given_on", "Cet avis n’est pas encore rendu : notez-le quand il le sera.")
    required("text", text, "Écrivez ce que dit l’avis.")
    arguments = {"decision": decision.pk, "organ": organ, "on": given_on, "favourable": favourable}
    with act("decisions.note_outside_advice", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        require_taken(decision)
        decision.refresh_from_db(fields=["type"])
        if organ not in {one.key for one in outside_organs(decision.type)}:
            raise Invalid("organ", "La répartition ne demande pas cet avis avant une décision de ce type.")
        return OutsideAdvice.objects.create(
            decision=decision, organ=organ, given_on=given_on, favourable=favourable, text=text.strip()
        )


def annul_outside_advice(*, actor: Actor, advice: OutsideAdvice, reason: str, now: datetime) -> None:
    """It was noted by mistake: it stays to be read in the journal, with why, and counts no more.

    Raises Denied; Invalid on `note`; Refused when it is annulled already.
    """
    decision = advice.decision
    permissions.may_record(actor, decision.body).or_raise()
    reason = required(
        "note", reason, "Dites en une phrase quelle était l’erreur, et qui l’a constatée.", least=EXPLAINED
    )
    arguments = {"advice": advice.pk, "decision": decision.pk}
    about = decision.organisation
    with act("decisions.annul_outside_advice", actor=actor, about=about, now=now, reason=reason, arguments=arguments):
        advice = OutsideAdvice.objects.lock(advice.pk)
        if advice.mistake:
            raise Refused("Cet avis est déjà annulé.")
        advice.mistake = reason
        advice.save(update_fields=["mistake"])
