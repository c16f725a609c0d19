"""A federation moves in: what its files say is entered as it stands, and judged from today on."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from kevread.base.models import as_range
from kevread.charter.operations import upholding
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period
from kevread.common.words import seen
from kevread.directory.models import Name, Organisation, Person, Scale
from kevread.directory.operations.checks import EXPLAINED, identified, required, said_in_french
from kevread.directory.operations.organisations import known_form, not_taken
from kevread.directory.permissions import may_open_organisation
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries.composition import register_of

from .bodies import bodies_of
from .deciding import require_before_registers, require_there, require_unpromised
from .mandates import ORIGINS
from .seating import (
    concerned,
    days_that_matter,
    naming_the_person,
    places_during,
    require_coherent,
    require_conditions,
    require_not_seated,
    require_places,
    write,
)
from .wishes import Wish

ENDS = frozenset(Mandate.EndReason.values) - {Mandate.EndReason.MISTAKE}


def enter_organisation(
    *,
    actor: Actor,
    scale: str,
    slug: str,
    name: str,
    names: Mapping[str, str],
    period: Period,
    sheet: Mapping[str, str],
    source: str,
    now: datetime,
) -> Organisation:
    """Open a grouping or a pôle as a file says it: its names, its numbers, and the bodies of its scale. What it is a member
    of, and its land, are entered apart.

    `names`: by their kind. `sheet`: legal form, numbers, locality. `source`: where it is read. Raises Denied; Invalid on the
    field; Refused for a second head of network.
    """
    head = Organisation.objects.on(now.date()).at_scale(HEAD).first()
    if head is None:
        raise Refused("La fédération n’a pas de tête de réseau ce jour-là.")
    may_open_organisation(actor, head).or_raise()
    if scale not in (Scale.GROUPING, Scale.LOCAL):
        raise Invalid("scale", f"La tête de réseau est déjà là : {head.name}. Un groupement ou un pôle est attendu.")
    name = required("name", name, "Écrivez le nom de l’organisation.")
    numbers = identified(sheet["siren"], sheet["siret"], sheet["rna"])
    known_form(sheet["legal_form"])
    not_taken(numbers)
    asked = {"slug": slug, "scale": scale, "name": name, "since": period.start, "source": source}
    hat = actor.hat_for("open_organisation", head.pk)
    with said_in_french(), transaction.atomic():
        organisation = Organisation(
            slug=slug,
            scale=scale,
            name=name,
            legal_form=sheet["legal_form"],
            locality=sheet["locality"].strip(),
            period=as_range(period),
            **numbers,
        )
        with act("seats.enter_organisation", actor=actor, about=organisation, now=now, hat=hat, arguments=asked):
            organisation.save(force_insert=True)
            Name.objects.bulk_create(
                Name(organisation=organisation, kind=kind, text=text, period=organisation.period)
                for kind, text in names.items()
            )
            bodies_of(organisation, head)
    return organisation


def enter_mandate(
    *,
    actor: Actor,
    seat: Seat,
    person: Person,
    period: Period,
    origin: str,
    now: datetime,
    represents: Organisation | None = None,
    family: str = "",
    note: str = "",
    end_reason: str = "",
    departs: str = "",
) -> Mandate:
    """Enter a mandate that began before Kevread, or whose decision stands in no register kept here. Locks the body.

    Its past is nobody's to judge: the files that a federation brings do not say who sat before, nor who will. The seat's
    places and the articles hold on the days from today on; its conditions today. `departs`: from what it departs, and who
    found it; it is then written as it is, by those of the head of network who may record what exists. Raises Denied;
    Invalid on the field, also where the register of those who decide is kept since before it began: the decision is then
    there, or to be written there; Refused as `fill_seat`.
    """
    wish = Wish(seat, person, represents, family, period, origin, note.strip())
    permissions.may_fill(actor, seat, represents=represents, person=person).or_raise()
    if origin not in ORIGINS:
        raise Invalid("origin", "Dites d’où vient ce mandat : élection, désignation, cooptation ou embauche.")
    if departs:
        permissions.may_record_existing(actor, seat.body.organisation).or_raise()
        if len(seen(departs)) < EXPLAINED:
            raise Invalid("departs", "Dites en une phrase de quoi ce mandat s’écarte, et qui l’a constaté.")
    if end_reason and (end_reason not in ENDS or period.end is None):
        raise Invalid("end_reason", "Un motif de fin va avec un dernier jour, et n’est pas une erreur de saisie.")
    require_coherent(wish)
    today = now.date()
    if seat.body.is_elective:
        permissions.may_enter(actor, seat, represents=represents).or_raise()
    require_before_registers(seat, represents, wish.start, today)
    hat = permissions.hat_used(actor, permissions.right_to_fill(seat), permissions.places_of(seat, represents))
    about, asked = wish.organisation, wish.arguments
    with act(
        "seats.enter_mandate", actor=actor, about=about, now=now, hat=hat, arguments=asked, reason=departs.strip()
    ):
        Body.objects.lock(seat.body_id)
        Person.objects.lock(person.pk)
        require_not_seated(wish)
        if departs:
            require_there(wish, today)
        over = departs or (period.end is not None and period.end <= today)
        mandate = write(wish) if over else write_from(wish, max(wish.start, today))
        if end_reason:
            mandate.end_reason = end_reason
            mandate.save(update_fields=["end_reason"])
    return mandate


def write_from(wish: Wish, first: date) -> Mandate:
    """Judged on the days from `first` on, within the mandate."""
    judged = Period(first, wish.period.end)
    writes = {register_of(wish.seat.body): [wish.organisation]}
    meanwhile = places_during(wish.person.pk, wish.period)

    def on() -> list[date]:
        return sorted({first, *(day for day in days_that_matter(wish, meanwhile) if day in judged)})

    with naming_the_person(wish), upholding(concerned(wish, meanwhile), writes=writes, on=on, during=[judged]) as days:
        within = [day for day in days if day in judged]
        require_conditions(wish, [first])
        require_places(wish, within)
        require_unpromised(wish, within)
        return write(wish)
