"""Contact cards, and who leaves for the tool in which the network works: whom one reads, and the addresses one may take."""

import pytest

from kevread.common.reading import Misread
from kevread.directory.models import Consent, Person
from kevread.imports.reading import cards
from kevread.seats.loader import Told, Workspace, load
from kevread.seats.models import Mandate
from kevread.seats.queries.actors import actor_of
from kevread.seats.queries.cards import leaving
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.reading_tables import taken
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
HOSTILE = "Le Gall; EMAIL:a@exemple.fr, \\n\r\nEND:VCARD\u2028é" + "👩🏽‍💻" * 6


@pytest.fixture(autouse=True)
def addressed(scene) -> None:
    with arranging():
        for person in Person.objects.all():
            Person.objects.filter(pk=person.pk).update(email=f"{person.pk.hex}@exemple.fr")


@pytest.fixture
def worker(scene) -> Person:
    return scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person


def read(answer) -> list[dict[str, str]]:
    """As our own reader of address books reads them."""
    assert answer.status_code == 200 and answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    (grid,) = cards.read(answer.content).grids
    headers, *rows = grid.rows
    return [dict(zip(headers, row, strict=False)) for row in rows]


def test_whoever_keeps_a_team_takes_its_cards_with_their_addresses(scene, readers, worker):
    answer = readers.direction.get(at("team_contacts", scene.grouping))
    found = {one["E-mail"]: one for one in read(answer)}
    team = Mandate.objects.on(TODAY).filter(seat__body__slug=f"{scene.grouping.slug}-team")
    assert set(found) == {one.person.email for one in team}
    one = found[worker.email]
    assert (one["Nom"], one["Organisation"]) == (worker.family_name, scene.grouping.name)
    assert answer["Content-Disposition"].startswith("attachment") and ".vcf" in answer["Content-Disposition"]
    assert "contacts.vcf" in readers.direction.get(at("team", scene.grouping)).text


def test_a_name_that_was_typed_to_break_a_card_stays_a_name(scene, readers, worker):
    with arranging():
        Person.objects.filter(pk=worker.pk).update(family_name=HOSTILE[:80])
    (one,) = [
        row for row in read(readers.direction.get(at("team_contacts", scene.grouping))) if "Le Gall" in row["Nom"]
    ]
    assert one["E-mail"] == worker.email and one["Prénom"] == worker.given_name
    assert one["Nom"] == " ".join(HOSTILE[:80].split())


def test_a_reader_takes_names_and_only_the_addresses_that_they_may_take(scene, readers, worker):
    """An administrator of a pôle reads the team and registers nobody there; then one of the team agrees to show theirs."""
    reader = readers.as_person(scene.administrator_of(scene.first))
    rows = read(reader.get(at("team_contacts", scene.grouping)))
    assert worker.family_name in {row["Nom"] for row in rows} and not any("E-mail" in row for row in rows)
    with arranging():
        Consent.objects.create(person=worker, what="email", period=since(TODAY))
    rows = read(reader.get(at("team_contacts", scene.grouping)))
    assert [row["E-mail"] for row in rows if row.get("E-mail")] == [worker.email]


