"""What waits for somebody at a place, kept line by line; and at the other places where they hold something."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from kevread.base import clock
from kevread.charter.queries.text import circle_of
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.todo import Asker, Line, ToDo
from kevread.directory.models import Organisation, Person
from kevread.home.rules import in_order, pressing_in, told_apart, told_once
from kevread.journal.memory import Memory, TableMemory

NAMED = 4  # places where else something waits
# Of some 200 people, about 20 MB for each process.
PARTS = TableMemory[Any](20_000, lambda part: 1 + len(part) if isinstance(part, list) else 1)


class Once(Protocol):
    """A part of somebody’s day: found again where no act wrote in a table that it reads, read otherwise."""

    def __call__[T](self, what: Hashable, read: Callable[[], T]) -> T: ...


@contextmanager
def asked_by(actor: Actor, person: Person, scale: Organisation, on: date) -> Iterator[tuple[Asker, Once]]:
    """Part by part: each is found again where an act wrote in a table that it reads, and an act elsewhere in the network leaves
    it. The rows of who asks, and where, were read before: what they hold is part of the question (`TableMemory`)."""
    person, scale = alone(person), alone(scale)
    whom = (actor, held_in(person), held_in(scale), on, settings.KEVREAD_FEDERATION)
    with PARTS.asked() as known:

        def once[T](what: Hashable, read: Callable[[], T]) -> T:
            found: T = known.once((what, whom), read)
            return found

        circle = once("circle", lambda: frozenset(circle_of(scale, on, actor).everyone))
        yield Asker(actor, person, scale, circle, on), once


def alone[M: Model](row: M) -> M:
    """The row, without those that were read with it: what a part needs of them it reads, and follows."""
    one = copy(row)
    one._state.fields_cache.clear()  # noqa: SLF001
    return one


def held_in(row: Model) -> tuple[object, ...]:
    """All that was read of a row: the rest is read where it is asked for."""
    return tuple(vars(row).get(field.attname) for field in row._meta.concrete_fields)  # noqa: SLF001


def kept_lines(asker: Asker, once: Once) -> dict[Line, list[ToDo]]:
    """What the guarded tables decide of what waits there: all of it, but for the lines that are asked anew each time."""
    lines = [line for line in rooms.lines() if not line.live]
    return {line: once((line, asker.circle), partial(line.told, asker)) for line in lines}


def every_line(asker: Asker, kept: Mapping[Line, list[ToDo]], *, of_the_place: bool = False) -> list[ToDo]:
    """What each line tells, in the order of the rooms; `of_the_place`: but for what is the same anywhere."""
    lines = [line for line in rooms.lines() if not (of_the_place and line.anywhere)]
    return [one for line in lines for one in (line.told(asker) if line.live else kept[line])]


def as_listed(every: list[ToDo], on: date) -> list[ToDo]:
    """As « À faire » lists them: each thing once, in order; what is done at this hour stands above the list."""
    return in_order(told_once([one for one in every if not one.is_now], on), on)


@dataclass(frozen=True, slots=True)
class There:
    """What waits for somebody at another place, as its own page lists it, but for what is the same anywhere."""

    name: str
    slug: str
    lines: list[ToDo]


THERE = Memory[There](20_000, lambda there: 1 + len(there.lines))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else something waits that is not told here, the most pressing first: the name of each place, its slug, how many
    things, and what presses among them; and how many more at other places yet."""

    places: list[tuple[str, str, int, str]]
    further: int = 0


def elsewhere(actor: Actor, person: Person, scale: Organisation, here: Iterable[ToDo], on: date) -> Elsewhere:
    """`here`: what this page lists."""
    there = {(one.name, one.slug): one.lines for one in other_places(actor, person, scale, on)}
    found = [(*place, len(lines), pressing_in(lines, on)) for place, lines in told_apart(there, here, on)]
    return Elsewhere(found[:NAMED], sum(many for _, _, many, _ in found[NAMED:]))


def other_places(actor: Actor, person: Person, scale: Organisation, on: date) -> list[There]:
    """The other organisations where this person holds something and may read, with what waits for them there. Nothing is read
    again in a state that this process knows, within the hour: a line that the clock moves is at most so old. Otherwise as
    many queries, for each of them, as its page asks for its list."""
    held = dict.fromkeys(hat.organisation for hat in actor.hats)
    places = [key for key in held if key != scale.pk and actor.hat_for("read", key)]
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    read = ((key, partial(there_of, actor, person, key, on)) for key in places)
    return [THERE.once((actor, person.pk, key, on, hour), found) for key, found in read]


def there_of(actor: Actor, person: Person, key: UUID, on: date) -> There:
    """Nothing waits where there is no page: what is out of the network has none."""
    place = Organisation.objects.exclude(scale="").filter(pk=key).first()
    if place is None:
        return There("", "", [])
    with asked_by(actor, person, place, on) as (asker, once):
        kept = kept_lines(asker, once)
    return There(place.name, place.slug, as_listed(every_line(asker, kept, of_the_place=True), on))
