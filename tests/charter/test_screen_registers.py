"""The registers that an organisation keeps: begun, ended, by whom."""

from datetime import date

import pytest

from kevread.charter.models import Keeping
from kevread.common import rooms
from tests.charter.people import holder
from tests.charter.test_screen_text import at, text_of
from tests.clients import entered_as
from tests.conftest import arranging
from tests.reading_tables import taken
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_a_register_is_kept_from_the_screen(small: World, grouping, inside):
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="team").delete()
    address = at("registers", grouping)
    assert "Inconnu : registre non tenu" in text_of(inside.get(address))
    assert inside.post(address, {"registers": "team", "since": "2026-01-01", "etape": "confirmer"}).status_code == 302
    assert Keeping.objects.filter(organisation=grouping, register="team").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_register_leaves_with_the_day_since_which_it_is_kept(small: World, grouping, inside, settings, form):
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="team").delete()
    address = at(f"registers_{form}", grouping)
    assert address in inside.get(at("registers", grouping)).text
    rows = {row["registre"]: row["tenu depuis le"] for row in taken(inside.get(address))}
    assert list(rows) == [label for _, label in rooms.registers()]
    assert not rows["Équipe et postes"] and rows["Instances et mandats"]
    assert entered_as(None, settings).get(address).status_code == 302


def test_a_register_is_no_longer_kept_from_a_day_on(small: World, grouping, inside):
    address = at("stop_keeping", grouping, register="team")
    kept = inside.get(at("registers", grouping)).content.decode()
    assert f'href="{address}"' in kept
    assert "Rien n’est effacé" in text_of(inside.get(address))
    wrong = inside.post(address, {"last": "2026-11-23"})
    assert wrong.status_code == 422
    assert "choisissez aujourd’hui, le 24 novembre 2026" in text_of(wrong)
    done = inside.post(address, {"last": "2026-11-24"}, follow=True)
    assert "jusqu’au 24 novembre 2026" in text_of(done)
    assert "Inconnu : registre non tenu" in text_of(inside.get(at("registers", grouping) + "?au=2026-11-25"))
    assert Keeping.objects.get(organisation=grouping, register="team").period.upper == date(2026, 11, 25)
    assert inside.get(address).status_code == 404


def test_an_end_to_come_is_said_and_is_not_changed(small: World, grouping, inside):
    address = at("stop_keeping", grouping, register="team")
    assert inside.post(address, {"last": "2026-12-31"}).status_code == 302
    page = inside.get(at("registers", grouping))
    assert "31 décembre 2026" in text_of(page)
    assert f'href="{address}"' not in page.content.decode()
    assert inside.post(address, {"last": "2026-11-30"}).status_code == 404


@pytest.mark.parametrize("register", ["recipes", "team"])
def test_what_is_not_kept_does_not_stop(small: World, grouping, inside, register):
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="team").delete()
    assert inside.get(at("stop_keeping", grouping, register=register)).status_code == 404


def test_who_may_not_keep_does_not_stop(small: World, grouping, outside, elsewhere, settings):
    address = at("stop_keeping", grouping, register="team")
    delegate = entered_as(holder(small, f"{grouping.slug}-team", "delegate"), settings)
    assert outside.post(address, {"last": "2026-11-23"}).status_code == 302
    for client in (elsewhere, delegate):
        assert client.get(address).status_code == 403
        assert client.post(address, {"last": "2026-11-23"}).status_code == 403
    assert address not in delegate.get(at("registers", grouping)).content.decode()
    assert Keeping.objects.get(organisation=grouping, register="team").period.upper is None


def test_in_the_past_no_register_stops(small: World, grouping, inside):
    address = at("stop_keeping", grouping, register="team") + "?au=2026-03-12"
    assert "Vous lisez le passé" in text_of(inside.get(address))
    assert inside.post(address, {"last": "2026-11-23"}).status_code == 403
