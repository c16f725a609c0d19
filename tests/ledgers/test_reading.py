"""An accounting file is read as software really writes it, and what is wrong is told by line."""

from datetime import date
from io import BytesIO

import pytest

from kevread.ledgers.rules.balance import balance_lines, balance_shape
from kevread.ledgers.rules.reading import OPEN_LINES, Line, Reading, Year, lines_of
from kevread.ledgers.rules.shape import COLUMNS, HEAD, Unreadable, shape_of
from kevread.ledgers.rules.told import told_of

from .files import fec, padded, rent, row, sided

YEAR = Year(date(2026, 1, 1), date(2026, 12, 31))
RENT = [("61320000", 80000), ("51200000", -80000)]


def read(data: bytes, year: Year = YEAR) -> tuple[list[Line], Reading]:
    found = Reading(shape_of(data[:HEAD]), year)
    return list(lines_of(BytesIO(data), found)), found


def made(lines: list[Line]) -> list[tuple[str, int]]:
    return [(one.account, one.cents) for one in lines]


def messages(found: Reading) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in found.faults]


@pytest.mark.parametrize(
    "data",
    [
        fec(rent()),
        fec(rent(), separator="|"),
        fec(rent(), separator=";", end="\r\n"),
        fec(rent("Loyer d’été"), encoding="cp1252"),
        fec(rent("Loyer de février"), encoding="iso8859-15", separator="|"),
        fec(rent(), encoding="utf-8-sig", end="\r\n"),
        fec(rent('Loyer "rue de Brest"')),
        padded(rent()),
        sided(rent()),
        fec(rent(cents="+800.00")),
        fec(rent()).rstrip(b"\n"),
        fec(rent()) + b"\n\n",
    ],
    ids=["tab", "bar", "semicolon", "windows", "latin", "bom", "quotes", "spaces", "side", "point", "unended", "blank"],
)
def test_each_habit_reads_the_same(data):
    lines, found = read(data)
    assert found.is_right, found.faults
    assert made(lines) == RENT
    assert (found.count, found.debit, found.credit) == (2, 80000, 80000)


def test_what_a_label_says_is_kept():
    lines, _ = read(fec(rent('Loyer "rue de Brest" à l’été'), encoding="cp1252"))
    assert lines[0].label == 'Loyer "rue de Brest" à l’été'


def test_a_quoted_cell_may_hold_the_separator():
    data = fec(rent('"Loyer ; janvier"'), separator=";")
    lines, found = read(data)
    assert (found.is_right, lines[0].label) == (True, "Loyer ; janvier")


def test_columns_beside_the_norm_are_passed_over_and_that_of_the_accountant_s_analytics_is_read():
    names = (*COLUMNS, "DateLimitReglmt", "Section")
    lines, found = read(fec(rent(Section="ANIM"), names=names))
    assert [one.section for one in lines] == ["ANIM", "ANIM"]
    assert "Dolibarr" in told_of({"habit": found.shape.habit})[0]


@pytest.mark.parametrize("names", [COLUMNS[:17], COLUMNS[1:]])
def test_a_column_that_is_missing_is_named(names):
    missing = next(name for name in COLUMNS if name not in names)
    with pytest.raises(Unreadable, match=f"Il manque la colonne {missing} : le fichier en a 17"):
        read(fec(rent(), names=names))


def test_a_column_that_is_there_twice_is_named():
    with pytest.raises(Unreadable, match="La colonne Debit est là deux fois"):
        read(fec(rent(), names=(*COLUMNS, "Debit")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "est vide"),
        (b"\n\n", "est vide"),
        (b"\xff\xfeJ\0o\0", "UTF-16"),
        (b"PK\x03\x04\0\0", "pas du texte"),
        (b"bonjour\nle monde\n", "dix-huit"),
    ],
)
def test_what_is_no_such_file_says_what_would_be(data, said):
    with pytest.raises(Unreadable, match=said):
        read(data)


def test_the_names_of_the_columns_alone_hold_no_entry():
    _, found = read(fec([]))
    assert "aucune écriture" in found.faults[0].message


def test_characters_of_two_kinds_are_read_and_told():
    data = fec(rent("Loyer d’été")) + fec(rent("Loyer d’été", EcritureNum="2"), encoding="cp1252").partition(b"\n")[2]
    lines, found = read(data)
    assert found.is_right
    assert {one.label for one in lines} == {"Loyer d’été"}
    assert found.remarks["mixed"] == 2


def test_bytes_that_are_no_character_anywhere_do_not_stop_the_reading():
    data = fec(rent("Loyer d’été")) + fec(rent("Loyer", EcritureNum="2")).partition(b"\n")[2].replace(
        b"Loyer", b"Loy\x81"
    )
    lines, found = read(data)
    assert (found.is_right, len(lines), lines[-1].label) == (True, 4, "Loy�")


