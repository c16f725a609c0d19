"""The findings that are about a body: those that the composition of a board, a bureau, a team or a space decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.engine import Finding, framework, verdicts
from kevread.charter.loader import Clause
from kevread.charter.queries.gestures import gesture_of
from kevread.charter.queries.states import STATE_MARKS, STATES, outcome
from kevread.charter.sentences import Spoken, speak
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.facts import HEAD, REGISTRY
from kevread.directory.models import Organisation
from kevread.seats.models import Body


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the margin of a body."""

    spoken: Spoken
    state: str
    way: Way | None = None  # what cures it, for whoever may
    others: tuple[Finding, ...] = ()  # of other articles, that say the same

    @property
    def verdict(self) -> str:
        return STATE_MARKS.get(self.state, self.state)

    @property
    def finding(self) -> Finding:
        return self.spoken.finding


@dataclass(slots=True)
class Margin:
    """What calls for something, the worst first; and what conforms, folded."""

    calling: list[Remark]
    conforming: list[Remark]


def concerns(clause: Clause, body: Body) -> bool:
    """Whether a clause may be about this body, whoever it binds."""
    check = clause.check
    if check is None or not check.fact.startswith("seats."):
        return False
    named = dict(check.parameters)
    if "space" in named or "spaces" in named:
        return body.slug in (named.get("space"), *named.get("spaces", ()))
    return "kind" in named and body.kind == named["kind"][0]


def is_about(finding: Finding, body: Body) -> bool:
    """Whether the finding of such a clause is about this very body."""
    check = finding.clause.check
    assert check is not None
    if "kind" in dict(check.parameters):
        return finding.organisation.id == body.organisation_id
    if REGISTRY[check.fact].items == "spaces":
        return not finding.failing or any(item == body.slug for item, _ in finding.failing)
    return True


def remarks_on(bodies: Iterable[Body], organisation: Organisation, on: date) -> dict[UUID, list[Finding]]:
    """The findings about each of these bodies of an organisation. The queries depend on the articles, not on the bodies."""
    found: dict[UUID, list[Finding]] = defaultdict(list)
    there = list(bodies)
    clauses = [clause for article in framework().articles.values() for clause in article.clauses]
    about = {clause.key: [body for body in there if concerns(clause, body)] for clause in clauses}
    rules = {key.split("/")[0] for key, concerned in about.items() if concerned}
    if not rules:
        return found
    whose = None if organisation.scale == HEAD else [organisation.pk]
    for finding in verdicts(on, rules=rules, organisations=whose):
        for body in about[finding.clause.key]:
            if is_about(finding, body):
                found[body.pk].append(finding)
    return found


def margin_of(body: Body, on: date, reader: Actor) -> Margin:
    """The margin of a body's page: what is broken, then what nobody decided, then the rest. What several articles say
    in the same words is said once, with one gesture for whoever may."""
    findings = remarks_on([body], body.organisation, on)[body.pk]
    said: dict[tuple[str, str, str, UUID], list[Spoken]] = defaultdict(list)
    for spoken in speak(findings, on):
        state = outcome(spoken.finding)
        said[state, spoken.word, spoken.sentence, spoken.finding.organisation.id].append(spoken)
    remarks = []
    for (state, *_), alike in said.items():
        gesture = gesture_of(alike[0].finding)
        others = tuple(spoken.finding for spoken in alike[1:])
        remarks.append(Remark(alike[0], state, gesture.link(reader) if gesture else None, others))
    remarks.sort(key=lambda remark: (STATES.index(remark.state), -remark.finding.severity))
    return Margin(
        calling=[remark for remark in remarks if remark.state not in ("conforms", "not_applicable")],
        conforming=[remark for remark in remarks if remark.state == "conforms"],
    )


def in_state(findings: Iterable[Finding], state: str) -> int:
    return sum(1 for finding in findings if outcome(finding) == state)
