"""What an article may write in the parameters of a fact (`with`): the types of the fact's own parameters say it.

A parameter is a whole number, yes or no, one word among a few (`Literal`), or a word that must be known: a scale, a nature
of body, a title, a space of the federation… What is not known is refused where articles are read
(`charter/parameters.py`).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAliasType, get_args, get_origin

from .facts import SCALES

KINDS = ("assembly", "board", "bureau", "space", "team")
LEVELS = ("political", "strategic", "operational")
# The titles that the software itself knows, because they give rights or duties whatever the federation.
OFFICES = (
    "president",
    "vice-president",
    "vice-president-grouping",
    "secretary",
    "treasurer",
    "direction",
    "coordination",
    "delegate",
)
# Besides an organisation of some scale: one of no scale, a family, nobody; no member of the organisation of the body.
BEHALF = (*SCALES, "outside", "family", "nobody", "no-member")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a kind. `always` are those known whatever the federation; the others stand in its files."""

    of: str
    always: tuple[str, ...] = ()


type Scale = Annotated[str, Word("scale", SCALES)]
type Scales = Annotated[tuple[str, ...], Word("scale", SCALES)]
type Kind = Annotated[str, Word("kind", KINDS)]
type Kinds = Annotated[tuple[str, ...], Word("kind", KINDS)]  # natures of an organisation's own bodies
type Level = Annotated[str, Word("level", LEVELS)]
type Behalf = Annotated[tuple[str, ...], Word("behalf", BEHALF)]
type Seat = Annotated[
    str, Word("seat", OFFICES)
]  # « team », or « team/direction »: a nature of body, and a title there
type Titles = Annotated[tuple[str, ...], Word("title", OFFICES)]
type Post = Annotated[str, Word("post", OFFICES)]  # a title in a team
type Space = Annotated[str, Word("space")]  # a body of the head of network, by its slug
type Spaces = Annotated[tuple[str, ...], Word("space")]
type College = Annotated[str, Word("college")]
type DecisionType = Annotated[str, Word("decision", ("comptes",))]  # that of accounts is named so everywhere
type AgreementKind = Annotated[str, Word("agreement")]  # a kind of the federation’s agreements
type Clauses = Annotated[tuple[str, ...], Word("clause")]  # of the model of that kind
type TextKind = Annotated[str, Word("text")]  # a kind of the texts that bodies adopt in common (`texts.yaml`)
type Streams = Annotated[
    tuple[str, ...], Word("stream")
]  # works that the document opens (`streams`, in `decisions.yaml`)
type Acts = Annotated[tuple[str, ...], Word("act")]  # what commits an organisation, by its code in `delegations.yaml`
type Functions = Annotated[tuple[str, ...], Word("function")]  # what one is employed for (`staff.yaml`)
type Setting = Annotated[str, Word("setting")]  # its whole name, « R4.17.months_off »
type Settings = Annotated[tuple[str, ...], Word("setting")]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its words when it must be known, its choices when there are few; else whole numbers, or yes and no."""

    name: str
    word: Word | None
    choices: tuple[str, ...]
    is_many: bool
    plain: type | None
    default: Any

    @property
    def is_required(self) -> bool:
        return self.default is inspect.Parameter.empty


def parameters_of(ask: Callable[..., Any]) -> dict[str, Parameter]:
    """Those of a function `(on, among, **parameters)`, in their order. TypeError for a type that no article can write.

    >>> def answer(on, among, kind: Kinds, year: Literal["this", "last"] = "this"): ...
    >>> [(one.name, one.is_many, one.choices, one.is_required) for one in parameters_of(answer).values()]
    [('kind', True, (), True), ('year', False, ('this', 'last'), False)]
    """
    _, _, *asked = inspect.signature(ask).parameters.values()
    return {one.name: parameter(one.name, one.annotation, one.default) for one in asked}


def parameter(name: str, annotation: Any, default: Any) -> Parameter:
    told = annotation.__value__ if isinstance(annotation, TypeAliasType) else annotation
    if get_origin(told) is Literal:
        return Parameter(name, None, get_args(told), False, None, default)
    if get_origin(told) is Annotated:
        plain, word = get_args(told)
        return Parameter(name, word, (), plain is not str, None, default)
    if told in (int, bool):
        return Parameter(name, None, (), False, told, default)
    raise TypeError(f"No article can write the parameter {name}: {annotation}.")
