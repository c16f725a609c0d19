"""What rooms above add to the preparation of a meeting."""

from collections.abc import Callable

from kevread.common.asks import Ask, Part
from kevread.meetings.models import Meeting
from kevread.ui.request import Request

BESIDE_AGENDA: Ask[Callable[[Request, Meeting], Part]] = Ask(
    "meetings.beside_agenda", "What one should have in mind while writing an agenda."
)
