"""Those who decide together: who is expected, which lines of which registers are the same decision, when it was applied."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from kevread.common.facts import HEAD
from kevread.common.words import of
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import By, DecisionType, Expected, Organ, Others, Said, is_one_of
from kevread.decisions.models import Application, Decision, Joining
from kevread.directory.models import Affiliation
from kevread.meetings.models import AgendaItem, Meeting
from kevread.seats.models import Body

type Kin = Mapping[UUID, frozenset[str]]


def by_of(body: Body, meeting: Meeting | None = None, kin: frozenset[str] = frozenset()) -> By:
    """The body as the matrix knows it."""
    organisation = body.organisation
    session = meeting.session if meeting else ""
    return By(body.slug, body.kind, organisation.scale, organisation.slug, named(body), session, kin)


def named(body: Body) -> str:
    organisation = body.organisation
    return body.name if organisation.scale == HEAD else f"{body.name} {of(organisation.name)}"


def kin_of(decisions: Collection[Decision]) -> Kin:
    """For each decision, the organisations that its own was a member of, or that were members of it, on its day. One query."""
    among = {row.organisation_id for row in decisions}
    tied: dict[UUID, list[tuple[Affiliation, str]]] = defaultdict(list)
    rows = Affiliation.objects.filter(Q(member__in=among) | Q(of__in=among)).select_related("member", "of")
    for row in rows:
        tied[row.member_id].append((row, row.of.slug))
        tied[row.of_id].append((row, row.member.slug))
    return {
        one.pk: frozenset(slug for row, slug in tied[one.organisation_id] if row.in_force(one.decided_on))
        for one in decisions
    }


def others_of(decisions: Iterable[Decision], kin: Kin, on: date = date.max) -> dict[UUID, Others]:
    """For each decision of a type that is taken together: who is expected, who said the same thing by that day, and when it
    was applied. Four queries when there is one, none otherwise."""
    types = matrix().types
    asked = [row for row in decisions if row.type in types and types[row.type].together]
    if not asked:
        return {}
    bodies = bodies_of({organ for row in asked for organ in types[row.type].organs})
    sets = same_decisions({row.type for row in asked})
    applied = dict(
        Application.objects.filter(decision__in=[row.pk for row in asked], applied_at__date__lte=on)
        .values_list("decision")
        .annotate(first=Min("applied_at__date"))
    )
    return {
        row.pk: Others(
            expected_by(types[row.type], row, bodies, kin[row.pk]),
            tuple(
                Said(by_of(one.body, one.meeting), one.decided_on, one.outcome == Decision.Outcome.ADOPTED)
                for one in sets.get(row.pk, ())
                if one.pk != row.pk and one.decided_on <= on
            ),
            applied.get(row.pk),
        )
        for row in asked
    }


def bodies_of(organs: Iterable[Organ]) -> list[Body]:
    """The bodies that these organs name, those of the past too. One query."""
    wanted = (Q(slug=one.body) if one.body else Q(kind=one.kind, organisation__scale=one.scale) for one in organs)
    rows = Body.objects.filter(reduce(or_, wanted)).select_related("organisation")
    return list(rows.order_by("organisation__name", "slug"))


def expected_by(type_: DecisionType, row: Decision, bodies: list[Body], kin: frozenset[str]) -> tuple[Expected, ...]:
    """Every body of the organs that existed on the day; of those that are party, the one that was tied to the decider."""
    expected: list[Expected] = []
    for organ in type_.organs:
        there = [body for body in bodies if row.decided_on in body.dates and is_one_of(by_of(body), organ)]
        if type_.together == "parties":
            there = [body for body in there if body.organisation.slug in kin or body.pk == row.body_id]
            if len(there) != 1:
                expected.append(Expected(organ.name, organ))
                continue
        expected += [Expected(said_of(body, organ), organ, body.organisation.slug) for body in there]
    return tuple(expected)


def said_of(body: Body, organ: Organ) -> str:
    """A body inside a sentence: « le conseil d’administration d’ESS 35 »; the head's, as the matrix names it."""
    if body.organisation.scale == HEAD:
        return organ.name
    article = "l’" if body.kind == Body.Kind.ASSEMBLY else "le "
    return f"{article}{body.name[:1].lower()}{body.name[1:]} {of(body.organisation.name)}"


def same_decisions(types: Collection[str]) -> dict[UUID, list[Decision]]:
    """For each line that is joined to another: all those that are the same decision, itself too, by day. Two queries."""
    pairs = list(Joining.objects.standing().filter(decision__type__in=types).values_list("decision", "joins"))
    sets: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        both = sets.get(one, {one}) | sets.get(other, {other})
        sets |= dict.fromkeys(both, both)
    standing = Decision.objects.standing().filter(pk__in=sets).select_related("body__organisation", "meeting")
    rows = list(standing.order_by("decided_on", "number"))
    return {key: [row for row in rows if row.pk in both] for key, both in sets.items()}


def joined_to(decision: Decision) -> QuerySet[Decision]:
    """The lines that are linked directly to it, whichever of the two says so."""
    links = Joining.objects.standing()
    theirs, its = links.filter(joins=decision).values("decision"), links.filter(decision=decision).values("joins")
    return Decision.objects.filter(Q(pk__in=theirs) | Q(pk__in=its))


def joinable_to(type_: str, body: Body, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """Among some lines, those that may be the same decision as one of this type by this body: of another body, standing."""
    line = matrix().types.get(type_)
    if line is None or not line.together:
        return rows.none()
    return rows.filter(type=type_, corrected_by__isnull=True, annulled_on=None).exclude(body=body)


def same_on(family: list[AgendaItem], type_: str, body: Body) -> list[Decision]:
    """What other bodies decided on an item that was carried from one to the other. One query at most."""
    return list(joinable_to(type_, body, Decision.objects.filter(item__in=family)).order_by("decided_on", "number"))
