"""Who answers for people's data."""

from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Denied
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import ANSWER, BREACHES, ERASE, PURGE, RESTRICT, VALIDATE


def may_answer(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, ANSWER, organisation)


def may_erase(actor: Actor, within: Organisation) -> Grounds:
    """The directory is one for the whole network: whoever keeps it whole."""
    return grounds(actor, ERASE, within)


def may_restrict(actor: Actor, within: Organisation) -> Grounds:
    """As erasing: it hides somebody from the whole network."""
    return grounds(actor, RESTRICT, within)


def may_purge(actor: Actor, within: Organisation) -> Grounds:
    """As erasing: what is over for long enough is erased in the whole network."""
    return grounds(actor, PURGE, within)


def may_validate(actor: Actor, organisation: Organisation) -> Grounds:
    """Each organisation answers for what it does with people’s data."""
    return grounds(actor, VALIDATE, organisation)


def may_keep_breaches(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, BREACHES, organisation)


def somebody(actor: Actor) -> UUID:
    """Who answers for it by name. Raises Denied when it is the machine."""
    if actor.person is None:
        raise Denied("Une personne en répond, par son nom : Kevread ne le fait pas de lui-même.")
    return actor.person
