"""Reads the articles of a federation, and refuses what does not hold together, naming each file and line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kevread.common.facts import REGISTRY, Needed
from kevread.common.federation import Document, about
from kevread.common.reading import Misread, Page, read_yaml
from kevread.common.verdicts import Severity
from kevread.common.wrong import Fault, Place

from .parameters import Parameters, read_parameters, settings_named
from .phrases import Cut, cuts_of
from .specs import SettingSpec
from .ways import ATTESTING, NOWHERE, Mend, Places, places_of, read_mend
from .whence import kind_of, read_law, refuse_decided_additions
from .written import STRENGTHS, WrittenAbsent, WrittenArticle, WrittenCheck, WrittenClause, WrittenSetting, rule_order


@dataclass(frozen=True, slots=True)
class Check:
    """A fact held against a limit. `upper` and `lower` are numbers or names of settings; `words` the admitted words, or
    `word` the name of the setting that holds the only one. `once`: the setting without which nothing is held against it."""

    fact: str
    each: bool
    parameters: tuple[tuple[str, Any], ...]
    predicate: str
    lower: int | str | None = None
    upper: int | str | None = None
    words: frozenset[str] = frozenset()
    word: str = ""
    once: str = ""

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
    def moved_by(self) -> Needed:
        """Those in which what is written may move the answer, each with whose it is."""
        return (*self.registers, *REGISTRY[self.fact].reads)

    @property
    def is_of_words(self) -> bool:
        return self.predicate == "within"

    @property
    def settings(self) -> list[str]:
        """Those that it reads: its limits, and what its fact is asked with."""
        limits = [limit for limit in (self.lower, self.upper, self.word, self.once) if isinstance(limit, str) and limit]
        return [*limits, *settings_named(REGISTRY[self.fact], self.parameters)]

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
    months: int = 0  # for how long it is attested
    app: str = ""
    screen: str = ""
    subject: str = ""
    says: tuple[tuple[str, str], ...] = ()
    mends: tuple[Mend, ...] = (NOWHERE,)  # where a breach is mended, the first way first
    tell: Mend = NOWHERE  # where what is not known is said; elsewhere, where a breach is mended
    addition: str = ""  # what of it the document does not say: ours, that nobody decided

    def sentence(self, outcome: str) -> str:
        return dict(self.says).get(outcome, "")

    @property
    def mend(self) -> Mend:
        return self.mends[0]


@dataclass(frozen=True, slots=True)
class Article:
    rule: str
    title: str
    text: str
    cuts: tuple[Cut, ...]  # the text, cut at the words that each clause holds; empty when none quotes any
    kind: str  # « document », « law », « agreement », « doctrine », « usage »
    part: str  # « 3.a », of the document
    source: str
    evidence: str
    binds: frozenset[str]
    modality: str
    settings: tuple[SettingSpec, ...]
    clauses: tuple[Clause, ...]
    until: str = ""  # the setting that says the last year it is about
    since: date | None = None  # the first day it is about, where the document says it
    is_beyond: bool = False  # of law, beside the list of the rules of law that are counted

    @property
    def is_founding(self) -> bool:
        return self.kind == "document"

    @property
    def is_law(self) -> bool:
        return self.kind == "law"

    @property
    def is_derogable(self) -> bool:
        """The network departs from neither the law nor a collective agreement; doctrine and usage, as from the document."""
        return self.kind not in ("law", "agreement")

    @property
    def says_more(self) -> bool:
        """Whether something that it says, not of ours, is held against nothing yet; all of it, where what is held is ours."""
        held = {bool(clause.addition) for clause in self.clauses if clause.way in ("check", "attested")}
        return held == {True} or any(c.way in ("awaits", "not_checked") and not c.addition for c in self.clauses)

    @property
    def is_to_confirm(self) -> bool:
        return self.evidence == "expert"

    @property
    def strength(self) -> str:
        """How firmly the document says it: « proposé », « à titre indicatif »… Empty for what is firm."""
        return STRENGTHS.get(self.modality, "") if self.is_founding else ""


@dataclass(frozen=True)
class Framework:
    """The common framework of a federation: its articles in order, the law beside, and what the document is. `absent` are
    the rules of law that no article holds."""

    name: str
    document: Document
    parts: Mapping[str, str]
    proofs: str  # the folder of the tests that prove its computed rules, if it has some
    articles: Mapping[str, Article]
    settings: Mapping[str, SettingSpec]
    law_proofs: str = ""  # and those of the rules of law
    absent: Mapping[str, WrittenAbsent] = field(default_factory=dict)

    @property
    def adopted(self) -> date | None:
        return self.document.adopted

    @property
    def founding(self) -> list[Article]:
        return [article for article in self.articles.values() if article.is_founding]

    @property
    def beside(self) -> list[Article]:
        """The law, the doctrine, usage: what the federation did not write."""
        return [article for article in self.articles.values() if not article.is_founding]

    def binds_on(self, article: Article, day: date) -> bool:
        """The document binds since it was adopted, or since the day that it says of the article; the rest, at any day."""
        if article.since and day < article.since:
            return False
        return not (article.is_founding and self.adopted and day < self.adopted)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of articles, as written."""

    page: Page
    articles: Mapping[str, WrittenArticle]
    is_law: bool


