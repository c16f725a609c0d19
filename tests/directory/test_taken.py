"""Organisations, taken away: what each reader sees of them, the public too."""

import pytest

from kevread.directory.models import Organisation
from tests.conftest import TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, since
from tests.reading_tables import taken
from tests.seats.screens import at

pytestmark = pytest.mark.django_db


def file_of(client, scale, form="xlsx", query=""):
    return client.get(f"{at(f'organisations_{form}', scale, room='directory')}{query}")


@pytest.fixture
def outside(scene) -> Organisation:
    with arranging():
        made = OrganisationFactory(name="=Les Voix du Lavoir", siren="012345678")
        AffiliationFactory(member=made, of=scene.first, college="usagers", period=since(TODAY))
    return made


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_siren_keeps_its_zeros_and_no_name_is_a_formula(scene, readers, outside, form):
    rows = taken(file_of(readers.president(scene.first), scene.first, form))
    row = next(row for row in rows if "Lavoir" in row["nom"])
    assert row["SIREN"] == "012345678"
    assert row["nom"] == ("'=Les Voix du Lavoir" if form == "csv" else "=Les Voix du Lavoir")
    assert str(row["adhère depuis"])[:10] == TODAY.isoformat()
    assert not row["adhère jusqu’au"]


def test_the_public_takes_away_the_network_and_nobody_else(scene, readers, outside):
    assert taken(file_of(readers.public, scene.first)) == []
    names = {row["nom"] for row in taken(file_of(readers.public, scene.grouping))}
    assert names == {scene.first.name, scene.second.name}


def test_the_words_and_the_day_of_the_screen_are_those_of_the_file(scene, readers, outside):
    client = readers.president(scene.first)
    assert taken(file_of(client, scene.first, query="?q=lavoir"))
    assert taken(file_of(client, scene.first, query="?q=autre")) == []
    before = {row["nom"] for row in taken(file_of(client, scene.first, query="?au=2026-11-23"))}
    assert before and outside.name not in before
    page = client.get(f"{at('organisations', scene.first, room='directory')}?q=lavoir")
    assert "organisations.csv?q=lavoir" in page.text


def test_more_than_a_screen_shows_leave(scene, readers):
    with arranging():
        Organisation.objects.bulk_create(
            Organisation(slug=f"asso-{n}", name=f"Asso {n}", legal_form="association", period=since())
            for n in range(230)
        )
    assert len(taken(file_of(readers.coordination, scene.world.head))) > 230
