"""What papers say: one frozen dataclass a kind, in the `papers.py` of the room that composes it; what they all share is here.

`as_data` gives the JSON that is kept with the version and handed to the template; `check` refuses data in which a key is
missing, unknown or of another type. Days and moments stand in ISO form; the template says them in French.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from inspect import getfile
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, Literal, get_args, get_origin, get_type_hints

from django.utils import timezone

from kevread.common import rooms


class BadDataError(ValueError):
    """The data of a paper is not what its template expects. A fault of the program, never of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """In whose name. `hue`: 1 to 5, the colour of a territory; 0, that of the whole network."""

    name: str
    statutory_name: str = ""  # empty when it is the same
    locality: str = ""
    identifiers: tuple[str, ...] = ()  # « RNA W123456789 », « SIREN 123 456 789 »
    hue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of paper. `template`: its name, and that of what sets it, in `typst/` beside the file that says it; `label`: its
    name for people; `sort`: as what it is kept, and so for how long (`keeping.yaml`); empty, for good. A room declares those
    that it composes."""

    template: ClassVar[str]
    label: ClassVar[str]
    sort: ClassVar[str] = ""

    letterhead: Letterhead

    @property
    def title(self) -> str:
        """What the paper is called: in its properties, at the head of its pages, in the list of documents."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, or is to sign. `signed_at` None leaves room for a signature by hand."""

    name: str
    quality: str  # « Présidente de séance »
    signed_at: datetime | None = None
    how: str = ""  # « signé par code dans Kevread »


def papers() -> dict[str, type[Paper]]:
    """Every paper that a room composes, by its name."""
    return {kind.template: kind for kind in rooms.papers() if issubclass(kind, Paper)}


def template_of(kind: type[Paper]) -> Path:
    """The file that sets it."""
    return Path(getfile(kind)).parent / "typst" / f"{kind.template}.typ"


def check(template: str, data: Mapping[str, object]) -> None:
    """Raise BadDataError, naming the place, when the data is not what this template expects."""
    if (kind := papers().get(template)) is None:
        raise BadDataError(f"No template is named « {template} ».")
    if not isinstance(data.get("title"), str):
        raise BadDataError("title: a text is expected.")
    check_value(kind, {key: value for key, value in data.items() if key != "title"}, "")


def as_data(paper: Paper) -> dict[str, Any]:
    """The JSON of a paper, with its title. Moments are told in the time of the federation."""
    return {"title": paper.title, **_plain(paper)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def check_value(expected: Any, value: object, where: str) -> None:
    """Raise BadDataError when a value of the JSON is not what the type says; `where` names its place."""
    origin, inside = get_origin(expected), get_args(expected)
    if is_dataclass(expected):
        _check_keys(expected, value, where)
    elif origin is UnionType:
        if value is not None:
            check_value(inside[0], value, where)
    elif origin is tuple:
        if not isinstance(value, list):
            raise BadDataError(f"{where}: a list is expected.")
        for index, each in enumerate(value):
            check_value(inside[0], each, f"{where}[{index}]")
    elif origin is Literal:
        if value not in inside:
            raise BadDataError(f"{where}: one of {', '.join(inside)} is expected, not {value!r}.")
    elif expected in (date, datetime):
        _check_moment(expected, value, where)
    elif type(value) is not expected:
        raise BadDataError(f"{where}: {expected.__name__} is expected, not {type(value).__name__}.")


def _check_keys(expected: Any, value: object, where: str) -> None:
    if not isinstance(value, Mapping):
        raise BadDataError(f"{where}: an object is expected.")
    hints = get_type_hints(expected)
    names = [field.name for field in fields(expected)]
    if missing := [name for name in names if name not in value]:
        raise BadDataError(f"{where or expected.__name__}: missing {', '.join(missing)}.")
    if unknown := [key for key in value if key not in names]:
        raise BadDataError(f"{where or expected.__name__}: unknown {', '.join(unknown)}.")
    for name in names:
        check_value(hints[name], value[name], f"{where}.{name}" if where else name)


def _check_moment(expected: Any, value: object, where: str) -> None:
    try:
        if not isinstance(value, str) or len(value) != (10 if expected is date else 16):
            raise ValueError
        expected.fromisoformat(value)
    except ValueError:
        raise BadDataError(f"{where}: a {expected.__name__} in ISO form is expected, not {value!r}.") from None
