"""What a meeting does not know of itself."""

from collections.abc import Callable

from kevread.common.asks import Ask
from kevread.meetings.models import Meeting

QUORUM_MISSED: Ask[Callable[[Meeting], bool]] = Ask(
    "meetings.quorum_missed", "Whether the quorum of a meeting was looked for, and never met."
)
