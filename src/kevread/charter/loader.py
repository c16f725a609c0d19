"""Reads the articles of a federation, and refuses what does not hold together, naming the file and the line."""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kevread.common.facts import REGISTRY, SCALES, Needed
from kevread.common.verdicts import Severity

from .lines import CharterError as CharterError
from .lines import clean as clean
from .lines import read_yaml as read_yaml
from .parameters import read_parameters, settings_named
from .ways import ATTESTING, NOWHERE, Mend, Places, places_of, read_mend

MODALITIES = ("firm", "local", "indicative", "evolving", "proposal")
PREDICATES = ("at_least", "at_most", "equals", "between", "present", "within")
WAYS = ("check", "attested", "capability", "awaits", "not_checked")
DECIDERS = ("head", "own", "law", "grouping", "local")
SENTENCE_FIELDS = {"organisation", "value", "limit", "worst", "count", "items", "since"}


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """What may be decided: a unit, bounds, who decides, and the founding value (None: not decided).

    A `choice` is one code among `one_of`, each with its words; a `fraction` is written « 1/4 », from 0 to 1;
    `weights` are a weight for each college, « adherents-directs : 1 ; poles : 2 ».
    """

    name: str  # « R3.7.representatives_per_member »
    label: str
    unit: str
    between: tuple[int, int] | None
    decided_by: str
    founding: Any
    one_of: tuple[tuple[str, str], ...] = ()

    def words(self, value: Any) -> str:
        """The value as it is read in a sentence, but for a number, which the sentence writes itself."""
        return dict(self.one_of).get(value, str(value))


type Operand = int | str | tuple[str, ...]  # a number, the whole name of a setting, or words


