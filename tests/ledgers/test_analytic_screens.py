"""What accounts mean, said on screen; the full cost of an action, each figure down to its lines."""

from dataclasses import replace
from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.ledgers import operations
from kevread.ledgers.loader import framework
from kevread.ledgers.models import Book, Code, Key, Passage
from tests.conftest import NOW
from tests.reading_tables import taken
from tests.seats.screens import words

from .files import fec, opened, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(scene) -> Book:
    """The rent, in two lines of 50,01 € and 50,00 €."""
    rows = [
        *(row("6130", debit="50,01"), row("512", credit="50,01")),
        *(one | {"EcritureNum": "2"} for one in (row("6130", debit="50,00"), row("512", credit="50,00"))),
    ]
    asked = {"file": opened(fec(rows)), "name": "a.txt", "last": date(2026, 12, 31)}
    found = operations.read(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    return operations.keep(actor=SYSTEM, book=found, seen=None, now=NOW)


def said(page) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def test_from_an_account_of_which_nothing_is_said_to_a_full_cost_and_its_lines(scene, treasurer, book):
    here = f"/{scene.first.slug}/comptes"
    page = treasurer.get(f"{here}/{book.pk}/analytique")
    assert "De 1 compte, on ne sait pas encore" in said(page)
    form = treasurer.get(f"{here}/passages/dire?compte=6130&section=")
    assert 'value="6130"' in form.content.decode()
    assert '<option value="SUPPORT" selected>' in form.content.decode()
    answer = treasurer.post(
        f"{here}/passages/dire",
        {
            "account": "613", "section": "", "since": "2026-01-01", "action_1": "SUPPORT", "part_1": "1",
            "action_2": "ANIMATION", "part_2": "1", "axis_N": "SUPPORT",
        },
    )  # fmt: skip
    assert answer.status_code == 302, said(answer)
    assert Passage.objects.get(organisation=scene.first).parts == [["SUPPORT", 1], ["ANIMATION", 1]]
    assert "Fonctions support (1 sur 2)" in said(treasurer.get(f"{here}/passages"))
    answer = treasurer.post(f"{here}/cles/dire?annee=2026&source=SUPPORT", {"basis": "staff", **part("ANIMATION", 1)})
    assert answer.status_code == 302, said(answer)
    assert Key.objects.get(organisation=scene.first).parts == [["ANIMATION", 1]]
    costs = said(treasurer.get(f"{here}/{book.pk}/analytique"))
    assert "100,01 € de dépenses" in costs
    action = said(treasurer.get(f"{here}/{book.pk}/analytique/ANIMATION"))
    assert "Coût complet 100,01 €" in action
    assert "50,00 € de dépenses à elle, 50,01 € des supports" in action
    assert "1 sur 2, ligne par ligne, de 100,01 €" in action
    lines = said(treasurer.get(f"{here}/{book.pk}/compte/6130?action=ANIMATION&section="))
    assert "Pour ANIMATION" in lines and "25,00 €" in lines
    assert treasurer.get(f"{here}/{book.pk}/analytique/RIEN").status_code == 404
    assert treasurer.post(f"{here}/cles?annee=2026").status_code == 302
    assert Key.objects.get(organisation=scene.first).frozen_on
    assert treasurer.post(f"{here}/cles?annee=2026").status_code == 409


def test_from_what_is_left_to_say_of_a_year_one_goes_back_to_it(treasurer, scene, book):
    here = f"/{scene.first.slug}/comptes"
    year = f"{here}/{book.pk}/analytique"
    asked = f"{here}/passages/dire?compte=6130&amp;section=&amp;exercice={book.pk}"
    assert asked in treasurer.get(year).content.decode()
    typed = {"account": "613", "since": "2026-01-01", "action_1": "SUPPORT", "part_1": "1"}
    for key, to in ((book.pk, year), (scene.first.pk, f"{here}/passages"), ("x", f"{here}/passages")):
        answer = treasurer.post(f"{here}/passages/dire?compte=6130&section=&exercice={key}", typed)
        assert (answer.status_code, answer.url) == (302, to)


def part(code: str, weight: int) -> dict[str, str]:
    """The field of a key for a code, among those that may be served."""
    served = ["DIRECTION", "ANIMATION", "ACCOMPAGNEMENT", "VIE-LOCALE"]
    return {f"part_{served.index(code)}": str(weight)}


def test_what_is_wrong_is_told_on_the_form(scene, treasurer):
    here = f"/{scene.first.slug}/comptes"
    page = treasurer.post(f"{here}/passages/dire", {"account": "x", "since": "2026-01-01", "action_1": "SUPPORT"})
    assert page.status_code == 422
    assert "Écrivez un compte" in said(page)
    page = treasurer.post(f"{here}/passages/dire", {"account": "61", "since": "2026-01-01"})
    assert "au moins une action" in said(page)
    page = treasurer.post(f"{here}/cles/dire?annee=2026&source=SUPPORT", {"basis": "fixed"})
    assert "au moins une action" in said(page)
    assert treasurer.get(f"{here}/cles/dire?annee=2026&source=RIEN").status_code == 404
    assert treasurer.get(f"{here}/cles/dire").headers["location"] == f"{here}/cles"
    page = treasurer.post(f"{here}/codes/ouvrir", {"axis": "P", "code": "A", "label": "…", "since": "2026-01-01"})
    assert page.status_code == 409 or page.status_code == 422
    assert not Code.objects.exists()


def test_codes_that_nobody_adopted_are_told_as_a_proposal_of_ours(scene, treasurer, monkeypatch):
    where = f"/{scene.first.slug}/comptes/codes"
    told, known = said(treasurer.get(where)), framework()
    assert known.note and known.note in told
    assert "ceux de tout le réseau" not in told and ", commun" not in told
    monkeypatch.setattr("kevread.ledgers.views.meaning.framework", lambda: replace(known, note=""))
    assert "ceux de tout le réseau" in said(treasurer.get(where))


def test_only_those_who_keep_the_money_here_read_what_it_means(scene, readers, settings, book):
    here = f"/{scene.first.slug}/comptes"
    paths = [f"{here}/{book.pk}/analytique", f"{here}/passages", f"{here}/cles", f"{here}/codes", f"{here}/cles.csv"]
    assert {readers.direction.get(path).status_code for path in paths} == {403}


def test_without_the_key_that_another_year_has_the_full_cost_is_not_known(scene, treasurer, book):
    here = f"/{scene.first.slug}/comptes"
    said = {"organisation": scene.first, "actor": SYSTEM, "now": NOW}
    parts = [("SUPPORT", 1), ("ANIMATION", 1)]
    operations.set_passage(account="613", section="", codes={}, parts=parts, since=date(2026, 1, 1), **said)
    page, action = f"{here}/{book.pk}/analytique", f"{here}/{book.pk}/analytique/ANIMATION"
    assert "non réparti en 2026" not in treasurer.get(page).text  # nobody ever said that it serves others
    operations.set_key(year=2025, source="SUPPORT", basis="area", parts=[("ANIMATION", 3)], **said)
    for where in (page, action):
        told = treasurer.get(where).text
        assert "non réparti en 2026" in told and f"{here}/cles?annee=2026" in told
    assert "Coût complet" not in treasurer.get(action).text
    (row,) = [one for one in taken(treasurer.get(f"{page}.xlsx")) if one["code"] == "ANIMATION"]
    assert row["coût complet"] is None and row["des supports"] is None and row["ses dépenses"]
    operations.set_key(year=2026, source="SUPPORT", basis="area", parts=[("ANIMATION", 3)], **said)
    assert "Coût complet" in treasurer.get(action).text and "non réparti" not in treasurer.get(page).text


def test_the_lists_are_taken_away(scene, treasurer, book):
    here = f"/{scene.first.slug}/comptes"
    asked = {"account": "613", "section": "", "codes": {}, "parts": [("SUPPORT", 1)], "since": date(2026, 1, 1)}
    operations.set_passage(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    operations.set_key(
        actor=SYSTEM,
        organisation=scene.first,
        year=2026,
        source="SUPPORT",
        basis="area",
        parts=[("ANIMATION", 3)],
        now=NOW,
    )
    files = {
        path: treasurer.get(f"{here}/{path}.csv").content.decode()
        for path in (f"{book.pk}/analytique", "passages", "cles")
    }
    assert "ANIMATION;Animation territoriale;0,00;100,01;100,01;0,00" in files[f"{book.pk}/analytique"]
    assert "613;;Fonctions support;;2026-01-01;" in files["passages"]
    assert "2026;SUPPORT;Surface;ANIMATION;3;3;" in files["cles"]
