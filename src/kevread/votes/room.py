"""What votes bring to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "votes",
        verbs=(
            Verb("votes.draft", "a préparé un vote", "prepare_meeting"),
            Verb("votes.put", "a mis un point au vote", "prepare_meeting"),
            Verb(
                "votes.accept_scrutiny",
                "a accepté de garder une part de la clé",
                None,
                because="whoever is named to keep this share",
            ),
            Verb("votes.open", "a ouvert un vote", "prepare_meeting"),
            Verb("votes.call_name", "a noté des votes à l’appel des noms", "prepare_meeting"),
            Verb("votes.close", "a clos un vote", "prepare_meeting"),
            Verb("votes.enter_count", "a écrit un compte à la main", "prepare_meeting"),
            Verb("votes.give_share", "a ouvert sa part de la clé", None, because="whoever keeps this share"),
            Verb("votes.lose_share", "a perdu le code de sa part de la clé", None, because="whoever keeps this share"),
            Verb("votes.void", "a annulé un vote", "prepare_meeting"),
            Verb("votes.ask_secrecy", "a demandé le bulletin secret", None, because="whoever votes"),
        ),
    )
)
