"""The tables of a meeting's life, in the order in which they fill."""

from .enclosures import Enclosure
from .meeting import AgendaItem, DateAnswer, DateOption, Meeting, Notice, Reply, RollEntry
from .proxies import Proxy

__all__ = ["AgendaItem", "DateAnswer", "DateOption", "Enclosure", "Meeting", "Notice", "Proxy", "Reply", "RollEntry"]
