"""The verbs of the fund."""

from .appealing import answer_appeal, appeal, withdraw_appeal
from .correcting import open_correction
from .criteria import add_criterion, remove_criterion
from .deciding import decide, give_opinion, propose, withdraw
from .forwarding import bring_forward
from .measuring import check_measures, enter_measure, enter_measures
from .paying import close, confirm_receipt, post_payment, prepare_payment, void_payment
from .preparing import abandon, add_resource, collect, freeze, open_round, remove_resource, set_reserve
from .returning import return_payment, take_back_receipt
from .scenarios import OTHERWISE, drop_scenario, keep_scenario, kept_then
from .telling import notify
from .weights import set_weights, undo_weights

__all__ = [
    "OTHERWISE",
    "abandon",
    "add_criterion",
    "add_resource",
    "answer_appeal",
    "appeal",
    "bring_forward",
    "check_measures",
    "close",
    "collect",
    "confirm_receipt",
    "decide",
    "drop_scenario",
    "enter_measure",
    "enter_measures",
    "freeze",
    "give_opinion",
    "keep_scenario",
    "kept_then",
    "notify",
    "open_correction",
    "open_round",
    "post_payment",
    "prepare_payment",
    "propose",
    "remove_criterion",
    "remove_resource",
    "return_payment",
    "set_reserve",
    "set_weights",
    "take_back_receipt",
    "undo_weights",
    "void_payment",
    "withdraw",
    "withdraw_appeal",
]
