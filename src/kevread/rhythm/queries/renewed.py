"""What an assembly that renews mandates has on its agenda as it is opened."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from kevread.common.words import the_body
from kevread.meetings.models import AgendaItem
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.forecast import successors
from kevread.seats.queries.records import ENDING_SOON
from kevread.ui.words import counted

LONGEST = 200


def points_of(organisations: Collection[UUID], on: date) -> Mapping[UUID, list[tuple[str, str]]]:
    """By organisation, each with its kind and its title: an election for each board of which mandates that were elected end
    within a year; what others designate there is told, and not voted. Those whose successor is written already are not
    counted. Two queries."""
    ending = Mandate.objects.on(on).filter(
        period__endswith__lte=on + timedelta(days=ENDING_SOON),
        seat__body__organisation__in=organisations,
        seat__body__kind=Body.Kind.BOARD,
    )
    rows = list(ending.select_related("seat__body").order_by("seat__body__rank", "pk"))
    follows = successors(rows, on)
    boards: dict[Body, Counter[bool]] = defaultdict(Counter)
    for one in rows:
        if one.pk not in follows:
            boards[one.seat.body][one.origin != Mandate.Origin.DESIGNATION] += 1
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for body, count in boards.items():
        name = of_body(body.name)
        if elected := count[True]:
            said = f"Élection {name}, {counted(elected, 'mandat')}"
            found[body.organisation_id].append((AgendaItem.Kind.ELECTION, said[:LONGEST]))
        if designated := count[False]:
            said = f"Renouvellement {name}, {counted(designated, 'mandat')} par désignation"
            found[body.organisation_id].append((AgendaItem.Kind.INFORMATION, said[:LONGEST]))
    return found


def of_body(name: str) -> str:
    """« du », « de la », « de l’ » before a body.

    >>> of_body("Conseil d’administration"), of_body("Assemblée générale"), of_body("Commission des finances")
    ('du conseil d’administration', 'de l’assemblée générale', 'de la commission des finances')
    """
    said = the_body(name)
    return f"du {said.removeprefix('le ')}" if said.startswith("le ") else f"de {said}"
