"""A seat that another organisation gives is empty: those who act there are written to."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.seats import permissions
from kevread.seats.models import Seat
from kevread.seats.queries.designating import ASKED, designating, is_designated, letter_about

SHORTEST, LONGEST = 20, 2000


def letter_of(
    seat: Seat, represents: Organisation, message: str, sender: Person | None, proposed: Person | None = None
) -> str:
    """What is written, as it would leave. The address that it gives chooses whoever is proposed."""
    said = {"seat": seat, "body": seat.body, "represents": represents, "message": message.strip(), "sender": sender}
    said["proposed"] = proposed
    return render_to_string("seats/letters/designation.txt", said | {"site": settings.KEVREAD_ADDRESS}).strip()


def ask_designation(
    *,
    actor: Actor,
    seat: Seat,
    represents: Organisation,
    message: str,
    now: datetime,
    proposed: Person | None = None,
) -> list[Person]:
    """Write to those who decide who represents their organisation at this seat, and propose somebody, if one likes: eligible
    or not, they alone decide. One letter each, once a week.

    By those who fill the seats of the body. Raises Denied; Invalid on `message`; Refused when the seat is not theirs to give,
    when nobody there has an address, or when they were written to within a week.
    """
    permissions.may_ask_designation(actor, seat).or_raise()
    if not SHORTEST <= len(seen(message)) <= len(message.strip()) <= LONGEST:
        wanted = f"Écrivez ce que vous demandez, et pour quand : de {SHORTEST} à {LONGEST} caractères."
        raise Invalid("message", wanted)
    if not is_designated(seat, represents):
        raise Refused("Ce siège ne se donne pas par une autre organisation : il se confie ici.")
    with transaction.atomic():
        Organisation.objects.lock(represents.pk)  # two who write at once send one letter
        last = letter_about(seat, represents, timezone.localtime(now).date())
        if last and last.again(now):
            day = day_in_words(last.on)
            raise Refused(f"On leur a déjà écrit pour ce siège le {day} : laissez-leur une semaine pour répondre.")
        reached = designating(seat, represents, timezone.localtime(now).date(), actor).reached
        if not reached:
            raise Refused("Personne n’y a d’adresse électronique connue : il faut les prévenir autrement.")
        sender = Person.objects.filter(pk=actor.person).first() if actor.person else None
        arguments = {"seat": seat.pk, "represents": represents.pk, "people": [str(person.pk) for person in reached]}
        if proposed:
            arguments["proposed"] = proposed.pk
        about = seat.body.organisation
        with act(ASKED, actor=actor, about=about, now=now, arguments=arguments):
            for person in reached:
                queue_letter(
                    about=about,
                    to=person,
                    subject=f"Quelqu’un à désigner : {seat.name}, {seat.body.name}",
                    text=letter_of(seat, represents, message, sender, proposed),
                    now=now,
                    reply_to=sender.email if sender else "",
                )
    return reached
