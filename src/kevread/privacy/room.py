"""What « privacy » brings to the house."""

from kevread.common.rooms import Room, Screen, declare
from kevread.privacy.papers import Dossier

ROOM = declare(
    Room(
        "privacy",
        papers=(Dossier,),
        screens=(
            Screen("privacy:dossier", "known_of_me", "Lire ce que Kevread sait de moi", "read", mends=True),
            Screen("privacy:dossier_json"),
            Screen("privacy:dossier_pdf"),
        ),
        tabs={"ce-que-kevread-sait-de-moi/": "today"},
    )
)
