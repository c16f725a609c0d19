"""The land of an organisation, and what lies in a zone, taken away."""

import pytest

from kevread.directory.models import Coverage
from kevread.territory.models import ZonePart
from tests.clients import entered_as
from tests.conftest import TODAY
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_land_of_an_organisation_leaves_with_whoever_has_it(land, settings, form):
    """Public, as the page is."""
    pole, client = land.locals[0], entered_as(None, settings)
    assert f"/{pole.slug}/territoire.{form}" in client.get(f"/{pole.slug}/territoire").text
    rows = {row["nom"]: row["qui l’a"] for row in taken(client.get(f"/{pole.slug}/territoire.{form}"))}
    own = Coverage.objects.on(TODAY).filter(organisation=pole).select_related("zone")
    assert rows == {one.zone.name: pole.name for one in own} != {}


def test_what_lies_in_a_zone_leaves_and_an_unknown_one_does_not(land, settings):
    zone, client = land.territories[0], entered_as(None, settings)
    assert f"/territoires/{zone.code}.csv" in client.get(f"/territoires/{zone.code}").text
    inside = ZonePart.objects.on(TODAY).filter(parent=zone, child__kind="epci").select_related("child")
    rows = [row["nom"] for row in taken(client.get(f"/territoires/{zone.code}.csv"))]
    assert {part.child.name for part in inside} <= set(rows) and rows
    assert client.get("/territoires/inconnu.csv").status_code == 404
