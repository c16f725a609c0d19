"""The verbs of the charter: one function, one transaction, one act; and the two ways by which other rooms' verbs obey it.

`upholding` holds and rehearses, `together` a list of verbs at its end; `settings` decides and corrects, `adopted` writes what
one text fixes; `registers` keeps; `attestations` attests; `derogations` allows for a time; `contests` says that a finding is
false, answers, and closes what was corrected; `sources` attaches.
"""

from .adopted import decided_from, last_written, take_all_back, write_all
from .attestations import attest, withdraw_attestation
from .contests import answer_contest, close_contest, contest_finding
from .derogations import end_derogation, grant_derogation
from .registers import keep_register, keep_registers, kept_and_told, stop_keeping
from .settings import (
    annul_setting,
    checked_value,
    correct_setting,
    decide_setting,
    load_founding_settings,
    mend_setting,
    require_alone,
    set_setting,
)
from .sources import FewerFound, attach_source
from .together import RefusedAmong, uphold_together
from .upholding import Opened, Shift, Shifts, rehearse, rehearsed, upholding, watching

__all__ = [
    "FewerFound",
    "Opened",
    "RefusedAmong",
    "Shift",
    "Shifts",
    "annul_setting",
    "answer_contest",
    "attach_source",
    "attest",
    "checked_value",
    "close_contest",
    "contest_finding",
    "correct_setting",
    "decide_setting",
    "decided_from",
    "end_derogation",
    "grant_derogation",
    "keep_register",
    "keep_registers",
    "kept_and_told",
    "last_written",
    "load_founding_settings",
    "mend_setting",
    "rehearse",
    "rehearsed",
    "require_alone",
    "set_setting",
    "stop_keeping",
    "take_all_back",
    "uphold_together",
    "upholding",
    "watching",
    "withdraw_attestation",
    "write_all",
]
