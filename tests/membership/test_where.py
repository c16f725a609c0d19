"""« Où adhérer ? »: proposed with the words of the article, never imposed."""

import re

import pytest
from django.urls import reverse

from kevread.charter.engine import framework
from kevread.common.federation import about
from kevread.directory.models import Coverage
from tests.conftest import arranging
from tests.membership.conftest import Land
from tests.publishing.test_front import text_of
from tests.worlds import end

pytestmark = pytest.mark.django_db


def offered(public, **query) -> list[str]:
    """The organisations that one may ask to join, in their order."""
    page = public.get(reverse("membership:where"), query).text
    return re.findall(r'href="/([\w-]+)/adherer\?', page)


@pytest.mark.parametrize(
    ("reach", "first", "rule"),
    [("local", "pole", "R8.3"), ("departmental", "grouping", "R8.4"), ("regional", "head", "R8.5")],
)
def test_the_reach_says_what_is_proposed_first_and_the_article_why(public, land: Land, reach, first, rule):
    query = {"commune": "plouezec sur etel", "echelle": reach}
    every = [land.pole.slug, land.grouping.slug, land.head.slug]
    found = offered(public, **query)
    assert found[0] == getattr(land, first).slug
    assert sorted(found) == sorted(every)  # and all the others may be chosen
    page = text_of(public.get(reverse("membership:where"), query))
    assert f"Article {rule}" in page and "Article R8.1" in page
    assert "La liberté d’adhésion est respectée" in page and "« La liberté" not in page  # these words are ours
    said = "Le texte du réseau le permet" if reach == "departmental" else "C’est là que le texte du réseau propose"
    assert said in page


def test_who_does_not_say_how_far_they_act_is_advised_nothing(public, land: Land):
    assert offered(public, commune=land.commune.code) == [land.pole.slug, land.grouping.slug, land.head.slug]
    page = text_of(public.get(reverse("membership:where"), {"commune": land.commune.code}))
    assert "Article R8.3" not in page and "Dites jusqu’où" in page


def test_where_nobody_has_the_commune_the_head_remains(public, land: Land):
    with arranging():
        end(Coverage.objects.all())
    query = {"commune": land.commune.code, "echelle": "local"}
    assert offered(public, **query) == [land.head.slug]
    there = "n’a encore", reverse("membership:where")
    assert f"propose d’abord le pôle, mais aucun pôle {there[0]}" in text_of(public.get(there[1], query))
    told = text_of(public.get(there[1], query | {"echelle": "departmental"}))  # R8.4: a structure may, and no more
    assert f"permet de choisir le groupement, mais aucun groupement {there[0]}" in told


@pytest.mark.parametrize("text", ["zzzz", "𝔎\u202e🦀", "'; DROP", ""])
def test_what_names_no_commune_is_said_kindly(public, land: Land, text):
    answer = public.get(reverse("membership:where"), {"commune": text, "echelle": "nulle part"})
    assert answer.status_code == 200
    assert offered(public, commune=text) == []


def test_the_answer_is_what_one_is_led_to(public, land: Land):
    """Under the form, it would be out of sight where the form is as high as the screen."""
    page = public.get(reverse("membership:where"), {"commune": land.commune.code}).text
    assert '<form class="form" method="get" action="#reponse" role="search">' in page
    answer = page.partition('<div id="reponse">')[2]
    assert land.pole.name in answer and "Voir où adhérer" not in answer


def test_what_is_typed_goes_on_to_the_form(public, land: Land):
    query = {"commune": land.commune.code, "echelle": "local", "domaine": "Vélo & couture"}
    page = public.get(reverse("membership:where"), query).text
    there = re.search(rf'href="(/{land.pole.slug}/adherer\?[^"]*)"', page)[1].replace("&amp;", "&")
    form = public.get(there).context["form"]
    assert form.initial == {"commune": land.commune.name, "reach": "local", "activity": "Vélo & couture"}


def test_the_articles_that_the_federation_names_are_its_own(settings):
    for name in ("bretagne", "exemple"):
        settings.KEVREAD_FEDERATION = settings.FEDERATIONS / name
        said = about(settings.KEVREAD_FEDERATION / "federation.yaml").membership
        named = {said.free, said.seats, *(one.article for one in said.advised.values())} - {""}
        assert named <= set(framework().articles), name
