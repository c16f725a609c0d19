"""Several accounts of a file said at once, from what is usual of them: what a person reads again is what is written."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Code, Passage
from kevread.ledgers.queries.meaning import unsaid_of
from tests.conftest import NOW, arranging
from tests.factories import since
from tests.pressing import press, shown
from tests.seats.screens import words

from .files import fec, opened, row

pytestmark = pytest.mark.django_db
ACCOUNTS = ("6130", "6411", "6999")


def kept(of, last: date = date(2026, 12, 31), accounts: tuple[str, ...] = ACCOUNTS, **asked) -> Book:
    rows = []
    for rank, account in enumerate(accounts, 1):
        known = {"EcritureNum": str(rank), "EcritureDate": f"{last.year}0115"}
        rows += [row(account, debit="10,00", **known), row("512", credit="10,00", **known)]
    asked = {"file": opened(fec(rows)), "name": f"{last.year}.txt", "last": last} | asked
    found = operations.read(actor=SYSTEM, organisation=of, now=NOW, **asked)
    return operations.keep(actor=SYSTEM, book=found, seen=None, now=NOW)


def keys(book: Book) -> dict[str, object]:
    return {one.account: one.pk for one in unsaid_of(book)}


def said(book: Book, said=None, **who) -> list[Passage]:
    said = {keys(book)["6130"]: "SUPPORT"} if said is None else said
    return operations.set_passages(book=book, said=said, **({"actor": SYSTEM, "now": NOW} | who))


def told(of) -> dict[str, tuple]:
    rows = Passage.objects.filter(organisation=of)
    return {one.account: (one.parts, one.codes, one.dates.start) for one in rows}


def test_what_is_proposed_is_read_again_changed_or_left_and_said_in_one_gesture(scene, treasurer):
    book = kept(scene.first)
    here = f"/{scene.first.slug}/comptes/{book.pk}/analytique"
    assert f"{here}/a-dire" in treasurer.get(here).text
    page = treasurer.get(f"{here}/a-dire")
    assert "3 comptes à dire" in words(page).replace("\xa0", " ")
    assert page.text.count('value="SUPPORT" selected') == 1 and page.text.count('value="ANIMATION" selected') == 1
    open_ones = keys(book)
    typed = {
        f"compte_{open_ones['6130']}": "SUPPORT",
        f"compte_{open_ones['6411']}": "DIRECTION",
        f"compte_{open_ones['6999']}": "",
    }
    answer = press(treasurer, f"{here}/a-dire", typed)
    assert (answer.status_code, answer.url) == (302, here)
    since = date(2026, 1, 1)
    assert told(scene.first) == {
        "6130": ([["SUPPORT", 1]], {"N": "SUPPORT"}, since),
        "6411": ([["DIRECTION", 1]], {}, since),  # what goes with the action proposed does not go with another
    }
    assert [one.account for one in unsaid_of(book)] == ["6999"]
    answer = press(treasurer, f"{here}/a-dire", {f"compte_{open_ones['6999']}": ""})
    assert answer.status_code == 422 and "Dites d’un compte au moins" in words(answer)


def test_a_page_of_before_writes_nothing_over_what_was_said_meanwhile(scene, treasurer):
    book = kept(scene.first)
    where = f"/{scene.first.slug}/comptes/{book.pk}/analytique/a-dire"
    typed = {f"compte_{keys(book)[account]}": "SUPPORT" for account in ("6130", "6411")}
    mark = shown(treasurer, where)
    other = {"account": "6130", "section": "", "codes": {}, "parts": [("ANIMATION", 1)], "since": date(2026, 1, 1)}
    operations.set_passage(actor=SYSTEM, organisation=scene.first, now=NOW, **other)
    assert treasurer.post(where, {"vu": mark, **typed}).status_code == 422
    assert treasurer.post(where, typed).status_code == 422  # whoever saw no page
    assert {account: parts for account, (parts, *_) in told(scene.first).items()} == {"6130": [["ANIMATION", 1]]}


def test_all_of_it_is_written_or_nothing(scene):
    book, other = kept(scene.first), kept(scene.second, accounts=("6130",))
    open_ones = keys(book)
    for asked, field in (
        ({}, "said"),
        ({open_ones["6130"]: "SUPPORT", open_ones["6411"]: "RIEN"}, str(open_ones["6411"])),
    ):
        with pytest.raises(Invalid) as found:
            said(book, said=asked)
        assert found.value.field == field
    elsewhere = {open_ones["6130"]: "SUPPORT", keys(other)["6130"]: "SUPPORT"}
    with pytest.raises(Refused, match="relisez la page"):
        said(book, said=elsewhere)
    said(book)
    with pytest.raises(Refused, match="relisez la page"):  # the same page, sent twice
        said(book, said={open_ones["6130"]: "ANIMATION"})
    assert told(scene.first)["6130"][0] == [["SUPPORT", 1]]


def test_who_keeps_no_accounts_here_says_nothing(scene):
    book = kept(scene.first)
    with pytest.raises(Denied):
        said(book, actor=scene.direction)
    assert not told(scene.first)


def test_what_was_said_until_a_day_stays_and_what_is_said_begins_after(scene):
    before, book = kept(scene.first, date(2025, 12, 31)), kept(scene.first)
    asked = {"account": "6130", "section": "", "codes": {}, "parts": [("ANIMATION", 1)], "since": date(2025, 1, 1)}
    first = operations.set_passage(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    operations.end_passage(actor=SYSTEM, passage=first, last=date(2025, 12, 31), now=NOW)
    said(book, said={keys(book)["6130"]: "SUPPORT", keys(book)["6411"]: "ANIMATION"})
    rows = Passage.objects.filter(organisation=scene.first, account="6130").order_by("period")
    assert [(one.parts[0][0], one.dates.start, one.dates.end) for one in rows] == [
        ("ANIMATION", date(2025, 1, 1), date(2026, 1, 1)),
        ("SUPPORT", date(2026, 1, 1), None),
    ]
    assert Passage.objects.get(organisation=scene.first, account="6411").dates.start == date(
        2025, 1, 1
    )  # of the oldest year that counts
    assert [one.account for one in unsaid_of(before)] == ["6999"]


def test_an_account_that_several_sections_have_is_said_in_each(scene):
    data = b"compte;libelle;debit;credit;section\n613;Loyer;8,00;;A\n613;Loyer;2,00;;B\n512;Banque;;10,00;\n"
    book = kept(scene.first, file=opened(data), kind=Book.Kind.BALANCE)
    by_section = {one.section: one.pk for one in unsaid_of(book)}
    said(book, said={by_section["A"]: "SUPPORT", by_section["B"]: "ANIMATION"})
    rows = Passage.objects.filter(organisation=scene.first).order_by("section").values_list("section", "parts", "codes")
    assert list(rows) == [("A", [["SUPPORT", 1]], {"N": "SUPPORT"}), ("B", [["ANIMATION", 1]], {})]


def test_an_older_year_brought_later_is_said_until_what_was_said_begins(scene):
    kept(scene.first)
    asked = {"account": "6130", "section": "", "codes": {}, "parts": [("ANIMATION", 1)], "since": date(2026, 1, 1)}
    operations.set_passage(actor=SYSTEM, organisation=scene.first, now=NOW, **asked)
    before = kept(scene.first, date(2025, 12, 31))
    said(before)
    rows = Passage.objects.filter(organisation=scene.first, account="6130").order_by("period")
    assert [(one.parts[0][0], one.dates.start, one.dates.end) for one in rows] == [
        ("SUPPORT", date(2025, 1, 1), date(2026, 1, 1)),
        ("ANIMATION", date(2026, 1, 1), None),
    ]


def test_an_action_opened_since_is_said_from_the_year_that_has_it(scene):
    with arranging():
        Code.objects.create(organisation=scene.first, axis="P", code="T-A", label="…", period=since(date(2026, 3, 1)))
    kept(scene.first, date(2025, 12, 31))
    book = kept(scene.first)
    (made,) = said(book, said={keys(book)["6130"]: "T-A"})
    assert made.dates.start == date(2026, 12, 31) and not [one for one in unsaid_of(book) if one.account == "6130"]
