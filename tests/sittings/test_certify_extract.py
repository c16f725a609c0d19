"""A certified extract is a paper that the presidency or the secretariat signs; the register prints with what it holds."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Decision
from kevread.decisions.operations.register import correct_decision
from kevread.decisions.queries.papers import extracts_of, signers_of
from kevread.documents.models import Document, SignatureAsked
from kevread.sittings.operations.certifying import certify_extract
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(scene):
    with arranging():
        meeting = met(f"{scene.grouping.slug}-board", place="Maison des associations")
        return decided(meeting.body, "convention", meeting=meeting, title="Signer la convention", sum="11 pour")


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_it_says_the_decision_the_meeting_and_who_certifies(scene, decision):
    ((signer, quality),) = signers_of(decision, TODAY)
    version = certify_extract(actor=scene.direction, decision=decision, signer=signer, now=NOW)
    said = words_of(bytes(version.content.file))
    for piece in (decision.reference, "Signer la convention", "Maison des associations", "11 pour", str(signer)):
        assert piece in said
    assert version.document.kind == "extract"
    assert SignatureAsked.objects.get(version=version).quality == quality == "Présidence, Conseil d’administration"
    assert extracts_of(decision) == [version.document]


def test_only_whoever_may_certify_is_asked(scene, decision):
    with pytest.raises(Invalid) as refusal:
        certify_extract(actor=SYSTEM, decision=decision, signer=scene.administrator_of(scene.first), now=NOW)
    assert refusal.value.field == "signer"
    ((signer, _),) = signers_of(decision, TODAY)
    elsewhere = scene.world.locals[scene.world.groupings[1]][1]
    with pytest.raises(Denied):
        certify_extract(actor=scene.president_of(elsewhere), decision=decision, signer=signer, now=NOW)


def test_what_has_no_meeting_or_was_corrected_is_not_certified(scene, decision):
    ((signer, _),) = signers_of(decision, TODAY)
    with arranging():
        apart = decided(decision.body, "convention")
    with pytest.raises(Refused, match="réunion inscrite ici"):
        certify_extract(actor=SYSTEM, decision=apart, signer=signer, now=NOW)
    correct_decision(actor=SYSTEM, decision=decision, title="Autre", text="Autre.", reason="Une erreur.", now=NOW)
    with pytest.raises(Refused, match="est corrigée"):
        certify_extract(actor=SYSTEM, decision=decision, signer=signer, now=NOW)


def test_it_is_prepared_from_the_page_of_the_decision(scene, readers, decision):
    ((signer, _),) = signers_of(decision, TODAY)
    where = {"scale": scene.grouping.slug, "key": decision.pk}
    page = readers.direction.get(reverse("decisions:decision", kwargs=where)).content.decode()
    assert "Préparer un extrait" in page
    answer = readers.direction.post(reverse("sittings:certify", kwargs=where), {"signer": signer.pk})
    document = Document.objects.get(kind="extract")
    assert answer.url == reverse("documents:document", kwargs={"scale": scene.grouping.slug, "key": document.pk})
    assert readers.direction.post(reverse("sittings:certify", kwargs=where), {"signer": "zzz"}).status_code == 404


def test_the_register_prints_with_its_faults_and_the_digest_of_what_it_holds(scene, readers):
    with arranging():
        for title in ("Budget rectifié", "Déplacements"):
            decided(f"{scene.grouping.slug}-board", "budget", title=title)
    address = reverse("decisions:decisions_pdf", kwargs={"scale": scene.grouping.slug})
    answer = readers.direction.get(f"{address}?mots=budget")
    said = words_of(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Budget rectifié" in said and "Déplacements" not in said
    assert "c’est l’assemblée générale du groupement qui décide" in said
    assert "mpreinte" in said
    # The zeros of a number are not crossed, as those of the small letters of the margin are.
    faces: list[str] = []
    number = Decision.objects.get(title="Budget rectifié").reference
    for page in PdfReader(BytesIO(answer.content)).pages:
        page.extract_text(
            visitor_text=lambda text, _, __, font, ___: faces.append(font["/BaseFont"]) if number in text else None
        )
    assert faces and all("Bricolage" in face for face in faces)