def test_the_cards_are_for_those_within_who_read_the_team(scene, readers, worker):
    address = at("team_contacts", scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403
    card = at("contact", scene.grouping, key=worker.pk)
    assert readers.public.get(card).status_code == 302
    assert readers.hatless.get(card).status_code == 404


def test_somebody_s_card_tells_what_they_do_that_day(scene, readers, worker):
    (one,) = read(readers.direction.get(at("contact", scene.grouping, key=worker.pk)))
    assert (one["E-mail"], one["Organisation"]) == (worker.email, scene.grouping.name)
    (old,) = read(readers.direction.get(at("contact", scene.grouping, key=worker.pk) + "?au=2019-01-01"))
    assert "Organisation" not in old and old["E-mail"] == worker.email


def test_of_whose_data_are_not_used_nothing_leaves_but_to_themselves(scene, readers, worker):
    with arranging():
        Person.objects.filter(pk=worker.pk).update(limited_since=TODAY)
    for reader in (readers.direction, readers.coordination):
        rows = read(reader.get(at("team_contacts", scene.grouping)))
        assert rows and worker.family_name not in {row["Nom"] for row in rows}
    assert worker.pk not in {
        one.person.pk for one in leaving(scene.world.head, scene.coordination, TODAY, TODAY).people
    }
    own = actor_of(worker, TODAY)
    (mine,) = read(readers.as_person(worker).get(at("contact", scene.grouping, key=worker.pk)))
    assert mine["E-mail"] == worker.email and own.person == worker.pk


def test_people_and_groups_leave_under_the_columns_of_the_federation(scene, readers, worker):
    page = words(readers.direction.get(at("workspace", scene.grouping)))
    assert "Vers Jamespot" in page and "Adresse e-mail, Nom, Prénom, Organisation, Fonction" in page
    people = taken(readers.direction.get(at("workspace_people_csv", scene.grouping)))
    (row,) = [one for one in people if one["Adresse e-mail"] == worker.email]
    assert row["Organisation"] == scene.grouping.name and "Délégué·e" in row["Fonction"]
    groups = taken(readers.direction.get(at("workspace_groups_xlsx", scene.grouping)))
    board = (
        Mandate.objects.on(TODAY).filter(seat__body__organisation=scene.grouping).values_list("person", "seat__body")
    )
    assert len({(one["Groupe"], one["Adresse e-mail"]) for one in groups}) == len(set(board))
    assert {one["Adresse e-mail"] for one in groups} == {one["Adresse e-mail"] for one in people}
    assert {one["Groupe"].rpartition(", ")[2] for one in groups} == {scene.grouping.name}


def test_who_has_no_address_is_named_and_does_not_leave(scene, readers, worker):
    with arranging():
        Person.objects.filter(pk=worker.pk).update(email="", family_name="=2+2")
    page = words(readers.direction.get(at("workspace", scene.grouping)))
    assert "1 personne sans adresse inscrite" in page and "=2+2" in page
    assert "=2+2" not in readers.direction.get(at("workspace_people_csv", scene.grouping)).text
    with arranging():
        Person.objects.filter(pk=worker.pk).update(email="formule@exemple.fr")
    assert "'=2+2" in readers.direction.get(at("workspace_people_csv", scene.grouping)).text


def test_at_the_head_leave_those_of_the_organisations_where_one_registers_people(scene, readers):
    found = leaving(scene.world.head, scene.coordination, TODAY, TODAY)
    assert {one.scale for _, one in places(found)} == {"head", "grouping", "local"}
    there = leaving(scene.grouping, scene.direction, TODAY, TODAY)
    assert {one.pk for _, one in places(there)} == {scene.grouping.pk}
    at_head = leaving(scene.world.head, scene.direction, TODAY, TODAY)
    assert {one.pk for _, one in places(at_head)} <= (scene.direction.where("register_person") or set())


def places(found) -> list:
    return [(known, mandate.seat.body.organisation) for known in found.people for mandate in known.mandates]


@pytest.mark.parametrize("name", ["workspace", "workspace_people_csv", "workspace_groups_xlsx"])
def test_whoever_registers_nobody_takes_nothing(scene, readers, name):
    address = at(name, scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403
    assert readers.as_person(scene.administrator_of(scene.first)).get(address).status_code == 403


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ((Told("health"), Told("email")), "n’est pas une colonne connue"),
        ((Told("email", "A"), Told("family_name", "A")), "même titre"),
        ((Told("family_name"),), "ne reconnaîtrait personne"),
    ],
)
def test_columns_that_the_tool_could_not_read_are_told(columns, said):
    with pytest.raises(ValueError, match=said):
        Workspace("Outil", people=columns)


def test_it_is_told_on_its_line(tmp_path):
    written = tmp_path / "bodies.yaml"
    written.write_text("workspace:\n  name: Outil\n  groups: [{value: health}]\n", encoding="utf-8")
    with pytest.raises(Misread, match="n’est pas une colonne connue"):
        load(written)
