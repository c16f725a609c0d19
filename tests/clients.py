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
