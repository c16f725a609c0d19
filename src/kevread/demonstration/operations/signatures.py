"""What people of the invented life put to signatures: who signs, who waits for their turn, who refuses and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.documents import operations as documents
from kevread.documents.models import Document, PaperSignature, SigningCode, Version
from kevread.documents.operations.circles import Signer
from kevread.documents.operations.nudging import to_nudge
from kevread.documents.operations.signing import digest

type People = Mapping[str, Person]


def document_of(deed: Deed, title: str) -> Document:
    found: Document = Document.objects.get(organisation__slug=deed.arguments["organisation"], title=title)
    return found


def version_of(deed: Deed) -> Version:
    version: Version = document_of(deed, deed.arguments["title"]).versions.order_by("-number")[0]
    return version


def ask_signatures(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Of an act, by its code. Each signs for an organisation, in a turn: a name, then « for » and « turn »."""
    documents.open_circles(
        actor=actor,
        organisation=Organisation.objects.get(slug=deed.arguments["organisation"]),
        documents=[document_of(deed, title) for title in deed.arguments["titles"]],
        signers=[
            Signer(people[name], Organisation.objects.get(slug=asked["for"]), asked["turn"])
            for name, asked in deed.arguments["signers"].items()
        ],
        act_code=deed.arguments["act"],
        now=now,
    )


def sign_asked(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """With a code whose letter is not written: nobody reads it in an invented past."""
    version, person, until, code = version_of(deed), people[deed.by or ""], now + timedelta(minutes=5), "246813"
    kept = {"digest": digest(version, person, code, until), "expires_at": until, "attempts": 0}
    SigningCode.objects.update_or_create(version=version, person=person, defaults=kept)
    documents.sign_version(actor=actor, version=version, code=code, now=now, consents=True)


def refuse_asked(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    documents.refuse_to_sign(actor=actor, version=version_of(deed), reason=deed.arguments["reason"], now=now)


def nudge_signers(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What Kevread writes again by itself, that day."""
    for person, circles in to_nudge(now):
        documents.nudge(person=person, circles=circles, now=now)


def tell_on_paper(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Who signed with a pen what a file shows."""
    asked = {name: deed.arguments[name] for name in ("name", "quality", "signed_on")}
    said = documents.OnPaper(
        organisation=Organisation.objects.get(slug=deed.arguments["for"]),
        right=deed.arguments.get("right", ""),
        **asked,
    )
    version = version_of(deed)
    documents.tell_on_paper(actor=actor, version=version, said=said, now=now)


def pen_of(deed: Deed) -> PaperSignature:
    """In the name of an organisation, on a document of another."""
    rows = PaperSignature.objects.select_related("organisation", "told_by", "version__document__organisation")
    found: PaperSignature = rows.get(
        version__document__organisation__slug=deed.arguments["organisation"],
        version__document__title=deed.arguments["title"],
        organisation__slug=deed.arguments["for"],
    )
    return found


def deny_on_paper(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    documents.deny_on_paper(actor=actor, signature=pen_of(deed), reason=deed.arguments["reason"], now=now)


def answer_denial(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    documents.answer_denial(actor=actor, signature=pen_of(deed), answer=deed.arguments["answer"], now=now)


VERBS = (ask_signatures, sign_asked, refuse_asked, nudge_signers, tell_on_paper, deny_on_paper, answer_denial)
