"""The files that go with a meeting: given before the notice, or told by a further one; read by whoever is convened."""

from collections.abc import Iterable
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.operations import freeze, let_read
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import AgendaItem, Enclosure, Meeting
from kevread.meetings.operations.stages import lock
from kevread.meetings.queries.roll import expected_roll
from kevread.meetings.rules.life import State

OPEN = (State.DRAFT, State.AGENDA, State.CONVENED)
SETTLED = "Les pièces ne changent plus"
MOST = 40


def enclose(
    *, actor: Actor, meeting: Meeting, file: File, title: str, now: datetime, item: AgendaItem | None = None
) -> Enclosure:
    """Keep a file and give it with a meeting, or with one of its points. Those who are, or would be, convened read it.

    After the notice it waits for a further one, which says it. Raises Denied; Invalid on `title` or `file`; Refused by the
    state, or beyond forty files.
    """
    permissions.may_prepare(actor, meeting.body).or_raise()
    arguments = {"meeting": meeting.pk, "title": title}
    with act("meetings.enclose", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, OPEN, SETTLED)
        if found.enclosures.filter(withdrawn=False).count() >= MOST:
            raise Refused(f"Une réunion a {MOST} pièces au plus.")
        version = freeze(
            actor=actor,
            organisation=found.organisation,
            kind="file",
            source=file,
            now=now,
            title=title,
            readers=readers_of(found),
        )
        return Enclosure.objects.create(meeting=found, item=item, version=version)


def readers_of(meeting: Meeting) -> list[Person]:
    """The roll that was frozen, or else whoever would be on it."""
    frozen = [entry.person for entry in meeting.roll.select_related("person")]
    return frozen or [one.person for one in expected_roll(meeting)]


def open_to_roll(meeting: Meeting, people: Iterable[Person]) -> None:
    """When the roll is frozen, whoever is on it reads what is enclosed. Inside the act of the notice."""
    everyone = list(people)
    for enclosure in meeting.enclosures.filter(withdrawn=False).select_related("version__document"):
        let_read(enclosure.version.document, everyone)


def carry_files(meeting: Meeting, to: Meeting) -> None:
    """The files of a meeting go with the one that comes after it, each with its point; those of a point that is not carried
    stay. Its own notice opens them to its roll. Inside an act."""
    items = {item.origin_id: item for item in to.items.exclude(origin=None)}
    for one in meeting.enclosures.filter(withdrawn=False).order_by("pk"):
        if one.item_id is None or one.item_id in items:
            Enclosure.objects.create(meeting=to, item=items.get(one.item_id), version_id=one.version_id)


def withdraw_enclosure(*, actor: Actor, enclosure: Enclosure, now: datetime) -> Enclosure:
    """Take a file off the meeting; the document stays, and whoever had it keeps reading it. Raises Denied, Refused."""
    meeting = enclosure.meeting
    permissions.may_prepare(actor, meeting.body).or_raise()
    with act(
        "meetings.withdraw_enclosure",
        actor=actor,
        about=meeting.organisation,
        now=now,
        arguments={"enclosure": enclosure.pk},
    ):
        found = lock(meeting, OPEN, SETTLED)
        row: Enclosure = found.enclosures.lock(enclosure.pk)
        if row.withdrawn:
            raise Refused("Cette pièce est déjà retirée.")
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
    return row
