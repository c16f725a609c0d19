"""A file put right in place: one cell of one row, a whole name in one column; and it does not wait for ever."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from kevread.base import clock
from kevread.common.actor import SYSTEM
from kevread.common.sheets import SHEETS
from kevread.directory.models import Organisation, Person
from kevread.imports import jobs as of_imports
from kevread.imports.mapping import Matching, SheetMapping, as_matching, matched
from kevread.imports.models import KEPT, Deposited, Import
from kevread.imports.operations import ask_commit, deposit, match
from kevread.imports.progress import telling
from kevread.imports.queries import expired, proposed
from kevread.imports.reading.book import Grid
from kevread.imports.reading.recognise import read_as
from tests import jobs
from tests.arrange import NOW, TODAY

from .test_screens import at, coordination, deposited, told, written  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db
HOLES = "NOM;Prenom;Courriel\nLe Gall;;anne@exemple.fr\nCohen;;zoe@exemple.fr\nMartin;Yann;yann@exemple.fr\n"


def cell(row: int, meant: str, **more: object) -> dict[str, object]:
    return {"grid": "", "into": "prénom", "row": row, "meant": meant} | more


def test_each_empty_cell_is_completed_on_its_own_line(coordination):  # noqa: F811
    made = deposited(coordination, HOLES)
    text = told(coordination, made)
    assert "3 lignes lues : 1 nouvelle, 2 en erreur" in text and "Ligne 2, prénom" in text and "Ligne 3, prénom" in text
    assert coordination.post(at(coordination, "put_cell", made), cell(2, "Anne")).status_code == 302
    assert "2 nouvelles, 1 en erreur" in told(coordination, made)
    coordination.post(at(coordination, "put_cell", made), cell(3, "Zoë"))
    coordination.post(at(coordination, "put_cell", made), cell(4, "Yannick"))
    assert "3 lignes lues : 3 nouvelles. Vous" in told(coordination, made)
    written(coordination, made)
    jobs.run()
    names = set(map(str, Person.objects.filter(email__endswith="@exemple.fr")))
    assert names == {"Anne Le Gall", "Zoë Cohen", "Yannick Martin"}


def test_a_cell_of_no_column_or_of_no_row_is_refused(coordination):  # noqa: F811
    made = deposited(coordination, HOLES)
    for wrong in (cell(2, "Anne", into="rien"), cell(0, "Anne"), cell(2, " ")):
        assert coordination.post(at(coordination, "put_cell", made), wrong).status_code == 422
    made.refresh_from_db()
    assert not made.matching["sheets"][""].get("cells")


def test_of_two_who_gave_one_address_one_is_left_without(coordination):  # noqa: F811
    """The value is right on the other line: it is put right on this one alone."""
    made = deposited(coordination, "NOM;Prenom;Courriel\nLe Gall;Anne;asso@exemple.fr\nCohen;Zoë;asso@exemple.fr\n")
    page = coordination.get(at(coordination, "one", made)).text
    assert "laissez vide" in page and "Laisser vide" in page and "Au lieu de" not in page
    one = cell(3, "asso@exemple.fr", into="adresse électronique")
    assert coordination.post(at(coordination, "put_cell", made), one | {"geste": "vider"}).status_code == 302
    assert "2 lignes lues : 2 nouvelles. Vous" in told(coordination, made)
    written(coordination, made)
    jobs.run()
    found = Person.objects.filter(family_name__in=("Le Gall", "Cohen")).order_by("family_name")
    assert [row.email for row in found] == ["", "asso@exemple.fr"]


def test_a_cell_corrected_wrong_is_corrected_again_or_read_as_it_is(coordination):  # noqa: F811
    made = deposited(coordination, HOLES.replace("anne@exemple.fr", "anne-at-exemple"))
    bad = {"into": "adresse électronique"}
    assert coordination.post(at(coordination, "put_cell", made), cell(2, "anne.exemple", **bad)).status_code == 302
    page = coordination.get(at(coordination, "one", made)).text
    assert "Cases corrigées" in page and "anne-at-exemple" not in page
    assert at(coordination, "put_right", made) not in page  # nothing that the file says would be read otherwise
    coordination.post(at(coordination, "put_cell", made), cell(2, "x", **bad, geste="reprendre"))
    page = coordination.get(at(coordination, "one", made)).text
    assert "Cases corrigées" not in page and at(coordination, "put_right", made) in page
    made.refresh_from_db()
    assert not made.matching["sheets"][""]["cells"]


def test_what_is_said_of_a_cell_is_said_of_the_header_of_the_workbook():
    rows = (("nom", "prénom"), ("Le Gall", None), ("Cohen", "Zoé"))
    said = Matching({"": SheetMapping("Personnes", cells={"2": {"Prenom": "Anne"}})})
    found = matched(Grid("", rows), said)
    assert [line.cells["prénom"] for line in found.lines] == ["Anne", "Zoé"]
    with pytest.raises(ValueError, match="n’est pas une colonne"):
        SheetMapping("Personnes", cells={"2": {"rien": "Anne"}})


def test_a_whole_name_beside_one_of_its_parts_is_told():
    rows = (("nom", "nom complet"), ("Le Gall", "Anne Martin"))
    found = matched(
        Grid("", rows), Matching({"": SheetMapping("Personnes", columns={"nom complet": "prénom, puis nom"})})
    )
    assert found.strange == ("nom complet",) and next(found.lines).cells == {"nom": "Le Gall"}


def test_what_was_said_of_one_row_is_not_said_of_the_next_file(coordination):  # noqa: F811
    made = deposited(coordination, HOLES)
    coordination.post(at(coordination, "put_cell", made), cell(2, "Anne"))
    written(coordination, made)
    jobs.run()
    made.refresh_from_db()
    assert made.state == Import.State.COMMITTED and made.matching["sheets"][""]["cells"] == {"2": {"prénom": "Anne"}}
    again = (Grid("", (("NOM", "Prenom", "Courriel"), ("Autre", None, None))),)
    assert not proposed(again, Organisation.objects.get(scale="head"), TODAY).sheets[""].cells


def test_a_whole_name_in_one_column_is_cut_in_two(coordination):  # noqa: F811
    made = deposited(
        coordination, "Nom et prénom;Courriel\nLE GOFF Yann;yann@exemple.fr\nMartin Anne;anne@exemple.fr\n"
    )
    made.refresh_from_db()
    assert made.matching["sheets"][""]["columns"] == {
        "Nom et prénom": "nom, puis prénom",
        "Courriel": "adresse électronique",
    }
    page = coordination.get(at(coordination, "sheet", made, place=1)).text
    assert "à séparer" in page and "sont nécessaires" not in page and "est nécessaire" not in page
    asked = {"into": "Personnes", "header": 1, "c0": "prénom, puis nom", "c1": "adresse électronique"}
    assert coordination.post(at(coordination, "sheet", made, place=1), asked).status_code == 302
    written(coordination, made)
    jobs.run()
    found = {(one.given_name, one.family_name) for one in Person.objects.filter(email__endswith="@exemple.fr")}
    assert found == {("Yann", "LE GOFF"), ("Martin", "Anne")}


def test_a_whole_name_and_a_part_of_it_cannot_both_be_filled(coordination):  # noqa: F811
    made = deposited(coordination, "Nom et prénom;Nom;Courriel\nLe Goff Yann;Le Goff;yann@exemple.fr\n")
    asked = {"into": "Personnes", "header": 1, "c0": "nom, puis prénom", "c1": "nom", "c2": ""}
    answer = coordination.post(at(coordination, "sheet", made, place=1), asked)
    assert answer.status_code == 422 and "remplit déjà" in answer.text


@pytest.mark.parametrize(("said", "into"), [("3 mars 2025", "depuis"), ("3 marsouins", None)])
def test_days_in_words_make_a_column_of_days(said, into):
    rows = (("Nom", "Lieu", "quand"), ("Ti Liv", "Étel", said), ("Le Lavoir", "Étel", said))
    one = read_as(Grid("Organisations", rows), SHEETS["Organisations"], 1)
    assert {column.name: column.into for column in one.columns}["quand"] == into


def test_a_row_told_outside_of_a_deposit_is_told_to_nobody(db):
    with transaction.atomic():
        telling(None)(20, 20)
        with connection.cursor() as cursor:
            cursor.execute("SHOW application_name")
            assert not cursor.fetchone()[0].startswith("import:")


def test_a_file_that_waits_too_long_goes_with_its_bytes(scene, monkeypatch):
    where = scene.world.head
    who = {"within": where, "actor": SYSTEM}
    old = deposit(data=b"nom;pr\xc3\xa9nom\nA;B\n", name="vieux.csv", now=NOW - KEPT - timedelta(seconds=1), **who)
    edge = deposit(data=b"nom;pr\xc3\xa9nom\nC;D\n", name="juste.csv", now=NOW - KEPT, **who)
    asked = deposit(data=b"nom;pr\xc3\xa9nom\nE;F\n", name="demande.csv", now=NOW - 2 * KEPT, **who)
    match(made=asked, matching=as_matching({"sheets": {}}), aside={}, actor=SYSTEM, now=NOW)
    ask_commit(made=asked, actor=scene.coordination, now=NOW)
    assert expired(NOW) == [old]
    monkeypatch.setattr(clock, "now", lambda: NOW)
    of_imports.drop_what_waited()
    states = {one.name: one.state for one in Import.objects.all()}
    assert states == {"vieux.csv": "abandoned", "juste.csv": "deposited", "demande.csv": "deposited"}
    assert set(Deposited.objects.values_list("sha256", flat=True)) == {edge.sha256, asked.sha256}
    of_imports.drop_what_waited()
    assert Import.objects.filter(state="abandoned").count() == 1
