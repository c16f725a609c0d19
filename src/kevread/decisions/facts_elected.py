"""Whom an assembly elected, as the charter may ask it: the decision that gives a mandate, and no other of the same person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from kevread.charter.models import Keeping
from kevread.common.facts import SCALES, Facts, Organisations, Span, fact, span
from kevread.common.parameters import Kinds, Scale
from kevread.decisions.models import Application, Decision
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.facts import theirs
from kevread.seats.models import Body, Mandate


@fact(
    about=SCALES,
    register="decisions",
    unit="people",
    also=(("mandates", "self"),),
    otherwise=Span(0, None),
    lacks="l’acte qui a donné leur mandat à certaines personnes : il est d’avant le registre des décisions, ou n’y est pas, ou"
    " c’est la ratification que la prochaine assemblée dira",
)
def people_not_elected(on: date, among: Organisations, scale: Scale, kind: Kinds) -> Facts:
    """People in the bodies of these natures, in organisations of a scale, whose mandate no assembly of the organisation gave,
    or ratified once one was held (R3.3).

    Of mandates that began before the register of decisions, or with it, and of those recorded as existing, nothing is known
    as long as no line of it gives them; nor, until an assembly is held, of those whom the body itself chose since the last;
    nor of those that go on from such a mandate, or from an elected one, without a day between, but for a cooptation.
    """
    seated = Mandate.objects.on(on).filter(
        seat__body__kind__in=kind,
        seat__body__organisation__scale=scale,
        seat__is_alternate=False,
        **theirs(on, among),
    )
    standing = Case(
        When(given_by_assembly(on), then=Value("elected")),
        When(of_before(on) | awaits_assembly(on) | Exists(corrected_from(on)), then=Value("unknown")),
        default=Value("chosen"),
    )
    rows = list(seated.annotate(how=standing).select_related("seat__body"))
    goes_on = going_on([row for row in rows if row.how == "chosen"], on)
    people: dict[UUID, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        people[row.seat.body.organisation_id]["unknown" if row.pk in goes_on else row.how].add(row.person_id)
    return {key: span(len(those["chosen"]), len(those["unknown"] - those["chosen"])) for key, those in people.items()}


def going_on(mandates: Sequence[Mandate], on: date) -> set[UUID]:
    """Of these, those that follow, seat after seat of the same body and without a day between, one that an assembly gave or
    may have: an administrator whom the board made its president was elected, perhaps for no longer. A cooptation follows
    nothing. One query, or none."""
    if not mandates:
        return set()
    real = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        person__in={one.person_id for one in mandates}, seat__body__in={one.seat.body_id for one in mandates}
    )
    known = Case(When(given_by_assembly(on) | of_before(on), then=Value(True)), default=Value(False))
    ended = {
        (one.person_id, one.seat.body_id, one.dates.end): one
        for one in real.exclude(period__endswith=None).annotate(known=known).select_related("seat")
    }

    def follows(one: Mandate) -> bool:
        if one.origin == Mandate.Origin.COOPTATION:
            return False
        before = ended.get((one.person_id, one.seat.body_id, one.dates.start))
        return before is not None and (before.known or follows(before))

    return {one.pk for one in mandates if follows(one)}


def given_by_assembly(on: date) -> Q:
    """Mandates that a decision of the organisation's assembly gives, or ratifies: these, and none that the same person had
    before them. One that was corrected has no link, and its decision all the same."""
    adopted = {"outcome": Decision.Outcome.ADOPTED, "decided_on__lte": on, "body__kind": Body.Kind.ASSEMBLY}
    lines = Decision.objects.filter(organisation=OuterRef("seat__body__organisation"), **adopted)
    links = Application.objects.filter(
        mandate=OuterRef("pk"),
        applied_at__isnull=False,
        decision__organisation=OuterRef("seat__body__organisation"),
        **{f"decision__{name}": value for name, value in adopted.items()},
    )
    return Q(Exists(links)) | Q(Exists(lines.filter(pk=OuterRef("decided_in"))))


def of_before(on: date) -> Q:
    """Mandates that began before the register of decisions, or with it, or that were recorded as existing."""
    kept = Keeping.objects.on(on).filter(organisation=OuterRef("seat__body__organisation"), register="decisions")
    since = Subquery(kept.values("period__startswith")[:1])
    return Q(origin=Mandate.Origin.EXISTING) | Q(period__startswith=None) | Q(period__startswith__lte=since)


def awaits_assembly(on: date) -> Q:
    """Cooptations that no assembly held since could ratify."""
    held = Meeting.objects.filter(
        body__kind=Body.Kind.ASSEMBLY,
        body__organisation=OuterRef("seat__body__organisation"),
        state__in=State.held(),
        starts_at__date__gt=OuterRef("period__startswith"),
        starts_at__date__lte=on,
    )
    return Q(~Exists(held), origin=Mandate.Origin.COOPTATION)


def corrected_from(on: date) -> QuerySet[Mandate]:
    """What was said to be a mistake and meant these days, where an assembly gave it or may have."""
    there = Mandate.objects.filter(
        end_reason=Mandate.EndReason.MISTAKE,
        period__overlap=OuterRef("period"),
        person=OuterRef("person"),
        seat__body=OuterRef("seat__body"),
    )
    return there.filter(given_by_assembly(on) | of_before(on))
