"""The accounts of the members, together: their sums once what they pay each other is taken out, and the mismatches planted in
them, exactly those; nobody reads a line of another."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.todo import Asker, ToDo
from kevread.directory.models import Organisation, Person
from kevread.ledgers import operations
from kevread.ledgers.asks import RECORDED
from kevread.ledgers.loader import Framework
from kevread.ledgers.models import KEEPS_LEDGERS, Code
from kevread.ledgers.queries.combined import (
    OF_OTHERS,
    Together,
    along_read,
    kept_books,
    readable,
    together,
    years_together,
)
from kevread.ledgers.rules.matching import Recorded
from kevread.ledgers.todo import accounts_apart
from tests.budgeted import bring_accounts
from tests.conftest import NOW, TODAY, arranging
from tests.guards.asking import wearing
from tests.seats.screens import words

from .framed import entry, kept

pytestmark = pytest.mark.django_db


def planted(members: list[Organisation]) -> None:
    head, first, second = members[:3]
    kept(
        head,
        entry(1, "6571", "512", "12000", f"Part de {first.name}"),
        entry(2, "6571", "512", "9800", f"Part de {second.name}"),
        entry(3, "6571", "512", "400", "Aide à une association du dehors"),
        entry(4, "641", "421", "1000", "Salaires"),
    )
    kept(first, entry(1, "512", "7551", "11000", "Part du fonds régional", day="20250930"))
    kept(second, entry(1, "512", "7551", "9800", f"Fonds de {head.name}"), entry(2, "512", "741", "50", "Ville"))


def test_together_what_members_pay_each_other_counts_once_and_each_mismatch_is_told(members):
    planted(members)
    found = together(2025)
    assert [(one.organisation, one.expenses, one.products) for one in found.sides[:3]] == [
        (members[0], 2_320_000, 0), (members[1], 0, 1_100_000), (members[2], 0, 985_000),
    ]  # fmt: skip
    assert found.between == [980_000, 980_000]
    assert (found.expenses, found.products, found.result) == (1_340_000, 1_105_000, -235_000)
    assert [(one.paid.cents, one.received.cents, one.apart) for one in found.apart] == [(1_200_000, 1_100_000, 100_000)]
    assert years_together(kept_books()) == [2025, TODAY.year - 3]  # what the small federation brought


def test_along_an_axis_what_was_paid_between_them_is_taken_out_of_its_code(members):
    planted(members)
    head = members[0]
    asked: dict[str, Any] = {"section": "", "since": date(2025, 1, 1), "now": NOW, "actor": SYSTEM}
    operations.set_passage(
        organisation=head, account="657", codes={"N": "PEREQUATION"}, parts=[("DIRECTION", 1)], **asked
    )
    told = {label: {code: sides for code, _, *sides in rows} for label, rows in together(2025).along}
    assert told["Nature"] == {"PEREQUATION": [1_240_000, 0]}
    assert told["Projet, action"] == {"DIRECTION": [1_240_000, 0]}
    assert told["Structure"] == {"M0": [1_340_000, 0], "M1": [0, 1_100_000], "M2": [0, 5_000]}


def test_who_has_no_file_is_named_and_counts_for_nothing(members):
    found = together(2025)
    assert found.missing == members
    assert (found.expenses, found.products, found.apart) == (0, 0, [])


def test_mismatches_are_read_by_those_who_keep_the_accounts_of_a_side(members, scene):
    planted(members)
    found = together(2025)
    assert readable(found.apart, members, SYSTEM) == found.apart
    assert readable(found.apart, members, scene.direction) == found.apart
    elsewhere = wearing({KEEPS_LEDGERS: frozenset({scene.first.pk, members[2].pk})})
    assert readable(found.apart, members, elsewhere) == []


def test_the_page_tells_sums_and_no_label_of_another(members, readers, django_assert_max_num_queries, scene):
    planted(members)
    here = f"/{scene.grouping.slug}/comptes/ensemble"
    readers.direction.get(here)  # what this process works out once
    with django_assert_max_num_queries(25):
        page = readers.direction.get(here)
    said = words(page).replace("\xa0", " ").replace("\u202f", " ")
    assert "12 000,00 €" in said and "11 000,00 €" in said and "1 000,00 €" in said
    assert "Aide à une association" not in said and "Part de" not in said
    assert readers.direction.get(f"/{scene.first.slug}/comptes/ensemble").status_code == 403
    taken = readers.direction.get(f"{here}.csv").content.decode()
    assert f"{members[0].name};23200,00;0,00;-23200,00" in taken


def test_what_another_has_of_its_own_is_one_sum(members):
    """Its codes may name one post, or one action of one person: each member reads its own, and the sum of the others'."""
    head, first, second = members[:3]
    own = [Code(organisation=one, axis="P", code=f"M{rank}-SEUL") for rank, one in enumerate((first, second), 1)]
    found = Together(2025, own=own)
    rows = [("A-COMMUN", "Commune", 5, 6), ("M1-SEUL", "À soi", 10, 1), ("M2-SEUL", "À soi", 20, 2), ("", "Rien", 7, 8)]
    found.along = [("Actions", rows)]
    ((_, of_first),) = along_read(found, wearing({KEEPS_LEDGERS: frozenset({first.pk})}))
    assert of_first == [rows[0], rows[1], rows[3], ("", OF_OTHERS, 20, 2)]
    ((_, of_head),) = along_read(found, wearing({KEEPS_LEDGERS: frozenset({head.pk})}))
    assert of_head == [rows[0], rows[3], ("", OF_OTHERS, 30, 3)]
    assert along_read(found, SYSTEM) == found.along


