from datetime import date

import pytest

from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.directory.operations import register_organisation
from kevread.journal.models import Act
from tests.conftest import NOW

from .conftest import wearing

SIREN = "732 829 320"


def register(actor, within, **asked):
    asked = {"name": "Fonds de l’Ouest", "period": Period(date(2026, 1, 1))} | asked
    return register_organisation(actor=actor, within=within, now=NOW, **asked)


def test_an_organisation_is_registered_with_its_numbers_without_spaces(land):
    made = register(
        wearing("register_organisation", land.head), land.head, siren=SIREN, siret="732 829 320 00074", rna="w351000001"
    )
    assert (made.siren, made.siret, made.rna, made.slug) == (
        "732829320",
        "73282932000074",
        "W351000001",
        "fonds-de-louest",
    )
    assert made.scale == ""
    assert [name.text for name in made.names.on(date(2026, 5, 1))] == ["Fonds de l’Ouest"]
    act = Act.objects.get(verb="directory.register_organisation")
    assert (act.organisation, act.hat) == (land.head.pk, "Mandat de test")


@pytest.mark.parametrize(
    "actor, words",
    [
        (lambda land: NOBODY, "connectez-vous"),
        (lambda land: wearing("read", land.head), "aucun de vos mandats"),
        (lambda land: wearing("register_organisation", land.groupings[0]), "aucun de vos mandats"),
    ],
    ids=["nobody", "another right", "elsewhere"],
)
def test_without_the_right_here_nothing_is_written(land, actor, words):
    before = Organisation.objects.count()
    with pytest.raises(Denied, match=words):
        register(actor(land), land.head)
    assert Organisation.objects.count() == before


@pytest.mark.parametrize(
    "asked, field, words",
    [
        ({"name": "  "}, "name", "nom"),
        ({"siren": "732829321"}, "siren", "clé"),
        ({"siren": "1234"}, "siren", "neuf chiffres"),
        ({"siret": "73282932000075"}, "siret", "clé"),
        ({"siren": "732829320", "siret": "55210055400013"}, "siret", "neuf premiers chiffres"),
        ({"rna": "35000001"}, "rna", "lettre W"),
        ({"legal_form": "kolkhoze"}, "legal_form", "formes juridiques"),
    ],
)
def test_a_wrong_field_is_refused_on_that_field(land, asked, field, words):
    with pytest.raises(Invalid, match=words) as refusal:
        register(SYSTEM, land.head, **asked)
    assert refusal.value.field == field


def test_a_number_that_is_somebody_elses_says_whose(land):
    register(SYSTEM, land.head, siren=SIREN)
    with pytest.raises(Invalid, match="déjà celui de Fonds de l’Ouest"):
        register(SYSTEM, land.head, name="Autre", siren=SIREN)


def test_two_organisations_of_one_name_have_two_addresses(land):
    assert [register(SYSTEM, land.head).slug for _ in range(3)] == [
        "fonds-de-louest",
        "fonds-de-louest-2",
        "fonds-de-louest-3",
    ]
