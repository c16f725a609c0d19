"""Of what type a decision may be, from its words; shown with them, and never classed by it."""

import re

import pytest
from django.conf import settings as django_settings

from kevread.competence.queries import matrix
from kevread.decisions.forms import type_choices
from kevread.decisions.models import Decision
from kevread.decisions.queries.suggesting import AT_MOST, headed, known, roots, suggest, suggestions_for
from tests.conftest import arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words

OF = {
    "budget": {"budget": 2},
    "comptes": {"compte": 2, "approb": 2},
    "recrutement": {"recrut": 2},
    "recrutement-delegue": {"recrut": 2, "delegu": 2},
    "carte": {"carte": 1},
}


def named(title: str, text: str = "") -> list[str]:
    return [slug for slug, _ in suggest(title, text, OF)]


def test_a_word_of_the_title_suggests():
    assert named("Le budget rectifié") == ["budget"]


def test_words_of_one_family_are_one():
    assert suggest("Orientation budgétaire", "", OF) == [("budget", ("budgétaire",))]


def test_a_word_of_the_text_suggests_only_when_it_is_of_one_name_alone():
    assert named("Point 3", "Il faut recruter.") == []  # of two names
    assert named("Point 3", "Les comptes sont lus.") == ["comptes"]
    assert named("Point 3", "La carte est lue.") == []  # of the title of an article


def test_of_two_that_share_a_word_the_nearer_comes_first():
    assert named("Recruter une déléguée") == ["recrutement-delegue", "recrutement"]


def test_the_title_weighs_more_than_the_text():
    assert named("Budget", "Les comptes sont lus.") == ["budget", "comptes"]
    assert named("Comptes", "Le budget est lu.") == ["comptes", "budget"]


def test_the_title_of_an_article_counts_in_a_title():
    assert named("La carte du territoire") == ["carte"]


def test_a_model_of_contract_is_not_suggested_for_a_contract():
    of = {"modeles": {"contra-type": 2, "modele": 2}}
    assert suggest("Contrat de remplacement à l’accueil", "Le contrat est signé.", of) == []
    assert suggest("Avis sur le contrat type", "", of) == [("modeles", ("contrat type",))]
    assert suggest("Nos contrats-types", "", of) == [("modeles", ("contrats types",))]


def test_never_more_than_a_few():
    assert len(named("Budget, comptes, carte, recruter une déléguée")) == AT_MOST


@pytest.mark.parametrize("text", ["", "de la du", "2027 — 12 %", "\u202f\u200b😀", "adoptée à l’unanimité des votes"])
def test_what_says_nothing_suggests_nothing(text):
    assert suggest(text, text, OF) == []


def test_small_and_empty_words_have_no_root():
    assert roots("Pour toute décision, les 3 ans du CA") == {}


bretagne = pytest.mark.skipif(
    django_settings.KEVREAD_FEDERATION.name != "bretagne", reason="the types of this federation"
)


@bretagne
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Budget rectifié pour 2027", "budget"),
        ("Approbation des comptes 2025", "comptes"),
        ("Adhésion de la coopérative Le Goéland", "adhesion"),
        ("Campagne de péréquation 2027", "campagne-perequation"),
        ("Dérogation accordée à ESS Bretagne Sud", "derogation"),
    ],
)
def test_usual_titles_find_their_type(title, first):
    assert suggest(title, "", known(django_settings.KEVREAD_FEDERATION))[0][0] == first


@bretagne
def test_the_words_of_bodies_suggest_nothing():
    """« conseil », « groupement », « territoire » say who decides."""
    of_types = known(django_settings.KEVREAD_FEDERATION)
    assert not {"consei", "groupe", "territ", "assemb", "bureau"} & {key for keys in of_types.values() for key in keys}


def test_the_whole_list_is_there_once_under_headings():
    under = headed(matrix().types.values())
    assert sorted(one.slug for _, types in under for one in types) == sorted(matrix().types)
    assert len({heading for heading, _ in under}) == len(under) and all(heading for heading, _ in under)


# On screen.


@pytest.fixture
def budget(scene) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", title="Budget rectifié pour 2027")


@pytest.mark.django_db
def test_a_suggestion_says_why_and_is_taken_in_one_gesture(scene, readers, budget):
    here = at("to_classify", scene.grouping)
    page = readers.direction.get(here)
    assert "Budget d’un groupement" in words(page).split("parce qu’elle dit « budget »")[0]
    assert '<input type="hidden" name="type" value="budget">' in page.content.decode()
    budget.refresh_from_db()
    assert budget.type == ""
    address = at("classify", scene.grouping, key=budget.pk)
    assert readers.direction.post(address, {"type": "budget", "de": "liste"})["Location"] == here
    budget.refresh_from_db()
    assert budget.type == "budget"


@pytest.mark.django_db
def test_every_type_is_still_there_under_its_heading_with_a_search(scene, readers, budget):
    page = readers.direction.get(at("to_classify", scene.grouping)).content.decode()
    for one in [*matrix().types, Decision.OTHER]:
        assert f'type="radio" name="type" value="{one}"' in page
    assert f'data-filter="{budget.pk}-type"' in page and f'<div id="{budget.pk}-type" data-grouped>' in page
    for heading, _ in headed(one for one in matrix().types.values() if one.is_taken_at("grouping")):
        assert f'<strong class="small">{heading}</strong>'.replace("’", "&#x27;") in page.replace("’", "&#x27;")


@pytest.mark.django_db
@pytest.mark.parametrize("screen", ["to_classify", "record_decision"])
def test_the_types_of_another_scale_come_apart_after_those_of_its_own(scene, readers, budget, screen):
    page = readers.direction.get(at(screen, scene.grouping)).content.decode()
    mine, apart = page.split("Un type d’une autre échelle", 1)
    assert 'value="budget"' in mine and 'value="convention"' in mine and f'value="{Decision.OTHER}"' in mine
    assert 'value="budget-pole"' in apart and 'value="trajectoire"' in apart and 'value="budget-pole"' not in mine
    of_the_head = [kind for kind, _ in type_choices("head")]
    assert Decision.OTHER in of_the_head and "convention" not in of_the_head


@pytest.mark.django_db
def test_the_type_that_it_has_is_not_suggested_again(scene, readers, budget):
    assert [one.type.slug for one in suggestions_for(budget)] == ["budget"]
    with arranging():
        Decision.objects.filter(pk=budget.pk).update(type="budget")
    budget.refresh_from_db()
    assert suggestions_for(budget) == []
    page = readers.direction.get(at("decision", scene.grouping, key=budget.pk)).content.decode()
    assert re.findall(r'name="type" value="([\w-]+)"[^>]* checked', page) == ["budget"]


@pytest.mark.django_db
def test_whoever_may_not_class_is_suggested_nothing(scene, readers, budget):
    assert "parce qu’elle dit" not in words(readers.president(scene.second).get(at("to_classify", scene.grouping)))
