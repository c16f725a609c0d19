"""What a stranger's file seems to say: its sheets, its headers, its columns, its values; and what it does not."""

from typing import Any

import pytest

from kevread.common.sheets import Entry, Sheet
from kevread.common.tables import Kind
from kevread.imports.reading.book import Book, Grid, read
from kevread.imports.reading.recognise import recognise

from .files import xlsx


def Heading(name: str, kind: Kind = Kind.TEXT, **more: Any) -> Entry:  # noqa: N802 — reads like the entry that it is
    return Entry(name, lambda row: "", kind, **more)


def Declared(title: str, columns: tuple[Entry, ...], calls=lambda values: ()) -> Sheet:  # noqa: N802
    return Sheet(title=title, columns=columns, keys=(), rows=lambda day: (), write=lambda *row: None, calls=calls)


FORMS = {"association": "Association", "cooperative": "Coopérative", "public": "Organisme public"}
SHEETS = (
    Declared(
        "Organisations",
        (
            Heading("identifiant"),
            Heading("nom", required=True),
            Heading("forme juridique", choices=lambda: FORMS),
            Heading("SIREN"),
            Heading("SIRET du siège"),
            Heading("RNA"),
            Heading("lieu"),
            Heading("depuis", Kind.DAY),
        ),
        lambda values: (values["identifiant"], values["nom"]),
    ),
    Declared(
        "Personnes",
        (Heading("nom", required=True), Heading("prénom", required=True), Heading("adresse électronique")),
        lambda values: (f"{values['prénom']} {values['nom']}",),
    ),
    Declared(
        "Mandats",
        (
            Heading("instance", required=True, refers="Instances"),
            Heading("personne", required=True, refers="Personnes"),
            Heading("depuis", Kind.DAY),
            Heading("jusqu’au", Kind.DAY),
        ),
    ),
)
BOARD = "ess-pays-de-broceliande-board"
BODIES = {BOARD: BOARD, "ESS Pays de Brocéliande": BOARD, "ESS Armor": "ESS Armor", "ESS 35": "ESS 35"}


def names(title: str) -> dict[str, str]:
    return BODIES if title == "Instances" else {}


def grid(*rows, name="", merged=()):
    return Grid(name, rows, merged)


def meant(*rows, name="", merged=()):
    found = recognise(Book((grid(*rows, name=name, merged=merged),)), SHEETS, names)
    assert len(found.grids) == 1
    return found.grids[0]


def columns_of(one):
    return {column.name: column.into for column in one.columns}


@pytest.mark.parametrize(
    ("headers", "into", "expected"),
    [
        (("NOM", "Prenom", "Courriel"), "Personnes", ("nom", "prénom", "adresse électronique")),
        (("Prénom ", "Nom de famille", "Adresse mail"), "Personnes", ("prénom", "nom", "adresse électronique")),
        (("Structure", "N° SIREN", "Commune", "Statut juridique"), "Organisations",
         ("nom", "SIREN", "lieu", "forme juridique")),
        (("Raison sociale", "Numéro RNA", "Ville"), "Organisations", ("nom", "RNA", "lieu")),
        (("Pôle", "Nom Prénom", "Élu le", "Échéance"), "Mandats", ("instance", "personne", "depuis", "jusqu’au")),
        (("Nom", "Prénon", "Adresse électonique"), "Personnes", ("nom", "prénom", "adresse électronique")),
    ],
)  # fmt: skip
def test_headers_of_others_are_matched(headers, into, expected):
    one = meant(headers, ("x",) * len(headers))
    assert (one.into, one.header) == (into, 1)
    assert tuple(columns_of(one).values()) == expected
    assert all(column.why and 0 < column.sure <= 1 for column in one.columns)


def test_what_is_less_sure_says_so():
    one = meant(("nom", "Prénon", "Courriel"), ("a", "b", "c"))
    sure = {column.name: column.sure for column in one.columns}
    assert sure["nom"] == 1 > sure["Courriel"] == 0.9 > sure["Prénon"] > 0.7


