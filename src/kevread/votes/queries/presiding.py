"""Whom a voter turns to when a vote is not theirs, or when something is wrong with it."""

from kevread.common.errors import Denied
from kevread.meetings.models import Meeting


def whom_to_tell(meeting: Meeting) -> str:
    """« à Odile Mordellou, qui préside la séance »: nobody presides over a consultation in writing."""
    return f"à {meeting.chair}, qui préside la séance" if meeting.chair else "à qui prépare la réunion"


def not_taking_part(meeting: Meeting) -> Denied:
    """Its page names those who prepare the meeting as well."""
    return Denied(
        "Vous ne prenez pas part à ce vote : la liste des votant·es est arrêtée à son ouverture, avec les personnes "
        f"présentes et les pouvoirs. Adressez-vous {whom_to_tell(meeting)}.",
        right="prepare_meeting",
        place=meeting.organisation.slug,
    )
