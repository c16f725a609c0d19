"""The verbs of documents. `freeze` and `freeze_version` are for the verbs of rooms above, inside their own act."""

from .circles import leave_unsigned, open_circles, refuse_to_sign, remind, withdraw_circle
from .erasing import erase_documents, say_sort
from .keeping import Asked, freeze, freeze_version, keep_document, keep_version, let_read, share_document
from .nudging import nudge
from .on_paper import (
    OnPaper,
    answer_denial,
    deny_on_paper,
    enter_on_paper,
    tell_on_paper,
    undo_on_paper,
    withdraw_denial,
)
from .replacing import replace_several, replace_signer, replacements
from .signing import method_of, send_signing_code, sign_version
from .together import judged, remind_several, reminders, send_code_for_several, sign_several, withdraw_several

__all__ = [
    "Asked",
    "OnPaper",
    "answer_denial",
    "deny_on_paper",
    "enter_on_paper",
    "erase_documents",
    "freeze",
    "freeze_version",
    "judged",
    "keep_document",
    "keep_version",
    "leave_unsigned",
    "let_read",
    "method_of",
    "nudge",
    "open_circles",
    "refuse_to_sign",
    "remind",
    "remind_several",
    "reminders",
    "replace_several",
    "replace_signer",
    "replacements",
    "say_sort",
    "send_code_for_several",
    "send_signing_code",
    "share_document",
    "sign_several",
    "sign_version",
    "tell_on_paper",
    "undo_on_paper",
    "withdraw_circle",
    "withdraw_denial",
    "withdraw_several",
]
