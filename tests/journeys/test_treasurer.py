"""A treasurer and the file of their accountant: refused by its line, read, told, and the full cost that a hand computes."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import database_url, running
from tests.ledgers.files import Row, fec, row

from .conftest import overhear, window
from .test_fund import follow, press, words

SITE = "treasurer"
HERE = "/ess-centre-bretagne/comptes"
NAME = "000000059FEC20251231.txt"  # the number that its organisation has in the demonstration


@pytest.fixture(scope="module")
def of_its_own() -> Iterator[str]:
    with running(SITE, kind="life") as address:
        yield address


def entry(number: int, account: str, label: str, amount: str) -> list[Row]:
    """An expense, paid by the bank."""
    known = {"EcritureNum": str(number), "EcritureDate": "20250115", "PieceDate": "20250115", "EcritureLib": label}
    known |= {"ValidDate": "20250131"}
    return [
        row(account, debit=amount, CompteLib=label, **known),
        row("512", credit=amount, CompteLib="Banque", **known),
    ]


ENTRIES = [
    *entry(1, "613200", "Loyer des bureaux", "1200,00"),
    *entry(2, "622600", "Honoraires", "300,01"),
    *entry(3, "641100", "Salaires", "10000,00"),
    *entry(4, "625700", "Réceptions", "99,99"),
]


def kept() -> int:
    with psycopg.connect(database_url(SITE)) as connection:
        return connection.execute(
            "SELECT count(*) FROM ledgers_book b JOIN directory_organisation o ON o.id = b.organisation_id"
            " WHERE o.slug = 'ess-centre-bretagne'"
        ).fetchone()[0]


def test_from_a_file_of_seventeen_columns_to_a_full_cost(of_its_own: str, chrome: Browser, tmp_path: Path):
    with window(chrome, of_its_own, "tresorerie") as page:
        said = overhear(page, of_its_own)
        page.goto(f"{of_its_own}{HERE.removesuffix('/comptes')}/aujourd-hui")
        page.get_by_role("link", name="Moyens", exact=True).first.click()
        page.get_by_role("link", name="Comptes", exact=True).first.click()
        refused_by_its_line(page, tmp_path)
        read_and_kept(page, tmp_path)
        told_at_once(page)
        shared_and_frozen(page)
        costs_what_a_hand_computes(page)
        assert said == [
            "console: Failed to load resource: the server responded with a status of 422 (Unprocessable Content)"
        ]


def sent(page: Page, folder: Path, data: bytes) -> None:
    (folder / NAME).write_bytes(data)
    page.get_by_label("Le fichier du cabinet").set_input_files(folder / NAME)
    press(page, "Lire ce fichier")


def refused_by_its_line(page: Page, folder: Path) -> None:
    """Seventeen columns: nothing is written, and the page says of which line."""
    follow(page, "Lire un fichier du cabinet")
    lines = fec(ENTRIES).decode().splitlines()
    short = [line.rpartition("\t")[0] if rank == 3 else line for rank, line in enumerate(lines)]
    sent(page, folder, "".join(f"{line}\n" for line in short).encode())
    assert "Ligne 4" in words(page) and "17" in words(page), words(page)
    assert kept() == 0


def read_and_kept(page: Page, folder: Path) -> None:
    sent(page, folder, fec(ENTRIES))
    assert "ne compte pas encore" in words(page) and "charges 11 600,00 €" in words(page)
    press(page, "Garder ces comptes")
    assert "Ces comptes comptent" in words(page) and kept() == 1


def told_at_once(page: Page) -> None:
    """What is proposed is read again; one line is changed."""
    follow(page, "Ce que coûte chaque action")
    follow(page, "Dire plusieurs comptes à la fois")
    assert "4 comptes à dire" in words(page)
    page.get_by_label(re.compile("^625700")).select_option(label="Vie politique locale")
    press(page, "Dire ces comptes")
    assert "11 600,00 € de dépenses, rangées sur 3 actions" in words(page)


def shared_and_frozen(page: Page) -> None:
    follow(page, "Clés de répartition")
    page.get_by_role("main").get_by_role("link", name=re.compile("Fonctions support")).first.click()
    page.get_by_label("Surface").check()
    page.get_by_label("Animation territoriale (ANIMATION)").fill("3")
    page.get_by_label("Accompagnement de structures (ACCOMPAGNEMENT)").fill("1")
    press(page, "Inscrire cette clé")
    press(page, "Figer les clés de 2025")
    assert "figée" in words(page)


def costs_what_a_hand_computes(page: Page) -> None:
    """1 200,00 and 300,01 are 1 500,01 of supports: three quarters of it are 1 125,0075."""
    page.goto(f"{page.url.partition('/comptes')[0]}/comptes")
    follow(page, "2025")
    follow(page, "Ce que coûte chaque action")
    follow(page, "Animation territoriale")
    assert "Coût complet 11 125,01 €" in words(page)
    assert "10 000,00 € de dépenses à elle, 1 125,01 € des supports" in words(page)
    follow(page, "641100")
    assert "Salaires" in words(page) and "10 000,00 €" in words(page)