@pytest.mark.parametrize(
    ("rows", "where", "said"),
    [
        ([row("613", debit="1,00", credit="1,00")], (2, "Credit"), "un débit et un crédit"),
        ([row("613", debit="1,001")], (2, "Debit"), "plus de deux décimales"),
        ([row("613", debit="un")], (2, "Debit"), "n’est pas un montant"),
        ([row("613", credit="un")], (2, "Credit"), "n’est pas un montant"),
        ([row("61", debit="1")], (2, "CompteNum"), "trois caractères"),
        ([row("0613", debit="1")], (2, "CompteNum"), "chiffre de 1 à 9"),
        ([row("613", debit="1", EcritureDate="20270101")], (2, "EcritureDate"), "n’est pas dans l’exercice"),
        ([row("613", debit="1", EcritureDate="20251231")], (2, "EcritureDate"), "n’est pas dans l’exercice"),
        ([row("613", debit="1", EcritureDate="15/01/2026")], (2, "EcritureDate"), "année, mois, jour"),
        ([row("613", debit="1", ValidDate="31/01/2026")], (2, "ValidDate"), "année, mois, jour"),
        ([row("613", debit="1", EcritureNum="")], (2, "EcritureNum"), "manque"),
        ([row("613", debit="1", JournalCode="")], (2, "JournalCode"), "manque"),
        ([row("613", debit="9" * 15)], (2, "Debit"), "dépasse"),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_column_and_as_it_is_written(rows, where, said):
    _, found = read(fec(rows))
    fault = next(one for one in found.faults if (one.line, one.column) == where)
    assert said in fault.message
    assert fault.raw == fec(rows).decode().splitlines()[1]


def test_a_sign_that_is_no_text_is_told_far_from_the_head():
    data = fec(rent() * 1000) + fec(rent("a\0b", EcritureNum="2")).partition(b"\n")[2]
    _, found = read(data)
    assert messages(found) == [(2002, ""), (2003, "")]
    assert "n’est pas du texte" in found.faults[0].message


@pytest.mark.parametrize("day", ["20260101", "20261231"])
def test_the_first_and_the_last_day_of_the_year_are_in_it(day):
    assert read(fec(rent(EcritureDate=day)))[1].is_right


def test_a_line_cut_short_is_told_with_how_many_columns_it_has():
    data = fec(rent()) + b"AC\tAchats\t2\n"
    _, found = read(data)
    assert messages(found) == [(4, "")]
    assert "a 3 colonnes, il en faut 18" in found.faults[0].message


def test_an_entry_that_is_not_balanced_is_named_with_what_is_missing():
    _, found = read(
        fec([*rent(), row("613", debit="12,50", EcritureNum="7"), row("512", credit="12,00", EcritureNum="7")])
    )
    assert messages(found) == [(4, "EcritureNum")]
    assert "L’écriture 7 du journal AC n’est pas équilibrée : 0,50 € de trop au débit" in found.faults[0].message
    assert found.faults[0].raw.startswith("AC\tAchats\t7\t") and "\t613\t" in found.faults[0].raw


def test_the_line_of_an_entry_that_is_not_balanced_is_kept_as_it_stands_and_no_longer_than_any():
    long = "Loyer " * 100
    _, found = read(fec([*rent(), row("613", debit="12,50", EcritureNum="7", EcritureLib=long)]))
    assert len(found.faults[0].raw) == 400 and "Loyer Loyer" in found.faults[0].raw


def test_of_many_that_are_not_balanced_memory_keeps_a_bounded_number_of_lines():
    rows = [row("613", debit="1", EcritureNum=str(number)) for number in range(OPEN_LINES + 50)]
    _, found = read(fec(rows))
    assert found.fault_count == len(rows)
    assert all(one.raw for one in found.faults)
    assert sum(bool(raw) for _, _, raw in found.unbalanced.values()) == OPEN_LINES


def test_entries_that_balance_each_other_are_still_wrong():
    _, found = read(fec([row("613", debit="5", EcritureNum="1"), row("512", credit="5", EcritureNum="2")]))
    assert [line for line, _ in messages(found)] == [2, 3]


def test_every_fault_is_counted_and_the_first_two_hundred_are_told():
    _, found = read(fec([row("6", debit="1")] * 250))
    assert (found.fault_count, len(found.faults)) == (250, 200)


def test_what_is_only_unusual_is_counted_and_stops_nothing():
    rows = [*rent(), *rent(EcritureNum="3", cents="-5,00", ValidDate="")]
    _, found = read(fec(rows))
    assert found.is_right
    assert dict(found.remarks) == {"negative": 2, "provisional": 2, "holes": 1}


def test_the_same_line_twice_in_an_entry_is_read_twice_and_told():
    line = row("613", debit="5")
    _, found = read(fec([line, line, row("512", credit="10")]))
    assert (found.is_right, found.remarks["twice"], found.debit) == (True, 1, 1000)


BALANCE = "Compte;Libellé;Débit;Crédit\n613;Loyer;800,00;\n512;Banque;0;800\nTotal;;800;800\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_balance_is_read(encoding):
    data = BALANCE.encode(encoding)
    found = Reading(balance_shape(data), YEAR)
    assert made(list(balance_lines(data, found))) == [("613", 80000), ("512", -80000)]
    assert (found.is_right, found.count, found.remarks["aside"]) == (True, 2, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Compte;Libellé;Débit;Crédit\n613;Loyer;800;\n", "n’est pas équilibrée : 800,00 €"),
        ("Compte;Libellé;Débit;Crédit\n613;Loyer;800;\n613;Loyer;;800\n", "deux fois"),
        ("Compte;Libellé;Débit;Crédit\n613;Loyer\n", "2 colonnes"),
        ("Compte;Libellé;Débit;Crédit\n", "aucun compte"),
        ("Compte;Libellé;Débit;Crédit\n6;Loyer;1;1\n", "n’est pas un compte"),
    ],
)
def test_a_balance_that_is_wrong_says_why(data, said):
    found = Reading(balance_shape(data.encode()), YEAR)
    list(balance_lines(data.encode(), found))
    assert said in found.faults[0].message


def test_a_balance_names_its_columns():
    with pytest.raises(Unreadable, match="Il manque crédit"):
        balance_shape(b"compte;libelle;debit\n")
