"""The words of a finding, written when they are read: names of items are fetched once for a whole list."""

import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from kevread.common.facts import NAMERS, REGISTRY, UNWRITTEN, Item, Organisations, Span
from kevread.common.periods import day_in_words
from kevread.common.verdicts import REASON_WORDS, TO_LOOK_AT, VERDICT_WORDS, Reason, Verdict
from kevread.common.words import Counted, few, of, that
from kevread.journal.memory import Memory

from .beside import kept_when, left_aside
from .engine import Finding, framework
from .loader import Article, Framework
from .models import Attestation, Passage, last_over
from .rules import WHOLE, decision_in_words
from .specs import SettingSpec
from .written import PASSAGE

BESIDE = {
    "agreement": " C’est une convention collective qui le demande, et non la loi.",
    "doctrine": " C’est une doctrine, et non la loi.",
    "usage": " C’est un usage, et non la loi.",
}
SOFTER = {
    "work_stream": " Le document l’annonce comme un travail à mener.",
    "proposal": " Le document le propose, et ne le décide pas.",
    "conditional": " Le document le dit possible, sans le demander.",
    "indicative": " Le document le donne à titre indicatif.",
}
BEFORE_EFFECT = "Ce point ne s’appliquait pas encore à cette date."
AFTER_PERIOD = "Le texte ne dit rien de ce point pour cette année : la période dont il parle est finie."
NOTHING_THERE = "Rien de ce que ce point regarde n’est encore inscrit ici : on ne peut pas le dire."
NAMED_AT_MOST = 6  # names in a sentence, before « et 4 autres »


@dataclass(frozen=True, slots=True)
class Spoken:
    """A finding and its words."""

    finding: Finding
    word: str
    sentence: str
    items: tuple[str, ...]  # the names of the failing items, in their order
    attestation: Attestation | None = None
    ignored: str = ""  # the words of the sentence that name what is not known, where there are some
    unknown: tuple[str, ...] = ()  # the names of the items of which nothing is known, in their order

    @property
    def worst(self) -> str:
        return self.items[0] if self.items else ""


SPOKEN = Memory[list[Spoken]](20_000, lambda answer: 1 + len(answer))  # sentences


def speak(findings: Iterable[Finding], on: date) -> list[Spoken]:
    """The findings with their sentences; the same findings are told once for each state of the guarded tables."""
    told = list(findings)
    if not told:
        return []
    # An answer holds its findings: as long as it is kept, no other is at their address.
    return list(SPOKEN.once((on, *map(id, told)), lambda: put_in_words(told, on)))


def put_in_words(findings: list[Finding], on: date) -> list[Spoken]:
    """At most one query for each kind of item to name, one for each fact that tells who; and two for the
    attestations."""
    wanted: dict[str, set[Item]] = defaultdict(set)
    for finding in findings:
        if finding.failing or finding.unknown:
            items = (*(item for item, _ in finding.failing), *finding.unknown)
            wanted[kind_of(finding)] |= {item for item in items if item != WHOLE and item not in UNWRITTEN}
    names = {kind: dict(NAMERS[kind](items, on)) for kind, items in wanted.items() if kind in NAMERS and items}
    who, aside = who_it_is(findings, on), left_aside(findings, on)
    kept = kept_when(findings, on)
    pieces = Attestation.objects.select_related("person").in_bulk(
        [one.attestation for one in findings if one.attestation]
    )
    over = last_over({key_of(one) for one in findings if one.reason is Reason.NOT_ATTESTED}, on)
    return [
        say(
            finding,
            {**UNWRITTEN, **names.get(kind_of(finding), {}), **who.get(key_of(finding), {})},
            pieces.get(finding.attestation) if finding.attestation else None,
            aside.get(key_of(finding), ""),
            over.get(key_of(finding)),
            kept.get(key_of(finding)),
        )
        for finding in findings
    ]


def key_of(finding: Finding) -> tuple[str, UUID]:
    return finding.clause.key, finding.organisation.id


def who_it_is(findings: list[Finding], on: date) -> dict[tuple[str, UUID], dict[Item, str]]:
    """The names that a fact gives to its failing items, by clause and organisation: better than those of their kind."""
    wanted: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.clause.check and REGISTRY[finding.clause.check.fact].told and finding.failing:
            wanted[finding.clause.key].append(finding)
    names: dict[tuple[str, UUID], dict[Item, str]] = defaultdict(dict)
    for key, those in wanted.items():
        check = those[0].clause.check
        told = REGISTRY[check.fact].told if check else None
        if check and told:
            among = Organisations(frozenset(finding.organisation.id for finding in those))
            for (organisation, item), name in told(on, among, **dict(check.parameters)).items():
                names[key, organisation][item] = name
    return names


def under_way(findings: list[Finding], on: date) -> set[tuple[str, UUID]]:
    """Those of which each failing item waits for something that was begun, by clause and organisation."""
    wanted: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.clause.check and REGISTRY[finding.clause.check.fact].awaits and finding.failing:
            wanted[finding.clause.key].append(finding)
    found = set()
    for those in wanted.values():
        check = those[0].clause.check
        awaits = REGISTRY[check.fact].awaits if check else None
        if check and awaits:
            among = Organisations(frozenset(finding.organisation.id for finding in those))
            waits = set(awaits(on, among, **dict(check.parameters)))
            found |= {
                key_of(one) for one in those if all((one.organisation.id, item) in waits for item, _ in one.failing)
            }
    return found


