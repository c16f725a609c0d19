"""Holds every clause against the facts of a day, for every organisation at once.

The number of queries depends on the articles, never on the organisations: one for the organisations, one for the
registers kept, one for the settings, one for the attestations, one for the derogations, and at most one for each fact.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings as django_settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from kevread.common.collecting import uncollected
from kevread.common.facts import HEAD, REGISTRY, SCALES, Facts, Item, Needed, Organisations, Span, Value
from kevread.common.verdicts import Reason, Severity, Verdict
from kevread.directory.models import Organisation
from kevread.journal.memory import Asked, Memory, Shared, TableMemory

from .loader import Article, Check, Clause, Framework, load
from .models import Attestation, Derogation, Keeping, Setting
from .rules import is_found, judge, judge_words


class Subject(NamedTuple):
    """An organisation held against the framework."""

    id: UUID
    slug: str
    name: str
    scale: str


class Derogated(NamedTuple):
    """What allows a breach: the derogation, its last day, and the decision that grants it."""

    id: UUID
    last: date
    adopted_by: str
    adopted_on: date


@dataclass(slots=True)
class Finding:
    """The verdict of one clause on one organisation, one day. Its sentence is written when it is read."""

    article: Article
    clause: Clause
    organisation: Subject
    verdict: Verdict
    reason: Reason | None = None
    value: Value | None = None
    lower: int | None = None
    upper: int | None = None
    failing: tuple[tuple[Item, int], ...] = ()
    unknown: tuple[Item, ...] = ()  # of which nothing shows whether they hold
    words: frozenset[str] = frozenset()  # those admitted
    attestation: UUID | None = None
    derogation: Derogated | None = None
    head: Subject | None = None  # the head of network, in whose bodies some breaches are mended
    places: tuple[Subject, ...] = ()  # the organisations that fail, where their clause sends there
    keeper: Subject | None = None  # who would have to keep a register that is not kept

    @property
    def rule(self) -> str:
        return self.article.rule

    @property
    def severity(self) -> Severity:
        return self.clause.severity

    @property
    def worst(self) -> Item | None:
        return self.failing[0][0] if self.failing else None


def framework() -> Framework:
    """The framework of the federation that this installation runs."""
    return load(django_settings.KEVREAD_FEDERATION, django_settings.KEVREAD_LAW)


type Values = dict[tuple[str, UUID | None], Any]  # (setting, organisation or None for all): value


def values_on(on: date) -> Values:
    """Every value in force on a day: the common ones (None), and each organisation's own. One query."""
    rows = Setting.objects.on(on).values_list("name", "organisation_id", "value")
    return {(name, organisation): value for name, organisation, value in rows}


