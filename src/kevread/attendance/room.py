"""What attendance brings to the house."""

from kevread.attendance.papers import SignIn
from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "attendance",
        verbs=(
            Verb("attendance.record_held", "a déclaré une réunion tenue", "prepare_meeting"),
            Verb("attendance.mark_present", "a noté une arrivée", "prepare_meeting"),
            Verb("attendance.mark_remote", "a noté une arrivée à distance", "prepare_meeting"),
            Verb("attendance.sign_in", "s’est inscrit·e parmi les présent·es", None, because="one’s own arrival"),
            Verb("attendance.mark_left", "a noté un départ", "prepare_meeting"),
            Verb("attendance.unmark", "a retiré une présence notée par erreur", "prepare_meeting"),
            Verb("attendance.check_quorum", "a constaté le quorum", "prepare_meeting"),
        ),
        papers=(SignIn,),
    )
)
