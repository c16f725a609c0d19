"""What people of the invented life keep: a paper of their seats, to sign or to show; a file, then its correction."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.documents import operations as documents
from kevread.documents.contracts import Paper, as_data
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.seats.queries.papers import chart_paper, governance_paper, officers_paper

PAPERS: Mapping[str, Callable[[Organisation, Actor, date, date], Paper]] = {
    "officers": officers_paper,
    "governance": governance_paper,
    "chart": chart_paper,
}


def composed(actor: Actor, deed: Deed) -> tuple[Organisation, Paper]:
    organisation = Organisation.objects.get(slug=deed.arguments["organisation"])
    return organisation, PAPERS[deed.arguments["paper"]](organisation, actor, deed.day, deed.day)


def keep_paper(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    organisation, paper = composed(actor, deed)
    documents.keep_document(
        actor=actor,
        organisation=organisation,
        kind=paper.template,
        source=paper,
        audience=deed.arguments["audience"],
        asked=[documents.Asked(people[name], quality) for name, quality in deed.arguments.get("asked", {}).items()],
        now=now,
    )


def keep_file(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """A file, as somebody would give it: that of a paper. `corrects`: it is the next version of the one of that title."""
    organisation, paper = composed(actor, deed)
    content = render(paper.template, as_data(paper), made_at=now)
    file = File(deed.arguments["file"], content, MEDIA_TYPE)
    title, corrects = deed.arguments["title"], deed.arguments.get("corrects")
    if corrects:
        document = Document.objects.select_related("organisation").get(organisation=organisation, title=title)
        documents.keep_version(actor=actor, document=document, source=file, corrects=corrects, now=now)
    else:
        audience = deed.arguments["audience"]
        documents.keep_document(
            actor=actor, organisation=organisation, kind="file", title=title, source=file, audience=audience,
            sort=deed.arguments.get("sort", ""), dated_on=deed.arguments.get("dated_on"), now=now,
        )  # fmt: skip


def erase_kept(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """What was kept long enough, by its titles."""
    organisation = Organisation.objects.get(slug=deed.arguments["organisation"])
    rows = Document.objects.filter(organisation=organisation, title__in=deed.arguments["titles"])
    documents.erase_documents(
        actor=actor,
        organisation=organisation,
        documents=list(rows.values_list("pk", flat=True)),
        why=deed.arguments["why"],
        now=now,
    )
