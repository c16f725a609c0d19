"""What « publishing » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare
from kevread.publishing.exports import DECIDED

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
            Screen("publishing:front", "front", under=Under("today", "Accueil", 9, outside=True)),
            Screen("publishing:contact", "contact"),
            Screen(
                "publishing:territory",
                "public_page",
                "Voir la page publique",
                mends=True,
                under=Under("house", "Page publique", 0),
            ),
            Screen("publishing:decided", "decided", under=Under("decisions", "Décisions", 10, outside=True)),
            Screen("publishing:directory", "listed", under=Under("network", "Annuaire", 16, outside=True)),
            Screen("publishing:community", "community"),
            Screen("publishing:represents", "represents", under=Under("network", "Qui me représente", 0, outside=True)),
            Screen("publishing:agenda", "public_agenda", under=Under("meetings", "Réunions", 9, outside=True)),
            Screen("publishing:contact", under=Under("house", "Écrire", 13)),
            Screen("publishing:event", "public_meeting"),
            Screen("publishing:accessibility", "accessibility"),
            Screen("publishing:legal", "legal"),
            Screen("publishing:source", "source"),
        ),
        tables=(DECIDED,),
        tabs={
            "presentation": "house",
            "communaute": "house",
            "annuaire": "network",
            "annuaire/": "network",
            "ecrire": "house",
            "reunions-publiques": "meetings",
            "reunions-publiques/": "meetings",
            "qui-me-represente/": "network",
            "ce-qui-est-decide/": "decisions",
            "/": "today",
            "mentions-legales/": "house",
            "accessibilite/": "house",
            "donnees-personnelles/": "house",
            "code-source/": "house",
        },
    )
)