@dataclass(frozen=True, slots=True)
class Check:
    """A fact held against a limit. `upper` and `lower` are numbers or names of settings; `words` the admitted words."""

    fact: str
    each: bool
    parameters: tuple[tuple[str, Any], ...]
    predicate: str
    lower: int | str | None = None
    upper: int | str | None = None
    words: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """« seats.people (kind: board, title: president) »."""
        words = ((name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in self.parameters)
        given = ", ".join(f"{name}: {value}" for name, value in words)
        return f"{self.fact} ({given})" if given else self.fact

    @property
    def registers(self) -> Needed:
        """Those that must be kept for the answer to be known."""
        return REGISTRY[self.fact].registers(dict(self.parameters))

    @property
    def can_exceed(self) -> bool:
        """Whether it has an upper side, which refuses; a lower side only reports a vacancy."""
        return self.predicate in ("at_most", "equals", "between", "within")


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that an article asks, and how it is known. `key` is « R3.7/1 »."""

    key: str
    number: int
    way: str
    binds: frozenset[str]
    severity: Severity
    check: Check | None = None
    because: str = ""
    piece: str = ""
    app: str = ""
    screen: str = ""
    subject: str = ""
    says: tuple[tuple[str, str], ...] = ()
    mend: Mend = NOWHERE  # where a breach is mended

    def sentence(self, outcome: str) -> str:
        return dict(self.says).get(outcome, "")


@dataclass(frozen=True, slots=True)
class Article:
    rule: str
    title: str
    text: str
    part: str  # « 3.a », or « law »
    source: str
    evidence: str
    binds: frozenset[str]
    modality: str
    settings: tuple[SettingSpec, ...]
    clauses: tuple[Clause, ...]
    at: str

    @property
    def is_law(self) -> bool:
        return self.part == "law"


@dataclass(frozen=True)
class Framework:
    """The common framework of a federation: its articles in order, the law beside, and what the document is."""

    name: str
    words: Mapping[str, Mapping[str, str]]
    document: Mapping[str, Any]
    parts: Mapping[str, str]
    proofs: str  # the folder of the tests that prove its computed rules, if it has some
    articles: Mapping[str, Article]
    settings: Mapping[str, SettingSpec]

    @property
    def adopted(self) -> date | None:
        return self.document.get("adopted")

    @property
    def founding(self) -> list[Article]:
        return [article for article in self.articles.values() if not article.is_law]


@cache
def load(federation: Path, law: Path | None = None) -> Framework:
    """The framework of a federation's folder. Raises CharterError (file and line) on the first thing that is wrong."""
    about = read_yaml(federation / "federation.yaml")
    bodies, organisations, decisions = (
        federation / f"{name}.yaml" for name in ("bodies", "organisations", "decisions")
    )
    places = cache(
        lambda: places_of(
            read_yaml(bodies), read_yaml(organisations), read_yaml(decisions) if decisions.exists() else {}
        )
    )
    articles: dict[str, Article] = {}
    for folder, is_law in ((federation / "charter", False), (law / "charter" if law else None, True)):
        for path in sorted(folder.glob("*.yaml")) if folder else []:
            for rule, entry in read_yaml(path).items():
                if rule == "__line__":
                    continue
                article = read_article(str(rule), entry, path.name, is_law, places)
                if rule in articles:
                    raise CharterError(article.at, f"l’article {rule} existe déjà ({articles[rule].at}).")
                articles[rule] = article
    settings = {spec.name: spec for article in articles.values() for spec in article.settings}
    _check_settings(articles, settings)
    document = about.get("document", {})
    if not isinstance(document, dict):
        document = {"slug": document}
    return Framework(
        name=about["name"],
        words={scale: clean(words) for scale, words in clean(about["words"]).items()},
        document=clean(document),
        parts={str(part): title for part, title in clean(about.get("parts", {})).items()},
        proofs=str(about.get("proofs", "")),
        articles=dict(sorted(articles.items(), key=lambda pair: rule_order(pair[0]))),
        settings=settings,
    )


def rule_order(rule: str) -> tuple[bool, tuple[int, ...], str]:
    """The founding text first, then the law; parts and numbers in their order.

    >>> sorted(["L1.2", "R10.1", "R2.10", "R2.9"], key=rule_order)
    ['R2.9', 'R2.10', 'R10.1', 'L1.2']
    """
    numbers = [part for part in "".join(c if c.isdigit() else " " for c in rule).split() if part]
    return rule.startswith("L"), tuple(map(int, numbers)), rule


def read_article(rule: str, entry: Any, file: str, is_law: bool, places: Callable[[], Places]) -> Article:
    """One entry of a file. Raises CharterError."""
    at = f"{file}:{entry.get('__line__', 1) - 1 if isinstance(entry, dict) else 1}"
    if not isinstance(entry, dict):
        raise CharterError(at, f"l’article {rule} est vide.")
    known = {"title", "text", "source", "binds", "modality", "settings", "clauses", "__line__"}
    if unknown := set(entry) - known:
        raise CharterError(at, f"{rule} : « {min(unknown)} » n’est pas une entrée connue.")
    for key in ("title", "text", "source", "binds", "modality", "clauses"):
        if not entry.get(key):
            raise CharterError(at, f"{rule} : « {key} » manque.")
    if entry["modality"] not in MODALITIES:
        raise CharterError(at, f"{rule} : la modalité « {entry['modality']} » est inconnue ({', '.join(MODALITIES)}).")
    source = entry["source"]
    if not isinstance(source, dict) or not (source.get("law") if is_law else source.get("document")):
        raise CharterError(at, f"{rule} : la source doit nommer {'la loi' if is_law else 'le document'}.")
    binds = read_scales(rule, entry["binds"], at)
    settings = tuple(read_setting(rule, name, spec, file) for name, spec in clean(entry.get("settings") or {}).items())
    names = {spec.name.removeprefix(f"{rule}.") for spec in settings}
    for _, field, _, _ in string.Formatter().parse(entry["text"]):
        if field and field not in names:
            raise CharterError(at, f"{rule} : le texte cite la modalité « {field} », que l’article ne déclare pas.")
    clauses = tuple(
        read_clause(rule, number, clause, file, binds, names, places)
        for number, clause in enumerate(entry["clauses"], start=1)
    )
    return Article(
        rule=rule,
        title=entry["title"],
        text=" ".join(entry["text"].split()),
        part="law" if is_law else str(source.get("part", "0")),
        source=str(source.get("law") or source.get("document")),
        evidence=str(source.get("evidence", "")),
        binds=binds,
        modality=entry["modality"],
        settings=settings,
        clauses=clauses,
        at=at,
    )


def read_scales(rule: str, value: Any, at: str) -> frozenset[str]:
    if value == "each":
        return frozenset(SCALES)
    scales = frozenset(value if isinstance(value, list) else [value])
    if unknown := scales - set(SCALES):
        raise CharterError(at, f"{rule} : l’échelle « {min(unknown)} » est inconnue (head, grouping, local, each).")
    return scales


def read_setting(rule: str, name: str, spec: dict[str, Any], file: str) -> SettingSpec:
    at = f"{file}:{spec.get('__line__', 1)}"
    if spec.get("decided_by") not in DECIDERS:
        raise CharterError(at, f"{rule}.{name} : dites qui décide ({', '.join(DECIDERS)}).")
    if not spec.get("unit"):
        raise CharterError(at, f"{rule}.{name} : l’unité manque.")
    one_of = tuple((str(code), str(said)) for code, said in spec.get("one_of", {}).items() if code != "__line__")
    if (spec["unit"] == "choice") != bool(one_of):
        raise CharterError(at, f"{rule}.{name} : une modalité à choisir (unit: choice) énumère ses valeurs (one_of).")
    bounds = spec.get("between")
    founding = spec.get("founding")
    if bounds and isinstance(founding, int) and not bounds[0] <= founding <= bounds[1]:
        raise CharterError(
            at, f"{rule}.{name} : la valeur fondatrice {founding} sort des bornes {bounds[0]} à {bounds[1]}."
        )
    return SettingSpec(
        name=f"{rule}.{name}",
        label=spec.get("label", name),
        unit=spec["unit"],
        between=(bounds[0], bounds[1]) if bounds else None,
        decided_by=spec["decided_by"],
        founding=founding,
        one_of=one_of,
    )


def read_clause(
    rule: str,
    number: int,
    entry: Any,
    file: str,
    binds: frozenset[str],
    names: set[str],
    places: Callable[[], Places],
) -> Clause:
    at = f"{file}:{entry.get('__line__', 1) if isinstance(entry, dict) else 1}"
    ways = [way for way in WAYS if isinstance(entry, dict) and way in entry]
    if len(ways) != 1:
        raise CharterError(at, f"{rule}, clause {number} : une seule manière est attendue parmi {', '.join(WAYS)}.")
    (way,) = ways
    known = {way, "binds", "severity", "says", "mend", "subject", "__line__"}
    if unknown := set(entry) - known:
        raise CharterError(at, f"{rule}, clause {number} : « {min(unknown)} » n’est pas une entrée connue.")
    detail = entry[way]
    says = clean(entry.get("says") or {})
    if way in ("check", "attested"):
        for outcome in ("conforms", "breaches", "unknown"):
            if not says.get(outcome):
                raise CharterError(at, f"{rule}, clause {number} : la phrase « {outcome} » manque.")
        if entry.get("severity", "").upper() not in Severity.__members__:
            raise CharterError(
                at, f"{rule}, clause {number} : la gravité manque (blocking, major, warning, information)."
            )
    elif not detail.get("because"):
        raise CharterError(at, f"{rule}, clause {number} : dites pourquoi (« because »).")
    for sentence in says.values():
        for _, field, _, _ in string.Formatter().parse(sentence):
            if field and field not in SENTENCE_FIELDS:
                raise CharterError(at, f"{rule}, clause {number} : la phrase cite « {field} », qui n’existe pas.")
    binds = read_scales(rule, entry["binds"], at) if "binds" in entry else binds
    return Clause(
        key=f"{rule}/{number}",
        number=number,
        way=way,
        binds=binds,
        severity=Severity.of(entry.get("severity", "information")),
        check=read_check(rule, number, detail, at, names, binds, places) if way == "check" else None,
        because=detail.get("because", ""),
        piece=detail.get("piece", ""),
        app=detail.get("app", ""),
        screen=detail.get("screen", ""),
        subject=entry.get("subject", ""),
        says=tuple(says.items()),
        mend=mend_of(f"{rule}, clause {number}", way, entry.get("mend"), at, binds, places),
    )


def mend_of(where: str, way: str, entry: Any, at: str, binds: frozenset[str], places: Callable[[], Places]) -> Mend:
    """Where a clause is mended: every check says it; what is attested is by default where it is attested."""
    if not entry:
        if way == "check":
            raise CharterError(at, f"{where} : dites où cela se règle (« mend »).")
        return ATTESTING if way == "attested" else NOWHERE
    known = places() if isinstance(entry, dict) else None
    try:
        return read_mend(entry, binds, known)
    except ValueError as wrong:
        raise CharterError(at, f"{where} : {wrong}") from None


def read_check(
    rule: str,
    number: int,
    detail: dict[str, Any],
    at: str,
    names: set[str],
    binds: frozenset[str],
    places: Callable[[], Places],
) -> Check:
    where = f"{rule}, clause {number}"
    detail = clean(detail)
    name = detail.get("each") or detail.get("fact")
    if name not in REGISTRY:
        raise CharterError(at, f"{where} : le fait « {name} » n’existe pas.")
    predicates = [key for key in PREDICATES if key in detail]
    if len(predicates) != 1:
        raise CharterError(at, f"{where} : un seul prédicat est attendu parmi {', '.join(PREDICATES)}.")
    if unknown := set(detail) - {"each", "fact", "with", predicates[0]}:
        raise CharterError(at, f"{where} : « {min(unknown)} » n’est pas une entrée connue.")
    (predicate,) = predicates
    operand = detail[predicate]

    def limit(value: Any) -> int | str:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value in names:
            return f"{rule}.{value}"
        if isinstance(value, str) and "." in value:
            return value  # the setting of another article, checked once all are read
        raise CharterError(at, f"{where} : la modalité « {value} » n’existe pas.")

    lower: int | str | None = None
    upper: int | str | None = None
    words: frozenset[str] = frozenset()
    if predicate == "within":
        words = frozenset(operand)
    elif predicate == "present":
        lower = 1
    elif predicate == "between":
        lower, upper = limit(operand[0]), limit(operand[1])
    else:
        lower = limit(operand) if predicate in ("at_least", "equals") else None
        upper = limit(operand) if predicate in ("at_most", "equals") else None
    try:
        parameters = read_parameters(REGISTRY[name], detail.get("with"), binds, places, is_law=rule.startswith("L"))
    except ValueError as wrong:
        raise CharterError(at, f"{where} : {wrong}") from None
    return Check(name, "each" in detail, parameters, predicate, lower, upper, words)


def _check_settings(articles: Mapping[str, Article], settings: Mapping[str, SettingSpec]) -> None:
    for article in articles.values():
        for clause in article.clauses:
            check = clause.check
            named = settings_named(REGISTRY[check.fact], check.parameters) if check else ()
            for operand in (check.lower, check.upper, *named) if check else ():
                if isinstance(operand, str) and operand not in settings:
                    raise CharterError(article.at, f"{clause.key} : la modalité « {operand} » n’existe pas.")
