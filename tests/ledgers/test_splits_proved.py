"""What lines make for several actions is written once, and never read in the lines again: they are those of the file, while
they are read. Lines are in no journal: whoever owns the tables puts others there for the time of a gesture."""

from datetime import date

import pytest
from django.db import connection

from kevread.common.errors import Refused
from kevread.journal.tables import verify_tables
from kevread.ledgers.models import Line, Split
from kevread.ledgers.operations import splitting
from tests.arrange import undone
from tests.databases import as_administrator

from .test_costs import book, say, spent

pytestmark = pytest.mark.django_db
TAMPERED = {
    "three times as much": "UPDATE ledgers_line SET cents = cents * 3 WHERE account = '6130'",
    "the same sum, on other lines": (
        "UPDATE ledgers_line SET cents = cents + (CASE WHEN number = (SELECT min(number) FROM ledgers_line WHERE account = "
        "'6130') THEN 1 ELSE -1 END) WHERE account = '6130'"
    ),
    "a line more": (
        "INSERT INTO ledgers_line (book_id, number, day, account, section, journal, entry, auxiliary, piece, label, cents) "
        "SELECT book_id, number + 100, day, account, section, journal, entry, auxiliary, piece, label, cents "
        "FROM ledgers_line WHERE account = '6130' LIMIT 1"
    ),
}


def by_hand(statement):
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def year(scene):
    say(scene.grouping, "613", ("ANIMATION", 1), ("SUPPORT", 1))
    return book(scene.grouping, spent(1, "6130", "50,01"), spent(2, "6130", "50,00"))


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_nothing_is_shared_out_of_lines_that_are_not_those_of_the_file(scene, year, monkeypatch, statement):
    before, real = Split.objects.count(), splitting.split_kept

    def put_there(several):
        by_hand(statement)
        return real(several)

    monkeypatch.setattr(splitting, "split_kept", put_there)
    with pytest.raises(Refused, match="ne sont pas celles du fichier"):
        say(scene.grouping, "6130", ("ANIMATION", 2), ("SUPPORT", 1), since=date(2026, 2, 1))
    assert Split.objects.count() == before
    assert Line.objects.filter(book=year, account="6130").count() == 2, "what was refused put it back"


def test_what_is_shared_out_makes_the_balance_even_if_the_file_were_made_to_agree(scene, year, monkeypatch):
    monkeypatch.setattr(splitting, "digest_of_rows", lambda model, owner, walk: year.digest)  # nothing is read
    with pytest.raises(Refused, match="ne sont pas celles du fichier"):
        say(scene.grouping, "6130", ("ANIMATION", 2), ("SUPPORT", 1), since=date(2026, 2, 1))


def test_parts_that_do_not_make_their_balance_are_named(scene, year):
    one = Split.objects.get(balance__book=year)
    assert verify_tables(None)["faults"] == []
    with undone():
        by_hand("UPDATE ledgers_split SET cents = '[5001, 50000]'")
        found = {(fault["table"], fault["row"], tuple(fault["columns"])) for fault in verify_tables(None)["faults"]}
        assert ("ledgers_split", one.pk, ("cents",)) in found
        by_hand(
            "UPDATE journal_change SET after = jsonb_set(after, '{cents}', '[5001, 50000]') WHERE \"table\" = 'ledgers_split'"
        )
        named = [fault for fault in verify_tables(None)["faults"] if fault["table"] == "ledgers_split"]
        assert {fault["kind"] for fault in named} >= {"differs"}
