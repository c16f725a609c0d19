"""The act in which we are: read by what is written inside, and by whoever names the state."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

ACT: ContextVar[UUID | None] = ContextVar("act_under_way", default=None)


def act_under_way() -> UUID | None:
    """None outside of an act."""
    return ACT.get()


NOTED: ContextVar[list[UUID] | None] = ContextVar("acts_noted", default=None)


@contextmanager
def noting() -> Iterator[list[UUID]]:
    """The acts that are opened inside, in their order; those that were rolled back too."""
    opened: list[UUID] = []
    token = NOTED.set(opened)
    try:
        yield opened
    finally:
        NOTED.reset(token)
