"""The small world, and the documents that the tests keep in it."""

from dataclasses import dataclass

import pytest

from kevread.common.actor import SYSTEM
from kevread.documents.files import File
from kevread.documents.models import Document, Version
from kevread.documents.operations import Asked, keep_document
from tests.conftest import NOW
from tests.documents.papers import EXAMPLES
from tests.seats.scene import Scene

PDF = b"%PDF-1.7 something"


@dataclass
class Shelf:
    """What is kept in the grouping of the small world."""

    scene: Scene

    def file(self, audience: str = Document.Audience.PEOPLE, **more: object) -> Version:
        wanted = {
            "actor": SYSTEM,
            "organisation": self.scene.grouping,
            "kind": "file",
            "title": "Rapport",
            "source": File("rapport.pdf", PDF, "application/pdf"),
            "now": NOW,
            **more,
        }
        return keep_document(audience=audience, **wanted)

    def minutes(self, *asked: Asked, **more: object) -> Version:
        return self.file(kind="minutes", source=EXAMPLES["minutes"], asked=asked, **more)


@pytest.fixture
def shelf(scene) -> Shelf:
    return Shelf(scene)
