"""The verb of the demonstration: give an invented life to a federation that is prepared, once."""

from .life import address, enter_life, is_there

__all__ = ["address", "enter_life", "is_there"]
