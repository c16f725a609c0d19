"""Who may carry whose votes, before a meeting opens."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.queries.terms import terms
from kevread.meetings.rules.life import State
from kevread.meetings.rules.proxies import Holding, refusal, refusal_of_giver
from kevread.meetings.rules.terms import Terms


def holdings(meeting: Meeting) -> dict[UUID, Holding]:
    """Each line of the roll as far as proxies go: what it holds, whom it gave its own to, whether it comes. Two queries."""
    gave = dict(Proxy.objects.filter(giver__meeting=meeting, withdrawn_at=None).values_list("giver", "holder"))
    current = Count("proxies_held", filter=Q(proxies_held__withdrawn_at__isnull=True))
    rows = list(
        meeting.roll.select_related("person", "represents", "reply")
        .annotate(held=current)
        .order_by("person__search", "pk")
    )
    names = {row.pk: str(row.person) for row in rows}
    return {
        row.pk: Holding(
            name=names[row.pk],
            votes=row.votes,
            college=row.college,
            held=row.held,
            gave_to=names[gave[row.pk]] if row.pk in gave else "",
            coming=coming(row),
        )
        for row in rows
    }


def coming(entry: RollEntry) -> bool | None:
    reply = getattr(entry, "reply", None)
    return None if reply is None else reply.answer != Reply.Answer.ABSENT


def allows_proxies(meeting: Meeting) -> bool:
    """Whether a proxy may be given now: between the notice and the opening, unless the articles of association allow none."""
    written = meeting.mode == Meeting.Mode.WRITTEN
    return meeting.stage is State.CONVENED and not written and terms(meeting).proxies_max != 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who could carry one's votes; `refusal` says why not, empty when they may."""

    entry: RollEntry
    refusal: str
    held: int
    coming: bool | None


def possible_holders(giver: RollEntry, asked: Terms) -> tuple[str, list[Choice]]:
    """Why nobody may (empty when somebody may), and everyone of the roll with a vote, those who may first. Three queries.

    Those of another college are left out when the articles keep proxies within one.
    """
    meeting = giver.meeting
    every = holdings(meeting)
    own = every[giver.pk]
    if said := refusal_of_giver(own):
        return said, []
    choices = [
        Choice(
            entry,
            refusal(own, every[entry.pk], maximum=asked.proxies_max, same_college=asked.proxies_same_college),
            every[entry.pk].held,
            every[entry.pk].coming,
        )
        for entry in meeting.roll.filter(votes__gt=0).exclude(pk=giver.pk).select_related("person", "represents")
        if not asked.proxies_same_college or entry.college == giver.college
    ]
    choices.sort(key=lambda one: (bool(one.refusal), one.coming is None, str(one.entry.person)))
    return "", choices
