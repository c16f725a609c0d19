"""What « publishing » brings to the house."""

from kevread.common.rooms import Room, Screen, Under, Verb, declare
from kevread.publishing.exports import DECIDED, PUBLIC_DECISIONS
from kevread.publishing.panels import publicity

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
            Verb("publishing.publish_decision", "a rendu publique une décision", "record_decision"),
            Verb("publishing.withdraw_decision", "a retiré une décision rendue publique", "record_decision"),
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
            Screen("publishing:decisions", "public_decisions"),
            Screen("publishing:publish"),
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
        panels={"publicity": publicity},
        tables=(DECIDED, PUBLIC_DECISIONS),
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
            "decisions": "decisions",
            "decisions-publiques/": "decisions",
            "/": "today",
            "mentions-legales/": "house",
            "accessibilite/": "house",
            "donnees-personnelles/": "house",
            "code-source/": "house",
        },
    )
)
