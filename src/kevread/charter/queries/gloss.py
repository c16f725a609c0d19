"""The gloss of an article: each clause, the sentence of each finding, the facts, who may act, and the button."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from kevread.charter.engine import Day, Finding, Subject, framework, verdicts
from kevread.charter.loader import Article, Clause
from kevread.charter.models import Attestation, Derogation, Passage, Setting
from kevread.charter.queries.attested import to_renew, way_to_attest
from kevread.charter.queries.board import Told, said_once
from kevread.charter.queries.contests import Contested, by_finding, contests_among
from kevread.charter.queries.gestures import Gesture, acting, gesture_of, holders, other_gestures, who_each
from kevread.charter.queries.rows import counted_in_words
from kevread.charter.queries.since import known_since
from kevread.charter.queries.states import STATES, Stated, outcome
from kevread.charter.queries.text import circle_of, value_in_force
from kevread.charter.sentences import Segment, Spoken, counted_of, listed, speak, text_of
from kevread.charter.source import compact
from kevread.charter.specs import SettingSpec
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.facts import Item
from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.ui.charts import case
from kevread.ui.places import lets_in, way_address

SHOWN = 8  # groups of a clause, and organisations of a group
ORIGINS = {
    "document": "Le document",
    "law": "Source",
    "agreement": "Source",
    "doctrine": "Doctrine, dont on peut s’écarter",
    "usage": "Usage, dont on peut s’écarter",
}
KICKERS = {"law": "La loi", "agreement": "Convention collective", "doctrine": "Doctrine", "usage": "Usage"}
OTHER_WAYS = {
    "capability": "Un écran y répond",
    "awaits": "En attente de données",
    "not_checked": "Ne se vérifie pas",
}


@dataclass(slots=True)
class Line(Stated):
    """What a clause says of one organisation, and what one can do."""

    spoken: Spoken
    state: str
    value: str
    counted: str
    gesture: Gesture | None
    way: Way | None  # to the gesture, for whoever may do it or read it
    attestation: Attestation | None
    derogation: Derogation | None
    contests: list[Contested]
    derogable: bool  # the network asks it, and no derogation is there: one could be written
    more: tuple[Way, ...] = ()  # to what cures it as well
    may: bool = False  # whether the reader can act, and not only read the page
    who: str = ""  # who can act today
    since: date | None = None  # from which day it has been so
    anew: Way | None = None  # where what ends within a month is attested again

    @property
    def finding(self) -> Finding:
        return self.spoken.finding

    @property
    def drawn(self) -> list[str]:
        """What was counted against what is asked, in dots: of the item that fails most."""
        if not self.finding.failing or self.state == "conforms":
            return []
        return case(int(self.value), self.finding.lower, self.finding.upper)

    @property
    def reads(self) -> bool:
        """Whether the way leads to what is read as well as mended: of any day, then."""
        return self.gesture is not None and not self.gesture.writes


@dataclass(frozen=True, slots=True)
class Group:
    """What is said in the same words of several organisations. A breach stays alone: each has its own way out."""

    line: Line
    others: list[Line]

    @property
    def lines(self) -> list[Line]:
        return [self.line, *self.others]

    @property
    def organisations(self) -> list[Subject]:
        return [line.finding.organisation for line in self.lines]


@dataclass(frozen=True, slots=True)
class ClauseGloss:
    clause: Clause
    groups: list[Group]  # what calls for something, the worst first
    conforming: list[Line]
    agreed: list[Told]  # what conforms, each sentence once
    shown: str  # how it is shown when it is neither computed nor attested
    screen: str | None
    screen_label: str

    def rank(self) -> int:
        """What asks most for attention comes first; what nothing checks, last."""
        state = self.groups[0].line.state if self.groups else "conforms" if self.conforming else "silent"
        return STATES.index(state)

    @property
    def shown_lines(self) -> list[Line]:
        return [line for group in self.groups[:SHOWN] for line in group.lines[:SHOWN]]

    @property
    def derogable(self) -> list[Line]:
        """Who conforms, and could be allowed to depart from it for a time."""
        return [line for line in self.conforming if line.derogable]


@dataclass(frozen=True, slots=True)
class SettingGloss:
    spec: SettingSpec
    name: str
    value: Any
    decided: bool
    decision: str  # who decided it, and when


@dataclass(frozen=True, slots=True)
class Gloss:
    article: Article
    segments: list[Segment]
    clauses: list[ClauseGloss]
    settings: list[SettingGloss]
    passage: Passage | None

    @property
    def kicker(self) -> str:
        """Where the article is read, as the page « Texte » calls it."""
        return KICKERS.get(self.article.kind, "Le cadre commun")

    @property
    def origin(self) -> str:
        """What an article that is not of the document rests on."""
        return ORIGINS[self.article.kind]

    @property
    def is_reworded(self) -> bool:
        """Whether the text says the document in other words: all do, but one that is the sentence of the document itself."""
        words = "".join(segment.text for segment in self.segments)
        return self.passage is None or compact(words) != compact(self.passage.quote)

    @property
    def is_held(self) -> bool:
        """Whether a clause is held against facts or pieces."""
        return any(one.clause.way in ("check", "attested") for one in self.clauses)


def gloss(rule: str, scale: Organisation, on: date, reader: Actor) -> Gloss:
    """The gloss of a rule at a scale. KeyError when the framework has no such rule."""
    book = framework()
    article = book.articles[rule]
    day = Day(on, [])
    spoken: dict[str, list[Spoken]] = {}
    circle = circle_of(scale, on, reader)
    if scale.pk in circle.everyone:
        for one in speak(verdicts(on, rules=[rule], organisations=circle.asked), on):
            spoken.setdefault(one.finding.clause.key, []).append(one)
    findings = [one.finding for found in spoken.values() for one in found]
    kept = kept_of(findings, contests_among(circle.everyone, on, reader, rule=rule) if findings else [], reader)
    clauses = [gloss_of(clause, spoken.get(clause.key, []), kept, scale) for clause in article.clauses]
    clauses.sort(key=ClauseGloss.rank)
    clauses = once_each(clauses)
    shown = [line for one in clauses for line in one.shown_lines]
    tell_who(shown, on, reader)
    tell_since(shown, on)
    tell_anew([line for one in clauses for line in (*one.shown_lines, *one.conforming)], on, reader)
    return Gloss(
        article=article,
        segments=text_of(book, article, day.settings, scale.pk),
        clauses=clauses,
        settings=settings_of(article, day, scale),
        passage=Passage.objects.filter(rule=rule, start__isnull=False).select_related("source").first(),
    )


def once_each(clauses: list[ClauseGloss]) -> list[ClauseGloss]:
    """What several clauses say in the same words of the same organisations, and that nothing tells apart, is said by the first;
    so is what is not known of the same things, or of some of them. A breach is always said, and so is what somebody contests,
    attested, or was allowed: it no longer names what was named above."""
    said: set[object] = set()
    named: dict[object, set[Item]] = {}  # by fact and organisation, what was already said not to be known
    found = []
    for clause in clauses:
        kept = []
        for group in clause.groups:
            own = group.line.finding.verdict is Verdict.BREACHES or any(
                line.contests or line.attestation or line.derogation for line in group.lines
            )
            key = group.line.state, group.line.spoken.sentence, tuple(one.id for one in group.organisations)
            before = [named.get(ignored_of(line.finding), set()) for line in group.lines]
            again = all(is_named(line.finding, known) for line, known in zip(group.lines, before, strict=True))
            if own or not (key in said or again):
                lines = [shorter(line, known) for line, known in zip(group.lines, before, strict=True)]
                kept.append(Group(lines[0], lines[1:]))
            if not own:
                said.add(key)
            for line in group.lines:
                named.setdefault(ignored_of(line.finding), set()).update(line.finding.unknown)
        found.append(replace(clause, groups=kept))
    return found


def ignored_of(finding: Finding) -> object:
    """Of which fact, for which organisation, something is not known."""
    return finding.clause.check.fact if finding.clause.check else "", finding.organisation.id


def is_named(finding: Finding, named: set[Item]) -> bool:
    """Whether all that is not known here was said not to be, of the same fact, by a clause above."""
    return bool(finding.unknown) and named.issuperset(finding.unknown)


def shorter(line: Line, named: set[Item]) -> Line:
    """The same, which names again nothing of what is not known that was named above."""
    spoken, unknown, value = line.spoken, line.finding.unknown, line.finding.value
    if not (spoken.ignored and named.intersection(unknown) and isinstance(value, Mapping)):
        return line
    others = [name for item, name in zip(unknown, spoken.unknown, strict=True) if item not in named]
    if others and not named.issubset(unknown):
        return line
    which = f"les mêmes, et {listed(others)}" if others else "on vient de les lire"
    less = f" Nous l’ignorons aussi pour {len(unknown)} sur {len(value)} : {which}."
    line.spoken = replace(spoken, sentence=spoken.sentence.replace(spoken.ignored, less))
    return line


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that some findings rest on, by key; and what is contested of them."""

    derogations: dict[UUID, Derogation]
    contests: dict[tuple[str, UUID], list[Contested]]
    reader: Actor


