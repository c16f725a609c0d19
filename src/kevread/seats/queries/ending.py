"""Whose mandate somebody ends."""

from kevread.common.actor import Actor
from kevread.seats.models import Mandate


def is_ended_for(actor: Actor, mandate: Mandate) -> bool:
    """Whether somebody ends a mandate for which another was elected: it is not theirs to say alone why."""
    return mandate.seat.body.is_elective and not actor.is_system and actor.person != mandate.person_id