class Day:
    """What is true on a day, read once: organisations, registers kept, settings, facts.

    `among` restricts the organisations asked about (None: all). The head of network is always read, and always among them
    `with_head`: then facts are asked of the whole network for it. `known` gives the answers that this process has already.
    """

    def __init__(
        self,
        on: date,
        among: Iterable[UUID] | None = None,
        *,
        with_head: bool = True,
        known: Asked[Facts] | None = None,
    ) -> None:
        self.on = on
        rows = Organisation.objects.on(on).filter(scale__in=SCALES)
        asked = None if among is None else frozenset(among)
        if asked is not None:
            rows = rows.filter(Q(pk__in=asked) | Q(scale=HEAD))
        subjects = [Subject(*row) for row in rows.order_by("search", "slug").values_list("pk", "slug", "name", "scale")]
        self.by_scale = {scale: [one for one in subjects if one.scale == scale] for scale in SCALES}
        self.everyone = frozenset(subject.id for subject in subjects)
        heads = tuple(subject.id for subject in self.by_scale[HEAD])
        self.head = heads[0] if heads else None
        ids = None if asked is None else frozenset(s.id for s in subjects if with_head or s.id in asked)
        self.among = Organisations(ids, heads, Shared())
        self._known = known
        self._facts: dict[tuple[str, tuple[tuple[str, Any], ...]], Facts] = {}
        self._kept: dict[str, set[Item | None]] | None = None
        self._kept_of: dict[frozenset[UUID], dict[str, set[Item | None]]] = {}
        self._keepers: dict[Needed, frozenset[UUID]] = {}
        self._settings: dict[date, Values] = {}
        self._attested: dict[tuple[str, UUID], tuple[UUID, bool]] | None = None
        self._derogated: dict[tuple[str, UUID], Derogated] | None = None

    def subjects(self, scales: frozenset[str]) -> Iterator[Subject]:
        for scale in SCALES:
            if scale in scales:
                yield from self.by_scale[scale]

    @property
    def kept(self) -> dict[str, set[Item | None]]:
        """For each register, who keeps it: of those that are asked about, and the head."""
        if self._kept is None:
            ids = self.among.ids
            self._kept = self.kept_by(None if ids is None else {*ids, *(self.among.heads or ())})
        return self._kept

    def kept_by(self, organisations: Collection[UUID] | None) -> dict[str, set[Item | None]]:
        rows = Keeping.objects.on(self.on)
        if organisations is not None:
            rows = rows.filter(organisation__in=organisations)
        keepers = rows.values_list("register").annotate(keepers=ArrayAgg("organisation"))
        return defaultdict(set, {register: set(found) for register, found in keepers})

    @property
    def settings(self) -> Values:
        return self.settings_on(self.on)

    def settings_on(self, day: date) -> Values:
        """The values in force on this day, or on an earlier one that a fact is about."""
        if day not in self._settings:
            self._settings[day] = values_on(day)
        return self._settings[day]

    @property
    def attested(self) -> dict[tuple[str, UUID], tuple[UUID, bool]]:
        """What is attested, by clause and organisation: the attestation, and whether it says yes."""
        if self._attested is None:
            rows = Attestation.objects.on(self.on).values_list("clause", "organisation_id", "id", "is_met")
            self._attested = {(clause, organisation): (key, is_met) for clause, organisation, key, is_met in rows}
        return self._attested

    @property
    def derogated(self) -> dict[tuple[str, UUID], Derogated]:
        if self._derogated is None:
            self._derogated = {
                (row.clause, row.organisation_id): Derogated(row.pk, row.dates.last, row.adopted_by, row.adopted_on)
                for row in Derogation.objects.on(self.on)
                if row.dates.last
            }
        return self._derogated

    def allowance(self, article: Article) -> dict[tuple[str, UUID], Derogated]:
        """What allows to depart from an article that day."""
        return self.derogated if article.is_derogable else {}

    def fact(self, check: Check) -> Facts:
        """The answer to the check's question, asked once however many clauses read it."""
        key = (check.fact, check.parameters)
        if key not in self._facts:
            ask = partial(REGISTRY[check.fact].ask, self.on, self.among, **dict(check.parameters))
            self._facts[key] = ask() if self._known is None else self.known_or_asked(self._known, key, ask)
        return self._facts[key]

    def known_or_asked(self, known: Asked[Facts], key: Hashable, ask: Callable[[], Facts]) -> Facts:
        """What was answered of these organisations, or of the whole network, and still holds; else it is asked."""
        question = (key, self.on, django_settings.KEVREAD_FEDERATION)
        whole = known.recall((question, replace(self.among, ids=None)))
        if whole is None:
            return known.once((question, self.among), ask)
        return {organisation: value for organisation, value in whole.items() if organisation in self.among}

    def keepers(self, needed: Needed) -> frozenset[UUID]:
        """The organisations for whom every register that a fact reads is kept, by who must keep it."""
        if needed not in self._keepers:
            own = [self.kept[register] for register, by in needed if by in ("self", "both")]
            everyone = self.everyone if self.head_keeps(needed) else frozenset()
            self._keepers[needed] = everyone.intersection(*own)
        return self._keepers[needed]

    def head_keeps(self, needed: Needed) -> bool:
        return all(self.head in self.kept[register] for register, by in needed if by in ("head", "both"))

    def proven(self, needed: Needed, answers: Facts) -> Callable[[Item], bool] | None:
        """Whether an item keeps the registers of its own that a fact reads: otherwise nothing shows whether it holds. Those
        of the items that are not asked about themselves are read together. None: there is no such register."""
        registers = [register for register, by in needed if by == "items"]
        if not registers:
            return None
        kept = self.kept
        if self.among.ids is not None:
            values = (value for value in answers.values() if isinstance(value, Mapping))
            items = frozenset(item for value in values for item in value if isinstance(item, UUID))
            if items not in self._kept_of:
                self._kept_of[items] = self.kept_by(items)
            kept = self._kept_of[items]
        return lambda item: all(item in kept[register] for register in registers)

    def limits(self, check: Check) -> Callable[[UUID], tuple[bool, int | None, int | None]]:
        """For an organisation: are both limits decided?, the lower, the upper. An organisation's own value comes before
        the common one."""
        settings = self.settings_on(REGISTRY[check.fact].bound_on(self.on, dict(check.parameters)))

        def limit(operand: int | str | None, organisation: UUID | None) -> tuple[bool, int | None]:
            if operand is None or isinstance(operand, int):
                return True, operand
            value = settings.get((operand, organisation), settings.get((operand, None)))
            return value is not None, value

        def both(organisation: UUID | None) -> tuple[bool, int | None, int | None]:
            (has_lower, lower), (has_upper, upper) = (limit(n, organisation) for n in (check.lower, check.upper))
            is_set = all(limit(name or None, organisation)[0] for name in (check.word, check.once))
            return has_lower and has_upper and is_set, lower, upper

        common = both(None)
        named = (check.lower, check.upper, check.word, check.once)
        own = {key for name, key in settings if key is not None and name in named}
        return (lambda organisation: both(organisation) if organisation in own else common) if own else lambda _: common

    def words(self, check: Check, organisation: UUID) -> frozenset[str]:
        """The words admitted: those of the check, or the one that was decided."""
        if not check.word:
            return check.words
        settings = self.settings
        decided = settings.get((check.word, organisation), settings.get((check.word, None)))
        return frozenset() if decided is None else frozenset({str(decided)})


