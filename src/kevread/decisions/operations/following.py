"""What somebody must do after a decision, until it is done."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.models import Decision, FollowUp
from kevread.decisions.operations.taken import require_taken
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act


def follow(
    *, actor: Actor, decision: Decision, what: str, owner: Person, due: date, now: datetime, stream: str = ""
) -> FollowUp:
    """Somebody must do something after a decision, by a day: it comes back at each meeting of the body until it is done.
    `stream`: a work that the document opens, which this decision entrusts to them.

    Raises Denied; Invalid on the field; Refused when another line corrects the decision.
    """
    permissions.may_record(actor, decision.body).or_raise()
    what = " ".join(what.split())
    if not seen(what):
        raise Invalid("what", "Écrivez ce qui est à faire.")
    if len(what) > 300:
        raise Invalid("what", "Ce texte est trop long : 300 caractères au plus.")
    if due < decision.decided_on:
        raise Invalid("due", f"L’échéance précède la décision, du {day_in_words(decision.decided_on)}.")
    if stream:
        if stream not in matrix().streams:
            raise Invalid("stream", "Le document n’ouvre pas ce chantier.")
        if decision.organisation.scale != HEAD or decision.outcome != Decision.Outcome.ADOPTED:
            raise Invalid(
                "decision", "Un chantier du document se confie par une décision adoptée de la tête de réseau."
            )
    with act(
        "decisions.follow",
        actor=actor,
        about=decision.organisation,
        now=now,
        arguments={"decision": decision.pk, "due": due} | ({"stream": stream} if stream else {}),
    ):
        Organisation.objects.lock(decision.organisation_id)
        require_taken(decision)
        if later := Decision.objects.filter(corrects=decision).first():
            raise Refused(f"Cette décision est corrigée par la n° {later.reference} : suivez celle-ci.")
        return FollowUp.objects.create(decision=decision, what=what, owner=owner, due=due, stream=stream)


def finish_follow_up(*, actor: Actor, follow_up: FollowUp, done_on: date, now: datetime, note: str = "") -> FollowUp:
    """It is done, on a day that has come; by whoever answers for it, or who records the decisions. Raises Denied; Invalid;
    Refused when it was done already."""
    permissions.may_finish(actor, follow_up).or_raise()
    organisation = follow_up.decision.organisation
    hat = actor.hat_for("record_decision", organisation.pk)
    with act(
        "decisions.finish_follow_up", actor=actor, about=organisation, now=now, hat=hat, arguments={"on": done_on}
    ):
        follow_up = FollowUp.objects.select_related("decision").lock(follow_up.pk)
        require_taken(follow_up.decision)
        if follow_up.done_on:
            raise Refused(f"C’est déjà fait, le {day_in_words(follow_up.done_on)}.")
        if not follow_up.decision.decided_on <= done_on <= now.date():
            raise Invalid("done_on", "Ce jour est entre la décision et aujourd’hui.")
        follow_up.done_on, follow_up.note = done_on, " ".join(note.split())[:300]
        follow_up.save(update_fields=["done_on", "note"])
    return follow_up
