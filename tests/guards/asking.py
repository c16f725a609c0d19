"""What a verb's test fills, and the three proofs that are made of it: the right, the days, two windows at once.

@guarded("decisions.apply", twice=Refused)
def apply(scene):
    wanted = …
    return Guarded(do=lambda **who: apply_decision(application=wanted, **who), at=scene.first)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kevread.common.actor import NOBODY, Actor, Hat
from kevread.common.errors import Denied, Invalid, NotDone
from kevread.common.rooms import verb
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from kevread.journal.rewritten import rewritten
from kevread.seats.roles import every_right
from tests.arrange import undone
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory
from tests.seats.scene import Scene

from .at_once import interleaved

Rights = Mapping[str, frozenset[UUID] | None]
NO_PLACE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Edge:
    """Two days that follow each other, one that is admitted and one that is not. `field`: where the refusal is told."""

    asked: Mapping[str, Any]
    past: Mapping[str, Any]
    field: str


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A verb with everything but who acts: `do(actor=…, now=…)`, and the day that an edge changes.

    `at`: the organisations where the right is asked; any of them will do. `also`: other rights that the whole verb asks,
    of the verbs that it calls. `instead`: rights that allow the same without that of the verb. `people`: those who may
    without a right, by what they are in this very thing. `others`: those who are near and may not. `own`: the right is held
    there itself (`seats.permissions.own_grounds`): who has it everywhere, from elsewhere, may not.
    """

    do: Callable[..., Any]
    at: Organisation | Sequence[Organisation]
    also: Mapping[str, Organisation] = field(default_factory=dict)
    instead: Sequence[str] = ()
    people: Sequence[Person] = ()
    others: Sequence[Person] = ()
    edges: Sequence[Edge] = ()
    own: bool = False

    @property
    def places(self) -> frozenset[UUID]:
        return frozenset(one.pk for one in ([self.at] if isinstance(self.at, Organisation) else self.at))


type Building = Callable[[Scene], Guarded]
GUARDED: dict[str, Building] = {}
TWICE: dict[str, type[NotDone]] = {}


def guarded(name: str, *, twice: type[NotDone] | None = None) -> Callable[[Building], Building]:
    """Enter the proof of a verb, by the name that its room declares. `twice`: what the second of two windows is told, when
    it is done once; None when doing it twice is right."""

    def entered(build: Building) -> Building:
        assert GUARDED.setdefault(name, build) is build, name
        if twice:
            TWICE[name] = twice
        return build

    return entered


def wearing(rights: Rights, person: Person | None = None, held_at: UUID = NO_PLACE) -> Actor:
    """Somebody with these rights in these places, None being everywhere; `held_at`: where the mandate is that gives them."""
    with arranging():
        person = person or PersonFactory()
    hats = (Hat("test", held_at, "Mandat de test", rights),) if rights else ()
    return Actor(person=person.pk, name=str(person), hats=hats)


def holder(name: str, asked: Guarded) -> Actor:
    """Who has the right there, and nothing else."""
    there: dict[str, frozenset[UUID] | None] = {right: frozenset({place.pk}) for right, place in asked.also.items()}
    return wearing(there | {right_of(name): asked.places}, held_at=next(iter(asked.places)))


def right_of(name: str) -> str:
    """The right that the room declares. What the verb asks is held against it."""
    right = verb(name).right
    assert right in every_right(), name
    return right


def denied(name: str, asked: Guarded) -> Iterator[tuple[str, Actor]]:
    """Those who may not: the nearer they are to the right, the more they prove."""
    right = right_of(name)
    others: dict[str, frozenset[UUID] | None] = dict.fromkeys(
        one for one in every_right() if one != right and one not in asked.instead
    )
    elsewhere = frozenset(Organisation.objects.exclude(pk__in=asked.places).values_list("pk", flat=True))
    yield "nobody", NOBODY
    yield "somebody without a hat", wearing({})
    yield "who has every right but this one", wearing(others)
    yield "who has this right in every other place", wearing(others | {right: elsewhere})
    if asked.own:
        yield "who has this right everywhere, by no mandate of that place", wearing({right: None})
    for person in asked.others:
        yield f"{person}, who is near", wearing({}, person)


def acts(name: str) -> int:
    return Act.objects.filter(verb=name).count()


def prove_right(name: str, asked: Guarded) -> None:
    """Nobody does it but who has the right there, or is who may without; and nothing is written when it is denied."""
    for who, actor in denied(name, asked):
        written = Act.objects.count()
        with undone():
            assert isinstance(answer(asked, actor), Denied), f"« {name} » was not denied to {who}"
            assert Act.objects.count() == written, f"« {name} », denied to {who}, wrote something"
    for person in asked.people:
        actor = wearing({right: frozenset({place.pk}) for right, place in asked.also.items()}, person)
        with undone():
            told = answer(asked, actor)
            assert not isinstance(told, NotDone), f"« {name} » was refused to {person}, who may: {told}"
    actor, done, accused = holder(name, asked), acts(name), set(rewritten())
    asked.do(actor=actor, now=NOW)
    assert acts(name) == done + 1, f"« {name} » left no act"
    assert set(rewritten()) <= accused, f"the check of the journal accuses whoever did « {name} » as they may"


def answer(asked: Guarded, actor: Actor, **more: Any) -> Any:
    """What the verb answers, or what it refuses with."""
    try:
        return asked.do(actor=actor, now=NOW, **more)
    except NotDone as refusal:
        return refusal


def prove_twice(name: str, asked: Guarded) -> None:
    """Two windows at once: one does it; the other waits for it, and is told."""
    actor, before = holder(name, asked), acts(name)
    done, told, waited = interleaved(lambda: answer(asked, actor), lambda: answer(asked, actor))
    assert not isinstance(done, NotDone), f"« {name} » was refused to the first window: {done}"
    assert waited, f"« {name} » did not wait for the other window: {told}"
    assert isinstance(told, TWICE[name]), f"« {name} » answered the second window: {told}"
    assert acts(name) == before + 1, f"« {name} » was done twice"


def prove_edge(name: str, asked: Guarded, edge: Edge) -> None:
    """The last day is admitted; the day after it is refused, on its field."""
    actor = holder(name, asked)
    with undone():
        told = answer(asked, actor, **edge.past)
        assert isinstance(told, Invalid), f"« {name} » admitted {edge.past}: {told}"
        assert told.field == edge.field, f"« {name} » refused {edge.past} on {told.field}: {told}"
    with undone():
        told = answer(asked, actor, **edge.asked)
        assert not isinstance(told, NotDone), f"« {name} » refused {edge.asked}: {told}"
