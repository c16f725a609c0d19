"""Finding organisations by other forms of their words; what is marked; and what is offered when nothing answers."""

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.directory.queries import find, near
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory

from .conftest import wearing

pytestmark = pytest.mark.django_db


def names(rows):
    return [str(row) for row in rows]


@pytest.fixture
def employers(land):
    with arranging():
        OrganisationFactory(name="Groupement d’employeur·euses de la Rade")
        OrganisationFactory(name="Mutuelle des salarié·e·s")


def test_an_organisation_is_found_by_other_forms_of_the_words_of_its_name(employers):
    within = wearing("read")
    for text in ("employeuses", "employeur rade", "GROUPEMENTS EMPLOYEURS"):
        assert names(find(within, text, TODAY).organisations) == ["Groupement d’employeur·euses de la Rade"]
    assert names(find(within, "salariee", TODAY).organisations) == ["Mutuelle des salarié·e·s"]
    assert names(find(within, "salariés employeurs", TODAY).organisations) == []


def test_what_holds_the_word_comes_before_what_holds_it_within_another(land):
    with arranging():
        OrganisationFactory(name="Amicale de la métropole")
        OrganisationFactory(name="Pôle nautique")
    assert names(find(wearing("read"), "pole", TODAY).organisations) == ["Pôle nautique", "Amicale de la métropole"]


def test_a_word_under_way_finds_already(employers):
    assert names(find(wearing("read"), "mutue sal", TODAY).organisations) == ["Mutuelle des salarié·e·s"]


def test_who_is_not_shown_to_the_public_is_neither_found_nor_offered(employers):
    with arranging():
        PersonFactory(given_name="Maïwenn", family_name="Quéméneur")
    for text in ("salariée", "mutuele", "quemener"):
        assert find(NOBODY, text, TODAY).organisations == [] == near(NOBODY, text, TODAY)
    assert names(near(wearing("read"), "mutuele des salaries", TODAY)) == ["Mutuelle des salarié·e·s"]
    assert names(near(wearing("read"), "quemener", TODAY)) == ["Maïwenn Quéméneur"]


def test_the_words_found_are_marked_and_nothing_typed_is_taken_for_html(land, settings):
    public = entered_as(None, settings)
    page = public.get(reverse("directory:find"), {"q": "etel"}).text
    assert "ESS pays d’<mark>Étel</mark>" in page.replace("\u202f", " ").replace("\u00a0", " ")
    page = public.get(reverse("directory:find"), {"q": "<b>etel</b> b"}).text
    assert "<b>etel" not in page


def test_nothing_found_says_what_was_perhaps_meant(land, settings):
    page = entered_as(None, settings).get(reverse("directory:find"), {"q": "pays de vitrey"}).text
    assert "Rien ne répond" in page and "Vouliez-vous dire" in page and "q=ESS%20pays%20de%20Vitr%C3%A9" in page


def test_any_text_may_be_typed(land, settings):
    public = entered_as(None, settings)
    for text in ("'); --", "a & | ! <-> (", "🦀", "é" * 500, "\u2028", "œ", "²½ŉʹː", "%", "\\", ":*"):
        assert public.get(reverse("directory:find"), {"q": text}).status_code == 200
