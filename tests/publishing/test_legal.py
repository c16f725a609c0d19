import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from kevread.publishing.views.legal import MENTIONS
from tests.conftest import arranging
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PAGES = ["/mentions-legales/", "/accessibilite/", "/donnees-personnelles/", "/code-source/"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("address", PAGES)
def test_anybody_reads_them_and_no_session_begins(address):
    response = Client().get(address)
    assert response.status_code == 200
    assert set(response.cookies) <= {"csrftoken"}


def test_the_publisher_is_the_head_of_the_network():
    with arranging():
        OrganisationFactory(head=True, name="La Cress", siren="732829320")
        OrganisationFactory(grouping=True)
    assert "La Cress" in page("/mentions-legales/")
    assert "SIREN 732829320" in page("/mentions-legales/")


def test_what_nobody_declared_is_said_to_be_missing():
    assert "Pas encore déclaré" in page("/mentions-legales/")
    assert "KEVREAD_SOURCE" in page("/code-source/")


def test_a_demonstration_has_no_publisher(settings):
    settings.KEVREAD_DEMONSTRATION = True
    with arranging():
        OrganisationFactory(head=True, siren="732829320")
    assert "elle n’a pas d’éditeur" in page("/mentions-legales/")
    assert "732829320" not in page("/mentions-legales/")


def test_the_file_of_the_publisher_is_shown_as_text():
    lines = ("Hébergeur\u00a0: Une machine à nous,", "2 rue du Port, https://exemple.fr", "Directrice : <b>Anne</b>")
    default_storage.save(MENTIONS, ContentFile("\n".join(lines).encode()))
    shown = page("/mentions-legales/")
    assert "<dt>Hébergeur</dt><dd>Une machine à nous, 2 rue du Port, <a href=" in shown
    assert "<b>Anne" not in shown
    assert "Pas encore déclaré" not in shown
    assert "Hébergeur" in page("/accessibilite/")


def test_the_source_is_where_the_installation_says(settings):
    settings.KEVREAD_SOURCE = "https://exemple.fr/kevread"
    assert 'href="https://exemple.fr/kevread"' in page("/code-source/")


def test_accessibility_is_said_not_to_be_audited():
    shown = page("/accessibilite/")
    assert "Accessibilité : non auditée" in shown
    assert "Aucun essai avec un lecteur d’écran" in shown
