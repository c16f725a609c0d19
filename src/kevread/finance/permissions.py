"""Who may keep what funds an organisation, and read it."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.finance.models import KEEPS, Exchange
from kevread.seats.permissions import own_grounds


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Ask, record, follow: those of the organisation itself."""
    return own_grounds(actor, KEEPS, organisation)


def may_answer(actor: Actor, exchange: Exchange) -> Grounds:
    """Say what the other side says: those of that side, and not the person who wrote it, even where they are of both."""
    found = may_keep(actor, exchange.answers)
    if found and actor.person is not None and actor.person == exchange.written_by_id:
        return Grounds(
            False, f"Vous l’avez inscrit pour {exchange.said_by.name} : une autre personne répond pour l’autre côté."
        )
    return found
