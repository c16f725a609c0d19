"""What is erased while somebody else does something of the same: once, whole, and never under a document that stays."""

from datetime import date
from functools import partial

import pytest

from kevread.common.actor import SYSTEM
from kevread.documents.files import File
from kevread.documents.models import Content, Removal, Version
from kevread.documents.operations import erase_documents, keep_document
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY
from tests.documents.conftest import PDF
from tests.seats.test_two_windows import at_once

from .test_two_windows import one_of


@pytest.fixture
def here(committed):
    return committed.groupings[0]


@pytest.fixture
def erase(committed, here):
    president = actor_of(committed.holder(f"{here.slug}-board", "president").person, TODAY)
    return lambda document: erase_documents(
        actor=president, organisation=here, documents=[document.pk], why="N° 3", now=NOW
    )


def kept(here, content: bytes = PDF, **more) -> Version:
    wanted = {"title": "Reçus", "audience": "organisation", "sort": "tax", "dated_on": date(2015, 1, 1)} | more
    file = File("recus.pdf", content, "application/pdf")
    return keep_document(actor=SYSTEM, organisation=here, kind="file", source=file, now=NOW, **wanted)


def test_two_who_erase_the_same_erase_it_once(here, erase):
    document = kept(here).document
    one_of(at_once(lambda: erase(document), lambda: erase(document)))
    assert Removal.objects.count() == 1


def test_a_document_kept_while_one_of_the_same_bytes_is_erased_has_them(here, erase):
    for number in range(4):
        content, said = PDF + b"%d" % number, f"Encore {number}"
        document = kept(here, content).document
        again = partial(kept, here, content, title=said, sort="")
        answers = at_once(partial(erase, document), again)
        assert not any(isinstance(answer, BaseException) for answer in answers), answers
        assert Version.objects.get(document__title=said).content.intact == content
        assert Content.objects.filter(file=None).count() == 0
