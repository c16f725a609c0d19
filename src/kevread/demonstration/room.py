"""What « demonstration » brings to the house."""

from kevread.common.rooms import Room, Screen, Verb, declare

ROOM = declare(
    Room(
        "demonstration",
        verbs=(
            Verb(
                "demonstration.enter_registers",
                "a repris les registres existants",
                None,
                because="Kevread itself, for the demonstration",
            ),
        ),
        screens=(
            Screen("demonstration:mailbox", "mailbox"),
            Screen("demonstration:personae", "personae"),
            Screen("demonstration:leave", "leave"),
        ),
        tabs={"demonstration/": "today"},
    )
)
