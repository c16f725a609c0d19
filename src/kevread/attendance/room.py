"""What attendance brings to the house."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from kevread.attendance.exports import ATTENDANCE, ATTENDANCES
from kevread.attendance.papers import SignIn
from kevread.common.rooms import Heard, Room, Verb, declare
from kevread.tally.rules.shares import FRACTION
from kevread.tally.rules.sums import sum_in_words


def sum_told(shown: str, row: Mapping[str, Any]) -> str:
    """What was noted with signs, before quorums were told in words, is told in words too."""
    return sum_in_words(shown)


def need_told(need: str, row: Mapping[str, Any]) -> str:
    """In whole members or votes: half of one is not there to come.

    >>> need_told("5/2", {}), need_told("4", {}), need_told("la moitié", {})
    ('3', '4', 'la moitié')
    """
    return str(ceil(Fraction(need))) if FRACTION.fullmatch(need) else need


ROOM = declare(
    Room(
        "attendance",
        verbs=(
            Verb("attendance.record_held", "a déclaré une réunion tenue", "prepare_meeting", heard=Heard.NEAR),
            Verb("attendance.mark_present", "a noté une arrivée", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("attendance.mark_several", "a noté plusieurs arrivées", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("attendance.mark_remote", "a noté une arrivée à distance", "prepare_meeting", heard=Heard.NOWHERE),
            Verb(
                "attendance.sign_in",
                "s’est inscrit·e parmi les présent·es",
                None,
                because="one’s own arrival",
                heard=Heard.NOWHERE,
            ),
            Verb("attendance.mark_left", "a noté un départ", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("attendance.unmark", "a retiré une présence notée par erreur", "prepare_meeting", heard=Heard.NOWHERE),
            Verb("attendance.check_quorum", "a constaté le quorum", "prepare_meeting", heard=Heard.NOWHERE),
        ),
        says={"attendance.quorumcheck.shown": sum_told, "attendance.quorumcheck.need": need_told},
        papers=(SignIn,),
        tables=(ATTENDANCE, ATTENDANCES),
    )
)
