"""A budget as a whole: what is foreseen, what accounts make of both sides, what is committed beyond them, the result."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.ledgers import operations
from kevread.ledgers.models import Budget
from kevread.ledgers.queries.budgets import followed
from tests.conftest import NOW
from tests.seats.screens import words

from .files import fec, opened, row

pytestmark = pytest.mark.django_db
TABLE = "compte;libellé;montant\n64;Salaires;1000\n74;Subventions;1200\n864;Temps donné;50\n875;Temps donné;50"


def totals(found: Budget) -> list[tuple]:
    made = followed(found, SYSTEM)
    return [(one.label, one.foreseen, one.actual) for one in made.totals]


def test_the_whole_of_what_is_made_is_told_with_what_no_line_foresees(scene, treasurer):
    found = operations.prepare_budget(actor=SYSTEM, organisation=scene.first, year=2026, note="", table=TABLE, now=NOW)
    foreseen = [("Dépenses", 100_000, None), ("Recettes", 120_000, None), ("Résultat", 20_000, None)]
    assert totals(found) == foreseen
    here = f"/{scene.first.slug}/comptes/budgets/{found.pk}"
    assert "Les comptes de 2026 ne sont pas encore lus" in words(treasurer.get(here))
    written = (
        ("6411", "600,00", "0,00"),
        ("606", "40,50", "0,00"),
        ("741", "0,00", "700,00"),
        ("864", "50,00", "0,00"),
    )
    rows = []
    for rank, (account, debit, credit) in enumerate(written, 1):
        known = {"EcritureNum": str(rank), "EcritureDate": "20260115"}
        rows += [row(account, debit=debit, credit=credit, **known), row("512", debit=credit, credit=debit, **known)]
    asked = {"file": opened(fec(rows)), "name": "2026.txt", "last": date(2026, 12, 31)}
    book = operations.read(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)
    assert [made for _, _, made in totals(found)] == [64_050, 70_000, 5_950]
    page = words(treasurer.get(here)).replace("\xa0", " ").replace("\u202f", " ")
    whole = page[page.index("Où il en est") : page.index("Ligne par ligne")]
    assert "Au 15 janvier 2026" in whole and "640,50 €" in whole and "59,50 €" in whole
