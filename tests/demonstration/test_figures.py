"""What the sentence of « Texte » counts is what it leads to: for each persona, at each scale that it may read."""

import re

import pytest

from kevread.charter.queries.figures import ASKED_BY, CHOICES, SHOWN
from kevread.charter.queries.text import read_text
from kevread.common.facts import SCALES
from kevread.common.words import few
from kevread.demonstration.personae import personae
from kevread.directory.models import Organisation
from kevread.seats.queries import actor_of
from tests.conftest import TODAY

from .conftest import demonstrating
from .walked import entered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
FIGURE = re.compile(r'<a[^>]*href="\?montrer=([a-z-]+)"[^>]*>\s*([^<]+?)\s*</a>\s*([^<]*)')
ARTICLE = re.compile(r'<article class="article[^"]*" id="([^"]+)"')


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


def scales() -> list[Organisation]:
    return list(Organisation.objects.on(TODAY).filter(scale__in=SCALES).order_by("slug"))


@pytest.mark.parametrize("one", personae(), ids=lambda one: one.slug)
def test_each_article_is_counted_once_and_each_figure_counts_what_it_shows(one):
    actor = actor_of(one.find(), TODAY)
    for scale in scales():
        if not actor.hat_for("read", scale.pk):
            continue
        text = read_text(scale, TODAY, actor)
        shown = {
            figure.choice: [reading.article.rule for part in text.showing(figure.choice) for reading in part.shown]
            for figure in text.figures.every
        }
        assert {figure.choice: figure.number for figure in text.figures.every} == {
            choice: len(rules) for choice, rules in shown.items()
        }, scale.slug
        waiting = sum(figure.number for figure in text.figures.lead if figure.state != "conforms")
        assert waiting == sum(len(part.shown) for part in text.showing("ce-qui-attend")), scale.slug
        assert sorted(rule for rules in shown.values() for rule in rules) == sorted(
            reading.article.rule for reading in text.readings
        ), scale.slug


@pytest.mark.parametrize(
    ("slug", "where"),
    [("coordination", "cress"), ("direction", "ess-35"), ("presidence-pole", None), ("adherente", None)],
)
def test_after_a_click_one_reads_as_many_articles_as_the_sentence_says(slug, where):
    one = next(persona for persona in personae() if persona.slug == slug)
    actor = actor_of(one.find(), TODAY)
    scale = where or next(scale.slug for scale in scales() if actor.hat_for("read", scale.pk))
    visitor = entered(slug)
    page = visitor.get(f"/{scale}/texte").content.decode().replace("\u202f", " ")
    lede = page[page.index('class="lede"') : page.index('class="row on-screen"')]
    told = FIGURE.findall(lede)
    assert len(told) > 2
    assert {choice for choice, _, _ in told} <= {*CHOICES, *ASKED_BY}
    for choice, words, _ in told:
        shown = ARTICLE.findall(visitor.get(f"/{scale}/texte", {"montrer": choice}).content.decode())
        assert re.sub(r" articles?$", "", words).lower() == few(len(shown)), (choice, words)
    assert "article" in told[0][1]


def test_whoever_may_act_begins_with_what_waits_and_others_with_the_whole_text():
    acts = entered("coordination").get("/cress/texte")
    assert acts.context["choice"] == "ce-qui-attend"
    assert all(reading.state in SHOWN["ce-qui-attend"] for part in acts.context["parts"] for reading in part.shown)
    assert "Tout le texte" in acts.content.decode()
    reads = entered("adherente").get("/cress/texte")
    assert reads.context["choice"] == "tout"
    past = entered("coordination").get("/cress/texte", {"au": "2026-10-01"})
    assert past.context["choice"] == "tout"


def lit(scale: str, rule: str) -> dict[str, str]:
    """How an article lights the small map, by territory, as the coordination reads it."""
    reader = actor_of(next(one for one in personae() if one.slug == "coordination").find(), TODAY)
    text = read_text(Organisation.objects.get(slug=scale), TODAY, reader)
    drawing = next(reading.drawing for reading in text.readings if reading.article.rule == rule)
    return dict(text.drawings[drawing])


def test_the_small_map_is_lit_by_what_an_article_says_at_every_scale():
    whole = lit("cress", "R3.7")
    assert len(whole) == 5
    assert {slug for slug, verdict in whole.items() if verdict == "breaches"} == {
        "ess-finistere",
        "ess-centre-bretagne",
    }
    assert whole["ess-35"] == "conforms"
    assert set(lit("cress", "R4.13").values()) == {"breaches"}  # of the head alone: all of it
    own = lit("ess-finistere", "R3.7")
    assert own.pop("ess-finistere") == "breaches"
    assert set(own.values()) == {"not_applicable"}
    local = lit("ess-pays-de-vitre", "R3.2")
    assert {slug for slug, verdict in local.items() if verdict != "not_applicable"} == {"ess-35"}


def test_the_map_above_counts_what_is_to_mend_in_each_territory_that_one_reads():
    coordination, direction = (
        actor_of(next(one for one in personae() if one.slug == slug).find(), TODAY)
        for slug in ("coordination", "direction")
    )
    head = Organisation.objects.get(slug="cress")
    counted = {place.slug: number for place, number in read_text(head, TODAY, coordination).by_place}
    assert len(counted) == 5
    assert counted["ess-finistere"] >= 1
    assert counted["ess-bretagne-sud"] == 1  # L6.10; what R6.12 finds is ours to look at; R4.38 is allowed for a time
    assert [place.slug for place, _ in read_text(head, TODAY, direction).by_place] == ["ess-35"]
    assert read_text(Organisation.objects.get(slug="ess-35"), TODAY, direction).by_place == []
