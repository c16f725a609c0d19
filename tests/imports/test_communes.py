"""Where a file says that an organisation sits is read as the map writes it: it has an intercommunality by that name."""

import hashlib

import pytest

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.directory.sheets.organisations import as_on_the_map
from kevread.imports.operations import File, commit
from kevread.imports.queries import proposed
from kevread.territory.models import Kind, Zone
from tests.arrange import NOW, TODAY

from .conftest import brought, grid, head

RENNES = "35238"
SEATS = """siren,nic,siret,statutDiffusionEtablissement,etablissementSiege,codeCommuneEtablissement,\
libelleCommuneEtablissement,enseigne1Etablissement,denominationUsuelleEtablissement,etatAdministratifEtablissement
732829320,00074,73282932000074,O,true,35238,RENNES,,TI LIV,A
356000000,00048,35600000000048,O,true,75056,PARIS,,PLUS LOIN,A
552100554,00013,55210055400013,O,true,22278,,,SANS LIBELLE,A
"""


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("RENNES", "Rennes"),
        (RENNES, "Rennes"),
        ("Rennes (35238)", "Rennes"),
        ("N’importe quoi (35238)", "Rennes"),
        ("ST-BRIEUC", "Saint-Brieuc"),
        ("ploermel (56800)", "Ploërmel"),  # the code of the post is no commune’s: its name is
        ("PARIS (75056)", "PARIS (75056)"),
        ("La Chapelle-Neuve", "La Chapelle-Neuve"),
        ("La Chapelle-Neuve (22037)", "La Chapelle-Neuve (22037)"),
        ("22037", "La Chapelle-Neuve (22037)"),
        ("au fond du jardin", "au fond du jardin"),
    ],
)
def test_a_commune_is_written_as_on_the_map(empty, said, read):
    assert as_on_the_map(TODAY)(said) == read


def test_a_file_attaches_each_organisation_where_its_code_says(empty):
    data = SEATS.encode()
    file = File.of(data, "sirene.csv")
    matching = proposed(file.grids, head(), TODAY)
    file = File("sirene.csv", hashlib.sha256(data).hexdigest(), file.grids, matching)
    outcome = commit(file, actor=SYSTEM, within=head(), now=NOW)
    assert outcome.committed and not outcome.errors
    sits = dict(
        Organisation.objects.filter(siren__in=("732829320", "356000000", "552100554")).values_list("name", "locality")
    )
    assert sits == {"TI LIV": "Rennes", "PLUS LOIN": "PARIS (75056)", "SANS LIBELLE": "Saint-Brieuc"}
    for name in ("Rennes", "Saint-Brieuc"):
        zone = Zone.objects.on(TODAY).get(kind=Kind.COMMUNE, name=name)
        assert zone.parents.on(TODAY).filter(parent_kind=Kind.EPCI).count() == 1


def test_the_same_commune_under_other_letters_changes_nothing(empty):
    header = "nom|lieu|RNA"
    assert brought(grid("Organisations", header, ("Le Lavoir", "Rennes", "W351000001"))).written.counts["new"] == 1
    again = brought(grid("Organisations", header, ("Le Lavoir", "RENNES (35238)", "W351000001")))
    assert again.written.counts == {"new": 0, "changed": 0, "unchanged": 1}
