"""What is not in order, point by point, the worst first: who can act on each, by name, and what whoever reads may do about
it: prepare, or ask those who may."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.engine import Finding, Subject, verdicts
from kevread.charter.queries.contests import by_finding, open_contests, since
from kevread.charter.queries.gestures import (
    Gesture,
    Holders,
    acting,
    gesture_of,
    holders,
    other_gestures,
    who_can,
    who_each,
)
from kevread.charter.queries.since import known_since
from kevread.charter.queries.states import STATES, Stated, outcome
from kevread.charter.queries.text import circle_of
from kevread.charter.queries.together import rules_of, told_together
from kevread.charter.sentences import Spoken, speak
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.todo import first_sentence
from kevread.common.verdicts import Reason, Severity
from kevread.directory.models import Organisation
from kevread.ui.words import counted

GRAVEST = "les-plus-graves"  # as an address says it
WORST = 5  # shown at once; the others one gesture away
FOUND = ("breaches", "to_look_at")


@dataclass(frozen=True, slots=True)
class Point(Stated):
    """A point that is not in order: what is said of whom, under which article if one says it; who can act today. `way` leads
    whoever reads to the gesture, or to the page where it is read; `ask` to those who may, where this reader may not."""

    said: str
    organisation: Subject
    state: str
    rule: str = ""
    title: str = ""  # of the article
    also: tuple[tuple[str, str], ...] = ()  # the other articles that say the same, each with its title
    contested: str = ""  # by whom, since when, while it waits for an answer or for its correction
    severity: Severity | None = None
    since: date | None = None
    who: str = ""
    is_mine: bool = False  # whoever reads may do it
    way: Way | None = None
    ask: Way | None = None

    @property
    def brief(self) -> str:
        return first_sentence(self.said)


def amiss(scale: Organisation, on: date, reader: Actor, *, least: Severity = Severity.WARNING) -> list[Point]:
    """What is found where this person reads, of that severity or worse, once for all the articles that say it: the gravest
    first; as grave, what has lasted longest, then that of which nobody knows since when. Then, for those who keep no register,
    how much stays unknown for want of it. The number of queries does not grow with the findings."""
    found = verdicts(on, organisations=circle_of(scale, on, reader).asked)
    calling = [finding for finding in found if outcome(finding) in FOUND and finding.severity >= least]
    calling.sort(key=lambda finding: (STATES.index(outcome(finding)), -finding.severity))
    cases = told_together(speak(calling, on))
    spoken = [those[0] for those in cases]
    unkept = by_keeper(found) if least <= Severity.WARNING else []
    gestures = {key_of(one): first_of(one.finding, reader) for one in spoken}
    whose = {key_of(one): acting(one.finding, gestures[key_of(one)]) for one in spoken}
    keeping = [(keeper, number, gesture_of(finding)) for keeper, number, finding in unkept]
    kept = [gesture for _, _, gesture in keeping if gesture]
    known = holders([*kept, *(gesture for those in whose.values() for gesture in those)], on, reader)
    days = known_since(spoken, on)
    contests = by_finding(open_contests({one.organisation.id for one in calling}, on, reader))
    points = []
    for one, *others in cases:
        finding, also = one.finding, rules_of(others)
        known_of = (open_on for same in (one, *others) for open_on in contests.get(key_of(same), ()))
        _, way, ask = told_of(gestures[key_of(one)], known, reader)
        points.append(
            Point(
                one.sentence,
                finding.organisation,
                outcome(finding),
                rule=finding.rule,
                title=finding.article.title,
                also=tuple(item for item in also.items() if item[0] != finding.rule),
                contested=" ".join(since(beside.contest) for beside in known_of),
                severity=finding.severity,
                since=days.get(key_of(one)),
                who=who_each(whose[key_of(one)], known, reader),
                is_mine=bool((gesture := gestures[key_of(one)]) and gesture.hat(reader)),
                way=way,
                ask=ask,
            )
        )
    points.sort(
        key=lambda one: (
            STATES.index(one.state),
            -(one.severity or 0),
            one.since or date.max,
            one.organisation.name,
        )
    )
    for keeper, number, gesture in keeping:
        said = f"Des registres ne sont pas tenus : {counted(number, 'constat reste inconnu', 'constats restent inconnus')}."
        who, way, ask = told_of(gesture, known, reader)
        points.append(Point(said, keeper, "unknown", who=who, way=way, ask=ask))
    return points


def key_of(spoken: Spoken) -> tuple[str, UUID]:
    return spoken.finding.clause.key, spoken.finding.organisation.id


def first_of(finding: Finding, reader: Actor) -> Gesture | None:
    """What cures it: by what this reader may do, if anything."""
    every = [gesture for gesture in (gesture_of(finding), *other_gestures(finding)) if gesture]
    return next((one for one in every if one.hat(reader)), every[0] if every else None)


def by_keeper(findings: Iterable[Finding]) -> list[tuple[Subject, int, Finding]]:
    """Those who do not keep what these findings are read in, by name; how many, and one of them."""
    unkept: dict[Subject, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.reason is Reason.NOT_KEPT and finding.keeper:
            unkept[finding.keeper].append(finding)
    return [(keeper, len(those), those[0]) for keeper, those in sorted(unkept.items(), key=lambda one: one[0].name)]


def told_of(gesture: Gesture | None, known: Holders, reader: Actor) -> tuple[str, Way | None, Way | None]:
    """Who can, the way there, and where this reader asks for it."""
    if gesture is None:
        return "", None, None
    where = {"scale": gesture.at[0].slug, "right": gesture.right}
    asks = reader.person is not None and gesture.right not in ("", "read") and not gesture.hat(reader)
    ask = Way("Demander à qui peut agir", "ask_somebody", where) if asks else None
    return who_can(gesture, known, reader), gesture.link(reader), ask
