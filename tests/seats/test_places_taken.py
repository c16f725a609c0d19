"""A body and a team, taken away as they are read: names that this reader may see, and the places that nobody has."""

import pytest

from kevread.directory.models import Consent
from kevread.seats.models import Mandate, ZoneLead
from tests.conftest import arranging
from tests.factories import since
from tests.reading_tables import taken
from tests.seats.screens import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(scene) -> str:
    return f"{scene.grouping.slug}-board"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_body_leaves_seat_by_seat_from_its_page(scene, readers, board, form):
    client, address = readers.direction, at(f"body_{form}", scene.grouping, body=board)
    assert address in client.get(at("body", scene.grouping, body=board)).text
    rows = taken(client.get(address))
    sitting = Mandate.objects.filter(seat__body__slug=board).select_related("person")
    assert sorted(row["personne"] for row in rows if row["personne"]) == sorted(str(one.person) for one in sitting)
    gone = scene.world.holder(board, "administrator", represents=scene.first)
    with arranging():
        Mandate.objects.filter(pk=gone.pk).delete()
    rows = taken(client.get(address))
    assert str(gone.person) not in {row["personne"] for row in rows}
    nobody = [row for row in rows if not row["personne"]]
    assert scene.first.name in {
        row["au nom de"] for row in nobody if row["places libres"]
    }  # « au plus »: none is vacant
    for row in rows:
        counted = int(row["places vacantes"] or 0) + int(row["places libres"] or 0)
        assert (counted > 0) is not bool(row["personne"])


def test_the_public_takes_away_the_names_that_it_reads(scene, readers, board):
    address = at("body_csv", scene.grouping, body=board)
    shown = scene.world.holder(board, "president").person
    with arranging():
        Consent.objects.all().delete()
        Consent.objects.create(person=shown, what=Consent.What.NAME, period=since("2025-01-01"))
    names = {row["personne"] for row in taken(readers.public.get(address)) if row["personne"]}
    assert names == {str(shown), "une personne"}


def test_the_team_leaves_with_the_land_that_each_is_the_reference_of(scene, readers):
    client = readers.direction
    page = client.get(at("team", scene.grouping)).text
    assert at("team_csv", scene.grouping) in page and at("references_csv", scene.grouping) in page
    by_name = {row["personne"]: row for row in taken(client.get(at("team_csv", scene.grouping)))}
    person = readers.delegate_post.person
    led = sorted(one.zone.name for one in ZoneLead.objects.filter(mandate=readers.delegate_post).select_related("zone"))
    assert sorted(by_name[str(person)]["référent·e de"].split(" ; ")) == led
    lands = {row["territoire"]: row["référent·e"] for row in taken(client.get(at("references_csv", scene.grouping)))}
    assert all(lands[name] == str(person) for name in led)
    assert set(lands) >= {zone.name for zone in scene.world.epci[scene.grouping]}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_who_reads_leaves_one_a_line_and_who_sees_a_record(scene, readers, form):
    client, address = readers.direction, at(f"who_reads_{form}", scene.grouping)
    page = client.get(at("who_reads", scene.grouping))
    assert address in page.text
    rows = taken(client.get(address))
    assert len(rows) == page.context["count"] > 1
    assert {row["personne"] for row in rows} == {face.name for _, faces in page.context["viewers"] for face in faces}
    assert readers.public.get(address).status_code == 302 and readers.elsewhere.get(address).status_code == 403
    person = scene.administrator_of(scene.first)
    page = client.get(at("who_sees", scene.grouping, key=person.pk))
    address = at(f"who_sees_{form}", scene.grouping, key=person.pk)
    assert address in page.text
    seen = {(row["personne"], row["pourquoi"]) for row in taken(client.get(address))}
    alike = page.context["viewers"]
    assert seen == {(face.name, f"{by} : {allows}") for allows, those in alike for face, by in those} != set()


@pytest.mark.parametrize("name", ["team_csv", "team_xlsx", "references_csv"])
def test_the_team_is_for_those_within(scene, readers, name):
    address = at(name, scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403
