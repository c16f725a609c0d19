"""A name alone says neither which organisation, nor which person: somebody says it, and what they say is what is written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.directory.models import Organisation, Person
from kevread.imports import duplicates
from kevread.imports.deciding import Decision
from kevread.imports.operations import commit, deposit, match
from kevread.seats.models import Mandate
from tests.arrange import NOW, TODAY, arranging
from tests.clients import entered_as
from tests.factories import MandateFactory, OrganisationFactory, PersonFactory, since

from .conftest import SYSTEM, file_of, grid, head, told, tried
from .test_asked import PEOPLE as READ

pytestmark = pytest.mark.django_db
AMICALE = "Amicale laïque"


def organisations(*rows: tuple[object, ...]):
    return grid("Organisations", "identifiant|nom|lieu|SIREN", *rows)


def people(*rows: tuple[object, ...]):
    return grid("Personnes", "nom|prénom|adresse électronique", *rows)


def written(*grids, decided: tuple[Decision, ...] = ()):
    file = replace(file_of(*grids), decided=decided)
    return commit(file, actor=SYSTEM, within=head(), now=NOW, valid_rows=True)


@pytest.fixture
def amicale(scene) -> Organisation:
    with arranging():
        return OrganisationFactory(slug="amicale-laique", name=AMICALE, locality="Bégard", siren="")


def doubts(outcome) -> list[tuple[int, str]]:
    return [(one.row, one.slug) for one in outcome.duplicates]


def slugs(name: str = AMICALE) -> set[tuple[str, str]]:
    return set(Organisation.objects.filter(name=name).values_list("slug", "locality"))


def test_the_same_name_in_the_same_commune_is_that_one(amicale):
    outcome = written(organisations(("", "AMICALE laique", "begard", "732829320")))
    assert outcome.written.counts["changed"] == 1 and not outcome.duplicates
    amicale.refresh_from_db()
    assert amicale.siren == "732829320"


@pytest.mark.parametrize("place", ["Vitré", ""])
def test_the_same_name_elsewhere_or_nobody_says_where_is_somebody_s_to_say(amicale, place):
    outcome = written(organisations(("", AMICALE, place, "732829320")))
    assert doubts(outcome) == [(2, "amicale-laique")] and not outcome.written.done
    amicale.refresh_from_db()
    assert (amicale.siren, amicale.locality) == ("", "Bégard") and len(slugs()) == 1


def test_said_to_be_the_same_it_is_changed_and_said_to_be_another_it_is_opened(amicale):
    row = organisations(("", AMICALE, "Vitré", "732829320"))
    other = written(row, decided=(Decision("Organisations", 2, "amicale-laique", False),))
    assert other.written.counts["new"] == 1
    assert slugs() == {("amicale-laique", "Bégard"), ("amicale-laique-2", "Vitré")}
    same = written(
        organisations(("", AMICALE, "", "552100554")), decided=(Decision("Organisations", 2, "amicale-laique", True),)
    )
    assert same.written.counts["changed"] == 1
    amicale.refresh_from_db()
    assert (amicale.siren, amicale.locality) == ("552100554", "Bégard")


def test_two_homonyms_of_two_communes_in_one_file_are_two(scene):
    file = organisations(("", AMICALE, "Bégard", ""), ("", AMICALE, "Vitré", ""))
    outcome = written(file)
    assert outcome.is_clean and outcome.written.counts["new"] == 2
    assert slugs() == {("amicale-laique", "Bégard"), ("amicale-laique-2", "Vitré")}
    again = written(file)
    assert again.is_clean and again.written.counts == {"new": 0, "changed": 0, "unchanged": 2}


def test_of_two_in_one_file_whose_communes_are_not_both_said_somebody_says(scene):
    file = organisations(("", AMICALE, "Bégard", ""), ("", AMICALE, "", ""))
    assert [(one.row, one.first) for one in written(file).duplicates] == [(3, 2)]
    assert len(slugs()) == 1


def test_what_names_one_of_two_homonyms_is_not_guessed_and_its_word_names_it(amicale, scene):
    with arranging():
        OrganisationFactory(slug="amicale", name=AMICALE, locality="Vitré")
        OrganisationFactory(slug="lavoir", name="Lavoir", locality="Bégard")
        OrganisationFactory(slug="lavoir-2", name="Lavoir", locality="Vitré")
    where = scene.first.slug
    links = grid("Adhésions", "membre|adhère à|depuis", (AMICALE, where, "01/01/2025"), ("Lavoir", where, "01/01/2025"))
    assert [error[1] for error in told(tried(links)).errors] == [2, 3]
    by_word = grid(
        "Adhésions", "membre|adhère à|depuis", ("amicale", where, "01/01/2025"), ("lavoir", where, "01/01/2025")
    )
    assert tried(by_word).is_clean


def test_what_a_name_alone_would_change_is_somebody_s_to_say(scene):
    """Neither says its commune: the same file again changes nothing, and one that adds a number is asked of."""
    with arranging():
        there = OrganisationFactory(slug="ti-liv", name="Ti Liv", locality="", siren="")
    assert written(organisations(("", "Ti Liv", "", ""))).is_clean
    adds = organisations(("", "Ti Liv", "", "732829320"))
    assert doubts(written(adds)) == [(2, "ti-liv")]
    there.refresh_from_db()
    assert there.siren == ""
    assert written(adds, decided=(Decision("Organisations", 2, "ti-liv", True),)).written.counts["changed"] == 1
    there.refresh_from_db()
    assert there.siren == "732829320"


def test_of_a_large_file_the_very_same_names_are_still_asked_of(amicale, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_BY_NAME", 1)
    file = organisations(
        ("", AMICALE, "Vitré", ""), ("", "Ti Liv", "Vitré", ""), ("", "Ti Liv", "", ""), ("", "Ti Livv", "Vitré", "")
    )
    assert [(one.row, one.slug, one.first) for one in written(file).duplicates] == [
        (2, "amicale-laique", 0), (4, "Ti Liv", 3)
    ]  # fmt: skip


def test_a_large_file_says_what_is_not_compared(scene, settings, monkeypatch):
    data = "nom;prénom;adresse électronique\nLe Gall;Soazig;a@b.fr\nLe Gall;Yann;c@d.fr\n".encode()
    made = deposit(data=data, name="Personnes.csv", within=scene.world.head, actor=scene.coordination, now=NOW)
    match(made=made, matching=READ, aside={}, actor=scene.coordination, now=NOW)
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    address = reverse("imports:one", args=[scene.world.head.slug, made.pk])
    told_of = "seuls les noms écrits tout à fait de même"
    assert told_of not in client.get(address).content.decode()
    monkeypatch.setattr(duplicates, "MOST_BY_NAME", 1)
    assert told_of in client.get(address).content.decode()


def test_of_a_large_file_the_very_same_people_are_asked_of(scene, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_BY_NAME", 0)
    with arranging():
        PersonFactory(given_name="Anne-Marie", family_name="Le Gall", email="am@exemple.fr")
    outcome = written(people(("LE GALL", "Anne-Marie", "autre@exemple.fr"), ("Le Gal", "Anne-Marie", "b@exemple.fr")))
    assert doubts(outcome) == [(2, "am@exemple.fr")]


# People ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def seated(scene) -> Person:
    """Somebody who sits today, and whose address nobody knows."""
    with arranging():
        found = PersonFactory(given_name="Anne", family_name="Martin", email="")
        MandateFactory(
            seat=scene.world.holder(f"{scene.grouping.slug}-board", "president").seat,
            person=found, period=since(TODAY - timedelta(days=9)),
        )  # fmt: skip
    return found


ADDRESSED = people(("Martin", "Anne", "anne@ailleurs.fr"))


@pytest.mark.parametrize("most", [5_000, 0])
def test_who_sits_takes_no_first_address_from_a_namesake(seated, monkeypatch, most):
    monkeypatch.setattr(duplicates, "MOST_BY_NAME", most)
    outcome = written(ADDRESSED)
    assert doubts(outcome) == [(2, "Anne Martin")] and not outcome.written.done
    assert "son invitation partirait" in outcome.duplicates[0].why
    seated.refresh_from_db()
    assert seated.email == ""


def test_said_to_be_them_they_have_it_and_said_to_be_another_that_one_is_entered(seated):
    other = written(ADDRESSED, decided=(Decision("Personnes", 2, "Anne Martin", False),))
    assert other.written.counts["new"] == 1
    seated.refresh_from_db()
    assert seated.email == "" and Person.objects.get(email="anne@ailleurs.fr") != seated
    theirs = people(("Martin", "Anne", "anne.martin@exemple.fr"))
    assert written(theirs, decided=(Decision("Personnes", 2, "Anne Martin", True),)).written.counts["changed"] == 1
    seated.refresh_from_db()
    assert seated.email == "anne.martin@exemple.fr"
    assert Mandate.objects.filter(person=seated).exists()


def test_who_holds_nothing_takes_the_address_of_the_file(scene):
    with arranging():
        nobody = PersonFactory(given_name="Anne", family_name="Martin", email="")
    assert written(ADDRESSED).is_clean
    nobody.refresh_from_db()
    assert nobody.email == "anne@ailleurs.fr"


def test_the_address_of_another_who_is_said_to_be_somebody_else_is_refused_on_its_cell(scene):
    """It was given to them under the name of the file: « Ce n’est pas la même » had renamed them."""
    with arranging():
        there = PersonFactory(given_name="Anne", family_name="Martin", email="anne@ailleurs.fr")
    row = people(("Cohen", "Zoë", "anne@ailleurs.fr"))
    outcome = written(row, decided=(Decision("Personnes", 2, "anne@ailleurs.fr", False),))
    assert [error[:3] for error in told(outcome).errors] == [("Personnes", 2, "adresse électronique")]
    there.refresh_from_db()
    assert str(there) == "Anne Martin"
