"""What mends a decision: it is submitted to the body that could, which ratifies it, gives the advice that lacks, confirms it
knowing that advice, or adopts it as the others do."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import the_body_first
from kevread.competence.rules.bodies import Standing
from kevread.decisions import permissions
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.competence import advices_of, competences
from kevread.decisions.queries.mending import MENDED, Wanted, decider_of, wanted_of
from kevread.decisions.queries.ratifying import require_ratifiable
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.drafting import AGENDA_MOVES, SETTLED, append, require_own_agenda
from kevread.meetings.operations.stages import lock
from kevread.meetings.permissions import may_prepare
from kevread.meetings.rules.terms import ORDINARY


def submit_decision(*, actor: Actor, decision: Decision, to: Meeting, now: datetime) -> Submission:
    """Put a decision on the agenda of a body that may mend it: what it adopts there ratifies it, or confirms it; what it says
    there is the advice that lacked, or the same decision.

    By those who prepare that meeting. Raises Denied; Refused when nothing is asked of that body, when it is on that agenda
    already, or when the agenda no longer moves.
    """
    may_prepare(actor, to.body).or_raise()
    arguments = {"decision": decision.pk, "to": to.pk}
    with act("decisions.submit", actor=actor, about=to.organisation, now=now, arguments=arguments):
        found = lock(to, AGENDA_MOVES, SETTLED)
        require_own_agenda(found)
        wanted = wanted_at(decision, found)
        if Submission.objects.filter(decision=decision, item__meeting=found, item__withdrawn=False).exists():
            raise Refused("Cette décision est déjà à cet ordre du jour.")
        item = append(found, point_of(decision, wanted) | {"origin": decision.item})
        return Submission.objects.create(item=item, decision=decision)


def wanted_at(decision: Decision, meeting: Meeting) -> Wanted:
    """What is asked of the body that meets. Raises Refused when nothing is."""
    competence = competences([decision]).get(decision.pk) if decision.stands else None
    if competence is None or competence.lack not in MENDED:
        raise Refused("Il ne manque rien à cette décision, ou elle ne vaut plus : elle n’est pas à ratifier.")
    wanted = wanted_of(decision, competence, decider_of(decision), meeting.body, meeting)
    if wanted is None and competence.lack is Standing.WRONG_BODY:
        raise Refused(f"{meeting.body.name} n’est pas l’instance compétente : portez cette décision à celle qui l’est.")
    if wanted is None:
        raise Refused(f"Cette décision n’attend rien de cette instance : {meeting.body.name}.")
    return wanted


TITLES = {Wanted.RATIFY: "Ratifier", Wanted.ADVISE: "Avis", Wanted.CONFIRM: "Confirmer", Wanted.ADOPT: "Adopter aussi"}


def point_of(decision: Decision, wanted: Wanted) -> dict[str, object]:
    """What the agenda says of it."""
    told = f"{the_body_first(decision.body.name)} l’a prise le {day_in_words(decision.decided_on)} (n° {decision.reference})."
    return {
        "kind": AgendaItem.Kind.DECISION,
        "title": f"{TITLES[wanted]} : {decision.title}"[:200],
        "text": f"{told} Son texte : « {decision.text} »",
        "decision_type": decision.type,
        "resolution": ORDINARY,
    }


def ratify_decision(*, actor: Actor, decision: Decision, ratifies: Decision, now: datetime) -> Ratification:
    """Say that a line of the register, of the competent body, ratifies what another body had decided; or confirms what it had
    decided itself, an advice having come since, that it follows.

    By those who record the decisions of the body that ratifies. Raises Denied; Invalid on `ratifies`.
    """
    permissions.may_record(actor, decision.body).or_raise()
    require_taken(decision)
    if getattr(decision, "corrected_by", None) is not None:
        raise Invalid("ratifies", "Cette rédaction est corrigée : choisissez celle qui la corrige.")
    asked = decision.type, decision.body, decision.meeting, decision.decided_on, decision.outcome
    require_ratifiable(ratifies, *asked, after=tuple(advices_of([decision.pk])[decision.pk]))
    arguments = {"decision": decision.pk, "ratifies": ratifies.pk}
    with act("decisions.ratify", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        if Ratification.objects.filter(decision=decision, ratifies=ratifies).exists():
            raise Invalid("ratifies", "Cette décision la ratifie déjà.")
        return Ratification.objects.create(decision=decision, ratifies=ratifies)


def annul_ratification(*, actor: Actor, ratification: Ratification, reason: str, now: datetime) -> None:
    """It was said by mistake that a decision ratifies another: the link goes, both lines stay, the journal keeps why.

    By those who record the decisions of the body that would have ratified. Raises Denied; Invalid; Refused when it is
    annulled already.
    """
    decision = ratification.decision
    permissions.may_record(actor, decision.body).or_raise()
    wanted = "Dites en une phrase pourquoi cette décision ne ratifie pas l’autre, et qui l’a constaté."
    reason = required("note", reason, wanted, least=EXPLAINED)
    arguments = {"decision": decision.pk, "ratifies": ratification.ratifies_id}
    about = decision.organisation
    with act("decisions.annul_ratification", actor=actor, about=about, now=now, reason=reason, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        found = Ratification.objects.filter(pk=ratification.pk).first()
        if found is None:
            raise Refused("Cette ratification est déjà annulée.")
        found.delete()
