"""Which version of its minutes a meeting approved: that which the page showed (decision 208), and no later correction."""

import pytest
from django.urls import reverse

from kevread.common.errors import Refused
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.sittings.models import Minutes
from kevread.sittings.operations.minutes import approve_minutes, correct_minutes, sign_minutes, version_of
from kevread.sittings.queries.proceedings import OPENING
from kevread.sittings.views.minutes import minutes_shown
from tests.clients import entered_as
from tests.conftest import arranging
from tests.gatherings.screens import said
from tests.pressing import shown
from tests.sittings.test_minutes import at, built, doing, signed, signing  # noqa: F401
from tests.worlds import put

pytestmark = pytest.mark.django_db
WHEN = 60 * 24 * 30


def after(met):
    with arranging():
        return Meeting.objects.create(
            body=met.meeting.body,
            starts_at=at(WHEN),
            ends_at=at(WHEN + 60),
            state=State.IN_PROGRESS.value,
            opened_at=at(WHEN),
        )


def corrected(met, minutes, *, is_signed=True):
    correct_minutes(**doing(met, minutes, part=OPENING, text="La dissolution est décidée.", corrects="Une omission."))
    for person in (met.president, met.secretary) if is_signed else ():
        sign_minutes(**doing(met, minutes + 1, actor=met.actor(person), code="123456"))


def test_an_old_page_does_not_approve_what_it_did_not_show(signing, settings):  # noqa: F811
    met = built(State.CLOSED)
    signed(met)
    later = after(met)
    client = entered_as(met.president, settings)
    where = reverse("sittings:minutes", args=[met.meeting.organisation.slug, met.meeting.pk])
    old = shown(client, where)
    corrected(met, 200)
    refused = client.post(where, {"vu": old, "geste": "approuver", "reunion": str(later.pk)})
    assert refused.status_code == 409 and "a changé depuis" in said(refused)
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.SIGNED


def test_a_signature_that_came_meanwhile_changes_what_the_page_showed(signing):  # noqa: F811
    met = built(State.CLOSED)
    signed(met)
    corrected(met, 200, is_signed=False)
    before = minutes_shown(met.meeting)
    sign_minutes(**doing(met, 201, actor=met.actor(met.president), code="123456"))
    assert minutes_shown(met.meeting) != before


def test_a_correction_that_waits_is_signed_before_a_meeting_approves(signing, settings):  # noqa: F811
    met = built(State.CLOSED)
    signed(met)
    later = after(met)
    client = entered_as(met.president, settings)
    page = reverse("sittings:minutes", args=[met.meeting.organisation.slug, met.meeting.pk])
    assert "Inscrire l’approbation" in said(client.get(page))
    corrected(met, 200, is_signed=False)
    assert "Inscrire l’approbation" not in said(client.get(page))
    with pytest.raises(Refused, match="attend ses signatures"):
        approve_minutes(**doing(met, WHEN + 5, approved_in=later))
    for person in (met.president, met.secretary):
        sign_minutes(**doing(met, 201, actor=met.actor(person), code="123456"))
    approve_minutes(**doing(met, WHEN + 5, approved_in=later))
    assert Minutes.objects.get(meeting=met.meeting).approved_version.number == 2


def test_what_was_approved_is_told_apart_from_what_follows_it(signing, settings):  # noqa: F811
    met = built(State.CLOSED)
    signed(met)
    approve_minutes(**doing(met, WHEN + 5, approved_in=after(met)))
    page = reverse("sittings:minutes", args=[met.meeting.organisation.slug, met.meeting.pk])
    client = entered_as(met.president, settings)
    assert "La version 1 a été approuvée" not in said(client.get(page))
    met.meeting.refresh_from_db()
    corrected(met, 200)
    assert "La version 1 a été approuvée par la réunion" in said(client.get(page))
    assert version_of(met.meeting).number == 2
    with arranging():
        put(Minutes.objects.filter(meeting=met.meeting), approved_version=None)  # as before versions were told apart
    assert "sans que l’on sache dans quelle version" in said(client.get(page))
