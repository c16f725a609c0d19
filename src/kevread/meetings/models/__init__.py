"""The tables of a meeting's life, in the order in which they fill."""

from .attendance import Presence, Proxy, QuorumCheck
from .decisions import Application, Citation, Decision, FollowUp, Joining
from .enclosures import Enclosure
from .feeds import Feed
from .meeting import AgendaItem, DateAnswer, DateOption, Meeting, Notice, Reply, RollEntry
from .minutes import Minutes
from .polls import Ballot, Candidate, HandCount, OpenedShare, OpenVote, Poll, RollMark, Scrutineer, Trace

__all__ = [
    "AgendaItem",
    "Application",
    "Ballot",
    "Candidate",
    "Citation",
    "DateAnswer",
    "DateOption",
    "Decision",
    "Enclosure",
    "Feed",
    "FollowUp",
    "HandCount",
    "Joining",
    "Meeting",
    "Minutes",
    "Notice",
    "OpenVote",
    "OpenedShare",
    "Poll",
    "Presence",
    "Proxy",
    "QuorumCheck",
    "Reply",
    "RollEntry",
    "RollMark",
    "Scrutineer",
    "Trace",
]
