"""The journal, taken away: what its pages tell, and nothing that this person does not read elsewhere."""

import pytest

from kevread.chronicle.queries import story
from kevread.common.actor import SYSTEM
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.seats.operations import create_body
from tests.conftest import NOW
from tests.reading_tables import taken
from tests.seats.conftest import OPEN
from tests.seats.screens import at as of_seats
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


def at(name: str, scale) -> str:
    return of_seats(name, scale, room="chronicle")


@pytest.fixture(autouse=True)
def acts(scene) -> None:
    for name in ("Un", "Deux", "Trois"):
        create_body(actor=scene.direction, organisation=scene.grouping, name=name, purpose="", period=OPEN, now=NOW)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_act_is_a_line_the_last_first(scene, readers, form, monkeypatch):
    """Told some at a time: here, two."""
    monkeypatch.setattr(story.whole_journal, "__defaults__", (2,))
    client = readers.direction
    assert at(f"journal_{form}", scene.grouping) in client.get(at("journal", scene.grouping)).text
    rows = taken(client.get(at(f"journal_{form}", scene.grouping)))
    kept = Act.objects.filter(organisation=scene.grouping.pk).exclude(verb="mail.send")
    assert len(rows) == kept.count() > 2
    created = [row["sur quoi"] for row in rows if row["acte"] == "a créé une instance"]
    assert [one.partition(" ;")[0] for one in created] == ["Trois", "Deux", "Un"]
    assert {row["qui"] for row in rows if row["acte"] == "a créé une instance"} == {scene.direction.name}


def test_it_is_for_those_who_read_the_organisation_and_of_it_alone(scene, readers):
    address = at("journal_csv", scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    assert readers.elsewhere.get(address).status_code == 403
    assert "a créé une instance" not in {
        row["acte"] for row in taken(readers.coordination.get(at("journal_csv", scene.first)))
    }


def test_what_one_does_not_read_elsewhere_is_not_in_the_file(scene, readers, monkeypatch):
    """Neither its title nor the reason, which may say it."""
    monkeypatch.setattr(story, "read_by", lambda actor, changes, models: set())
    rows = taken(readers.direction.get(at("journal_csv", scene.grouping)))
    created = [row for row in rows if row["acte"] == "a créé une instance"]
    assert {(row["sur quoi"], row["motif"]) for row in created} == {("", "")}


def test_letters_handed_over_are_told_with_the_letters(scene, readers):
    with act("mail.send", actor=SYSTEM, about=scene.grouping, now=NOW):
        pass
    assert Act.objects.filter(verb="mail.send", organisation=scene.grouping.pk).exists()
    assert "a remis un courriel" not in words(readers.direction.get(at("journal_csv", scene.grouping)))
