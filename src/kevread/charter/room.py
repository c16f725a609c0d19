"""What « charter » brings to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "charter",
        verbs=(
            Verb("charter.set_setting", "a inscrit une modalité", "set_setting"),
            Verb("charter.correct_setting", "a corrigé une modalité mal saisie", "set_setting"),
            Verb(
                "charter.load_founding_settings",
                "a inscrit les modalités fondatrices",
                None,
                because="Kevread itself, from the files of the federation",
            ),
            Verb("charter.keep_register", "a déclaré qu’un registre est tenu", "keep_register"),
            Verb("charter.stop_keeping", "a cessé de tenir un registre", "keep_register"),
            Verb("charter.attest", "a attesté un point du cadre commun", "attest"),
            Verb("charter.withdraw_attestation", "a retiré une attestation", "attest"),
            Verb("charter.grant_derogation", "a inscrit une dérogation", "grant_derogation"),
            Verb("charter.end_derogation", "a mis fin à une dérogation", "grant_derogation"),
            Verb("charter.contest", "a contesté un constat", "read"),
            Verb("charter.answer_contest", "a répondu à une contestation", "answer_contest"),
            Verb("charter.attach_source", "a joint le document fondateur", "attach_source"),
        ),
    )
)
