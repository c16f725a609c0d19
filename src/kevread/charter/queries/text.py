"""« Texte »: the common framework, part by part, with what the facts of a day answer at a scale.

At a scale one reads the findings of the organisation itself and of its members in the network; at the head, everyone's:
those of them that the reader's seats reach, and no other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kevread.charter.engine import Day, Finding, framework, verdicts
from kevread.charter.loader import Article, Framework, SettingSpec
from kevread.charter.models import Setting
from kevread.charter.queries.states import STATE_WORDS, STATES, Stated, worst
from kevread.charter.sentences import Segment, text_of
from kevread.charter.written import WrittenAbsent
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD, SCALES
from kevread.common.periods import day_in_words
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.journal.memory import Memory
from kevread.territory.models import Kind


@dataclass(slots=True)
class Reading(Stated):
    """An article as it is read at a scale."""

    article: Article
    segments: list[Segment]
    state: str
    findings: list[Finding]
    territories: list["Place"] = field(default_factory=list)  # the groupings, at the head only

    @property
    def word(self) -> str:
        """Its state; under a derogation, until when: the first that ends."""
        ends = [finding.derogation.last for finding in self.findings if finding.derogation]
        return (
            f"Dérogation jusqu’au {day_in_words(min(ends))}" if self.state == "derogated" else STATE_WORDS[self.state]
        )


@dataclass(frozen=True, slots=True)
class Place(Stated):
    """A territory in the margin: its shape under the worst verdict of its grouping and pôles."""

    name: str
    slug: str
    outline: str
    box: str
    state: str


@dataclass(slots=True)
class Part:
    key: str
    title: str
    readings: list[Reading]


@dataclass(slots=True)
class Text:
    """The whole text at a scale, on a day. Counts are of articles, never a score."""

    parts: list[Part]
    law: list[Reading]
    usage: list[Reading]  # doctrine too
    absent: Mapping[str, WrittenAbsent]  # the rules of law that no article holds
    shapes: list["Place"]  # the outlines that the margins use, drawn once
    to_mend: int
    to_look_at: int
    to_decide: int
    not_known: int
    partly: tuple[int, int] | None = None


def read_text(scale: Organisation, on: date, reader: Actor) -> Text:
    """The framework at a scale. Whoever may not read this organisation has the text and the values alone."""
    book = framework()
    day = Day(on, [])
    circle = circle_of(scale, on, reader)
    with_verdicts = scale.pk in circle.everyone
    findings: dict[str, list[Finding]] = defaultdict(list)
    if with_verdicts:
        for finding in verdicts(on, organisations=circle.asked):
            findings[finding.rule].append(finding)
    shapes = shapes_of(circle.groupings, on) if with_verdicts and scale.scale == HEAD else []
    readings = [
        Reading(
            article=article,
            segments=text_of(book, article, day.settings, scale.pk),
            state=state_of(article, findings[article.rule], day, scale) if with_verdicts else "silent",
            findings=findings[article.rule],
            territories=places_of(findings[article.rule], shapes, circle),
        )
        for article in book.articles.values()
    ]
    states = Counter(reading.state for reading in readings)
    return Text(
        parts=in_parts(book, [r for r in readings if r.article.is_founding]),
        law=[r for r in readings if r.article.is_law],
        usage=[r for r in readings if r.article.kind in ("doctrine", "usage")],
        absent=book.absent,
        shapes=places_of([], shapes, circle, always=True),
        to_mend=states["breaches"],
        to_look_at=states["to_look_at"],
        to_decide=states["not_decided"],
        not_known=states["unknown"],
        partly=circle.partly,
    )


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


type Shape = tuple[UUID, str, str, str, str]  # grouping, name, slug, outline, box


def shapes_of(groupings: Iterable[UUID], on: date) -> list[Shape]:
    """The small outlines of the strategic territories, in the order of their groupings. One query."""
    rows = (
        Coverage.objects.on(on)
        .filter(organisation__in=groupings, zone__kind=Kind.STRATEGIC)
        .exclude(zone__icon="")
        .order_by("organisation__search")
        .values_list("organisation", "organisation__name", "organisation__slug", "zone__icon", "zone__box")
    )
    return list(rows)


def places_of(findings: list[Finding], shapes: list[Shape], circle: Circle, *, always: bool = False) -> list[Place]:
    """Where the findings of an article fall; nothing when it binds the head alone."""
    by_grouping: dict[UUID | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_grouping[circle.belongs.get(finding.organisation.id)].append(finding)
    if not always and not set(by_grouping) - {None}:
        return []
    return [Place(name, slug, outline, box, worst(by_grouping[key])) for key, name, slug, outline, box in shapes]


def in_parts(book: Framework, readings: list[Reading]) -> list[Part]:
    parts: dict[str, Part] = {}
    for reading in readings:
        key = reading.article.part.split(".")[0]
        if key not in parts:
            parts[key] = Part(key, book.parts.get(key, f"Partie {key}"), [])
        parts[key].readings.append(reading)
    return list(parts.values())


def state_of(article: Article, findings: list[Finding], day: Day, scale: Organisation) -> str:
    """How an article stands at a scale: the worst of its findings; failing that, whether it waits for a decision."""
    state = worst(findings)
    if undecided_labels(article, day, scale) and STATES.index(state) > STATES.index("not_decided"):
        return "not_decided"
    return state


def undecided_labels(article: Article, day: Day, scale: Organisation) -> list[str]:
    """What an article leaves to decide, that nobody decided."""
    return [spec.label for spec in article.settings if value_in_force(day, spec, scale) is None]


def value_in_force(day: Day, spec: SettingSpec, scale: Organisation) -> Any:
    """The value of a setting that day: the organisation's own before the common one; None when nobody decided."""
    return day.settings.get((spec.name, scale.pk), day.settings.get((spec.name, None)))


@dataclass(frozen=True, slots=True)
class Decision:
    """A setting with its value in force, and the values before and after."""

    spec: SettingSpec
    current: Setting | None
    history: list[Setting]


def decision_on(name: str, organisation: Organisation | None, on: date) -> Decision:
    """What was decided for a setting. KeyError when the framework has no such setting."""
    spec = framework().settings[name]
    history = list(Setting.objects.filter(name=name, organisation=organisation).order_by("-period"))
    for setting in history:
        setting.words = spec.words(setting.value)
    current = next((setting for setting in history if setting.in_force(on)), None)
    return Decision(spec, current, history)
