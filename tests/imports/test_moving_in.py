"""A real network with its own files: three hands' untidy spreadsheets are in, everybody is invited, and all of it comes out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kevread.common.actor import Actor
from kevread.common.sheets import SHEETS
from kevread.directory.models import Organisation, Person
from kevread.directory.operations import register_person
from kevread.directory.queries import proposals
from kevread.imports import workbook
from kevread.imports.mapping import as_matching
from kevread.imports.operations import File, Outcome, commit
from kevread.imports.queries import names_there
from kevread.imports.reading.book import read
from kevread.imports.reading.recognise import recognise
from kevread.mail.models import Dispatch
from kevread.seats.models import Mandate
from kevread.seats.operations import invite, open_organisations, seat_first_secretary
from kevread.seats.queries import actor_of
from kevread.seats.queries.entering import entering
from tests.arrange import NOW, TODAY

from .conftest import head
from .untidy import FILES, SHARED, address
from .untidy import boards as listed

ELECTED = {"always": {"origine": "Élection"}}
# All that a person had to say of these files: the rest is what was proposed.
SAID: Mapping[str, Mapping[str, Any]] = {
    "structures partenaires.csv": {},
    "contacts.csv": {},
    "CA des pôles (rentrée).xlsx": ELECTED | {"values": {"Pôle": {"35": "ess-35-board", "Armor": "ess-armor-board"}}},
    "instances_export.txt": ELECTED,
}


def brought_in(name: str, actor: Actor) -> Outcome:
    """What a person does of a file: take what is proposed, say what is not, import the rows that hold."""
    data = FILES[name]()
    (said,) = recognise(read(data, name), SHEETS.values(), names_there(TODAY)).content()["sheets"].items()
    proposed, own = said[1], SAID[name]
    values = {
        column: pairs | own.get("values", {}).get(column, {}) for column, pairs in proposed.get("values", {}).items()
    }
    matching = as_matching({"sheets": {said[0]: proposed | dict(own) | {"values": values}}})
    return commit(File.of(data, name, matching), actor=actor, within=head(), now=NOW, valid_rows=True)


def test_untidy_files_are_in_everybody_is_invited_and_all_of_it_leaves(empty):
    seat_first_secretary(
        given_name="Youenn", family_name="Le Drézenic", email="youenn.ledrezenic@kevread.example", now=NOW
    )
    actor = actor_of(Person.objects.get(), TODAY)
    chosen = {one.slug: "" for one in proposals(head(), TODAY)}
    open_organisations(actor=actor, chosen=chosen, since=date(2024, 1, 1), source="Statuts de chacune", now=NOW)
    assert Organisation.objects.exclude(scale="").count() == 26

    around = brought_in("structures partenaires.csv", actor)
    assert around.errors == [] and [one.row for one in around.duplicates] == [35]  # the same union, named otherwise
    people = brought_in("contacts.csv", actor)
    assert [(one.row, one.message[:34]) for one in people.plan.errors] == [
        (15, "Cette ligne dit la même chose que "),
        (26, "Ligne 18, « TRÉVÉLOU Nadège » a dé"),
    ]
    assert [one.row for one in people.duplicates] == [177]  # who moves the network in was there already
    given, family = SHARED[1]
    assert address(given, family) == address(*SHARED[0])
    register_person(actor=actor, within=head(), given_name=given, family_name=family, now=NOW)
    assert Person.objects.count() == 263

    boards = brought_in("CA des pôles (rentrée).xlsx", actor)
    assert boards.plan.errors == []
    # What departs from a rule is named with it, and not written: whoever knows records it as it is, or does not.
    assert [(one.row, one.rule) for one in boards.refused] == [(157, "R3.7"), (161, "R3.7")]
    assert [(one.row, one.column) for one in boards.written.errors] == [(176, "au nom de"), (177, "au nom de")]
    assert boards.written.counts["new"] == len(listed()) - 4
    others = brought_in("instances_export.txt", actor)
    assert others.plan.errors == []
    # Refused on a board, she has no mandate in the pôle she speaks for: usage alone asks for one, and refuses nobody.
    assert others.refused == []
    assert Mandate.objects.count() == 1 + len(listed()) - 4 + others.written.counts["new"]

    network = entering(head(), actor, TODAY)
    told = invite(actor=actor, organisations=list(network.to_invite), now=NOW)
    assert len(told) == len({one.address for one in Dispatch.objects.all()}) > 150

    left = {grid.name: len(grid.rows) - 1 for grid in workbook.grids(TODAY)}
    assert left["Personnes"] == 263
    assert left["Mandats"] + left["Postes"] == Mandate.objects.on(TODAY).count()
