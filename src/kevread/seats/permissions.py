"""Who may seat, unseat, correct, lead, entrust: each answer says why, and whom to ask when it is no."""

from collections.abc import Iterable, Sequence

from kevread.common.actor import Actor, Grounds, Hat
from kevread.common.errors import Way, doors
from kevread.common.periods import day_in_words
from kevread.common.words import listed, of
from kevread.directory.models import Organisation, Person

from . import roles
from .asks import Promise
from .models import Body, Delegation, Mandate, Plea, Seat, Substitution

DIRECTION = "direction"  # the title of the post that directs
SYSTEM_GROUNDS = Grounds(True, "Kevread prépare la fédération.")


def may_create_body(actor: Actor, organisation: Organisation, kind: str = Body.Kind.SPACE) -> Grounds:
    """A group where people work is organised by whoever directs; a bureau, like a seat of one, is decided."""
    created = grounds(actor, "create_body", organisation)
    return created if not created or kind == Body.Kind.SPACE else grounds(actor, "decide_seats", organisation)


def may_close_body(actor: Actor, body: Body) -> Grounds:
    return may_create_body(actor, body.organisation, body.kind)


def may_fill(
    actor: Actor, seat: Seat, *, represents: Organisation | None = None, person: Person | None = None
) -> Grounds:
    """Those of the organisation whose body it is; and those of the organisation represented, which names its own
    representatives. An entrusted secretariat prepares for others: it never seats the one who holds it. A seat to which one
    is elected is given by a decision of the register, or as `may_decide` says."""
    places = places_of(seat, represents)
    if seats_oneself(actor, "fill_seat", places, person):
        return never_oneself(places[0])
    return grounds(actor, right_to_fill(seat), *places)


def may_ask_designation(actor: Actor, seat: Seat) -> Grounds:
    """Write to those who designate elsewhere: whoever fills the seats of the body."""
    return grounds(actor, "fill_seat", seat.body.organisation)


def may_invite(actor: Actor, organisation: Organisation) -> Grounds:
    """Tell those who sit there how to come in: whoever registers people in its name."""
    return grounds(actor, "register_person", organisation)


def right_to_fill(seat: Seat) -> str:
    """A post is given by whoever directs, but the direction's own, which its board decides; other seats, by decision."""
    if seat.body.kind != Body.Kind.TEAM:
        return "fill_seat"
    return "decide_seats" if seat.title == DIRECTION else "hire"


def may_decide(actor: Actor, seat: Seat, *, represents: Organisation | None = None) -> Grounds:
    """Say by what decision somebody sits when the register does not say it, or take the seat back: those who decide, and
    never a salaried direction, which prepares. A member of the network's members names by letter who represents it at
    an assembly: whoever fills the seat notes it."""
    if seat.body.kind == Body.Kind.ASSEMBLY and represents is not None and not represents.scale:
        return may_fill(actor, seat, represents=represents)
    return grounds(actor, "decide_seats", *places_of(seat, represents))


def may_enter(actor: Actor, seat: Seat, *, represents: Organisation | None = None) -> Grounds:
    """Enter from a file who sat there before any register was kept: those who decide, and those who record what exists."""
    decides = may_decide(actor, seat, represents=represents)
    return decides or may_record_existing(actor, seat.body.organisation) or decides


def may_say_places(actor: Actor, seat: Seat) -> Grounds:
    """How many people hold a seat together, as articles or a decision say: those who decide; those who record what exists."""
    decides = grounds(actor, "decide_seats", seat.body.organisation)
    return decides or may_record_existing(actor, seat.body.organisation) or decides


def may_propose(actor: Actor, seat: Seat, *, represents: Organisation | None = None) -> Grounds:
    """For a seat that is given by an election or a designation, whoever prepares it and does not decide: they propose
    somebody, and ask those who decide. Who decides has no need to propose."""
    prepares = may_fill(actor, seat, represents=represents)
    if not seat.body.is_elective or not prepares or may_decide(actor, seat, represents=represents):
        return Grounds(False, "Ce siège ne se propose pas : il se confie.")
    hat = hat_used(actor, "fill_seat", places_of(seat, represents))
    return Grounds(True, f"Vous préparez, vous ne décidez pas : {hat.label}." if hat else prepares.why)


