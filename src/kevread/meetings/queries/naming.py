"""A meeting as papers tell it: its name, its state, who is convened."""

from datetime import date
from typing import cast

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.papers import Kind, Mode
from kevread.meetings.papers import Meeting as MeetingOnPaper
from kevread.seats.loader import bodies
from kevread.seats.models import Body
from kevread.ui.words import near


def on_paper(meeting: Meeting) -> MeetingOnPaper:
    return MeetingOnPaper(
        kind=cast(Kind, meeting.body.kind),
        body=meeting.body.name,
        name=name_of(meeting),
        starts_at=timezone.localtime(meeting.starts_at),
        answers_until=timezone.localtime(meeting.ends_at) if meeting.mode == Meeting.Mode.WRITTEN else None,
        mode=cast(Mode, meeting.mode),
        place="" if meeting.mode == Meeting.Mode.REMOTE else meeting.place,
        link=meeting.link,
        is_second_call=meeting.second_call_of_id is not None,
        over=over(meeting),
        full_name=full_name(meeting),
    )


def over(meeting: Meeting) -> str:
    """« Annulée », « Reportée au 12 janvier 2027 »; nothing of a meeting that stands."""
    if not meeting.stage.is_over:
        return ""
    return meeting.stage.label + (f" au {day_in_words(meeting.postponed_to.day)}" if meeting.postponed_to else "")


def name_of(meeting: Meeting) -> str:
    """« Assemblée générale ordinaire »; another body does not say that it is ordinary."""
    if meeting.title:
        return meeting.title
    if meeting.body.kind == "assembly":
        return f"{meeting.body.name} {meeting.get_session_display().lower()}"
    return meeting.body.name


def known_as(meeting: Meeting) -> str:
    """The same, as it is told from the meetings of others: « Conseil d’ESS 35 », « Assemblée extraordinaire d’ESS 35 ».
    A body that has a name of its own keeps it; a title is followed by whose meeting it is."""
    body, organisation = meeting.body, meeting.organisation
    if meeting.title:
        return f"{meeting.title} ({organisation.name})"
    if body.has_own_name:
        return body.name
    name = body.name.split()[0] if body.name == Body.Kind(body.kind).label else body.name
    if body.kind == Body.Kind.ASSEMBLY and meeting.session == Meeting.Session.EXTRAORDINARY:
        name += " extraordinaire"
    return f"{name} {of(organisation.name)}"


def full_name(meeting: Meeting) -> str:
    """As the titles of papers say it, since one reads those of several organisations: « Assemblée générale ordinaire
    d’ESS 35 »."""
    if meeting.title or meeting.body.has_own_name:
        return known_as(meeting)
    return f"{name_of(meeting)} {of(meeting.organisation.name)}"


def called(meeting: Meeting, on: date) -> str:
    """With its day, « Conseil d’ESS pays de Redon, 3 décembre »; of a written consultation, that it is one and until when. The
    year is said where half a year or more lies between."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return (
            f"{known_as(meeting)}, consultation écrite jusqu’au {near(timezone.localtime(meeting.ends_at).date(), on)}"
        )
    return f"{known_as(meeting)}, {near(meeting.day, on)}"


def quality_of(entry: RollEntry) -> str:
    return " – ".join(filter(None, [entry.seat_name, entry.represents.name if entry.represents else ""]))


def college_name(code: str) -> str:
    """As the federation names it; the word that was typed, where it does not."""
    known = bodies()
    return known.colleges.get(code) or known.families.get(code) or code.replace("-", " ").capitalize()
