"""The meetings and decisions of several organisations, and who was at the first, taken away in one file each."""

import re

import pytest

from kevread.attendance.models import Presence
from kevread.meetings.models import RollEntry
from tests.conftest import arranging
from tests.gatherings.decided import decided, met
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db
BOX = re.compile(r'name="reseau" value="1" checked')


@pytest.fixture
def around(scene):
    """A decision and a meeting, where somebody came, of a grouping, of its member and of a member of another grouping."""
    other = scene.world.locals[scene.world.groupings[1]][0]
    places = (scene.grouping, scene.first, other)
    with arranging():
        for place in places:
            board = f"{place.slug}-board"
            meeting = met(board)
            decided(board, title=f"Décision de {place.name}")
            person = scene.world.holder(board, "president").person
            entry = RollEntry.objects.create(meeting=meeting, person=person, quality="member", votes=1)
            Presence.objects.create(entry=entry, arrived_at=meeting.opened_at, left_at=meeting.closed_at)
    return places


def organisations(client, address: str) -> set[str]:
    return {row["organisation"] for row in taken(client.get(address))}


@pytest.mark.parametrize("what", ["reunions", "decisions"])
def test_those_of_members_leave_with_those_of_their_grouping(scene, readers, around, what):
    """Where it is asked, and nothing of the members of another grouping."""
    here, below, other = around
    alone = f"/{here.slug}/{what}.xlsx"
    assert organisations(readers.direction, alone) == {here.name}
    together = organisations(readers.direction, f"{alone}?reseau=1")
    assert {here.name, below.name} <= together and other.name not in together


@pytest.mark.parametrize("what", ["reunions", "decisions", "mandats"])
def test_only_what_the_box_sends_asks_for_those_of_members(scene, readers, around, what):
    """Of any other value, of one body and of a pôle: the organisation alone, on the page and in the name of the file."""
    here, below, _ = around
    direction, president = (
        readers.direction,
        readers.as_person(scene.world.holder(f"{below.slug}-board", "president").person),
    )
    address = f"/{here.slug}/{what}"
    assert {here.name, below.name} <= organisations(direction, f"{address}.xlsx?reseau=1")
    assert "-et-ses-membres-" in direction.get(f"{address}.xlsx?reseau=1")["Content-Disposition"]
    assert BOX.search(direction.get(f"{address}?reseau=1").text)
    body = f"reseau=1&instance={here.slug}-board"
    for asked in ("", "reseau=", "reseau=0", "reseau=oui", "reseau=11", body):
        assert organisations(direction, f"{address}.xlsx?{asked}") == {here.name}, asked
        assert "-et-ses-membres-" not in direction.get(f"{address}.xlsx?{asked}")["Content-Disposition"], asked
        assert not BOX.search(direction.get(f"{address}?{asked}").text), asked
    file = president.get(f"/{below.slug}/{what}.xlsx?reseau=1")
    assert file.status_code == 200 and "-et-ses-membres-" not in file["Content-Disposition"]


def test_who_was_at_those_of_members_leaves_to_whoever_notes_it_there_too(scene, readers, around):
    """Reading what a member does is not noting who comes to it."""
    here, below, _ = around
    address = f"/{here.slug}/reunions/presences.xlsx?reseau=1"
    assert organisations(readers.direction, address) == {here.name}
    both = scene.world.holder(f"{here.slug}-board", "president").person
    with arranging():
        scene.world.seated(f"{below.slug}-board", "secretary", person=both)
    assert organisations(readers.as_person(both), address) == {here.name, below.name}


@pytest.mark.parametrize("what", ["reunions", "reunions/presences", "decisions"])
def test_whoever_reads_one_organisation_takes_no_other_by_asking_for_all(scene, readers, around, what):
    below = around[1]
    client = readers.as_person(scene.world.holder(f"{below.slug}-board", "president").person)
    assert organisations(client, f"/{below.slug}/{what}.xlsx?reseau=1") == {below.name}


def test_who_was_there_is_for_those_who_note_it(scene, readers, around):
    here = around[0]
    address = f"/{here.slug}/reunions/presences.csv"
    assert readers.public.get(address).status_code == 302
    assert readers.elsewhere.get(address).status_code == 403
    assert readers.as_person(scene.administrator_of(here)).get(address).status_code == 403
    row = taken(readers.direction.get(address))[0]
    assert (row["présence"], row["voix"], row["instance"]) == ("Parti·e", "1", scene.board.body.name)


def test_a_line_of_another_register_leads_to_its_own_page(scene, readers, around):
    here, below, _ = around
    page = readers.direction.get(f"/{here.slug}/decisions?reseau=1").text
    assert f"Décision de {below.name}" in page and f'href="/{below.slug}/decisions/' in page
    assert "decisions.pdf" not in page  # the paper is of one register
    meetings = readers.direction.get(f"/{here.slug}/reunions?reseau=1").text
    assert f'href="/{below.slug}/reunions/' in meetings
