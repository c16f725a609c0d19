"""A browser without a browser: Django's client, entered as somebody."""

from typing import Any

from django.test import Client

from kevread.directory.models import Person
from kevread.seats.middleware import PERSONA


def entered_as(person: Person | None, settings: Any) -> Client:
    """A client in the shoes of that person, or of nobody. CSRF is enforced, as in a real browser, by its own tests."""
    client = Client()
    if person:
        settings.KEVREAD_DEMONSTRATION = True
        session = client.session
        session[PERSONA] = str(person.pk)
        session.save()
    return client


ROOMS_OF_A_MEETING = ("meetings", "attendance", "decisions", "rhythm", "votes", "sittings")


def screen_of_a_meeting(name: str) -> str:
    """A screen by its own name, in the room that draws it.

    >>> screen_of_a_meeting("vote"), screen_of_a_meeting("minutes")
    ('votes:vote', 'sittings:minutes')
    """
    from django.urls import get_resolver

    drawn = [room for room in ROOMS_OF_A_MEETING if room in get_resolver().namespace_dict]
    found = [room for room in drawn if name in get_resolver().namespace_dict[room][1].reverse_dict]
    assert len(found) == 1, (name, found)
    return f"{found[0]}:{name}"
