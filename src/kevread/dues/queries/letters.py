"""Which letters would leave about the dues of a year, to whom, before any leaves."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation, Person
from kevread.dues.models import Letter
from kevread.dues.rules import next_letter
from kevread.membership.models import Admission
from kevread.seats.models import Body, Mandate

from .owed import Owed, owed


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that would leave. `rank`: 0, the call; 1 and 2, reminders."""

    line: Owed
    rank: int
    to: Person | str

    @property
    def word(self) -> str:
        return "Appel" if self.rank == 0 else "Rappel" if self.rank == 1 else "Second rappel"

    @property
    def name(self) -> str:
        return str(self.to) if isinstance(self.to, Person) else self.to


@dataclass(frozen=True, slots=True)
class ToWrite:
    """`ready` would leave; `mute` are lines of which no address is known: those are to be told otherwise."""

    ready: list[Ready] = field(default_factory=list)
    mute: list[Owed] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The same while the same would leave."""
        said = sorted(f"{one.line.due.pk}:{one.rank}:{one.line.left}:{one.name}" for one in self.ready)
        return sha256("\n".join(said).encode()).hexdigest()[:32]


def to_write(organisation: Organisation, year: int, on: date) -> ToWrite:
    """The lines of which something is left to pay, each with its next letter. Six queries, whatever their number."""
    lines = [one for one in owed(organisation, year, SYSTEM, on) if one.left]
    sent: dict[UUID, list[Letter]] = defaultdict(list)
    for letter in Letter.objects.filter(due__in=[one.due.pk for one in lines]).order_by("rank"):
        sent[letter.due_id].append(letter)
    addresses = addressed(organisation, {one.due.affiliation.member_id: one.due.affiliation_id for one in lines}, on)
    found = ToWrite()
    for one in lines:
        last = sent[one.due.pk][-1] if sent[one.due.pk] else None
        rank = next_letter(last.rank if last else None, last.sent_on if last else None, one.due.call.due_on, on)
        if rank is None:
            continue
        to = addresses.get(one.due.affiliation.member_id)
        if to:
            found.ready.append(Ready(one, rank, to))
        else:
            found.mute.append(one)
    return found


def addressed(organisation: Organisation, members: dict[UUID, UUID], on: date) -> dict[UUID, Person | str]:
    """To whom each member is written: who votes for it at the assembly, else who asked to join, else who presides it, else its
    treasurer. Three queries."""
    found: dict[UUID, Person | str] = {}
    mandates = Mandate.objects.on(on).filter(
        seat__body__organisation=organisation,
        seat__body__kind=Body.Kind.ASSEMBLY,
        represents__in=members,
        seat__is_alternate=False,
    )
    for one in mandates.exclude(person__email="").select_related("person").order_by("seat__rank", "pk"):
        if one.represents_id:
            found.setdefault(one.represents_id, one.person)
    asked = Admission.objects.filter(affiliation__in=members.values()).exclude(email="")
    for member, email in asked.values_list("affiliation__member_id", "email"):
        found.setdefault(member, email)
    chairs = Mandate.objects.on(on).filter(
        seat__body__organisation__in=members,
        seat__body__kind=Body.Kind.BOARD,
        seat__title__in=("president", "treasurer"),
    )
    for one in chairs.exclude(person__email="").select_related("person", "seat__body").order_by("seat__title", "pk"):
        found.setdefault(one.seat.body.organisation_id, one.person)
    return found
