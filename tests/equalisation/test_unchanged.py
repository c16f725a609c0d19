"""What was read, or adopted, is what counts: rules that are proposed in the place of others are proposed anew."""

import pytest
from django.urls import reverse

from kevread.common.errors import Refused
from kevread.decisions.operations.applying import apply_decision, drop_application, propose_application
from kevread.decisions.queries.register import to_apply
from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Opinion
from kevread.equalisation.offers import means
from kevread.equalisation.queries.path import mark_of_proposal
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.rules.terms import Terms, said_of_terms
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import WEIGHTS, by_the_bureau, by_the_committee, contested, frozen, scenario, weighing
from tests.equalisation.test_weights import OTHERS, weigh, weighed
from tests.worlds import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(scene):
    """A round whose rules are proposed, and the line of the committee that proposes them."""
    found, line = frozen(scene.world), by_the_committee(scene.world)
    operations.propose(actor=scene.coordination, now=NOW, campaign=found, scenario=scenario(found), proposed_in=line)
    return found, line


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("carrier", "proposed_in").get(pk=campaign.pk)


def others_are_proposed(scene, campaign: Campaign, line) -> None:
    """By the same line, on the same day."""
    who = {"actor": scene.coordination, "now": NOW}
    operations.withdraw(campaign=fresh(campaign), reason="Une coquille est à corriger.", **who)
    terms = Terms({"communes": 10_000}, {"equal_base": 0})
    other = operations.keep_scenario(campaign=fresh(campaign), name="Autre", terms=terms, **who)
    operations.propose(campaign=fresh(campaign), scenario=other, proposed_in=line, **who)


def test_a_decision_does_not_adopt_the_rules_that_took_the_place_of_those_it_adopted(scene, proposed):
    campaign, line = proposed
    who = {"actor": scene.coordination, "now": NOW}
    decision, asked = by_the_bureau(scene.world), {"campaign": str(campaign.pk)}
    opened = propose_application(decision=decision, kind="equalisation", asked=asked, **who)
    others_are_proposed(scene, campaign, line)
    with pytest.raises(Refused, match="a changé depuis"):
        apply_decision(application=opened, **who)
    assert fresh(campaign).state == "proposed"
    # Said again by somebody, who read them.
    drop_application(application=opened, note="D’autres règles sont proposées.", **who)
    again = propose_application(decision=decision, kind="equalisation", asked=asked, **who)
    apply_decision(application=again, **who)
    assert fresh(campaign).state == "decided"


def test_an_opinion_is_given_on_the_rules_that_its_page_showed(scene, proposed, settings):
    campaign, line = proposed
    holder = scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping).person
    client = entered_as(Person.objects.get(pk=holder.pk), settings)
    where = reverse("equalisation:opinion", args=[scene.world.head.slug, campaign.pk])
    shown = client.get(where).context["mark"]
    others_are_proposed(scene, campaign, line)
    for old in (shown, ""):
        answer = client.post(where, {"view": "for", "note": "", "vu": old})
        assert answer.status_code == 422
        assert "D’autres règles sont proposées" in answer.content.decode().replace("&#x27;", "’")
        assert not campaign.opinions.standing().exists()
    assert answer.context["mark"] == mark_of_proposal(fresh(campaign)) != shown  # those that it shows now
    assert client.post(where, {"view": "for", "note": "", "vu": answer.context["mark"]}).status_code == 302
    assert campaign.opinions.standing().get().view == "for"


def test_the_rules_of_a_scenario_are_proposed_as_its_page_showed_them(scene, settings):
    campaign, line = frozen(scene.world), by_the_committee(scene.world)
    rules = scenario(campaign)
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    where = reverse("equalisation:change", args=[scene.world.head.slug, campaign.pk, "proposer"])

    def offered() -> str:
        return client.get(where).context["form"].fields["scenario"].choices[0][0]

    old = offered()
    terms = Terms({"communes": 10_000}, {"equal_base": 0})
    operations.keep_scenario(actor=scene.coordination, campaign=campaign, name=rules.name, terms=terms, now=NOW)
    for said in (old, str(rules.pk)):
        answer = client.post(where, {"scenario": said, "proposed_in": str(line.pk)})
        assert answer.status_code == 422 and "ont changé depuis" in answer.text
    assert fresh(campaign).state == "frozen"
    assert client.post(where, {"scenario": offered(), "proposed_in": str(line.pk)}).status_code == 302
    assert fresh(campaign).terms == terms.plain()


def test_two_windows_undo_one_decision(scene, settings):
    """The second would undo the right weights, which another decision fixed."""
    weigh(weighing())
    weigh(weighing(), OTHERS, TODAY)
    client = entered_as(scene.world.holder("cress-board", "president").person, settings)
    undo = reverse("equalisation:undo_weights", args=[scene.world.head.slug])
    shown = client.get(undo).context["mark"]
    asked = {"reason": "Une autre décision", "vu": shown}
    assert client.post(undo, asked).status_code == 302
    assert weighed(scene) == WEIGHTS
    for old in (asked, asked | {"vu": ""}):
        answer = client.post(undo, old)
        assert answer.status_code == 422 and "ne sont plus les derniers" in answer.text
        assert weighed(scene) == WEIGHTS


def test_what_is_adopted_is_read_where_it_is_confirmed(scene, proposed, settings):
    campaign, _ = proposed
    decision, asked = by_the_bureau(scene.world), {"campaign": str(campaign.pk)}
    opened = propose_application(actor=scene.coordination, now=NOW, decision=decision, kind="equalisation", asked=asked)
    client = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    page = client.post(reverse("decisions:apply", args=[scene.world.head.slug, opened.pk]))
    told = dict(page.context["told"])
    assert said_of_terms(fresh(campaign).terms) == told["Règles proposées"] and told[scene.grouping.name].endswith("€")


def test_who_confirms_reads_whose_opinion_is_missing_and_by_which_line_it_is_proposed(scene, proposed):
    campaign, _ = proposed
    told = dict(means({"campaign": str(campaign.pk)}))
    assert told["Proposées par"] == fresh(campaign).proposed_in.quoted
    asked = path_of(campaign, TODAY).asked
    assert asked and told["Avis qui manquent"].count(",") >= len(asked) - 1
    with arranging():
        for one in asked:
            Opinion.objects.create(campaign=campaign, mandate=one.mandate, view="for", given_on=TODAY)
    assert "Avis qui manquent" not in dict(means({"campaign": str(campaign.pk)}))


def test_a_line_that_proposes_or_answers_waits_for_nothing(scene, proposed):
    campaign, _ = proposed
    decision = by_the_bureau(scene.world)
    unsaid = {row.pk for row, _, _ in to_apply(campaign.carrier, scene.coordination).unsaid}
    assert decision.pk in unsaid and campaign.proposed_in_id not in unsaid
    answer = by_the_bureau(scene.world)
    appeal = contested(campaign, scene.grouping)
    with arranging():
        put(appeal, answered_in_id=answer.pk, answered_on=TODAY, is_heard=False, answer="Non.")
    unsaid = {row.pk for row, _, _ in to_apply(campaign.carrier, scene.coordination).unsaid}
    assert decision.pk in unsaid and answer.pk not in unsaid
