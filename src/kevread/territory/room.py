"""What « territory » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare

ROOM = declare(
    Room(
        "territory",
        verbs=(
            Verb(
                "territory.load",
                "a chargé la géographie",
                None,
                because="Kevread itself, from the files of the federation",
            ),
        ),
        screens=(
            Screen(
                "territory:map", "map", "Voir la carte", mends=True, under=Under("network", "Carte", 5, "Territoire")
            ),
        ),
        tabs={"territoires/": "network"},
    )
)
