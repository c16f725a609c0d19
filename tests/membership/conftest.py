from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kevread.common.actor import NOBODY
from kevread.directory.models import Coverage, Organisation, Person
from kevread.membership.links import digest_of, write
from kevread.membership.models import Admission, Unconfirmed
from kevread.membership.operations import apply_to_join, confirm
from kevread.territory.models import Zone, ZonePart
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.worlds import World

SIREN, RNA = "732829320", "W351234567"


@dataclass
class Land:
    """A commune under a name of its own, its pôle, its grouping, and the head."""

    commune: Zone
    pole: Organisation
    grouping: Organisation
    head: Organisation


@pytest.fixture
def public(settings) -> Client:
    cache.clear()
    return entered_as(None, settings)


@pytest.fixture
def land(small: World) -> Land:
    found = ZonePart.objects.filter(parent_kind="epci", child__kind="commune").order_by("pk").first().child
    with arranging():
        Zone.objects.filter(pk=found.pk).update(name="Plouézec-sur-Étel")
    epci = ZonePart.objects.get(child=found, parent_kind="epci").parent
    pole = Coverage.objects.get(zone=epci).organisation
    return Land(Zone.objects.get(pk=found.pk), pole, pole.affiliations.get(of__scale="grouping").of, small.head)


def typed(land: Land, **more: Any) -> dict[str, Any]:
    """What somebody types on the form."""
    return {
        "name": "La Halle aux fils",
        "legal_form": "association",
        "siren": "732 829 320",
        "rna": "",
        "commune": "Plouézec-sur-Étel",
        "activity": "Textile",
        "reach": "local",
        "given_name": "Zoé",
        "family_name": "Lagarde",
        "email": "zoe@exemple.fr",
        "message": "Bonjour à vous.",
    } | more


def asked(land: Land, **more: Any) -> dict[str, Any]:
    """The same, as the verb wants it."""
    return typed(land, commune=land.commune) | more


def received(land: Land, of: Organisation | None = None, **more: Any) -> Admission:
    """An application that was confirmed."""
    kept = apply_to_join(actor=NOBODY, organisation=of or land.pole, asked=asked(land, **more), now=NOW)
    return confirm(actor=NOBODY, key=kept.pk, typed=digest_of(kept), now=NOW)


def link(key: Any) -> str:
    """As the last letter about it holds it."""
    waiting = Unconfirmed.objects.filter(pk=key).first()
    return f"/adhesion/{write(key, digest_of(waiting) if waiting else b'')}"


def keeper(small: World, of: Organisation) -> Person:
    return small.holder(f"{of.slug}-board", "president").person
