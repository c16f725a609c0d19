"""What meetings tell the rooms below."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from kevread.common.errors import Way
from kevread.common.facts import GROUPING, HEAD, LOCAL, Organisations
from kevread.common.periods import day_in_words
from kevread.directory.asks import JOINED
from kevread.documents.asks import HOLDS
from kevread.meetings.facts import WATCHED
from kevread.meetings.models import Enclosure, Meeting, Reply, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.queries.naming import known_as
from kevread.meetings.queries.proxies import allows_proxies
from kevread.meetings.rules.life import State
from kevread.seats.asks import ATTENDS, MET, Attending
from kevread.seats.models import Body, Mandate

OWN = (Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM)  # whose members are of the organisation, and not its members


@JOINED.answer
def on_a_roll(on: date, among: Organisations) -> set[tuple[UUID, UUID]]:
    """Whom the electoral roll of an assembly of the head names, of those that were convened by that day. One query."""
    rows = RollEntry.objects.filter(
        meeting__body__kind=Body.Kind.ASSEMBLY,
        meeting__body__organisation__scale=HEAD,
        meeting__state__in=State.announced(),
        meeting__starts_at__date__lte=on,
        **among.where("represents"),
    )
    return set(rows.exclude(represents=None).values_list("represents", "meeting__body__organisation"))


@MET.answer
def what_met(on: date, among: Organisations) -> dict[UUID, bool]:
    """Of a meeting whose chair was not noted, nothing says who led it, and nothing is proven of its body; nor of one that met,
    where nobody said what became of another. Whoever sits there for a local or a grouping is of that one. Two queries."""
    for_itself = Mandate.objects.exclude(represents__scale__in=(LOCAL, GROUPING))
    at_home = for_itself.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        person=OuterRef("chair"),
        seat__body__organisation=OuterRef("body__organisation"),
        seat__body__kind__in=OWN,
        period__contains=OuterRef("starts_at__date"),
    )
    first, here = (
        on - WATCHED + timedelta(days=1),
        {"body__organisation__scale": HEAD, **among.where("body__organisation")},
    )
    rows = Meeting.objects.held().between(first, on).filter(**here)
    untold = set(Meeting.objects.untold(first, on).filter(**here).order_by().values_list("body", flat=True))
    chaired: dict[UUID, list[bool]] = {}
    for body, chair, is_own in rows.annotate(is_own=Exists(at_home)).order_by().values_list("body", "chair", "is_own"):
        chaired.setdefault(body, []).append(bool(chair) and is_own)
    return {body: all(those) and body not in untold for body, those in chaired.items()}


@HOLDS.answer
def to_be_read(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those that are enclosed with a meeting that is to be held, or whose minutes are not signed. One query."""
    over = (State.SIGNED, State.APPROVED, State.ARCHIVED, State.CANCELLED, State.FAILED)
    rows = Enclosure.objects.filter(version__document__in=documents, withdrawn=False).exclude(meeting__state__in=over)
    return dict.fromkeys(rows.values_list("version__document", flat=True), "une réunion qui n’est pas finie le joint")


@ATTENDS.answer
def convened_while_away(person: UUID, first: date, last: date) -> Iterator[Attending]:
    """The meetings to which one is convened, said to come or said nothing, and gave no proxy. One query, and those of the rules
    of each."""
    meetings = Meeting.objects.between(first, last).filter(state=State.CONVENED)
    gave = Proxy.objects.filter(giver=OuterRef("pk"), withdrawn_at=None)
    rows = RollEntry.objects.filter(~Exists(gave), person=person, meeting__in=meetings).select_related(
        "meeting__body__organisation", "reply"
    )
    for entry in rows.order_by("meeting__starts_at", "pk"):
        says = entry.reply.answer if hasattr(entry, "reply") else ""
        if says == Reply.Answer.ABSENT:
            continue
        meeting, where = entry.meeting, {"scale": entry.meeting.organisation.slug, "key": entry.meeting.pk}
        told = "vous avez répondu que vous venez" if says else "vous n’avez pas encore répondu"
        answer = Way("Changer ma réponse" if says else "Répondre", "meetings:reply", where | {"entry": entry.pk})
        gives = entry.votes and allows_proxies(meeting)
        give = (Way("Donner pouvoir", "meetings:proxy", where | {"entry": entry.pk}),) if gives else ()
        yield Attending(f"{known_as(meeting)}, le {day_in_words(meeting.day)} : {told}.", (*give, answer))
