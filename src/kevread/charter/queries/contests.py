"""What is contested: a finding as it stands, the contests of a scale, those that wait for somebody's answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.charter.engine import Finding, Subject, framework, verdicts
from kevread.charter.loader import Article
from kevread.charter.models import Attestation, Contest, Derogation
from kevread.charter.permissions import may_answer_contest
from kevread.charter.queries.gestures import Gesture, holders, who_can
from kevread.charter.queries.rows import asked_of, counted_in_words, evidence
from kevread.charter.queries.text import circle_of
from kevread.charter.sentences import Spoken, counted_of, speak
from kevread.common.actor import NOBODY, Actor, Grounds
from kevread.common.errors import Way
from kevread.common.facts import Span, Value
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation


def finding_of(clause: str, organisation: Organisation, on: date) -> Spoken | None:
    """What a clause (« R3.7/1 ») finds of an organisation on a day; None when it finds nothing."""
    found = verdicts(on, rules=[clause.split("/")[0]], organisations=[organisation.pk])
    one = [finding for finding in found if finding.clause.key == clause and finding.organisation.id == organisation.pk]
    return speak(one, on)[0] if one else None


LASTING = ("rests_on", "asked", "article")  # of what a finding rests on, what no term ends


def proof_of(spoken: Spoken, today: Spoken | None) -> dict[str, Any]:
    """What a finding rests on, in words and as the export gives it: kept as it was with a contest; and whether it `stood` the
    same on the day on which it was contested."""
    finding, basis = spoken.finding, basis_of(spoken.finding)
    return {
        "value": counted_of(finding),
        "asked": asked_of(finding),
        "counted": counted_in_words(finding),
        "facts": evidence(spoken),
        "basis": basis,
        "stood": today is not None and basis_of(today.finding) == basis,
        "term": term_of(spoken.finding),
    }


def term_of(finding: Finding) -> str:
    """The last day of the attestation or of the derogation that a finding rests on; empty where it rests on neither."""
    if finding.derogation:
        return finding.derogation.last.isoformat()
    held = Attestation.objects.filter(pk=finding.attestation).first() if finding.attestation else None
    return held.dates.last.isoformat() if held and held.dates.last else ""


def has_run_out(contest: Contest, finding: Finding) -> bool:
    """Whether all that moved is that what the contested finding rested on came to the day that it had from the start, with
    nothing in its place: time alone. One that was withdrawn before that day was corrected."""
    kept, now = contest.evidence["basis"], basis_of(finding)
    rested = kept.get("attestation") or kept.get("derogation")
    if not rested or finding.attestation or finding.derogation or any(kept[part] != now[part] for part in LASTING):
        return False
    rows = Attestation.objects if kept["attestation"] else Derogation.objects
    held = rows.filter(pk=rested).first()
    return held is not None and str(held.dates.last) == contest.evidence.get("term")


def basis_of(finding: Finding) -> dict[str, Any]:
    """What a correction moves: what is found and of what, what is asked, what allows it, who attested it. Names and dates
    are not of it: time alone, or a new name, corrects nothing."""
    failing = [[str(item), number] for item, number in finding.failing]
    return {
        "found": [finding.verdict.value, finding.reason.value if finding.reason else ""],
        "rests_on": failing or as_json(finding.value),
        "asked": [finding.lower, finding.upper, sorted(finding.words)],
        "article": [finding.article.text, str(finding.clause.check or finding.clause.piece)],
        "derogation": str(finding.derogation.id) if finding.derogation else "",
        "attestation": str(finding.attestation or ""),
    }


def as_json(value: Value | None) -> Any:
    if isinstance(value, Mapping):
        return sorted([str(item), as_json(number)] for item, number in value.items())
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, Span) else value


def has_moved(contest: Contest, today: date) -> bool:
    """Whether what a finding rested on was corrected since it was contested: on the day that it is of; or, where it stood the
    same when it was contested, today."""
    kept = contest.evidence
    days = {contest.on, today} if kept.get("stood") else {contest.on}
    for day in days:
        spoken = finding_of(contest.clause, contest.organisation, day)
        if spoken is None:
            return True
        if "basis" not in kept:  # made when the basis was not kept
            if (contest.verdict, contest.sentence) != (spoken.finding.verdict.value, spoken.sentence):
                return True
        elif basis_of(spoken.finding) != kept["basis"] and not has_run_out(contest, spoken.finding):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Contested:
    """A contest, the article that it is about (None when the files no longer have it), and whether this reader answers."""

    contest: Contest
    article: Article | None
    grounds: Grounds

    @property
    def rule(self) -> str:
        return self.contest.clause.split("/")[0]

    @property
    def clause(self) -> int:
        return int(self.contest.clause.split("/")[1])


def contested(contest: Contest, reader: Actor) -> Contested:
    article = framework().articles.get(contest.clause.split("/")[0])
    return Contested(contest, article, may_answer_contest(reader, contest))


def contests_among(organisations: Iterable[UUID], on: date, reader: Actor, *, rule: str = "") -> list[Contested]:
    """Those made by then about these organisations, the last first; about one rule, or all. One query."""
    rows = Contest.objects.filter(organisation__in=set(organisations), at__date__lte=on)
    if rule:
        rows = rows.filter(clause__startswith=f"{rule}/")
    people = rows.select_related("organisation", "person", "answered_by")
    return [contested(row, reader) for row in people.order_by("-at", "pk")]


def open_contests(organisations: Iterable[UUID], on: date, reader: Actor) -> list[Contested]:
    """Those that wait for an answer, or for their correction. One query."""
    return [one for one in contests_among(organisations, on, reader) if one.contest.is_open]


def contests_at(scale: Organisation, on: date, reader: Actor) -> list[Contested]:
    """What is contested of an organisation and of its members in the network, as this reader may read it: what waits
    first."""
    found = contests_among(circle_of(scale, on, reader).everyone, on, reader)
    return sorted(found, key=lambda one: not one.contest.is_open)


OWED = {  # by stage: since when, and what is owed
    "waits": ("Contesté par {person} le {at}, en attente de réponse.", "y répondre"),
    "to_correct": ("Contesté, reconnu faux le {answered}, en attente de correction.", "le corriger, puis clore"),
}


def owed(open_ones: Iterable[Contested], on: date, reader: Actor) -> dict[UUID, str]:
    """What each contest that is open waits for, since when, and from whom: never from who made it. In a number of queries
    that does not grow."""
    rows = {one.contest: answering(one.contest) for one in open_ones}
    known = holders(rows.values(), on, reader)
    told = {}
    for contest, gesture in rows.items():
        asker = NOBODY if reader.person == contest.person_id else reader
        told[contest.pk] = f"{since(contest)} {who_can(gesture, known, asker, but=str(contest.person))}".strip()
    return told


def since(contest: Contest) -> str:
    """« Contesté par Erwan Trévélou le 19 novembre 2026, en attente de réponse. »"""
    return OWED[contest.stage][0].format(
        person=contest.person,
        at=day_in_words(timezone.localtime(contest.at).date()),
        answered=day_in_words(timezone.localtime(contest.answered_at).date()) if contest.answered_at else "",
    )


def answering(contest: Contest) -> Gesture:
    """Answer a contest, or close it once it is corrected."""
    where = contest.organisation
    way = Way("Répondre", "charter:answer", {"scale": where.slug, "key": contest.pk})
    at = Subject(where.pk, where.slug, where.name, where.scale)
    return Gesture(way, "answer_contest", (at,), OWED[contest.stage][1], writes=True)


def by_finding(found: Iterable[Contested]) -> dict[tuple[str, UUID], list[Contested]]:
    beside: dict[tuple[str, UUID], list[Contested]] = defaultdict(list)
    for one in found:
        beside[one.contest.clause, one.contest.organisation_id].append(one)
    return beside
