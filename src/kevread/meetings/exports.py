"""What is taken away from meetings: their list, and who is convened to one with what they answered."""

from kevread.common.tables import Column, Kind, Table
from kevread.meetings.models import Meeting, Reply
from kevread.meetings.queries.answers import Answered
from kevread.meetings.queries.naming import college_name, name_of


def answer_of(line: Answered) -> str:
    if line.gave:
        return f"Donne pouvoir à {line.gave.holder.person}"
    return str(Reply.Answer(line.says).label) if line.says else ""


def yes(told: bool) -> str:
    return "oui" if told else "non"


MEETINGS = Table(
    "reunions",
    "Réunions",
    (
        Column("organisation", lambda row: row.body.organisation.name),
        Column("instance", lambda row: row.body.name),
        Column("réunion", name_of),
        Column("session", Meeting.get_session_display),
        Column("commence", lambda row: row.starts_at, Kind.MOMENT),
        Column("finit", lambda row: row.ends_at, Kind.MOMENT),
        Column("lieu", lambda row: row.place),
        Column("façon de se réunir", Meeting.get_mode_display),
        Column("ouverte à tout le monde", lambda row: yes(row.is_public)),
        Column("état", lambda row: row.stage.label),
    ),
)
ROLL = Table(
    "liste-electorale",
    "Liste électorale",
    (
        Column("nom", lambda row: row.entry.person.family_name),
        Column("prénom", lambda row: row.entry.person.given_name),
        Column("au nom de", lambda row: row.entry.represents.name if row.entry.represents else ""),
        Column("siège", lambda row: row.entry.seat_name),
        Column("qualité", lambda row: row.entry.get_quality_display()),
        Column("collège", lambda row: college_name(row.entry.college) if row.entry.college else ""),
        Column("voix", lambda row: row.entry.votes, Kind.NUMBER),
        Column("réponse", answer_of),
    ),
)
