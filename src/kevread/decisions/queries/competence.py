"""Decisions held against the matrix: whether the body was competent, and which advices came before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kevread.charter.queries.limits import values_at_any_time
from kevread.common.periods import Period
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import (
    NOBODY_ELSE,
    OUTSIDE,
    By,
    Competence,
    DecisionType,
    Given,
    Said,
    is_one_of,
)
from kevread.competence.rules.judging import competence
from kevread.decisions.models import Citation, Decision, OutsideAdvice, Ratification
from kevread.decisions.queries.together import by_of, kin_of, others_of, same_on
from kevread.directory.models import Organisation
from kevread.meetings.models import AgendaItem
from kevread.meetings.queries.forwarding import family_of
from kevread.seats.models import Body


def competences(decisions: Iterable[Decision], on: date = date.max) -> dict[UUID, Competence]:
    """What the matrix says of each decision; those of no type, the rejected and the advices are not asked about. `on`: what
    the others who decide together had said by that day.

    Four queries whatever their number, when their body, its organisation and their meeting were read with them; and four
    more when some are taken together, one when somebody outside is to advise.
    """
    types = matrix().types
    asked = [row for row in decisions if row.type in types and row.outcome == Decision.Outcome.ADOPTED]
    links = ratifications_of(asked, on)
    lines = [link for link in links if link.is_held]
    advices = advices_of([*(row.pk for row in asked), *(line.decision_id for line in lines)], on)
    for link in links:
        if link.decision.type == link.ratifies.type:
            advices[link.decision_id].append(heard_of(link.ratifies))
    noted = noted_of(asked, on)
    kin = kin_of(asked) if asked else {}
    others = others_of(asked, kin, on)
    ratified, decided = ratified_by(asked, lines, advices, noted), distributed(asked)
    return {
        row.pk: competence(
            types[row.type],
            by_of(row.body, row.meeting, kin[row.pk]),
            row.decided_on,
            [*advices[row.pk], *noted[row.pk]],
            others.get(row.pk, NOBODY_ELSE),
            ratified=ratified[row.pk],
            is_decided=row.pk in decided,
        )
        for row in asked
    }


def advices_of(decisions: Collection[UUID], on: date = date.max) -> dict[UUID, list[Given]]:
    """The advices given by that day that each cites. One query, or none."""
    found: dict[UUID, list[Given]] = defaultdict(list)
    if not decisions:
        return found
    rows = Citation.objects.filter(decision__in=decisions, advice__decided_on__lte=on)
    for cited in rows.select_related("advice__body__organisation", "advice__meeting"):
        one = cited.advice
        favourable = one.outcome == Decision.Outcome.ADOPTED
        found[cited.decision_id].append(Given(by_of(one.body, one.meeting), one.decided_on, favourable))
    return found


def noted_of(decisions: Iterable[Decision], on: date = date.max) -> dict[UUID, list[Given]]:
    """The advices of somebody outside that were noted of each, given by that day: before whoever ratifies or confirms it, as
    before whoever took it. One query, none where nobody outside is to advise."""
    found: dict[UUID, list[Given]] = defaultdict(list)
    types = matrix().types
    asked = [row.pk for row in decisions if row.type in types and any(one.outside for one in types[row.type].advices)]
    if not asked:
        return found
    rows = OutsideAdvice.objects.standing().filter(decision__in=asked, given_on__lte=on)
    for advice in rows.select_related("decision__organisation"):
        there = advice.decision.organisation
        by = By(advice.organ, OUTSIDE, there.scale, there.slug, advice.organ)
        found[advice.decision_id].append(Given(by, advice.given_on, advice.favourable))
    return found


def ratifications_of(decisions: Iterable[Decision], on: date) -> list[Any]:
    """What links these to lines of the registers, on either side; `is_held`: those that ratify one of these, by that day, and
    that nothing corrects. One query, none when every decision is of a body that the matrix names, of a type on which no advice
    comes before."""
    types = matrix().types
    asked = [row.pk for row in decisions if types[row.type].advices or is_elsewhere(row, types[row.type])]
    held = Q(ratifies__in=asked, decision__corrected_by__isnull=True, decision__decided_on__lte=on)
    rows = Ratification.objects.filter(held | Q(decision__in=asked)).annotate(is_held=held)
    both = ("decision__body__organisation", "decision__meeting", "ratifies__body__organisation", "ratifies__meeting")
    return list(rows.select_related(*both)) if asked else []


def heard_of(ratified: Decision) -> Given:
    """A body that took a decision in the place of another said by it what it thinks: whoever ratifies it asks for no other
    advice of that body."""
    return Given(by_of(ratified.body, ratified.meeting), ratified.decided_on)


def ratified_by(
    decisions: Iterable[Decision],
    lines: Iterable[Ratification],
    advices: Mapping[UUID, Sequence[Given]],
    noted: Mapping[UUID, Sequence[Given]],
) -> dict[UUID, list[Said]]:
    """What these lines said of each decision, of its type, with the advices that they follow."""
    types, found = {row.pk: row.type for row in decisions}, defaultdict[UUID, list[Said]](list)
    for row in lines:
        one = row.decision
        if one.type == types[row.ratifies_id]:
            adopted = one.outcome == Decision.Outcome.ADOPTED
            after = (*advices.get(one.pk, ()), *noted.get(row.ratifies_id, ()))
            found[row.ratifies_id].append(Said(by_of(one.body, one.meeting), one.decided_on, adopted, after))
    return found


def is_elsewhere(decision: Decision, type_: DecisionType) -> bool:
    """Whether another body than those that the matrix names took it."""
    by = by_of(decision.body, decision.meeting)
    return bool(type_.organs) and not any(is_one_of(by, organ) for organ in type_.organs)


def distributed(decisions: Iterable[Decision], on: date | None = None) -> set[UUID]:
    """Those whose organisation had decided, the day each was taken, or that day, the distribution that the matrix proposes.
    One query, none where the federation has no setting for it."""
    rows, name = list(decisions), matrix().setting
    said = values_at_any_time([name], {row.organisation_id for row in rows}) if name and rows else {}

    def is_decided(row: Decision) -> bool:
        values = (*said.get((name, row.organisation_id), ()), *said.get((name, None), ()))
        return any((on or row.decided_on) in period for period, _ in values)

    return {row.pk for row in rows if is_decided(row)}


def distributed_since(organisations: Collection[UUID], first: date, on: date) -> dict[UUID, date]:
    """From which of these days each of these organisations had decided the distribution that the matrix proposes. One query,
    none where the federation has no setting for it."""
    name = matrix().setting
    said = values_at_any_time([name], organisations) if name else {}
    found: dict[UUID, date] = {}
    for one in organisations:
        periods = (period for key in (one, None) for period, _ in said.get((name, key), ()))
        days = [max(period.start or first, first) for period in periods if period.overlaps(Period.through(first, on))]
        if days:
            found[one] = min(days)
    return found


def is_distributed(organisation: Organisation, on: date) -> bool:
    """Whether an organisation had decided that day the distribution that the matrix proposes. One query, or none."""
    name = matrix().setting
    said = values_at_any_time([name], {organisation.pk}) if name else {}
    values = (*said.get((name, organisation.pk), ()), *said.get((name, None), ()))
    return any(on in period for period, _ in values)


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
