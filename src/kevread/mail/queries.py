"""What left, and what did not."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from kevread.common.actor import Actor
from kevread.directory.models import Organisation

from .models import Dispatch, DispatchQuerySet, State, Unsubscription

SHOWN = 30
RECENT = timedelta(days=30)


type Key = str | UUID  # the subject of a letter; of one whose text is erased, the act that asked for it


@dataclass(frozen=True, slots=True)
class Sending:
    """The letters of one subject, by whatever acts; of erased texts, those that one act asked for. Those that are shown, the
    last first; how many there are, and how many left."""

    letters: list[Dispatch]
    many: int
    left: int

    @property
    def first(self) -> Dispatch:
        return self.letters[0]

    @property
    def is_at_once(self) -> bool:
        """Whether one act asked for all those that are shown."""
        return len({letter.act for letter in self.letters}) == 1


@dataclass(frozen=True, slots=True)
class Letters:
    """`stuck` did not leave; `last` are the most recent of all the others, and `sendings` the same by what they say; `sent`
    counts thirty days."""

    stuck: list[Dispatch]
    last: list[Dispatch]
    sendings: list[Sending]
    sent: int


def letters_of(organisation: UUID, actor: Actor, now: datetime) -> Letters:
    """The letters of an organisation, newest first. Four queries."""
    rows, shown = sent_from(organisation, actor), every_letter(organisation, actor)
    stuck = list(shown.not_left(now)[:SHOWN])
    last = list(shown.exclude(pk__in=[row.pk for row in stuck])[:SHOWN])
    together: dict[Key, list[Dispatch]] = defaultdict(list)
    for row in last:
        together[row.content.subject if hasattr(row, "content") else row.act].append(row)
    counts = counted(rows, together)
    sendings = [Sending(some, *counts[key]) for key, some in together.items()]
    return Letters(stuck, last, sendings, rows.filter(state=State.SENT, sent_at__gte=now - RECENT).count())


def counted(rows: DispatchQuerySet, keys: Collection[Key]) -> dict[Key, tuple[int, int]]:
    """How many letters there are of each of these, shown or not, and how many left. One query."""
    subjects, acts = [key for key in keys if isinstance(key, str)], [key for key in keys if isinstance(key, UUID)]
    same = Q(content__subject__in=subjects) | Q(act__in=acts, content=None)
    told = rows.filter(same).order_by().values_list("content__subject", "act")
    found: dict[Key, tuple[int, int]] = {}
    for subject, act, many, left in told.annotate(many=Count("pk"), left=Count("pk", filter=Q(state=State.SENT))):
        key = act if subject is None else subject
        before = found.get(key, (0, 0))
        found[key] = before[0] + many, before[1] + left
    return found


def sent_from(organisation: UUID, actor: Actor) -> DispatchQuerySet:
    rows: DispatchQuerySet = Dispatch.objects.visible_to(actor).filter(organisation=organisation)
    return rows


def every_letter(organisation: UUID, actor: Actor) -> DispatchQuerySet:
    """The letters of an organisation that this person reads, newest first, with what is left of what they say."""
    return sent_from(organisation, actor).select_related("content", "person").order_by("-queued_at", "-id")


def given_up(organisations: Collection[UUID], actor: Actor, on: date) -> list[tuple[Organisation, int]]:
    """Organisations whose letters this person can send again, and how many were refused for good, written by that day."""
    rows = Dispatch.objects.visible_to(actor).filter(
        organisation__in=organisations, state=State.FAILED, queued_at__date__lte=on
    )
    counts = dict(rows.order_by().values_list("organisation").annotate(Count("pk")))
    return [(there, counts[there.pk]) for there in Organisation.objects.filter(pk__in=counts).order_by("search")]


def has_stopped(address: str) -> bool:
    return Unsubscription.objects.filter(address=address).exists()
