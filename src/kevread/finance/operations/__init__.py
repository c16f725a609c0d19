"""The verbs of finance."""

from .fundings import describe_funding, record_funding, undo_funding
from .instalments import drop_instalment, plan_instalment, receive_instalment, unreceive_instalment
from .requests import change_request, note_refusal, prepare_request, send_request, withdraw_request

__all__ = [
    "change_request",
    "describe_funding",
    "drop_instalment",
    "note_refusal",
    "plan_instalment",
    "prepare_request",
    "receive_instalment",
    "record_funding",
    "send_request",
    "undo_funding",
    "unreceive_instalment",
    "withdraw_request",
]
