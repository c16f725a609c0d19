"""A federation of two scales, without a map and with its own words: nothing Breton is assumed."""

import pytest
from django.conf import settings as configured
from django.test import Client

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.directory.operations import load_network
from kevread.directory.queries import scale_word, whereabouts
from tests.conftest import NOW, TODAY


@pytest.fixture
def ronde(db, settings):
    settings.KEVREAD_FEDERATION = configured.FEDERATIONS / "exemple"
    load_network(actor=SYSTEM, now=NOW, path=settings.KEVREAD_FEDERATION / "organisations.yaml")
    return Organisation.objects.get(scale="head")


def test_its_screens_say_that_there_is_no_map_and_use_its_words(ronde):
    client = Client()
    for address in ("/territoires/", f"/{ronde.slug}/territoire"):
        assert "n’a pas de carte" in client.get(address).content.decode()
    page = client.get(f"/{ronde.slug}/organisations").content.decode()
    assert "Chorale" in page
    for word in ("Pôle", "pôle", "Groupement", "Bretagne"):
        assert word not in page.split("<main")[1].split("</main>")[0]
    assert scale_word("local", "many") == "chorales"


def test_its_switcher_lists_choirs_that_have_no_grouping(ronde):
    choir = Organisation.objects.filter(scale="local").first()
    page = Client().get(f"/{choir.slug}/territoire").content.decode()
    for name in Organisation.objects.exclude(scale="").values_list("name", flat=True):
        assert name in page.replace("&#x27;", "'")
    assert [slug for _, slug in whereabouts(choir, TODAY).trail] == [ronde.slug, choir.slug]