@cache
def load(federation: Path, law: Path | None = None) -> Framework:
    """The framework of a federation's folder. Raises Misread: all that is wrong in its files, each with its line."""
    said = about(federation / "federation.yaml")
    sheets, faults = read_sheets(federation, law)
    beside = read_law(law, {rule for sheet in sheets for rule in sheet.articles}, faults)
    places = cache(lambda: places_of(federation))
    declared = [(rule, article) for sheet in sheets for rule, article in sheet.articles.items()]
    settings = {f"{rule}.{name}" for rule, article in declared for name in article.settings}
    articles: dict[str, Article] = {}
    written_at: dict[str, str] = {}
    for sheet in sheets:
        for rule, written in sheet.articles.items():
            if rule in articles:
                sheet.page.wrong((rule,), f"l’article {rule} existe déjà ({written_at[rule]}).")
            written_at[rule] = sheet.page.at((rule,))
            articles[rule] = build_article(rule, written, Around(sheet.page, sheet.is_law, settings, places))
        faults += sheet.page.faults
    if faults:
        raise Misread(faults)
    return Framework(
        name=said.name,
        document=said.document,
        parts=said.parts,
        proofs=said.proofs,
        articles=dict(sorted(articles.items(), key=lambda pair: rule_order(pair[0]))),
        settings={spec.name: spec for article in articles.values() for spec in article.settings},
        law_proofs=beside.proofs,
        absent=dict(sorted(beside.absent.items(), key=lambda pair: rule_order(pair[0]))),
    )


def read_sheets(federation: Path, law: Path | None) -> tuple[list[Sheet], list[Fault]]:
    """Each file of articles; and what is wrong in those that cannot be read as such."""
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for folder in (federation, *filter(None, [law])):
        for path in sorted((folder / "charter").glob("*.yaml")):
            try:
                page = read_yaml(path)
                sheets.append(Sheet(page, page.read(dict[str, WrittenArticle]), is_law=folder is law))
            except Misread as wrong:
                faults += wrong.faults
    return sheets, faults


@dataclass(frozen=True, slots=True)
class Around:
    """What an article is held against: the names of all settings, the places where one mends; `page` says what is wrong."""

    page: Page
    is_law: bool
    settings: set[str]
    places: Callable[[], Places]


def build_article(rule: str, written: WrittenArticle, around: Around) -> Article:
    """An article that reads well by itself, held against the others: what does not hold is said on its page."""
    kind, source = kind_of(rule, written.source, around.page, is_law=around.is_law)
    refuse_decided_additions(rule, written, around.page)
    if written.until and written.until not in around.settings:
        around.page.wrong((rule, "until"), f"la modalité « {written.until} » n’existe pas : écrivez R1.2.last_year.")
    return Article(
        rule=rule,
        title=written.title,
        text=written.text,
        cuts=cuts_of(rule, written, around.page),
        kind=kind,
        part=written.source.part,
        source=source,
        evidence=written.source.evidence or "",
        binds=written.binds,
        modality=written.modality,
        until=written.until,
        since=written.since,
        is_beyond=written.is_beyond,
        settings=tuple(build_setting(f"{rule}.{name}", name, spec) for name, spec in written.settings.items()),
        clauses=tuple(
            build_clause(rule, number, clause, written.binds, around)
            for number, clause in enumerate(written.clauses, start=1)
        ),
    )


