"""What a pack carries of what a body decided: the minutes that are kept of it, what was before the assembly that approved the
accounts of a year, what proves that they were published."""

from collections.abc import Iterator
from datetime import date

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision
from kevread.decisions.queries.approvals import Line, approvals
from kevread.directory.models import Organisation
from kevread.documents.models import Document, Version
from kevread.filings.models import Declaration
from kevread.filings.queries import published
from kevread.meetings.queries.notices import enclosed
from kevread.seats.models import Body
from kevread.sittings.models import Minutes

from .approved import type_of_accounts


def read_by(actor: Actor, document: Document) -> bool:
    return Document.objects.visible_to(actor).filter(pk=document.pk).exists()


def minuted(decision: Decision, actor: Actor, on: date) -> tuple[Version | None, str]:
    """The minutes of its meeting as they are kept, in their last version of that day; else why they are not there."""
    if decision.meeting_id is None:
        return None, "Cette décision n’est pas celle d’une réunion inscrite ici."
    found = Minutes.objects.select_related("document").filter(meeting=decision.meeting_id).first()
    if found is None:
        return None, "Le procès-verbal de sa réunion n’est pas établi ici."
    if not read_by(actor, found.document):
        return None, "Le procès-verbal est ici, et vous ne le lisez pas."
    rows = found.document.versions.select_related("content", "document").filter(made_at__date__lte=on)
    version: Version | None = rows.order_by("-number").first()
    return version, "" if version else "Le procès-verbal de sa réunion n’est pas établi ce jour-là."


def approval_of(organisation: Organisation, closed_on: date, on: date) -> Decision | None:
    """The line of the register by which the assembly approved the accounts of that year, the first. One query."""
    rows = Decision.objects.standing().filter(
        type=type_of_accounts(),
        outcome=Decision.Outcome.ADOPTED,
        body__kind=Body.Kind.ASSEMBLY,
        organisation=organisation,
        decided_on__lte=on,
    )
    for one in rows.select_related("body", "meeting").order_by("decided_on", "number"):
        if closed_on in approvals([Line(one.decided_on, one.title, one.text)], closed_on.month).named:
            return one
    return None


def laid_before(decision: Decision, actor: Actor) -> Iterator[Version]:
    """What was enclosed with the point that it decided, among what this person reads."""
    if decision.meeting is None or decision.item_id is None:
        return
    for one in enclosed(decision.meeting):
        if one.item_id == decision.item_id and read_by(actor, one.version.document):
            yield one.version


def proof_of(organisation: Organisation, closed_on: date, actor: Actor, on: date) -> tuple[Version | None, str]:
    """What proves that the accounts of that year were published, as it is kept; else why it is not there."""
    told = published([organisation.pk], on).get((organisation.pk, closed_on))
    if told is None or not Declaration.objects.visible_to(actor).filter(pk=told.pk).exists():
        return None, "Leur publication n’est pas dite ici."
    if told.document is None:
        return None, f"Elle est dite le {day_in_words(told.filed_on)}, sans preuve conservée ici."
    if not read_by(actor, told.document):
        return None, "La preuve est ici, et vous ne la lisez pas."
    return told.document.versions.select_related("content", "document").order_by("-number").first(), ""
