"""Who may prepare, deposit and follow an agreement: those who keep them at one of its parties. Who speaks for a party: its own
people, and one person for one party."""

from collections.abc import Iterable
from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.seats.permissions import grounds, own_grounds

from .models import KEEPS, Agreement, Event, Instrument, Obligation, Party


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
    """In the name of a party: its own people; for one outside the network, whoever keeps the agreement."""
    if not party.organisation.scale:
        return grounds(actor, KEEPS, speaker_of(party))
    return own_grounds(actor, KEEPS, party.organisation)


def may_deny(actor: Actor, party: Party) -> Grounds:
    """Say that a party did not sign, or that it did: its own people, and nobody for it; one outside the network has nobody here
    who would."""
    if not party.organisation.scale:
        return Grounds(False, f"{party.organisation.name} n’a personne ici pour dire ce qu’elle a signé.")
    return own_grounds(actor, KEEPS, party.organisation)


def may_annul(actor: Actor, agreement: Agreement, text: Instrument | None = None) -> Grounds:
    """Say that an agreement was entered by mistake: the people of who keeps it; of a deposit that shows no signed document,
    those of any party."""
    first = text or agreement.instruments.get(number=0)
    shown = first.origin != Instrument.Origin.PAPER or first.document_id is not None
    places = [agreement.organisation] if shown else places_of(agreement)
    found = [own_grounds(actor, KEEPS, one) for one in places]
    return next((one for one in found if one), found[0])


def may_undo(actor: Actor, event: Event) -> Grounds:
    """Say that what a party said was a mistake: that party; what nobody said in particular, whoever follows the agreement."""
    return may_speak_for(actor, event.by) if event.by else may_follow(actor, event.agreement)


def not_both(actor: Actor, said_by: Iterable[UUID | None], sentence: str) -> None:
    """Raises Refused when the same person already spoke for another party: there are two sides to an agreement."""
    if actor.person is not None and actor.person in set(said_by):
        raise Refused(sentence)


def speaker_of(party: Party) -> Organisation:
    return party.organisation if party.organisation.scale else party.agreement.organisation


def gives_a_day_up(obligation: Obligation, asked_by: UUID) -> bool:
    """Whether whoever asks for a later day is whoever is owed: asking is then giving it up."""
    return speaker_of(obligation.debtor).pk != asked_by


def answered_by(obligation: Obligation, asked_by: UUID) -> Party:
    """Who answers to a later day: of the two, the party that did not ask for it."""
    return obligation.creditor if speaker_of(obligation.debtor).pk == asked_by else obligation.debtor
