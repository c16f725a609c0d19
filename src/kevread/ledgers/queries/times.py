"""What posts work on here, and the weights that it makes of a key."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from kevread.charter.queries.registers import kept_through
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.ledgers.loader import ACTION
from kevread.ledgers.models import Book, PostTime
from kevread.ledgers.queries.budgets import books_by_year
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.meaning import said_parts
from kevread.ledgers.rules.times import Effort, Worked, by_action, hourly, weights_of
from kevread.staff.models import REGISTER as STAFF
from kevread.staff.models import Assignment, Post, Terms


@dataclass(slots=True)
class Timed:
    """A post in force, what it works on today and at other times, how much of a full time fills it; the gross cost of an hour,
    where contracts are read and written."""

    post: Post
    share: int = 0
    now: str = ""
    others: list[tuple[PostTime, str]] = field(default_factory=list)
    hourly: list[int] = field(default_factory=list)


def posts_timed(organisation: Organisation, actor: Actor, on: date) -> list[Timed]:
    """Five queries, whatever the number of posts."""
    names = codes_of(organisation, ACTION, on)
    posts = Post.objects.visible_to(actor).standing().on(on).filter(employer=organisation).order_by("name", "pk")
    found = {one.pk: Timed(one) for one in posts}
    for row in PostTime.objects.visible_to(actor).filter(post__in=found).order_by("-period"):
        if row.in_force(on):
            found[row.post_id].now = said_parts(row.parts, names)
        else:
            found[row.post_id].others.append((row, said_parts(row.parts, names)))
    filled = list(Assignment.objects.visible_to(actor).standing().on(on).filter(post__in=found))
    terms = {
        one.contract_id: one
        for one in Terms.objects.visible_to(actor).on(on).filter(contract__in={one.contract_id for one in filled})
    }
    for one in filled:
        found[one.post_id].share += one.share
        if (agreed := terms.get(one.contract_id)) and agreed.salary:
            found[one.post_id].hourly.append(hourly(agreed.salary, agreed.share))
    return list(found.values())


def worked_between(
    organisation: Organisation, first: date, last: date
) -> tuple[list[Worked], Collection[UUID], Collection[UUID]]:
    """What posts work on between two days, both included; the posts that were filled of which nothing is said, and those that
    were filled on some days of which nothing is. Two queries."""
    after = last + timedelta(days=1)
    rows = Assignment.objects.standing().filter(post__employer=organisation).touching(Period.through(first, last))
    times: dict[UUID, list[PostTime]] = defaultdict(list)
    for time in PostTime.objects.filter(organisation=organisation).touching(Period.through(first, last)):
        times[time.post_id].append(time)
    worked, unsaid, in_part = [], set[UUID](), set[UUID]()
    for one in rows:
        begins, ends = max(first, one.dates.start or first), min(after, one.dates.end or after)
        left = (ends - begins).days
        for time in times[one.post_id]:
            start, end = max(begins, time.dates.start or first), min(ends, time.dates.end or after)
            if start < end:
                worked.append(Worked(one.share, start, end, tuple((code, weight) for code, weight in time.parts)))
                left -= (end - start).days
        if not times[one.post_id]:
            unsaid.add(one.post_id)
        if left > 0:
            in_part.add(one.post_id)
    return worked, unsaid, in_part


def days_of(organisation: Organisation, year: int) -> tuple[dict[str, Fraction], int]:
    """Days of a full time by action, in the year that closes then; and how many posts were filled of which nothing is
    said. Three queries."""
    books = books_by_year(organisation).get(year)
    first, last = (books[0].first, books[-1].last) if books else (date(year, 1, 1), date(year, 12, 31))
    worked, unsaid, _ = worked_between(organisation, first, last)
    return by_action(worked), len(unsaid)


def effort_of(book: Book, on: date) -> Effort:
    """Known once the year is over, where the employer keeps its team all along it, and something is said of each day of each
    post that was filled: of anything less, a part would pass for the whole. Three queries."""
    length = (book.last - book.first).days + 1
    if book.last >= on:
        return Effort({}, length, "l’exercice n’est pas fini")
    kept = kept_through(STAFF, book.first, on).filter(organisation=book.organisation_id)
    if not kept.exists():
        return Effort({}, length, "le registre de l’équipe n’est pas tenu ici depuis le début de l’exercice")
    worked, _, unsaid = worked_between(book.organisation, book.first, book.last)
    if unsaid:
        posts = f"de {len(unsaid)} postes" if len(unsaid) > 1 else "d’un poste"
        return Effort({}, length, f"{posts}, il manque à quoi a servi une partie du temps")
    return Effort(by_action(worked), length)


def proposed(organisation: Organisation, year: int, served: list[str]) -> tuple[dict[str, int], int]:
    """The weights that posts make of a key, and how many posts of which nothing is said."""
    days, unsaid = days_of(organisation, year)
    return dict(weights_of(days, served)), unsaid
