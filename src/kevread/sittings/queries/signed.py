"""What of minutes is signed: proven by the stamps of signatures, never by what the state of a meeting says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.base.stamped import is_ours
from kevread.documents.models import Signature, SignatureAsked, Version
from kevread.documents.queries import Reading
from kevread.meetings.models import Meeting
from kevread.meetings.models.meeting import SIGNED
from kevread.sittings.papers import Minutes, NoQuorum
from kevread.sittings.queries.proceedings import CLOSING_TITLE, OPENING_TITLE, Proceedings
from kevread.ui.words import hour

# In the words of the paper (`typst/parts.typ`), and of the screen of a vote.
OUTCOMES = {
    "adopted": "Adopté",
    "rejected": "Rejeté",
    "no_quorum": "Sans quorum",
    "elected": "Élection acquise",
    "to_settle": "À départager",
    "incomplete": "Incomplète",
    "void": "Vote annulé",
    "unknown": "Résultat inconnu",
}
UNPROVEN = (
    "Dite signée, sans toutes ses signatures : aucune version du procès-verbal ne porte celles qui étaient attendues"
)


def signers(meetings: Iterable[UUID], *, by: date | None = None) -> dict[UUID, dict[UUID, dict[UUID, date]]]:
    """By meeting and version of its minutes, whose signature this installation made (by that day), and when. One query."""
    rows = Signature.objects.filter(version__document__minutes__meeting__in=list(meetings))
    if by is not None:
        rows = rows.filter(signed_at__date__lte=by)
    found: dict[UUID, dict[UUID, dict[UUID, date]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.select_related("version__document__minutes").defer("version__data"):
        if is_ours(row):
            day = timezone.localtime(row.signed_at).date()
            found[row.version.document.minutes.meeting_id][row.version_id][row.person_id] = day
    return found


def signed_days(meetings: Iterable[UUID]) -> dict[UUID, date]:
    """Those of which a version of the minutes bears the signature of everybody who was asked: the day of the last of these, for
    the first version that does. Two queries."""
    signed = signers(meetings)
    asked: dict[UUID, set[UUID]] = defaultdict(set)
    versions = [version for found in signed.values() for version in found]
    for version, person in SignatureAsked.objects.filter(version__in=versions).values_list("version", "person"):
        asked[version].add(person)
    days: dict[UUID, date] = {}
    for meeting, found in signed.items():
        whole = [
            max(told.values()) for version, told in found.items() if asked[version] and asked[version] <= told.keys()
        ]
        if whole:
            days[meeting] = min(whole)
    return days


def proven(meetings: Iterable[UUID]) -> set[UUID]:
    """Those whose minutes are signed by everybody who was asked. Two queries."""
    return set(signed_days(meetings))


def said_signed(meetings: Sequence[Meeting]) -> set[UUID]:
    """Those whose state says that their minutes are signed, and whose minutes are not. Two queries at most."""
    said = {one.pk for one in meetings if one.state in SIGNED}
    return said - proven(said) if said else said


# What a page tells ----------------------------------------------------------------------------------------------------


COMING = (
    ("present", "Présent·es"),
    ("represented", "Représenté·es"),
    ("excused", "Excusé·es"),
    ("absent", "Absent·es"),
)


@dataclass(frozen=True, slots=True)
class FrozenText:
    """The minutes as a version says them: the one that was signed, read in the data that its signatures hold, or the one that
    waits for them. `differs`: the parts that rows tell otherwise than the last version, which no correction said."""

    version: int
    data: dict[str, Any]
    differs: tuple[str, ...]
    is_signed: bool

    @property
    def points(self) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
        """Each with its votes: what was put to the vote, as one signs it, and what it gave."""
        return [
            (one, [(vote.get("text", ""), vote_told(vote)) for vote in one["votes"]])
            for one in self.data.get("points", ())
        ]

    @property
    def closed_at(self) -> str:
        """The hour at which the sitting ended, unless the closing that was written tells it: the paper says it once."""
        points, closed = self.data.get("points", ()), self.data.get("closed_at")
        is_told = bool(points) and not points[-1]["number"] and bool(points[-1]["debate"])
        return hour(datetime.fromisoformat(closed)) if closed and not is_told else ""

    @property
    def attendance(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Who came, who was represented, who did not come."""
        people = self.data.get("attendance", {})
        return [(label, people[how]) for how, label in COMING if people.get(how)]


def vote_told(vote: dict[str, Any]) -> str:
    """
    >>> pour, contre = {"name": "Pour", "votes": "30"}, {"name": "Contre", "votes": "3"}
    >>> vote_told({"title": "Vote 1 : Les comptes", "outcome": "adopted", "choices": [pour, contre], "conclusion": ""})
    'Vote 1 : Les comptes. Adopté (Pour 30 ; Contre 3).'
    >>> vote_told({"title": "", "outcome": "void", "choices": [], "conclusion": "Ce vote ne décide rien. Motif : doublon"})
    'Vote annulé. Ce vote ne décide rien. Motif : doublon'
    """
    counted = " ; ".join(f"{one['name']} {one['votes']}" for one in vote["choices"])
    outcome = OUTCOMES[vote["outcome"]] + (f" ({counted})" if counted else "")
    said = [f"{one}." for one in (vote["title"], outcome) if one]
    return " ".join([*said, *filter(None, [vote["conclusion"]])])


def signed_text(readings: Sequence[Reading], found: Proceedings) -> FrozenText | None:
    """Nothing where no version is signed, or where its signatures hold its bytes alone. `readings`: the last first."""
    signed = next((one for one in readings if one.is_signed), None)
    return frozen_text(signed, differing(readings[0].version, found)) if signed else None


def text_to_sign(readings: Sequence[Reading], found: Proceedings) -> FrozenText | None:
    """What the last version says, where it waits for signatures: what one signs is what one reads."""
    if not readings or readings[0].is_signed or not readings[0].lines:
        return None
    return frozen_text(readings[0], differing(readings[0].version, found))


def frozen_text(reading: Reading, differs: tuple[str, ...] = ()) -> FrozenText | None:
    """What a version says. Nothing where it was given as a file, or where its signatures hold its bytes alone."""
    version = reading.version
    if version.template not in (Minutes.template, NoQuorum.template) or not version.data:  # erased at its term
        return None
    if reading.is_signed and not reading.says_what_was_signed:
        return None
    return FrozenText(version.number, version.data or {}, differs, reading.is_signed)


def differing(version: Version, found: Proceedings) -> tuple[str, ...]:
    """The titles of the parts whose text, as rows have it, is not that of this version. A record of a failure of quorum has
    no such parts."""
    if version.template != Minutes.template or not version.data:
        return ()
    data, there = version.data, told(found)
    kept = [(str(one["number"]), one["title"], one["debate"]) for one in data.get("points", ())]
    written = {(number, title, words) for number, title, ways in there for words in ways}
    gone = [title for number, title, words in kept if (number, title, words) not in written]
    new = [title for number, title, ways in there if not {(number, title, words) for words in ways} & set(kept)]
    return tuple(dict.fromkeys([*gone, *new]))


def told(found: Proceedings) -> list[tuple[str, str, set[str]]]:
    """Each part with its number, its title and what was typed, as a version freezes them: without the results that its votes
    tell, or with them, as versions of before do."""
    points = [(str(one.number), one.item.title, {one.said, one.and_undone(one.item.record)}) for one in found.points]
    if found.meeting.opening_text:
        points.insert(0, ("", OPENING_TITLE, {found.meeting.opening_text}))
    if found.meeting.closing_text:
        points.append(("", CLOSING_TITLE, {found.meeting.closing_text}))
    return points
