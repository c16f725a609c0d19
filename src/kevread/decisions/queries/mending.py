"""What mends a decision that the matrix finds fault with, or that awaits others: which bodies, by what, and who may act."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.permissions import may_set
from kevread.charter.queries.gestures import who_has
from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Way
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import (
    By,
    Competence,
    Given,
    Organ,
    Said,
    Standing,
    advises,
    is_competent_for,
    is_the,
    knows,
    ratifies,
)
from kevread.decisions import permissions
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.queries.competence import advices_of, competences, gives_advice, noted_of
from kevread.decisions.queries.ratifying import failed_days, missing_of
from kevread.decisions.queries.together import bodies_of, by_of, kin_of
from kevread.directory.models import Organisation
from kevread.meetings.models import Meeting
from kevread.meetings.permissions import may_prepare
from kevread.meetings.queries.forwarding import Shut, agendas_closed_to, agendas_open_to
from kevread.meetings.queries.naming import known_as
from kevread.meetings.rules.life import State
from kevread.seats.models import Body

ADOPTED = Decision.Outcome.ADOPTED
TO_COME = (State.DRAFT, State.AGENDA, State.CONVENED, State.OPEN, State.IN_PROGRESS)


class Wanted(StrEnum):
    """What a decision that lacks something wants of a body."""

    RATIFY = "ratify"  # it was for that body to decide
    ADVISE = "advise"
    CONFIRM = "confirm"  # it decided, and an advice that came afterwards is not in favour
    ADOPT = "adopt"  # it decides it together with others


def decider_of(decision: Decision) -> By:
    """Whoever took it, with the organisations that were tied to its own that day. One query."""
    return by_of(decision.body, decision.meeting, kin_of([decision])[decision.pk])


def wanted_of(
    decision: Decision, found: Competence, by: By, body: Body, meeting: Meeting | None = None
) -> Wanted | None:
    """What it wants of a body, at a meeting if one is named; `by` decided. None where nothing lacks that this body could do."""
    one, type_ = by_of(body, meeting), matrix().types[decision.type]
    if found.lack in (Standing.AHEAD, Standing.AWAITS_OTHERS):
        return Wanted.ADOPT if any(is_the(one, expected) for expected in found.awaited) else None
    if found.is_to_confirm:
        return Wanted.CONFIRM if body.pk == decision.body_id else None
    if found.lack is Standing.WRONG_BODY:
        return Wanted.RATIFY if is_competent_for(one, type_, by) else None
    if found.lack is Standing.ADVICE_MISSING and gives_advice(body, decision.type):
        given = Given(one, decision.decided_on)
        return Wanted.ADVISE if any(advises(given, organ, by, given.on) for organ in found.unheard) else None
    return None


def bodies_wanted(decision: Decision, found: Competence, on: date) -> list[tuple[Body, Wanted]]:
    """The bodies of a day that could mend it, and how."""
    if decision.outcome != ADOPTED or not decision.stands:
        return []
    organs: Iterable[Organ] = matrix().types[decision.type].organs
    if found.lack is Standing.ADVICE_MISSING and not found.is_to_confirm:
        organs = [one for one in found.unheard if not one.outside]
    there = [one for one in bodies_of(organs) if on in one.dates] if organs else []
    by = decider_of(decision)
    return [(one, wanted) for one in there if (wanted := wanted_of(decision, found, by, one))]


@dataclass(frozen=True, slots=True)
class Judge:
    """A body that could mend it, and how; what this person may do for it, and, of what they may not, who can."""

    body: Body
    wanted: Wanted
    records: Grounds
    prepares: Grounds
    right: str  # what this person lacks first, and that others may do; empty where they lack nothing
    who: str

    @property
    def name(self) -> str:
        return self.body.name

    @property
    def organisation(self) -> Organisation:
        return self.body.organisation

    @property
    def ratifies(self) -> bool:
        """Whether a line of its register ratifies or confirms the decision."""
        return self.wanted in (Wanted.RATIFY, Wanted.CONFIRM)


@dataclass(frozen=True, slots=True)
class Cure:
    """What mends a decision: the bodies that could, and the points by which it is submitted to them; or, while the
    distribution is only proposed, where it is decided."""

    decision: Decision
    competence: Competence
    judges: list[Judge]
    submitted: list[Submission]
    decide: Way | None  # for who may decide the distribution
    deciders: str  # who can, for the others
    is_open: bool  # whether an agenda that this person prepares, of one of these bodies, still moves

    @property
    def may_ratify(self) -> bool:
        return any(one.records and one.ratifies for one in self.judges)

    @property
    def may_submit(self) -> bool:
        return any(one.prepares for one in self.judges)

    @property
    def must_prepare(self) -> bool:
        """Whether nothing takes it yet: a meeting is to be prepared first."""
        return self.may_submit and not self.is_open and not self.is_awaited

    @property
    def is_awaited(self) -> bool:
        """Whether it is on the agenda of a meeting to come."""
        return bool(self.still_on_agenda)

    @property
    def still_on_agenda(self) -> list[Submission]:
        """The points of meetings to come: saying that it was mended otherwise leaves them there."""
        return [one for one in self.submitted if one.item.meeting.stage in TO_COME]

    @property
    def to_record(self) -> list[Judge]:
        """The bodies for which this person may write in the register what they said: an advice, the same decision."""
        return [one for one in self.judges if one.records and not one.ratifies]

    @property
    def unhelped(self) -> list[Judge]:
        """The bodies for which this person may do neither."""
        return [one for one in self.judges if not (one.records and one.prepares)]


MENDED = (Standing.WRONG_BODY, Standing.ADVICE_MISSING, Standing.AHEAD, Standing.AWAITS_OTHERS)


def cure_of(
    decision: Decision, found: Competence | None, actor: Actor, on: date, moving: Collection[UUID] | None = None
) -> Cure | None:
    """None when nothing is to mend. Who can is looked for only where this person cannot. `moving`: the bodies of which an
    agenda moves, where that is known already."""
    if found is None or found.lack not in MENDED:
        return None
    judges = [judge_of(body, wanted, actor, on) for body, wanted in bodies_wanted(decision, found, on)]
    submitted = Submission.objects.filter(decision=decision, item__withdrawn=False)
    submitted = submitted.select_related("item__meeting__body__organisation").order_by("item__meeting__starts_at")
    decide, deciders = None, ""
    spec = framework().settings.get(matrix().setting)
    if found.standing is Standing.PROPOSED and spec:
        here, head = decision.organisation, Organisation.objects.at_scale(HEAD).get()
        if may_set(actor, spec, here, head):
            words = spec.gesture or "Inscrire la décision"
            decide = Way(words, "charter:setting", {"scale": here.slug, "setting": spec.name})
        else:
            where = head if spec.decided_by == "head" else here
            deciders = who_has("set_setting", where.pk, on, actor)
    if moving is None:
        moving = bodies_moving(actor, on)
    is_open = any(one.body.pk in moving for one in judges)
    return Cure(decision, found, judges, list(submitted), decide, deciders, is_open)


def bodies_moving(actor: Actor, on: date) -> set[UUID]:
    """The bodies of which this person prepares an agenda that still moves. One query."""
    return {one.body_id for one in agendas_open_to(actor, on)}


def judge_of(body: Body, wanted: Wanted, actor: Actor, on: date) -> Judge:
    records, prepares = permissions.may_record(actor, body), may_prepare(actor, body)
    right = "" if records and prepares else "prepare_meeting" if records else "record_decision"
    who = who_has(right, body.organisation_id, on, actor) if right else ""
    return Judge(body, wanted, records, prepares, right, who)


def to_mend(organisation: Organisation, actor: Actor, on: date, since: date, lack: Standing) -> list[Cure]:
    """The decisions of an organisation that lack this, of those decided since a day, the last first."""
    rows = (
        Decision.objects.visible_to(actor)
        .standing()
        .filter(organisation=organisation, decided_on__gt=since, decided_on__lte=on, outcome=ADOPTED)
    )
    decisions = list(rows.select_related("organisation", "body__organisation", "meeting", "item").order_by("-number"))
    found = competences(decisions, on)
    lacking = [one for one in decisions if one.pk in found and found[one.pk].standing is lack]
    moving = bodies_moving(actor, on) if lacking else set()
    return [cure for one in lacking if (cure := cure_of(one, found[one.pk], actor, on, moving))]


def ratifying_lines(decision: Decision, actor: Actor, judges: Iterable[Judge]) -> list[Decision]:
    """The lines of their registers that may ratify it, and that this person may say so of. A few queries."""
    bodies = [one.body.pk for one in judges if one.records and one.ratifies]
    rows = (
        Decision.objects.visible_to(actor)
        .standing()
        .filter(body__in=bodies, type=decision.type, outcome=ADOPTED, decided_on__gte=decision.decided_on)
    )
    linked = Ratification.objects.filter(ratifies=decision).values("decision")
    rows = rows.exclude(pk__in=linked).exclude(pk=decision.pk)
    found = list(rows.select_related("body__organisation", "meeting").order_by("-decided_on", "-number")[:20])
    by, type_ = decider_of(decision), matrix().types[decision.type]
    missing, cited = missing_of(decision), advices_of([one.pk for one in found])
    outside = noted_of([decision])[decision.pk]
    said = {
        one.pk: Said(by_of(one.body, one.meeting), one.decided_on, after=(*cited[one.pk], *outside)) for one in found
    }
    last = max((one.decided_on for one in found), default=decision.decided_on)
    judging = {one.body_id: one.body for one in found}
    failed = {(key, day) for key, one in judging.items() for day in failed_days(one, decision.decided_on, last)}
    return [
        one
        for one in found
        if ratifies(said[one.pk], type_, by, decision.decided_on)
        and knows(said[one.pk], missing, by)
        and (one.body_id, one.decided_on) not in failed
    ]


def agendas_for(decision: Decision, actor: Actor, judges: Iterable[Judge], today: date) -> list[Meeting]:
    """The agendas to come of these bodies that this person prepares, but for those where it is already. Two queries."""
    bodies, there = prepared_of(judges), already_at(decision)
    return [one for one in agendas_open_to(actor, today) if one.body_id in bodies and one.pk not in there]


def closed_for(decision: Decision, actor: Actor, judges: Iterable[Judge], today: date) -> list[Shut]:
    """Those of the same that take nothing more, each with why. Two queries."""
    bodies, there = prepared_of(judges), already_at(decision)
    return [one for one in agendas_closed_to(actor, today, there) if one.meeting.body_id in bodies]


def prepared_of(judges: Iterable[Judge]) -> set[UUID]:
    return {one.body.pk for one in judges if one.prepares}


def already_at(decision: Decision) -> set[UUID]:
    """The meetings on whose agenda it is."""
    rows = Submission.objects.filter(decision=decision, item__withdrawn=False)
    return set(rows.values_list("item__meeting", flat=True))


def waiting_on(decisions: Collection[UUID], on: date) -> Mapping[UUID, str]:
    """Of decisions that lack something, where they are submitted at a meeting of that day or later, the soonest said. One
    query."""
    rows = Submission.objects.filter(
        decision__in=decisions,
        item__withdrawn=False,
        item__meeting__state__in=TO_COME,
        item__meeting__starts_at__date__gte=on,
    )
    found: dict[UUID, str] = {}
    for row in rows.select_related("item__meeting__body__organisation").order_by("item__meeting__starts_at", "pk"):
        meeting = row.item.meeting
        found.setdefault(row.decision_id, f"à l’ordre du jour : {known_as(meeting)}, le {day_in_words(meeting.day)}")
    return found


def mended_elsewhere(meeting: Meeting, actor: Actor) -> list[Ratification]:
    """Of the decisions that the points of a meeting carry, those that a line of a register already ratifies or confirms, which
    that meeting, still to be held, did not write and this person reads. One query."""
    if meeting.stage not in TO_COME:
        return []
    seen = Decision.objects.visible_to(actor).standing()
    carried = Submission.objects.filter(item__meeting=meeting, item__withdrawn=False).values("decision")
    rows = Ratification.objects.filter(ratifies__in=carried, decision__in=seen).exclude(decision__meeting=meeting)
    return list(rows.select_related("decision__body__organisation", "ratifies__body__organisation"))