def kept_of(findings: list[Finding], contests: list[Contested], reader: Actor) -> Kept:
    """One query at most."""
    allowed = [finding.derogation.id for finding in findings if finding.derogation]
    return Kept(Derogation.objects.in_bulk(allowed) if allowed else {}, by_finding(contests), reader)


def tell_who(lines: list[Line], on: date, reader: Actor) -> None:
    """Who can act on each of these today, in a number of queries that does not grow."""
    known = holders([one for line in lines for one in acting(line.finding, line.gesture)], on, reader)
    for line in lines:
        line.who = who_each(acting(line.finding, line.gesture), known, reader)


def tell_since(lines: list[Line], on: date) -> None:
    """From which day each of these has been so."""
    days = known_since([line.spoken for line in lines], on)
    for line in lines:
        line.since = days.get((line.finding.clause.key, line.finding.organisation.id))


def tell_anew(lines: list[Line], on: date, reader: Actor) -> None:
    """Where this reader attests again what ends within a month. One query, where something is attested."""
    attested = {line.attestation.pk: line for line in lines if line.attestation}
    places = {line.finding.organisation.id for line in attested.values()}
    for _, one in to_renew(places, on) if places else ():
        if one.pk in attested:
            attested[one.pk].anew = way_to_attest(one, reader)


