"""What the rhythm of the year brings to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "rhythm",
        verbs=(
            Verb("rhythm.make_feed", "a fait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.renew_feed", "a refait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.revoke_feed", "a révoqué une adresse d’agenda", None, because="one’s own calendar"),
        ),
    )
)
