"""What a gesture on a meeting reads, held against the acts that wrote it: whoever owns the tables changes it for the minute of
that gesture, and puts it back. What a notice freezes besides: who sits, where, in which college, what was decided of votes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from kevread.charter.queries.limits import rows_of_values
from kevread.common.facts import GROUPING
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.journal.as_acted import Rows, not_as_acted, require_none
from kevread.journal.models import Act
from kevread.meetings.models import AgendaItem, Meeting, Notice, Proxy, RollEntry
from kevread.seats.models import Body, Mandate, Seat


def require_meeting_as_acted(meeting: Meeting, more: Sequence[Rows], reader: str) -> None:
    """The meeting, its body, its notice, its points, its roll and its proxies are what their last acts left, and none of theirs
    is gone; so is `more`. The body too: in its organisation's acts is looked for what is gone. Raises Refused, saying what
    `reader` would have read."""
    scopes = [
        Rows(Meeting, "id", (meeting.pk,)),
        Rows(Body, "id", (meeting.body_id,)),
        Rows(Notice, "meeting_id", (meeting.pk,)),
        Rows(AgendaItem, "meeting_id", (meeting.pk,)),
        Rows(RollEntry, "meeting_id", (meeting.pk,)),
        Rows(Proxy, "giver_id", roll_of(meeting)),
        *more,
    ]
    require_none(not_as_acted(scopes, meeting.organisation.pk, begun(meeting)), reader)


def begun(meeting: Meeting) -> datetime | None:
    """When the first act about this meeting was made."""
    acts = Act.objects.filter(changes__row=meeting.pk)
    found: datetime | None = acts.order_by("at").values_list("at", flat=True).first()
    return found


def roll_of(meeting: Meeting) -> tuple[UUID, ...]:
    return tuple(RollEntry.objects.filter(meeting=meeting).values_list("pk", flat=True))


def require_convened_as_acted(meeting: Meeting, roll: Iterable[RollEntry]) -> None:
    """Each row that the roll and the terms come from is what its last act left, whatever days it says; none that acts about
    this organisation wrote there is gone. Raises Refused."""
    body, organisation = meeting.body, meeting.organisation
    found = not_as_acted(
        [
            Rows(Meeting, "id", (meeting.pk,)),
            Rows(AgendaItem, "meeting_id", (meeting.pk,)),
            Rows(Organisation, "id", (organisation.pk,)),
            Rows(Body, "id", (body.pk,)),
            Rows(Seat, "body_id", (body.pk,)),
            Rows(Mandate, "seat_id", tuple(Seat.objects.filter(body=body).values_list("pk", flat=True))),
            Rows(Affiliation, "of_id", (organisation.pk,)),
            Rows(Person, "id", tuple({entry.person.pk for entry in roll})),
            *rows_of_values(organisation.pk),
            *rows_of_directions(organisation),
        ],
        about=organisation.pk,
        since=None,
    )
    require_none(found, "cette convocation")


def rows_of_directions(organisation: Organisation) -> list[Rows]:
    """What says who directs this organisation, or a grouping above it, as an employee: called without a vote (L1.20), be it
    somebody who has a mandate there."""
    above = Affiliation.objects.filter(member=organisation, of__scale=GROUPING).values_list("of", flat=True)
    where = (organisation.pk, *above)
    teams = tuple(Body.objects.filter(organisation__in=where, kind=Body.Kind.TEAM).values_list("pk", flat=True))
    seats = Seat.objects.filter(body__in=teams, title="direction").values_list("pk", flat=True)
    return [
        Rows(Affiliation, "member_id", (organisation.pk,)),
        Rows(Body, "organisation_id", where),
        Rows(Seat, "body_id", teams),
        Rows(Mandate, "seat_id", tuple(seats)),
    ]
