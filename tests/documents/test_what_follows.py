"""What follows a demand for signatures that stops: who is told, who no longer reads, what waits for whoever had asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.common.errors import Denied, Refused
from kevread.common.todo import Asker
from kevread.documents import permissions
from kevread.documents.files import File
from kevread.documents.models import Document, Reader, Step
from kevread.documents.operations import (
    keep_version,
    leave_unsigned,
    refuse_to_sign,
    replace_signer,
    share_document,
    withdraw_circle,
)
from kevread.documents.todo import refusals_to_follow
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_circles import WHY, asker, contract, presidents, put, signs
from tests.documents.test_replaced import GONE, vice
from tests.documents.test_verify_document import pdf_of_nobody
from tests.factories import PersonFactory
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
__all__ = ["asker", "presidents", "vice"]


def newer(circle, asker):
    source = File("b.pdf", pdf_of_nobody("Autre"), "application/pdf")
    return keep_version(actor=asker, document=circle.version.document, corrects="Page 2.", source=source, now=NOW)


def letters(*people):
    found = Dispatch.objects.filter(content__subject__startswith="Une version plus récente remplace")
    return [found.filter(person=who).count() for who in people]


# --- a newer version


def test_whoever_had_signed_and_whoever_had_asked_are_told_once_of_a_newer_version(shelf, presidents, asker, settings):
    (circle,) = put(shelf, presidents, asker, ranks=(2, 1))
    signs(presidents[1], circle)
    newer(circle, asker)
    assert letters(*presidents) == [1, 1]
    jobs.run()
    told = {one.to[0]: one.body for one in mail.outbox if "Une version plus récente" in one.subject}
    assert "Vous aviez signé la version 1" in told[presidents[1].email]
    assert "Vous aviez demandé ces signatures" in told[presidents[0].email]
    assert all("Page 2." in one for one in told.values())
    page = reverse("documents:to_sign", kwargs={"scale": shelf.scene.grouping.slug, "key": circle.version.document_id})
    assert "ne vaut pas pour la nouvelle" in words(entered_as(presidents[1], settings).get(page))


def test_whoever_has_not_signed_and_asked_nothing_is_not_written_to(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    newer(circle, asker)
    assert letters(*presidents) == [1, 0]


@pytest.mark.parametrize("ends", ["signed", "withdrawn", "refused"])
def test_nobody_is_told_of_a_newer_version_of_what_had_ended(shelf, presidents, asker, ends):
    (circle,) = put(shelf, presidents, asker, ranks=(2, 1))
    signs(presidents[1], circle)
    match ends:
        case "signed":
            signs(presidents[0], circle)
        case "withdrawn":
            withdraw_circle(actor=asker, circle=circle, reason=WHY, now=NOW)
        case "refused":
            refuse_to_sign(actor=asker, version=circle.version, reason=WHY, now=NOW)
    newer(circle, asker)
    assert letters(*presidents) == [0, 0]


# --- whoever was replaced


def kept_for_few(shelf, presidents, asker, *named, title="Convention"):
    source = File("convention.pdf", pdf_of_nobody(title), "application/pdf")
    kept = shelf.file(Document.Audience.PEOPLE, title=title, source=source, readers=[presidents[0], *named])
    return put(shelf, presidents, asker, documents=[kept.document])[0]


def replaced(circle, asker, gone, person):
    asked = circle.version.asked.get(person=gone)
    replace_signer(actor=asker, circle=circle, asked=asked, person=person, reason=GONE, now=NOW)


def reads(person, circle):
    actor, document = actor_of(person, TODAY), circle.version.document
    seen = Document.objects.visible_to(actor).filter(pk=document.pk).exists()
    assert seen == bool(permissions.may_read(actor, document))
    return seen


def test_whoever_was_replaced_before_signing_no_longer_reads(shelf, presidents, asker, vice, settings):
    circle = kept_for_few(shelf, presidents, asker)
    assert (reads(presidents[1], circle), reads(vice, circle)) == (True, False)
    replaced(circle, asker, presidents[1], vice)
    assert (reads(presidents[1], circle), reads(vice, circle), reads(presidents[0], circle)) == (False, True, True)
    where = {"scale": shelf.scene.grouping.slug, "key": circle.version.document_id}
    page = entered_as(presidents[1], settings).get(reverse("documents:file", kwargs={**where, "number": 1}))
    assert page.status_code in (403, 404)


def test_whoever_was_named_besides_still_reads_and_may_be_named_again(shelf, presidents, asker, vice):
    circle = kept_for_few(shelf, presidents, asker, presidents[1])
    replaced(circle, asker, presidents[1], vice)
    assert reads(presidents[1], circle)
    other = kept_for_few(shelf, presidents, asker, title="Avenant")
    replaced(other, asker, presidents[1], vice)
    share_document(actor=asker, document=other.version.document, readers=[presidents[1]], now=NOW)
    assert reads(presidents[1], other)


def test_whoever_reads_what_the_organisation_reads_still_does(shelf, presidents, asker, vice):
    (circle,) = put(shelf, presidents, asker)
    before = reads(presidents[0], circle)
    replaced_by = circle.version.asked.get(person=presidents[1])
    replace_signer(actor=asker, circle=circle, asked=replaced_by, person=vice, reason=GONE, now=NOW)
    assert (before, reads(presidents[0], circle)) == (True, True)


def test_one_reads_once_for_each_reason(shelf, presidents, asker):
    circle = kept_for_few(shelf, presidents, asker)
    named = Reader.objects.get(document=circle.version.document, person=presidents[0], asked=None)
    with pytest.raises(IntegrityError, match="reader_once"), transaction.atomic(), arranging():
        Reader.objects.create(document=named.document, person=named.person)


# --- a refusal


def asking(shelf, person, on=TODAY):
    place = shelf.scene.grouping
    return Asker(actor_of(person, TODAY), person, place, frozenset({place.pk}), on)


@pytest.fixture
def refused(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker, ranks=(2, 1))
    refuse_to_sign(actor=actor_of(presidents[1], TODAY), version=circle.version, reason=WHY, now=NOW)
    return circle


def test_a_refusal_waits_for_whoever_had_asked_with_its_reason(shelf, presidents, asker, refused):
    (line,) = refusals_to_follow(asking(shelf, presidents[0]))
    assert (str(presidents[1]) in line.what, WHY in line.why, line.is_reserved) == (True, True, False)
    assert line.url == reverse(
        "documents:circle", kwargs={"scale": shelf.scene.grouping.slug, "key": refused.version.document_id}
    )
    assert refusals_to_follow(asking(shelf, presidents[1])) == []
    assert refusals_to_follow(asking(shelf, presidents[0], TODAY - timedelta(days=1))) == []


def test_whoever_asked_and_keeps_documents_there_no_more_is_not_told(shelf, presidents, asker, refused):
    mandate = shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president")
    with arranging():
        mandate.person = PersonFactory()
        mandate.save()
    assert refusals_to_follow(asking(shelf, presidents[0])) == []


@pytest.mark.parametrize("follows", ["again", "newer", "left"])
def test_what_follows_it_takes_it_off(shelf, presidents, asker, refused, follows):
    match follows:
        case "again":
            put(shelf, presidents, asker, documents=[refused.version.document])
        case "newer":
            newer(refused, asker)
        case "left":
            leave_unsigned(actor=asker, circle=refused, now=NOW)
    assert refusals_to_follow(asking(shelf, presidents[0])) == []


def test_only_a_refusal_that_nothing_followed_is_left_so(shelf, presidents, asker, refused):
    (other,) = put(shelf, presidents, asker, documents=[contract(shelf, "Avenant")])
    withdraw_circle(actor=asker, circle=other, reason=WHY, now=NOW)
    with pytest.raises(Refused, match="Aucun refus n’attend"):
        leave_unsigned(actor=asker, circle=other, now=NOW)
    with pytest.raises(Denied):
        leave_unsigned(actor=actor_of(presidents[1], TODAY), circle=refused, now=NOW)
    leave_unsigned(actor=asker, circle=refused, now=NOW)
    with pytest.raises(Refused, match="Aucun refus n’attend"):
        leave_unsigned(actor=asker, circle=refused, now=NOW)
    assert Step.objects.filter(kind="left").count() == 1


def test_the_page_says_what_may_follow_then_that_nothing_does(shelf, presidents, refused, settings):
    where = {"scale": shelf.scene.grouping.slug, "key": refused.version.document_id}
    page, mine = reverse("documents:circle", kwargs=where), entered_as(presidents[0], settings)
    said = words(mine.get(page))
    assert "Et maintenant" in said and WHY in said and "Demander d’autres signatures" in said
    press(mine, page, {"geste": "laisser", "demande": str(refused.pk)})
    said = words(mine.get(page))
    assert ("Et maintenant" in said, "que ce refus reste sans suite" in said) == (False, True)


def test_of_what_somebody_had_signed_only_a_newer_version_may_follow(shelf, presidents, asker, settings):
    (circle,) = put(shelf, presidents, asker)
    signs(presidents[0], circle)
    refuse_to_sign(actor=actor_of(presidents[1], TODAY), version=circle.version, reason=WHY, now=NOW)
    where = {"scale": shelf.scene.grouping.slug, "key": circle.version.document_id}
    said = words(entered_as(presidents[0], settings).get(reverse("documents:circle", kwargs=where)))
    assert ("Donner une nouvelle version" in said, "Demander d’autres signatures" in said) == (True, False)
