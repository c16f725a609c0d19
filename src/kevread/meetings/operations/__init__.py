"""The verbs of meetings: one function, one transaction, one act.

`planning` sets dates, `dating` looks for one, `drafting` writes the agenda, `convening` sends notices and cancels, `feeds`
gives calendars their addresses, `postponing` calls again, `answering` keeps answers and proxies, `reminding` asks once
more; `decisions` enters the register.
"""

from .answering import answer, give_proxy, withdraw_proxy
from .ballots import call_name, cast_open, cast_secret
from .box import erase_traces
from .convening import cancel_meeting, convene, send_further_notice
from .counting import close_poll, enter_count, give_share, lose_share
from .dating import answer_dates, propose_dates, retain_date
from .decisions import enter_decision
from .drafting import (
    Point,
    add_item,
    amend_item,
    amend_meeting,
    forward_item,
    move_item,
    reopen_agenda,
    set_agenda,
    withdraw_item,
)
from .enclosing import enclose, withdraw_enclosure
from .feeds import make_feed, renew_feed, revoke_feed
from .planning import Slot, move_meeting, plan_meeting, plan_meetings, record_held
from .polls import accept_scrutiny, ask_secret_ballot, draft_poll, open_poll, put_to_vote, void_poll
from .postponing import postpone_meeting, second_call
from .reminding import remind

__all__ = [
    "Point",
    "Slot",
    "accept_scrutiny",
    "add_item",
    "amend_item",
    "amend_meeting",
    "answer",
    "answer_dates",
    "ask_secret_ballot",
    "call_name",
    "cancel_meeting",
    "cast_open",
    "cast_secret",
    "close_poll",
    "convene",
    "draft_poll",
    "enclose",
    "enter_count",
    "enter_decision",
    "erase_traces",
    "forward_item",
    "give_proxy",
    "give_share",
    "lose_share",
    "make_feed",
    "move_item",
    "move_meeting",
    "open_poll",
    "plan_meeting",
    "plan_meetings",
    "postpone_meeting",
    "propose_dates",
    "put_to_vote",
    "record_held",
    "remind",
    "renew_feed",
    "reopen_agenda",
    "retain_date",
    "revoke_feed",
    "second_call",
    "send_further_notice",
    "set_agenda",
    "void_poll",
    "withdraw_enclosure",
    "withdraw_item",
    "withdraw_proxy",
]
