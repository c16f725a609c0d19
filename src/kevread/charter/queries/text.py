"""« Texte »: the common framework, part by part, with what the facts of a day answer at a scale.

At a scale one reads the findings of the organisation itself and of its members in the network; at the head, everyone's:
those of them that the reader's seats reach, and no other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kevread.charter.engine import Day, Finding, framework, verdicts
from kevread.charter.loader import Article, Framework
from kevread.charter.models import Setting
from kevread.charter.queries.answers import Answer, Sight, answer_of, telling
from kevread.charter.queries.figures import ASKED_BY, SHOWN, WAITING, Figures, figures_of
from kevread.charter.queries.gestures import acting, gesture_of, holders, who_each
from kevread.charter.queries.states import STATE_MARKS, STATES, Stated, outcome, worst
from kevread.charter.queries.together import told_before
from kevread.charter.sentences import Segment, segments_of, speak, text_of
from kevread.charter.specs import SettingSpec
from kevread.charter.written import WrittenAbsent
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD, SCALES
from kevread.directory.models import Affiliation, Organisation
from kevread.directory.queries import Somewhere, Switcher, known_whereabouts
from kevread.journal.memory import Memory
from kevread.journal.queries import state as current_state
from kevread.ui.charts import strokes


@dataclass(frozen=True, slots=True)
class Run(Stated):
    """A stretch of an article's text: words that clauses hold, under their verdict; or words that nothing holds."""

    segments: list[Segment]
    state: str
    is_held: bool = True


