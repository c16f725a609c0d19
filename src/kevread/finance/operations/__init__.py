"""The verbs of finance."""

from .accounts import enter_accounts, publish_accounts, send_report, undo_accounts, undo_report
from .fundings import describe_funding, record_funding, undo_funding
from .instalments import drop_instalment, plan_instalment, receive_instalment, unreceive_instalment
from .requests import change_request, note_refusal, prepare_request, send_request, withdraw_request

__all__ = [
    "change_request",
    "describe_funding",
    "drop_instalment",
    "enter_accounts",
    "note_refusal",
    "plan_instalment",
    "prepare_request",
    "publish_accounts",
    "receive_instalment",
    "record_funding",
    "send_report",
    "send_request",
    "undo_accounts",
    "undo_funding",
    "undo_report",
    "unreceive_instalment",
    "withdraw_request",
]
