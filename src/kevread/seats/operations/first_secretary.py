"""The first person of a federation: nobody is there yet to register them."""

from datetime import datetime

from kevread.accounts.operations import clean_address
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period
from kevread.common.words import of
from kevread.directory.models import Organisation, Person
from kevread.directory.operations import open_access, register_person
from kevread.seats.models import Body, Mandate, Seat

from .mandates import fill_seat

TITLE = "coordination"


def seat_first_secretary(*, given_name: str, family_name: str, email: str, now: datetime) -> Person:
    """Register this person, let them sign in, and seat them at the coordination of the head of network.

    A composition of verbs, each its own act, in the name of the system. Idempotent: found by their address, what is
    there already is left alone. Refused once somebody else has the post: from then on, they register people themselves.
    """
    head = Organisation.objects.at_scale(HEAD).first()
    today = now.date()
    seat = Seat.objects.on(today).filter(body__organisation=head, body__kind=Body.Kind.TEAM, title=TITLE).first()
    if head is None or seat is None:
        raise Refused("La fédération n’est pas prête : lancez d’abord ./kevread manage prepare.")
    address = clean_address(email)
    held = Mandate.objects.on(today).filter(seat=seat).select_related("person").order_by("pk")
    if others := held.exclude(person__email=address).first():
        raise Refused(
            f"{others.person} tient déjà la coordination {of(head.name)}, et peut inscrire d’autres personnes. Pour un "
            "nouveau code de connexion : ./kevread manage console_code ADRESSE."
        )
    person = Person.objects.filter(email=address).first() or register_person(
        actor=SYSTEM, within=head, given_name=given_name, family_name=family_name, email=address, now=now
    )
    if person.account_id is None:
        person = open_access(actor=SYSTEM, person=person, now=now)
    if not held.filter(person=person).exists():
        fill_seat(actor=SYSTEM, seat=seat, person=person, period=Period(today), origin=Mandate.Origin.HIRING, now=now)
    return person
