"""The terms of a meeting, from the settings in force."""

from datetime import date
from typing import Any

from kevread.charter.queries.text import values_on
from kevread.directory.models import Organisation
from kevread.meetings.models import Meeting
from kevread.meetings.rules.frozen import thawed
from kevread.meetings.rules.terms import Terms, terms_of
from kevread.seats.models import Body


def terms_on(body: Body, on: date, *, extraordinary: bool = False, second_call: bool = False) -> Terms:
    """The terms of a body that meets on a day: its organisation's own settings, else the common ones, that day."""
    values = settings_of(body.organisation, on)
    return terms_of(values.get, kind=body.kind, extraordinary=extraordinary, second_call=second_call)


def terms(meeting: Meeting) -> Terms:
    """The terms of a meeting: those that its first notice froze, whatever is decided later; before any, those that are
    decided now for the day on which it is held. Two queries at most."""
    sent = meeting.notices.order_by("number").values_list("content__terms", flat=True).first()
    if sent is not None:
        return thawed(sent)
    return terms_on(
        meeting.body,
        meeting.day,
        extraordinary=meeting.session == Meeting.Session.EXTRAORDINARY,
        second_call=meeting.second_call_of_id is not None,
    )


def settings_of(organisation: Organisation, on: date) -> dict[str, Any]:
    """Every value in force for an organisation on a day: its own wins over the common one."""
    values = values_on(on)
    common = {name: value for (name, owner), value in values.items() if owner is None}
    return common | {name: value for (name, owner), value in values.items() if owner == organisation.pk}
