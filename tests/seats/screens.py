"""What the tests of screens share: who looks, addresses, and the words of a page."""

import html
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kevread.directory.models import Consent, Organisation, Person
from kevread.journal.memory import forget
from kevread.seats.models import Mandate
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import PersonFactory, since


@dataclass
class Readers:
    """Each in their own browser: nobody, without a hat, elsewhere, and those who may."""

    scene: Any
    settings: Any

    def as_person(self, person: Person | None) -> Client:
        return entered_as(person, self.settings)

    @property
    def public(self) -> Client:
        return self.as_person(None)

    @property
    def hatless(self) -> Client:
        """Signed in, and holding nothing."""
        with arranging():
            return self.as_person(PersonFactory(given_name="Ancienne", family_name="Adhérente"))

    @property
    def elsewhere(self) -> Client:
        """The president of a pôle of the other grouping."""
        world = self.scene.world
        other = world.locals[world.groupings[1]][0]
        return self.as_person(world.holder(f"{other.slug}-board", "president").person)

    @property
    def direction(self) -> Client:
        return self.as_person(self.scene.world.holder(f"{self.scene.grouping.slug}-team", "direction").person)

    @property
    def presidency(self) -> Client:
        return self.as_person(self.scene.world.holder(f"{self.scene.grouping.slug}-board", "president").person)

    @property
    def coordination(self) -> Client:
        return self.as_person(self.scene.world.holder("cress-team", "direction").person)

    def president(self, local: Organisation) -> Client:
        return self.as_person(self.scene.world.holder(f"{local.slug}-board", "president").person)

    @property
    def delegate(self) -> Client:
        return self.as_person(self.delegate_post.person)

    @property
    def delegate_post(self) -> Mandate:
        return self.scene.world.holder(f"{self.scene.grouping.slug}-team", "delegate")


def at(name: str, scale: Organisation, *, room: str = "seats", **more: Any) -> str:
    return reverse(f"{room}:{name}", kwargs={"scale": scale.slug, **more})


def words(response: Any) -> str:
    """The words of a page, without its tags."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", bare)


def part_of(client: Client, address: str) -> str:
    """The piece that htmx asks for."""
    return client.get(address, headers={"HX-Request": "true"}).content.decode().strip()


def queries(client: Client, address: str) -> int:
    """As of a page that this process has never shown."""
    forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def show_name(person: Person) -> None:
    with arranging():
        Consent.objects.create(person=person, what=Consent.What.NAME, period=since())
