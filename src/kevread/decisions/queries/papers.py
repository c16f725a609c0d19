"""Decisions as the papers of `documents` want them: the register, the certified extract of one."""

from collections.abc import Iterable
from datetime import date

from kevread.common.periods import day_in_words
from kevread.decisions import papers as contract
from kevread.decisions.models import Decision
from kevread.decisions.queries.register import Line, lines_of
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document
from kevread.documents.queries import letterhead
from kevread.seats.models import Body, Mandate

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
    if row.annulled_on:
        flags.append(f"Annulée le {day_in_words(row.annulled_on)} : {row.annulled_because}")
    return contract.Decision(
        number=row.reference,
        day=row.decided_on,
        body=row.body.name,
        title=row.title,
        outcome=line.outcome.lower(),
        sum=row.sum_said,
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


def extracts_of(decision: Decision) -> list[Document]:
    """The extracts that were made of a decision, the last first. One query."""
    rows = Document.objects.filter(
        organisation=decision.organisation, kind="extract", versions__data__number=decision.reference
    )
    return list(rows.distinct().order_by("-pk"))
