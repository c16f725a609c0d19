"""Up to the notice: a meeting being prepared, its notice and its letters, the files that go with it."""

from io import BytesIO
from typing import Any

from icalendar import Calendar
from pypdf import PdfWriter

from kevread.common.actor import Actor
from kevread.documents.files import receive
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.meetings.models import Enclosure, Notice, RollEntry
from kevread.meetings.operations import convene, enclose
from kevread.meetings.rules.life import State
from tests.arrange import NOW, arranging

from .worlds import Gathering, gathering


def by(entry: RollEntry) -> Actor:
    """That line of the roll, who acts without a hat."""
    return Actor(person=entry.person_id, name=str(entry.person))


def ready(state: State = State.AGENDA, **more: Any) -> Gathering:
    """A meeting of twelve, where nobody gave a proxy."""
    more.setdefault("members", 12)
    with arranging():
        return gathering(state=state, represented=more.pop("represented", 0), **more)


def send(met: Gathering, person: Any = None, **more: Any) -> Notice:
    return convene(actor=met.actor(person), meeting=met.meeting, now=NOW, **more)


def letters(verb: Any) -> tuple[Any, list[Dispatch]]:
    """What the verb answers, and the letters it queued."""
    done = verb()
    return done, list(Dispatch.objects.filter(act=Act.objects.latest("id").pk).select_related("content").order_by("id"))


def calendar(letter: Dispatch) -> Calendar:
    return Calendar.from_ical(bytes(letter.content.attachments.get(name="reunion.ics").data))


def a_pdf(title: str = "Comptes 2025") -> bytes:
    """A blank page, under a title."""
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    writer.write(written)
    return written.getvalue()


def enclosing(here: Gathering, title: str = "Comptes 2025", **more: Any) -> Enclosure:
    """A file that goes with the meeting."""
    file = receive("comptes.pdf", a_pdf(title))
    return enclose(actor=more.pop("actor", here.actor()), meeting=here.meeting, file=file, title=title, now=NOW, **more)
