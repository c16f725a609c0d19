"""Who is the line of an employer: its direction and its presidency, by their seat; whoever was entrusted with its contracts.
They keep its posts and contracts, and read what is agreed of pay."""

from datetime import date
from typing import Any
from uuid import UUID

from kevread.base.picture import once_in_a_picture
from kevread.common.actor import Actor, Grounds
from kevread.delegations.queries.chains import Chain, chains_in, read
from kevread.directory.models import Organisation
from kevread.seats.models import Body
from kevread.seats.permissions import grounds
from kevread.staff.loader import framework
from kevread.staff.models import EMPLOYS, Contract

DECIDES = (Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.ASSEMBLY)  # the bodies that commit an employer


def entrusted(actor: Actor, on: date) -> frozenset[UUID]:
    """The employers that gave this person, by a chain that holds, the power to sign their contracts: on the day that is
    asked for, and on that of their rights, so that no page of another day gives back what is over. One query, once in a
    picture: a list asks it again for each of its tables."""
    code, person = framework().signs, actor.person
    if person is None or not code:
        return frozenset()
    days = {on, actor.on or on}
    chains = once_in_a_picture(("entrusted", person, code, on), lambda: _chains(person, code, on))
    return frozenset(employer for employer, chain in chains if all(chain.holds(day) for day in days))


def _chains(person: UUID, code: str, on: date) -> list[tuple[UUID, Chain]]:
    asked: dict[str, Any] = {"person": person, "act": code, "on": on}
    return chains_in(read(asked | {"organisations": None, "grant": None, "offices": []}))


def employers(actor: Actor, on: date) -> frozenset[UUID]:
    """Those of whose line this person is, one way or the other."""
    return (actor.where(EMPLOYS) or frozenset()) | entrusted(actor, on)


def may_employ(actor: Actor, employer: Organisation, on: date) -> Grounds:
    """Open posts, record contracts, say who works where: who directs or presides there, and whoever was entrusted with its
    contracts; nobody of another organisation, whatever they may do elsewhere."""
    asked = grounds(actor, EMPLOYS, employer)
    if not asked and employer.pk in entrusted(actor, on):
        return Grounds(True, f"{employer.name} vous a confié ses contrats de travail.")
    return asked


def may_read(actor: Actor, contract: Contract, on: date) -> Grounds:
    """What is agreed of time and pay: the line of the employer, and the person."""
    if actor.person is not None and actor.person == contract.person_id:
        return Grounds(True, "Ce contrat est le vôtre.")
    return may_employ(actor, contract.employer, on)
