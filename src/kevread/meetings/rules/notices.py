"""When a notice may be sent, what it freezes, and what it lets an assembly vote on. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from kevread.common.actor import Grounds
from kevread.common.periods import day_in_words
from kevread.common.words import plain
from kevread.meetings.rules.terms import last_day_to_send

MISCELLANEOUS = "divers"
SAYS_NOTHING = {
    "divers",
    "divers et varies",
    "question diverse",
    "questions diverses",
    "points divers",
    "sujets divers",
}
SAYS_NOTHING |= {"autre", "autres", "autres points", "autres questions", "autres sujets"}


def says_nothing(title: str) -> bool:
    """A title under which anything could be decided: an assembly does not vote on that (L1.9).

    >>> says_nothing(" Questions  Diverses. "), says_nothing("Autres"), says_nothing("Diverses modifications des statuts")
    (True, True, False)
    """
    return " ".join(re.findall(r"[a-z0-9]+", plain(title))) in SAYS_NOTHING


@dataclass(frozen=True, slots=True)
class Timing:
    """A meeting's day, the notice it asks for in whole days (None: nobody decided), and the day of sending."""

    meeting: date
    notice_days: int | None
    sending: date

    @property
    def last(self) -> date | None:
        """The last day on which it may be sent. None: nobody decided a delay."""
        return None if self.notice_days is None else last_day_to_send(self.meeting, self.notice_days)

    @property
    def late(self) -> bool:
        """Whole days are missing. Without a decided delay, only a meeting whose day has passed is too late.

        >>> Timing(date(2026, 12, 18), 15, date(2026, 12, 2)).late, Timing(date(2026, 12, 18), 15, date(2026, 12, 3)).late
        (False, True)
        >>> Timing(date(2026, 12, 18), None, date(2026, 12, 18)).late
        False
        """
        return self.sending > (self.last or self.meeting)

    @property
    def whole_days(self) -> int:
        """The days between, neither the sending nor the meeting counted.

        >>> Timing(date(2026, 12, 18), 15, date(2026, 12, 3)).whole_days
        14
        """
        return max(0, (self.meeting - self.sending).days - 1)

    @property
    def earliest_meeting(self) -> date:
        """The first day on which the meeting may be held when its notice is sent that day.

        >>> Timing(date(2026, 12, 18), 15, date(2026, 12, 3)).earliest_meeting
        datetime.date(2026, 12, 19)
        """
        return date.fromordinal(self.sending.toordinal() + (self.notice_days or 0) + 1)


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write a content: keys in order, no spaces, every letter as it is.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: Mapping[str, Any]) -> str:
    """The sha256 of the canonical content, in UTF-8: whoever has the notice computes it again."""
    return sha256(canonical(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sent:
    """An item as one notice sent it."""

    kind: str
    title: str
    on: date


def may_be_voted(
    item: Sent,
    sent: Iterable[Sent],
    *,
    withdrawn: bool,
    agenda_binds: bool,
    meeting: date,
    notice_days: int | None,
    incident: str = "",
) -> Grounds:
    """Whether an item may be put to the vote (L1.9). `item` is what stands today, `sent` what each notice said of it;
    `incident`, why whoever chairs admitted in session what no notice announced.

    The title and the nature of an item are what the agenda announced; the resolution it proposes may be amended in session.

    >>> point = Sent("decision", "Approuver les comptes", date(2026, 12, 1))
    >>> asked = {"withdrawn": False, "agenda_binds": True, "meeting": date(2026, 12, 18), "notice_days": 15}
    >>> bool(may_be_voted(point, [point], **asked)), bool(may_be_voted(point, [], **asked))
    (True, False)
    """
    if withdrawn:
        return Grounds(False, "Ce point est retiré de l’ordre du jour.")
    if not agenda_binds:
        return Grounds(
            True, "L’article L1.9 lie les assemblées : cette instance peut voter sur tout point de son ordre du jour."
        )
    if incident:
        return Grounds(True, f"Incident de séance, admis par la présidence (article L1.9) : {incident}")
    if item.kind == MISCELLANEOUS or says_nothing(item.title):
        return Grounds(False, "Une assemblée ne vote pas sous « questions diverses » (article L1.9).")
    every = list(sent)
    if not every:
        return Grounds(
            False, "Ce point n’est pas à l’ordre du jour qui a été envoyé : on en parle sans voter (article L1.9)."
        )
    same = [one for one in every if (one.kind, one.title) == (item.kind, item.title)]
    if not same:
        return Grounds(
            False, "L’intitulé de ce point a changé depuis la convocation : on en parle sans voter (article L1.9)."
        )
    first = min(one.on for one in same)
    timing = Timing(meeting, notice_days, first)
    if timing.late:
        until = f" : le dernier jour était le {day_in_words(timing.last)}" if timing.last else ""
        return Grounds(
            False,
            f"Ce point a été envoyé le {day_in_words(first)}, trop tard{until}. On en parle sans voter (L1.9, L1.10).",
        )
    return Grounds(True, f"Ce point est à l’ordre du jour envoyé le {day_in_words(first)} (article L1.9).")
