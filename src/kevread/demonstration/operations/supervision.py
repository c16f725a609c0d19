"""What two lines of authority do in the invented life: its verbs, in `encadrement.yaml`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.documents.files import File
from kevread.seats.models import Mandate
from kevread.staff.models import Contract, Post
from kevread.supervision import operations
from kevread.supervision.models import Leave, Matter
from kevread.supervision.queries.lines import workers_on

type People = Mapping[str, Person]


def place(deed: Deed) -> Organisation:
    return Organisation.objects.get(slug=deed.arguments["place"])


def matter(deed: Deed) -> Matter:
    """The one that is open, by its title."""
    return Matter.objects.open().select_related("organisation", "post").get(title=deed.arguments["matter"])


def raise_matter(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """About somebody, by their first post of that day; or about the post of a function that nobody holds, at some pôles."""
    said = deed.arguments
    about: dict[str, Any]
    if "person" in said:
        worker = workers_on(deed.day, person=people[said["person"]].pk)[0]
        about = {"person": worker.person, "post": worker.post}
    else:
        poles = list(Organisation.objects.filter(slug__in=said.get("poles", [])))
        free = Post.objects.on(deed.day).filter(employer__slug=said["place"], assignments=None)
        about = {"post": free.get(function=said["function"]), "poles": poles}
    operations.raise_matter(
        actor=actor, code=said["act"], line=said["line"], place=place(deed), title=said["title"], now=now,
        text=said.get("text", ""), **about,
    )  # fmt: skip


def say_for_line(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    line, text = deed.arguments["line"], deed.arguments["text"]
    operations.say(actor=actor, matter=matter(deed), line=line, place=place(deed), text=text, now=now)


def settle_matter(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    chosen = matter(deed).candidates.filter(name=said.get("chosen", "")).first()
    operations.settle(
        actor=actor, matter=matter(deed), place=place(deed), conclusion=said["conclusion"], now=now,
        held_on=said.get("held"), chosen=chosen,
    )  # fmt: skip


def add_candidates(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    for name in deed.arguments["names"]:
        operations.add_candidate(actor=actor, matter=matter(deed), name=name, received_on=deed.day, now=now)


def associate(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Somebody of a body of the employer."""
    who, body = deed.arguments["with"]
    mandate = Mandate.objects.on(deed.day).select_related("seat__body").get(person=people[who], seat__body__slug=body)
    operations.associate(actor=actor, matter=matter(deed), mandate=mandate, now=now)


def ask_days(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By the person, or by their employer’s line; answered at once by whoever is named, where somebody is."""
    said = deed.arguments
    operations.ask_leave(
        actor=actor, person=people[said["person"]], place=place(deed), kind=said["kind"], first=said["first"],
        last=said["last"], from_noon=said.get("from_noon", False), until_noon=said.get("until_noon", False),
        line=said.get("line", "person"), now=now,
    )  # fmt: skip


def answer_days(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    rows = Leave.objects.standing().filter(matter__person=people[said["person"]], first=said["first"])
    row = rows.select_related("matter__organisation").get()
    reason = said.get("reason", "")
    operations.answer_leave(
        actor=actor, matter=row.matter, place=place(deed), granted=not reason, reason=reason, now=now
    )


def ask_end(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Of the contract that somebody has with an employer; decided at once by whoever is named, where somebody is."""
    said = deed.arguments
    contract = Contract.objects.on(deed.day).standing().get(person=people[said["person"]], employer=place(deed))
    operations.raise_ending(
        actor=actor, contract=contract, line=said["line"], reason=said["reason"], last=said["last"], now=now,
        text=said.get("text", ""),
    )  # fmt: skip


def decide_end(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    row = Matter.objects.open().select_related("organisation").get(ending__contract__person=people[said["person"]])
    operations.decide_ending(
        actor=actor, matter=row, place=place(deed), last=said["last"], conclusion=said["conclusion"], now=now
    )


def ticket(text: str) -> File:
    """A page that says so, the smallest that readers of PDF open."""
    said = text.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"")
    drawn = b"BT /F 14 Tf 40 780 Td (" + said + b") Tj ET"
    rows = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    found, starts = b"%PDF-1.4\n", []
    for number, row in enumerate(rows, start=1):
        starts.append(len(found))
        found += b"%d 0 obj\n" % number + row + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = (
        b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(found)
    )
    return File("justificatif.pdf", found + end, "application/pdf")


def propose_spent(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    operations.propose_expense(
        actor=actor, person=people[said["person"]], place=place(deed), line=said["line"], cents=said["cents"],
        spent_on=said["spent"], what=said["what"], file=ticket(f"{said['what']}, {said['spent']}"), now=now,
    )  # fmt: skip


def answer_spent(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Validated, or refused where a reason is said; paid on the day that is said, where one is."""
    said = deed.arguments
    row, reason = matter(deed), said.get("reason", "")
    operations.answer_expense(actor=actor, matter=row, place=place(deed), granted=not reason, reason=reason, now=now)
    if "paid" in said:
        operations.pay_expense(actor=actor, matter=row, paid_on=said["paid"], now=now)


VERBS = (
    raise_matter,
    say_for_line,
    settle_matter,
    add_candidates,
    associate,
    ask_days,
    answer_days,
    ask_end,
    decide_end,
    propose_spent,
    answer_spent,
)
