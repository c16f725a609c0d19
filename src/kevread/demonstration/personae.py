"""The invented people as whom the demonstration can be entered: one for each way of using Kevread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from django.conf import settings

from kevread.common.reading import Words, read_yaml
from kevread.directory.models import Person


@dataclass(frozen=True, slots=True)
class Persona:
    """`sentence` says who they are and what they do first. `find` looks the person up, `start` is the address of their
    first page."""

    slug: str
    name: str
    sentence: str
    find: Callable[[], Person | None]
    start: str


def named(whole: str) -> Person | None:
    """The person of that name: in an invented life, nobody has the name of somebody else."""
    return next(
        (person for person in Person.objects.filter(family_name__in=endings(whole)) if str(person) == whole), None
    )


def endings(whole: str) -> list[str]:
    """What may be the family name.

    >>> endings("Youenn Le Drézenic")
    ['Le Drézenic', 'Drézenic']
    """
    parts = whole.split()
    return [" ".join(parts[start:]) for start in range(1, len(parts))]


@dataclass(frozen=True, slots=True)
class Written:
    slug: Words
    name: Words
    person: Words
    start: Words
    sentence: Words


def personae() -> tuple[Persona, ...]:
    """Those of the federation that this installation runs; none where it has no invented life."""
    return load(settings.KEVREAD_FEDERATION / "demonstration" / "personae.yaml")


@cache
def load(path: Path) -> tuple[Persona, ...]:
    """Raises Misread."""
    written = read_yaml(path).read(tuple[Written, ...]) if path.exists() else ()
    return tuple(Persona(one.slug, one.name, one.sentence, partial(named, one.person), one.start) for one in written)
