"""A notice in the name of one of those whom it convened: the frozen one stays as it left."""

import re

import pytest

from kevread.meetings import links
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import arranging
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import kept, read
from tests.gatherings.screens import of_meeting as at
from tests.meetings.test_papers_sent import printed, send

pytestmark = pytest.mark.django_db


def test_each_has_a_copy_in_their_name_and_the_notice_stays_as_it_left(settings):
    here = met(State.AGENDA)
    notice = send(here)
    before = kept(notice.version)
    entry = here.meeting.roll.filter(represents__isnull=False, votes__gt=0).first()
    own = at("notice_copy", here, entry=entry.pk, number=1)
    client = entered_as(entry.person, settings)
    assert own in client.get(at("notices", here)).text and own in client.get(at("reply", here, entry=entry.pk)).text
    said = printed(client, own)
    assert "À l’attention de" in said and str(entry.person) in said and entry.represents.name in said
    assert "Je vous convoque à cette réunion." in said
    assert notice.version.sha256 in said.replace(" ", "").replace("\n", "")
    assert "La convocation envoyée à tout le monde reste telle qu’elle est partie" in said
    for item in here.items.values():
        assert item.title in said
    assert client.get(own).content == client.get(own).content, "the same copy each time"
    notice.refresh_from_db()
    assert kept(notice.version) == before and "À l’attention de" not in read(before)


def test_a_copy_is_given_to_whom_it_names_and_to_who_prepares(settings):
    here = met(State.AGENDA)
    send(here)
    entry, another = here.meeting.roll.filter(votes__gt=0).exclude(person=here.secretary).order_by("pk")[:2]
    own = at("notice_copy", here, entry=entry.pk, number=1)
    assert str(entry.person) in printed(entered_as(here.secretary, settings), own)
    assert own in entered_as(here.secretary, settings).get(at("notices", here)).text
    assert entered_as(another.person, settings).get(own).status_code == 403
    assert own not in entered_as(another.person, settings).get(at("notices", here)).text
    assert entered_as(None, settings).get(own).status_code == 302
    assert entered_as(here.secretary, settings).get(own.replace("/1.pdf", "/2.pdf")).status_code == 404


def test_a_guest_is_invited_and_not_convened(settings):
    here = met(State.AGENDA)
    send(here)
    guest = here.meeting.roll.filter(quality="guest").first()
    said = printed(entered_as(here.secretary, settings), at("notice_copy", here, entry=guest.pk, number=1))
    assert "Je vous invite à cette réunion, sans droit de vote." in said and "Je vous convoque" not in said


def test_from_the_letter_the_copy_needs_no_account_until_the_meeting_opens(settings):
    here = met(State.AGENDA)
    send(here)
    entry = here.meeting.roll.filter(votes__gt=0).select_related("person").first()
    client, page = entered_as(None, settings), links.answer_path(entry)
    address = re.search(r'href="([^"]+/convocation/1\.pdf)"', client.get(page).text)[1]
    assert str(entry.person) in printed(client, address)
    assert client.get(address)["Cache-Control"] == "private, no-store"
    assert client.get("/reponse/inconnu/convocation/1.pdf").status_code == 404
    with arranging():
        Meeting.objects.filter(pk=here.meeting.pk).update(state=State.OPEN)
    assert client.get(address).status_code == 409
    assert "/convocation/1.pdf" not in client.get(page).text
