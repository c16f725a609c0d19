"""« Tableau »: rules × organisations, what is to mend first, information folded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kevread.charter.engine import Day, Finding, Subject, framework, verdicts
from kevread.charter.loader import Article
from kevread.charter.models import Attestation
from kevread.charter.queries.attested import term_in_words, to_renew, way_to_attest
from kevread.charter.queries.gestures import Gesture, acting, gesture_of, holders, who_each
from kevread.charter.queries.since import known_since
from kevread.charter.queries.states import STATE_COUNTS, STATES, Stated, outcome
from kevread.charter.queries.text import circle_of, state_of, undecided_labels
from kevread.charter.sentences import Spoken, listed, speak
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.verdicts import Severity
from kevread.directory.models import Organisation

SHOWN = 4  # sentences of a row
FOUND = ("breaches", "to_look_at", "derogated")  # the states in which something was found, whatever its severity
CALLING = (
    "breaches",
    "to_look_at",
    "not_decided",
    "derogated",
)  # the states whose sentence is worth reading in a table


@dataclass(frozen=True, slots=True)
class Cell(Stated):
    organisation: Subject
    state: str


@dataclass(frozen=True, slots=True)
class Told(Stated):
    """A sentence, said once for all the organisations of which it is true; of one alone, since when, who can act, and the way
    there for whoever would be let in. `severity` of what is to mend; None of the rest."""

    sentence: str
    organisations: list[str]
    state: str = "not_decided"
    severity: Severity | None = None
    who: str = ""
    way: Way | None = None
    since: date | None = None

    @property
    def of_whom(self) -> str:
        return listed(self.organisations)


@dataclass(frozen=True, slots=True)
class Row(Stated):
    """An article and how each organisation that it binds stands; `told` are the sentences that call for something."""

    article: Article
    state: str
    severity: Severity
    cells: list[Cell]
    told: list["Told"]


@dataclass(frozen=True, slots=True)
class Board:
    rows: list[Row]
    folded: list[Row]  # information rules
    counts: list[tuple[str, int]]  # (the word of a state for one and for several, articles)
    silent: int  # articles of the text that are in no row: nothing of them is checked here
    partly: tuple[int, int] | None = None

    @property
    def every(self) -> int:
        """The articles of the text, as many as « Texte » counts."""
        return len(self.rows) + len(self.folded) + self.silent


def read_board(scale: Organisation, on: date, reader: Actor) -> Board:
    """The board at a scale, on a day, as somebody may read it: an article stands as it does in « Texte », and counts as it
    does there; one that nothing checks is there when it waits for a decision."""
    day, circle = Day(on, []), circle_of(scale, on, reader)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in verdicts(on, organisations=circle.asked):
        by_rule[finding.rule].append(finding)
    calling = [f for found in by_rule.values() for f in found if outcome(f) in CALLING]
    told: dict[str, list[Spoken]] = defaultdict(list)
    for spoken in speak(calling, on):
        told[spoken.finding.rule].append(spoken)
    curing = {rule: cures(those) for rule, those in told.items()}
    by_whom = {rule: whom(those, curing[rule]) for rule, those in told.items()}
    known = holders([one for each in by_whom.values() for those in each.values() for one in those], on, reader)
    alone = [one for rule, those in told.items() for one in those if one.sentence in curing[rule]]
    days = known_since(alone, on)
    acting: dict[str, Acting] = defaultdict(dict)
    for one in alone:
        gesture, key = curing[one.finding.rule][one.sentence], (one.finding.clause.key, one.finding.organisation.id)
        way = gesture.link(reader) if gesture else None
        who = who_each(by_whom[one.finding.rule][one.sentence], known, reader)
        acting[one.finding.rule] = {**acting[one.finding.rule], one.sentence: (who, way, days.get(key))}
    ending = to_attest_again(to_renew(circle.asked, on), by_rule, on, reader)
    rows = [
        row_of(
            article,
            state,
            by_rule[article.rule],
            told[article.rule],
            undecided_labels(article, day, scale),
            acting.get(article.rule, {}),
            ending.get(article.rule, []),
        )
        for article in framework().articles.values()
        if (state := state_of(article, by_rule[article.rule], day, scale)) != "silent"
    ]
    rows.sort(key=lambda row: (STATES.index(row.state), -row.severity))
    shown = [row for row in rows if row.severity is not Severity.INFORMATION or row.state in FOUND]
    counts = [
        (STATE_COUNTS[state], number) for state in STATES if (number := sum(1 for row in rows if row.state == state))
    ]
    silent = len(framework().articles) - len(rows)
    return Board(shown, [row for row in rows if row not in shown], counts, silent, circle.partly)


type Acting = Mapping[str, tuple[str, Way | None, date | None]]  # by sentence: who can act, the way there, since when
NOBODY_CAN: tuple[str, Way | None, date | None] = ("", None, None)


def cures(told: list[Spoken]) -> dict[str, Gesture | None]:
    """The gesture of each of the sentences that a row shows and that is said of one organisation alone."""
    shown = [one.sentence for one in said_once(told)[:SHOWN] if len(one.organisations) == 1]
    return {one.sentence: gesture_of(one.finding) for one in told if one.sentence in shown}


def whom(told: list[Spoken], curing: Mapping[str, Gesture | None]) -> dict[str, list[Gesture]]:
    """Those of which it is told who can, by sentence."""
    return {one.sentence: acting(one.finding, curing[one.sentence]) for one in told if one.sentence in curing}


def row_of(
    article: Article,
    state: str,
    findings: list[Finding],
    told: list[Spoken],
    undecided: list[str],
    acting: Acting,
    ending: list[Told],
) -> Row:
    states: dict[UUID, str] = {}
    subjects: dict[UUID, Subject] = {}
    for finding in findings:
        key, stands = finding.organisation.id, outcome(finding)
        subjects[key] = finding.organisation
        if key not in states or STATES.index(stands) < STATES.index(states[key]):
            states[key] = stands
    worst = min(states.values(), key=STATES.index, default=state)
    severity = max((f.severity for f in findings if outcome(f) == worst), default=Severity.INFORMATION)
    said = []
    for one in said_once(told):
        who, way, since = acting.get(one.sentence, NOBODY_CAN)
        said.append(replace(one, who=who, way=way, since=since))
    said.sort(key=lambda one: STATES.index(one.state))
    if not any(outcome(finding) == "not_decided" for finding in findings):
        said += [Told(f"Pas encore décidé : {label}.", []) for label in undecided]
    said += ending
    return Row(article, state, severity, [Cell(subjects[key], states[key]) for key in states], said)


def to_attest_again(
    found: Iterable[tuple[Article, Attestation]], by_rule: Mapping[str, list[Finding]], on: date, reader: Actor
) -> dict[str, list[Told]]:
    """What was attested, by article: until when, and where this reader attests it again."""
    stands = {(one.clause.key, one.organisation.id): outcome(one) for those in by_rule.values() for one in those}
    said: dict[str, list[Told]] = defaultdict(list)
    for article, one in found:
        if state := stands.get((one.clause, one.organisation_id)):
            told = f"L’attestation {term_in_words(one, on)}."
            said[article.rule].append(Told(told, [one.organisation.name], state, way=way_to_attest(one, reader)))
    return said


def said_once(spoken: list[Spoken]) -> list[Told]:
    """The same sentence about several organisations is written once."""
    said: dict[str, Told] = {}
    for one in spoken:
        state = outcome(one.finding)
        severity = one.finding.severity if state == "breaches" else None
        told = said.setdefault(one.sentence, Told(one.sentence, [], state, severity))
        if one.finding.organisation.name not in told.organisations:
            told.organisations.append(one.finding.organisation.name)
    return list(said.values())
