"""A large file of organisations is written in batches: the same rows, each told as by itself, under the journal, and undone."""

import gc
from dataclasses import replace
from datetime import date

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid
from kevread.common.periods import Period
from kevread.common.sheets import SHEETS
from kevread.directory.models import Affiliation, Name, Organisation
from kevread.directory.operations import Entered, register_organisations
from kevread.imports.operations import committing, undo
from kevread.imports.operations.writing import BATCH
from kevread.imports.reading.book import read
from kevread.journal.models import Act, Change
from kevread.journal.operations import check_tables
from tests.arrange import NOW, TODAY, arranging
from tests.factories import OrganisationFactory, since

from .conftest import brought, file_of, grid, head

HEADER = "identifiant|nom|forme juridique|lieu|depuis"
MANY = BATCH + 20


def rows(*others: tuple[str, ...]) -> list[tuple[str, ...]]:
    same = [(f"jardin-{n}", f"Jardin d’Étel {n}", "Association", "Étel", "01/02/2020") for n in range(MANY)]
    return [*same, *others]


def written() -> list[tuple]:
    columns = ("slug", "name", "legal_form", "locality", "search", "words", "period", "siren", "scale", "reach")
    found = Organisation.objects.filter(slug__startswith="jardin-").order_by("slug").values_list(*columns)
    names = Name.objects.filter(organisation__slug__startswith="jardin-").order_by("text")
    return [*found, *names.values_list("kind", "text", "period")]


def test_many_rows_are_the_same_rows_in_a_few_acts(empty, monkeypatch):
    outcome = brought(grid("Organisations", HEADER, *rows()))
    assert outcome.committed and outcome.written.counts["new"] == MANY
    together = written()
    batches = Act.objects.filter(verb="directory.register_organisations").count()
    assert (batches, len(outcome.made.acts)) == (2, 2)
    assert Change.objects.filter(act__in=outcome.made.acts).count() == 2 * MANY
    assert not check_tables(now=NOW).faults
    undo(made=outcome.made, actor=SYSTEM, now=NOW)
    assert written() == []
    monkeypatch.setitem(SHEETS, "Organisations", replace(SHEETS["Organisations"], write_many=None))
    again = brought(grid("Organisations", HEADER, *rows()))
    assert again.written.counts["new"] == MANY == len(again.made.acts) and written() == together


def test_of_a_batch_that_is_refused_each_row_says_why(empty):
    """A word that one which is closed has, which the plan does not hold the file against."""
    with arranging():
        OrganisationFactory(slug="le-verger", name="Le Verger", period=since(date(2020, 1, 1), date(2021, 1, 1)))
    more = [("", "Le Verger", "Association", "Lorient", ""), ("le-verger", "Le Verger", "Association", "Auray", "")]
    outcome = brought(grid("Organisations", HEADER, *rows(*more)), valid_rows=True)
    assert outcome.committed and outcome.written.counts["new"] == MANY + 1 == len(outcome.written.done)
    assert [(one.row, one.message) for one in outcome.errors] == [
        (MANY + 3, "Cette adresse est déjà celle d’une autre organisation.")
    ]
    assert Act.objects.filter(verb="directory.register_organisations").count() == 1  # of the batch that holds


def test_a_row_that_says_more_is_written_by_itself(empty):
    header = f"{HEADER}|qualités"
    told = [(*one, "") for one in rows()]
    told[3] = (*told[3][:5], "Partenaire")
    outcome = brought(grid("Organisations", header, *told))
    assert outcome.written.counts["new"] == MANY
    assert Organisation.objects.get(slug="jardin-3").capacities.get().kind == "partner"
    assert Act.objects.filter(verb="directory.register_organisation").count() == 1


WHO = {"actor": SYSTEM, "now": NOW}


@pytest.mark.parametrize(
    "wrong", [{"siren": "123456789"}, {"legal_form": "club"}, {"reach": "loin"}, {"name": " "}, {"slug": "un"}]
)
def test_of_many_one_that_is_wrong_refuses_all(empty, wrong):
    good = Entered(name="Un", slug="un", period=Period(TODAY))
    bad = Entered(**{"name": "Deux", "slug": "deux", "period": Period(TODAY)} | wrong)
    before = Organisation.objects.count()
    with pytest.raises(Invalid):
        register_organisations(within=head(), those=[good, bad], **WHO)
    assert Organisation.objects.count() == before
    assert len(register_organisations(within=head(), those=[], **WHO)) == 0


def test_who_may_not_enters_none(empty):
    with pytest.raises(Denied):
        register_organisations(within=head(), those=[], actor=NOBODY, now=NOW)


def test_what_follows_in_the_file_finds_what_was_written_together(empty):
    """Rows that were written many at once are not held: another sheet that names one reads the tables again."""
    members = grid("Adhésions", "membre|adhère à|depuis", ("jardin-7", head().slug, "01/03/2020"))
    outcome = brought(grid("Organisations", HEADER, *rows()), members)
    assert outcome.committed and outcome.written.counts["new"] == MANY + 1
    assert Affiliation.objects.get(member__slug="jardin-7").of == head()


def test_a_row_of_the_last_batch_may_say_what_is_there_already(empty):
    with arranging():
        OrganisationFactory(slug="le-verger", name="Le Verger", locality="Auray", period=since(date(2020, 1, 1)))
    outcome = brought(grid("Organisations", HEADER, *rows(("le-verger", "Le Verger", "Association", "Vannes", ""))))
    assert outcome.written.counts == {"new": MANY, "changed": 1, "unchanged": 0}
    assert Organisation.objects.get(slug="le-verger").locality == "Vannes"


def test_many_rows_that_are_refused_are_told_in_their_order(empty):
    with arranging():
        for slug in ("le-pressoir", "le-verger"):
            OrganisationFactory(slug=slug, name=slug, period=since(date(2020, 1, 1), date(2021, 1, 1)))
    taken = [(slug, f"Autre {slug}", "Association", "Auray", "") for slug in ("le-verger", "le-pressoir")]
    outcome = brought(grid("Organisations", HEADER, *rows(*taken)), valid_rows=True)
    assert [one.row for one in outcome.errors] == [MANY + 2, MANY + 3]


def test_cells_that_come_back_are_held_once():
    book = read("".join(f"{n};O;9220;L’association {n}\n" for n in range(50)).encode(), "a.csv")
    rows_ = book.grids[0].rows
    assert rows_[3] == ("3", "O", "9220", "L’association 3") and all(row[2] is rows_[0][2] for row in rows_)


def test_python_looks_for_circles_again_once_a_file_is_planned(monkeypatch):
    found = []

    def plan(*_said):
        found.append(gc.isenabled())
        raise ValueError

    monkeypatch.setattr(committing, "plan", plan)
    with pytest.raises(ValueError):
        committing.planned(file_of(), NOW)
    assert found == [False] and gc.isenabled()
