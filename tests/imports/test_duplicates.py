"""What may be there already is told before anything is written, with how surely and why."""

import pytest

from kevread.imports.duplicates import Candidate, possible
from tests.arrange import TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def organisation(row=2, sheet="Organisations", changes=False, **values):
    return Candidate(sheet, row, values, changes)


def person(given, family, email="", row=2, changes=False):
    return Candidate("Personnes", row, {"prénom": given, "nom": family, "adresse électronique": email}, changes)


def told(*rows, title="Organisations"):
    return [(one.row, one.slug, one.score, one.first) for one in possible(title, rows, TODAY)]


@pytest.fixture
def lavoir(db):
    with arranging():
        return OrganisationFactory(
            slug="le-lavoir", name="Association Le Lavoir", siren="732829320", rna="W351000001", locality="Bégard"
        )


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ({"nom": "Le Lavoir", "lieu": "BEGARD"}, "1.00"),
        ({"nom": "Lavoire (asso)", "lieu": "Bégard"}, "0.92"),
        ({"nom": "Le Lavoir"}, "0.92"),
        ({"nom": "Tout autre chose", "SIREN": "732829320"}, "1.00"),
        ({"nom": "Tout autre chose", "RNA": "W351000001"}, "1.00"),
    ],
)
def test_what_is_alike_is_told(lavoir, said, score):
    assert told(organisation(**said)) == [(2, "le-lavoir", score, 0)]


@pytest.mark.parametrize(
    "said",
    [
        {"nom": "Le Lavoir", "lieu": "Rennes"},
        {"nom": "Le Lavoir", "SIREN": "552100554"},
        {"nom": "Le Pressoir", "lieu": "Bégard"},
        {"nom": ""},
    ],
)
def test_what_is_not_alike_is_not(lavoir, said):
    assert told(organisation(**said)) == []


def test_one_that_is_closed_is_no_more_a_duplicate():
    from datetime import date

    from tests.factories import since

    with arranging():
        OrganisationFactory(slug="ancien", name="Le Lavoir", period=since(date(2020, 1, 1), date(2021, 1, 1)))
    assert told(organisation(nom="Le Lavoir")) == []


def test_two_rows_of_a_file_that_are_one_are_told_once():
    rows = [
        organisation(2, nom="Amicale laïque de Bégard"),
        organisation(3, nom="Ti Liv"),
        organisation(9, nom="Amicale Laique Bégard"),
        organisation(10, nom="Ti Liv 2"),
    ]
    assert told(*rows) == [(9, "Amicale laïque de Bégard", "0.92", 2)]
    assert possible("Organisations", rows, TODAY)[0].why.endswith("ligne 2 du même fichier.")


def test_people_are_told_by_name_and_by_address():
    with arranging():
        PersonFactory(given_name="Anne", family_name="Le Gall", email="anne@exemple.fr")
    assert told(person("ANNE", "LE GALL", "anne.legall@ailleurs.fr"), title="Personnes") == [
        (2, "anne@exemple.fr", "0.92", 0)
    ]
    assert told(person("Anne", "Le Gal"), title="Personnes")[0][2] == "0.89"
    assert told(person("Zoë", "Cohen", "Anne@exemple.fr", changes=True), title="Personnes") == [
        (2, "anne@exemple.fr", "0.85", 0)
    ]
    assert told(person("Anne", "Legall", "anne@exemple.fr", changes=True), title="Personnes") == []
    assert told(person("Yves", "Le Bris", "yves@exemple.fr"), title="Personnes") == []


def test_two_people_of_a_file_with_one_address_are_told():
    rows = [person("Zoë", "Cohen", "contact@exemple.fr", 2), person("Yves", "Le Bris", "contact@exemple.fr", 3)]
    assert told(*rows, title="Personnes") == [(3, "contact@exemple.fr", "0.85", 2)]


def test_rows_that_a_file_tells_apart_are_two():
    rows = [person("Anne", "Martin", "a@exemple.fr", 2), person("Anne", "Martin", "b@exemple.fr", 3)]
    assert told(*rows, title="Personnes") == []
    assert told(*rows, person("Anne", "Martin", "", 4), title="Personnes") == [
        (4, "a@exemple.fr", "0.95", 2), (4, "b@exemple.fr", "0.95", 3),
    ]  # fmt: skip
    assert (
        told(organisation(2, identifiant="un", nom="Ti Liv"), organisation(3, identifiant="deux", nom="Ti Liv")) == []
    )


def test_a_sheet_of_neither_has_none():
    assert possible("Mandats", [organisation(nom="Le Lavoir")], TODAY) == []


@pytest.mark.parametrize("name", ["%", "_" * 200, "'; DROP TABLE x; --", "\U0001f600", "ﷺ" * 50, "\\", "{}"])
def test_any_name_is_asked(lavoir, name):
    assert told(organisation(nom=name)) == []


def test_the_number_of_questions_does_not_grow_with_the_rows(lavoir, counted):
    rows = [organisation(n, nom=f"Le Lavoir {n}", SIREN="732829320") for n in range(2, 60)]
    for asked in (rows[:5], rows):
        with counted(3):  # near names, those of each number, then who they all are
            possible("Organisations", asked, TODAY)


def test_thousands_of_rows_are_held_against_thousands_in_seconds():
    import time

    with arranging():
        OrganisationFactory.create_batch(300)
    rows = [organisation(n, nom=f"Association {n} des {'abcdefgh'[n % 8] * 5}") for n in range(3_000)]
    started = time.monotonic()
    possible("Organisations", rows, TODAY)
    assert time.monotonic() - started < 30
