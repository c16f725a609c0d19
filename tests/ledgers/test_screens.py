"""The accounts on screen: a file is read, its faults are shown as they are written, it is kept; only who keeps the money here
sees a line of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kevread.common.actor import SYSTEM
from kevread.ledgers import operations
from kevread.ledgers.models import Book
from tests.clients import entered_as
from tests.conftest import NOW
from tests.seats.screens import words

from .files import NAME, fec, opened, rent, row

pytestmark = pytest.mark.django_db


def sent(client, local, data: bytes, name: str = NAME, **more):
    asked = {"file": SimpleUploadedFile(name, data), "kind": "fec"} | more
    return client.post(f"/{local.slug}/comptes/lire", asked)


def read(local) -> Book:
    return operations.read(actor=SYSTEM, organisation=local, file=opened(fec(rent())), name=NAME, now=NOW)


def test_a_volunteer_treasurer_reads_relies_on_and_annuls_a_file(scene, treasurer):
    first = scene.first
    page = sent(treasurer, first, fec(rent()))
    book = Book.objects.get(organisation=first)
    assert page.headers["location"] == f"/{first.slug}/comptes/{book.pk}"
    page = treasurer.get(f"/{first.slug}/comptes/{book.pk}")
    assert "ne compte pas encore" in words(page)
    assert "800,00" in words(page)
    page = treasurer.post(f"/{first.slug}/comptes/{book.pk}", {"vu": ""})
    assert page.status_code == 302
    assert Book.objects.get(pk=book.pk).state == "kept"
    lines = treasurer.get(f"/{first.slug}/comptes/{book.pk}/compte/61320000")
    assert "Loyer de janvier" in words(lines)
    assert treasurer.get(f"/{first.slug}/comptes/{book.pk}/compte/999").status_code == 404
    treasurer.post(f"/{first.slug}/comptes/{book.pk}/annuler", {"reason": "Un brouillon."})
    assert "Un brouillon." in words(treasurer.get(f"/{first.slug}/comptes"))


def test_what_a_later_file_changes_is_shown_before_it_is_kept(scene, treasurer):
    operations.keep(actor=SYSTEM, book=read(scene.first), seen=None, now=NOW)
    sent(treasurer, scene.first, fec([*rent(), *rent(cents="20,00", EcritureNum="2")]))
    book = Book.objects.get(organisation=scene.first, state="read")
    page = words(treasurer.get(f"/{scene.first.slug}/comptes/{book.pk}"))
    assert "Ce qui changerait" in page
    assert "20,00" in page
    refused = treasurer.post(f"/{scene.first.slug}/comptes/{book.pk}", {"vu": "x"})
    assert refused.status_code == 409
    assert Book.objects.get(pk=book.pk).state == "read"


def test_a_fault_is_shown_with_its_line_as_it_is_written_and_nothing_runs(scene, treasurer):
    label, before = "<script>alert(1)</script>", set(Book.objects.values_list("pk"))
    page = sent(treasurer, scene.first, fec([row("613", debit="1", credit="1", EcritureLib=label)], separator=";"))
    assert page.status_code in (409, 422)
    said = words(page)
    assert "Ligne 2" in said
    assert "un débit et un crédit" in said
    assert "points-virgules, comme un tableur" in said
    assert label.encode() not in page.content
    assert b"&lt;script&gt;" in page.content
    assert set(Book.objects.values_list("pk")) == before


@pytest.mark.parametrize(("data", "said"), [(b"", "vide"), (b"a\tb\n", "dix-huit"), (b"\xff\xfea\0", "UTF-16")])
def test_a_file_that_is_none_says_so_on_its_field(scene, treasurer, data, said):
    page = sent(treasurer, scene.first, data)
    assert page.status_code == 422
    assert said in words(page)


def test_given_up_from_the_page(scene, treasurer):
    book = read(scene.first)
    treasurer.post(f"/{scene.first.slug}/comptes/{book.pk}", {"geste": "renoncer"})
    assert Book.objects.get(pk=book.pk).state == "dropped"


def test_only_those_who_keep_the_money_here_see_a_line(scene, readers, settings):
    book = operations.keep(actor=SYSTEM, book=read(scene.first), seen=None, now=NOW)
    here = f"/{scene.first.slug}/comptes"
    paths = [
        here,
        f"{here}/{book.pk}",
        f"{here}/{book.pk}/balance.csv",
        f"{here}/{book.pk}/compte/61320000",
        f"{here}/lire",
    ]
    administrator = entered_as(scene.administrator_of(scene.first), settings)
    other = entered_as(scene.world.holder(f"{scene.second.slug}-board", "president").person, settings)
    for client in (administrator, other, readers.direction):
        assert {client.get(path).status_code for path in paths} == {403}
    # by its key, in another house, it is not there
    assert other.get(f"/{scene.second.slug}/comptes/{book.pk}").status_code == 404
    assert other.get(f"/{scene.second.slug}/comptes/{book.pk}/compte/61320000").status_code == 404


def test_the_accounts_are_taken_away(scene, treasurer):
    book = read(scene.first)
    page = treasurer.get(f"/{scene.first.slug}/comptes/{book.pk}/balance.csv")
    assert "61320000;Compte 61320000;;1;800,00;0,00;800,00" in page.content.decode()


def test_what_was_read_waits_at_the_top_of_the_day(scene, treasurer):
    read(scene.first)
    said = words(treasurer.get(f"/{scene.first.slug}/aujourd-hui"))
    assert "sont lus, et ne comptent pas encore" in said
