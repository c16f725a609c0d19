"""What the rooms that keep decisions tell of a setting: by which of them it may be fixed."""

from collections.abc import Callable, Iterable

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.directory.models import Organisation

type FixedBy = Callable[[Actor, Organisation, str], Iterable[Way]]
FIXED_BY: Ask[FixedBy] = Ask(
    "charter.fixed_by",
    "The decisions by which somebody may fix a setting of an organisation, and where; the last first.",
)
