"""Files that people write (YAML, JSON), read into frozen dataclasses: all that is wrong in one is told, each where it is.

pydantic reads; what it finds wrong is told in French by `faults`. It is imported when a file is read, and not before: a
command that reads none starts without it. A dataclass says what it admits by its types, strictly (a number is no text,
« oui » is no true); by a function, `Annotated[str, Checked(required)]`; and as a whole, in its `__post_init__`: both say
what is wrong by a ValueError in French.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, cast

import yaml

from kevread.common.words import seen

from .errors import Invalid
from .wrong import Fault, Place

DEEPEST = 50
LONE = re.compile("[\ud800-\udfff]")  # half of a character
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Misread(Invalid):
    """A file cannot be used as it is. `at` and `code` are those of the first thing that is wrong; the sentence tells all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first, *others = self.faults
        self.at, self.code = first.at, first.code
        self.message = "\n".join([first.sentence, *(f"{other.at} : {other.sentence}" for other in others)])
        super().__init__(first.at, f"{first.at} : {self.message}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a value must be besides its type. `check` returns what is kept, or raises ValueError in French."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self.check, handler(source))


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A value that no type reads: `read` returns what is kept, or raises ValueError in French."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        from pydantic_core.core_schema import no_info_plain_validator_function

        return no_info_plain_validator_function(self.read)


SILENT = {"silent": True}  # of a field that is not written when it is what it is by default


def called(key: str) -> dict[str, str]:
    """Of a field that files call otherwise, because Python cannot, or because it is told better here."""
    return {"alias": key}


def plain(value: Any) -> Any:
    """What was read as such a thing, as plain data again: what JSON can write.

    >>> from fractions import Fraction
    >>> plain({"share": Fraction(2, 3), "days": (date(2026, 11, 24),)})
    {'share': '2/3', 'days': ['2026-11-24']}
    """
    if is_dataclass(value):
        said = [(one, getattr(value, one.name)) for one in fields(value)]
        return {
            one.metadata.get("alias", one.name): plain(each)
            for one, each in said
            if each != one.default or not one.metadata.get("silent")
        }
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return (
        value
        if value is None or isinstance(value, str | int)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )


def required(text: str) -> str:
    """What must be said: white space in a row is one space."""
    if not seen(text):
        raise ValueError("un texte est attendu, et celui-ci est vide.")
    return " ".join(text.split())


def read_day(value: Any) -> date:
    """A day, and not the number of seconds that pydantic would take for one."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("une date est attendue, écrite par exemple 2026-11-24.")


type Words = Annotated[str, Checked(required)]
type Day = Annotated[date, ReadBy(read_day)]


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a YAML file, with the line of each of its places. `faults`: what its reader finds wrong besides."""

    name: str
    content: Any
    root: yaml.Node
    faults: list[Fault] = field(default_factory=list)

    def at(self, place: Place) -> str:
        """« file:line » of a value: the line of its key; that of what should hold it, when it is missing."""
        node, line = self.root, 1
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == step), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return f"{self.name}:{line}"

    def under(self, key: str) -> "Page":
        """The same, as if its whole content stood under that key."""
        root = yaml.MappingNode("", [(yaml.ScalarNode("", key, self.root.start_mark), self.root)])
        return Page(self.name, {key: self.content}, root)

    def wrong(self, place: Place, sentence: str) -> None:
        self.faults.append(Fault(self.at(place), sentence))

    def read[T](self, kind: type[T], *, strangers: bool = False) -> T:
        """The content as such a thing; `strangers`: keys that it does not know are let be. Raises Misread."""
        return read_as(kind, self.content, self.at, strangers=strangers)

    def check(self) -> None:
        """Raises Misread when something was found wrong."""
        if self.faults:
            raise Misread(self.faults)


def read_as[T](kind: type[T], content: Any, at: Callable[[Place], str], *, strangers: bool = False) -> T:
    """Plain data as such a thing; `at` tells a place. Raises Misread."""
    from pydantic import ValidationError

    try:
        # As JSON, where a strict reading takes a list for a tuple, a text for a date or for a word of an enumeration.
        read: T
        (read,) = _adapter(cast(Hashable, kind), strangers).validate_json(json.dumps([content], default=str))
    except ValidationError as error:
        from .faults import faults_of

        inside = [{**one, "loc": one["loc"][1:]} for one in error.errors(include_url=False)]
        raise Misread(faults_of(inside, kind, at)) from None
    return read


@cache
def _adapter(kind: Any, strangers: bool) -> Any:
    """In a tuple of one: pydantic gives the same rules to the dataclasses inside of what has them, and to no other."""
    from pydantic import ConfigDict, TypeAdapter

    rules = ConfigDict(extra="ignore" if strangers else "forbid", strict=True)
    return TypeAdapter(tuple[kind], config=rules)


