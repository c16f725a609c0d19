"""The laboratory: what is typed is in the address, weights always total the whole, the result comes first, to the cent."""

import html
import json
import re
import time
from dataclasses import replace
from fractions import Fraction

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.equalisation.models import Scenario
from kevread.equalisation.queries.collecting import first_terms, fund_specs, measured
from kevread.equalisation.queries.laboratory import address_of, laboratory, typed_terms
from kevread.equalisation.rules.loader import round_of
from kevread.equalisation.rules.share import share_out
from kevread.equalisation.rules.terms import RATES, Measured, Terms, spaced
from kevread.equalisation.rules.waterfall import steps_of
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.equalisation.campaigns import RULES, campaign, proposed, told
from tests.equalisation.rounds import cents_said
from tests.equalisation.test_recheck import checked
from tests.factories import SettingFactory, since
from tests.pressing import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(scene):
    return told(campaign(scene.world))


def test_joints_that_cross_still_total_the_whole(tried):
    data = measured(tried)
    begun = first_terms(tried, data)
    for typed in ({"jusqu_epci": "90", "jusqu_communes": "10"}, {"jusqu_epci": "abc"}, {"jusqu_area": "1000"}, {}):
        terms = typed_terms(typed, begun, data)
        assert sum(terms.weights.values()) == 10_000
        assert min(terms.weights.values()) >= 0
    assert typed_terms({"jusqu_epci": "90", "jusqu_communes": "10"}, begun, data).weights == {
        "epci": 9_000, "communes": 0, "area": 0, "projects": 0, "actions": 1_000,
    }  # fmt: skip


def test_what_is_typed_is_read_back_from_its_address(tried):
    data = measured(tried)
    codes, who = list(data.values), sorted(next(iter(data.values.values())))
    terms = Terms(
        {"epci": 2_500, "communes": 2_000, "area": 2_000, "projects": 2_033, "actions": 1_467},
        {"equal_base": 2_000, "floor": 5_000, "cap": None, "loss": 1_000, "gain": 12_500, "smoothing": None},
        {who[0]: 150_050},
        "La formation des bénévoles",
    )
    begun = replace(first_terms(tried, data), rates={"strategic_share": None})
    read = typed_terms(QueryDict(address_of(terms, codes)).dict(), begun, data)
    assert (read.weights, read.strategic, read.reason) == (terms.weights, terms.strategic, terms.reason)
    assert {name: rate for name, rate in read.rates.items() if name != "strategic_share"} == terms.rates


CODES, WHO = ("epci", "communes", "area"), ("est", "ouest")
BEGUN_AT = Measured(10**6, {code: dict.fromkeys(WHO, Fraction(1)) for code in CODES})


@st.composite
def some_terms(draw) -> Terms:
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=len(CODES) - 1, max_size=len(CODES) - 1)))
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    rate = st.none() | st.integers(0, 10_000)
    return Terms(
        dict(zip(CODES, weights, strict=True)),
        {name: draw(rate) for name in RATES},
        draw(st.dictionaries(st.sampled_from(WHO), st.integers(1, 10**9))),
        draw(st.text(st.characters(exclude_categories=("C",)), max_size=300)),
        tuple(code for code in CODES if draw(st.booleans())),
    )


@settings(deadline=None)
@given(some_terms(), some_terms())
def test_an_address_says_the_rules_whatever_one_begins_with(terms, begun):
    assert typed_terms(QueryDict(address_of(terms, list(CODES))).dict(), begun, BEGUN_AT) == terms


def test_each_step_leads_to_the_amount_to_the_cent(tried):
    seen = laboratory(tried, {"socle": "20", "plancher": "50", "plafond": "52"})
    assert sum(row.cents for row in seen.rows) == 20_000_001
    for row in seen.rows:
        (drawn,) = row.falls
        assert drawn.falls[-1].said == row.said
        assert sum(cents_said(fall.said) for fall in drawn.falls[:-1]) == row.cents


def test_strategic_choices_above_the_envelope_are_told_and_left_aside(tried, scene):
    seen = laboratory(tried, {f"choix_{scene.grouping.slug}": "300000"})
    assert "l’enveloppe n’en a que" in seen.refusal
    assert sum(row.cents for row in seen.rows) == 20_000_001


