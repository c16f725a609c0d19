"""What waits for a signature."""

from kevread.common.todo import Asker, ToDo
from kevread.documents.queries import to_sign
from kevread.ui.places import screen_address


def signatures_to_give(asker: Asker) -> list[ToDo]:
    """The documents that wait for one's signature."""
    person, on = asker.person, asker.on
    return [
        ToDo(
            f"Signer « {asked.version.document.title} »",
            f"Votre signature est attendue : {asked.quality}. {asked.version.document.organisation.name}.",
            screen_address(
                "documents:document", scale=asked.version.document.organisation.slug, key=asked.version.document_id
            ),
            "Lire et signer",
        )
        for asked in to_sign(person.pk, on)
    ]