def writes(monkeypatch, *records: Recorded) -> None:
    """What members wrote between them, that a room above tells."""
    monkeypatch.setattr(RECORDED, "answers", [lambda keys, first, last: list(records)])


def of_staff(payer: Organisation, payee: Organisation, euros: int, rank: int = 1) -> Recorded:
    told = ("Personnel refacturé", payer.slug, payee.slug, euros * 100, date(2025, 9, 30))
    return Recorded(UUID(int=rank), *told, ("621",), ("708",))


def test_what_members_wrote_is_taken_out_by_that_and_accounts_find_the_rest(members, monkeypatch):
    head, first, second = members[:3]
    kept(
        head,
        entry(1, "512", "7084", "3000", "Refacturation de personnel"),
        entry(2, "6571", "512", "9800", f"Part de {second.name}"),
    )
    kept(first, entry(1, "6214", "512", "3000", "Personnel du trimestre"), entry(2, "641", "421", "3000", "Salaires"))
    kept(second, entry(1, "512", "7551", "9800", f"Fonds de {head.name}"))
    assert (together(2025).between, together(2025).written) == ([980_000, 980_000], [0, 0])
    writes(monkeypatch, of_staff(first, head, 3000))
    found = together(2025)
    assert (found.between, found.written) == ([1_280_000, 1_280_000], [300_000, 300_000])
    assert (found.expenses, found.products, found.apart) == (300_000, 0, [])


def test_what_is_written_and_one_side_tells_otherwise_is_taken_out_there_alone_and_told(members, monkeypatch):
    head, first, second = members[:3]
    kept(head, entry(1, "512", "7084", "3100", f"Refacturation à {first.name}"))
    kept(first, entry(1, "6214", "512", "3000", "Personnel du trimestre"))
    kept(second, entry(1, "641", "421", "700", "Salaires"))
    writes(monkeypatch, of_staff(first, head, 3000), of_staff(second, head, 700, 2))
    found = together(2025)
    assert (found.between, found.expenses, found.products) == ([300_000, 0], 70_000, 310_000)
    told = [
        (flow.paid.cents if flow.paid else None, flow.received.cents if flow.received else None, flow.record.payer)
        for flow in found.apart
    ]
    assert sorted(told, key=str) == sorted([(300_000, 310_000, first.slug), (None, None, second.slug)], key=str)
    assert len(readable(found.apart, members, wearing({KEEPS_LEDGERS: frozenset({second.pk})}))) == 1


def test_a_balance_has_no_line_that_could_answer_what_is_written(members, monkeypatch):
    head, first = members[:2]
    kept(head, entry(1, "512", "7084", "3000", "Refacturation de personnel"))
    writes(monkeypatch, of_staff(first, head, 3000))
    assert (together(2025).between, together(2025).apart) == ([0, 0], [])


def test_the_page_tells_what_was_written_beside_each_side(members, monkeypatch, readers, scene):
    head, first = members[:2]
    kept(head, entry(1, "512", "7084", "3100", f"Refacturation à {first.name}"))
    kept(first, entry(1, "6214", "512", "3000", "Personnel du trimestre"))
    writes(monkeypatch, of_staff(first, head, 3000))
    said = words(readers.direction.get(f"/{scene.grouping.slug}/comptes/ensemble"))
    said = said.replace("\xa0", " ").replace("\u202f", " ")
    assert "inscrit entre eux : personnel refacturé, 3 000,00 €" in said
    assert "dont inscrit entre eux : 3 000,00 € de dépenses, 0,00 € de recettes" in said
    assert "Refacturation à" not in said and "Personnel du trimestre" not in said


def waits(actor, here: Organisation, on: date = TODAY) -> list[ToDo]:
    return accounts_apart(Asker(actor, Person.objects.get(pk=actor.person), here, frozenset({here.pk}), on))


def plainly(one: ToDo) -> str:
    return one.what.replace("\xa0", " ").replace("\u202f", " ")