def size_of(value: Value) -> int:
    return 1 if isinstance(value, int | Span) else 1 + len(value)


# What is kept of the last states, in findings: about 15 MB for each process. A network of a thousand groupings, read whole,
# is not kept.
type Answer = tuple[Framework, list[Finding]]  # it holds the framework, whose identity is then its own
KNOWN = Memory[Answer](50_000, lambda answer: 1 + len(answer[1]))


# What facts answered, by the tables that they read: about 15 MB for each process.
ANSWERS = TableMemory[Facts](50_000, lambda answers: 1 + sum(map(size_of, answers.values())))


def verdicts(
    on: date, *, rules: Iterable[str] | None = None, organisations: Iterable[UUID] | None = None
) -> list[Finding]:
    """The findings of a day, article by article in their order: computed and attested clauses only. `rules` and
    `organisations` restrict what is held; both None means everything. Reached once for each state of the guarded tables
    (`journal.queries.state`): the findings are everybody's, and nobody changes them."""
    book = framework()
    wanted = None if rules is None else frozenset(rules)
    asked = None if organisations is None else frozenset(organisations)

    def within(name: str) -> Answer | None:
        if (known := recalled(name, book, on, wanted, asked)) is None:
            return None
        return book, [
            finding
            for finding in known
            if (wanted is None or finding.rule in wanted) and (asked is None or finding.organisation.id in asked)
        ]

    def read() -> Answer:
        with ANSWERS.asked() as known:
            return book, reach(book, on, wanted, asked, known)

    _, found = KNOWN.once((id(book), on, wanted, asked), read, within=within)
    return list(found)


def recalled(
    name: str, book: Framework, on: date, wanted: frozenset[str] | None, asked: frozenset[UUID] | None
) -> list[Finding] | None:
    """What this process knows, in the state of that name, of these articles and these organisations, and maybe of more."""
    for (of, day, rules, organisations), (_, found) in KNOWN.of(name):
        if (of, day) != (id(book), on):
            continue
        if (rules is None or (wanted is not None and wanted <= rules)) and (
            organisations is None or (asked is not None and asked <= organisations)
        ):
            return found
    return None


def reach(
    book: Framework,
    on: date,
    wanted: frozenset[str] | None,
    asked: frozenset[UUID] | None,
    known: Asked[Facts] | None = None,
) -> list[Finding]:
    """The findings of a day, worked out from the tables; from those alone where facts read what was written since, when
    answers are `known`."""
    day = Day(on, asked, with_head=False, known=known)
    found: list[Finding] = []
    with uncollected():
        for article in book.articles.values():
            if wanted is not None and article.rule not in wanted:
                continue
            for clause in article.clauses:
                if clause.way in ("check", "attested"):
                    found += hold(book, day, article, clause, asked)
        head = day.by_scale[HEAD][0] if day.by_scale[HEAD] else None
        for finding in found:
            finding.head = head
        place(day, found)
    return found


