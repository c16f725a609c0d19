"""What each part of the minutes said before: the journal has every text that was kept, who wrote it, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from kevread.journal.models import Change
from kevread.meetings.models import AgendaItem, Meeting
from kevread.sittings.queries.proceedings import CLOSING, OPENING

COLUMNS = {OPENING: "opening_text", CLOSING: "closing_text"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as somebody left it."""

    at: datetime
    person: UUID | None
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text that another took the place of, and is not whole in it."""

    kept: Kept
    by: Kept


def texts_of(meeting: Meeting, part: str) -> list[Kept]:
    """Every text of a part, oldest first. One query. ValueError for what is no part."""
    column = COLUMNS.get(part, "record")
    model, row = (Meeting, meeting.pk) if part in COLUMNS else (AgendaItem, UUID(part))
    changes = Change.objects.filter(row=row, table=model._meta.db_table).select_related("act").order_by("id")  # noqa: SLF001
    return [
        Kept(one.act.at, one.act.person, one.act.person_name, one.after[column])
        for one in changes
        if one.after and column in one.after and one.after[column] != (one.before or {}).get(column, "")
    ]


def replaced_in(texts: Sequence[Kept]) -> list[Replaced]:
    """Newest first, those that are not whole in what was written over them, by somebody else or by the same person."""
    found = [Replaced(kept, by) for kept, by in pairwise(texts) if lost(kept.text, by.text)]
    return found[::-1]


def replaced_of(texts: Sequence[Kept], person: UUID | None) -> Replaced | None:
    """The last text of this person, if somebody else wrote over it and what stands still lacks some of it."""
    mine = max((at for at, one in enumerate(texts) if person and one.person == person), default=len(texts))
    if mine + 1 >= len(texts) or not lost(texts[mine].text, texts[-1].text):
        return None
    return Replaced(texts[mine], texts[mine + 1])


def lost(before: str, after: str) -> bool:
    """Some line of what was written is nowhere in what is.

    >>> lost("Le cap est dit.", "Le cap est dit. Il est voté."), lost("Le cap.\\nLes frais.", "Le cap.")
    (False, True)
    """
    return any(line not in after for line in before.split("\n"))