@dataclass(slots=True)
class Reading(Stated):
    """An article as it is read at a scale. `drawing`: how the small map is lit, among the drawings of the text."""

    article: Article
    runs: list[Run]
    state: str
    findings: list[Finding]
    answer: Answer | None = None
    drawing: int | None = None

    @property
    def waits(self) -> bool:
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the text, whole in the rail; `shown` of it under a filter."""

    key: str
    anchor: str
    title: str
    readings: list[Reading]
    shown: list[Reading]

    @property
    def to_mend(self) -> int:
        return sum(reading.state == "breaches" for reading in self.readings)

    @property
    def waits(self) -> bool:
        return any(reading.waits for reading in self.shown)

    @property
    def strokes(self) -> tuple[int, list[tuple[str, str]]]:
        return strokes(reading.verdict for reading in self.readings)


type Lit = tuple[tuple[str, str], ...]  # the slug of each grouping that is drawn, and the verdict under which it is


@dataclass(frozen=True, slots=True)
class Text:
    """The whole text at a scale, on a day. Counts are of articles, never a score."""

    book: Framework
    readings: list[Reading]
    figures: Figures
    switcher: Switcher | None  # the outlines that the drawings use, once
    drawings: list[Lit]
    by_place: list[tuple[Somewhere, int]] = field(
        default_factory=list
    )  # at the head: the articles to mend in each territory
    partly: tuple[int, int] | None = None

    @property
    def absent(self) -> Mapping[str, WrittenAbsent]:
        """The rules of law that no article holds."""
        return self.book.absent

    @property
    def to_mend(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.state == "breaches"]

    @property
    def waits(self) -> bool:
        return any(reading.waits for reading in self.readings)

    @property
    def is_unsure(self) -> bool:
        """Whether one of the marks that say « we do not know » is there to be explained."""
        return any(reading.state in ("not_decided", "unknown") for reading in self.readings)

    def showing(self, choice: str) -> list[Part]:
        """Part by part, then the law, then what is done: the articles in the states of a choice of `figures.SHOWN`."""
        parts: dict[str, Part] = {}
        for reading in self.readings:
            key, anchor, title = part_of(self.book, reading.article)
            part = parts.setdefault(key, Part(key, anchor, title, [], []))
            part.readings.append(reading)
            if reading.state in SHOWN[choice] and ASKED_BY.get(choice) in (None, reading.article.kind):
                part.shown.append(reading)
        return sorted(parts.values(), key=lambda part: BESIDE.get(part.key, 0))


BESIDE = {"law": 1, "usage": 2}  # after the parts of the document


def part_of(book: Framework, article: Article) -> tuple[str, str, str]:
    """The part of an article: its key, its anchor, its title."""
    if article.is_law:
        return "law", "loi", "Ce que dit la loi"
    if not article.is_founding:
        return "usage", "usages", "Conventions collectives, doctrine et usages"
    key = article.part.split(".")[0]
    title = book.parts.get(key, f"Partie {key}")
    return key, f"partie-{key}", title if key == "0" else f"{key}. {title}"


TEXTS = Memory[Text](20_000, lambda text: 1 + len(text.readings))


def read_text(scale: Organisation, on: date, reader: Actor) -> Text:
    """The framework at a scale. Whoever may not read this organisation has the text and the values alone. Read once for each
    state of the guarded tables."""
    book = framework()
    return TEXTS.once((id(book), scale.pk, on, reader), lambda: read_anew(book, scale, on, reader))


def read_anew(book: Framework, scale: Organisation, on: date, reader: Actor) -> Text:
    day = Day(on, [])
    circle = circle_of(scale, on, reader)
    with_verdicts = scale.pk in circle.everyone
    findings: dict[str, list[Finding]] = defaultdict(list)
    if with_verdicts:
        for finding in verdicts(on, organisations=circle.asked):
            findings[finding.rule].append(finding)
    sight = Sight(circle.partly is None, len(circle.everyone) > 1, scale.scale == HEAD)
    telltale = [found for those in findings.values() if (found := telling(those, sight))]
    spoken = {one.finding.rule: one for one in speak(telltale, on)}
    who = who_mends(telltale, on, reader)
    before = told_before(findings)
    readings = [
        Reading(
            article=article,
            runs=runs_of(book, article, findings[article.rule], state, day, scale, cut=with_verdicts),
            state=state,
            findings=findings[article.rule],
            answer=answer_of(
                state,
                findings[article.rule],
                undecided_labels(article, day, scale),
                spoken.get(article.rule),
                sight,
                before.get(article.rule, ""),
                who.get(article.rule, ""),
            )
            if with_verdicts
            else None,
        )
        for article in book.articles.values()
        for state in [state_of(article, findings[article.rule], day, scale) if with_verdicts else "silent"]
    ]
    switcher = known_whereabouts(current_state(), scale, on).switcher if with_verdicts else None
    return Text(
        book=book,
        readings=readings,
        figures=figures_of(
            (reading.state for reading in readings),
            sight.everywhere,
            (reading.article.kind for reading in readings if reading.state == "breaches"),
        ),
        switcher=switcher,
        drawings=light(readings, switcher, circle, is_head=scale.scale == HEAD),
        by_place=to_mend_by_place(readings, switcher, circle) if switcher and scale.scale == HEAD else [],
        partly=circle.partly,
    )


def who_mends(told: Iterable[Finding], on: date, reader: Actor) -> dict[str, str]:
    """Who can act today on what is to mend of each article: this reader, or who they may read that can; who else can is read
    in its gloss. In a number of queries that does not grow."""
    gestures = {
        one.rule: acting(one, gesture) for one in told if outcome(one) == "breaches" and (gesture := gesture_of(one))
    }
    known = holders([one for those in gestures.values() if not those[0].hat(reader) for one in those], on, reader)
    return {
        rule: f"Vous pouvez {those[0].does}." if those[0].hat(reader) else who_each(those, known, reader)
        for rule, those in gestures.items()
    }


def runs_of(
    book: Framework, article: Article, findings: list[Finding], state: str, day: Day, scale: Organisation, *, cut: bool
) -> list[Run]:
    """The words that each clause holds under its own verdict; an article whose clauses quote none, whole under its own, unless
    it has none. From outside, the whole text leads to its page."""
    if not cut or not article.cuts:
        return [Run(text_of(book, article, day.settings, scale.pk), state, is_held=not cut or state != "silent")]
    return [
        Run(
            segments_of(book, article, text, day.settings, scale.pk),
            state_of_words([finding for finding in findings if finding.clause.number in numbers]),
            is_held=bool(numbers),
        )
        for text, numbers in article.cuts
    ]


def state_of_words(findings: list[Finding]) -> str:
    """How the words that these are about stand: those that our additions alone read are never said to be kept, but in part."""
    state = worst(findings)
    is_ours = all(finding.clause.addition for finding in findings)
    return "in_part" if state == "conforms" and is_ours else state


def to_mend_by_place(readings: list[Reading], switcher: Switcher, circle: "Circle") -> list[tuple[Somewhere, int]]:
    """How many articles are to mend in each territory that is drawn and read: those of its grouping and of its pôles."""
    places = [place for place in switcher.groupings if place.outline and place.key in circle.groupings]
    found: dict[UUID | None, set[str]] = defaultdict(set)
    for reading in readings:
        for finding in reading.findings:
            if outcome(finding) == "breaches":
                found[circle.belongs.get(finding.organisation.id)].add(reading.article.rule)
    return [(place, len(found[place.key])) for place in places]


def light(readings: list[Reading], switcher: Switcher | None, circle: "Circle", *, is_head: bool) -> list[Lit]:
    """How each article lights the small map: at the head, each territory under the worst verdict of its grouping and pôles,
    and all of them under that of the head where nobody else is bound, or where it has something to mend: what is drawn is
    never better than what the margin says. Elsewhere, one’s own. Each drawing once."""
    if switcher is None or not switcher.is_drawn:
        return []
    places = [place for place in switcher.groupings if place.outline]
    known: dict[Lit, int] = {}
    for reading in readings:
        if not reading.findings:
            continue
        of: dict[UUID | None, list[Finding]] = defaultdict(list)
        for finding in reading.findings:
            of[circle.belongs.get(finding.organisation.id)].append(finding)
        if is_head:
            head = worst(of[None]) if None in of else "silent"
            whole = head if set(of) == {None} or head == "breaches" else "silent"
            states = [worst(of[place.key]) if place.key in of and whole != "breaches" else whole for place in places]
        else:
            whole = worst(reading.findings)
            states = [whole if place.ours else "silent" for place in places]
        lit = tuple((place.slug, STATE_MARKS.get(state, state)) for place, state in zip(places, states, strict=True))
        reading.drawing = known.setdefault(lit, len(known))
    return list(known)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is read at a scale, by somebody; at the head, which grouping each belongs to."""

    everyone: frozenset[UUID]
    of: int  # how many are there, whoever reads
    groupings: tuple[UUID, ...] = ()
    belongs: Mapping[UUID, UUID] = field(default_factory=dict)
    is_whole: bool = False

    @property
    def partly(self) -> tuple[int, int] | None:
        """How many of how many this person reads, when it is not all of them: what is not read is not known to conform."""
        return (len(self.everyone), self.of) if len(self.everyone) < self.of else None

    @property
    def asked(self) -> frozenset[UUID] | None:
        """For whom verdicts are asked: at the head there is no need to name everyone in each query."""
        return None if self.is_whole else self.everyone


