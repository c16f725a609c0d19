"""What « publishing » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare

ROOM = declare(
    Room(
        "publishing",
        verbs=(
            Verb(
                "publishing.relay_message",
                "a relayé un message venu du site",
                None,
                because="anybody may write to an organisation",
            ),
        ),
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
            Screen("publishing:directory", "listed"),
            Screen("publishing:community", "community"),
            Screen("publishing:represents", "represents"),
            Screen("publishing:agenda", "public_agenda"),
            Screen("publishing:event", "public_meeting"),
            Screen("publishing:accessibility", "accessibility"),
            Screen("publishing:legal", "legal"),
            Screen("publishing:source", "source"),
        ),
        tabs={
            "presentation": "house",
            "communaute": "house",
            "annuaire": "network",
            "annuaire/": "network",
            "ecrire": "house",
            "reunions-publiques": "meetings",
            "reunions-publiques/": "meetings",
            "qui-me-represente/": "network",
            "ce-qui-est-decide/": "text",
        },
    )
)
