"""What a post works on, from a day on, or for a month that was otherwise."""

from collections.abc import Sequence
from datetime import date, datetime

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.ledgers.models import PostTime
from kevread.ledgers.operations.meaning import valid_parts
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.staff.models import Post


def say_time(
    *, actor: Actor, post: Post, parts: Sequence[tuple[str, int]], since: date, now: datetime, last: date | None = None
) -> PostTime:
    """Say how the time of a post is shared, from a day on, or until another: what was said before holds again after. Raises
    Denied; Invalid on `parts`, `since` or `last`."""
    may_keep_ledgers(actor, post.employer).or_raise()
    if last is not None and last < since:
        raise Invalid("last", "Le dernier jour vient après le premier.")
    if post.dates.start is not None and since < post.dates.start:
        raise Invalid("since", "Ce poste n’existait pas encore.")
    shares = valid_parts(post.employer, parts, since)
    told = Period.through(since, last) if last else Period(since)
    with act("ledgers.say_time", actor=actor, about=post.employer, now=now, arguments={"post": post.pk}):
        Organisation.objects.lock(post.employer_id)
        for row in PostTime.objects.filter(post=post).touching(told).lock_all():
            before, parts_before = row.dates, row.parts
            row.delete()
            if before.start is None or before.start < since:
                remain(post, Period(before.start, since), parts_before)
            if told.end is not None and (before.end is None or told.end < before.end):
                remain(post, Period(told.end, before.end), parts_before)
        return remain(post, told, shares)


def remain(post: Post, period: Period, parts: object) -> PostTime:
    made: PostTime = PostTime.objects.create(
        organisation=post.employer, post=post, parts=parts, period=as_range(period)
    )
    return made
