"""The verbs of finance."""

from .accounts import enter_accounts, publish_accounts, send_report, undo_accounts, undo_report
from .asking import complete_request, write_plan
from .dedicated import say_spent, undo_spent
from .exchanges import (
    agree_exchange,
    contest_exchange,
    say_exchange,
    settle_exchange,
    undo_exchange,
    undo_settlement,
    withdraw_answer,
)
from .funders import say_funder_kind, say_who_funder_is, spell_funder
from .fundings import describe_funding, record_funding, undo_funding
from .giving import give_time, say_rate, undo_rate, undo_time
from .indicators import ask_indicator, say_attained, undo_attained, undo_indicator
from .instalments import drop_instalment, plan_instalment, receive_instalment, unreceive_instalment
from .local import note_local_line, read_local_balance, undo_local_balance, undo_local_line
from .requests import change_request, note_refusal, prepare_request, send_request, withdraw_request

__all__ = [
    "agree_exchange",
    "ask_indicator",
    "change_request",
    "complete_request",
    "contest_exchange",
    "describe_funding",
    "drop_instalment",
    "enter_accounts",
    "give_time",
    "note_local_line",
    "note_refusal",
    "plan_instalment",
    "prepare_request",
    "publish_accounts",
    "read_local_balance",
    "receive_instalment",
    "record_funding",
    "say_attained",
    "say_exchange",
    "say_funder_kind",
    "say_rate",
    "say_spent",
    "say_who_funder_is",
    "send_report",
    "send_request",
    "settle_exchange",
    "spell_funder",
    "undo_accounts",
    "undo_attained",
    "undo_exchange",
    "undo_funding",
    "undo_indicator",
    "undo_local_balance",
    "undo_local_line",
    "undo_rate",
    "undo_report",
    "undo_settlement",
    "undo_spent",
    "undo_time",
    "unreceive_instalment",
    "withdraw_answer",
    "withdraw_request",
    "write_plan",
]
