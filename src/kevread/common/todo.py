"""Something that waits for somebody: each room says what, « Aujourd’hui » puts them together."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor, Hat

END = re.compile(r"(?<=[\wà-ÿ»)][\wà-ÿ»)]\.) (?=[A-ZÀ-Þ«])")  # of a sentence: a letter and its dot are a name


@dataclass(frozen=True, slots=True)
class Case:
    """What the charter counts as well: the fact that counts it, of which items. Of a finding, how many it counts, and how its
    articles are cited. Of a line: whether it tells it before it is late (`any_day`), and whether alone, all of it (`whole`)."""

    fact: str
    items: frozenset[object] = frozenset()
    count: int = 0
    cites: str = ""
    any_day: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits: what, why it is mine, one button; where the rule that calls for it is read, if one does; and
    what is said of it meanwhile (`beside`), and where one reads that. `by` is the last day on which it is in time; `is_now`:
    it is done at this hour or not at all, a vote that is open; `is_mine`: it is asked of this person by name, and nobody
    else can; `blocks`, `is_major`: the charter holds what is wrong for blocking, or for major. `case`: a finding, or what one
    counts once it is late: told once (`home.rules.told_once`). `row`: what it is about, where several places tell that one
    thing, each by an address of its own. `is_reserved`: no letter says what it is."""

    what: str
    why: str
    url: str
    button: str
    by: date | None = None
    rule: str = ""
    beside: str = ""
    beside_url: str = ""
    is_now: bool = False
    is_mine: bool = False
    blocks: bool = False
    is_major: bool = False
    case: Case | None = None
    row: UUID | None = None
    is_reserved: bool = False

    @property
    def brief(self) -> str:
        """What fits a line: the first sentence. The rest is read where the button leads, or with the rule.

        >>> ToDo("Il manque un siège. Nous l’ignorons pour 2 sur 3 : A, B.", "", "", "").brief
        'Il manque un siège.'
        >>> ToDo("Décision n° 3 de M. Le Goff : à classer", "", "", "").brief
        'Décision n° 3 de M. Le Goff : à classer'
        """
        return first_sentence(self.what)


def first_sentence(said: str) -> str:
    return END.split(said, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks what waits for them, where, and when. `person` and `scale` are rows of `directory`; `circle` holds the
    organisations that the scale shows to this person, itself among them."""

    actor: Actor
    person: Any
    scale: Any
    circle: frozenset[UUID]
    on: date


@dataclass(frozen=True, slots=True)
class Line:
    """Lines of « Aujourd’hui » that a room declares. `rank`: the lowest first. `live`: something else than acts moves them,
    ballots for instance, so that they are asked anew each time. `anywhere`: they are about the person alone, and are the same
    wherever these look, so that no other place announces them. `reserved`: they are about somebody at work, and are read on the
    page only, never in a letter."""

    rank: int
    find: Callable[[Asker], list[ToDo]]
    live: bool = False
    anywhere: bool = False
    reserved: bool = False

    def told(self, asker: Asker) -> list[ToDo]:
        """What it finds, with what it is."""
        return (
            [replace(one, is_reserved=True) for one in found]
            if (found := self.find(asker)) and self.reserved
            else found
        )


def why(hat: Hat) -> str:
    """Why it is mine: the hat by which one may act."""
    return f"Vous pouvez agir : {hat.told}."