def test_a_header_under_a_title_is_found_and_a_remark_left_aside():
    one = meant(
        ("Liste des membres du réseau, mise à jour en mars",), (), ("Nom", "Prénom", "Mail", "Remarque"),
        ("Le Gall", "Anne", "anne@exemple.fr", "rappeler"),
    )  # fmt: skip
    assert one.header == 3 and columns_of(one)["Remarque"] is None
    assert one.columns[0].shows == ("Le Gall",)


def test_columns_are_known_by_what_they_hold():
    one = meant(
        ("Nom", "Commune", "Immatriculation", "Registre", "Col5"),
        ("Ti Liv", "Rennes", "732 829 320", "W351000001", "12/03/2020"),
        ("Le Lavoir", "Bégard", "5520135", "W351000002", "01/09/2021"),
    )
    assert columns_of(one) == {
        "Nom": "nom",
        "Commune": "lieu",
        "Immatriculation": "SIREN",
        "Registre": "RNA",
        "Col5": "depuis",
    }
    assert "forme" in one.columns[2].why


def test_numbers_that_a_spreadsheet_shortened_get_their_zeros_and_it_is_said():
    one = meant(("Nom", "SIREN"), ("Ti Liv", 5520135), ("Autre", 732829320), ("Faux", 5520136))
    assert [(value.value, value.meant, value.sure) for value in one.values] == [("5520135", "005520135", 1)]
    assert one.content()["values"] == {"SIREN": {"5520135": "005520135"}}


def test_a_value_that_is_unknown_fifty_times_is_matched_once():
    one = meant(
        ("Nom", "Statut juridique"), *([f"Membre {n}", "Asso loi 1901"] for n in range(50)), ("x", "Assocation")
    )
    assert [(value.value, value.times, value.meant) for value in one.values] == [
        ("Asso loi 1901", 50, "Association"), ("Assocation", 1, "Association"),
    ]  # fmt: skip


def test_names_are_held_against_those_there_are_and_those_that_the_file_promises():
    book = Book((
        grid(("Nom", "Prénom", "Mail"), ("Le Gall", "Anne", "a@b.fr"), ("Cohen", "Zoë", "z@b.fr"), name="Contacts"),
        grid(("Pôle", "Nom Prénom"), ("Broceliande", "Anne Le Gal"), ("ESS 35", "Zoë Cohen"), ("Ailleurs", "Yves"), name="CA"),
    ))  # fmt: skip
    mandates = recognise(book, SHEETS, names).grids[1]
    proposed = {(value.column, value.value): value.meant for value in mandates.values}
    assert proposed == {
        ("Pôle", "Broceliande"): BOARD, ("Pôle", "Ailleurs"): "",
        ("Nom Prénom", "Anne Le Gal"): "Anne Le Gall", ("Nom Prénom", "Yves"): "",
    }  # fmt: skip


def test_of_two_that_are_as_near_none_is_proposed():
    two = recognise(
        Book((grid(("Instance", "Personne"), ("ESS Armor", "x")),)),
        SHEETS,
        lambda title: dict.fromkeys(("ESS Armora",), "a") | {"ESS Armorb": "b"},
    )
    assert [value.meant for value in two.grids[0].values if value.column == "Instance"] == [""]


def test_merged_cells_and_idem_are_proposed():
    one = meant(("Pôle", "Personne"), ("ESS 35", "Anne"), (None, "Zoë"), ("idem", "Yves"), merged=(((1, 0), (2, 0)),))
    assert one.fill_merged and one.same == ("idem",) and not [value for value in one.values if value.value == "idem"]
    assert {"fill_merged", "same"} <= one.content().keys()


def test_a_sheet_that_says_nothing_of_ours_is_left_aside():
    book = Book((grid(("Recette", "Farine"), ("Kouign", "200")), grid((1, 2), (3, 4), name="Chiffres")))
    assert recognise(book, SHEETS).aside == ("", "Chiffres")


def test_two_headers_of_one_name_feed_one_column_once():
    one = meant(("Nom", "Nom", "Prénom"), ("Le Gall", "bis", "Anne"))
    assert columns_of(one) == {"Nom": "nom", "Prénom": "prénom"} and one.columns[0].shows == ("Le Gall",)


def test_what_is_missing_is_told():
    assert meant(("Nom de famille", "Courriel"), ("Le Gall", "a@b.fr"), name="Personnes").missing == ("prénom",)


