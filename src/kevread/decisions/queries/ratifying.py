"""What ratifies a decision, or confirms it: which lines may, by which points of an agenda, and which do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kevread.common.errors import Invalid
from kevread.common.periods import day_in_words
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import Given, Organ, Said, Standing, knows, ratifies
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.queries.competence import (
    advices_on,
    competences,
    is_elsewhere,
    noted_of,
    same_as,
)
from kevread.decisions.queries.together import by_of, kin_of
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.forwarding import DEEPEST
from kevread.meetings.rules.life import State
from kevread.seats.models import Body

ADOPTED = Decision.Outcome.ADOPTED


def may_be_ratified(decision: Decision) -> bool:
    """An adopted decision, that nothing corrects, of another body than those that the matrix names; or one to confirm, an
    advice on it having come afterwards."""
    type_ = matrix().types.get(decision.type)
    if type_ is None or decision.outcome != ADOPTED or not decision.stands:
        return False
    if is_elsewhere(decision, type_):
        return True
    return bool(type_.advices) and competences([decision])[decision.pk].is_to_confirm


def require_ratifiable(
    decision: Decision,
    type_: str,
    body: Body,
    meeting: Meeting | None,
    day: date,
    outcome: str,
    after: tuple[Given, ...] = (),
) -> None:
    """What this body decides, of that type and that day, following these advices, may ratify the decision, or confirm it.
    Raises Invalid on `ratifies`."""
    if not may_be_ratified(decision):
        raise Invalid(
            "ratifies",
            "Ne se ratifie qu’une décision adoptée, non corrigée, et prise par une autre instance que la compétente ; ne se "
            "confirme que celle dont un avis est venu depuis.",
        )
    if type_ != decision.type:
        wanted = matrix().label(decision.type)
        raise Invalid("ratifies", f"Ce qui ratifie une décision est du même type qu’elle : « {wanted} ».")
    if outcome != ADOPTED:
        raise Invalid("ratifies", "Une décision rejetée ne ratifie rien : inscrivez-la sans la lier.")
    if day < decision.decided_on:
        told = day_in_words(decision.decided_on)
        raise Invalid("ratifies", f"On ratifie ce qui est déjà décidé : cette décision est du {told}.")
    if day in failed_days(body, day, day):
        told = day_in_words(day)
        raise Invalid(
            "ratifies", f"{body.name} s’est réunie sans quorum le {told} : elle n’a rien pu décider ce jour-là."
        )
    outside = noted_of([decision])[decision.pk]
    said = Said(by_of(body, meeting), day, after=(*after, *outside))
    by = by_of(decision.body, decision.meeting, kin_of([decision])[decision.pk])
    if not ratifies(said, matrix().types[type_], by, decision.decided_on):
        raise Invalid(
            "ratifies", f"{body.name} n’est pas l’instance compétente : elle ne peut pas ratifier cette décision."
        )
    if not knows(said, missing_of(decision), by):
        raise Invalid("ratifies", "Ce qui confirme une décision cite l’avis qui lui manquait, et vient après lui.")


def failed_days(body: Body, first: date, last: date) -> list[date]:
    """The days on which this body could decide nothing: the lack of a quorum was found, and it held no other sitting. One
    query."""
    rows = Meeting.objects.filter(body=body).between(first, last).order_by("starts_at")
    states: dict[date, set[State]] = {}
    for one in rows:
        states.setdefault(one.day, set()).add(one.stage)
    return [day for day, there in states.items() if State.FAILED in there and not there & State.held()]


def missing_of(decision: Decision) -> tuple[Organ, ...]:
    """The advices that lacked, of a decision of the competent body: what confirms it follows them."""
    found = competences([decision]).get(decision.pk)
    return found.missing if found and found.lack is Standing.ADVICE_MISSING else ()


@dataclass(frozen=True, slots=True)
class Ties:
    """What a line that a point of the agenda led to follows, is the same as, ratifies or confirms; and, of an advice, the
    decisions that it is on."""

    after: Sequence[Decision] = ()
    joins: Sequence[Decision] = ()
    ratifies: Sequence[Decision] = ()
    advised: Sequence[Decision] = ()


def ties_of(item: AgendaItem | None, type_: str, advises: str, body: Body) -> Ties:
    """A number of queries that depends on the generations of the item."""
    if item is None:
        return Ties()
    submitted = submitted_on(item, advises or type_)
    if advises:
        return Ties(advised=submitted)
    line = matrix().types.get(type_)
    if line is None:
        return Ties()
    same = [one for one in submitted if line.together and one.body_id != body.pk and not is_elsewhere(one, line)]
    known = Decision.objects.standing().filter(cited_by__decision__in=submitted).order_by("decided_on", "number")
    return Ties(
        after=[*advices_on(item, type_), *(known.distinct() if submitted else ())],
        joins=[*same_as(item, type_, body), *same],
        ratifies=[one for one in submitted if one not in same],
    )


def submitted_on(item: AgendaItem, type_: str) -> list[Decision]:
    """What this point submits to the body that meets, or the points that it comes from. A query for each generation."""
    above, one = [item.pk], item
    for _ in range(DEEPEST):
        if one.origin is None:
            break
        one = one.origin
        above.append(one.pk)
    rows = Submission.objects.filter(item__in=above, decision__type=type_, decision__corrected_by__isnull=True)
    return [row.decision for row in rows.select_related("decision__body__organisation").order_by("pk")]


def ratifications_of(decision: Decision) -> list[Ratification]:
    """By what it is ratified. One query."""
    rows = Ratification.objects.filter(ratifies=decision, decision__corrected_by__isnull=True)
    return list(rows.select_related("decision__body__organisation").order_by("decision__decided_on"))


def ratified_here(decision: Decision) -> list[Ratification]:
    """What it ratifies. One query."""
    rows = Ratification.objects.filter(decision=decision)
    return list(rows.select_related("ratifies__body__organisation").order_by("ratifies__decided_on"))
