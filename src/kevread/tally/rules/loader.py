"""Reads a vote from the file of `manage tally`. The first thing that is wrong stops the reading: where, and what is right."""

import json
import re
from collections import Counter, deque
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from kevread.common.errors import Invalid
from kevread.tally.rules import (
    Ballot,
    Base,
    Candidate,
    College,
    Consent,
    Election,
    Kind,
    Majority,
    Method,
    Outcome,
    Parity,
    Quorum,
    QuorumUnit,
    Resolution,
    TieRule,
    Weighting,
)
from kevread.ui.command_line import BadInput

type Vote = Resolution | Election | Consent

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|")
FRACTION = re.compile(r"[0-9]+/[0-9]+|[0-9]+\.?[0-9]*|\.[0-9]+", re.ASCII)
LONGEST_FRACTION = 40
GREATEST, MOST_COLLEGES = 10**9, 100
GENDERS = {"F": "F", "M": "M", "H": "M", "X": "X"}
COUNTS = ("registered_members", "present_members", "proxies", "registered_votes", "present_votes")
VOTES = ("for", "against", "abstain", "blank", "null")
REQUIRED = object()


def read(file: Path) -> Vote:
    """Raises BadInput."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput("unreadable", str(file), "Ce fichier ne peut pas être lu.") from error
    except UnicodeDecodeError as error:
        raise BadInput("unreadable", str(file), "Ce fichier n’est pas un texte en UTF-8.") from error
    try:
        content = json.loads(text, object_pairs_hook=Read)
    except json.JSONDecodeError as error:
        where = f"ligne {error.lineno}, colonne {error.colno}"
        raise BadInput("bad_json", str(file), f"Ce n’est pas du JSON : {where}.") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(
            "bad_json", str(file), "Ce JSON ne peut pas être lu : trop profond, ou un nombre trop long."
        ) from error
    require_once(content)
    return vote(content)


class Read(dict[str, Any]):
    """An object of the file, with the first key that it writes twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(key for key, _ in pairs)
        self.twice = next((key for key, number in times.items() if number > 1), None)


def require_once(content: object) -> None:
    """No object writes a key twice. Raises BadInput, with its whole place."""
    waiting: deque[tuple[object, str]] = deque([(content, "")])
    while waiting:
        value, at = waiting.popleft()
        if isinstance(value, Read):
            if value.twice is not None:
                where = f"{at}{value.twice}"
                raise BadInput("duplicate_key", where, f"« {where} » est écrit deux fois dans le même objet.")
            waiting += [(inside, f"{at}{key}.") for key, inside in value.items()]
        elif isinstance(value, list):
            waiting += [(inside, f"{at}{index}.") for index, inside in enumerate(value)]


def vote(content: object) -> Vote:
    """Raises BadInput."""
    readers: dict[str, Callable[[Fields], Vote]] = {
        "resolution": read_resolution,
        "election": read_election,
        "consent": read_consent,
    }
    kind = content.get("kind") if isinstance(content, dict) else None
    if not isinstance(content, dict):
        raise BadInput("bad_value", "kind", "Un objet est attendu, avec « kind ».")
    if not isinstance(kind, str) or kind not in readers:
        raise BadInput("bad_value", "kind", f"Une valeur est attendue parmi : {', '.join(readers)}.")
    return readers[kind](Fields(content, ""))


