"""The map: counted from its communes, drawn without a decimal comma, each zone a link with its whole name."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from kevread.common.actor import SYSTEM
from kevread.directory.operations import load_network
from kevread.territory import queries
from kevread.territory.models import Kind, Zone
from kevread.territory.operations import load_geography
from tests.conftest import NOW, TODAY

BRETAGNE = Path(__file__).resolve().parents[2] / "federations" / "bretagne"


@pytest.fixture(scope="module")
def brittany(django_db_setup, django_db_blocker):
    """Loaded once for these tests, which only read it; taken away by the rollback at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_geography(actor=SYSTEM, now=NOW, folder=BRETAGNE / "geography")
        load_network(actor=SYSTEM, now=NOW, path=BRETAGNE / "organisations.yaml", geography=BRETAGNE / "geography")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def read(brittany, db):
    def page(address):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        return unescape(answer.content.decode())

    return page


def attributes(page):
    """The numbers of every drawing: what stands in the attributes of its SVG."""
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    return re.findall(r'\s(?:viewBox|d|x|y|width|height|font-size)="([^"]*)"', drawings)


def test_the_five_territories_are_counted_from_their_communes(brittany, db):
    whole = queries.overview(TODAY, lambda zone: zone.code)
    assert [place.zone.code for place in whole.places] == [
        "ess-35", "ess-armor", "ess-bretagne-sud", "ess-centre-bretagne", "ess-finistere",
    ]  # fmt: skip
    assert (whole.total.epci, whole.total.communes, whole.total.population) == (61, 1202, 3_449_370)
    assert whole.total.km2 == 27_473


def said(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ")


def test_every_link_to_a_territory_is_supposed_and_each_page_that_lists_them_says_so_once(read):
    """ATTRIBUTION.md: every attachment to a groupement is supposed, and so are the contours that they make."""
    whole = "Rattachement des intercommunalités et des îles à leur territoire : 64 supposés."
    for address in ("/territoires/", "/", "/cress/territoire"):
        page = said(read(address))
        assert page.count(whole) == 1, address
        assert "contour supposé" not in page, address  # all are alike: said once, of all of them
        assert "contour documenté" not in page, address
    page = said(read("/ess-35/territoire"))
    assert page.count("Leur rattachement à ce territoire : 18 supposés.") == 1
    page = said(read("/ess-35/presentation"))
    assert page.count("Rattachement de ses intercommunalités et îles : 18 supposés.") == 1
    assert "Rattachement documenté" not in page


def test_each_line_of_a_territory_has_its_mark(read):
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', read("/ess-35/territoire"), re.DOTALL)
    assert [row.count("is-supposed") for row in rows] == [1] * 18


def test_the_front_page_counts_nothing_before_the_map_is_known(read):
    assert "1 202 communes et 3 449 370 habitant·es" in said(read("/")).replace("\u202f", " ")
    page = said(read("/?au=2025-06-01"))
    assert "font vivre le réseau" in page
    assert "1 202" not in page.replace("\u202f", " ")
    assert "la carte du réseau n’est pas connue" in page
    assert "supposé" not in page


def test_the_first_page_shows_each_territory_as_a_link_with_its_name_and_its_figures(read):
    page = read("/territoires/")
    for name in ("ESS 35", "ESS Armor", "ESS Bretagne Sud", "ESS Centre Bretagne", "ESS Finistère"):
        assert f'aria-label="{name}"' in page
    assert "3\u202f449\u202f370" in page
    assert "Surface géométrique" in page
    assert "Licence Ouverte 2.0" in page


def test_one_goes_from_a_territory_to_an_epci_to_a_commune(read):
    assert "Communauté de communes du Pays Fouesnantais" in read("/territoires/ess-finistere")
    epci = read("/territoires/242900660")
    assert 'aria-label="Fouesnant"' in epci
    assert "/territoires/ess-finistere" in epci
    commune = read("/territoires/29058")
    assert "ESS pays de Cornouaille" in commune
    assert "déduit" in commune
    assert "supposé" in commune


def test_zooming_is_looking_at_a_smaller_box(read):
    def width(address):
        return int(re.search(r'class="map">\s*<svg viewBox="-?\d+ -?\d+ (\d+)', read(address))[1])

    assert width("/territoires/") > width("/territoires/ess-finistere") > width("/territoires/242900660")


@pytest.mark.parametrize(
    "address", ["/territoires/", "/territoires/ess-35", "/territoires/243500139", "/territoires/35238"]
)
def test_no_number_of_a_drawing_has_a_decimal_comma(read, address):
    found = attributes(read(address))
    assert found
    assert not [value for value in found if "," in value or "\xa0" in value or "\u202f" in value]


def test_an_epci_that_reaches_outside_says_so_and_counts_its_part_only(read):
    page = read("/territoires/243500741")
    assert "23" in page
    assert "31\xa0communes" in page
    assert "67\u202f666\xa0habitants" in page


def test_an_island_in_no_epci_is_attached_and_its_attachment_is_supposed(read):
    page = read("/territoires/29155")
    assert "ESS pays de Brest" in page
    assert "supposé" in page


def test_before_the_vintage_the_map_is_unknown_not_empty(read):
    for address in ("/territoires/", "/territoires/ess-35", "/territoires/243500139", "/cress/territoire"):
        page = read(f"{address}?au=2025-12-31").replace("\xa0", " ")
        assert "nous ne savons pas" in page, address
        assert "depuis le 1er janvier 2026" in re.sub(r"<[^>]*>", "", page), address
    assert "Rennes" in read("/territoires/243500139?au=2026-01-01")


@pytest.mark.parametrize("typed", ["saint brieuc", "St-Brieuc", "SAINT-BRIEUC", "saint-bri"])
def test_a_commune_is_found_without_accents_by_its_beginning(brittany, db, typed):
    assert queries.communes(typed, TODAY)[0].name == "Saint-Brieuc"


def test_a_commune_found_leads_to_its_pole(read):
    page = read("/chercher?q=etel")
    assert "Étel" in page
    assert "Communauté de communes Auray Quiberon Terre Atlantique" in page
    assert "ESS pays d’Auray" in page


def test_names_are_written_whole_or_not_at_all_and_never_over_one_another(brittany, db):
    zone = Zone.objects.get(code="ess-finistere")
    inside = [(place.zone, "hue-1", "") for place in queries.within(zone, TODAY)]
    drawing = queries.draw("Essai", inside)
    written = {" ".join(line for _, line in label.lines) for label in drawing.labels}
    assert written
    assert written <= {place.label for place, _, _ in inside}


def test_hues_do_not_depend_on_the_day_nor_on_names(brittany, db):
    assert queries.hues(TODAY) == queries.hues(date(2026, 1, 1))
    assert len(set(queries.hues(TODAY).values())) == Zone.objects.filter(kind=Kind.STRATEGIC).count()
