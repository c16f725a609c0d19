"""What waits for somebody’s signature: that it does, and never its title, which those who are not named on it do not read."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.rooms import Carried
from kevread.common.words import of
from kevread.documents.queries.kept import to_sign
from kevread.ui.places import screen_address


def signatures_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    found = []
    for one in to_sign(person, on):
        paper = one.version.document
        if paper.organisation_id in places:
            where = screen_address("documents:document", scale=paper.organisation.slug, key=paper.pk)
            found.append(Carried(one.pk, f"Un document {of(paper.organisation.name)} à signer", where))
    return found