class Fields:
    """One object of the file, and where it stands in it."""

    def __init__(self, content: object, at: str) -> None:
        if not isinstance(content, dict):
            raise BadInput("bad_value", at, "Un objet est attendu.")
        self.content, self.at = content, at

    def only(self, *keys: str) -> "Fields":
        for key in self.content:
            if key not in keys:
                raise BadInput(
                    "unknown_key", self.path(key), f"« {key} » n’est pas attendu ici, mais : {', '.join(keys)}."
                )
        return self

    def path(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def wrong(self, key: str, sentence: str) -> BadInput:
        return BadInput("bad_value", self.path(key), sentence)

    def take(self, key: str, default: Any = REQUIRED) -> Any:
        """Null is the same as nothing, and is refused where there is no default."""
        value = self.content.get(key)
        if value is None and default is REQUIRED:
            raise BadInput("missing", self.path(key), f"« {key} » est attendu.")
        return default if value is None else value

    def count(self, key: str, least: int = 0) -> int:
        value = self.take(key)
        if type(value) is not int or not least <= value <= GREATEST:
            raise self.wrong(key, f"Un nombre entier est attendu, de {least} à {GREATEST}.")
        return value

    def flag(self, key: str, default: Any = REQUIRED) -> bool:
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true ou false est attendu.")
        return value

    def fraction(self, key: str, default: Any = REQUIRED) -> Fraction:
        value = self.take(key, default)
        if not isinstance(value, str) or len(value) > LONGEST_FRACTION or not FRACTION.fullmatch(value):
            raise self.wrong(
                key,
                'Une fraction est attendue, entre guillemets, par exemple "2/3" ou "0.5", en '
                f"{LONGEST_FRACTION} caractères au plus.",
            )
        if re.fullmatch(r".*/0+", value):
            raise self.wrong(key, "Une fraction ne se divise pas par zéro.")
        return Fraction(value)

    def word[W: StrEnum](self, key: str, words: type[W], default: Any = REQUIRED) -> W:
        value = self.take(key, default)
        if not isinstance(value, str) or value not in list(words):
            raise self.wrong(key, f"Une valeur est attendue parmi : {', '.join(words)}.")
        return words(value)

    def code(self, key: str, default: Any = REQUIRED) -> str:
        return self.as_code(self.take(key, default), key, empty=default is not REQUIRED)

    def as_code(self, value: object, key: str, *, empty: bool = False) -> str:
        if not isinstance(value, str) or not value.isprintable() or not (value or empty) or len(value) > 100:
            raise self.wrong(key, "Un texte court est attendu, entre guillemets.")
        return value

    def items(self, key: str) -> list[Any]:
        value = self.take(key)
        if not isinstance(value, list):
            raise self.wrong(key, "Une liste est attendue.")
        return value

    def objects(self, key: str) -> list["Fields"]:
        return [Fields(item, f"{self.path(key)}.{index}") for index, item in enumerate(self.items(key))]

    def made[T](self, make: Callable[[], T]) -> T:
        """What the rules refuse, with its place in the file."""
        try:
            return make()
        except Invalid as error:
            raise BadInput("inconsistent", self.path(error.field), error.sentence) from error


def read_resolution(fields: Fields) -> Resolution:
    fields.only("kind", "majority", "double_majority", "weighting", "casting_vote", "quorum", "colleges")
    majority = read_majority(Fields(fields.take("majority"), "majority"))
    weighting = fields.word("weighting", Weighting, "none")
    quorum = fields.take("quorum", None)
    rule = None if quorum is None else read_quorum(Fields(quorum, "quorum"))
    if len(fields.items("colleges")) > MOST_COLLEGES:
        raise fields.wrong("colleges", f"{MOST_COLLEGES} collèges au plus sont attendus.")
    colleges = tuple(read_college(college, weighting) for college in fields.objects("colleges"))
    casting = fields.take("casting_vote", None)
    if casting not in (None, "for", "against"):
        raise fields.wrong("casting_vote", "Une valeur est attendue parmi : null, for, against.")
    casting_vote = {None: None, "for": Outcome.ADOPTED, "against": Outcome.REJECTED}[casting]
    double = read_double_majority(fields)
    return fields.made(lambda: Resolution(majority, colleges, weighting, rule, double, casting_vote))


def read_double_majority(fields: Fields) -> int | Literal["all"] | None:
    value = fields.take("double_majority", None)
    if value is None:
        return None
    if value == "all":
        return "all"
    if type(value) is not int:
        raise fields.wrong("double_majority", 'null, "all" ou un nombre de collèges est attendu.')
    return value


def read_majority(fields: Fields) -> Majority:
    fields.only("type", "base", "ratio", "abstention_blocks")
    kind = fields.word("type", Kind)
    base = fields.word("base", Base, "expressed" if kind is Kind.SIMPLE else REQUIRED)
    ratio = None if fields.take("ratio", None) is None else fields.fraction("ratio")
    blocks = fields.flag("abstention_blocks", default=False)
    return fields.made(lambda: Majority(kind, base, ratio, blocks))


def read_quorum(fields: Fields) -> Quorum:
    fields.only("unit", "ratio", "count_proxies", "by_college")
    unit, ratio = fields.word("unit", QuorumUnit), fields.fraction("ratio")
    proxies, by_college = fields.flag("count_proxies"), fields.flag("by_college", default=False)
    return fields.made(lambda: Quorum(unit, ratio, proxies, by_college))


def read_college(fields: Fields, weighting: Weighting) -> College:
    fields.only("code", "weight", *COUNTS, *VOTES)
    code = fields.code("code")
    weight = fields.fraction("weight", "1" if weighting is Weighting.NONE else REQUIRED)
    counts = {key: fields.count(key) for key in (*COUNTS, *VOTES)}
    counts["in_favour"] = counts.pop("for")
    return fields.made(lambda: College(code=code, weight=weight, **counts))


def read_election(fields: Fields) -> Election:
    fields.only("kind", "method", "seats", "tie", "parity", "candidates", "ballots")
    method, seats = fields.word("method", Method), fields.count("seats", least=1)
    tie, parity = fields.word("tie", TieRule), fields.word("parity", Parity, "none")
    candidates = tuple(read_candidate(candidate) for candidate in fields.objects("candidates"))
    ballots = tuple(read_ballot(ballot) for ballot in fields.objects("ballots"))
    return fields.made(lambda: Election(method, seats, candidates, ballots, tie, parity))


def read_candidate(fields: Fields) -> Candidate:
    fields.only("code", "list", "rank", "gender", "born")
    rank = None if fields.take("rank", None) is None else fields.count("rank", least=1)
    gender = fields.code("gender", "")
    if gender and gender not in GENDERS:
        raise fields.wrong("gender", f"Une valeur est attendue parmi : {', '.join(GENDERS)}.")
    born = fields.code("born", "")
    try:
        if not DAY.fullmatch(born):
            raise ValueError(born)
        day = date.fromisoformat(born) if born else None
    except ValueError:
        raise fields.wrong("born", "Une date est attendue, écrite par exemple 1970-01-31.") from None
    return Candidate(fields.code("code"), fields.code("list", ""), rank, GENDERS.get(gender, ""), day)


def read_ballot(fields: Fields) -> Ballot:
    fields.only("choices", "count")
    choices = tuple(fields.as_code(choice, "choices") for choice in fields.items("choices"))
    return Ballot(choices, fields.count("count"))


def read_consent(fields: Fields) -> Consent:
    fields.only("kind", "present", "objections")
    present, objections = fields.count("present"), fields.count("objections")
    return fields.made(lambda: Consent(present, objections))