def test_what_two_members_do_not_tell_alike_waits_for_who_keeps_the_accounts_of_a_side(
    members, scene, django_assert_max_num_queries
):
    planted(members)
    head, first = members[:2]
    with django_assert_max_num_queries(11):
        (one,) = waits(scene.direction, first)
    assert plainly(one) == (
        f"Comptes de 2025 : {head.name} dit avoir versé 12 000 € le 15 septembre 2025, "
        f"{first.name} dit avoir reçu 11 000 € le 30 septembre 2025"
    )
    assert one.url == f"/{first.slug}/comptes/ensemble?annee=2025#ecarts" and one.by is None
    assert waits(scene.direction, members[2]) == []  # keeps nothing there, and nothing is apart there
    other = wearing({KEEPS_LEDGERS: frozenset({members[2].pk})})
    assert waits(other, members[2]) == [] and waits(other, first) == []


def test_nothing_waits_of_a_year_under_way_nor_of_who_is_not_counted(members, scene, monkeypatch):
    planted(members)
    assert waits(scene.direction, members[1], date(2025, 12, 31)) == []
    assert len(waits(scene.direction, members[1], date(2026, 1, 1))) == 1
    monkeypatch.setattr("kevread.ledgers.todo.framework", lambda: Framework({}, {}, {}, {}, ()))
    assert waits(scene.direction, members[1]) == []


def test_who_brought_no_lines_is_not_said_to_be_silent(members, scene):
    head, first = members[:2]
    kept(first, entry(1, "512", "7551", "11000", f"Part de {head.name}"))
    assert waits(scene.direction, first) == []
    with arranging():
        bring_accounts([head], 2025)
    assert waits(scene.direction, first) == []


def test_each_side_is_told_in_words_silent_or_not(members, scene, monkeypatch):
    head, first = members[:2]
    kept(head, entry(1, "641", "421", "700", "Salaires"))
    kept(first, entry(1, "512", "7551", "11000", f"Part de {head.name}"))
    writes(monkeypatch, of_staff(first, head, 3000))
    said = [plainly(one).removeprefix("Comptes de 2025 : ") for one in waits(scene.direction, first)]
    assert sorted(said) == sorted([
        f"{head.name} ne dit rien avoir versé, {first.name} dit avoir reçu 11 000 € le 15 septembre 2025",
        f"{first.name} ne dit rien avoir versé, {head.name} ne dit rien avoir reçu ; inscrit entre eux, 3 000 €",
    ])  # fmt: skip


def test_a_mismatch_waits_where_one_of_its_sides_is_and_nowhere_else(members, scene):
    planted(members)
    head, second = members[0], members[2]
    both = wearing({KEEPS_LEDGERS: frozenset({head.pk, second.pk})})
    assert len(waits(both, head)) == 1 and waits(both, second) == []


def test_what_is_written_back_then_written_again_counts_once(members):
    head, first = members[:2]
    kept(
        head,
        entry(1, "6571", "512", "9800", f"Part de {first.name}"),
        entry(2, "512", "6571", "9800", f"Annulation, part de {first.name}"),
        entry(3, "6571", "512", "9800", f"Part de {first.name}"),
        entry(4, "6571", "512", "70", f"Part de {first.name}"),
        entry(5, "6571", "512", "-70", f"Part de {first.name}"),
    )
    kept(first, entry(1, "512", "7551", "9800", f"Fonds de {head.name}"))
    found = together(2025)
    assert (found.between, found.apart) == ([980_000, 980_000], [])


def test_on_an_account_of_both_a_credit_is_what_is_received(members):
    head, first = members[:2]
    kept(
        head,
        entry(1, "451", "512", "500", f"Avance à {first.name}"),
        entry(2, "512", "451", "500", f"Avance rendue par {first.name}", day="20251001"),
    )
    kept(
        first,
        entry(1, "512", "451", "500", f"Avance de {head.name}"),
        entry(2, "451", "512", "500", f"Avance rendue à {head.name}", day="20251001"),
    )
    found = together(2025)
    assert (len(found.same), found.apart) == (2, [])


def test_of_who_brought_a_balance_nobody_knows_what_came_and_it_is_said(members, readers, scene):
    head, first, second = members[:3]
    kept(
        head,
        entry(1, "6571", "512", "9800", f"Part de {first.name}"),
        entry(2, "6571", "512", "70", f"Part de {second.name}"),
        entry(3, "512", "7551", "30", f"Retour de {first.name}"),
    )
    kept(second, entry(1, "641", "421", "5", "Salaires"))
    with arranging():
        bring_accounts([first], 2025)
    found = together(2025)
    assert [flow.owners for flow in found.apart] == [{head.slug, second.slug}]
    assert [flow.owners for flow in found.unheard] == [{head.slug, first.slug}] * 2
    page = words(readers.direction.get(f"/{scene.grouping.slug}/comptes/ensemble?annee=2025"))
    said = page.replace("\xa0", " ").replace("\u202f", " ")
    told = "dont les lignes ne sont pas ici : cela ne se sait pas."
    assert f"{head.name} dit avoir versé 9 800 € le 15 septembre 2025 à {first.name}, {told}" in said
    assert f"{head.name} dit avoir reçu 30 € le 15 septembre 2025 " in said
    assert "Écart 9 800" not in said and "rien n’est ôté des totaux" in said
