"""Which are the two lines of somebody at work, and what each does of an act. Places are organisations, by their keys."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from .acts import EMPLOYER, PERSON, POLE, Act, Line, Share


@dataclass(frozen=True, slots=True)
class Held:
    """A post, as a contract and its assignments make it on a day: who employs, and at which pôles one works."""

    post: UUID
    employer: UUID
    is_territorial: bool
    poles: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The two lines of a post: the employer’s, always; that of each pôle where it works, when it is territorial."""

    post: UUID
    employer: UUID
    poles: tuple[UUID, ...] = ()

    @property
    def lacks_pole(self) -> bool:
        return not self.poles

    def at(self, line: Line) -> tuple[UUID, ...]:
        return self.poles if line == POLE else (self.employer,)


@dataclass(frozen=True, slots=True)
class Side:
    """A line at a place, and its share of an act."""

    line: Line
    place: UUID
    share: Share


def lines_of(held: Held) -> Lines:
    """A shared post is led by its employer alone, wherever it works (R6.9); a territorial one by its employer and the pôles
    where it works (R6.10). A pôle that still employs holds both lines.

    >>> grouping, pole = UUID(int=1), UUID(int=2)
    >>> lines_of(Held(UUID(int=9), grouping, True, (pole,))).poles == (pole,)
    True
    >>> lines_of(Held(UUID(int=9), grouping, False, (pole,))).poles
    ()
    """
    return Lines(held.post, held.employer, held.poles if held.is_territorial else ())


def sides_of(act: Act, lines: Lines) -> list[Side]:
    """Every line that has a share of the act, the one that decides first; none when it is not for such a post.

    >>> from .acts import Share
    >>> act = Act("Priorités", Share("informed"), Share("decides"), shared=False, addition="Exemple")
    >>> grouping, pole, other = (UUID(int=one) for one in (1, 2, 3))
    >>> [side.line for side in sides_of(act, Lines(UUID(int=9), grouping, (pole, other)))]
    ['pole', 'pole', 'employer']
    >>> sides_of(act, Lines(UUID(int=9), grouping))
    []
    """
    if lines.lacks_pole and not act.shared:
        return []
    order: Sequence[Line] = (act.decider, POLE if act.decider == EMPLOYER else EMPLOYER)
    return [Side(line, place, share) for line in order if (share := act.share(line)) for place in lines.at(line)]


def own_side(act: Act, lines: Lines) -> list[Side]:
    """That of the person, where they have a share in what is about themselves: it is kept where they are employed."""
    return [Side(PERSON, lines.employer, act.person)] if act.person else []


def heard_too(act: Act, lines: Lines) -> list[UUID]:
    """The pôles that may be asked once a matter is open: those that have a share of what the employer decides.

    >>> from .acts import Share
    >>> grouping, pole = UUID(int=1), UUID(int=2)
    >>> lines = Lines(UUID(int=9), grouping, (pole,))
    >>> heard_too(Act("Congés", Share("decides"), Share("consulted"), addition="Exemple"), lines) == [pole]
    True
    >>> [heard_too(Act("Fin", Share("decides"), one, addition="Exemple"), lines) for one in (Share("never"), None)]
    [[], []]
    """
    if act.decider != EMPLOYER:
        return []
    return [side.place for side in sides_of(act, lines) if side.line == POLE and side.share.part != "never"]


def deciders(act: Act, lines: Lines) -> tuple[UUID, ...]:
    """Where it is decided: the employer, or each of the pôles for itself."""
    return tuple(side.place for side in sides_of(act, lines) if side.line == act.decider)


def unsaid(act: Act, lines: Lines, said: Collection[tuple[str, UUID]]) -> list[Side]:
    """Those that are asked for something in writing, and did not write it. A line that is no more of this post is not
    awaited; one that came meanwhile is.

    >>> act = Act("Entretien", Share("decides"), Share("contributes"), both=True, addition="Exemple")
    >>> grouping, pole = UUID(int=1), UUID(int=2)
    >>> lines = Lines(UUID(int=9), grouping, (pole,))
    >>> [side.line for side in unsaid(act, lines, {("pole", pole)})]
    ['employer']
    """
    return [side for side in sides_of(act, lines) if act.asks(side.line) and (side.line, side.place) not in said]


def places(all_lines: Iterable[Lines]) -> set[UUID]:
    """Every organisation that has a line there."""
    return {place for lines in all_lines for place in (lines.employer, *lines.poles)}


def shared_out[Place](share: int, places: Sequence[Place]) -> list[tuple[Place, int]]:
    """A share of a full time between places, evenly; what is left over goes to the first ones. A place has one at least.

    >>> shared_out(100, ["a", "b", "c"]), shared_out(50, ["a"]), shared_out(1, ["a", "b"])
    ([('a', 34), ('b', 33), ('c', 33)], [('a', 50)], [('a', 1), ('b', 1)])
    """
    whole, left = divmod(share, len(places) or 1)
    return [(one, max(1, whole + (rank < left))) for rank, one in enumerate(places)]
