"""Reads what an article gives to a fact (`with`), and refuses what the fact does not know, or the federation does not have.

Words are those of `common/parameters.py` and of the federation's own files: the titles of the body that is named, its
spaces, its colleges, the types of its decisions. The law is written for every federation: it may also name the titles
that the software knows, where a federation has none.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from kevread.common.facts import REGISTRY, Fact
from kevread.common.parameters import KINDS, Parameter, Word, parameters_of

from .ways import Places

type Parameters = tuple[tuple[str, Any], ...]

SAID = {
    "scale": "une échelle",
    "kind": "une nature d’instance",
    "level": "un niveau",
    "behalf": "quelqu’un au nom de qui siéger",
    "seat": "un siège de cette nature d’instance",
    "title": "un siège de cette instance",
    "post": "un poste d’une équipe",
    "space": "une instance de la tête de réseau",
    "college": "un collège",
    "decision": "un type de décision",
    "agreement": "une nature de convention",
    "clause": "une clause du modèle de cette nature de convention",
    "text": "une nature de texte commun",
    "stream": "un chantier que le document ouvre",
    "act": "un acte que les délégations connaissent",
    "function": "une fonction pour laquelle on emploie",
    "setting": "le nom entier d’une modalité",
}


@cache
def declared(name: str) -> dict[str, Parameter]:
    return parameters_of(REGISTRY[name].ask)


def read_parameters(
    fact: Fact, given: Any, binds: Iterable[str], places: Callable[[], Places], *, is_law: bool
) -> Parameters:
    """What the fact is asked with, in the order of its own parameters. ValueError in French when it is wrong."""
    if strange := sorted(set(binds) - fact.about):
        raise ValueError(f"le fait « {fact.name} » ne se demande pas à cette échelle ({', '.join(strange)}).")
    if given is not None and not isinstance(given, Mapping):
        raise ValueError("« with » énumère des paramètres, chacun avec ce qu’il vaut.")
    known, values = declared(fact.name), given or {}
    if unknown := sorted(map(str, set(values) - set(known))):
        those = ", ".join(known) or "aucun"
        raise ValueError(f"le fait « {fact.name} » n’a pas de paramètre « {unknown[0]} » ({those}).")
    if missing := [name for name, one in known.items() if one.is_required and name not in values]:
        raise ValueError(f"le fait « {fact.name} » demande le paramètre « {missing[0]} ».")
    if fact.either and len(set(fact.either) & set(values)) != 1:
        raise ValueError(f"le fait « {fact.name} » demande un seul de ces paramètres : {', '.join(fact.either)}.")
    read = {name: plain(one, values[name]) for name, one in known.items() if name in values}
    for name, value in read.items():
        if word := known[name].word:
            for each in value if known[name].is_many else (value,):
                if not is_known(word, each, read, places, is_law=is_law):
                    raise ValueError(f"« {name} » : « {each} » n’est pas {SAID[word.of]}{among(word)}.")
    return tuple((name, value) for name, value in read.items() if value != known[name].default)


def plain(one: Parameter, value: Any) -> Any:
    """The value as the fact wants it: one word where several may stand is several words of one."""
    if one.plain:
        if type(value) is not one.plain:
            wanted = "un nombre entier" if one.plain is int else "true ou false"
            raise ValueError(f"« {one.name} » : {wanted} est attendu.")
        return value
    words = value if isinstance(value, list) and one.is_many else [value]
    if not words or not all(isinstance(word, str) and word for word in words):
        raise ValueError(
            f"« {one.name} » : {'un mot, ou plusieurs entre crochets,' if one.is_many else 'un mot'} est attendu."
        )
    if one.choices and value not in one.choices:
        raise ValueError(f"« {one.name} » : « {value} » n’est pas l’un de ces mots : {', '.join(one.choices)}.")
    return tuple(words) if one.is_many else value


def is_known(word: Word, said: str, beside: Mapping[str, Any], places: Callable[[], Places], *, is_law: bool) -> bool:
    """Whether it is a word of its kind, beside the other parameters of the same fact: a title is one of the body named."""
    match word.of:
        case "setting":
            return "." in said  # checked once all articles are read
        case "title":
            return said in titles_beside(beside, places()) or (is_law and said in word.always)
        case "post":
            return said in places().kinds.get("team", ()) or (is_law and said in word.always)
        case "seat":
            kind, slash, title = said.partition("/")
            known = title in places().kinds.get(kind, ()) or (is_law and title in word.always)
            return kind in KINDS and (known or not slash)
        case "space":
            return said in places().head
        case "college" | "text" | "stream" | "act" | "function":
            return said in places().listed(word.of)
        case "decision":
            return said in places().decisions or (is_law and said in word.always)
        case "agreement":
            return said in places().agreements
        case "clause":
            return said in places().agreements.get(beside.get("kind", ""), ())
    return said in word.always


def titles_beside(beside: Mapping[str, Any], places: Places) -> set[str]:
    """The titles of the body that the other parameters name: a space of the head, or those of some nature."""
    if "space" in beside:
        return set(places.head.get(beside["space"], ()))
    return {title for kind in beside.get("kind", places.kinds) for title in places.kinds.get(kind, ())}


def among(word: Word) -> str:
    """The words there are, when they are few and the same everywhere."""
    return f" ({', '.join(word.always)})" if word.of in ("scale", "kind", "level", "behalf") else ""


def settings_named(fact: Fact, parameters: Parameters) -> list[str]:
    """The settings that parameters name."""
    known = declared(fact.name)
    given = [value for name, value in parameters if (word := known[name].word) and word.of == "setting"]
    return [name for value in given for name in (value if isinstance(value, tuple) else (value,))]
