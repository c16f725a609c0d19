"""Access is offered: whoever may come in by the code sent to their address is told so, by a letter."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.seats.queries.doors import OFFERED, doors_of, seated_from


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


def tell(people: Iterable[Person], actor: Actor, about: Organisation, now: datetime, why: str = "") -> list[Person]:
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
        with act(OFFERED, actor=actor, about=about, now=now, arguments=arguments):
            for person in ready:
                day = first[person.pk]
                said = {"person": person, "organisation": about.name, "site": settings.KEVREAD_ADDRESS, "why": why}
                said |= {"day": day_in_words(day) if day > today else ""}
                queue_letter(
                    about=about,
                    to=person,
                    subject="Vous pouvez entrer dans Kevread",
                    text=render_to_string("seats/letters/access.txt", said),
                    now=now,
                )
    return ready
