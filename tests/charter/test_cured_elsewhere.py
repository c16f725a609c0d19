"""What fails is sometimes of another organisation than the one that is judged, or another line: the gesture leads there, and
names who can act there."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.conf import settings as django_settings

from kevread.attendance.models import Presence
from kevread.charter.engine import Finding, verdicts
from kevread.charter.loader import load
from kevread.charter.models import Keeping
from kevread.charter.queries.amiss import amiss
from kevread.charter.queries.gestures import Gesture, acting, gesture_of, holders, other_gestures, who_each
from kevread.charter.queries.rows import act_of, counted_in_words
from kevread.common.actor import Actor
from kevread.common.facts import REGISTRY
from kevread.common.verdicts import Verdict
from kevread.ui.places import way_address
from tests.charter.people import coordination, direction, holder, local_president
from tests.charter.proofs import PLANTS, planted, rule_of
from tests.charter.test_screen_text import at, text_of
from tests.clients import entered_as
from tests.conftest import TODAY
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
for module in ("part_3", "parts_6_to_9", "careers", "finance", "allowances", "equalisation"):
    import_module(f"tests.charter.test_{module}")


def found(clause: str, organisation, verdict: Verdict = Verdict.BREACHES) -> Finding:
    (one,) = [
        one
        for one in verdicts(TODAY, rules=[rule_of(clause)])
        if (one.clause.key, one.organisation.id) == (clause, organisation.pk)
    ]
    assert one.verdict is verdict, (clause, one.verdict)
    return one


def told(finding: Finding, reader: Actor) -> str:
    those = acting(finding, gesture_of(finding))
    return who_each(those, holders(those, TODAY, reader), reader)


@contextmanager
def broken(small: World, clause: str, organisation) -> Iterator[tuple[Finding, Gesture]]:
    with planted(small, PLANTS[clause]):
        finding = found(clause, organisation)
        gesture = gesture_of(finding)
        assert gesture, clause
        yield finding, gesture


# By each organisation that fails, at home.


@pytest.mark.parametrize(
    ("clause", "page"),
    [
        ("R6.16/1", "reunions"),
        ("R6.17/1", "reunions"),
        ("R6.21/1", "reunions"),
        ("R5.1/1", "financements"),
        ("R6.26/2", "competences"),
        ("R6.27/2", "dialogue-social"),
        ("R6.28/1", "effectif"),
    ],
)
def test_it_leads_to_the_one_that_fails_and_names_who_acts_there(small: World, settings, clause, page):
    grouping = small.groupings[0]
    judged, fails = (
        (small.head, grouping) if clause in ("R6.26/2", "R6.27/2", "R6.28/1") else (grouping, small.locals[grouping][0])
    )
    president = holder(small, f"{fails.slug}-board", "president")
    with broken(small, clause, judged) as (finding, gesture):
        assert [place.slug for place in gesture.at] == [fails.slug]
        assert act_of(finding) == way_address(gesture.way) == f"/{fails.slug}/{page}"
        reader = local_president(small, small.locals[small.groupings[1]][0])
        said = told(finding, reader)
        assert f"a présidence de {fails.name} ({president})" in said and small.groupings[1].name not in said
        there = entered_as(president, settings)
        assert there.get(act_of(finding)).status_code == 200


def test_whoever_may_not_open_the_page_there_has_no_link_to_it(small: World):
    """The fundings of a pôle are read at home."""
    with broken(small, "R5.1/1", small.groupings[0]) as (finding, gesture):
        assert gesture.link(coordination(small)) is None and act_of(finding, coordination(small)) is None
        assert gesture.link(local_president(small, small.locals[small.groupings[0]][0]))


def not_met(small: World, number: int) -> None:
    """The direction of a grouping came to the board of so many of its pôles no more."""
    grouping = small.groupings[0]
    person = small.holder(f"{grouping.slug}-team", "direction").person
    for local in small.locals[grouping][:number]:
        there = Presence.objects.get(entry__meeting__body__slug=f"{local.slug}-board", entry__person=person)
        put(there, left_at=there.arrived_at)


def test_several_that_fail_have_each_their_gesture_and_their_line(small: World, settings):
    grouping = small.groupings[0]
    first, second = small.locals[grouping][:2]
    with planted(small, lambda small: not_met(small, 2)):
        finding = found("R6.17/1", grouping)
        every = [gesture_of(finding), *other_gestures(finding)]
        assert {one.at[0].slug for one in every} == {first.slug, second.slug} and len(every) == 2
        assert {one.way.label for one in every} == {f"Voir les réunions : {one.name}" for one in (first, second)}
        presidents = [holder(small, f"{one.slug}-board", "president") for one in (first, second)]
        said = told(finding, direction(small, grouping))
        assert all(f"({one})" in said for one in presidents)
        client = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
        for page in (at("article", grouping, rule="R6.17"), at("board", grouping)):
            assert all(f"({one})" in text_of(client.get(page)) for one in presidents), page
        (point,) = [one for one in amiss(grouping, TODAY, direction(small, grouping)) if one.rule == "R6.17"]
        assert all(f"({one})" in point.who for one in presidents)
        shown = client.get(at("article", grouping, rule="R6.17")).content.decode()
        assert all(f'href="/{one.slug}/reunions"' in shown for one in (first, second))


def test_a_few_are_led_to_and_no_more(small: World, monkeypatch):
    monkeypatch.setattr("kevread.charter.queries.gestures.PLACES", 1)
    with planted(small, lambda small: not_met(small, 2)):
        finding = found("R6.17/1", small.groupings[0])
        assert gesture_of(finding) and not other_gestures(finding)


def test_what_is_not_known_of_one_is_said_there(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]

    def plant(small: World) -> None:
        for one in Presence.objects.filter(entry__meeting__body__slug=f"{local.slug}-board"):
            put(one, left_at=one.arrived_at)

    with planted(small, plant):
        gesture = gesture_of(found("R6.17/1", grouping, Verdict.UNKNOWN))
    assert gesture and act_address(gesture) == f"/{local.slug}/reunions"


def act_address(gesture: Gesture) -> str:
    return way_address(gesture.way)


def test_a_register_that_nobody_keeps_is_begun_where_registers_are(small: World):
    grouping = small.groupings[0]
    with planted(small, lambda _: Keeping.objects.filter(organisation=grouping, register="team").delete()):
        gesture = gesture_of(found("R6.17/1", grouping, Verdict.UNKNOWN))
    assert gesture and gesture.way.screen == "charter:registers"


# Who sits for a pôle: who prepares, and who designates.


@pytest.mark.parametrize("clause", ["R3.7/1", "R3.7/2"])
def test_of_who_sits_for_a_pole_it_names_who_prepares_and_who_designates(small: World, settings, clause):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    president = holder(small, f"{local.slug}-board", "president")
    director = holder(small, f"{grouping.slug}-team", "direction")
    with broken(small, clause, grouping) as (finding, gesture):
        assert act_address(gesture) == f"/{grouping.slug}/instances/{grouping.slug}-board"
        designating = other_gestures(finding)[0]
        assert designating.at[0].slug == local.slug
        where = f"/{grouping.slug}/instances/{grouping.slug}-board/administrator/qui-designe?pour={local.slug}"
        assert act_address(designating) == where
        said = told(finding, local_president(small, small.locals[small.groupings[1]][0]))
        assert f"a présidence de {local.name} ({president}) peut désigner qui y siège en son nom." in said
        assert f"direction de {grouping.name} ({director})" in said
        page = text_of(entered_as(director, settings).get(where))
        assert "Qui désigne" in page and local.name in page and str(president) in page
        assert designating.link(direction(small, grouping))
        article = entered_as(director, settings).get(at("article", grouping, rule="R3.7"))
        assert f"({president})" in text_of(article) and where in article.content.decode()


# Another line.


def test_a_pay_that_no_assembly_voted_leads_to_the_decision_that_is_missing(small: World):
    grouping = small.groupings[0]
    with broken(small, "L6.15/3", grouping) as (finding, gesture):
        assert act_address(gesture) == f"/{grouping.slug}/decisions/inscrire"
        assert "inscrire la décision" in told(finding, coordination(small))
        assert [one.way.screen for one in other_gestures(finding)] == ["allowances:allowances"]


def test_a_round_that_is_over_leads_to_its_own_page_where_it_is_corrected(small: World, settings):
    with broken(small, "R5.9/1", small.head) as (finding, gesture):
        (key, _), *_ = finding.failing
        assert act_address(gesture) == f"/{small.head.slug}/perequation/{key}"
        client = entered_as(holder(small, "cress-team", "direction"), settings)
        assert f"/perequation/{key}/corriger" in client.get(act_address(gesture)).content.decode()


# What is missing is said by the sentence of the article: no bare count beside it.


def test_nothing_of_what_is_asked_once_is_not_counted_beside_its_sentence(small: World):
    with broken(small, "R6.26/2", small.head) as (finding, _):
        assert counted_in_words(finding) == ""
    with broken(small, "R3.7/1", small.groupings[0]) as (finding, _):
        assert counted_in_words(finding) == "On en compte 3 ; le texte dit 2."
        finding.value, finding.failing = 0, ()
        assert counted_in_words(finding) == "On n’en compte pas ; le texte dit 2.", (
            "more than one is asked: how many is said"
        )


# Every clause of which organisations may fail.

OF_THE_ONE_JUDGED = {
    "R0.5/1": "the grouping takes over the contracts of its pôles",
    "R6.1/1": "the grouping takes over the contracts of its pôles",
    "R2.2/1": "the grouping holds who its members are",
    "R2.2/2": "the grouping enters the membership",
    "R2.3/1": "the grouping admitted them",
    "R4.16/1": "the head holds who sits in the space",
    "R4.16/2": "the head seats there whoever directs each",
    "R4.16/5": "it is the head itself",
    "R5.1/2": "the page of the grouping, where both sides decide the day",
    "R6.1/2": "the page of the grouping, where both sides decide the day",
    "R5.3/1": "whoever calls the dues takes them back",
    "R6.2/1": "the grouping prepares the agreement that both sign",
    "R6.12/2": "the grouping employs",
    "R8.1/2": "whoever admitted them",
    "R8.3/1": "those that fail are outside of the network: whoever holds their membership",
    "R8.4/2": "whoever admitted them",
    "R8.5/2": "those that fail are outside of the network: the head admits them",
    "L1.5/1": "whoever keeps the list of members",
    "L1.17/2": "whoever ended the membership",
}


@pytest.mark.parametrize("federation", ["bretagne", "exemple"])
def test_each_clause_of_which_organisations_fail_leads_to_them_or_says_why_not(federation):
    book = load(django_settings.FEDERATIONS / federation, django_settings.KEVREAD_LAW)
    every = [one for article in book.articles.values() for one in article.clauses if one.check and one.check.each]
    of_organisations = {one.key: one for one in every if REGISTRY[one.check.fact].items == "organisations"}
    stays = {key for key, one in of_organisations.items() if not any(mend.by_item for mend in one.mends)}
    assert stays <= OF_THE_ONE_JUDGED.keys(), stays - OF_THE_ONE_JUDGED.keys()
    assert len(of_organisations) > len(stays)
    if federation == "bretagne":
        assert stays == OF_THE_ONE_JUDGED.keys()
