"""The verb of the demonstration: give an invented life to a federation that is prepared, once."""

from .life import enter_life, is_there

__all__ = ["enter_life", "is_there"]
