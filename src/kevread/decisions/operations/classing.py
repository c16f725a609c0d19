"""The type of a decision of the register, told afterwards: by which it is filed, and never what was decided."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.models import Application, Decision, Ratification
from kevread.decisions.operations.register import ADVICE, OTHER, checked_type, is_advice, partners_of
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.rules import MANDATE, SETTING, WAITING, AskedElsewhere, asked_as
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem

UNTYPED = frozenset({MANDATE, SETTING})  # what a decision opens whatever it is about


def classify_decision(*, actor: Actor, decision: Decision, type: str, now: datetime) -> Decision:  # noqa: A002
    """Give its type to a decision that has none, or another to one that was filed wrongly: a line of the matrix, or « other ».

    What a body votes on an item on which it is only asked for its advice becomes that advice, as when it is entered. Raises
    Denied; Invalid on the field; Refused when a later line corrects it, or when the type would contradict what the decision
    opened, cites, or is said to be the same as.
    """
    permissions.may_record(actor, decision.body).or_raise()
    if not type or type == ADVICE:
        raise Invalid("type", "Choisissez le type de cette décision.")
    checked_type(type)
    arguments = {"decision": decision.pk, "type": type}
    with act("decisions.classify", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        decision = Decision.objects.select_related("body__organisation", "item__origin").lock(decision.pk)
        require_classable(decision, type)
        if type == (decision.advises or decision.type):
            raise Invalid("type", "Cette décision est déjà de ce type.")
        decision.type, decision.advises, decision.advised_item = type, "", None
        if decision.item and is_advice(decision.item, type, decision.body):
            decision.type, decision.advises, decision.advised_item = ADVICE, type, decision.item.origin
        require_consistent(decision)
        decision.save(update_fields=["type", "advises", "advised_item"])
    return decision


def require_classable(decision: Decision, type_: str) -> None:
    require_taken(decision)
    later = Decision.objects.filter(corrects=decision).first()
    if later:
        raise Refused(f"Cette décision est corrigée par la n° {later.reference} : c’est celle-ci qui se classe.")
    if decision.type != ADVICE:
        return
    if decision.item is None:
        raise Refused("C’est un avis, inscrit comme tel : il n’a pas d’autre type.")
    if decision.cited_by.exists():
        raise Refused("Une décision cite cet avis : il reste un avis.")


def require_consistent(decision: Decision) -> None:
    """Raises Refused when what the decision opened, cites or joins is not of its type, or when a ratification ties it."""
    label = matrix().label(decision.type)
    applications = Application.objects.filter(decision=decision, dropped_at=None)
    opened = [one for one in applications.order_by("pk") if not may_open(decision, one)]
    if opened:
        room = asked_as(AskedElsewhere, opened[0].asked).room if opened[0].kind == WAITING else opened[0].kind
        fit = [f"« {one.label} »" for one in matrix().types.values() if one.executes == room]
        raise Refused(
            f"Cette décision a déjà ouvert ceci : {matrix().opens(room).lower()}. Le type « {label} » ne le permet pas. "
            f"Ceux qui l’ouvrent : {', '.join(fit) or 'aucun'}."
        )
    cited = decision.citations.select_related("advice").exclude(advice__advises=decision.type).first()
    if cited:
        raise Refused(
            f"Cette décision cite l’avis n° {cited.advice.reference}, sur « {matrix().label(cited.advice.advises)} » : "
            "elle est de ce type."
        )
    other = next((one for one in partners_of(decision) if one.type != decision.type), None)
    if other:
        raise Refused(
            f"Une autre instance a pris la même décision, n° {other.reference}, comme « {matrix().label(other.type)} » : "
            "elles sont du même type."
        )
    linked = Ratification.objects.filter(decision=decision) | Ratification.objects.filter(ratifies=decision)
    if linked.exists():
        raise Refused(
            "Une ratification lie cette décision à une autre, du même type : annulez d’abord cette ratification."
        )


def may_open(decision: Decision, application: Application) -> bool:
    """Whether a decision of this type opens this: an election gives a mandate whatever its type; where the matrix does not
    speak, what any decision may open; else what the matrix says."""
    if application.kind == MANDATE and decision.item and decision.item.kind == AgendaItem.Kind.ELECTION:
        return True
    if decision.type == OTHER:
        return application.kind in UNTYPED
    line = matrix().types.get(decision.type)
    if application.kind == WAITING:
        room = asked_as(AskedElsewhere, application.asked).room
        return not room or (line is not None and line.executes == room)
    return line is not None and line.executes == application.kind