def kind_of(finding: Finding) -> str:
    return REGISTRY[finding.clause.check.fact].items if finding.clause.check else ""


def say(
    finding: Finding,
    names: dict[Item, str],
    attestation: Attestation | None = None,
    aside: str = "",
    over: Attestation | None = None,
    kept: date | None = None,
) -> Spoken:
    items = tuple(names.get(item, str(item)) for item, _ in finding.failing if item != WHOLE)
    sentence = finding.clause.sentence("undecided" if finding.reason is Reason.NOT_DECIDED else finding.verdict.value)
    others = items[1:] if "worst}" in sentence and "{items}" not in sentence else ()
    if finding.verdict is Verdict.NOT_APPLICABLE:
        sentence = AFTER_PERIOD if finding.reason is Reason.AFTER_PERIOD else BEFORE_EFFECT
    elif finding.reason is Reason.NOT_DECIDED and not finding.clause.sentence("undecided"):
        sentence = undecided(finding)
    elif finding.reason is Reason.NO_DATA and not finding.unknown and not (finding.words and lacks_of(finding)):
        sentence = NOTHING_THERE
    elif over:
        sentence = over.told_over
    elif lacks := lacks_of(finding):
        sentence = f"On ne peut pas encore le dire : il manque {lacks}."
    elif sentence:
        sentence = elided(sentence).format(
            organisation=finding.organisation.name,
            of_organisation=of(finding.organisation.name),
            that_organisation=that(finding.organisation.name),
            value=Counted(counted_of(finding)),
            limit=limit_of(finding),
            worst=items[0] if items else finding.organisation.name,
            of_worst=of(items[0] if items else finding.organisation.name),
            count=len(finding.failing),
            items=listed(items),
            aside=aside,
            kept=f" (le {day_in_words(kept)})" if kept else "",
        )
        sentence += f" {word_of_failing(finding)} aussi : {listed(others)}." if others else ""
    ignored = not_known(finding, names)
    sentence = sentence[:1].upper() + sentence[1:] + ignored + whence(finding) + allowed(finding)
    unknown = tuple(names.get(item, str(item)) for item in finding.unknown)
    return Spoken(finding, word_of(finding), sentence, items, attestation, ignored, unknown)


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["a", "b"]), listed("abcdefgh"), listed(["n° 1, un bail", "n° 2, un prêt"])
    ('a, b', 'a, b, c, d, e, f et 2 autres', 'n° 1, un bail ; n° 2, un prêt')
    """
    more = len(names) - NAMED_AT_MOST
    between = " ; " if any("," in name for name in names) else ", "
    return between.join(names[:NAMED_AT_MOST]) + (f" et {more} {'autres' if more > 1 else 'autre'}" if more > 0 else "")


def is_to_look_at(finding: Finding) -> bool:
    """A breach of what nobody decided, and that neither the law nor what is done elsewhere asks: an addition of ours; or
    what the document proposes or gives as an indication, as long as no setting that it reads was decided. It is looked at;
    nobody is asked to mend it."""
    if finding.verdict is not Verdict.BREACHES or finding.reason is Reason.DEROGATION:
        return False
    softly = finding.article.is_founding and finding.article.modality in SOFTER
    reads = finding.clause.check.settings if finding.clause.check else []
    return bool(finding.clause.addition) or (softly and not reads)


def whence(finding: Finding) -> str:
    """What calls for a breach, when it is neither the document nor the law: told with it wherever it is read."""
    if finding.verdict is not Verdict.BREACHES:
        return ""
    if finding.clause.addition:
        return " C’est un ajout de Kevread, que le réseau n’a pas décidé."
    if finding.article.is_founding:
        return SOFTER.get(finding.article.modality, "")
    return BESIDE.get(source_of(finding), "")


def source_of(finding: Finding) -> str:
    """The kind of the article; a limit that a doctrine gives is no law, be it in an article that cites both."""
    check, specs = finding.clause.check, framework().settings
    limits = [name for name in (check.lower, check.upper, check.word) if isinstance(name, str)] if check else []
    is_doctrine = any(specs[name].decided_by == "doctrine" for name in limits if name in specs)
    return "doctrine" if is_doctrine else finding.article.kind


def lacks_of(finding: Finding) -> str:
    """What is missing where the registers are kept, and still nothing can be said."""
    check = finding.clause.check
    return REGISTRY[check.fact].lacks if check and finding.reason is Reason.NO_DATA else ""


def not_known(finding: Finding, names: Mapping[Item, str]) -> str:
    """Of how many nothing is known, and of which; or what is counted for sure. Empty when all is known."""
    if not finding.unknown:
        return ""
    if isinstance(finding.value, Mapping):
        of_which = f"{len(finding.unknown)} sur {len(finding.value)}"
        return f" Nous l’ignorons pour {of_which} : {listed([names.get(i, str(i)) for i in finding.unknown])}."
    return "" if finding.value == Span(0, None) else f" On en compte {show(finding.value)}."


def allowed(finding: Finding) -> str:
    """Until when a breach is allowed, and by which decision. Empty when no derogation covers it."""
    if finding.derogation is None:
        return ""
    _, last, adopted_by, adopted_on = finding.derogation
    return f" Dérogation jusqu’au {day_in_words(last)} : {decision_in_words(adopted_by, adopted_on)}."


def undecided(finding: Finding) -> str:
    """Which setting nobody decided yet, by its label."""
    check = finding.clause.check
    specs = framework().settings
    word = next(iter(finding.words), None)
    limits = ((check.lower, finding.lower), (check.upper, finding.upper), (check.word, word)) if check else ()
    labels = [specs[name].label for name, value in limits if isinstance(name, str) and value is None and name in specs]
    which = " ; ".join(dict.fromkeys(labels))
    return f"Pas encore décidé : {which}. Les faits sont comptés, la limite n’est pas vérifiée."


def elided(sentence: str) -> str:
    """« de » and « que » before a name, as one says them: written plainly in the articles, contracted here.

    >>> elided("Le bureau de {organisation}, dès que {organisation}")
    'Le bureau {of_organisation}, dès {that_organisation}'
    """
    for plain, said in (
        ("de {organisation}", "{of_organisation}"),
        ("que {organisation}", "{that_organisation}"),
        ("de {worst}", "{of_worst}"),
    ):
        sentence = sentence.replace(plain, said)
    return sentence


def word_of(finding: Finding) -> str:
    if finding.reason:
        return REASON_WORDS[finding.reason]
    return word_of_failing(finding) if finding.verdict is Verdict.BREACHES else VERDICT_WORDS[finding.verdict]


def word_of_failing(finding: Finding) -> str:
    """Of an item that fails, whether the breach is allowed or not."""
    return TO_LOOK_AT if is_to_look_at(finding) else VERDICT_WORDS[Verdict.BREACHES]


def counted_of(finding: Finding) -> str:
    """The number that a finding is about: that of the worst item; how many in all, where none is admitted. Empty for
    what is not counted."""
    if finding.clause.check is None:
        return ""
    if not finding.failing:
        return show(finding.value)
    return str(sum(number for _, number in finding.failing) if finding.upper == 0 else finding.failing[0][1])


def show(value: Any) -> str:
    """
    >>> show(3), show(Span(1, 3)), show(Span(1, None)), show({"a": 1})
    ('3', '1 à 3', '1 au moins', '1')
    """
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Span):
        return f"{value.least} au moins" if value.most is None else f"{value.least} à {value.most}"
    return str(len(value)) if value is not None else "0"


def limit_of(finding: Finding) -> str:
    lower, upper = finding.lower, finding.upper
    if finding.words:
        return ", ".join(sorted(finding.words))
    limits = dict.fromkeys(str(one) for one in (lower, upper) if one is not None)
    return " à ".join(limits)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an article's text: words, or the value of a setting (`setting` is its name; `decided` or not)."""

    text: str
    setting: str = ""
    decided: bool = True


