"""A page opened before somebody else wrote: its button does nothing else than what it showed (decision 208)."""

import pytest

from kevread.meetings import operations
from kevread.meetings.models import AgendaItem, Meeting, Notice
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import enclosing, ready, send
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.screens import said
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
CHANGED = "a changé depuis que vous l’avez ouverte"


def moved(met, place="La salle du fond"):
    row = Meeting.objects.get(pk=met.meeting.pk)
    kept = {name: getattr(row, name) for name in ("title", "session", "mode", "link", "is_public")}
    operations.amend_meeting(actor=met.actor(), meeting=row, now=NOW, place=place, **kept)


def rewritten(met):
    with arranging():
        AgendaItem.objects.filter(meeting=met.meeting).update(title="Dissolution")


def one_less(met):
    with arranging():
        met.members[-1].delete()


@pytest.mark.parametrize("change", [moved, rewritten, one_less, enclosing])
def test_a_notice_says_what_was_read_and_to_whom(settings, change):
    met = ready()
    client = entered_as(met.direction, settings)
    old = shown(client, at("convene", met))
    change(met)
    refused = client.post(at("convene", met), {"vu": old})
    assert refused.status_code == 409 and CHANGED in said(refused)
    assert CHANGED in said(client.post(at("convene", met))), "a sending that saw no page"
    assert not Notice.objects.exists()
    assert press(client, at("convene", met)).status_code == 302


def test_so_does_a_further_one(settings):
    met = ready()
    send(met)
    moved(met)
    client = entered_as(met.direction, settings)
    old = shown(client, at("convene", met))
    moved(met, "Le préau")
    refused = client.post(at("convene", met), {"vu": old, "reason": "Le lieu change."})
    assert refused.status_code == 422 and "Le préau" in said(refused) and "Le lieu change." in said(refused)
    assert Notice.objects.count() == 1


def test_an_agenda_is_settled_as_it_was_read(settings):
    met = ready(State.DRAFT)
    client = entered_as(met.direction, settings)
    old = shown(client, at("agenda_of", met))
    rewritten(met)
    assert CHANGED in said(client.post(at("agenda_of", met), {"vu": old, "geste": "arreter"}))
    assert Meeting.objects.get(pk=met.meeting.pk).stage is State.DRAFT
    assert press(client, at("agenda_of", met), {"geste": "arreter"}).status_code == 302


def test_what_somebody_wrote_meanwhile_is_told_beside_what_one_typed(settings):
    met = ready(State.DRAFT)
    client = entered_as(met.direction, settings)
    old = shown(client, at("amend", met))
    moved(met)
    typed = {
        "session": met.meeting.session,
        "mode": met.meeting.mode,
        "title": met.meeting.title,
        "place": "Le grenier",
    }
    refused = client.post(at("amend", met), typed | {"vu": old})
    assert refused.status_code == 422
    assert "Il est inscrit maintenant : « La salle du fond »." in said(refused) and "Le grenier" in refused.text
    assert said(refused).count("Rien n’a été enregistré") == 1
    item = met.meeting.items.order_by("rank").first()
    point = at("item", met, item=item.pk)
    seen, now = shown(client, point), {"kind": item.kind, "title": "Le budget", "text": ""}
    rewritten(met)
    assert "« Dissolution »" in said(client.post(point, now | {"vu": seen}))
    again = shown(client, at("amend", met))
    assert client.post(at("amend", met), typed | {"vu": again}).status_code == 302
