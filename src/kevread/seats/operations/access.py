"""Access is offered: whoever may come in by the code sent to their address is told so, by a letter."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.seats.permissions import may_invite
from kevread.seats.queries.doors import INVITED, OFFERED, doors_of, seated_from
from kevread.seats.queries.entering import nearest_first, of_organisations


def offering_access[Done](
    verb: Callable[[], Done],
    whom: Callable[[Done], Iterable[Person]],
    *,
    actor: Actor,
    about: Organisation,
    now: datetime,
    why: str = "",
) -> tuple[Done, list[Person]]:
    """Run a verb that seats or convenes people, then tell each of them who is not in yet how to come in: both, or neither.
    `why` is a sentence of the letter: what waits for them inside.

    Whoever may run that verb may tell them: it is what judges, and raises. Opens no account, so that a mistyped address
    may still be mended. Nobody is told twice at one address. Returns what the verb answers, and who is told.
    """
    with transaction.atomic():
        done = verb()
        return done, tell(whom(done), actor, about, now, why)


def invite(*, actor: Actor, organisations: Iterable[Organisation], now: datetime) -> list[Person]:
    """Tell all those who sit in these organisations, and may come in but were not told yet, how to: each once, by the nearest
    of the organisations where they sit; an act for each organisation that writes. Those without an address, or who want no
    letters, are left. Returns who is told.

    Raises Denied; Invalid when no organisation is chosen; Refused when there is nobody to tell.
    """
    chosen = list(organisations)
    if not chosen:
        raise Invalid("organisations", "Choisissez au moins une organisation.")
    for one in chosen:
        may_invite(actor, one).or_raise()
    with transaction.atomic():
        groups = of_organisations(nearest_first(chosen), timezone.localtime(now).date()).to_invite
        told = [person for one, people in groups.items() for person in tell(people, actor, one, now, verb=INVITED)]
        if not told:
            raise Refused("Il n’y a plus personne à inviter ici : chacun·e l’a été, ou entre déjà.")
    return told


def tell(
    people: Iterable[Person], actor: Actor, about: Organisation, now: datetime, why: str = "", verb: str = OFFERED
) -> list[Person]:
    """Queue the letters, in an act that has them; no act when there is nobody to tell. The people are locked first: two
    who tell the same person at once send one letter."""
    with transaction.atomic():
        locked = Person.objects.filter(pk__in={person.pk for person in people}).lock_all()
        today = timezone.localtime(now).date()
        first = seated_from(locked, today)
        ready = [person for person in doors_of(locked).ready if person.pk in first]
        if not ready:
            return []
        arguments = {"people": [str(person.pk) for person in ready]}
        with act(verb, actor=actor, about=about, now=now, arguments=arguments):
            for person in ready:
                queue_letter(
                    about=about,
                    to=person,
                    subject="Vous pouvez entrer dans Kevread",
                    text=letter_of(person, about, first[person.pk], today, why),
                    now=now,
                )
    return ready


def letter_of(person: Person, about: Organisation, day: date, today: date, why: str = "") -> str:
    """What the letter says; `day`: the first day when this person may come in."""
    said = {"person": person, "organisation": about.name, "site": settings.KEVREAD_ADDRESS, "why": why}
    return render_to_string("seats/letters/access.txt", said | {"day": day_in_words(day) if day > today else ""})
