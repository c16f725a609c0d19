"""Whom a line is of, and which lines are of the year: what members paid each other is told of those alone."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.ledgers import operations
from kevread.ledgers.queries.budgets import followed
from kevread.ledgers.queries.combined import together, told_apart
from tests.budgeted import voted
from tests.conftest import NOW, TODAY, arranging
from tests.seats.screens import words

from .files import opened, row
from .framed import entry, kept

pytestmark = pytest.mark.django_db

OPENINGS = ("AN", "RAN", "A NOUVEAUX", "À-nouveau", "ANOUV", "Report à nouveau")


def opening(journal: str, account: str, euros: str, label: str, number: int = 900) -> list[dict[str, str]]:
    """What was left of the year before, owed by another (above zero) or to another, as software writes it on the first day."""
    said = {"JournalCode": journal, "EcritureNum": str(number), "EcritureDate": "20250101", "EcritureLib": label}
    side, other = ("debit", "credit") if not euros.startswith("-") else ("credit", "debit")
    cents = euros.removeprefix("-")
    return [row(account, **{side: cents}, **said), row("110", **{other: cents}, **said)]


def test_of_six_files_exactly_what_was_planted_is_apart(six):
    """Each member opens its year with what others owe it and what it owes them, never the same as them: that is of the year
    before. Two movements are planted that nothing answers, and one of another sum."""
    assert len(six) == 6
    entries: dict[Organisation, list[list[dict[str, str]]]] = {
        one: [
            opening(OPENINGS[rank], "451", str(1_000 + rank), f"Solde de {six[rank - 1].name}"),
            opening(OPENINGS[rank], "4511", f"-{2_000 + rank}", f"Solde de {six[rank - 2].name}", 901),
        ]
        for rank, one in enumerate(six)
    }
    head, *others = six
    for rank, one in enumerate(others):
        entries[head].append(entry(10 + rank, "451", "512", str(100 + rank), f"Avance à {one.name}"))
        entries[one].append(entry(10, "512", "451", str(100 + rank), f"Avance de {head.name}"))
    entries[head].append(entry(30, "451", "512", "777", f"Avance à {others[0].name}"))
    entries[others[1]].append(entry(31, "512", "451", "888", f"Avance de {others[2].name}"))
    entries[others[3]].append(entry(32, "451", "512", "999", f"Avance à {others[4].name}"))
    entries[others[4]].append(entry(33, "512", "451", "990", f"Avance de {others[3].name}"))
    for one, those_of in entries.items():
        kept(one, *those_of)
    found = together(2025)
    assert len(found.same) == 5
    told = {(flow.paid and flow.paid.cents, flow.received and flow.received.cents) for flow in found.apart}
    assert told == {(77_700, None), (None, 88_800), (99_900, 99_000)} and len(found.apart) == 3


def test_what_opens_a_year_is_of_the_balance_sheet_alone(members):
    """Whatever its journal is called, an expense is of its year."""
    head, first = members[:2]
    spent = entry(1, "6571", "512", "9800", f"Part de {first.name}")
    kept(head, [one | {"JournalCode": "AN"} for one in spent])
    kept(first, entry(1, "512", "7551", "9800", f"Fonds de {head.name}"))
    assert len(together(2025).same) == 1


SHORT, LONG = {"first": date(2025, 1, 1), "last": date(2025, 3, 31)}, {"first": date(2025, 4, 1)}


def two_years_closed(members: list[Organisation]) -> None:
    """The first grouping closed a year of three months, then one of nine: the same line of both files pays the head."""
    head, first = members[:2]
    kept(
        first,
        entry(1, "6571", "512", "300", f"Part de {head.name}", day="20250210"),
        entry(2, "641", "421", "40", "Salaires", day="20250220"),
        **SHORT,
    )
    kept(
        first,
        entry(1, "6571", "512", "500", f"Part de {head.name}"),
        entry(2, "641", "421", "60", "Salaires"),
        **LONG,
    )
    kept(
        head,
        entry(1, "512", "7551", "300", f"Part de {first.name}", day="20250215"),
        entry(2, "512", "7551", "500", f"Part de {first.name}"),
    )


def test_two_years_that_close_in_one_are_summed_and_lose_nothing(members):
    two_years_closed(members)
    first = members[1]
    operations.set_passage(
        organisation=first, account="657", section="", codes={"N": "PEREQUATION"}, parts=[("DIRECTION", 1)],
        since=date(2025, 1, 1), now=NOW, actor=SYSTEM,
    )  # fmt: skip
    found = together(2025)
    assert [(one.expenses, one.products, len(one.found)) for one in found.sides[:2]] == [(0, 80_000, 1), (90_000, 0, 2)]
    assert (found.between, found.apart) == ([80_000, 80_000], [])
    assert (found.expenses, found.products) == (10_000, 0)
    told = {label: {code: sides for code, _, *sides in rows} for label, rows in found.along}
    assert told["Nature"]["PEREQUATION"] == [0, 0]
    assert told["Structure"] == {"M0": [0, 0], "M1": [10_000, 0]}


def test_the_page_says_that_two_years_are_summed(members, readers, scene):
    two_years_closed(members)
    said = words(readers.direction.get(f"/{scene.grouping.slug}/comptes/ensemble?annee=2025"))
    said = said.replace("\xa0", " ").replace("\u202f", " ")
    assert "2 exercices clos en 2025, additionnés : du 1er janvier 2025 au 31 mars 2025, du 1er avril 2025" in said
    taken = readers.direction.get(f"/{scene.grouping.slug}/comptes/ensemble.csv?annee=2025").content.decode()
    assert f"{members[1].name};900,00;0,00;-900,00;2" in taken


def test_who_brought_lines_of_a_part_of_the_year_alone_is_not_said_to_be_silent(members, scene):
    """Of the other part a balance is here, which says neither to whom nor from whom."""
    head, first = members[:2]
    kept(first, entry(1, "641", "421", "40", "Salaires", day="20250220"), **SHORT)
    asked = {"first": date(2025, 4, 1), "last": date(2025, 12, 31), "kind": "balance", "name": "b.csv"}
    file = opened("compte;libellé;débit;crédit\n641;Salaires;60;0\n421;Personnel;0;60".encode())
    book = operations.read(actor=SYSTEM, organisation=first, file=file, now=NOW, **asked)
    operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)
    kept(head, entry(1, "6571", "512", "500", f"Part de {first.name}"))
    found = together(2025)
    assert (found.apart, len(found.unheard)) == ([], 1)
    assert told_apart(head, SYSTEM, TODAY)[1] == []


def test_a_budget_is_held_against_both_years_that_close_in_its_own(members):
    two_years_closed(members)
    with arranging():
        budget = voted(members[1], 2025)
    made = followed(budget, SYSTEM)
    assert [(row.line.account, row.held.actual) for row in made.rows] == [("64", 10_000), ("74", 0)]
    assert [(one.account, one.actual) for one in made.outside] == [("6571", 80_000)]
    assert (made.days, len(made.books)) == ((date(2025, 1, 1), date(2025, 12, 31)), 2)
    assert made.until == date(2025, 9, 15)


def test_the_page_of_a_budget_says_the_two_years(members, readers, scene):
    two_years_closed(members)
    with arranging():
        budget = voted(members[1], 2025)
    said = words(readers.direction.get(f"/{scene.grouping.slug}/comptes/budgets/{budget.pk}")).replace("\xa0", " ")
    assert "2 exercices closent en 2025, et s’additionnent" in said and "du 1er avril 2025 au 31 décembre 2025" in said


def named(names: dict[Organisation, str]) -> None:
    """The rows of the scene are those of every test: theirs stay as they are."""
    with arranging():
        for one, name in names.items():
            Organisation.objects.filter(pk=one.pk).update(name=name)


def test_a_name_that_holds_another_names_its_own_member_alone(members):
    """« ESS Bretagne Sud » is not the head, « ESS Bretagne »; a label that says both is of both."""
    head, first, second = members[:3]
    named({head: "ESS Bretagne", first: "ESS Bretagne Sud", second: "Sud Bretagne"})
    kept(
        second,
        entry(1, "6571", "512", "500", "Part ESS Bretagne Sud"),
        entry(2, "6571", "512", "600", "Part ESS Bretagne"),
        entry(3, "6571", "512", "700", "ESS Bretagne, pour ESS Bretagne Sud"),
    )
    kept(head, entry(1, "641", "421", "5", "Salaires"))
    kept(first, entry(1, "641", "421", "5", "Salaires"))
    told = {flow.paid.cents: flow.paid.names for flow in together(2025).apart}
    assert told == {50_000: {first.slug}, 60_000: {head.slug}, 70_000: {head.slug, first.slug}}


def test_the_longest_name_alone_answers_whoever_received(members):
    head, first, second = members[:3]
    named({head: "ESS Bretagne", first: "ESS Bretagne Sud"})
    kept(second, entry(1, "6571", "512", "500", "Part de l’ESS Bretagne Sud"))
    kept(head, entry(1, "512", "7551", "500", "Contribution"))  # as much, of somebody else
    kept(first, entry(1, "512", "7551", "500", f"Contribution de {second.name}"))
    found = together(2025)
    assert [(one.paid.owner, one.received.owner) for one in found.same] == [(second.slug, first.slug)]
    assert found.apart == []
