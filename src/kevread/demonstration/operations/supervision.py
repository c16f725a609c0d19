"""What two lines of authority do in the invented life: its verbs, in `encadrement.yaml`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.staff.models import Post
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


VERBS = (
    raise_matter,
    say_for_line,
    settle_matter,
    add_candidates,
    associate,
    ask_days,
    answer_days,
)
