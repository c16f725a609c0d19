"""What « accounts » brings to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "accounts",
        verbs=(
            Verb("accounts.create", "a ouvert un compte", None, because="the verb that opens an access asks it"),
            Verb(
                "accounts.change_address",
                "a changé l’adresse d’un compte",
                None,
                because="the verb that corrects an address asks it",
            ),
            Verb(
                "accounts.vouch_for_address",
                "a répondu de l’adresse d’un compte, telle qu’elle est",
                None,
                because="whoever runs the server",
            ),
            Verb(
                "accounts.change_second_factor",
                "a changé son second facteur",
                None,
                because="one’s own, once it was shown again",
            ),
            Verb(
                "accounts.use_recovery_code",
                "a reconnu un code de secours",
                None,
                because="whoever has the code",
            ),
            Verb(
                "accounts.take_note",
                "a relevé ce qu’est un compte",
                None,
                because="whoever runs the server",
            ),
            Verb("accounts.deactivate", "a fermé un compte", None, because="whoever runs the server"),
            Verb("accounts.reopen", "a rouvert un compte", None, because="whoever runs the server"),
            Verb(
                "accounts.forget_second_factor",
                "a retiré le second facteur d’un compte",
                None,
                because="whoever runs the server",
            ),
            Verb(
                "accounts.issue_console_code", "a demandé un code de console", None, because="whoever runs the server"
            ),
            Verb(
                "accounts.use_console_code", "est entré·e par un code de console", None, because="whoever has the code"
            ),
        ),
        tabs={"compte/": "today"},
    )
)
