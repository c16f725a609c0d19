"""The letter of the morning: asked for, stopped, written once a day at most.

Its acts are about no organisation: what somebody wants to receive is nobody else's business. The letter is of the place
where their first hat is.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.home.letter import letter_of
from kevread.home.models import MorningLetter
from kevread.home.permissions import may_have_letter
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter

STOP = "home:stop_letter"


def ask_for_letter(*, actor: Actor, person: Person, now: datetime) -> MorningLetter:
    """From tomorrow morning, or from this one. Raises Denied for somebody else; Refused without an address, or when it is
    asked for already."""
    may_have_letter(actor, person).or_raise()
    if not person.email:
        raise Refused("Votre fiche ne porte pas d’adresse électronique : demandez qu’elle y soit inscrite.")
    with act("home.ask_for_letter", actor=actor, about=None, now=now):
        Person.objects.lock(person.pk)
        letter = MorningLetter.objects.filter(person=person).first()
        if letter is None:
            return MorningLetter.objects.create(person=person, asked_at=now)
        if letter.stopped_at is None:
            raise Refused("Vous recevez déjà cette lettre.")
        letter.asked_at, letter.stopped_at = now, None
        letter.save(update_fields=["asked_at", "stopped_at"])
        return letter


def stop_letter(*, actor: Actor, person: Person, now: datetime) -> None:
    """No more, from now on. Raises Denied for somebody else; nothing when there is none."""
    may_have_letter(actor, person).or_raise()
    stop(actor, person.pk, now)


def stop_by_link(*, person: UUID, now: datetime) -> None:
    """The same, by whoever holds the link of a letter: it is signed, and does nothing else."""
    stop(NOBODY, person, now)


def stop(actor: Actor, person: UUID, now: datetime) -> None:
    if not MorningLetter.objects.filter(person=person, stopped_at=None).exists():
        return
    with act("home.stop_letter", actor=actor, about=None, now=now):
        letter: MorningLetter = MorningLetter.objects.lock(MorningLetter.objects.get(person=person).pk)
        if letter.stopped_at is None:
            letter.stopped_at = now
            letter.save(update_fields=["stopped_at"])


def write_letter(*, letter: UUID, now: datetime) -> bool:
    """The letter of a day, if something waits; whether it was written. It may be asked twice, even at the same time: the row is
    locked until the letter is queued with the day it was written on."""
    on = timezone.localtime(now).date()
    with transaction.atomic():
        row: MorningLetter = MorningLetter.objects.lock(letter)
        if row.stopped_at is not None or row.last_on == on or not row.person.email:
            return False
        said = letter_of(row.person, now)
        if said is None:
            return False
        with act("home.write_letter", actor=SYSTEM, about=None, now=now):
            queue_letter(
                about=said.place, to=row.person, subject=said.subject, text=said.text, buttons=said.buttons, now=now,
                stop=STOP,
            )  # fmt: skip
            row.last_on = on
            row.save(update_fields=["last_on"])
    return True
