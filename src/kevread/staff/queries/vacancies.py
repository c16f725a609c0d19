"""The posts that nobody fills, or will not fill for long, as their employer’s register of staff says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.staff.models import Assignment, Post

SOON = timedelta(days=60)  # a post that empties is told so long before


@dataclass(frozen=True, slots=True)
class Vacancy:
    """`since`: the first day without anybody; `at_least`: its register of staff began that day, and what was before is not
    known. `until`: it is filled, up to that day."""

    post: Post
    since: date | None = None
    at_least: bool = False
    until: date | None = None


def vacancies(employer: Organisation, on: date) -> list[Vacancy]:
    """The posts open that day to which nobody is assigned, the longest empty first; then those whose last assignment ends soon.
    A post that closes by then, or to which somebody is assigned from a later day, is not to be filled. Nothing is said where
    the register of staff is not kept. Three queries."""
    kept = Keeping.objects.on(on).filter(register="staff", organisation=employer).first()
    if kept is None:
        return []
    posts = {one.pk: one for one in Post.objects.on(on).standing().filter(employer=employer).order_by("name", "pk")}
    work: dict[UUID, list[Period]] = defaultdict(list)
    for one in Assignment.objects.standing().filter(post__in=posts):
        work[one.post_id].append(one.dates)
    found = [vacancy_of(post, work[key], kept.dates.start, on) for key, post in posts.items()]
    return sorted(filter(None, found), key=lambda one: (one.until is not None, one.until or one.since or on))


def vacancy_of(post: Post, work: list[Period], kept: date | None, on: date) -> Vacancy | None:
    if any(one.start and one.start > on for one in work):
        return None
    ends = [one.end for one in work]
    if any(end is None for end in ends):
        return None
    last = max((end for end in ends if end), default=None)  # the first day on which nobody is there
    if last is None or last <= on:
        start = last or post.dates.start
        is_before = start is not None and kept is not None and start < kept
        return Vacancy(post, kept if is_before else start, at_least=is_before)
    if last - on > SOON or (post.dates.end and post.dates.end <= last):
        return None
    return Vacancy(post, until=last - timedelta(days=1))
