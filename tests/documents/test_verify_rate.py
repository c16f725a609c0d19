"""A stranger verifies twenty files a minute from one place, and no more."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_one_place_does_not_verify_for_ever(settings):
    assert settings.ACCOUNT_RATE_LIMITS["verify_document"] == "20/m/ip"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"verify_document": "3/m/ip"}
    cache.clear()
    client, where = Client(), reverse("documents:verify")

    def ask(place: str):
        return client.post(where, {"digest": "0" * 64}, REMOTE_ADDR=place)

    assert all("Trop de fichiers" not in ask("192.0.2.1").text for _ in range(3))
    assert "Trop de fichiers" in ask("192.0.2.1").text
    assert "Trop de fichiers" not in ask("192.0.2.2").text