def may_take(actor: Actor, promise: Promise, seat: Seat, represents: Organisation | None) -> Grounds:
    """Open the mandate that a decision promises: those who fill the seat, and whoever it names."""
    if actor.person is not None and actor.person == promise.person.pk:
        return Grounds(True, f"Ce siège vous est donné : {promise.cited}.")
    return may_fill(actor, seat, represents=represents)


def seats_oneself(actor: Actor, right: str, places: Sequence[Organisation], person: Person | None) -> bool:
    """Whether it would be by a secretariat that is entrusted to them, or in the place of somebody."""
    hat = hat_used(actor, right, places)
    return (
        hat is not None
        and (hat.role == "secretariat" or bool(hat.instead))
        and person is not None
        and person.pk == actor.person
    )


def never_oneself(organisation: Organisation) -> Grounds:
    return Grounds(
        False,
        "Le secrétariat confié prépare pour les autres, et qui remplace agit pour qui est absent : cela ne permet pas de se "
        "confier un siège à soi-même. "
        f"Demandez à la présidence {of(organisation.name)}.",
    )


def may_end(actor: Actor, mandate: Mandate) -> Grounds:
    """Note an end, which is a fact; and anybody may resign from their own mandate. A post ends as it is given."""
    team = mandate.seat.body.kind == Body.Kind.TEAM
    if not team and actor.person is not None and actor.person == mandate.person_id:
        return Grounds(True, "Ce mandat est le vôtre : vous pouvez y mettre fin.")
    return grounds(actor, right_to_end(mandate), *places_of(mandate.seat, mandate.represents))


def right_to_end(mandate: Mandate) -> str:
    return right_to_fill(mandate.seat) if mandate.seat.body.kind == Body.Kind.TEAM else "end_mandate"


def may_revoke_mandate(actor: Actor, mandate: Mandate) -> Grounds:
    """Somebody elected is revoked by a decision: those who decide. Elsewhere, as any other end."""
    if not mandate.seat.body.is_elective:
        return may_end(actor, mandate)
    return grounds(actor, "decide_seats", *places_of(mandate.seat, mandate.represents))


def may_correct(actor: Actor, mandate: Mandate, *, person: Person | None = None, gives: bool = False) -> Grounds:
    """What was mistyped is corrected by those who prepare. Another person would be another seat given, and so would be what
    it `gives` besides, days that it had not or another whom it represents: those who decide, where one is elected; and never
    in one's own favour by an entrusted secretariat. What was recorded as existing is corrected by those who may record."""
    where = mandate.seat.body.organisation
    if seats_oneself(actor, "correct_mandate", [where], person):
        return never_oneself(where)
    if mandate.seat.body.kind == Body.Kind.TEAM:
        return grounds(actor, right_to_fill(mandate.seat), where)
    correct = grounds(actor, "correct_mandate", where)
    gives = gives or (person is not None and person.pk != mandate.person_id)
    if correct and mandate.origin == Mandate.Origin.EXISTING:
        return may_record_existing(actor, where)
    if correct and gives and mandate.seat.body.is_elective:
        return grounds(actor, "decide_seats", where)
    return correct


def may_annul(actor: Actor, mandate: Mandate) -> Grounds:
    """To say that somebody elected never was takes their seat back: those who decide. Elsewhere as for correcting it; and
    what was recorded as existing is annulled by those who may record."""
    where = mandate.seat.body.organisation
    correct = may_correct(actor, mandate)
    if correct and mandate.origin == Mandate.Origin.EXISTING:
        return may_record_existing(actor, where)
    if correct and mandate.seat.body.is_elective:
        return grounds(actor, "decide_seats", where)
    return correct


def may_record_existing(actor: Actor, organisation: Organisation, person: Person | None = None) -> Grounds:
    """Never of oneself: one's own seat is found by somebody else, or given by a decision."""
    if person is not None and person.pk == actor.person:
        return Grounds(
            False,
            "Ce serait votre propre siège : une autre personne de la tête de réseau le constate, ou une décision vous le "
            f"donne. Demandez à la présidence {of(organisation.name)}.",
        )
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


def may_ask_substitute(actor: Actor, mandate: Mandate) -> Grounds:
    """Whoever holds the mandate, and nobody for them: it is theirs to hand."""
    if actor.person is not None and actor.person == mandate.person_id:
        return Grounds(True, "Ce mandat est le vôtre : vous pouvez vous faire remplacer.")
    return Grounds(False, "Seule la personne qui tient ce mandat peut se faire remplacer.")


