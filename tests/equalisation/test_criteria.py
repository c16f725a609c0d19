"""Criteria that the framework does not name, which way a criterion goes, the part of strategic choices, who may decide."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import speak
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.verdicts import Verdict
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign
from kevread.equalisation.queries.collecting import collected, criteria, first_terms, left_aside, measured, year_before
from kevread.equalisation.queries.laboratory import address_of, laboratory, typed_terms
from kevread.equalisation.queries.path import computed, shares_of
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.rules.terms import Terms, read_terms, spaced
from kevread.seats.queries import actor_of
from kevread.staff.models import Post, Sheet
from kevread.staff.operations import annul_post
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.employed import opened
from tests.equalisation.campaigns import (
    RULES,
    YEAR,
    application,
    by_the_bureau,
    by_the_committee,
    campaign,
    frozen,
    notified,
    payment,
    proposed,
    scenario,
    settled,
    tell,
    told,
)  # fmt: skip
from tests.factories import SettingFactory, since
from tests.pressing import press
from tests.worlds import put

pytestmark = pytest.mark.django_db
ADDED = {"name": "Quartiers prioritaires", "source": "Demandé par le comité du 3 novembre."}


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


# Added ----------------------------------------------------------------------------------------------------------------


def test_a_criterion_is_added_measured_and_shared_by(scene, who):
    found = told(campaign(scene.world))
    made = operations.add_criterion(campaign=found, **ADDED, **who)
    assert (made.name, made.added_by_id, made.added_on) == ("quartiers prioritaires", who["actor"].person, TODAY)
    asked = {"criterion": made.name, "source": "Système d’information géographique", "as_of": TODAY}
    first, second = scene.world.groupings
    operations.enter_measure(campaign=found, beneficiary=first, value=Decimal(3), **asked, **who)
    with pytest.raises(Refused, match=f"quartiers prioritaires, {second.name}"):
        operations.freeze(campaign=found, **who)
    operations.enter_measure(campaign=found, beneficiary=second, value=Decimal(1), **asked, **who)
    found = operations.freeze(campaign=found, **who)
    assert list(measured(found).values) == [*criteria(), made.name]
    one = laboratory(found, QueryDict(address_of(Terms({made.name: 10_000}), list(measured(found).values))).dict())
    assert {row.slug: row.cents for row in one.rows} == {first.slug: 15_000_001, second.slug: 5_000_000}
    assert any("1 unité de « quartiers prioritaires » de plus" in spaced(said) for row in one.rows for said in row.more)


def test_what_is_added_says_why_and_is_not_there_already(scene, who):
    found = campaign(scene.world)
    wrong = ({"name": "Communes"}, {"name": "epci"}, {"name": "x"}, {"name": "q" * 41}, {"source": "Oui."})
    for one in wrong:
        with pytest.raises(Invalid) as refusal:
            operations.add_criterion(campaign=found, **ADDED | one, **who)
        assert refusal.value.field == next(iter(one))
    operations.add_criterion(campaign=found, **ADDED, **who)
    with pytest.raises(Invalid, match="déjà ajouté"):
        operations.add_criterion(campaign=found, **ADDED | {"name": "QUARTIERS prioritaires"}, **who)
    for name in ("QPV suivis", "lycées"):
        operations.add_criterion(campaign=found, **ADDED | {"name": name}, **who)
    with pytest.raises(Refused, match="retirez-en un"):
        operations.add_criterion(campaign=found, **ADDED | {"name": "gares"}, **who)
    assert list(found.added.order_by("pk").values_list("name", flat=True)) == [
        "quartiers prioritaires",
        "QPV suivis",
        "lycées",
    ]


def test_what_is_removed_goes_with_what_was_measured_of_it_and_frozen_data_move_no_more(scene, who):
    found = told(campaign(scene.world))
    made = operations.add_criterion(campaign=found, **ADDED, **who)
    with arranging():
        tell(found, scene.grouping, made.name, Decimal(3))
    operations.remove_criterion(criterion=made, **who)
    assert not found.measures.filter(criterion=made.name).exists() and not found.added.exists()
    kept = operations.add_criterion(campaign=found, **ADDED, **who)
    found = operations.freeze(campaign=found, **who)
    with pytest.raises(Refused, match="ne changent plus"):
        operations.remove_criterion(criterion=kept, **who)
    with pytest.raises(Refused, match="ne changent plus"):
        operations.add_criterion(campaign=found, **ADDED | {"name": "lycées"}, **who)


def test_what_was_added_comes_with_the_round_that_begins_again(scene, who):
    found = campaign(scene.world)
    operations.add_criterion(campaign=found, **ADDED, **who)
    operations.abandon(campaign=found, reason="Ouverte sur le mauvais jour.", **who)
    again = operations.open_round(carrier=scene.world.head, year=YEAR, as_of=TODAY, **who)
    assert again.added.get().name == "quartiers prioritaires"


def test_a_criterion_is_added_and_removed_on_its_screens(scene, settings):
    found = campaign(scene.world)
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)

    def at(gesture):
        return reverse(
            "equalisation:change", kwargs={"scale": scene.world.head.slug, "key": found.pk, "gesture": gesture}
        )

    assert client.post(at("critere"), ADDED | {"source": "Oui."}).status_code == 422
    page = client.post(at("critere"), ADDED, follow=True).text
    assert "Critère ajouté par" in page and "quartiers prioritaires" in page
    typed = {"beneficiary": scene.grouping.slug, "criterion": "quartiers prioritaires", "value": "3"}
    typed |= {"source": "Bilan 2025", "as_of": NOW.date().isoformat()}
    assert press(client, at("valeur"), typed).status_code == 302
    assert client.post(at("retirer-critere"), {"criterion": str(found.added.get().pk)}).status_code == 302
    assert not found.measures.exists()


# Which way ------------------------------------------------------------------------------------------------------------


def test_a_resource_gives_less_to_who_has_more_and_its_way_is_in_the_address(scene):
    found = told(campaign(scene.world))
    first, second = scene.world.groupings
    data = measured(found)
    direct = {row.slug: row.cents for row in laboratory(found, {"jusqu_epci": "100"}).rows}
    inverse = laboratory(found, {"jusqu_epci": "100", "sens_epci": "ressource"})
    turned = {row.slug: row.cents for row in inverse.rows}
    assert direct[first.slug] > direct[second.slug] and turned == {
        first.slug: direct[second.slug],
        second.slug: direct[first.slug],
    }  # two of them: the parts 18/25 and 7/25 change hands
    assert [way.is_inverse for way in inverse.ways] == [True, False, False, False, False]
    begun = first_terms(found, data)
    read = typed_terms(QueryDict(inverse.address).dict(), begun, data)
    assert read.inverse == ("epci",)
    assert typed_terms({"sens_epci": "charge"}, read, data).inverse == ()
    assert typed_terms({}, read, data).inverse == ("epci",)


def test_an_inverse_of_zero_is_told_and_left_aside(scene):
    found = told(campaign(scene.world))
    with arranging():
        put(found.measures.filter(criterion="epci", beneficiary=scene.grouping), value=0)
    seen = laboratory(found, {"sens_epci": "ressource"})
    assert "ne divise pas par zéro" in seen.refusal and sum(row.cents for row in seen.rows) == 20_000_001


def test_rules_kept_before_there_were_ways_are_still_read():
    old = {name: value for name, value in RULES.plain().items() if name != "inverse"}
    assert (read_terms(old).weights, read_terms(old).inverse) == (RULES.weights, ())


# Strategic choices ----------------------------------------------------------------------------------------------------


def test_choices_take_no_more_than_was_decided_in_the_laboratory_and_in_the_proposal(scene, who):
    found = frozen(scene.world)
    with arranging():
        SettingFactory(name="R5.9.strategic_share", value=1_000)
    most = 2_000_000  # a tenth of 200 000,01 €, rounded down
    who_receives = scene.grouping.slug
    told_more = laboratory(found, {f"choix_{who_receives}": "20000,01", "choix": "50"})
    assert "au plus 10 % de l’enveloppe, soit 20 000 €" in spaced(told_more.refusal)
    assert laboratory(found, {f"choix_{who_receives}": "20000", "choix": "50"}).refusal == ""
    rules = scenario(found)
    line = by_the_committee(scene.world)
    with arranging():
        put(rules, terms=RULES.plain() | {"strategic": {who_receives: most + 1}, "reason": "Une année de lancement."})
    rules.refresh_from_db()
    with pytest.raises(Invalid, match="au plus") as refusal:
        operations.propose(campaign=found, scenario=rules, proposed_in=line, **who)
    assert refusal.value.field == "scenario"
    with arranging():
        put(rules, terms=RULES.plain() | {"strategic": {who_receives: most}, "reason": " "})
    rules.refresh_from_db()
    with pytest.raises(Invalid, match="sans dire pourquoi"):
        operations.propose(campaign=found, scenario=rules, proposed_in=line, **who)
    with arranging():
        put(rules, terms=RULES.plain() | {"strategic": {who_receives: most}, "reason": "Une année de lancement."})
    rules.refresh_from_db()
    made = operations.propose(campaign=found, scenario=rules, proposed_in=line, **who)
    assert made.terms["rates"]["strategic_share"] == 1_000


def test_a_scenario_above_what_was_decided_is_not_kept(scene, who):
    found = told(campaign(scene.world))
    with arranging():
        SettingFactory(name="R5.9.strategic_share", value=0)
    terms = Terms({"epci": 10_000}, {}, {scene.grouping.slug: 1}, "Une année de lancement.")
    with pytest.raises(Invalid, match="au plus"):
        operations.keep_scenario(campaign=found, name="Trop", terms=terms, **who)


# Who decides ----------------------------------------------------------------------------------------------------------


def test_the_federation_may_let_who_proposes_decide(scene, who):
    found = proposed(scene.world)
    same = application(scene.world, found.proposed_in)
    with arranging():
        SettingFactory(name="R5.10.fund_decided_apart", value="together")
    assert operations.decide(campaign=found, application=same, **who).state == "decided"
    assert looked_at("R5.10/4") == []


def test_what_nobody_decided_refuses_nothing_and_is_looked_at(scene, who):
    """That who proposes does not decide is a caution of ours (R5.10)."""
    found = proposed(scene.world)
    same = application(scene.world, found.proposed_in)
    assert operations.decide(campaign=found, application=same, **who).state == "decided"
    (told,) = looked_at("R5.10/4")
    assert told.word == "À regarder" and "C’est un ajout de Kevread" in told.sentence


def looked_at(clause: str) -> list:
    told = speak(verdicts(TODAY, rules=["R5.10"]), TODAY)
    return [one for one in told if one.finding.clause.key == clause and one.finding.verdict is Verdict.BREACHES]


def test_another_body_than_the_committee_proposes_and_it_is_looked_at(scene, who):
    """That to administer the fund is to propose its rules is our reading: nothing is refused (R5.10)."""
    found = frozen(scene.world)
    operations.propose(campaign=found, scenario=scenario(found), proposed_in=by_the_bureau(scene.world), **who)
    assert Campaign.objects.get(pk=found.pk).state == "proposed"
    (told,) = looked_at("R5.10/2")
    assert told.word == "À regarder" and "C’est un ajout de Kevread" in told.sentence


def test_what_is_decided_is_given_up_only_when_somebody_closed(scene, who):
    found = settled(scene.world)
    with pytest.raises(Refused, match="Cette campagne est décidée"):
        operations.abandon(campaign=found, reason="Ce partage ne plaît pas.", **who)
    with arranging():
        put(scene.grouping, period=f"[2025-01-01,{TODAY})")
    assert operations.abandon(campaign=found, reason="Un groupement a fermé.", **who).state == "abandoned"


def test_opinions_on_a_proposal_that_is_withdrawn_stay_set_aside(scene, who):
    found = proposed(scene.world)
    vice = scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping)
    actor = actor_of(vice.person, TODAY)
    operations.give_opinion(actor=actor, campaign=found, view="for", note="", now=NOW)
    operations.withdraw(campaign=found, reason="Le comité veut en reparler.", **who)
    operations.propose(campaign=found, scenario=scenario(found), proposed_in=by_the_committee(scene.world), **who)
    seen = path_of(Campaign.objects.select_related("carrier").get(pk=found.pk), TODAY)
    assert [one.opinion for one in seen.asked if one.mandate == vice] == [None] and len(seen.aside) == 1
    operations.give_opinion(actor=actor, campaign=found, view="for", note="", now=NOW)
    assert found.opinions.count() == 2


def test_a_vice_presidency_that_is_vacant_is_named(scene):
    found = proposed(scene.world)
    with arranging():
        scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping).delete()
    assert path_of(found, TODAY).vacant == (scene.grouping,)


# Frozen with the data -------------------------------------------------------------------------------------------------


def test_what_a_round_stands_against_is_frozen_with_its_data(scene, who):
    """Last year’s is decided after this one’s data are frozen: nothing of this one moves."""
    late = settled(scene.world)
    with arranging():
        Campaign.objects.filter(pk=late.pk).update(year=YEAR - 1)
    now = told(campaign(scene.world, amount=10_000_000))
    now = operations.freeze(campaign=now, **who)
    rules = scenario(now)
    with arranging():
        put(rules, terms=RULES.plain() | {"rates": {**RULES.plain()["rates"], "smoothing": 5_000, "loss": 500}})
        put(now, state="proposed", terms=RULES.plain() | {"rates": {**RULES.plain()["rates"], "smoothing": 5_000}})
    now.refresh_from_db()
    before = dict(computed(now))
    with arranging():
        put(Campaign.objects.filter(pk=late.pk), state="notified", notified_on=TODAY)
    assert dict(computed(now)) == before and year_before(now) is None
    assert sheet_of(now, scene.grouping, TODAY).sentence == ""


def test_a_year_is_not_opened_once_the_next_is(scene, who):
    campaign(scene.world)
    with pytest.raises(Invalid, match="est ouverte"):
        operations.open_round(carrier=scene.world.head, year=YEAR - 1, as_of=TODAY, **who)


def test_a_share_that_is_not_found_again_is_told_and_stands(scene):
    found = notified(scene.world)
    first, cents = scene.grouping.slug, shares_of(found)[scene.grouping.slug]
    assert sheet_of(found, scene.grouping, TODAY).gap == ""
    with arranging():
        put(found, shares=found.shares | {first: cents - 100})
    found.refresh_from_db()
    sheet = sheet_of(found, scene.grouping, TODAY)
    assert "n’est plus celle qui fut décidée" in sheet.gap and sheet.amount != ""


def test_who_received_says_so_and_postgresql_refuses_who_paid(scene):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True)
    with arranging(), pytest.raises(IntegrityError, match="received_by_another"), transaction.atomic():
        put(made, received_on=TODAY, received_by=made.prepared_by)


def test_a_page_sent_twice_is_one_payment(scene, settings):
    found = notified(scene.world)
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    where = reverse("equalisation:pay", kwargs={"scale": scene.world.head.slug, "key": found.pk, "gesture": "preparer"})
    key = client.get(where).text.partition('name="key" value="')[2].partition('"')[0]
    asked = {"beneficiary": scene.grouping.slug, "key": key}
    assert [client.post(where, asked).status_code for _ in range(2)] == [302, 302]
    assert found.payments.count() == 1


def test_nothing_is_sent_once_a_round_is_closed(scene, who):
    found = notified(scene.world)
    waiting = payment(found, scene.grouping)
    with pytest.raises(Refused, match="constaté son versement"):
        operations.close(campaign=found, **who)
    with arranging():
        put(Campaign.objects.filter(pk=found.pk), state="closed", closed_on=TODAY)
    with pytest.raises(Refused, match="Clôturée"):
        operations.post_payment(payment=waiting, **who)


def test_the_cause_is_told_out_of_the_same_envelope(scene):
    """Twice the money by the same rules: nobody’s criterion is the cause of it."""
    before = notified(scene.world)
    with arranging():
        Campaign.objects.filter(pk=before.pk).update(year=YEAR - 1)
    now = told(campaign(scene.world, amount=40_000_002))
    with arranging():
        put(now, state="proposed", terms=RULES.plain())
    now.refresh_from_db()
    said = spaced(sheet_of(now, scene.grouping, TODAY).sentence)
    assert "L’enveloppe passe de 200 000,01 € à 400 000,02 €" in said
    assert "surtout à cause" not in said and "autant" in said


def test_what_kevread_knows_and_the_framework_does_not_count_is_read_by_kevread(scene, who):
    """Open posts of who keeps that register, in full-time equivalents; members."""
    found = told(campaign(scene.world))
    assert left_aside() == ["Membres", "Postes"]
    for word, code in (("Postes", "posts"), ("membres", "members")):
        assert operations.add_criterion(campaign=found, **ADDED | {"name": word}, **who).name == code
    with pytest.raises(Invalid, match="déjà ajouté"):
        operations.add_criterion(campaign=found, **ADDED | {"name": "Members"}, **who)
    first, second = scene.world.groupings
    with arranging():
        for one in Keeping.objects.filter(register="staff", organisation__in=(first, second)):
            one.delete()
        Keeping.objects.create(organisation=first, register="staff", period=since(TODAY))
    with arranging():
        mistake = opened(first, "communication")
    annul_post(actor=SYSTEM, post=mistake, reason="Ouvert deux fois.", now=NOW)
    before = {one.criterion for one in operations.collect(campaign=found, **who)}
    assert {"posts", "members"} <= before
    held = Post.objects.on(TODAY).filter(employer=first).exclude(pk=mistake.pk)
    shares = Sheet.objects.on(TODAY).filter(post__in=held)
    value = Decimal(sum(shares.values_list("share", flat=True))) / 100
    assert value > 0
    assert [(one.beneficiary, one.value) for one in found.measures.filter(criterion="posts")] == [(first, value)]
    with arranging():
        Keeping.objects.create(organisation=second, register="staff", period=since(TODAY + timedelta(days=1)))
    assert (second.pk, "posts") not in collected(TODAY)
    theirs = Sheet.objects.on(TODAY).filter(post__in=Post.objects.on(TODAY).standing().filter(employer=second))
    value = Decimal(sum(theirs.values_list("share", flat=True))) / 100
    assert collected(TODAY + timedelta(days=1))[second.pk, "posts"][0] == value
