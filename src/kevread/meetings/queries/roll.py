"""Who is convened to a meeting: the mandates in force on its day, and those who are invited without a vote."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.directory.models import Affiliation, Coverage, Organisation, Person
from kevread.meetings.models import Meeting, RollEntry
from kevread.seats.models import Body, Mandate, ZoneLead

Quality = RollEntry.Quality


@dataclass(frozen=True, slots=True)
class Convened:
    """Somebody the notice is sent to, and why. An alternate carries no vote of their own: they stand in for the absent."""

    person: Person
    mandate: Mandate | None
    represents: Organisation | None
    quality: str
    seat_name: str
    college: str
    votes: int
    why: str

    def entry(self, meeting: Meeting) -> RollEntry:
        return RollEntry(
            meeting=meeting,
            person=self.person,
            mandate=self.mandate,
            represents=self.represents,
            quality=self.quality,
            seat_name=self.seat_name[:120],
            college=self.college,
            votes=self.votes,
        )


def expected_roll(meeting: Meeting) -> list[Convened]:
    """Who would be convened if the notice were sent now, in the order of the seats. Four queries whatever the size, and one
    more for the board of a pôle.

    A member in arrears is there: only a mandate or an affiliation that ended removes somebody (L1.17). Whoever directs the
    organisation as an employee has no vote on its board, even if a mandate says otherwise (L1.20).
    """
    body, day = meeting.body, meeting.day
    mandates = list(
        Mandate.objects.on(day)
        .filter(seat__body=body)
        .select_related("person", "represents", "seat")
        .order_by("seat__rank", "person__search", "pk")
    )
    colleges, gone = colleges_on(body, day, [m.represents_id for m in mandates if m.represents_id])
    directions = directions_of(body, day)
    without_vote = {m.person_id for m in directions if m.seat.body.organisation_id == body.organisation_id}
    found: dict[tuple[UUID, UUID | None], Convened] = {}
    for mandate in mandates:
        if body.kind == Body.Kind.ASSEMBLY and mandate.represents_id in gone:
            continue
        college = colleges.get(mandate.represents_id, "") if mandate.represents_id else mandate.family
        employed = body.kind != Body.Kind.ASSEMBLY and mandate.person_id in without_vote
        found.setdefault((mandate.person_id, mandate.represents_id), of_mandate(mandate, college, employed=employed))
    present = {person for person, _ in found}
    for mandate in [*directions, *delegates_of(body, day)]:
        if mandate.person_id not in present:
            found[mandate.person_id, None] = invited(mandate)
    return list(found.values())


def seated_since(meeting: Meeting) -> list[Convened]:
    """Those who would be convened if the notice were sent now, and whom no notice of this meeting reached: since then, somebody
    sits in the body. Who is only invited is called with them, and not alone. One query where nobody sits since."""
    lines = RollEntry.objects.filter(meeting=meeting, person=OuterRef("person"))
    called = Q(Exists(lines.filter(represents=OuterRef("represents"))))
    called |= Q(Exists(lines.filter(represents=None)), represents=None)
    if not Mandate.objects.on(meeting.day).filter(seat__body=meeting.body_id).exclude(called).exists():
        return []
    reached = set(meeting.roll.values_list("person", "represents"))
    return [
        one for one in expected_roll(meeting) if (one.person.pk, one.represents and one.represents.pk) not in reached
    ]


def of_mandate(mandate: Mandate, college: str, *, employed: bool) -> Convened:
    seat = mandate.seat
    quality, votes, why = Quality.MEMBER, 1, "Son mandat est en vigueur ce jour-là."
    if employed:
        quality, votes, why = Quality.GUEST, 0, "Dirige l’association comme salarié·e : participe sans voter (L1.20)."
    elif seat.is_alternate:
        quality, votes, why = Quality.ALTERNATE, 0, "Suppléant·e : vote à la place de qui est absent."
    return Convened(mandate.person, mandate, mandate.represents, quality, seat.name, college, votes, why)


def invited(mandate: Mandate) -> Convened:
    name = mandate.seat.body.organisation.name
    return Convened(
        mandate.person,
        mandate,
        None,
        Quality.GUEST,
        f"{mandate.seat.name}, {name}",
        "",
        0,
        "Sa direction est invitée, sans droit de vote."
        if mandate.seat.title == "direction"
        else "Délégué·e de référence d’une intercommunalité du pôle : invité·e, sans droit de vote.",
    )


def colleges_on(body: Body, day: date, represented: list[UUID]) -> tuple[dict[UUID, str], set[UUID]]:
    """The college of each organisation represented, and those whose affiliation has ended. One query."""
    rows = Affiliation.objects.filter(of=body.organisation_id, member__in=represented)
    current = {row.member_id: row.college for row in rows if row.in_force(day)}
    ended = {row.member_id for row in rows if row.dates.end and row.dates.end <= day}
    return current, ended - set(current)


def directions_of(body: Body, day: date) -> list[Mandate]:
    """Those who direct the organisation, and the groupings of a pôle, on that day: invited to its assembly and its board
    (R6.16 to R6.18, L1.20)."""
    if body.kind not in (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU):
        return []
    where = [body.organisation_id]
    if body.organisation.scale == "local" and body.kind != Body.Kind.BUREAU:
        where += (
            Affiliation.objects.on(day)
            .filter(member=body.organisation, of__scale="grouping")
            .values_list("of", flat=True)
        )
    posts = Mandate.objects.on(day).filter(
        seat__title="direction", seat__body__kind=Body.Kind.TEAM, seat__body__organisation__in=where
    )
    return list(
        posts.select_related("person", "seat__body__organisation").order_by("seat__body__organisation__name", "pk")
    )


def delegates_of(body: Body, day: date) -> list[Mandate]:
    """The delegates of reference of the EPCI of a pôle, on that day: invited to its board (R6.21). One query, there only."""
    if body.organisation.scale != "local" or body.kind != Body.Kind.BOARD:
        return []
    zones = Coverage.objects.on(day).filter(organisation=body.organisation).values("zone")
    leads = ZoneLead.objects.on(day).filter(main=True, zone__in=zones)
    leads = leads.select_related("mandate__person", "mandate__seat__body__organisation")
    posts = {lead.mandate_id: lead.mandate for lead in leads.order_by("mandate__person__search", "mandate_id")}
    return [post for post in posts.values() if post.in_force(day)]


def unrepresented(meeting: Meeting) -> list[Organisation]:
    """The members of the organisation that nobody represents in its assembly that day: the notice reaches nobody there."""
    body, day = meeting.body, meeting.day
    if body.kind != Body.Kind.ASSEMBLY:
        return []
    seated = Mandate.objects.on(day).filter(seat__body=body, represents__isnull=False).values("represents")
    members = (
        Affiliation.objects.on(day).filter(of=body.organisation).exclude(member__in=seated).select_related("member")
    )
    return [row.member for row in members.order_by("member__search", "pk")]
