"""The verbs of votes: one function, one transaction, one act.

`polls` puts to the vote, `opening` opens, `ballots` casts, `register` notes it out of the database, `box` shuffles,
`counting` closes and counts, `consulting` ends a consultation by writing.
"""

from .ballots import call_name, cast_open, cast_sealed, cast_secret
from .box import erase_traces
from .counting import VoicesMissing, close_poll, enter_count, foreseen, give_opening, give_share, lose_share
from .polls import accept_scrutiny, ask_secret_ballot, draft_poll, open_poll, put_to_vote, void_poll

__all__ = [
    "VoicesMissing",
    "accept_scrutiny",
    "ask_secret_ballot",
    "call_name",
    "cast_open",
    "cast_sealed",
    "cast_secret",
    "close_poll",
    "draft_poll",
    "enter_count",
    "erase_traces",
    "foreseen",
    "give_opening",
    "give_share",
    "lose_share",
    "open_poll",
    "put_to_vote",
    "void_poll",
]
