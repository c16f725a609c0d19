"""The tables of a meeting's life, in the order in which they fill."""

from .attendance import Presence, Proxy, QuorumCheck
from .decisions import Application, Citation, Decision, FollowUp
from .feeds import Feed
from .meeting import AgendaItem, DateAnswer, DateOption, Meeting, Notice, Reply, RollEntry

__all__ = [
    "AgendaItem",
    "Application",
    "Citation",
    "DateAnswer",
    "DateOption",
    "Decision",
    "Feed",
    "FollowUp",
    "Meeting",
    "Notice",
    "Presence",
    "Proxy",
    "QuorumCheck",
    "Reply",
    "RollEntry",
]
