"""Every paper of the demonstration, kept or composed: read aloud whole, and with no sum left to do."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kevread.documents.models import Version
from kevread.meetings.models import Meeting
from tests.documents.test_structure import faults
from tests.gatherings.screens import SIGNS

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
OF_AN_ORGANISATION = (
    "rythme.pdf", "instances/gouvernance.pdf", "instances/dirigeants.pdf", "equipe/organigramme.pdf", "decisions.pdf",
)  # fmt: skip
OF_A_MEETING = ("ordre-du-jour.pdf", "dossier.pdf", "emargement.pdf", "pouvoir.pdf")


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


def entered(slug: str) -> Client:
    visitor = Client()
    assert visitor.post(f"/demonstration/entrer/{slug}/").status_code == 302
    return visitor


def text_of(pdf: PdfReader) -> str:
    return " ".join(page.extract_text() for page in pdf.pages).replace("\u202f", " ").replace("\xa0", " ")


def wrong(content: bytes) -> list[str]:
    pdf = PdfReader(BytesIO(content))
    return [*faults(pdf), *(f"inequality: {found}" for found in SIGNS.findall(text_of(pdf)))]


def test_what_is_kept():
    versions = Version.objects.exclude(template="").select_related("content", "document")
    assert len({version.template for version in versions}) >= 6
    found = {str(version.document): wrong(bytes(version.content.file)) for version in versions}
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize(("persona", "scale"), [("coordination", "cress"), ("direction", "ess-35")])
def test_what_an_organisation_composes(persona, scale):
    client = entered(persona)
    found = {path: wrong(client.get(f"/{scale}/{path}").content) for path in OF_AN_ORGANISATION}
    assert {path: some for path, some in found.items() if some} == {}


def test_what_a_meeting_composes():
    client = entered("direction")
    meeting = Meeting.objects.get(body__organisation__slug="ess-35", body__kind="board", state="convened")
    found = {}
    for path in OF_A_MEETING:
        answer = client.get(f"/ess-35/reunions/{meeting.pk}/{path}")
        assert answer.status_code == 200, path
        found[path] = wrong(b"".join(answer) if answer.streaming else answer.content)
    assert {path: some for path, some in found.items() if some} == {}


def test_a_year_is_seen_on_one_page():
    pdf = PdfReader(BytesIO(entered("coordination").get("/cress/rythme.pdf").content))
    first = pdf.pages[0].extract_text()
    assert all(month in first for month in ("Janvier", "Juin", "Décembre"))
    assert len(pdf.pages) == 1 and "Le rythme de chaque instance" in first


def test_signed_minutes_look_signed():
    version = Version.objects.get(document__organisation__slug="ess-35", document__kind="minutes")
    address = f"/ess-35/documents/{version.document_id}/{version.number}/exemplaire-signe"
    content = entered("direction").get(address).content
    said = " ".join(text_of(PdfReader(BytesIO(content))).split())
    assert wrong(content) == []
    assert "Exemplaire signé" in said and said.count("Signé le ") == 2
    assert version.sha256 in said.replace(" ", "")
