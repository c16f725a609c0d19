"""What is taken away from a sitting: who was there, from when to when, and who cast whose votes."""

from kevread.attendance.queries.attendance import Placed
from kevread.attendance.rules import Standing
from kevread.common.tables import Column, Kind, Table
from kevread.meetings.queries.naming import college_name

STANDS = {
    Standing.PRESENT: "Présent·e",
    Standing.REMOTE: "À distance",
    Standing.REPLACED: "Remplacé·e",
    Standing.REPRESENTED: "Représenté·e",
    Standing.LEFT: "Parti·e",
    Standing.ABSENT: "Absent·e",
}


def first_arrival(row: Placed) -> object:
    return next((stay.arrived_at for stay in row.stays if not stay.is_void), None)


def last_departure(row: Placed) -> object:
    """None while they are there, and for whoever never came."""
    stays = [stay for stay in row.stays if not stay.is_void]
    return stays[-1].left_at if stays else None


ATTENDANCE = Table(
    "presences",
    "Présences",
    (
        Column("nom", lambda row: row.entry.person.family_name),
        Column("prénom", lambda row: row.entry.person.given_name),
        Column("au nom de", lambda row: row.entry.represents.name if row.entry.represents else ""),
        Column("siège", lambda row: row.entry.seat_name),
        Column("qualité", lambda row: row.entry.get_quality_display()),
        Column("collège", lambda row: college_name(row.entry.college) if row.entry.college else ""),
        Column("voix", lambda row: row.entry.votes, Kind.NUMBER),
        Column("présence", lambda row: STANDS[row.standing]),
        Column("arrivée", first_arrival, Kind.MOMENT),
        Column("départ", last_departure, Kind.MOMENT),
        Column("voix portées par", lambda row: row.voter.person if row.voter and row.voter != row.entry else ""),
    ),
)
ATTENDANCES = Table(
    "presences-aux-reunions",
    "Présences aux réunions",
    (
        Column("organisation", lambda row: row.entry.meeting.body.organisation.name),
        Column("instance", lambda row: row.entry.meeting.body.name),
        Column("réunion du", lambda row: row.entry.meeting.day, Kind.DAY),
        *ATTENDANCE.columns,
    ),
)
