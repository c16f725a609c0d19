"""Who may seat, unseat, correct, lead, entrust: each answer says why, and whom to ask when it is no."""

from collections.abc import Iterable, Sequence

from kevread.common.actor import Actor, Grounds, Hat
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.directory.models import Organisation, Person

from . import roles
from .models import Body, Delegation, Mandate, Seat
from .rules import enumerate_in_words

SYSTEM_GROUNDS = Grounds(True, "Kevread prépare la fédération.")


def may_create_body(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, "create_body", organisation)


def may_close_body(actor: Actor, body: Body) -> Grounds:
    return grounds(actor, "create_body", body.organisation)


def may_fill(
    actor: Actor, seat: Seat, *, represents: Organisation | None = None, person: Person | None = None
) -> Grounds:
    """Those of the organisation whose body it is; and those of the organisation represented, which names its own
    representatives. An entrusted secretariat prepares for others: it never seats the one who holds it."""
    places = places_of(seat, represents)
    if seats_oneself(actor, "fill_seat", places, person):
        return never_oneself(places[0])
    return grounds(actor, "fill_seat", *places)


def seats_oneself(actor: Actor, right: str, places: Sequence[Organisation], person: Person | None) -> bool:
    """Whether it would be by a secretariat that is entrusted to them."""
    hat = hat_used(actor, right, places)
    return hat is not None and hat.role == "secretariat" and person is not None and person.pk == actor.person


def never_oneself(organisation: Organisation) -> Grounds:
    return Grounds(
        False,
        f"Le secrétariat confié prépare pour les autres : il ne permet pas de se confier un siège à soi-même. "
        f"Demandez à la présidence {of(organisation.name)}.",
    )


def may_end(actor: Actor, mandate: Mandate) -> Grounds:
    """As for filling the seat; and anybody may resign from their own mandate. A post ends otherwise."""
    elected = mandate.seat.body.kind != Body.Kind.TEAM
    if elected and actor.person is not None and actor.person == mandate.person_id:
        return Grounds(True, "Ce mandat est le vôtre : vous pouvez y mettre fin.")
    return grounds(actor, "end_mandate", *places_of(mandate.seat, mandate.represents))


def may_correct(actor: Actor, mandate: Mandate, *, person: Person | None = None) -> Grounds:
    """As for filling the seat: correcting it in one's own favour would be seating oneself."""
    where = mandate.seat.body.organisation
    if seats_oneself(actor, "correct_mandate", [where], person):
        return never_oneself(where)
    return grounds(actor, "correct_mandate", where)


def may_annul(actor: Actor, mandate: Mandate) -> Grounds:
    """As for correcting it; and what was recorded as existing is annulled by those who may record."""
    where = mandate.seat.body.organisation
    correct = grounds(actor, "correct_mandate", where)
    if correct and mandate.origin == Mandate.Origin.EXISTING:
        return may_record_existing(actor, where)
    return correct


def may_record_existing(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, "record_existing", organisation)


def may_lead_zone(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, "lead_zone", organisation)


def may_entrust(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, "entrust_secretariat", organisation)


def may_accept(actor: Actor, delegation: Delegation) -> Grounds:
    """Only the person to whom it is entrusted."""
    if actor.is_system:
        return SYSTEM_GROUNDS
    if actor.person == delegation.holder_id:
        return Grounds(True, f"{delegation.granter.name} vous confie son secrétariat.")
    return Grounds(False, f"Seule la personne choisie, {delegation.holder}, peut accepter ce secrétariat.")


def may_revoke(actor: Actor, delegation: Delegation) -> Grounds:
    """Those who may entrust it; and the holder, who gives it back."""
    if actor.person is not None and actor.person == delegation.holder_id:
        return Grounds(True, "Ce secrétariat vous est confié : vous pouvez le rendre.")
    return grounds(actor, "entrust_secretariat", delegation.granter)


def grounds(actor: Actor, right: str, *organisations: Organisation) -> Grounds:
    """The right is held on one of these organisations; the first is the one that is named when it is not."""
    if actor.is_system:
        return SYSTEM_GROUNDS
    if hat := hat_used(actor, right, organisations):
        until = f", jusqu’au {day_in_words(hat.until)}" if hat.until else ""
        return Grounds(True, f"Vous le pouvez : {hat.label}{until}.")
    where = organisations[0]
    holders = enumerate_in_words(role.label.lower() for role in roles.who_has(right, where.scale)) or "personne"
    asking = (
        "Connectez-vous, ou adressez-vous à l’une de ces personnes."
        if actor.is_anonymous
        else "Adressez-vous à l’une de ces personnes."
    )
    return Grounds(
        False,
        f"« {roles.every_right()[right]} » à {where.name} ne fait pas partie de ce que vos mandats permettent. "
        f"Le peuvent : {holders}. {asking}",
    )


def hat_used(actor: Actor, right: str, organisations: Iterable[Organisation]) -> Hat | None:
    """The hat under which the act is signed."""
    return next((hat for place in organisations if (hat := actor.hat_for(right, place.pk))), None)


def places_of(seat: Seat, represents: Organisation | None) -> list[Organisation]:
    """Where the right may be held: the body's organisation; and, for a seat that is theirs, those represented."""
    theirs = represents is not None and seat.one_per and seat.body.kind != Body.Kind.TEAM
    return [seat.body.organisation, represents] if theirs and represents else [seat.body.organisation]
