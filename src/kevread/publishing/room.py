"""What « publishing » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, declare

ROOM = declare(
    Room(
        "publishing",
        screens=(
            Screen("publishing:front", "front"),
            Screen(
                "publishing:territory",
                "public_page",
                "Voir la page publique",
                mends=True,
                under=Under("house", "Page publique", 0),
            ),
            Screen("publishing:decided", "decided"),
            Screen("publishing:accessibility", "accessibility"),
            Screen("publishing:legal", "legal"),
            Screen("publishing:source", "source"),
        ),
        tabs={"presentation": "house", "ce-qui-est-decide/": "text"},
    )
)
