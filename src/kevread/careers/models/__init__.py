"""Plans, dates, welfare; what somebody who leaves hands over."""

from .handing import HandedOver, Handover
from .pathways import WELCOMES, PathwayStep
from .plans import LEADS, HandIn, Need, Occasion, SkillsPlan, Training, Welfare

__all__ = [
    "LEADS",
    "WELCOMES",
    "HandIn",
    "HandedOver",
    "Handover",
    "Need",
    "Occasion",
    "PathwayStep",
    "SkillsPlan",
    "Training",
    "Welfare",
]
