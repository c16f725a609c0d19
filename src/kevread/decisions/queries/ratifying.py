"""A decision that another body took in the place of the competent one: who could ratify it, by what, and who may act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.permissions import may_set
from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Invalid, Way
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.competence.queries import matrix
from kevread.competence.rules import Competence, Said, Standing, is_competent_for, ratifies
from kevread.decisions import permissions
from kevread.decisions.models import Decision, Ratification, Submission
from kevread.decisions.queries.competence import competences, is_elsewhere
from kevread.decisions.queries.together import bodies_of, by_of, kin_of
from kevread.directory.models import Organisation
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.permissions import may_prepare
from kevread.meetings.queries.forwarding import DEEPEST, agendas_closed_to, agendas_open_to
from kevread.seats.models import Body
from kevread.seats.queries.access import who_sees

ADOPTED = Decision.Outcome.ADOPTED
TOLD = 3  # people, of those who may act


def may_be_ratified(decision: Decision) -> bool:
    """An adopted decision, that nothing corrects, of another body than those that the matrix names."""
    type_ = matrix().types.get(decision.type)
    stands = decision.outcome == ADOPTED and getattr(decision, "corrected_by", None) is None
    return stands and type_ is not None and is_elsewhere(decision, type_)


def require_ratifiable(
    decision: Decision, type_: str, body: Body, meeting: Meeting | None, day: date, outcome: str
) -> None:
    """What this body decides, of that type and that day, may ratify the decision. Raises Invalid on `ratifies`."""
    if not may_be_ratified(decision):
        raise Invalid(
            "ratifies",
            "Ne se ratifie qu’une décision adoptée, non corrigée, et prise par une autre instance que la compétente.",
        )
    if type_ != decision.type:
        wanted = matrix().label(decision.type)
        raise Invalid("ratifies", f"Ce qui ratifie une décision est du même type qu’elle : « {wanted} ».")
    if outcome != ADOPTED:
        raise Invalid("ratifies", "Une décision rejetée ne ratifie rien : inscrivez-la sans la lier.")
    if day < decision.decided_on:
        told = day_in_words(decision.decided_on)
        raise Invalid("ratifies", f"On ratifie ce qui est déjà décidé : cette décision est du {told}.")
    said = Said(by_of(body, meeting), day)
    by = by_of(decision.body, decision.meeting, kin_of([decision])[decision.pk])
    if not ratifies(said, matrix().types[type_], by, decision.decided_on):
        raise Invalid(
            "ratifies", f"{body.name} n’est pas l’instance compétente : elle ne peut pas ratifier cette décision."
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
    return [row.decision for row in rows.select_related("decision").order_by("pk")]


def competent_bodies(decision: Decision, on: date) -> list[Body]:
    """The bodies of a day that could ratify it. Two queries."""
    type_ = matrix().types.get(decision.type)
    if type_ is None or not may_be_ratified(decision):
        return []
    by = by_of(decision.body, decision.meeting, kin_of([decision])[decision.pk])
    there = bodies_of(type_.organs)
    return [one for one in there if on in one.dates and is_competent_for(by_of(one), type_, by)]


@dataclass(frozen=True, slots=True)
class Judge:
    """A body that could ratify; what this person may do for it, and, of what they may not, who can."""

    body: Body
    records: Grounds
    prepares: Grounds
    who: str

    @property
    def name(self) -> str:
        return self.body.name

    @property
    def organisation(self) -> Organisation:
        return self.body.organisation


@dataclass(frozen=True, slots=True)
class Cure:
    """What mends a decision of another body: those who could ratify it, and the points by which it is submitted to them; or,
    while the distribution is only proposed, where it is decided."""

    decision: Decision
    competence: Competence
    judges: list[Judge]
    submitted: list[Submission]
    decide: Way | None  # for who may decide the distribution
    deciders: str  # who can, for the others

    @property
    def may_ratify(self) -> bool:
        return any(one.records for one in self.judges)

    @property
    def may_submit(self) -> bool:
        return any(one.prepares for one in self.judges)

    @property
    def unhelped(self) -> list[Judge]:
        """The bodies for which this person may do neither."""
        return [one for one in self.judges if not (one.records and one.prepares)]


def cure_of(decision: Decision, found: Competence | None, actor: Actor, on: date) -> Cure | None:
    """None when nothing is to mend. Who can is looked for only where this person cannot."""
    if found is None or found.standing not in (Standing.WRONG_BODY, Standing.PROPOSED):
        return None
    judges = [judge_of(body, actor, on) for body in competent_bodies(decision, on)]
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
            deciders = who_can("set_setting", head if spec.decided_by == "head" else here, on)
    return Cure(decision, found, judges, list(submitted), decide, deciders)


def judge_of(body: Body, actor: Actor, on: date) -> Judge:
    records, prepares = permissions.may_record(actor, body), may_prepare(actor, body)
    right = "prepare_meeting" if records else "record_decision"
    return Judge(body, records, prepares, "" if records and prepares else who_can(right, body.organisation, on))


def who_can(right: str, organisation: Organisation, on: date) -> str:
    """Some of those who hold a right there, with the role that gives it: those of the organisation first."""
    found = who_sees(organisation, on, right)
    return " ; ".join(f"{one.person}, {one.hat.label}" for one in found[:TOLD])


def to_mend(organisation: Organisation, actor: Actor, on: date, since: date) -> list[Cure]:
    """The decisions of an organisation that another body took, of those decided since a day, the last first."""
    rows = (
        Decision.objects.visible_to(actor)
        .standing()
        .filter(organisation=organisation, decided_on__gt=since, decided_on__lte=on, outcome=ADOPTED)
    )
    decisions = list(rows.select_related("organisation", "body__organisation", "meeting", "item").order_by("-number"))
    found = competences(decisions, on)
    cures = (cure_of(one, found.get(one.pk), actor, on) for one in decisions)
    return [one for one in cures if one and one.competence.standing is Standing.WRONG_BODY]


def ratifying_lines(decision: Decision, actor: Actor, judges: Iterable[Judge]) -> list[Decision]:
    """The lines of their registers that may ratify it, and that this person may say so of. One query."""
    bodies = [one.body.pk for one in judges if one.records]
    rows = (
        Decision.objects.visible_to(actor)
        .standing()
        .filter(body__in=bodies, type=decision.type, outcome=ADOPTED, decided_on__gte=decision.decided_on)
    )
    linked = Ratification.objects.filter(ratifies=decision).values("decision")
    rows = rows.exclude(pk__in=linked).exclude(pk=decision.pk)
    found = list(rows.select_related("body__organisation", "meeting").order_by("-decided_on", "-number")[:20])
    by, type_ = by_of(decision.body, decision.meeting, kin_of([decision])[decision.pk]), matrix().types[decision.type]
    return [
        one
        for one in found
        if ratifies(Said(by_of(one.body, one.meeting), one.decided_on), type_, by, decision.decided_on)
    ]


def agendas_for(decision: Decision, actor: Actor, judges: Iterable[Judge], today: date) -> list[Meeting]:
    """The agendas to come of these bodies that this person prepares, but for those where it is already. Two queries."""
    bodies, there = prepared_of(judges), already_at(decision)
    return [one for one in agendas_open_to(actor, today) if one.body_id in bodies and one.pk not in there]


def closed_for(decision: Decision, actor: Actor, judges: Iterable[Judge], today: date) -> list[tuple[Meeting, str]]:
    """Those of the same that take nothing more, each with why. Two queries."""
    bodies, there = prepared_of(judges), already_at(decision)
    return [(one, why) for one, why in agendas_closed_to(actor, today, there) if one.body_id in bodies]


def prepared_of(judges: Iterable[Judge]) -> set[UUID]:
    return {one.body.pk for one in judges if one.prepares}


def already_at(decision: Decision) -> set[UUID]:
    """The meetings on whose agenda it is."""
    rows = Submission.objects.filter(decision=decision, item__withdrawn=False)
    return set(rows.values_list("item__meeting", flat=True))


def ratifications_of(decision: Decision) -> list[Ratification]:
    """By what it is ratified. One query."""
    rows = Ratification.objects.filter(ratifies=decision, decision__corrected_by__isnull=True)
    return list(rows.select_related("decision__body__organisation").order_by("decision__decided_on"))


def ratified_here(decision: Decision) -> list[Ratification]:
    """What it ratifies. One query."""
    rows = Ratification.objects.filter(decision=decision)
    return list(rows.select_related("ratifies__body__organisation").order_by("ratifies__decided_on"))