def test_one_more_says_what_it_would_change(tried, scene):
    seen = laboratory(tried, {})
    row = next(row for row in seen.rows if row.slug == scene.grouping.slug)
    assert any(spaced(said).startswith("Avec 1 EPCI de plus : + ") for said in row.more)


def test_scenarios_stand_side_by_side(tried, scene):
    data = measured(tried)
    with arranging():
        Scenario.objects.create(campaign=tried, name="EPCI seuls", terms=Terms({"epci": 10_000}).plain())
        Scenario.objects.create(campaign=tried, name="D’une autre liste", terms=Terms({"charm": 10_000}).plain())
    seen = laboratory(tried, {})
    assert [(one.name, len(one.cents)) for one in seen.scenarios] == [("D’une autre liste", 2), ("EPCI seuls", 2)]
    assert seen.scenarios[0].cents == ("—", "—")
    assert (
        typed_terms(QueryDict(seen.scenarios[1].address).dict(), first_terms(tried, data), data).weights["epci"]
        == 10_000
    )


def test_nothing_is_drawn_before_anything_is_measured(scene):
    assert laboratory(campaign(scene.world), {}) is None


@pytest.fixture
def visitor(scene, settings):
    return entered_as(scene.world.holder("cress-team", "direction").person, settings)


def at(name, found, **more):
    return reverse(f"equalisation:{name}", kwargs={"scale": found.carrier.slug, "key": found.pk} | more)


def test_the_result_comes_first_and_a_move_is_an_answer_of_its_own(tried, visitor):
    page = visitor.get(at("laboratory", tried)).content.decode()
    assert page.index('id="resultat"') < page.index("Les règles essayées")
    move = visitor.get(at("laboratory", tried), {"jusqu_epci": "60"}, headers={"HX-Request": "true"}).content.decode()
    assert "<main" not in move and "recevrait" in move
    assert "jusqu_epci=60" in move


def test_a_move_is_answered_in_less_than_a_tenth_of_a_second(tried, visitor, counted):
    address = at("laboratory", tried)
    visitor.get(address, headers={"HX-Request": "true"})
    begun = time.process_time()
    for _ in range(5):
        visitor.get(address, {"jusqu_epci": "60"}, headers={"HX-Request": "true"})
    assert (time.process_time() - begun) / 5 < 0.1


def way(page: str, words: str) -> str:
    """Where the link of these words leads."""
    return html.unescape(page.split(words)[0].rpartition('href="')[2].split('"')[0])


def typed_in(page: str) -> str:
    """The rules that a page offers to change."""
    return page.split('<form class="rules-tried')[1].split("</form>")[0]


@pytest.mark.parametrize("is_move", [False, True])
def test_starting_again_loses_nothing_of_what_was_typed(is_move, tried, visitor):
    """By a page, and by a move, which replaces the result alone."""
    where, headers = at("laboratory", tried), {"HX-Request": "true"} if is_move else {}
    who = min(next(iter(measured(tried).values.values())))
    asked = {"jusqu_epci": "61.5", "sens_area": "ressource", f"choix_{who}": "1200,50", "motif": "La formation"}
    page = visitor.get(where, asked, headers=headers).text
    again = visitor.get(where + way(page, "Repartir des règles de départ")).text
    assert 'value="61.50"' not in typed_in(again) and 'value="La formation"' not in typed_in(again)
    back = typed_in(visitor.get(where + way(again, "Retrouver ce que j’avais saisi")).text)
    assert 'value="61.50"' in back and 'value="1200.50"' in back and 'value="La formation"' in back
    assert back.split('name="sens_area"')[1].split("</select>")[0].count('value="ressource" selected') == 1


