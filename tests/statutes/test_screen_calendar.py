"""The calendar of a transfer on screen, on paper and in a spreadsheet."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kevread.charter.models import Setting
from tests.conftest import arranging
from tests.factories import SettingFactory

pytestmark = pytest.mark.django_db
ASKED = {"assemblee": "2027-06-30", "cse": "expert", "convocation": "15", "actifs": "2000000"}


def at(scene, name: str = "calendar") -> str:
    return reverse(f"statutes:{name}", args=[scene.grouping.slug])


def test_a_day_is_asked_then_everything_is_told(scene, readers):
    assert "Dites le jour de l’assemblée" in readers.direction.get(at(scene)).text
    unsaid = readers.direction.get(at(scene), {"assemblee": "2027-06-30"})
    assert "Consultation du CSE" in unsaid.text and "à dire" in unsaid.text, "nobody answered: it is asked"
    page = readers.direction.get(at(scene), ASKED)
    assert page.status_code == 200
    assert "Commissaire aux apports" in page.text and "chemin critique" in page.text
    assert "Personnes salariées protégées" in page.text
    assert "Situation comptable intermédiaire : au plus tôt" in page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_notice_is_that_of_the_articles_in_force(scene, readers):
    with arranging():
        Setting.objects.filter(organisation=scene.grouping, name="L1.10.notice_days").delete()
        SettingFactory(name="L1.10.notice_days", value=21, organisation=scene.grouping)
    assert 'value="21"' in readers.direction.get(at(scene)).text
    page = readers.direction.get(at(scene), {name: said for name, said in ASKED.items() if name != "convocation"})
    assert "21 jours" in page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_assembly_that_is_too_soon_leads_to_the_first_that_could_be(scene, readers):
    page = readers.direction.get(at(scene), ASKED | {"assemblee": "2026-12-24"})
    assert "Trop tôt" in page.text and "assemblee=2027-03-24" in page.text


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"assemblee": "2027-02-30"}, "n’existe pas"),
        ({"assemblee": ""}, "Indiquez un jour"),
        ({"autre": "2027-06-01"}, "ne précède pas la première"),
        ({"effet": "2027-06-01"}, "L’effet ne précède pas la dernière assemblée"),
        ({"actifs": "beaucoup"}, "Saisissez un nombre"),
        ({"convocation": "91"}, "90"),
    ],
)
def test_what_does_not_hold_is_said_on_its_field(scene, readers, typed, said):
    for name in ("calendar", "calendar_pdf", "calendar_csv", "calendar_xlsx"):
        page = readers.direction.get(at(scene, name), ASKED | typed)
        assert page.status_code == 422 and said in page.text, name


def test_it_leaves_on_paper_and_in_a_spreadsheet(scene, readers):
    assert readers.direction.get(at(scene, "calendar_pdf"), ASKED).content.startswith(b"%PDF")
    content = readers.direction.get(at(scene, "calendar_xlsx"), ASKED).content
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["Les conseils arrêtent le projet"][1].isoformat() == "2027-04-30T00:00:00"
    assert by_name["Situation comptable intermédiaire"][4] == "à dire"
    assert by_name["Les conseils arrêtent le projet"][7] == "oui"


def test_who_has_no_place_there_is_not_answered(scene, client):
    assert client.get(at(scene), ASKED).status_code == 302
