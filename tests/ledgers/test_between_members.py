"""Whom a line is of, and which lines are of the year: what members paid each other is told of those alone."""

import pytest

from kevread.directory.models import Organisation
from kevread.ledgers.queries.combined import together
from tests.conftest import arranging

from .files import row
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
