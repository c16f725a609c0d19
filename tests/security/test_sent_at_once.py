"""A form sent by two windows at the same time: the second waits for the first, and is led where it was led."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kevread.decisions.models import Decision
from kevread.decisions.operations.register import record_decision
from kevread.ui import once
from tests.clients import entered_as
from tests.seats.scene import Scene

from .test_sent_once import a_decision, token_of

PATIENCE = 15


@pytest.fixture
def shown_page(committed, settings):
    """Somebody's browser, the page that it shows, and what is typed there; rows that other connections see."""
    here = committed.groupings[0]
    scene = Scene(committed, here, *committed.locals[here])
    person = scene.world.holder(f"{here.slug}-team", "direction").person
    client = entered_as(person, settings)
    page = reverse("decisions:record_decision", kwargs={"scale": here.slug})
    return client, page, a_decision(here) | token_of(client.get(page))


def post(client: Client, page: str, typed: dict):
    """From another window: the same cookies, another connection."""
    try:
        window = Client()
        window.cookies = client.cookies
        return window.post(page, typed)
    finally:
        connection.close()


def two_windows(shown_page, seconds: float) -> list:
    """The first is held in the middle of the verb, until the second has had so long to go past it."""
    inside, go_on = threading.Event(), threading.Event()

    def held(**asked):
        inside.set()
        assert go_on.wait(PATIENCE)
        return record_decision(**asked)

    with mock.patch("kevread.decisions.views.recording.record_decision", held), ThreadPoolExecutor(2) as pool:
        first = pool.submit(post, *shown_page)
        assert inside.wait(PATIENCE)
        second = pool.submit(post, *shown_page)
        until = time.monotonic() + seconds
        while not second.done() and time.monotonic() < until:
            time.sleep(0.02)
        go_on.set()
        return [first.result(PATIENCE), second.result(PATIENCE)]


def test_two_windows_at_once_write_one_line(shown_page):
    first, second = two_windows(shown_page, 0.5)
    assert first.headers["Location"] == second.headers["Location"]
    assert Decision.objects.count() == 1


def test_who_waits_too_long_is_told_to_look(shown_page, monkeypatch):
    monkeypatch.setattr(once, "PATIENCE", 0.2)
    first, second = two_windows(shown_page, PATIENCE)
    assert first.status_code == 302
    assert second.status_code == 409
    assert "regardez si c’est fait" in second.text
    assert Decision.objects.count() == 1


def test_what_lasts_longer_than_any_note_is_still_waited_for(shown_page, monkeypatch):
    """Nothing but the end of the first lets the second go."""
    monkeypatch.setattr(once, "PATIENCE", 0.5)
    with mock.patch.object(once.cache, "get", return_value=None):
        first, second = two_windows(shown_page, PATIENCE)
    assert (first.status_code, second.status_code) == (302, 409)
    assert Decision.objects.count() == 1


def test_a_sending_whose_process_died_may_be_made_again(shown_page):
    client, page, typed = shown_page
    dying = mock.patch("kevread.decisions.views.recording.record_decision", side_effect=KeyboardInterrupt)
    with dying, pytest.raises(KeyboardInterrupt):
        client.post(page, typed)
    assert not Decision.objects.exists()
    assert client.post(page, typed).status_code == 302
    assert Decision.objects.count() == 1


def test_what_cannot_be_noted_is_not_done(shown_page):
    client, page, typed = shown_page
    with mock.patch.object(once.cache, "set", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        client.post(page, typed)
    assert not Decision.objects.exists()
    assert client.post(page, typed).status_code == 302
    assert Decision.objects.count() == 1
