"""What became of the decisions that were brought to an agenda to be ratified: followed until they are, or are refused."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import the_body_first, to_body
from kevread.competence.rules.bodies import Standing
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.queries.competence import competences
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.forwarding import DEEPEST
from kevread.meetings.rules.life import State

NEWS = timedelta(days=14)  # for which an answer is still told
ACTS = ("record_decision", "prepare_meeting")
SAID = {
    "ahead": "{asked} : à l’ordre du jour du {day}.",
    "untold": "{asked} : à l’ordre du jour du {day}. Personne n’a encore dit ce qui s’y est passé.",
    "silent": "{asked} : la réunion du {day} ne s’est pas prononcée.",
    "withdrawn": "{asked} : le point a été retiré de l’ordre du jour du {day}.",
    "cancelled": "{asked} : la réunion du {day} est annulée.",
    "postponed": "{asked} : la réunion du {day} est reportée, sans ce point.",
    "failed": "{asked} : la réunion du {day} n’avait pas le quorum.",
    "refused": "{body}, {organisation}, ne l’a pas ratifiée : décision n° {answer}, le {answered}.",
    "ratified": "{body}, {organisation}, l’a ratifiée : décision n° {answer}, le {answered}.",
}
ENDS = ("refused", "ratified")
LOST = {State.CANCELLED: "cancelled", State.POSTPONED: "postponed", State.FAILED: "failed"}


@dataclass(frozen=True, slots=True)
class Thread:
    """A decision, the point by which a body is asked to ratify it, and how far that is: `stage` is one of `SAID`. `answer` is
    the line of the register by which the body answered."""

    decision: Decision
    item: AgendaItem
    stage: str
    answer: Decision | None
    reads: bool  # whether this person reads the register where the decision is
    attends: bool  # and the meetings of the body that is asked
    prepares: bool  # and its agendas: what calls is theirs to do

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def calls(self) -> bool:
        """Whether it waits for somebody: nobody answered, and no meeting that is to come will."""
        return self.stage not in ("ahead", *ENDS)

    @property
    def said(self) -> str:
        body = self.meeting.body
        answer = self.answer
        return SAID[self.stage].format(
            asked=f"Ratification demandée {to_body(body.name)}, {body.organisation.name}",
            body=the_body_first(answer.body.name if answer else body.name),
            organisation=(answer.body if answer else body).organisation.name,
            day=day_in_words(self.meeting.day),
            answer=answer.reference if answer else "",
            answered=day_in_words(answer.decided_on) if answer else "",
        )


def threads_of(actor: Actor, circle: Collection[UUID], on: date) -> list[Thread]:
    """Those that this person follows: they keep the register, or prepare the meetings, of the organisation that decided or of
    that which is asked. What has no meeting to come first, then the soonest. One query when nothing was submitted; the number
    does not grow."""
    where = {key for key in circle if any(actor.hat_for(right, key) for right in ACTS)}
    if not where:
        return []
    rows = Submission.objects.filter(
        decision__corrected_by__isnull=True, decision__annulled_on=None, decision__outcome=Decision.Outcome.ADOPTED
    )
    rows = rows.filter(Q(decision__organisation__in=where) | Q(item__meeting__body__organisation__in=where))
    asked = list(
        rows.select_related(
            "decision__organisation",
            "decision__body__organisation",
            "decision__meeting",
            "item__meeting__body__organisation",
        ).order_by("item__meeting__starts_at", "pk")
    )
    if not asked:
        return []
    trails = trails_of(asked)
    standings = competences([row.decision for row in asked], on)
    answers = answers_on({item.pk: row for row in asked for item in trails[row.pk]}, on)
    ratified = ratifying({row.decision_id for row in asked}, on)
    found: dict[tuple[UUID, UUID], Thread] = {}
    now = {row.pk: last_of(trails[row.pk]) for row in asked}
    for row in sorted(asked, key=lambda row: (stands(now[row.pk]), now[row.pk].meeting.starts_at)):
        decision, body, item = row.decision, row.item.meeting.body, now[row.pk]
        competence = standings.get(decision.pk)
        lack = competence.lack if competence else None
        if lack not in (None, Standing.WRONG_BODY, Standing.RATIFIED):
            continue  # an advice, or the others, is what is asked: nothing is to be ratified
        if lack is Standing.RATIFIED:
            stage, answer = "ratified", ratified.get(decision.pk)
        elif answer := answers.get(row.pk):
            stage = "refused"
        elif lack is Standing.WRONG_BODY:
            stage = stage_of(item, on)
        else:
            continue  # filed otherwise since: nothing is to be ratified
        if stage in ENDS and (answer is None or answer.decided_on <= on - NEWS):
            found.pop((decision.pk, body.pk), None)
            continue
        found[decision.pk, body.pk] = Thread(
            decision=decision,
            item=item,
            stage=stage,
            answer=answer,
            reads=bool(actor.hat_for("read", decision.organisation_id)),
            attends=bool(actor.hat_for("read", body.organisation_id)),
            prepares=bool(actor.hat_for("prepare_meeting", body.organisation_id)),
        )
    return sorted(found.values(), key=lambda one: (not one.calls, one.stage in ENDS, one.meeting.starts_at))


def trails_of(asked: Iterable[Submission]) -> dict[UUID, list[AgendaItem]]:
    """The point of each, then those that took it up at a later meeting of the same body. A query for each generation."""
    trails = {row.pk: [row.item] for row in asked}
    of = {row.item_id: row.pk for row in asked}
    last = set(of)
    for _ in range(DEEPEST):
        rows = AgendaItem.objects.filter(origin__in=last).select_related("meeting__body__organisation")
        last = set()
        for item in rows.order_by("meeting__starts_at", "pk"):
            key = of.get(item.origin_id) if item.origin_id else None
            if key and item.pk not in of and item.meeting.body_id == trails[key][0].meeting.body_id:
                of[item.pk] = key
                trails[key].append(item)
                last.add(item.pk)
        if not last:
            break
    return trails


def last_of(trail: list[AgendaItem]) -> AgendaItem:
    """Where it is now: the last that stands; failing that, the last."""
    return max(
        [item for item in trail if stands(item)] or trail, key=lambda item: (item.meeting.starts_at, str(item.pk))
    )


def stands(item: AgendaItem) -> bool:
    return not item.withdrawn and not item.meeting.stage.is_over


def stage_of(item: AgendaItem, on: date) -> str:
    meeting = item.meeting
    if meeting.stage in LOST:
        return LOST[meeting.stage]
    if item.withdrawn:
        return "withdrawn"
    if meeting.stage in State.held():
        return "silent"
    return "ahead" if meeting.day >= on else "untold"


def answers_on(items: dict[UUID, Submission], on: date) -> dict[UUID, Decision]:
    """The lines by which a body would not ratify, by the submission that they answer: of the same type, and rejected. One
    query."""
    rows = Decision.objects.standing().filter(item__in=items, outcome=Decision.Outcome.REJECTED, decided_on__lte=on)
    found = {}
    for line in rows.select_related("body__organisation").order_by("decided_on", "number"):
        row = items.get(line.item_id) if line.item_id else None
        if row and line.type == row.decision.type:
            found[row.pk] = line
    return found


def ratifying(decisions: Collection[UUID], on: date) -> dict[UUID, Decision]:
    """The first line that ratifies each. One query."""
    rows = Ratification.objects.filter(ratifies__in=decisions, decision__corrected_by__isnull=True)
    rows = rows.filter(decision__decided_on__lte=on).select_related("decision__body__organisation")
    return {row.ratifies_id: row.decision for row in rows.order_by("-decision__decided_on", "-pk")}
