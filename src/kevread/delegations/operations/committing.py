"""Asked by every verb that commits a structure, inside its act."""

from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Denied
from kevread.common.money import euros
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.queries.chains import may_commit, might_commit, way_to_be_entrusted
from kevread.delegations.rules import Answer
from kevread.directory.models import Organisation


def require(actor: Actor, act: str, organisation: Organisation, on: date, cents: int | None = None) -> Answer:
    """This person may commit the organisation: by what. Must run inside the act of the verb that commits: the chain is locked
    until it ends, and asked again, so that what is taken back meanwhile is taken back before or after, never during.

    Raises Denied with the missing link, and the way to ask for the delegation.
    """
    found = may_commit(actor.person, act, organisation, on, cents)
    held: set[UUID] = set()
    # Another chain may be found once one is locked: it is locked in its turn.
    while found and found.chain and not (links := {link.grant for link in found.chain.links}) <= held:
        Grant.objects.filter(pk__in=links).lock_all()
        held |= links
        found = may_commit(actor.person, act, organisation, on, cents)
    if not found:
        raise missing(act, organisation, on, cents, found)
    return found


def power_for(actor: Actor, gesture: str, organisation: Organisation, on: date, cents: int | None = None) -> str:
    """By what this person does there a gesture that commits, in words. Must run inside its act. A gesture that the federation
    ties to no act asks nothing. Raises Denied."""
    code = acts().of_gesture(gesture, on)
    if not code or actor.is_system:
        return "Ce que cette fédération ne lie à aucun acte qui engage."
    return require(actor, code, organisation, on, cents).why[:300]


def power_on(actor: Actor, gesture: str, organisation: Organisation, on: date, today: date) -> str:
    """The same of a gesture that is told of a day, of both days: that of the act, so that what was taken back since does
    nothing by writing an earlier day; and that which is told, by what was written then. Raises Denied."""
    told = power_for(actor, gesture, organisation, today)
    code = acts().of_gesture(gesture, today)
    if on == today or not code or actor.is_system:
        return told
    if not (then := might_commit(actor.person, code, organisation, on)):
        raise missing(code, organisation, on, None, then)
    return told


def missing(act: str, organisation: Organisation, on: date, cents: int | None, found: Answer) -> Denied:
    """What is said to whoever may not, and whom they may ask."""
    sum_ = f", pour {euros(cents)}," if cents is not None else ""
    return Denied(
        f"« {acts().label(act)} »{sum_} engage {organisation.name} : il y faut une délégation. {found.why}",
        ways=(way_to_be_entrusted(organisation, act, on, cents),),
    )
