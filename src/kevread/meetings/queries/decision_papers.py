"""Decisions as the papers of `documents` want them: the register, the certified extract of one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kevread.directory.models import Organisation, Person
from kevread.documents.contracts import minutes as contract
from kevread.documents.contracts.base import Signatory
from kevread.documents.models import Document
from kevread.documents.queries import letterhead
from kevread.meetings.models import Decision, Meeting, Poll, QuorumCheck
from kevread.meetings.queries.decisions import Line, lines_of, outcome_of
from kevread.meetings.queries.papers import told
from kevread.meetings.queries.vote_papers import vote_of
from kevread.seats.models import Body, Mandate
from kevread.ui.words import counted, day

SIGNING = ("president", "secretary")


def register_paper(organisation: Organisation, decisions: Iterable[Decision], on: date) -> contract.Register:
    """The lines that were asked for, by number; what the matrix finds fault with is said under each. Two queries."""
    lines = sorted(lines_of(decisions), key=lambda line: line.decision.number)
    days = [line.decision.decided_on for line in lines] or [on]
    return contract.Register(
        letterhead=letterhead(organisation, on),
        first=min(days),
        last=max(days),
        decisions=tuple(line_of(line) for line in lines),
    )


def line_of(line: Line) -> contract.Decision:
    row, later = line.decision, line.corrected_by
    flags = [line.competence.reason] if line.competence and line.competence.is_flagged else []
    if later:
        flags.append(f"Corrigée par la décision n° {later.reference}.")
    return contract.Decision(
        number=row.reference,
        day=row.decided_on,
        body=row.body.name,
        title=row.title,
        outcome=line.outcome.lower(),
        sum=row.sum,
        kind=line.type,
        text=row.text,
        flags=tuple(flags),
    )


def signers_of(decision: Decision, on: date) -> list[tuple[Person, str]]:
    """Who may certify an extract that day: the presidency and the secretariat of the organisation's board or bureau, and as
    what. One query."""
    rows = Mandate.objects.on(on).filter(
        seat__body__organisation=decision.organisation,
        seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.BUREAU),
        seat__title__in=SIGNING,
    )
    found = rows.select_related("person", "seat__body").order_by("seat__body__rank", "seat__rank", "pk")
    return [(mandate.person, f"{mandate.seat.name}, {mandate.seat.body.name}") for mandate in found]


def extract_paper(decision: Decision, meeting: Meeting, signer: Person, quality: str, on: date) -> contract.Extract:
    """The extract of a decision of a meeting that is told here, as it was voted."""
    poll = Poll.objects.filter(result__decision=str(decision.pk)).first()
    checks = list(meeting.quorum_checks.order_by("-at"))
    checked = next((one for one in checks if poll is None or one.at == poll.opened_at), next(iter(checks), None))
    attended = ""
    if checked:
        present, represented = counted(checked.present, "présent·e"), counted(checked.represented, "représenté·e")
        was = "était" if checked.met else "n’était pas"
        attended = f"{present}, {represented} ; le quorum {was} atteint."
    kept = getattr(meeting, "minutes", None)
    return contract.Extract(
        letterhead=letterhead(decision.organisation, on),
        meeting=told(meeting),
        number=decision.reference,
        decision=decision.title,
        vote=as_voted(poll, checks) if poll else as_recorded(decision),
        attended=attended,
        minutes=f"{kept.document.title}" if kept else f"Registre des décisions, n° {decision.reference}",
        certified_on=on,
        signatories=(Signatory(name=str(signer), quality=quality),),
    )


def as_voted(poll: Poll, checks: Iterable[QuorumCheck]) -> contract.Vote:
    """The vote of a decision. The extract is headed by the question: a text is not headed by it once more."""
    told = vote_of(poll, checks)
    return replace(told, title="") if told.text else told


def as_recorded(decision: Decision) -> contract.Vote:
    """The result of a decision that was voted without Kevread: as the register tells it."""
    adopted = decision.outcome == Decision.Outcome.ADOPTED
    return contract.Vote(
        text=decision.text,
        how=f"selon le registre, le {day(decision.decided_on)}",
        choices=(),
        sum=decision.sum,
        outcome="adopted" if adopted else "rejected",
        conclusion="" if decision.type != Decision.ADVICE else f"Avis {outcome_of(decision).lower()}.",
    )


def extracts_of(decision: Decision) -> list[Document]:
    """The extracts that were made of a decision, the last first. One query."""
    rows = Document.objects.filter(
        organisation=decision.organisation, kind=Document.Kind.EXTRACT, versions__data__number=decision.reference
    )
    return list(rows.distinct().order_by("-pk"))