CIRCLES = Memory[Circle](100_000, lambda circle: 1 + len(circle.everyone))  # organisations


def circle_of(scale: Organisation, on: date, reader: Actor) -> Circle:
    """The organisation and its members in the network; at the head, all of it. Nobody but those whom the reader may read.
    Known for each state of the guarded tables; otherwise one query, two at the head."""
    read = read_network if scale.scale == HEAD else read_members
    return CIRCLES.once((scale.pk, on, reader), lambda: read(scale, on, reader))


def read_members(scale: Organisation, on: date, reader: Actor) -> Circle:
    links = Affiliation.objects.on(on).filter(member__scale__in=SCALES, of=scale, of__scale=GROUPING)
    there = {scale.pk, *links.values_list("member_id", flat=True)}
    return Circle(frozenset(key for key in there if reader.hat_for("read", key)), len(there))


def read_network(scale: Organisation, on: date, reader: Actor) -> Circle:
    rows = list(
        Organisation.objects.on(on).filter(scale__in=SCALES).order_by("search", "slug").values_list("pk", "scale")
    )
    links = Affiliation.objects.on(on).filter(member__scale__in=SCALES, of__scale=GROUPING)
    groupings = [key for key, kind in rows if kind == GROUPING]
    belongs = {**dict(links.values_list("member_id", "of_id")), **{key: key for key in groupings}}
    read = frozenset(key for key, _ in rows if reader.hat_for("read", key))
    return Circle(
        everyone=read,
        of=len(rows),
        groupings=tuple(key for key in groupings if key in read),
        belongs=belongs,
        is_whole=len(read) == len(rows),
    )


def state_of(article: Article, findings: list[Finding], day: Day, scale: Organisation) -> str:
    """How an article stands at a scale: the worst of its findings; failing that, whether it waits for a decision. What
    conforms does so in part where the document says more, that nothing checks."""
    state = worst(findings)
    if undecided_labels(article, day, scale) and STATES.index(state) > STATES.index("not_decided"):
        return "not_decided"
    return "in_part" if state == "conforms" and article.says_more else state


def undecided_labels(article: Article, day: Day, scale: Organisation) -> list[str]:
    """What an article leaves to decide, that nobody decided: of what each decides for itself, here."""
    asked = [spec for spec in article.settings if spec.decided_by != "own" or scale.scale in article.binds]
    return [spec.label for spec in asked if value_in_force(day, spec, scale) is None]


def value_in_force(day: Day, spec: SettingSpec, scale: Organisation) -> Any:
    """The value of a setting that day: the organisation's own before the common one; None when nobody decided."""
    return day.settings.get((spec.name, scale.pk), day.settings.get((spec.name, None)))


@dataclass(frozen=True, slots=True)
class Decision:
    """A setting with its value in force, and the values before and after."""

    spec: SettingSpec
    current: Setting | None
    history: list[Setting]
    since: date | None = None  # the first day that the document says of its article


def decision_on(name: str, organisation: Organisation | None, on: date) -> Decision:
    """What was decided for a setting. KeyError when the framework has no such setting."""
    spec = framework().settings[name]
    history = list(Setting.objects.filter(name=name, organisation=organisation).order_by("-period"))
    for setting in history:
        setting.words = spec.words(setting.value)
    current = next((setting for setting in history if setting.in_force(on)), None)
    return Decision(spec, current, history, framework().articles[name.rpartition(".")[0]].since)
