"""The verbs of meetings: one function, one transaction, one act.

`planning` sets dates, `dating` looks for one, `drafting` writes the agenda, `convening` sends notices and cancels,
`postponing` calls again, `answering` keeps answers and proxies, `reminding` asks once more.
"""

from .answering import answer, give_proxy, withdraw_proxy
from .convening import cancel_meeting, convene, send_further_notice
from .dating import answer_dates, propose_dates, retain_date
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
from .planning import Slot, move_meeting, plan_meeting, plan_meeting_for, plan_meetings
from .postponing import postpone_meeting, second_call
from .reminding import remind

__all__ = [
    "Point",
    "Slot",
    "add_item",
    "amend_item",
    "amend_meeting",
    "answer",
    "answer_dates",
    "cancel_meeting",
    "convene",
    "enclose",
    "forward_item",
    "give_proxy",
    "move_item",
    "move_meeting",
    "plan_meeting",
    "plan_meeting_for",
    "plan_meetings",
    "postpone_meeting",
    "propose_dates",
    "remind",
    "reopen_agenda",
    "retain_date",
    "second_call",
    "send_further_notice",
    "set_agenda",
    "withdraw_enclosure",
    "withdraw_item",
    "withdraw_proxy",
]