def may_accept_substitution(actor: Actor, substitution: Substitution) -> Grounds:
    """Only the person who is asked."""
    if actor.person is not None and actor.person == substitution.substitute_id:
        return Grounds(True, f"{substitution.mandate.person} vous demande de la remplacer ou de le remplacer.")
    return Grounds(False, "Seule la personne choisie peut accepter ce remplacement.")


def may_withdraw_substitution(actor: Actor, substitution: Substitution) -> Grounds:
    """Either of the two."""
    if actor.person is not None and actor.person in (substitution.substitute_id, substitution.mandate.person_id):
        return Grounds(True, "Ce remplacement est entre vous deux : vous pouvez y mettre fin.")
    return Grounds(False, "Seules les deux personnes de ce remplacement peuvent y mettre fin.")


def grounds(actor: Actor, right: str, *organisations: Organisation) -> Grounds:
    """The right is held on one of these organisations; the first is the one that is named when it is not."""
    if actor.is_system:
        return SYSTEM_GROUNDS
    if hat := hat_used(actor, right, organisations):
        until = f", jusqu’au {day_in_words(hat.until)}" if hat.until else ""
        return Grounds(True, f"Vous le pouvez : {hat.told}{until}.")
    where = organisations[0]
    holders = listed(role.label.lower() for role in roles.who_has(right, where.scale)) or "personne"
    asking = " Connectez-vous si vous en êtes." if actor.is_anonymous else ""
    return Grounds(
        False,
        f"« {roles.every_right()[right]} » à {where.name} ne fait pas partie de ce que vos mandats permettent. "
        f"Le peuvent : {holders}.{asking}",
        () if actor.person is None else doors(where.slug, where.name, right, within=bool(actor.hats)),
        right,
        where.slug,
    )


def own_grounds(actor: Actor, right: str, organisation: Organisation) -> Grounds:
    """Speak for an organisation where it commits itself to another: the right is held by a mandate, a post or a secretariat
    of that organisation itself. Who has the right from elsewhere, as the coordination has it everywhere, prepares; one
    person would otherwise be both sides."""
    found = grounds(actor, right, organisation)
    if not found or actor.is_system:
        return found
    if hat := actor.own_hat_for(right, organisation.pk):
        return Grounds(True, f"Vous le pouvez : {hat.told}.")
    return Grounds(
        False,
        f"{organisation.name} s’engage ici : seules le peuvent les personnes qui y tiennent un mandat, un poste ou son "
        "secrétariat. Vous pouvez préparer, pas dire à sa place.",
        (Way("Voir qui, et le demander", "ask_somebody", {"scale": organisation.slug, "right": right}),),
        right,
        organisation.slug,
    )


def may_ask_somebody(actor: Actor) -> Grounds:
    """Ask those who may: whoever is of the network that day."""
    if actor.person is not None and actor.hats:
        return Grounds(True, f"Vous le pouvez : {actor.hats[0].label}.")
    return Grounds(
        False, "Pour demander cela, il faut un mandat, un poste ou une délégation en vigueur dans le réseau."
    )


def may_answer_plea(actor: Actor, plea: Plea) -> Grounds:
    """Whoever may do what is asked, there; and never whoever asks."""
    if actor.person is not None and actor.person == plea.person_id:
        return Grounds(False, "C’est votre demande : une autre personne y répond.")
    return grounds(actor, plea.right, plea.organisation)


def hat_used(actor: Actor, right: str, organisations: Iterable[Organisation]) -> Hat | None:
    """The hat under which the act is signed."""
    return next((hat for place in organisations if (hat := actor.hat_for(right, place.pk))), None)


def designates(seat: Seat, represents: Organisation | None) -> Organisation:
    """Whose register holds the decision that gives a seat: that of those represented, where it is theirs; or of the body."""
    return places_of(seat, represents)[-1]


def places_of(seat: Seat, represents: Organisation | None) -> list[Organisation]:
    """Where the right may be held: the body's organisation; and, for a seat that is theirs, those represented."""
    theirs = represents is not None and seat.one_per and seat.body.kind != Body.Kind.TEAM
    return [seat.body.organisation, represents] if theirs and represents else [seat.body.organisation]
