"""Which posts of an employer do not stand, from one to the next above, under the one that directs."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from kevread.common.facts import Organisations
from kevread.staff.loader import framework
from kevread.staff.models import Post, Sheet
from kevread.staff.rules.line import outside


def off_line(on: date, among: Organisations) -> dict[UUID, set[UUID]]:
    """By employer, for each that has posts open that day. Two queries, shared by those who ask of one day."""
    found: dict[UUID, set[UUID]] = among.once(f"staff.off_line.{on}", lambda: read(on, among))
    return found


def read(on: date, among: Organisations) -> dict[UUID, set[UUID]]:
    directing = [code for code, one in framework().functions.items() if one.directs]
    posts = Post.objects.on(on).standing().filter(**among.where("employer"))
    line: dict[UUID, dict[UUID, UUID | None]] = defaultdict(dict)
    roots: dict[UUID, set[UUID]] = defaultdict(set)
    for key, employer, function in posts.values_list("pk", "employer_id", "function"):
        line[employer][key] = None
        if function in directing:
            roots[employer].add(key)
    rows = Sheet.objects.on(on).filter(post__in=posts, under__isnull=False)
    for employer, key, under in rows.values_list("post__employer_id", "post_id", "under_id"):
        line[employer][key] = under
    return {employer: outside(line[employer], roots[employer]) for employer in line}
