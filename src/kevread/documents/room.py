"""What « documents » brings to the house."""

from kevread.common.rooms import Room, Verb, declare

ROOM = declare(
    Room(
        "documents",
        verbs=(
            Verb("documents.keep", "a conservé un document", "keep_document"),
            Verb("documents.keep_version", "a conservé une nouvelle version d’un document", "keep_document"),
            Verb("documents.share", "a ouvert un document à d’autres personnes", "keep_document"),
            Verb("documents.sign", "a signé un document", None, because="the person whose signature is awaited"),
        ),
    )
)
