"""Who may prepare, deposit, approve and follow an agreement: those who keep them at one of its parties."""

from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds

from .models import KEEPS, Agreement, Obligation, Party


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Open an agreement or deposit one in the name of an organisation."""
    return grounds(actor, KEEPS, organisation)


def may_follow(actor: Actor, agreement: Agreement) -> Grounds:
    """What any party may note: notice, mediation, the end; for a party outside the network, who keeps the agreement does."""
    return grounds(actor, KEEPS, *places_of(agreement))


def may_approve(actor: Actor, party: Party) -> Grounds:
    """Say by what a party may sign: its own people, and nobody for it; one outside the network has nobody here, and what it
    wrote is noted by who keeps the agreement."""
    return may_speak_for(actor, party)


def places_of(agreement: Agreement) -> list[Organisation]:
    """The parties in whose name one may act here, who keeps it first."""
    rows = Organisation.objects.filter(agreements__agreement=agreement).exclude(scale="")
    return [agreement.organisation, *(one for one in rows.order_by("pk") if one.pk != agreement.organisation_id)]


def place_of(actor: Actor, agreement: Agreement) -> Organisation:
    """In whose name this person acts on an agreement: the party where they hold what allows it; else the first where
    they may."""
    places = places_of(agreement)
    home = {hat.organisation for hat in actor.hats if hat.allows(KEEPS, hat.organisation)}
    near = [one for one in places if one.pk in home]
    return next((one for one in (*near, *places) if actor.hat_for(KEEPS, one.pk)), places[0])


def may_speak_for(actor: Actor, party: Party) -> Grounds:
    """In the name of a party; for one outside the network, whoever keeps the agreement."""
    return grounds(actor, KEEPS, speaker_of(party))


def speaker_of(party: Party) -> Organisation:
    return party.organisation if party.organisation.scale else party.agreement.organisation


def answered_by(obligation: Obligation, asked_by: UUID) -> Party:
    """Who answers to a later day: of the two, the party that did not ask for it."""
    return obligation.creditor if speaker_of(obligation.debtor).pk == asked_by else obligation.debtor