def place(day: Day, findings: Iterable[Finding]) -> None:
    """The organisations by which what these find is mended, each at home, where their clause sends there. One query, where
    some of them were not asked about."""
    known: dict[Item, Subject] = {subject.id: subject for those in day.by_scale.values() for subject in those}
    sent = [one for one in findings if any(mend.by_item for mend in one.clause.mends)]
    wanted = [[item for item, _ in one.failing] or one.unknown for one in sent]
    if missing := {item for items in wanted for item in items if isinstance(item, UUID)} - known.keys():
        rows = Organisation.objects.on(day.on).filter(pk__in=missing).values_list("pk", "slug", "name", "scale")
        known |= {row[0]: Subject(*row) for row in rows}
    for finding, items in zip(sent, wanted, strict=True):
        finding.places = tuple(known[item] for item in items if item in known)


def hold(book: Framework, day: Day, article: Article, clause: Clause, asked: frozenset[UUID] | None) -> list[Finding]:
    """One clause, on every organisation that it binds."""
    subjects = [s for s in day.subjects(clause.binds) if asked is None or s.id in asked]
    if not book.binds_on(article, day.on):
        return [Finding(article, clause, s, Verdict.NOT_APPLICABLE, Reason.BEFORE_EFFECT) for s in subjects]
    if article.until and (last := day.settings.get((article.until, None))) is not None and day.on.year > last:
        return [Finding(article, clause, s, Verdict.NOT_APPLICABLE, Reason.AFTER_PERIOD) for s in subjects]
    if clause.check is None:
        return [hold_attested(day, article, clause, subject) for subject in subjects]
    check, needed, fact = clause.check, clause.check.registers, REGISTRY[clause.check.fact]
    nothing: Value = 0 if fact.otherwise is None else fact.otherwise
    empty: Value = {} if check.each else frozenset() if check.is_of_words else nothing
    answers = day.fact(check) if subjects else {}
    keepers, limits, allowance = day.keepers(needed), day.limits(check), day.allowance(article)
    is_proven = day.proven(needed, answers)
    found = []
    for subject in subjects:
        value = answers.get(subject.id, empty)
        decided, lower, upper = limits(subject.id)
        finding = Finding(article, clause, subject, Verdict.UNKNOWN, None, value, lower, upper)
        finding.words = day.words(check, subject.id)
        if not decided:
            finding.reason = Reason.NOT_DECIDED
        elif subject.id not in keepers and not (fact.is_proof and is_found(value, lower, upper)):
            finding.reason = Reason.NOT_KEPT
            finding.keeper = subject if day.head_keeps(needed) else day.by_scale[HEAD][0] if day.head else None
        elif check.is_of_words and not value:
            finding.reason = Reason.NO_DATA
        else:
            judgement = (
                judge_words(value, finding.words)  # type: ignore[arg-type]
                if check.is_of_words
                else judge(value, lower, upper, is_proven, may_be_empty=fact.may_be_empty)
            )
            finding.verdict, finding.failing, finding.unknown = judgement.verdict, judgement.failing, judgement.unknown
            if finding.verdict is Verdict.UNKNOWN:
                is_unkept = is_proven is not None and not all(map(is_proven, finding.unknown))
                finding.reason = Reason.NOT_KEPT if is_unkept else fact.unsaid
        if finding.verdict is Verdict.BREACHES and (allowed := allowance.get((clause.key, subject.id))):
            finding.reason, finding.derogation = Reason.DEROGATION, allowed
        found.append(finding)
    return found


def hold_attested(day: Day, article: Article, clause: Clause, subject: Subject) -> Finding:
    """Somebody says that it is so, or that it is not, for a time; else nothing shows it."""
    found = day.attested.get((clause.key, subject.id))
    if found is None:
        return Finding(article, clause, subject, Verdict.UNKNOWN, Reason.NOT_ATTESTED)
    key, is_met = found
    return Finding(article, clause, subject, Verdict.CONFORMS if is_met else Verdict.BREACHES, attestation=key)
