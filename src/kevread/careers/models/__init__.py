"""Plans, dates, welfare; what somebody who leaves hands over."""

from .handing import HandedOver, Handover
from .plans import LEADS, HandIn, Need, Occasion, SkillsPlan, Training, Welfare

__all__ = [
    "LEADS",
    "HandIn",
    "HandedOver",
    "Handover",
    "Need",
    "Occasion",
    "SkillsPlan",
    "Training",
    "Welfare",
]