def gloss_of(clause: Clause, spoken: list[Spoken], kept: Kept, scale: Organisation) -> ClauseGloss:
    lines = [line_of(one, kept) for one in spoken]
    lines.sort(key=lambda line: STATES.index(line.state))
    return ClauseGloss(
        clause=clause,
        groups=grouped([line for line in lines if line.state != "conforms"]),
        conforming=[line for line in lines if line.state == "conforms"],
        agreed=said_once([line.spoken for line in lines if line.state == "conforms" and not line.attestation]),
        shown=OTHER_WAYS.get(clause.way, ""),
        screen=screen_for(clause.screen, scale, kept.reader) if clause.screen else None,
        screen_label=rooms.screen(clause.screen).label or "Ouvrir",
    )


def screen_for(name: str, scale: Organisation, reader: Actor) -> str | None:
    """The address of a screen at a scale, or of none; None when there is no such screen (yet), and for whoever would be refused
    there."""
    ways = (Way("", name, {"scale": scale.slug}), Way("", name))
    return next((way_address(way) for way in ways if lets_in(way, reader, scale.pk)), None)


def grouped(lines: list[Line]) -> list[Group]:
    groups: dict[object, Group] = {}
    for line in lines:
        key = (
            line.finding.organisation.id
            if line.finding.verdict is Verdict.BREACHES
            else (line.state, line.spoken.sentence)
        )
        if key in groups:
            groups[key].others.append(line)
        else:
            groups[key] = Group(line, [])
    return list(groups.values())


def line_of(spoken: Spoken, kept: Kept) -> Line:
    finding = spoken.finding
    clause, gesture = finding.clause, gesture_of(finding)
    return Line(
        spoken=spoken,
        state=outcome(finding),
        value=counted_of(finding),
        counted=counted_in_words(finding),
        gesture=gesture,
        way=gesture.link(kept.reader) if gesture else None,
        may=gesture is not None and gesture.hat(kept.reader) is not None,
        attestation=spoken.attestation,
        derogation=kept.derogations.get(finding.derogation.id) if finding.derogation else None,
        contests=kept.contests.get((clause.key, finding.organisation.id), []),
        derogable=bool(clause.check) and not finding.derogation and finding.article.is_derogable,
        more=tuple(way for one in other_gestures(finding) if (way := one.link(kept.reader))),
    )


def settings_of(article: Article, day: Day, scale: Organisation) -> list[SettingGloss]:
    """The settings of an article at a scale, and the decisions in force that gave them. One query, if it has any."""
    if not article.settings:
        return []
    rows = Setting.objects.on(day.on).filter(name__in=[spec.name for spec in article.settings])
    made = {(row.name, row.organisation_id): row.decision for row in rows}
    told = []
    for spec in article.settings:
        value = value_in_force(day, spec, scale)
        decision = made.get((spec.name, scale.pk), made.get((spec.name, None), ""))
        words = "" if value is None else spec.words(value)
        told.append(SettingGloss(spec, spec.name, words, value is not None, decision))
    return told