def passage_of(rule: str) -> str:
    """The words of the document that an article is about, when the federation attached it. One query."""
    found = Passage.objects.filter(rule=rule, start__isnull=False).values_list("quote", flat=True).first()
    return f"« {found} »" if found else ""


def valued(spec: SettingSpec, value: Any, *, feminine: bool = False) -> str:
    """The value in force, beside that of the document where the network decided otherwise since."""

    def told(of: Any) -> str:
        return few(of, feminine=feminine) if isinstance(of, int) and spec.is_counted else spec.words(of)

    if spec.founding is None or spec.founding == value:
        return told(value)
    return f"{told(value)} ({told(spec.founding)} dans le document)"


def text_of(
    book: Framework, article: Article, values: dict[tuple[str, UUID | None], Any], organisation: UUID | None = None
) -> list[Segment]:
    """The text of an article with the values in force, written in words; a value that nobody decided is shown empty."""
    return segments_of(book, article, article.text, values, organisation)


def segments_of(
    book: Framework,
    article: Article,
    text: str,
    values: dict[tuple[str, UUID | None], Any],
    organisation: UUID | None = None,
) -> list[Segment]:
    """The same, of a stretch of its text."""
    segments, pieces = [], list(string.Formatter().parse(text))
    for (words, field, *_), (after, *_) in zip_longest(pieces, pieces[1:], fillvalue=("", None, None, None)):
        if words:
            segments.append(Segment(words))
        if field == PASSAGE:
            segments.append(Segment(passage_of(article.rule) or "voir le document"))
        elif field:
            name = f"{article.rule}.{field}"
            spec, value = book.settings[name], values.get((name, organisation), values.get((name, None)))
            if value is None:
                shown = f"« {spec.proposed} » ({spec.offered})" if spec.proposed else spec.label
            else:
                shown = valued(spec, value, feminine=after.startswith(" fois"))  # « une fois »
            segments.append(Segment(shown, name, decided=value is not None))
    return segments