def test_what_one_may_come_back_to_stays_while_one_tries_again(tried, visitor):
    where = at("laboratory", tried)
    again = visitor.get(where + way(visitor.get(where, {"jusqu_epci": "61.5"}).text, "Repartir")).text
    kept = html.unescape(again.split('name="avant" value="')[1].split('"')[0])
    move = visitor.get(where, {"jusqu_epci": "10", "avant": kept}, headers={"HX-Request": "true"}).text
    assert "jusqu_epci=61.5" in way(move, "Retrouver ce que j’avais saisi")
    assert "61.5" not in way(move, "Repartir des règles de départ")


def test_starting_again_keeps_the_choices_that_are_proposed(scene, visitor):
    """Coming back to where one began says no rule: its choices are not chosen away."""
    found, who = proposed(scene.world), scene.grouping.slug
    with arranging():
        found.terms = replace(RULES, strategic={who: 120_050}, reason="La formation des bénévoles").plain()
        found.save()
    begun = laboratory(found, {})
    for beside in ({"avant": "jusqu_epci=61.5"}, {"au": "2026-11-24"}):  # neither says a rule
        assert laboratory(found, beside).choices == begun.choices
    assert "1200.50" in [one.typed for one in begun.choices]


def test_the_certificate_of_what_is_tried_is_checked_away_from_here(tried, visitor, tmp_path):
    said = json.loads(visitor.get(at("certificate", tried), {"jusqu_epci": "60", "socle": "20"}).content)
    assert checked(said, tmp_path) == 0
    assert share_out(round_of(said["input"])).allocation == said["answer"]["allocation"]


def test_a_round_is_prepared_on_its_screens(scene, visitor):
    head = scene.world.head
    page = visitor.post(
        f"/{head.slug}/perequation/ouvrir", {"year": NOW.year, "as_of": NOW.date().isoformat()}, follow=True
    )
    found = head.campaigns.get()
    assert "est ouverte" in page.content.decode()
    refused = visitor.post(
        at("change", found, gesture="ressource"), {"label": "Région", "origin": "grant", "amount": "12 400,50"}
    )
    assert refused.status_code == 422
    assert "ne le permet pas" in refused.content.decode()
    asked = {
        "label": "Région",
        "origin": "grant",
        "amount": "12 400,50",
        "may_be_granted": "on",
        "clause": "Article 4 de la convention",
    }
    assert visitor.post(at("change", found, gesture="ressource"), asked).status_code == 302
    assert found.resources.get().amount == 1_240_050
    assert visitor.post(at("change", found, gesture="relever")).status_code == 302
    codes = ["projects", "actions"]
    if found.measures.filter(criterion="area").count() < len(scene.world.groupings):
        codes.append("area")
    for who in scene.world.groupings:
        for code in codes:
            typed = {"beneficiary": who.slug, "criterion": code, "value": "42,5", "source": "Bilan 2025"}
            typed["as_of"] = NOW.date().isoformat()
            assert press(visitor, at("change", found, gesture="valeur"), typed).status_code == 302
    assert visitor.post(at("change", found, gesture="figer")).status_code == 302
    found.refresh_from_db()
    assert found.state == "frozen"


def test_a_scenario_is_kept_and_taken_out_on_its_screens(tried, visitor):
    found = tried
    kept = visitor.post(at("keep", found) + "?jusqu_epci=60", {"name": "Beaucoup d’EPCI"}, follow=True).content.decode()
    assert "Le scénario « Beaucoup d’EPCI » est gardé" in " ".join(kept.replace("\u202f", " ").split())
    assert found.scenarios.get().terms["weights"]["epci"] == 6_000
    gone = {"scenario": str(found.scenarios.get().pk)}
    assert visitor.post(at("change", found, gesture="oublier"), gone).status_code == 302
    assert visitor.get(at("change", found, gesture="danser")).status_code == 404
    assert "Région" in visitor.get(at("campaign", found)).content.decode()
    assert visitor.get(at("campaign_csv", found)).status_code == 200
    assert visitor.get(at("laboratory_csv", found)).status_code == 200


