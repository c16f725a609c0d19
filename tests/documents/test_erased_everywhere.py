"""What was erased is read by no way, though another document is made of the same bytes: no page, no pack, no word of it."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.http import Http404
from django.urls import reverse
from pypdf import PdfReader

import kevread
from kevread.common.actor import NOBODY
from kevread.common.errors import Gone, Refused
from kevread.documents.files import File
from kevread.documents.models import Document, Removal, Version
from kevread.documents.operations import keep_version, withdraw_circle
from kevread.documents.operations.chunks import read_kept
from kevread.documents.operations.keeping import again
from kevread.documents.queries import find_documents, kept_by
from kevread.documents.queries.circles import to_put_to_signature
from kevread.documents.queries.sealed import sealed_bytes
from kevread.documents.scene import as_given, handed
from kevread.filings.models import Declaration
from kevread.journal.operations import act
from kevread.meetings.queries.pack import pack_of
from kevread.meetings.rules.life import State
from kevread.statutes.models import Statutes
from kevread.statutes.queries.articles import in_force_on
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import PDF
from tests.factories import PersonFactory
from tests.finance.test_pack import pieces, with_agreement
from tests.gatherings.preparing import enclosing, ready

from .test_chunks import pdf
from .test_circles import WHY, asker, contract, presidents, put  # noqa: F401 — fixtures
from .test_removal import erase, old

pytestmark = pytest.mark.django_db


def gone(document: Document) -> None:
    """Erased, whatever its sort, its bytes being those of another document too."""
    with arranging():
        Removal.objects.create(
            document=document, erased_on=TODAY, erased_by=PersonFactory(), why="N° 3", until=TODAY - timedelta(days=1),
            rule="Une sorte, 6 ans",
        )  # fmt: skip


def corrected(shelf, document: Document) -> Version:
    """Somebody keeps another version of it since."""
    source = File("b.pdf", PDF + b"2", "application/pdf")
    return keep_version(actor=shelf.scene.direction, document=document, source=source, corrects="Une page", now=NOW)


def test_shared_bytes_are_handed_for_the_document_that_stays_and_for_no_other(shelf):
    document, other = old(shelf), shelf.file("organisation", title="Autre").document
    erase(shelf, document)
    assert handed(other.versions.get()).content == PDF
    for read in (handed, sealed_bytes):
        with pytest.raises(Gone, match="Effacé le"):
            read(Version.objects.get(document=document))
    with pytest.raises(Gone, match="Effacé le"):
        as_given(document.pk, "Rien")


def test_what_is_handed_is_saved_and_never_run(shelf):
    answer = handed(shelf.file(), "Reçu n° 3.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment") and "3.pdf" in answer["Content-Disposition"]


def test_as_it_was_given_is_the_first_version(shelf):
    document = shelf.file("organisation").document
    corrected(shelf, document)
    assert as_given(document.pk, "Rien").content == PDF
    with pytest.raises(Http404, match="Rien de conservé"):
        as_given(None, "Rien de conservé")


def test_bytes_are_read_by_the_door_alone():
    """`Version.intact` asks whether the document was erased; `content.intact` does not."""
    root = Path(kevread.__file__).parent
    found = [str(path.relative_to(root)) for path in root.rglob("*.py") if "content.intact" in path.read_text("utf-8")]
    assert found == ["documents/models/kept.py"]


def test_the_pages_of_a_declaration_and_of_articles_give_the_first_version_until_it_is_erased(shelf, readers):
    scene, here = shelf.scene, shelf.scene.grouping.slug
    documents = [shelf.file("organisation", title=title).document for title in ("Récépissé", "Statuts")]
    text = in_force_on(scene.grouping, TODAY)
    with arranging():
        Statutes.objects.filter(pk=text.pk).update(document=documents[1])
        made = Declaration.objects.create(
            organisation=scene.grouping,
            kind="seat",
            happened_on=TODAY,
            covers=[],
            filed_on=TODAY,
            document=documents[0],
        )
    pages = (
        reverse("filings:proof", args=[here, made.pk]),
        reverse("statutes:statutes_document", args=[here, text.pk]),
    )
    for document, page in zip(documents, pages, strict=True):
        corrected(shelf, document)
        assert readers.direction.get(page).content == PDF, page
        gone(document)
        assert readers.direction.get(page).status_code == 410, page


def test_what_is_erased_is_found_by_its_title_and_by_no_word_that_was_in_it(shelf):
    file = File("r.pdf", pdf("Le bigorneau cuit"), "application/pdf")
    document = old(shelf, title="Reçus", source=file, audience="public")
    other = shelf.file("public", title="Autre", source=file).document
    read_kept()
    assert {hit.name for hit in find_documents(NOBODY, "bigorneau", TODAY, 10)} == {"Reçus", "Autre"}
    erase(shelf, document)
    assert [hit.name for hit in find_documents(NOBODY, "bigorneau", TODAY, 10)] == ["Autre"]
    assert list(kept_by(shelf.scene.grouping, NOBODY, TODAY, text="bigorneau")) == [other]
    assert [hit.name for hit in find_documents(NOBODY, "reçus", TODAY, 10)] == ["Reçus"]


def test_what_is_erased_is_not_put_to_signature(shelf, presidents, asker):  # noqa: F811
    document = contract(shelf)
    assert to_put_to_signature(shelf.scene.grouping, asker) == [document]
    gone(document)
    assert to_put_to_signature(shelf.scene.grouping, asker) == []
    with pytest.raises(Refused, match="Effacé le"):
        put(shelf, presidents, asker, documents=[document])


def test_nor_again_once_its_demand_has_ended(shelf, presidents, asker):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    withdraw_circle(actor=asker, circle=circle, reason=WHY, now=NOW)
    gone(circle.version.document)
    assert to_put_to_signature(shelf.scene.grouping, asker) == []
    with pytest.raises(Refused, match="Effacé le"):
        put(shelf, presidents, asker, documents=[circle.version.document])
    with (
        pytest.raises(Refused, match="Effacé le"),
        act("documents.open_circles", actor=asker, about=shelf.scene.grouping, now=NOW),
    ):
        again(circle.version, NOW)


def test_the_pack_of_a_meeting_names_what_was_erased_and_holds_the_rest():
    here = ready(State.CONVENED)
    row = enclosing(here, title="Un rapport effacé")
    enclosing(here)
    gone(row.version.document)
    read = PdfReader(BytesIO(pack_of(here.meeting, here.actor(), NOW)))
    assert [one.title for one in read.outline][1:] == ["Comptes 2025"]
    cover = read.pages[0].extract_text()
    assert "Effacées au terme de leur durée" in cover and "Un rapport effacé" in cover


def test_the_pack_of_a_funder_says_what_was_erased(scene):
    one, found = with_agreement(scene)
    document = found.instruments.get().document
    assert pieces(one, scene.direction)["convention-signee"].make
    gone(document)
    piece = pieces(one, scene.direction)["convention-signee"]
    assert piece.make is None and piece.lacks.startswith("Effacé le")
