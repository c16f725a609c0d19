"""A file is read, kept as one act, replaced, annulled: what counts is one file a year, whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from kevread.base.copied import digest_of_rows
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Organisation
from kevread.journal.models import Act, Change
from kevread.journal.tables import altered
from kevread.ledgers import jobs, operations
from kevread.ledgers.models import Balance, Book, Line
from kevread.ledgers.queries.books import balances_of, changed, expired, results_of
from tests.conftest import NOW, arranging
from tests.databases import as_owner

from .files import NAME, fec, opened, rent, row

pytestmark = pytest.mark.django_db


def read(of: Organisation, data: bytes | None = None, actor: Actor = SYSTEM, name: str = NAME, **more: Any) -> Book:
    file = opened(fec(rent()) if data is None else data)
    return operations.read(actor=actor, organisation=of, file=file, name=name, now=NOW, **more)


def kept(of: Organisation, data: bytes | None = None, **more: Any) -> Book:
    book = read(of, data, **more)
    before = Book.objects.kept().filter(organisation=of, period=book.period).first()
    return operations.keep(actor=SYSTEM, book=book, seen=before.pk if before else None, now=NOW)


def lines(book: Book) -> list[tuple[int, str, int]]:
    return list(Line.objects.filter(book=book).order_by("number").values_list("number", "account", "cents"))


def test_what_is_read_counts_only_once_it_is_kept(scene, president):
    book = read(scene.first, actor=president)
    assert (book.state, book.first, book.last) == ("read", date(2026, 1, 1), date(2026, 12, 31))
    assert lines(book) == [(2, "61320000", 80000), (3, "51200000", -80000)]
    assert not Book.objects.kept().filter(organisation=scene.first).exists()
    operations.keep(actor=president, book=book, seen=None, now=NOW)
    assert Book.objects.kept().get(organisation=scene.first) == book


def test_the_journal_holds_the_file_and_what_each_account_makes_and_no_line(scene):
    book = kept(scene.first)
    read_act = Act.objects.get(verb="ledgers.read")
    assert read_act.arguments == {"file": NAME, "sha256": book.sha256}
    assert set(Change.objects.filter(act=read_act).values_list("table", flat=True)) == {
        "ledgers_book",
        "ledgers_balance",
    }
    assert [(one.account, one.debit, one.credit, one.lines) for one in balances_of(book)] == [
        ("51200000", 0, 80000, 1), ("61320000", 80000, 0, 1),
    ]  # fmt: skip


def test_a_file_with_a_fault_leaves_nothing(scene):
    with pytest.raises(operations.Faulty) as raised:
        read(scene.first, fec([*rent(), row("613", debit="1")]))
    assert raised.value.reading.fault_count == 1
    assert not Line.objects.exists()
    assert not Book.objects.filter(organisation=scene.first).exists()


def test_whatever_stands_in_a_label_is_kept_as_it_is(scene):
    label = "a\\b\\N \u2028 é \U0001f600 '; DROP"
    book = read(scene.first, fec(rent(label), separator="|"))
    assert set(Line.objects.filter(book=book).values_list("label", flat=True)) == {label}
    assert digest_of_rows(Line, book.pk) == book.digest


@pytest.mark.parametrize("siren", ["987654324", "123456782"])
def test_a_file_of_another_siren_is_refused(scene, siren):
    with arranging():
        scene.first.siren = siren
        scene.first.save()
    if siren == "123456782":
        assert "siren" not in read(scene.first).remarks
        return
    with pytest.raises(Invalid, match="porte le SIREN 123456782") as raised:
        read(scene.first)
    assert raised.value.field == "file"


def test_a_siren_that_is_not_known_here_is_told(scene):
    with arranging():
        scene.first.siren = ""
        scene.first.save()
    assert read(scene.first).remarks["siren"] == "123456782"


def test_the_year_is_said_by_the_name_or_by_who_brings_it(scene):
    with pytest.raises(Invalid, match="dernier jour") as raised:
        read(scene.first, name="export.txt")
    assert raised.value.field == "last"
    book = read(scene.first, name="export.txt", last=date(2026, 8, 31))
    assert (book.first, book.year) == (date(2025, 9, 1), "du 1er septembre 2025 au 31 août 2026")
    assert read(scene.first, name="export.txt", first=date(2026, 1, 1), last=date(2026, 6, 30)).last == date(
        2026, 6, 30
    )


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 1, 2), date(2026, 1, 1), "first"),
        (date(2024, 1, 1), date(2026, 1, 1), "first"),
        (None, date(2028, 1, 1), "last"),
        (None, date(1999, 12, 31), "last"),
    ],
)
def test_a_year_that_cannot_be_is_refused(scene, first, last, field):
    with pytest.raises(Invalid) as raised:
        read(scene.first, name="export.txt", first=first, last=last)
    assert raised.value.field == field


def test_a_year_of_twenty_four_months_is_read(scene):
    book = read(scene.first, name="a.txt", first=date(2025, 1, 1), last=date(2026, 12, 31))
    assert book.dates.last == date(2026, 12, 31)


def test_a_later_file_of_the_same_year_replaces_and_shows_what_it_changes(scene):
    first = kept(scene.first)
    second = kept(scene.first, fec([*rent(), *rent(EcritureNum="2", cents="20,00")]))
    assert (Book.objects.get(pk=first.pk).state, second.replaces) == ("replaced", first)
    assert [(one.account, one.before, one.after, one.apart) for one in changed(balances_of(first), balances_of(second))] == [
        ("51200000", -80000, -82000, -2000), ("61320000", 80000, 82000, 2000),
    ]  # fmt: skip
    assert len(lines(first)) == 2


def test_an_account_that_goes_and_one_that_comes_are_changes(scene):
    first, second = read(scene.first), read(scene.first, fec([row("622", debit="800"), row("51200000", credit="800")]))
    found = changed(balances_of(first), balances_of(second))
    assert [(one.account, one.before, one.after) for one in found] == [("61320000", 80000, 0), ("622", 0, 80000)]


def test_what_another_window_kept_meanwhile_is_read_again_first(scene):
    book = read(scene.first)
    kept(scene.first)
    with pytest.raises(Refused, match="a changé"):
        operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)


def test_two_years_do_not_overlap(scene):
    kept(scene.first)
    other = read(scene.first, name="a.txt", last=date(2026, 6, 30), data=fec(rent(EcritureDate="20260101")))
    with pytest.raises(Refused, match="compte déjà pour l’exercice 2026"):
        operations.keep(actor=SYSTEM, book=other, seen=None, now=NOW)
    before = read(scene.first, name="a.txt", last=date(2025, 12, 31), data=fec(rent(EcritureDate="20250101")))
    assert operations.keep(actor=SYSTEM, book=before, seen=None, now=NOW).state == "kept"


def test_annulled_the_file_before_counts_again(scene):
    first = kept(scene.first)
    second = kept(scene.first, fec(rent(cents="1,00")))
    operations.undo(actor=SYSTEM, book=second, reason="C’était un brouillon.", now=NOW)
    assert Book.objects.kept().get(organisation=scene.first) == first
    assert len(lines(second)) == 2
    with pytest.raises(Refused, match="ne compte pas"):
        operations.undo(actor=SYSTEM, book=second, reason="Encore.", now=NOW)


def test_an_annulment_says_why(scene):
    with pytest.raises(Invalid):
        operations.undo(actor=SYSTEM, book=kept(scene.first), reason=" \n ", now=NOW)


def test_what_is_given_up_leaves_no_line(scene):
    book = read(scene.first)
    operations.drop(actor=SYSTEM, book=book, now=NOW)
    assert lines(book) == []
    assert not Balance.objects.filter(book=book).exists()
    with pytest.raises(Refused, match="n’attend plus"):
        operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)


def test_what_nobody_kept_in_thirty_days_goes(scene, monkeypatch):
    book, stays = read(scene.first), kept(scene.second)
    assert list(expired(NOW + timedelta(days=30))) == []
    later = NOW + timedelta(days=30, seconds=1)
    monkeypatch.setattr(jobs.clock, "now", lambda: later)
    jobs.drop_what_waited()
    jobs.drop_what_waited()
    assert (Book.objects.get(pk=book.pk).state, Book.objects.get(pk=stays.pk).state) == ("dropped", "kept")


def test_a_year_makes_its_products_less_its_expenses(scene):
    rows = [
        *rent(), row("741", credit="1000", EcritureNum="2"), row("512", debit="1000", EcritureNum="2"),
        row("864", debit="50", EcritureNum="3"), row("875", credit="50", EcritureNum="3"),
    ]  # fmt: skip
    book = kept(scene.first, fec(rows))
    assert (results_of([book])[book].products, results_of([book])[book].result) == (100000, 20000)


def test_a_balance_counts_as_a_file_does(scene):
    data = b"compte;libelle;debit;credit;section\n613;Loyer;800,00;;ANIM\n512;Banque;;800,00;\n"
    book = kept(scene.first, data, kind=Book.Kind.BALANCE)
    assert [(one.account, one.section, one.label, one.cents) for one in balances_of(book)] == [
        ("512", "", "Banque", -80000), ("613", "ANIM", "Loyer", 80000),
    ]  # fmt: skip


def test_nobody_from_above_reads_or_writes_the_accounts_of_a_pole(scene):
    book = kept(scene.first)
    for actor in (scene.coordination, scene.direction, scene.president_of(scene.second)):
        assert not Book.objects.visible_to(actor).filter(pk=book.pk).exists()
        with pytest.raises(Denied):
            read(scene.first, actor=actor)
    assert Book.objects.visible_to(scene.president_of(scene.first)).filter(pk=book.pk).exists()


def test_no_line_is_written_outside_an_act_rewritten_or_taken_out_of_a_file_that_was_kept(scene):
    book = kept(scene.first)
    names = "book_id, day, account, section, journal, entry, auxiliary, piece, label, cents"
    asked = f"INSERT INTO ledgers_line (number, {names}) SELECT number + 9, {names} FROM ledgers_line"
    for question in (asked, "DELETE FROM ledgers_line"):
        with pytest.raises(Error, match="hors d’un acte"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(question)
    rewritten = "UPDATE ledgers_line SET cents = 0"
    for question, said in ((rewritten, "ne se vide ni ne se corrige"), ("DELETE FROM ledgers_line", "gardé")):
        with pytest.raises(Error, match=said), transaction.atomic(), arranging(), connection.cursor() as cursor:
            cursor.execute(question)
    assert len(lines(book)) == 2


def test_a_line_that_changed_is_found_by_the_check_of_the_tables(scene):
    book = kept(scene.first)
    assert [*altered()] == []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE ledgers_line DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledgers_line SET cents = cents + 1 WHERE number = 2")
        cursor.execute("ALTER TABLE ledgers_line ENABLE TRIGGER USER")
    assert [(one.table, one.row, one.kind) for one in altered()] == [("ledgers_line", book.pk, "differs")]