def test_the_same_proposal_is_made_of_a_workbook():
    def fill(book):
        sheet = book.add_worksheet("CA pôles")
        sheet.write_row(2, 0, ["Pôle", "Nom Prénom", "Remarque"])
        sheet.merge_range(3, 0, 4, 0, "Broceliande")
        sheet.write_column(3, 1, ["Anne", "Zoë"])

    found = recognise(read(xlsx(fill), "ca.xlsx"), SHEETS, names)
    assert found.content() == {
        "sheets": {
            "CA pôles": {
                "into": "Mandats",
                "header": 3,
                "fill_merged": True,
                "columns": {"Pôle": "instance", "Nom Prénom": "personne", "Remarque": None},
                "values": {"Pôle": {"Broceliande": BOARD}},
            }
        }
    }


@pytest.mark.parametrize(
    "header", [("a" * 10_000,), ("\U0001f600", "nom"), (None, None), ("=1+1", "nom", "prénom"), (1.5, "nom")]
)
def test_any_header_is_read(header):
    recognise(Book((grid(header, ("x", "y")),)), SHEETS)


def test_hundred_thousand_rows_and_five_hundred_columns_are_looked_at_in_seconds():
    import time

    wide = grid(tuple(f"colonne {n}" for n in range(500)), *(tuple("x" * 500) for _ in range(50)), name="Large")
    long = grid(
        ("Nom", "Forme juridique", "SIREN"), *((f"Membre {n}", f"forme {n}", n) for n in range(100_000)), name="Long"
    )
    started = time.monotonic()
    recognise(Book((wide, long)), SHEETS)
    assert time.monotonic() - started < 30


def test_two_headers_name_somebody_where_a_sheet_does_it_in_one():
    found = meant(("Nom", "Prénom", "Instance", "Depuis"), ("Martin", "Anne", "ESS 35", "2024-01-01"))
    assert (found.into, {one.name: one.into for one in found.columns}) == (
        "Mandats",
        {"Nom": "personne", "Prénom": "personne", "Instance": "instance", "Depuis": "depuis"},
    )


def test_a_whole_name_is_held_against_those_there_are_under_the_first_of_its_columns():
    people = {"Anne Martin": "anne@exemple.fr", "Martin Anne": "anne@exemple.fr"}
    row = ("Martain", "Anne", "ESS 35", "2024-01-01")
    book = Book((grid(("Nom", "Prénom", "Instance", "Depuis"), row),))
    (found,) = recognise(book, SHEETS, lambda title: people if title == "Personnes" else names(title)).grids
    assert [(one.column, one.value, one.meant) for one in found.values] == [("Nom", "Martain Anne", "anne@exemple.fr")]


def test_what_only_people_read_is_never_proposed():
    sheet = Declared("Mandats", (Heading("organisation", told=True), Heading("siège", required=True), Heading("note")))
    book = Book((grid(("Organisation", "Siège", "Note"), ("ESS 35", "Présidence", "a")),))
    assert [one.into for one in recognise(book, [sheet]).grids[0].columns] == [None, "siège", "note"]


def test_a_usual_word_is_proposed_for_another_and_any_may_stand():
    sheet = Declared(
        "Mandats", (Heading("siège", required=True, among=lambda: ["Présidence", "Trésorerie"]), Heading("note"))
    )
    rows = [("Siège", "Note"), ("Pdt", "a"), ("Présidence", "b"), ("Archiviste", "c")]
    (found,) = recognise(Book((grid(*rows),)), [sheet]).grids
    assert [(one.value, one.meant) for one in found.values] == [("Pdt", "Présidence"), ("Archiviste", "")]


def test_of_two_bodies_of_one_name_the_title_of_the_list_tells():
    bodies = {"Conseil d’administration, pays de Redon": "board", "Assemblée générale, pays de Redon": "assembly"}
    book = Book((grid(("CA, à jour", None), ("Instance", "Personne"), ("Pays de redon", "x")),))
    (found,) = recognise(book, SHEETS, lambda title: bodies if title == "Instances" else {}).grids
    assert [one.meant for one in found.values if one.column == "Instance"] == ["board"]
