"""Decisions held against the matrix: whether the body was competent, and which advices came before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kevread.competence.queries import matrix
from kevread.competence.rules import NOBODY_ELSE, Competence, Given, competence, is_one_of
from kevread.decisions.models import Citation, Decision
from kevread.decisions.queries.together import by_of, kin_of, others_of, same_on
from kevread.meetings.models import AgendaItem
from kevread.meetings.queries.forwarding import family_of
from kevread.seats.models import Body


def competences(decisions: Iterable[Decision], on: date = date.max) -> dict[UUID, Competence]:
    """What the matrix says of each decision; those of no type, the rejected and the advices are not asked about. `on`: what
    the others who decide together had said by that day.

    Two queries whatever their number, when their body, its organisation and their meeting were read with them; four more
    when some are taken together.
    """
    types = matrix().types
    asked = [row for row in decisions if row.type in types and row.outcome == Decision.Outcome.ADOPTED]
    advices: dict[UUID, list[Given]] = defaultdict(list)
    rows = Citation.objects.filter(decision__in=[row.pk for row in asked])
    for cited in rows.select_related("advice__body__organisation", "advice__meeting"):
        advice = cited.advice
        advices[cited.decision_id].append(Given(by_of(advice.body, advice.meeting), advice.decided_on))
    kin = kin_of(asked) if asked else {}
    others = others_of(asked, kin, on)
    return {
        row.pk: competence(
            types[row.type],
            by_of(row.body, row.meeting, kin[row.pk]),
            row.decided_on,
            advices[row.pk],
            others.get(row.pk, NOBODY_ELSE),
        )
        for row in asked
    }


def gives_advice(body: Body, type_: str) -> bool:
    """Whether a body that speaks of a type of decision can only advise: it is not competent, and its advice is asked."""
    line = matrix().types.get(type_)
    if line is None or not line.advices:
        return False
    by = by_of(body)
    return not any(is_one_of(by, organ) for organ in line.organs) and any(is_one_of(by, o) for o in line.advices)


def same_as(item: AgendaItem, type_: str, body: Body) -> list[Decision]:
    """What other bodies decided together with this one on an item, or on those it comes from or went to. Oldest first."""
    line = matrix().types.get(type_)
    return same_on(family_of(item), type_, body) if line and line.together else []


def advices_on(item: AgendaItem, type_: str) -> list[Decision]:
    """The advices given for a type of decision on an item, or on those it comes from or went to. Oldest first."""
    family = [one.pk for one in family_of(item)]
    rows = Decision.objects.standing().filter(type=Decision.ADVICE, advises=type_)
    return list(
        (rows.filter(item__in=family) | rows.filter(advised_item__in=family))
        .distinct()
        .order_by("decided_on", "number")
    )
