"""Who answers for people's data."""

from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Denied
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import ANSWER, BREACHES, ERASE, VALIDATE


def may_answer(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, ANSWER, organisation)


def may_erase(actor: Actor, within: Organisation) -> Grounds:
    """The directory is one for the whole network: whoever keeps it whole."""
    return grounds(actor, ERASE, within)


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
