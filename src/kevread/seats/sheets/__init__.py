"""What is read and written of the seats: bodies and their seats, mandates, posts, who is the reference of which zone."""

from . import bodies, leads, mandates

__all__ = ["bodies", "leads", "mandates"]
