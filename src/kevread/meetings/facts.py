"""What the charter may ask of notices. Those of the meetings of the twelve months that end on the day, and of those to come;
each is held to the terms that it froze: what was decided, the day it was sent, for the day of its meeting. A meeting that was
held and that no notice convened here shows nothing, good or bad; nor does an organisation of which no meeting is written."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from kevread.charter.queries.registers import of_some
from kevread.common.facts import SCALES, Facts, Organisations, Span, fact, span
from kevread.common.periods import LATEST
from kevread.common.reading import dotted, read_as
from kevread.meetings.asks import DECIDED_APART
from kevread.meetings.models import Meeting, Notice
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing
from kevread.meetings.rules.proxies import over_the_maximum
from kevread.seats.models import Body

WATCHED = timedelta(days=365)
ORGANS = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)  # of which articles of association speak
UNCONVENED = (
    "une réunion convoquée ici, la convocation de celles qui se sont tenues ailleurs ou qui ont décidé sans être inscrites, ce"
    " qu’en disent les statuts, ou une année entière du registre des réunions"
)
NOTHING = Span(0, None)  # of an organisation of which no meeting is written


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the terms that a notice froze is asked here; None: nobody decided."""

    notice_days: int | None
    conveners: tuple[str, ...] | None
    modes: tuple[str, ...]
    proxies_max: int | None


class Sent(NamedTuple):
    """The first notice of a meeting that stands: its terms, and the title of the seat in whose name it was sent."""

    meeting: UUID
    organisation: UUID
    body_kind: str
    mode: str
    starts_at: datetime
    sent_at: datetime
    terms: Asked
    convener: dict[str, str] | None


def notices(on: date, among: Organisations) -> list[Sent]:
    """Those that were sent by that day. Read once for all the facts of a day."""

    return among.once("meetings.notices", lambda: sent_for(on - WATCHED, on, among))


def sent_for(first: date, on: date, among: Organisations) -> list[Sent]:
    """Those of the meetings of that first day and after, that were sent by `on`. One query."""
    meetings = Meeting.objects.filter(state__in=State.announced()).between(first, LATEST)
    rows = Notice.objects.filter(number=1, meeting__in=meetings, sent_at__date__lte=on)
    rows = rows.filter(**among.where("meeting__body__organisation"))
    columns = ("body__organisation", "body__kind", "mode", "starts_at")
    frozen = (KeyTransform("terms", "content"), KeyTransform("convener", "content"))
    read_ones = rows.values_list("meeting", *(f"meeting__{name}" for name in columns), "sent_at", *frozen)
    return [
        Sent(meeting, whose, kind, mode, starts_at, sent_at, read_as(Asked, terms, dotted, strangers=True), convener)
        for meeting, whose, kind, mode, starts_at, sent_at, terms, convener in read_ones
    ]


def unconvened(on: date, among: Organisations) -> Counter[UUID]:
    """By organisation, the meetings of its organs that were held, and that no notice convened here: most are told afterwards;
    and the days on which they decided without a meeting that is written. Read once for all the facts of a day."""

    def read() -> Counter[UUID]:
        convened = Notice.objects.filter(number=1, meeting=OuterRef("pk"), sent_at__date__lte=on)
        rows = Meeting.objects.held().between(on - WATCHED, on)
        rows = rows.filter(body__kind__in=ORGANS, **among.where("body__organisation"))
        found = Counter(rows.exclude(Exists(convened)).values_list("body__organisation", flat=True))
        apart = [one for ask in DECIDED_APART for one in ask(on - WATCHED, on, among)]
        return found + Counter(one.organisation for one in apart if one.kind in ORGANS)

    return among.once("meetings.unconvened", read)


def is_late(notice: Sent) -> bool | None:
    """None: nobody decided a delay."""
    days = notice.terms.notice_days
    if days is None:
        return None if notice.body_kind in ORGANS else False
    meeting, sending = (timezone.localtime(moment).date() for moment in (notice.starts_at, notice.sent_at))
    return Timing(meeting, days, sending).late


def is_by_another(notice: Sent) -> bool | None:
    """None: nobody decided who convenes."""
    charged = notice.terms.conveners
    if charged is None or notice.body_kind == Body.Kind.SPACE:
        return None if notice.body_kind in ORGANS else False
    return notice.convener is None or notice.convener["title"] not in charged


def is_in_refused_mode(notice: Sent) -> bool:
    return notice.mode not in notice.terms.modes


FAULTS = {"late": is_late, "by_another": is_by_another, "refused_mode": is_in_refused_mode}


@fact(
    about=SCALES,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="meetings",
    otherwise=NOTHING,
    lacks=UNCONVENED,
)
def notices_at_fault(on: date, among: Organisations, fault: Literal["late", "by_another", "refused_mode"]) -> Facts:
    """Meetings whose notice left fewer whole days than the articles of association ask (`late`, L1.10); that were convened in
    the name of somebody whom they do not charge with it (`by_another`, L1.10), but for working spaces; in a mode that they do
    not allow (`refused_mode`, L1.13). Of an organ of which nobody decided the delay, or who convenes, nothing is known; nor of
    a meeting that no notice convened here."""
    rows = notices(on, among)
    elsewhere = unconvened(on, among)
    found = [(row.organisation, FAULTS[fault](row)) for row in rows]
    at_fault = Counter(organisation for organisation, is_one in found if is_one)
    unknown = Counter(organisation for organisation, is_one in found if is_one is None) + elsewhere
    seen = {row.organisation for row in rows if row.body_kind in ORGANS} | elsewhere.keys()
    told = {key: span(at_fault[key], unknown[key] if key in seen else None) for key in {*seen, *at_fault}}
    return of_some("meetings", told, on - WATCHED, on, among)


@fact(
    about=SCALES,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="people",
    otherwise=NOTHING,
    lacks=UNCONVENED,
)
def proxies_over_maximum(on: date, among: Organisations) -> Facts:
    """People who carry, or carried, more proxies at one meeting than the articles of association allow (L1.12). Where
    nobody decided a maximum, nothing is known of those who carry one; nor of a meeting that no notice convened here."""
    rows = {row.meeting: row for row in notices(on, among)}
    elsewhere = unconvened(on, among)
    current = Proxy.objects.filter(withdrawn_at=None, holder__meeting__in=rows)
    held: dict[UUID, list[int]] = {}
    for meeting, _, number in current.values_list("holder__meeting", "holder").annotate(number=Count("pk")):
        held.setdefault(meeting, []).append(number)
    over, unknown = Counter[UUID](), Counter[UUID]()
    for meeting, numbers in held.items():
        row = rows[meeting]
        over[row.organisation] += over_the_maximum(numbers, row.terms.proxies_max)
        unknown[row.organisation] += len(numbers) if row.terms.proxies_max is None else 0
    seen = {row.organisation for row in rows.values() if row.body_kind in ORGANS}
    told = {
        key: span(over[key], unknown[key] if key in seen and key not in elsewhere else None)
        for key in {*seen, *elsewhere, *over}
    }
    return of_some("meetings", told, on - WATCHED, on, among)
