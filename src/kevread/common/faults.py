"""What pydantic finds wrong in a file, in French: which entry, and what would be right."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from .errors import Missing
from .wrong import ENTRIES, Fault, Place, Unfit

A_LIST = "une liste est attendue, « [a, b] » ou une ligne « - a » pour chacun"
WANTED = {
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "bool_type": "true ou false est attendu",
    "dict_type": ENTRIES,
    "dataclass_type": ENTRIES,
    "tuple_type": A_LIST,
    "list_type": A_LIST,
    "frozen_set_type": A_LIST,
    "literal_error": "une valeur est attendue parmi : {expected}",
    "enum": "une valeur est attendue parmi : {expected}",
    "too_long": "{max_length} valeurs sont attendues",
}


def faults_of(errors: Sequence[Mapping[str, Any]], kind: Any, at: Callable[[Place], str]) -> Iterator[Fault]:
    """Each thing that is wrong, where it is. `kind` is what was being read."""
    for error in errors:
        place: Place = error["loc"]
        cause = error["ctx"]["error"] if error["type"] == "value_error" else None
        if isinstance(cause, Unfit):
            code = "missing" if isinstance(cause.refusal, Missing) else "inconsistent"
            yield Fault(at((*place, *steps(cause.refusal.field))), cause.refusal.sentence, code)
        elif error["type"] == "missing" and isinstance(place[-1], str):
            yield Fault(at(place), f"« {place[-1]} » manque.", "missing")
        elif error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
            known = ", ".join(keys_of(kind_at(kind, place[:-1])))
            yield Fault(at(place), f"« {place[-1]} » n’est pas une entrée connue, mais : {known}.", "unknown_key")
        elif error["input"] is None and place and isinstance(place[-1], str):
            yield Fault(at(place), f"« {place[-1]} » manque : rien n’y est écrit.", "missing")
        else:
            whose = [step for step in place if isinstance(step, str)] if cause is None else place[-1:]
            name = f"« {whose[-1]} » : " if whose and isinstance(whose[-1], str) else ""
            said = sentence(error) if cause is None else str(cause)
            yield Fault(at(place), said if cause and "«" in said else name + said)  # it names already what it is about


def sentence(error: Mapping[str, Any]) -> str:
    """
    >>> sentence({"type": "int_type", "input": "trois"})
    'un nombre entier est attendu, et non « trois ».'
    >>> sentence({"type": "string_type", "input": 12})
    'un texte est attendu, et non 12 : mettez-le entre guillemets.'
    """
    if error["type"] == "missing":
        return "il manque une valeur à cette liste."
    context = error.get("ctx", {})
    if "expected" in context:
        context = context | {"expected": ", ".join(re.findall(r"'([^']+)'", context["expected"]))}
    wanted = WANTED.get(error["type"], "cette valeur ne se lit pas ainsi").format(**context)
    quoted = " : mettez-le entre guillemets" if error["type"] == "string_type" and is_scalar(error["input"]) else ""
    return f"{wanted}, et non {shown(error['input'])}{quoted}."


def is_scalar(value: object) -> bool:
    return not isinstance(value, dict | list)


def shown(value: object) -> str:
    """What was written, in short.

    >>> shown("non"), shown(True), shown({"a": 1}), shown([1])
    ('« non »', 'true', 'des entrées', 'une liste')
    """
    if isinstance(value, dict):
        return "des entrées"
    if isinstance(value, list):
        return "une liste"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"« {value[:60]} »" if isinstance(value, str) else str(value)[:60]


def steps(field: str) -> Place:
    """
    >>> steps("colleges.0.code")
    ('colleges', 0, 'code')
    """
    return tuple(int(step) if step.isdigit() else step for step in field.split("."))


def kind_at(kind: Any, place: Place) -> Any:
    """The type of what stands at a place inside a type; None when it has none."""
    kind = bare(kind)
    for step in place:
        if is_dataclass(kind):
            hints = get_type_hints(kind, include_extras=True)
            kind = next((hints[one.name] for one in fields(kind) if key_of(one) == step), None)
        else:
            kind = (get_args(kind) or (None,))[-1 if isinstance(step, str) else 0]
        kind = bare(kind)
    return kind


def bare(kind: Any) -> Any:
    """A type without what is said of it, nor the nothing that it may be."""
    while isinstance(kind, TypeAliasType) or get_origin(kind) in (Annotated, Union, UnionType):
        kind = kind.__value__ if isinstance(kind, TypeAliasType) else get_args(kind)[0]
    return kind


def keys_of(kind: Any) -> list[str]:
    return [key_of(one) for one in fields(kind)] if is_dataclass(kind) else []


def key_of(one: Field[Any]) -> str:
    """How files call a field."""
    return str(one.metadata.get("alias", one.name))
