"""The crossed table on screen: axes are chosen, each figure opens on its lines, and only those who read accounts read it."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kevread.common.actor import SYSTEM
from kevread.ledgers import operations
from kevread.ledgers.loader import Framework, framework
from kevread.ledgers.models import Book
from tests.conftest import NOW

from .files import fec, opened, row
from .test_analytic_screens import said
from .test_costs import book, entry, key, say, spent

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(scene) -> Book:
    here = scene.first
    say(here, "613", ("ANIMATION", 1), ("SUPPORT", 1), N="SUPPORT")
    say(here, "74", ("ANIMATION", 1), N="ANIMATION")
    key(here, "SUPPORT", ("ANIMATION", 1))
    return book(
        here, spent(1, "6130", "50,01"), spent(2, "6130", "50,00"), spent(3, "622", "7"),
        entry(4, row("512", debit="80"), row("741", credit="80")),
    )  # fmt: skip


def opens(page, amount: str) -> str:
    """Where the first figure that reads so leads."""
    links = re.findall(r'<a href="([^"]*/chiffre[^"]*)">([^<]*)</a>', page.content.decode())
    return unescape(next(to for to, shown in links if shown.replace("\xa0", " ").replace("\u202f", " ") == amount))


def test_from_a_table_to_a_figure_to_its_lines(scene, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    page = treasurer.get(where)  # by actions, and by the axis along which most accounts are said
    told = said(page)
    assert "107,01 € de dépenses et 80,00 € de recettes" in told
    assert "Réparti par les clés" in told and "Non ventilé" in told
    assert "de 1 compte, on ne le sait pas encore" in told
    cell = treasurer.get(opens(page, "100,01 €"))
    told = said(cell)
    assert "Animation territoriale" in told and "100,01 €" in told
    assert "1 sur 2, ligne par ligne, de 100,01 €" in told and "50,01 €" in told
    assert "Fonctions support" in told and "50,00 €" in told  # what the key moves
    lines = re.findall(r'href="([^"]*/compte/6130[^"]*)"', cell.content.decode())
    told = said(treasurer.get(unescape(lines[0])))
    assert "Pour ANIMATION" in told and "25,01 €" in told and "25,00 €" in told
    assert f"{where}?exercice={year.pk}&amp;lignes=P&amp;colonnes=N&amp;puis=" in cell.content.decode()
    unsaid = treasurer.get(opens(page, "7,00 €"))
    assert f"passages/dire?compte=622&amp;section=&amp;exercice={year.pk}" in unsaid.content.decode()


def test_axes_stand_where_the_address_says_and_once(scene, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    told = said(treasurer.get(f"{where}?lignes=N&colonnes=&puis=P"))
    assert "dont Animation territoriale ANIMATION" in told and "ne tient qu’une place" not in told
    for asked in ("lignes=P&colonnes=P", "lignes=P&colonnes=N&puis=N", "lignes=Z"):
        assert "Un axe ne tient qu’une place" in said(treasurer.get(f"{where}?{asked}")), asked
    bounded = said(treasurer.get(f"{where}?lignes=P&colonnes=&seulement=N:SUPPORT"))
    assert "100,01 € de dépenses et 0,00 € de recettes" in bounded and "rien que pour « Support »" in bounded
    page = treasurer.get(f"{where}?lignes=P&colonnes=&seulement=N:SUPPORT")
    assert "rien que pour « Support »" in said(treasurer.get(opens(page, "50,01 €")))
    assert "Rien ne se trouve là" in said(treasurer.get(f"{where}?seulement=N:RIEN"))
    assert "107,01 € de dépenses" in said(treasurer.get(f"{where}?seulement=Z:A"))  # no such axis: the whole


def test_what_nobody_said_is_told_with_what_cures_it(scene, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    told = said(treasurer.get(f"{where}?lignes=F&colonnes=X&puis=S"))
    assert "Aucun compte n’est dit le long de l’axe « Financeur, convention »" in told
    assert "L’axe « Tranche d’une convention » n’a aucun code à la fin de cet exercice : les codes communs" in told
    assert "L’axe « Structure » n’a aucun code ici" in told


def test_who_has_a_prefix_is_led_to_open_a_code(scene, treasurer, year, monkeypatch):
    known = framework()
    own = Framework(known.axes, known.codes, {**known.prefixes, scene.first.slug: "POLE"})
    monkeypatch.setattr("kevread.ledgers.views.crossing.framework", lambda: own)
    page = treasurer.get(f"/{scene.first.slug}/comptes/croise?colonnes=X").content.decode()
    assert f'<a href="/{scene.first.slug}/comptes/codes/ouvrir">ouvrir un code</a>' in page


def test_without_a_year_or_without_axes_the_page_says_so(scene, treasurer, monkeypatch):
    where = f"/{scene.first.slug}/comptes/croise"
    assert "Aucun exercice n’est encore là" in said(treasurer.get(where))
    assert treasurer.get(f"{where}.csv").status_code == 404
    assert treasurer.get(f"{where}/chiffre?cote=depenses").status_code == 404
    monkeypatch.setattr("kevread.ledgers.views.crossing.framework", Framework)
    assert "pas encore de cadre analytique" in said(treasurer.get(where))


def test_a_year_that_ended_is_chosen_in_the_address(scene, treasurer, year):
    where, here = f"/{scene.first.slug}/comptes/croise", scene.first
    rows = [one | {"EcritureDate": "20250115"} for one in spent(1, "6130", "10")]
    asked: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
    read = operations.read(organisation=here, file=opened(fec(rows)), name="b.txt", last=date(2025, 12, 31), **asked)
    assert "10,00 € de dépenses" in said(treasurer.get(f"{where}?exercice={read.pk}"))  # read, and not kept yet
    assert "107,01 € de dépenses" in said(treasurer.get(where))
    operations.keep(book=read, seen=None, **asked)
    assert "107,01 € de dépenses" in said(treasurer.get(where))
    assert "10,00 € de dépenses" in said(treasurer.get(f"{where}?exercice={read.pk}"))


def test_it_is_taken_away_as_it_is_shown(scene, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    taken = treasurer.get(f"{where}.csv?lignes=P&colonnes=N").content.decode()
    assert "Dépenses;ANIMATION;Animation territoriale;;;SUPPORT;Support;50,01" in taken
    assert "Dépenses;ANIMATION;Animation territoriale;;;;Réparti par les clés;50,00" in taken
    assert "Dépenses;;Non ventilé;;;;Non ventilé;7,00" in taken
    assert "Recettes;ANIMATION;Animation territoriale;;;ANIMATION;Animation;80,00" in taken
    under = treasurer.get(f"{where}.csv?lignes=N&colonnes=&puis=P").content.decode()
    assert "Dépenses;SUPPORT;Support;ANIMATION;Animation territoriale;;;50,01" in under
    assert treasurer.get(f"{where}.xlsx").status_code == 200


def test_only_those_who_keep_the_money_here_read_it(scene, readers, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    cell = f"{where}/chiffre?exercice={year.pk}&cote=depenses&lignes=P&colonnes=&puis="
    assert treasurer.get(cell).status_code == 200
    for page in (where, f"{where}.csv", f"{where}.xlsx", cell):
        assert readers.direction.get(page).status_code == 403
        assert Client().get(page).status_code == 302
        past = treasurer.get(page + ("&" if "?" in page else "?") + "au=2026-01-01")
        assert past.templates[0].name == "ui/today_only.html" and "50,01" not in said(past)


def test_a_file_of_another_organisation_is_at_no_address_of_this_one(scene, treasurer, year):
    where = f"/{scene.first.slug}/comptes/croise"
    other = book(scene.grouping, spent(1, "6130", "10"))
    for typed in (other.pk, "x"):
        for page in ("", ".csv", "/chiffre"):
            assert treasurer.get(f"{where}{page}?exercice={typed}&cote=depenses").status_code == 404
    for wrong in ("cote=x", "cote=depenses&ligne=RIEN", "cote=recettes&ligne=SUPPORT"):
        assert treasurer.get(f"{where}/chiffre?lignes=P&colonnes=&puis=&{wrong}").status_code == 404
