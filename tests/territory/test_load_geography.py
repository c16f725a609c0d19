"""The geography is loaded in one act, as often as one likes, and a bad file says where it is wrong."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid
from kevread.journal.models import Act
from kevread.territory.models import Figure, Zone, ZonePart
from kevread.territory.operations import load_geography
from tests.conftest import NOW, arranging

from .conftest import FILES, write_geography

BRETAGNE = Path(__file__).resolve().parents[2] / "federations" / "bretagne" / "geography"
VINTAGE = date(2026, 1, 1)


def load(folder):
    return load_geography(actor=SYSTEM, now=NOW, folder=folder)


def without(lines, code):
    return [line for line in lines if not line.startswith(code)]


@pytest.mark.django_db
def test_the_whole_of_brittany_is_loaded_in_one_act_and_few_queries():
    with CaptureQueriesContext(connection) as queries:
        load(BRETAGNE)
    assert Counter(Zone.objects.values_list("kind", flat=True)) == {
        "commune": 1202,
        "epci": 61,
        "departement": 4,
        "strategic": 5,
    }
    assert ZonePart.objects.filter(parent_kind="epci").count() == 1199
    assert ZonePart.objects.filter(parent_kind="strategic").count() == 64
    assert Act.objects.count() == 1
    assert len(queries) < 60
    whole = Figure.objects.filter(measure="population_whole").values_list("zone__short_name", flat=True)
    assert set(whole) == {"Redon Agglomération", "Cap Atlantique"}


@pytest.mark.django_db
def test_the_same_files_again_write_nothing(folder):
    assert load(folder)
    assert not load(folder)
    assert Act.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_said_of_the_days_before_the_vintage(folder):
    load(folder)
    assert not ZonePart.objects.on(date(2025, 12, 31)).exists()
    assert not Zone.objects.on(date(2025, 12, 31)).exclude(kind="strategic").exists()
    assert ZonePart.objects.on(VINTAGE).filter(parent_kind="epci").count() == 3


@pytest.mark.django_db
def test_a_corrected_figure_and_a_corrected_name_are_corrected_in_place(folder):
    load(folder)
    communes = [line.replace("Étel-sur-Mer\t99\t100", "Étel\t99\t101") for line in FILES["communes"]]
    loaded = load(write_geography(folder, communes=communes))
    assert (loaded.created, loaded.corrected, loaded.closed) == (0, 2, 0)
    assert Zone.objects.get(code="99001").name == "Étel"
    assert Figure.objects.get(zone__code="99001", measure="population").value == 101


@pytest.mark.django_db
def test_a_later_vintage_closes_what_it_changes_on_its_first_day(folder):
    load(folder)
    memberships = [line.replace("99002\t900000001\t2026", "99002\t900000002\t2027") for line in FILES["memberships"]]
    loaded = load(write_geography(folder, memberships=memberships))
    assert (loaded.created, loaded.closed) == (1, 1)
    in_2026 = ZonePart.objects.on(date(2026, 12, 31)).get(child__code="99002", parent_kind="epci")
    in_2027 = ZonePart.objects.on(date(2027, 1, 1)).get(child__code="99002", parent_kind="epci")
    assert (in_2026.parent.code, in_2027.parent.code) == ("900000001", "900000002")


@pytest.mark.django_db
def test_what_somebody_confirmed_is_not_supposed_again(folder):
    load(folder)
    part = ZonePart.objects.filter(certainty="supposed").first()
    with arranging():
        ZonePart.objects.filter(pk=part.pk).update(certainty="documented", source="Carte adoptée")
    assert not load(folder)
    found = ZonePart.objects.get(pk=part.pk)
    assert (found.certainty, found.source) == ("documented", "Carte adoptée")
    with arranging():
        ZonePart.objects.filter(pk=part.pk).update(source="Une autre image", certainty="supposed")
    assert load(folder)
    assert ZonePart.objects.get(pk=part.pk).source == part.source


@pytest.mark.django_db
def test_a_zone_cannot_vanish_within_one_vintage(folder):
    load(folder)
    with pytest.raises(Invalid, match=r"Ouessan \(99004\) ne figure plus"):
        load(write_geography(folder, communes=without(FILES["communes"], "99004"), islands=FILES["islands"][:1]))


@pytest.mark.django_db
def test_a_federation_may_have_no_geography(tmp_path):
    assert not load(tmp_path / "absent")
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_only_the_software_itself_loads_geography(folder):
    with pytest.raises(Denied, match="fait fonctionner Kevread"):
        load_geography(actor=NOBODY, now=NOW, folder=folder)


def changed(name, before, after):
    return {name: [line.replace(before, after) for line in FILES[name]]}


FAULTS = {
    "not a number": (changed("communes", "200\t2023", "deux cents\t2023"), "communes.tsv", 3, "nombre entier"),
    "not an area": (changed("communes", "5.25", "5,25"), "communes.tsv", 4, "surface"),
    "unknown EPCI": (changed("memberships", "900000002", "900000009"), "memberships.tsv", 4, "dans aucun fichier"),
    "not a date": (changed("memberships", "2026-01-01", "01/01/2026"), "memberships.tsv", 2, "date"),
    "EPCI twice": ({"coverage": [*FILES["coverage"], FILES["coverage"][1]]}, "coverage.tsv", 4, "rattachée deux fois"),
    "commune twice": ({"communes": [*FILES["communes"], FILES["communes"][1]]}, "communes.tsv", 6, "deux fois"),
    "unknown certainty": (changed("coverage", "supposed\t", "peut-être\t"), "coverage.tsv", 2, "certitude"),
    "missing column": (changed("communes", "population\t", "habitants\t"), "communes.tsv", 1, "population"),
    "missing cell": (changed("epci", "\t900\t2023", "\t900"), "epci.tsv", 3, "6 colonnes au lieu de 7"),
    "empty name": (changed("departements", "Les Îles", ""), "departements.tsv", 2, "vide"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_written(folder, fault):
    files, name, line, words = FAULTS[fault]
    with pytest.raises(Invalid, match=words) as refusal:
        load(write_geography(folder, **files))
    assert refusal.value.field == f"{name}:{line}"
    assert refusal.value.sentence.startswith(f"{name}, ligne {line}")
    assert not Zone.objects.exists()


@pytest.mark.django_db
def test_a_missing_file_and_a_broken_drawing_are_said(folder):
    (folder / "epci.tsv").unlink()
    with pytest.raises(Invalid, match=r"epci\.tsv manque"):
        load(folder)
    write_geography(folder)
    (folder / "outlines.json").write_text('{"strategic":\n oui}')
    with pytest.raises(Invalid, match=r"outlines\.json:2 : ce n’est pas du JSON"):
        load(folder)
