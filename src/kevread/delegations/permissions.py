"""Who may enter, give, accept, take back a delegation; ask for one, and answer."""

from collections.abc import Collection
from uuid import UUID

from kevread.base.clock import today
from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import SYSTEM_GROUNDS, grounds, own_grounds

from .models import RECORDS, Grant, Petition


def may_record(actor: Actor, organisation: Organisation) -> Grounds:
    """Enter what a body decided, a paper that was signed, a mistake: the organisation’s own people. From elsewhere, as the
    coordination which has the right everywhere, one would give power in the name of another, or take it away."""
    return own_grounds(actor, RECORDS, organisation)


def may_declare(actor: Actor, organisation: Organisation) -> Grounds:
    """Tell of an agreement with whoever directs: it gives nobody any power."""
    return grounds(actor, RECORDS, organisation)


def gave(actor: Actor, grant: Grant) -> bool:
    """Whether this person gave it, by an office or by a delegation, which it is part of, that is still theirs: who left takes
    back nothing of what was given in the name of the organisation."""
    by, since = (grant.office, "person_id") if grant.office else (grant.parent, "holder_id")
    if by is None or actor.person is None or actor.person != getattr(by, since):
        return False
    return by.in_force(today()) and by.end_reason != "mistake"


def may_accept(actor: Actor, grant: Grant) -> Grounds:
    if actor.is_system:
        return SYSTEM_GROUNDS
    if actor.person == grant.holder_id:
        return Grounds(True, "Cette délégation vous est proposée.")
    return Grounds(False, f"Seule la personne choisie, {grant.holder}, peut accepter cette délégation.")


def may_end(actor: Actor, grant: Grant) -> Grounds:
    """Whoever gave it takes it back; whoever holds it gives it back; and those who enter what a body decides."""
    if actor.person is not None and actor.person == grant.holder_id:
        return Grounds(True, "Cette délégation est la vôtre : vous pouvez la rendre.")
    return may_correct(actor, grant)


def may_correct(actor: Actor, grant: Grant) -> Grounds:
    """Say that it was a mistake, deposit its paper, renew it: whoever gave it, and those who enter what a body decides."""
    if gave(actor, grant):
        return Grounds(True, "Vous l’avez donnée.")
    return may_record(actor, grant.organisation)


def may_renew(actor: Actor, grant: Grant) -> Grounds:
    """What a body decided, it decides again; what somebody gave, they give again."""
    if grant.body_id:
        return may_record(actor, grant.organisation)
    if actor.is_system or gave(actor, grant):
        return Grounds(True, "Vous l’avez donnée : vous pouvez la donner de nouveau.")
    return Grounds(False, f"Seule la personne qui l’a donnée peut la renouveler : {grant.given_by}.")


def may_ask(actor: Actor) -> Grounds:
    if actor.person is not None and actor.hats:
        return Grounds(True, f"Vous le pouvez : {actor.hats[0].label}.")
    return Grounds(False, "Pour demander une délégation, il faut un mandat ou un poste en vigueur dans le réseau.")


def may_answer(actor: Actor, petition: Petition, givers: Collection[UUID]) -> Grounds:
    """Whoever may entrust what is asked, themselves (`givers`) or by entering the decision of a body; and never whoever
    asks."""
    if actor.is_system:
        return SYSTEM_GROUNDS
    if actor.person is not None and actor.person == petition.person_id:
        return Grounds(False, "C’est votre demande : une autre personne y répond.")
    if actor.person in givers:
        return Grounds(True, "Vous pouvez confier ce qui est demandé.")
    return may_record(actor, petition.organisation)
