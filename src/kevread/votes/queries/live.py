"""What those who follow a meeting ask again and again: has anything changed? One query, kept for a second by each process."""

import time
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock
from uuid import UUID

from django.db import connection

from kevread.attendance.queries.codes import LASTS
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State

# The transaction that last wrote a row is enough to know that it changed: nothing has to be kept up to date for it.
CHANGES = """
SELECT concat_ws('|',
  (SELECT concat(xmin, state) FROM meetings_meeting WHERE id = %(key)s),
  (SELECT concat(count(*), max(xmin::text::bigint)) FROM meetings_agendaitem WHERE meeting_id = %(key)s),
  (SELECT concat(count(*), max(p.xmin::text::bigint)) FROM attendance_presence p
     JOIN meetings_rollentry e ON e.id = p.entry_id WHERE e.meeting_id = %(key)s),
  (SELECT concat(count(*), max(p.xmin::text::bigint)) FROM meetings_proxy p
     JOIN meetings_rollentry e ON e.id = p.giver_id WHERE e.meeting_id = %(key)s),
  (SELECT count(*) FROM attendance_quorumcheck WHERE meeting_id = %(key)s),
  (SELECT concat(count(*), max(p.xmin::text::bigint)) FROM votes_poll p
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s),
  (SELECT max(s.xmin::text::bigint) FROM votes_scrutineer s JOIN votes_poll p ON p.id = s.poll_id
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s),
  (SELECT count(*) FROM votes_rollmark m JOIN votes_poll p ON p.id = m.poll_id AND p.state = 'open'
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s AND m.marked),
  (SELECT count(*) FROM votes_openvote v JOIN votes_poll p ON p.id = v.poll_id AND p.state = 'open'
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s))
"""
# What two hundred pages follow: not each ballot, or each would be two hundred pages read again.
STAGES = """
SELECT concat_ws('|', (SELECT state FROM meetings_meeting WHERE id = %(key)s),
  (SELECT string_agg(concat(p.id, p.state), ',' ORDER BY p.id) FROM votes_poll p
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s),
  (SELECT max(s.xmin::text::bigint) FROM votes_scrutineer s JOIN votes_poll p ON p.id = s.poll_id
     JOIN meetings_agendaitem i ON i.id = p.item_id WHERE i.meeting_id = %(key)s))
"""
KEPT = 0.8  # seconds
_known: dict[tuple[str, UUID], tuple[float, str]] = {}
_lock = Lock()


def version_of(meeting: UUID, question: str = CHANGES) -> str:
    """A few letters that change when anything of the meeting does: its state, its points and their text, who is there, the
    proxies, the checks, the votes and how many were cast."""
    with connection.cursor() as cursor:
        cursor.execute(question, {"key": meeting})
        return sha256(str(cursor.fetchone()[0]).encode()).hexdigest()[:12]


def shown_version(meeting: UUID, *, on_the_wall: bool = False) -> str:
    """What a page that follows says it shows. On the wall, the code of the room changes every minute too."""
    version = recent_version_of(meeting)
    return f"{version}-{int(time.time() // LASTS.total_seconds()) % 1000}" if on_the_wall else version


def followed_version(meeting: UUID) -> str:
    """What the page of somebody who takes part follows: the meeting opens, a vote opens, closes, is counted or given up, a
    share of its key is accepted or opened. Not how many have voted."""
    return recent_version_of(meeting, STAGES)


def recent_version_of(meeting: UUID, question: str = CHANGES) -> str:
    """The same as `version_of`, at most a second old: two hundred who ask in the same second cost one query to each process."""
    key = (question, meeting)
    with _lock:
        at, version = _known.get(key, (0.0, ""))
        if time.monotonic() - at > KEPT:
            version = version_of(meeting, question)
            if len(_known) > 500:
                _known.clear()
            _known[key] = (time.monotonic(), version)
        return version


@dataclass(frozen=True, slots=True)
class Followed:
    """A meeting that a page follows, and what it shows of it."""

    meeting: Meeting
    version: str


def is_followed(meeting: Meeting, today: date) -> bool:
    """Something may happen in it at any moment."""
    return meeting.stage.is_under_way or (meeting.stage is State.CONVENED and meeting.day == today)


def followed(meeting: Meeting, today: date) -> Followed | None:
    return Followed(meeting, version_of(meeting.pk, STAGES)) if is_followed(meeting, today) else None
