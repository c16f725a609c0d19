"""The files that go with a meeting: read by whoever is convened, frozen by the notice, all in one pack."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Refused
from kevread.common.words import of
from kevread.documents.models import Document
from kevread.meetings.models import Enclosure
from kevread.meetings.operations import (
    Point,
    amend_item,
    convene,
    postpone_meeting,
    send_further_notice,
    withdraw_enclosure,
)
from kevread.meetings.queries.notices import changes_to_send
from kevread.meetings.queries.pack import enclosures_of, pack_of
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.databases import cut
from tests.gatherings.preparing import a_pdf
from tests.gatherings.preparing import enclosing as give
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import IN_A_MONTH
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


def test_whoever_would_be_convened_reads_it_and_nobody_else():
    here = met(State.DRAFT)
    give(here)
    assert Document.objects.visible_to(here.actor(here.members[-1].person)).exists()
    assert Document.objects.visible_to(here.actor(here.direction)).exists()
    assert not Document.objects.visible_to(NOBODY).exists()


def test_the_notice_freezes_it_and_opens_it_to_the_roll():
    here = met(State.AGENDA)
    enclosure = give(here, item=here.items["comptes"])
    notice = convene(actor=here.actor(), meeting=here.meeting, now=NOW)
    (frozen,) = notice.content["papers"]
    assert frozen["sha256"] == enclosure.version.sha256
    assert frozen["item"] == str(here.items["comptes"].pk)


def test_the_files_go_with_the_meeting_that_is_held_on_another_date():
    here = met(State.AGENDA)
    give(here, title="Comptes 2025", item=here.items["comptes"])
    give(here, title="Plan d’accès")
    withdraw_enclosure(actor=here.actor(), enclosure=give(here, title="Un brouillon"), now=NOW)
    convene(actor=here.actor(), meeting=here.meeting, now=NOW)
    hours = {"starts_at": IN_A_MONTH, "ends_at": IN_A_MONTH + timedelta(hours=2)}
    later = postpone_meeting(actor=here.actor(), meeting=here.meeting, reason="Grève.", now=NOW, **hours)
    carried = {one.version.document.title: one for one in later.enclosures.all()}
    assert carried.keys() == {"Comptes 2025", "Plan d’accès"}
    assert carried["Comptes 2025"].item.origin == here.items["comptes"]
    assert carried["Plan d’accès"].item is None
    notice = convene(actor=here.actor(), meeting=later, now=NOW)
    assert len(notice.content["papers"]) == 2
    assert here.meeting.enclosures.count() == 3, "the first meeting keeps its own"


def test_one_more_after_the_notice_is_said_by_a_further_one():
    here = met(State.CONVENED)
    enclosure = give(here)
    assert changes_to_send(here.meeting) == ["Pièce ajoutée : Comptes 2025"]
    send_further_notice(actor=here.actor(), meeting=here.meeting, reason="Les comptes sont joints.", now=NOW)
    withdraw_enclosure(actor=here.actor(), enclosure=enclosure, now=NOW)
    assert changes_to_send(here.meeting) == ["Pièce retirée : Comptes 2025"]
    with pytest.raises(Refused, match="déjà retirée"):
        withdraw_enclosure(actor=here.actor(), enclosure=enclosure, now=NOW)


def test_it_is_given_and_taken_off_by_those_who_prepare_until_the_opening():
    here, opened = met(State.DRAFT), met(State.OPEN)
    enclosure = give(here)
    for who in (NOBODY, here.actor(here.members[-1].person)):
        with pytest.raises(Denied):
            give(here, actor=who)
        with pytest.raises(Denied):
            withdraw_enclosure(actor=who, enclosure=enclosure, now=NOW)
    with pytest.raises(Refused, match="ne changent plus"):
        give(opened)


def test_a_pack_holds_the_agenda_and_what_one_reads():
    here = met(State.CONVENED)
    give(here, item=here.items["comptes"])
    read = PdfReader(BytesIO(pack_of(here.meeting, here.actor(), NOW)))
    text = "".join(page.extract_text() for page in read.pages)
    assert "Approuver les comptes 2025" in text
    assert [one.title for one in read.outline] == [
        f"Ordre du jour – Assemblée générale ordinaire {of(here.grouping.name)} du 24 novembre 2026",
        "Comptes 2025",
    ]
    cut("documents_reader")
    with arranging():
        enclosure = here.meeting.enclosures.get()
        enclosure.version.document.readers.all().delete()
    assert enclosures_of(here.meeting, here.actor()) == []


def test_a_pack_says_the_agenda_that_was_sent_not_the_one_that_is_being_rewritten():
    here = met(State.CONVENED)
    item = here.items["comptes"]
    amend_item(actor=here.actor(), item=item, point=Point(item.kind, "Dissoudre l’association"), now=NOW)
    read = PdfReader(BytesIO(pack_of(here.meeting, here.actor(), NOW)))
    text = "".join(page.extract_text() for page in read.pages)
    assert "Approuver les comptes 2025" in text
    assert "Dissoudre" not in text


def test_from_the_screens(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    address = at("enclosures", here)
    typed = {"title": "Comptes 2025", "item": str(here.items["comptes"].pk), "ajouter": "1"}
    page = client.post(address, typed | {"file": SimpleUploadedFile("comptes.pdf", a_pdf())}, follow=True)
    assert "La pièce est jointe." in words(page)
    wrong = client.post(address, typed | {"file": SimpleUploadedFile("comptes.exe", b"MZ")})
    assert wrong.status_code == 422
    member = entered_as(here.members[-1].person, settings)
    assert "Comptes 2025" in words(member.get(at("meeting", here)))
    pack = member.get(at("pack", here))
    assert pack.content.startswith(b"%PDF")
    assert member.get(address).status_code == 403
    row = Enclosure.objects.get()
    assert "La pièce est retirée" in words(client.post(address, {"retirer": str(row.pk)}, follow=True))
    assert client.post(address, {"retirer": str(row.pk)}).status_code == 404
