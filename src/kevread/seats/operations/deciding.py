"""By what decision somebody sits: one of a register that promises the seat, or one taken before that register was kept."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import listed, seen
from kevread.directory.models import Organisation
from kevread.seats import permissions
from kevread.seats.asks import REGISTERS, Promise, promises
from kevread.seats.models import Mandate, Seat
from kevread.seats.queries import Opening, openings_of

from .wishes import Unseatable, Wish


def promised_by(decision: UUID, wish: Wish) -> Promise:
    """What this decision promises to this person. Raises Refused when it does not name them, Invalid on other days."""
    for promise in promises([wish.seat.pk]):
        same = promise.is_of(wish.seat, wish.represents, wish.family) and promise.person.pk == wish.person.pk
        if same and promise.decision == decision:
            if promise.period != wish.period:
                raise Invalid("first", "La décision donne ce siège à d’autres dates : ce sont celles-là qui valent.")
            return promise
    raise Refused(f"Aucune décision adoptée ne donne ce siège à {wish.person} : choisissez la décision qui nomme.")


def require_decision(actor: Actor, wish: Wish, decided_on: date | None, today: date) -> None:
    """Free words are for what was decided where no register was kept that day. Raises Denied; Invalid on the field."""
    permissions.may_decide(actor, wish.seat, represents=wish.represents).or_raise()
    if not seen(wish.note):
        raise Invalid("note", "Dites par quelle décision cette personne siège : qui l’a prise, et quel jour.")
    day = decided_on or today
    if day > today:
        raise Invalid("decided_on", "La décision ne peut pas être datée d’un jour à venir.")
    designates = permissions.designates(wish.seat, wish.represents)
    if kept_by([designates], day):
        raise Invalid(
            "decided_on" if decided_on else "note",
            f"Le {day_in_words(day)}, le registre des décisions est ouvert ({designates.name}) : "
            "choisissez-y la décision, ou inscrivez-la d’abord.",
        )


def kept_by(organisations: Collection[Organisation], day: date) -> list[Organisation]:
    """Those of these whose decisions are all in their register that day."""
    return [one for register in REGISTERS for one in register.kept_by(organisations, day)]


def require_before_registers(seat: Seat, represents: Organisation | None, start: date, today: date) -> None:
    """What is entered or recorded without its decision began before the register of who designates was kept: since, that
    decision is there, or to be written there. Of a seat to which nobody is elected, nothing is asked. Raises Invalid."""
    if seat.body.is_elective and kept_by([permissions.designates(seat, represents)], min(start, today)):
        raise Invalid(
            "first",
            "Ce jour-là, le registre des décisions est déjà tenu : confiez ce siège par la décision qui le donne.",
        )


def require_unpromised(wish: Wish, days: list[date]) -> None:
    """What an adopted decision gives to somebody is given to nobody else. A wish that a decision names is not asked."""
    if wish.decided_in:
        return
    seats = {seat.pk: seat for seat in Seat.objects.filter(body=wish.seat.body).select_related("body__organisation")}
    waiting = [one for one in promises(seats.keys()) if one.period.overlaps(wish.period)]
    if not waiting:
        return
    starts = [one.period.start for one in waiting if one.period.start and one.period.start > wish.start]
    mine = Mandate(seat=wish.seat, person=wish.person, represents=wish.represents, family=wish.family)
    for day in sorted({*days, *starts}):
        rows = wish.others().on(day).filter(seat__body=wish.seat.body).select_related("seat", "represents")
        seated, then = [*rows, mine], [one for one in waiting if day in one.period]
        given = [
            Mandate(seat=seats[one.seat], person=one.person, represents=one.represents, family=one.family)
            for one in then
        ]
        # What is too many already, with or without this wish, is not refused for a promise: its own share is, all the same.
        own_share = (wish.seat.pk, wish.represents, wish.family)
        without = [share_of(one) for one in crowded(wish, day, seated)]
        without += [share for one in crowded(wish, day, [*rows, *given]) if (share := share_of(one)) != own_share]
        for opening in crowded(wish, day, [*seated, *given]):
            if share_of(opening) not in without:
                own = [one for one in then if one.is_of(opening.seat, opening.represents, opening.family)]
                raise reserved(wish, own or then)


def require_there(wish: Wish, today: date) -> None:
    """What exists in fact has begun, and takes the place of nobody to whom a decision gives it. Raises Invalid; Refused."""
    if wish.start > today:
        raise Invalid("first", "Une situation existante a déjà commencé : un siège à venir se confie par une décision.")
    if wish.period.end is None or wish.period.end > today:
        require_unpromised(wish, [today])


def crowded(wish: Wish, day: date, mandates: list[Mandate]) -> list[Opening]:
    """The places of the body that more people would take than there are."""
    body = wish.seat.body
    return [one for one in openings_of([body], day, mandates)[body.pk] if one.places.excess]


def share_of(opening: Opening) -> tuple[UUID, Organisation | None, str]:
    return opening.seat.pk, opening.represents, opening.family


def reserved(wish: Wish, given: list[Promise]) -> Unseatable:
    """The refusal: who was given it, by what decision, from when."""
    told = listed(
        f"{one.person} ({one.cited}), à partir du {day_in_words(one.period.start)}" for one in given if one.period.start
    )
    return Unseatable(
        wish, f"Il est déjà donné par une décision à {told} : confirmez ce mandat, ou faites corriger la décision."
    )
