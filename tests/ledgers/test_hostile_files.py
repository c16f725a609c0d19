"""Files that a hand or another software made: each is told what is wrong of it, and none is an error of the site."""

import pytest
from django.urls import reverse

from kevread.ledgers.models import Book
from kevread.ledgers.rules.balance import balance_shape
from kevread.ledgers.rules.shape import Unreadable, shape_of
from kevread.ledgers.rules.told import told_of
from tests.seats.screens import words

from .files import NAME, fec, rent
from .test_bringing import read
from .test_screens import sent

pytestmark = pytest.mark.django_db
SAID = {"kind": "balance", "last": "2026-12-31"}
BALANCE = b"compte;libelle;debit;credit\n613;a;5;\n512;b;;5\n"
MACINTOSH = "finissent comme sur d’anciens Macintosh"


@pytest.mark.parametrize(
    ("data", "name", "more", "told"),
    [
        (BALANCE.replace(b"\n", b"\r"), "b.csv", SAID, MACINTOSH),
        (fec(rent()).replace(b"\r\n", b"\n").replace(b"\n", b"\r"), NAME, {}, MACINTOSH),
        (BALANCE + b'512;"b;;5\n' + b"512;bbbbbbbbbbbbbbbbbbbbbbb;;5\n" * 6000, "b.csv", SAID, "jamais refermé"),
        (
            b"compte;libelle;debit;credit\n"
            + b"".join(b"6%05d;a;9999999999999,99;\n5%05d;a;;9999999999999,99\n" % (i, i) for i in range(110)),
            "b.csv",
            SAID,
            "dépasse ce que Kevread sait tenir",
        ),
        (fec(rent()) + b'"' + b"x" * 140_000 + b"\t\t\n", NAME, {}, "Cette ligne a 3 colonnes, il en faut 18"),
        (fec(rent()), "123456782FEC99991231.txt", {}, "exercice"),
        (fec(rent()), "123456782FEC00010101.txt", {}, "exercice"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(scene, treasurer, data, name, more, told):
    page = sent(treasurer, scene.first, data, name=name, **more)
    assert page.status_code in (200, 409, 422)
    assert told in words(page)
    assert not Book.objects.kept().filter(organisation=scene.first).exists()


def test_two_columns_of_one_name_are_not_read_one_for_the_other():
    with pytest.raises(Unreadable, match="« Débit » est là deux fois"):
        balance_shape("Compte;Intitulé;Débit;Crédit;Débit;Crédit\n613;Loyer;0;0;40;0\n".encode())
    balance_shape("Compte;Intitulé;Débit;Crédit;Solde débiteur;Solde créditeur\n".encode())


def test_an_accent_in_the_name_of_a_column_is_no_other_column():
    head = fec(rent()).partition(b"\n")[0].decode().replace("Debit", "Débit").replace("Credit", "Crédit")
    assert shape_of(head.encode()).width == 18


def test_entries_that_are_there_twice_are_told(scene):
    rows = [*rent(), *rent(cents="20,00", EcritureNum="2")]
    once, twice = (read(scene.first, fec(lines)) for lines in (rows, rows + rows))
    assert twice.debit == 2 * once.debit
    assert "répètent" not in " ".join(told_of(once.remarks))
    assert f"{len(rows)} lignes répètent une autre ligne" in " ".join(told_of(twice.remarks))


def test_a_budget_whose_line_is_endless_is_told_by_its_line(scene, treasurer):
    where = reverse("ledgers:prepare_budget", args=[scene.first.slug])
    for table in ("compte;montant\n" + "6" * 140_000 + ";5", "6" * 140_000 + ";5\n64;5"):
        page = treasurer.post(where, {"year": "2026", "note": "", "table": table})
        assert page.status_code == 422
        assert "bien trop longue" in words(page)


@pytest.mark.parametrize("year", ["0000", "0001", "9999", "²²²²", "-1", "20266"])
def test_a_year_that_is_none_is_that_of_the_day(scene, readers, year):
    for name in ("ledgers:keys", "ledgers:pooled"):
        page = readers.direction.get(reverse(name, args=[scene.grouping.slug]), {"annee": year})
        assert page.status_code == 200
    there = reverse("ledgers:set_key", args=[scene.grouping.slug])
    assert readers.direction.get(there, {"annee": year, "source": "SUPPORT"}).status_code in (200, 404)
