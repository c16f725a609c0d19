"""What is taken away from « Aujourd’hui »: what waits for one person, line by line, in the order of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kevread.common.tables import Column, Kind, Table
from kevread.home.queries import Today
from kevread.meetings.queries.naming import called
from kevread.meetings.queries.wording import hours
from kevread.ui.places import screen_address

NOW = "En ce moment"


@dataclass(frozen=True, slots=True)
class Waiting:
    when: str
    what: str
    why: str
    gesture: str
    url: str
    by: date | None = None
    gravity: str = ""


WAITING = Table(
    "a-faire",
    "À faire",
    (
        Column("quand", lambda row: row.when),
        Column("dernier jour", lambda row: row.by, Kind.DAY),
        Column("quoi", lambda row: row.what),
        Column("pourquoi", lambda row: row.why),
        Column("gravité", lambda row: row.gravity),
        Column("geste", lambda row: row.gesture),
        Column("adresse", lambda row: row.url),
    ),
)


def waiting_in(day: Today, on: date) -> Iterator[Waiting]:
    """The votes that are open, the sittings under way, the notices to answer, then what is to be done: none is folded. The
    address of an answer is that of its page, where one signs in: what a letter gives is signed, and answers for somebody."""
    for vote in day.votes:
        yield Waiting(NOW, vote.what, vote.why, vote.button, vote.url)
    for now in day.now:
        meeting = now.mine.meeting
        gesture, screen = ("Tenir la séance", "room") if now.holds else ("Suivre la séance", "meeting")
        url = screen_address(f"sittings:{screen}", scale=meeting.organisation.slug, key=meeting.pk)
        yield Waiting(NOW, now.name, now.said, gesture, url)
    for one in day.asked:
        meeting = one.meeting
        for line in (line for line in one.lines if not line.says):
            whose = f", pour {line.entry.represents.name}" if line.entry.represents else ""
            where = {"scale": meeting.organisation.slug, "key": meeting.pk, "entry": line.entry.pk}
            yield Waiting(
                hours(meeting),
                f"{called(meeting, on)}{whose}",
                "Vous êtes convoqué·e.",
                "Dire si je viens",
                screen_address("meetings:reply", **where),
                by=meeting.day,
            )
    for row in (*day.rows, *day.rest):
        item = row.item
        gravity = "bloquante" if item.blocks else "majeure" if item.is_major else ""
        yield Waiting(row.when, item.what, item.why, item.button, item.url, item.by, gravity)
