"""Who may propose a text to the bodies of the network; who may write what one of them answered."""

from kevread.common.actor import Actor, Grounds
from kevread.concord.models import PROPOSES
from kevread.directory.models import Organisation
from kevread.seats.models import Body
from kevread.seats.permissions import grounds, own_grounds


def may_propose(actor: Actor, organisation: Organisation) -> Grounds:
    """Propose a text, another version of it, or give it up."""
    return grounds(actor, PROPOSES, organisation)


def may_answer(actor: Actor, body: Body) -> Grounds:
    """Say by which line of its register this body adopted a text, or refused it: it speaks for itself, from there."""
    return own_grounds(actor, "record_decision", body.organisation)
