"""Budgets: prepared as a table, fixed by a decision of who votes it, corrected by another version, held against accounts."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.todo import Asker
from kevread.decisions.models import Decision
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.queries.wording import shown
from kevread.directory.models import Person
from kevread.ledgers import operations
from kevread.ledgers.models import Balance, Book, Budget
from kevread.ledgers.queries.budgets import followed, in_force, lines_of
from kevread.ledgers.rules.budget import Foreseen, read_table
from kevread.ledgers.todo import budgets_to_vote
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided
from tests.seats.screens import words

from .files import fec, opened, row

pytestmark = pytest.mark.django_db
TABLE = "compte;action;libellé;montant\n64;;Salaires;1 000,00\n613;;Loyer;200\n74;;Subventions;1 200,00 €"
YEAR = 2027


def prepared(of, year: int = YEAR, table: str = TABLE, note: str = "") -> Budget:
    return operations.prepare_budget(actor=SYSTEM, organisation=of, year=year, table=table, note=note, now=NOW)


def on_the_budget(scene, body: str = "assembly", on: date = TODAY) -> Decision:
    """A decision on the budget of the grouping, after the advice of its board."""
    with arranging():
        advice = advised(f"{scene.grouping.slug}-board", "budget", on=on)
        return decided(f"{scene.grouping.slug}-{body}", "budget", on=on, after=[advice] if body == "assembly" else [])


def fixed(scene, budget: Budget, decision: Decision) -> Budget:
    asked = {"budget": str(budget.pk)}
    opened_by = propose_application(actor=SYSTEM, decision=decision, kind="budget", asked=asked, now=NOW)
    apply_decision(actor=SYSTEM, application=opened_by, now=NOW)
    budget.refresh_from_db()
    return budget


def test_every_line_that_is_wrong_is_told_and_nothing_is_kept(scene):
    lines = (
        "5;;Banque;1",
        "64;;Salaires;douze",
        "64;;Salaires;5",
        "64;;Encore;6",
        "613;AILLEURS;;1",
        "62;;;-3",
        ";;x;1",
    )
    table = "\n".join(("compte;action;libellé;montant", *lines))
    with pytest.raises(operations.FaultyTable) as found:
        prepared(scene.first, table=table)
    said = [(one.number, one.message) for one in found.value.wrong]
    assert [number for number, _ in said] == [2, 3, 5, 6, 7, 8]
    assert "n’est pas un montant" in said[1][1] and "La ligne 4 dit déjà" in said[2][1] and "négatif" in said[4][1]
    assert found.value.wrong[1].raw == "64;;Salaires;douze"
    assert not Budget.objects.filter(organisation=scene.first).exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "vide"),
        ("compte;montant", "n’a que le nom de ses colonnes"),
        ("64;100", "Il manque compte et montant"),
        ("compte;libellé\n64;a", "Il manque montant"),
        ('compte,montant\n64,"1,5"\n\0,1', "Le compte manque"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_would_be_right(table, said):
    assert said in read_table(table, ()).wrong[0].message


def test_totals_and_empty_lines_are_passed_over():
    found = read_table("Compte\tPrévu\n\n64\t1\nTotal des charges\t1\n", ())
    assert (found.lines, found.wrong) == ([Foreseen("64", "", "", 100)], [])


def test_a_budget_holds_once_a_decision_of_who_votes_it_fixes_it(scene):
    budget = prepared(scene.grouping)
    assert in_force(scene.grouping, YEAR, TODAY) is None
    decision = on_the_budget(scene, on=RECENTLY)
    fixed(scene, budget, decision)
    assert (budget.state, budget.voted_on, budget.application.decision) == ("voted", RECENTLY, decision)
    assert in_force(scene.grouping, YEAR, RECENTLY) == budget
    assert in_force(scene.grouping, YEAR, RECENTLY - timedelta(days=1)) is None
    with pytest.raises(Refused, match="n’est plus en préparation"):
        operations.rewrite_budget(actor=SYSTEM, budget=budget, table=TABLE, now=NOW)


def test_a_decision_of_another_body_of_another_type_or_of_elsewhere_fixes_nothing(scene):
    budget = prepared(scene.grouping)
    with pytest.raises(Refused, match="ne vote pas le budget"):
        fixed(scene, budget, on_the_budget(scene, body="board"))
    with arranging():
        other = decided(f"{scene.grouping.slug}-assembly", "comptes", on=TODAY)
        elsewhere = decided(f"{scene.world.groupings[1].slug}-assembly", "budget", on=TODAY)
    with pytest.raises(Refused, match="classez-la d’abord"):
        fixed(scene, budget, other)
    with pytest.raises(Invalid, match="Choisissez la version"):
        fixed(scene, budget, elsewhere)
    assert Budget.objects.get(pk=budget.pk).state == "prepared"


def test_another_version_corrects_it_says_why_and_is_voted_no_sooner(scene):
    first = fixed(scene, prepared(scene.grouping), on_the_budget(scene))
    with pytest.raises(Invalid, match="dites ce qui change"):
        prepared(scene.grouping, table=TABLE.replace("200", "300"))
    with pytest.raises(Refused, match="rien ne change"):
        prepared(scene.grouping, note="Rien")
    second = prepared(scene.grouping, table=TABLE.replace("200", "300"), note="Le loyer augmente")
    assert second.version == 2
    with pytest.raises(Refused, match="déjà en préparation"):
        prepared(scene.grouping, table=TABLE.replace("200", "400"), note="Encore")
    with pytest.raises(Refused, match="se vote le même jour ou après"):
        fixed(scene, second, on_the_budget(scene, on=RECENTLY))
    fixed(scene, second, on_the_budget(scene))
    assert in_force(scene.grouping, YEAR, TODAY) == second
    with pytest.raises(Refused, match="la corrige"):
        operations.undo_budget(actor=SYSTEM, budget=first, reason="Erreur", now=NOW)
    operations.undo_budget(actor=SYSTEM, budget=second, reason="Erreur", now=NOW)
    assert in_force(scene.grouping, YEAR, TODAY) == first


def test_what_is_given_up_stays_and_gives_way(scene):
    first = prepared(scene.first)
    operations.drop_budget(actor=SYSTEM, budget=first, now=NOW)
    assert prepared(scene.first).version == 2
    assert len(lines_of(first)) == 3


@pytest.fixture
def book(scene) -> Book:
    """The rent 250 €, salaries 400 €, a subsidy of 1 500 €; something that no line foresees."""
    rows = []
    for number, (account, cents, side) in enumerate(
        (
            ("6130", "250,00", "debit"),
            ("6411", "400,00", "debit"),
            ("7410", "1500,00", "credit"),
            ("658", "7,00", "debit"),
        )
    ):
        other = "credit" if side == "debit" else "debit"
        sides = (row(account, **{side: cents}), row("512", **{other: cents}))
        rows += [one | {"EcritureNum": str(number + 1)} for one in sides]
    asked = {"file": opened(fec(rows)), "name": "a.txt", "last": date(2026, 12, 31)}
    found = operations.read(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    return operations.keep(actor=SYSTEM, book=found, seen=None, now=NOW)


def test_each_line_is_held_against_the_accounts_and_the_difference_is_said(scene, book):
    budget = prepared(scene.first, year=2026)
    found = followed(budget, SYSTEM)
    said = {one.line.account: (one.held.actual, one.words) for one in found.rows}
    assert said["613"] == (25_000, "Dépassé de 50 €.")
    assert said["64"] == (40_000, "Il reste 600 €.")
    assert said["74"] == (150_000, "300 € de plus que prévu.")
    assert [(one.account, one.actual) for one in found.outside] == [("658", 700)]
    assert [one.line.account for one in found.over] == ["613"]
    assert found.until == date(2026, 1, 15)


def test_a_line_of_an_action_takes_what_accounts_put_under_it(scene, book):
    asked = {
        "account": "64",
        "section": "",
        "codes": {},
        "parts": [("SUPPORT", 1), ("ANIMATION", 3)],
        "since": date(2026, 1, 1),
    }
    operations.set_passage(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    table = "compte;action;montant\n64;SUPPORT;100\n64;;300\n7;;1\n6;;1"
    found = followed(prepared(scene.first, year=2026, table=table), SYSTEM)
    said = {(one.line.account, one.line.action): one.held.actual for one in found.rows}
    assert said == {("64", "SUPPORT"): 10_000, ("64", ""): 30_000, ("7", ""): 150_000, ("6", ""): 25_700}


def test_without_accounts_what_is_made_is_not_known_and_is_not_zero(scene):
    found = followed(prepared(scene.first), SYSTEM)
    assert found.book is None and {one.held.actual for one in found.rows} == {None}
    assert "Rien n’en est connu." in {one.words for one in found.rows}


def test_what_is_prepared_waits_for_a_decision_on_the_home_page(scene, president):
    budget = prepared(scene.first)
    asked = (president, Person.objects.get(pk=president.person))
    (line,) = budgets_to_vote(Asker(*asked, scene.first, frozenset({scene.first.pk}), TODAY))
    assert budget.name in line.what and line.url == reverse("ledgers:budget", args=[scene.first.slug, budget.pk])
    assert budgets_to_vote(Asker(*asked, scene.second, frozenset({scene.second.pk}), TODAY)) == []


def said(page) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def test_a_budget_goes_from_a_pasted_table_to_a_decision_on_screen(scene, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = f"/{scene.grouping.slug}/comptes/budgets"
    wrong = client.post(f"{here}/preparer", {"year": YEAR, "table": "compte;montant\n64;douze"})
    assert wrong.status_code == 422 and "Ligne 2." in said(wrong) and "64;douze" in wrong.content.decode()
    done = client.post(f"{here}/preparer", {"year": YEAR, "table": TABLE}, follow=True)
    assert "est en préparation et n’engage personne" in said(done), said(done)
    budget = Budget.objects.get(organisation=scene.grouping, year=YEAR)
    decision = on_the_budget(scene)
    asked = reverse("ledgers:fix_budget", args=[scene.grouping.slug, decision.pk])
    assert "Dire quel budget elle fixe" in said(
        client.get(reverse("decisions:decision", args=[scene.grouping.slug, decision.pk]))
    )
    client.post(asked, {"budget": budget.pk})
    assert Budget.objects.get(pk=budget.pk).state == "prepared"  # nothing is done until somebody confirms it
    application = decision.applications.get()
    client.post(reverse("decisions:apply", args=[scene.grouping.slug, application.pk]), {"etape": "confirmer"})
    page = said(client.get(f"{here}/{budget.pk}"))
    assert "Il est en vigueur" in page and "Dépenses et recettes s’équilibrent." in page
    again = client.get(f"{here}/preparer?annee={YEAR}")
    assert "64;;Salaires;1000,00" in again.context["form"].initial["table"]


def test_a_file_stands_in_the_place_of_what_is_pasted(scene, treasurer):
    here = f"/{scene.first.slug}/comptes/budgets"
    file = SimpleUploadedFile("b.csv", "compte;libellé;montant\n64;Été;10".encode("cp1252"))
    answer = treasurer.post(f"{here}/preparer", {"year": YEAR, "file": file})
    assert answer.status_code == 302, said(answer)
    assert [one.label for one in lines_of(Budget.objects.get(organisation=scene.first, year=YEAR))] == ["Été"]


def test_who_does_not_keep_the_money_here_reads_no_budget(scene, settings, readers):
    budget = prepared(scene.first)
    other = entered_as(scene.world.holder(f"{scene.second.slug}-board", "president").person, settings)
    for client in (other, readers.direction):
        for page in ("", "/preparer", f"/{budget.pk}", f"/{budget.pk}/suivi.csv"):
            assert client.get(f"/{scene.first.slug}/comptes/budgets{page}").status_code in (403, 404), page
    assert Balance.objects.filter(book__organisation=scene.first).count() == 0


def test_from_the_page_of_its_decision_it_is_annulled_or_one_reads_what_comes_first(scene):
    first = fixed(scene, prepared(scene.grouping), on_the_budget(scene))
    (told,) = shown([first.application], scene.direction)
    assert told.undo and (told.undo.screen, told.undo.where["key"], told.stays) == ("ledgers:undo_budget", first.pk, "")
    assert shown([first.application], scene.president_of(scene.second))[0].undo is None
    second = fixed(
        scene,
        prepared(scene.grouping, table=TABLE.replace("200\n", "300\n"), note="Le loyer monte."),
        on_the_budget(scene),
    )
    (told,) = shown([first.application], scene.direction)
    assert told.undo is None and told.stays.startswith(f"« {second.name} » le corrige")
    operations.undo_budget(actor=SYSTEM, budget=second, reason="Une erreur de saisie", now=NOW)
    assert shown([first.application], scene.direction)[0].undo
    (told,) = shown([second.application], scene.direction)
    assert (told.undo, told.stays) == (None, "")
