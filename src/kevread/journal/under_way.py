"""The act in which we are: read by what is written inside, and by whoever names the state."""

from contextvars import ContextVar
from uuid import UUID

ACT: ContextVar[UUID | None] = ContextVar("act_under_way", default=None)


def act_under_way() -> UUID | None:
    """None outside of an act."""
    return ACT.get()