def test_what_another_keeps_under_the_same_name_meanwhile_is_not_replaced_unseen(tried, visitor):
    def base_of(page):
        return html.unescape(re.search(r'name="base" value="([^"]*)"', page)[1])

    where = at("keep", tried)
    base = base_of(visitor.get(where).text)
    assert visitor.post(where + "?jusqu_epci=60", {"name": "Mixte", "base": base}).status_code == 302  # another window
    page = visitor.post(where + "?jusqu_epci=50", {"name": "Mixte", "base": base})
    assert page.status_code == 422 and "d’autres règles sous ce nom" in page.text
    assert tried.scenarios.get().terms["weights"]["epci"] == 6_000
    for other in ("x", "[]"):
        assert visitor.post(where + "?jusqu_epci=50", {"name": "Mixte", "base": other}).status_code == 422
    assert visitor.post(where + "?jusqu_epci=60", {"name": "Mixte", "base": base}).status_code == 302  # the same rules
    assert visitor.post(where + "?jusqu_epci=50", {"name": "Autre", "base": base}).status_code == 302
    assert visitor.post(where + "?jusqu_epci=50", {"name": "Mixte", "base": base_of(page.text)}).status_code == 302


def test_why_each_step_is_a_whole_cent(tried):
    one = round_of(json.loads(json.dumps(EXAMPLE_ROUND)))
    answer = share_out(one)
    assert all(steps_of(answer.why[who], amount)[-1].after == amount for who, amount in answer.allocation.items())


EXAMPLE_ROUND = {
    "envelope": 100,
    "criteria": {"epci": {"weight": 10_000, "direction": "direct", "values": {"a": 1, "b": 1, "c": 1}}},
    "floor": "1/2",
}


@pytest.fixture
def bounded(tried):
    """A tenth of the envelope at most is chosen."""
    with arranging():
        SettingFactory(name=fund_specs()["strategic_share"].name, value=1_000, period=since())
    return tried


def too_much(tried) -> dict[str, str]:
    """A choice above what it may be, beside a criterion that goes the other way."""
    data = measured(tried).values
    ways = {f"sens_{code}": "charge" for code in data} | {"sens_area": "ressource"}
    return ways | {f"choix_{min(next(iter(data.values())))}": "100000", "motif": "La formation des bénévoles"}


def test_a_choice_that_is_refused_leaves_the_rest_as_it_is_typed(bounded, visitor):
    asked = too_much(bounded)
    ways = {name: way for name, way in asked.items() if name.startswith("sens_")}
    seen, alone = laboratory(bounded, asked), laboratory(bounded, ways)
    assert "prennent au plus 10" in seen.refusal and not alone.refusal
    assert [row.cents for row in seen.rows] == [row.cents for row in alone.rows]
    page = visitor.get(reverse("equalisation:laboratory", args=[bounded.carrier.slug, bounded.pk]), asked).text
    assert 'value="La formation des bénévoles"' in page and 'value="100000"' in page
    reset = way(page, "Repartir des règles de départ")
    begun = visitor.get(reverse("equalisation:laboratory", args=[bounded.carrier.slug, bounded.pk]) + reset).text
    back = way(begun, "Retrouver ce que j’avais saisi")
    assert "100000" in back and "La+formation" in back


def test_a_certificate_refuses_what_the_page_refuses(bounded, visitor):
    where = reverse("equalisation:certificate", args=[bounded.carrier.slug, bounded.pk])
    answer = visitor.get(where, too_much(bounded) | {"choix": "100"})
    assert answer.status_code == 422
    assert "prennent au plus" in answer.json()["error"]


def test_a_territory_whose_people_are_not_counted_is_compared_with_nobody(tried, visitor, monkeypatch):
    where = reverse("equalisation:laboratory", args=[tried.carrier.slug, tried.pk])
    monkeypatch.setattr("kevread.equalisation.queries.laboratory.population", lambda on: {})
    page = visitor.get(where).text
    assert "n’est pas connue" in page and "inconnu" not in page and "par habitant·e" not in page


def test_a_share_is_said_for_each_who_lives_there(tried, monkeypatch):
    people = {row.slug: 1_000 for row in laboratory(tried, {}).rows}
    monkeypatch.setattr("kevread.equalisation.queries.laboratory.population", lambda on: people)
    for row in laboratory(tried, {}).rows:
        assert cents_said(row.units[-1].removesuffix(" par habitant·e")) == round(row.cents / 1_000)