# YAML ----------------------------------------------------------------------------------------------------------------


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A value that cannot be (the 30th of February) is wrong on its line. Read by the C library where it is there."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError:
            raise yaml.MarkedYAMLError(
                problem=f"« {str(node.value)[:30]} » n’existe pas", problem_mark=node.start_mark
            ) from None


def read_yaml(path: Path) -> Page:
    """Raises Misread when it is no YAML: what it holds is not looked at."""
    text = text_of(path)
    if faults := list(_strange(text, path.name)):
        raise Misread(faults)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise Misread([Fault(f"{path.name}:1", "ce fichier est vide.")])
        if faults := list(_bad_keys(root, path.name, set())):
            raise Misread(faults)
        return Page(path.name, loader.construct_document(root), root)
    except yaml.YAMLError as error:
        raise Misread([_unreadable(path.name, error, text)]) from error
    finally:
        loader.dispose()


def text_of(path: Path) -> str:
    """Raises Misread, on the line of what is no text."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Misread([Fault(path.name, "ce fichier manque, ou ne se lit pas.", "unreadable")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Misread([Fault(f"{path.name}:{line}", "ce fichier n’est pas un texte en UTF-8.", "unreadable")]) from None


def _strange(text: str, name: str) -> Iterator[Fault]:
    if found := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line, code = text.count("\n", 0, found.start()) + 1, ord(found.group())
        yield Fault(f"{name}:{line}", f"un caractère qui ne s’écrit pas (U+{code:04X}) est à retirer.")


def _unreadable(name: str, error: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line if mark else 0, text.rstrip().count("\n"))
    problem = str(getattr(error, "problem", ""))
    said = problem if "«" in problem else "ce fichier n’est pas un YAML lisible"
    if re.match(r"[ ]*\t", "".join(text.split("\n")[line : line + 1])):
        said += " : là où il commence une ligne par une tabulation, des espaces sont attendues"
    return Fault(f"{name}:{line + 1}", f"{said}.")


def _bad_keys(node: yaml.Node, name: str, walked: set[int], depth: int = 0) -> Iterator[Fault]:
    """Keys that are no text, or written twice. Raises Misread for what is too deep, as is what holds itself (&a [*a])."""
    if isinstance(node, yaml.ScalarNode) or id(node) in walked:
        return
    if depth > DEEPEST:
        raise Misread([Fault(f"{name}:{node.start_mark.line + 1}", "ce qui est écrit ici est trop profond.")])
    seen = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ((None, each) for each in node.value):
        if key is not None:
            at = f"{name}:{key.start_mark.line + 1}"
            if key.tag != "tag:yaml.org,2002:str":
                written = key.value if isinstance(key, yaml.ScalarNode) else "…"
                yield Fault(at, f"« {written} » nomme une entrée : mettez-le entre guillemets.")
            elif key.value in seen:
                yield Fault(at, f"« {key.value} » est écrit deux fois.", "duplicate_key")
            else:
                seen.add(key.value)
        yield from _bad_keys(value, name, walked, depth + 1)
    walked.add(id(node))


# JSON ----------------------------------------------------------------------------------------------------------------


def dotted(place: Place) -> str:
    return ".".join(map(str, place))


class _Object(dict[str, Any]):
    """An object of a JSON file, with the keys that it writes again."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.again = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


def read_json(path: Path, numbers: Callable[[str], Any] | None = None) -> Any:
    """Plain data. `numbers` reads those that are not whole, where a float would lose some of what is written. Raises Misread:
    on its line what is no JSON, at its place what no JSON should hold."""
    text = text_of(path)
    try:
        content = json.loads(text, object_pairs_hook=_Object, parse_float=numbers)
    except json.JSONDecodeError as error:
        sentence = f"ce n’est pas du JSON : ligne {error.lineno}, colonne {error.colno}."
        raise Misread([Fault(f"{path.name}:{error.lineno}", sentence, "bad_json")]) from None
    except (ValueError, RecursionError):
        sentence = "ce JSON ne peut pas être lu : trop profond, ou un nombre trop long."
        raise Misread([Fault(f"{path.name}:1", sentence, "bad_json")]) from None
    if faults := list(_bad_places(content, ())):
        raise Misread(faults)
    return content


def _bad_places(content: object, place: Place) -> Iterator[Fault]:
    """Keys written twice, and texts that no file can hold."""
    waiting = deque([(content, place)])
    while waiting:
        value, at = waiting.popleft()
        if isinstance(value, _Object):
            for key in value.again:
                yield Fault(dotted((*at, key)), f"« {key} » est écrit deux fois dans le même objet.", "duplicate_key")
            waiting += [(inside, (*at, key)) for key, inside in value.items()]
        elif isinstance(value, list):
            waiting += [(inside, (*at, index)) for index, inside in enumerate(value)]
        elif isinstance(value, str) and LONE.search(value):
            yield Fault(dotted(at), "un texte est attendu, et celui-ci ne s’écrit pas.")
