"""What waits for a signature."""

from uuid import UUID

from kevread.common.errors import Way
from kevread.common.todo import Asker, ToDo
from kevread.documents.asks import READ_AT
from kevread.documents.models import Version
from kevread.documents.queries import to_sign
from kevread.ui.places import way_address


def signatures_to_give(asker: Asker) -> list[ToDo]:
    """The documents that wait for one's signature, each with the page where it is read."""
    person, on = asker.person, asker.on
    found = to_sign(person.pk, on)
    keys = [asked.version.document_id for asked in found]
    ways: dict[UUID, Way] = {}
    for read_at in READ_AT if keys else ():
        ways |= read_at(keys)
    return [
        ToDo(
            f"Signer « {asked.version.document.title} »",
            f"Votre signature est attendue : {asked.quality}. {asked.version.document.organisation.name}.",
            way_address(ways.get(asked.version.document_id) or page_of(asked.version)),
            "Lire et signer",
            is_mine=True,
        )
        for asked in found
    ]


def page_of(version: Version) -> Way:
    where = {"scale": version.document.organisation.slug, "key": version.document_id}
    return Way("Lire et signer", "documents:to_sign" if hasattr(version, "circle") else "documents:document", where)