def build_setting(whole: str, name: str, written: WrittenSetting) -> SettingSpec:
    return SettingSpec(
        name=whole,
        label=written.label or name,
        unit=written.unit,
        between=written.between,
        decided_by=written.decided_by,
        founding=written.founding,
        one_of=tuple(written.one_of.items()),
        proposed=written.proposed,
        is_cited=written.cited,
        gesture=written.gesture,
        addition=written.addition.strip(),
        fixed_in=written.fixed_in,
    )


def build_clause(rule: str, number: int, written: WrittenClause, binds: frozenset[str], around: Around) -> Clause:
    place: Place = (rule, "clauses", number - 1)
    binds = written.binds or binds
    return Clause(
        key=f"{rule}/{number}",
        number=number,
        way=written.way,
        binds=binds,
        severity=Severity.of(written.severity or "information"),
        check=build_check(rule, written.check, (*place, "check"), binds, around) if written.check else None,
        because=written.because,
        piece=written.attested.piece if written.attested else "",
        months=written.attested.months if written.attested else 0,
        app=written.awaits.app if written.awaits else "",
        screen=written.capability.screen if written.capability else "",
        subject=written.subject,
        says=written.says.pairs if written.says else (),
        mends=build_mends(written, (*place, "mend"), binds, around),
        tell=build_mend(written.tell, (*place, "tell"), binds, around) if written.tell else NOWHERE,
        addition=(written.addition or "").strip(),
    )


def build_mends(written: WrittenClause, place: Place, binds: frozenset[str], around: Around) -> tuple[Mend, ...]:
    """What is attested is by default mended where it is attested."""
    if not written.mend:
        return (ATTESTING if written.attested else NOWHERE,)
    several = written.mend if isinstance(written.mend, list) else [written.mend]
    mends = tuple(build_mend(one, place, binds, around) for one in several)
    fact = REGISTRY.get((written.check.fact or written.check.each) or "") if written.check else None
    if any(mend.by_item for mend in mends) and (fact is None or fact.items != "organisations"):
        around.page.wrong(place, "« item » mène à ce qui est en écart : ici, ce n’est pas une organisation.")
    return mends


def build_mend(written: Any, place: Place, binds: frozenset[str], around: Around) -> Mend:
    try:
        return read_mend(written, binds, around.places() if isinstance(written, dict) else None, around.settings)
    except ValueError as wrong:
        around.page.wrong(place, str(wrong))
        return NOWHERE


def build_check(rule: str, written: WrittenCheck, place: Place, binds: frozenset[str], around: Around) -> Check:
    fact = REGISTRY[written.fact or written.each]

    def limit(operand: int | str | None, key: str) -> int | str | None:
        """A number, or the whole name of a setting that some article declares."""
        if not isinstance(operand, str):
            return operand
        named = operand if "." in operand else f"{rule}.{operand}"
        if named not in around.settings:
            around.page.wrong((*place, key), f"la modalité « {operand} » n’existe pas.")
        return named

    parameters: Parameters = ()
    try:
        parameters = read_parameters(fact, written.parameters, binds, around.places, is_law=around.is_law)
    except ValueError as wrong:
        around.page.wrong((*place, "with"), str(wrong))
    for named in settings_named(fact, parameters):
        limit(named, "with")
    exact = limit(written.equals, "equals")
    lower, upper = written.between or (None, None)
    return Check(
        fact=fact.name,
        each=bool(written.each),
        parameters=parameters,
        predicate=written.predicate,
        lower=first(limit(written.at_least, "at_least"), exact, written.present, limit(lower, "between")),
        upper=first(limit(written.at_most, "at_most"), exact, limit(upper, "between")),
        words=frozenset(written.within) if isinstance(written.within, tuple) else frozenset(),
        word=str(limit(written.within, "within")) if isinstance(written.within, str) else "",
        once=str(limit(written.once, "once") or ""),
    )


def first(*limits: int | str | None) -> int | str | None:
    return next((limit for limit in limits if limit is not None), None)
