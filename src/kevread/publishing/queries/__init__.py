"""What the public sees of the network."""

from .agenda import coming, lately_decided
from .network import Front, Presentation, front, presentation
from .representing import Represented, represented

__all__ = ["Front", "Presentation", "Represented", "coming", "front", "lately_decided", "presentation", "represented"]
