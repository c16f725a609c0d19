"""What « journal » brings to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "journal",
        verbs=(
            Verb(
                "journal.accept_head",
                "a reconnu l’état du journal, qui n’était plus celui noté hors de la base",
                None,
                because="whoever runs the server",
            ),
        ),
    )
)
