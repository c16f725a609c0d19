"""Who may be associated to a decision about somebody at work, and to whom the options of R6.6 and R6.7 apply."""

from datetime import date

from django.db.models import QuerySet

from kevread.seats.models import Body, Mandate
from kevread.staff.loader import framework
from kevread.staff.models import Post
from kevread.supervision.models import Matter

DELEGATE = "delegate"  # the title, in a team, of whoever animates a territory


def is_delegate(post: Post) -> bool:
    """Whether whoever holds it animates a territory, as its function says."""
    function = framework().functions.get(post.function)
    return function is not None and function.seat == DELEGATE


def delegate_functions() -> list[str]:
    return [code for code, one in framework().functions.items() if one.seat == DELEGATE]


def offered(matter: Matter, on: date) -> QuerySet[Mandate]:
    """Those of the employer’s board and team who are not associated yet."""
    rows = Mandate.objects.on(on).filter(
        seat__body__organisation=matter.organisation, seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.TEAM)
    )
    taken = matter.panel.values("mandate__person")
    free = rows.exclude(person__in=taken).exclude(person=matter.person_id)
    found: QuerySet[Mandate] = free.select_related("person", "seat__body__organisation")
    return found.order_by("seat__body__rank", "seat__rank", "person__search", "pk")
