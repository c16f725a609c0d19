"""From the laboratory to the payment: proposed, advised, decided by others than who proposed, told, paid by two, closed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.todo import Asker
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.permissions import vice_presidents
from kevread.equalisation.queries.collecting import measured
from kevread.equalisation.queries.path import shares_of
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.queries.telling import to_tell
from kevread.equalisation.rules.share import share_out
from kevread.equalisation.rules.terms import euros, read_terms, round_with, spaced
from kevread.equalisation.todo import opinions_to_give, payments_to_make
from kevread.journal.models import Act
from kevread.seats.queries import actor_of
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import (
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
    told,
)  # fmt: skip
from tests.equalisation.rounds import FILTER
from tests.equalisation.test_recheck import checked
from tests.factories import SettingFactory
from tests.gatherings.decided import decided
from tests.pressing import press

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


@pytest.fixture
def other(scene):
    """Somebody else who may pay at the head, and commit it."""
    return scene.actor("cress-board", "president")


@pytest.fixture
def vice(scene):
    return actor_of(
        scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping).person, TODAY
    )


def test_the_whole_path(scene, who, other, vice):
    found = frozen(scene.world)
    found = operations.propose(
        campaign=found, scenario=scenario(found), proposed_in=by_the_committee(scene.world), **who
    )
    operations.give_opinion(actor=vice, campaign=found, view="for", note="", now=NOW)
    decision = by_the_bureau(scene.world)
    asked = propose_application(decision=decision, kind="equalisation", asked={"campaign": str(found.pk)}, **who)
    apply_decision(application=asked, **who)
    found = Campaign.objects.select_related("carrier").get(pk=found.pk)
    assert (found.state, sum(found.shares.values())) == ("decided", 20_000_001)
    found = operations.notify(campaign=found, seen=to_tell(found, TODAY).mark, **who)
    for one in scene.world.groupings:
        made = operations.prepare_payment(campaign=found, beneficiary=one, key=uuid4(), **who)
        made = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").get(pk=made.pk)
        with pytest.raises(Refused, match="une autre personne le verse"):
            operations.post_payment(payment=made, **who)
        operations.post_payment(actor=other, payment=made, now=NOW)
        with pytest.raises(Refused, match="n’a pas encore constaté"):
            operations.close(campaign=found, **who)
        operations.confirm_receipt(actor=scene.actor(f"{one.slug}-board", "president"), payment=made, now=NOW)
    assert sum(found.payments.values_list("amount", flat=True)) == 20_000_001
    assert operations.close(campaign=found, **who).state == "closed"


def test_nothing_is_proposed_before_data_are_frozen_nor_by_another_line(scene, who):
    line = by_the_committee(scene.world)
    found = told(campaign(scene.world))
    with pytest.raises(Refused, match="Données à rassembler"):
        operations.propose(campaign=found, scenario=scenario(found), proposed_in=line, **who)
    with arranging():
        Campaign.objects.filter(pk=found.pk).update(state="abandoned")
    ready = frozen(scene.world)
    with pytest.raises(Invalid, match="un scénario de cette campagne"):
        operations.propose(campaign=ready, scenario=found.scenarios.get(), proposed_in=line, **who)
    early = by_the_committee(scene.world, on=YESTERDAY)
    with pytest.raises(Invalid, match="pas avant"):
        operations.propose(campaign=ready, scenario=scenario(ready), proposed_in=early, **who)
    with arranging():
        stranger = decided("codir", "pilotage", on=TODAY)
    with pytest.raises(Invalid, match="ligne du registre"):
        operations.propose(campaign=ready, scenario=ready.scenarios.get(), proposed_in=stranger, **who)


def test_an_opinion_is_ones_own_and_the_last_one_stands(scene, who, vice):
    found = proposed(scene.world)
    for actor in (who["actor"], NOBODY, scene.direction):
        with pytest.raises(Denied):
            operations.give_opinion(actor=actor, campaign=found, view="for", note="", now=NOW)
    with pytest.raises(Invalid, match="explique"):
        operations.give_opinion(actor=vice, campaign=found, view="against", note="non", now=NOW)
    with pytest.raises(Invalid, match="Choisissez"):
        operations.give_opinion(actor=vice, campaign=found, view="maybe", note="", now=NOW)
    operations.give_opinion(actor=vice, campaign=found, view="against", note="La superficie compte trop.", now=NOW)
    operations.give_opinion(actor=vice, campaign=found, view="reserved", note="La superficie compte trop.", now=NOW)
    given = [one.opinion.view for one in path_of(found, TODAY).asked if one.opinion]
    assert given == ["reserved"] and len(path_of(found, TODAY).asked) == len(scene.world.groupings)
    operations.withdraw(campaign=found, reason="Le comité veut en reparler.", **who)
    assert not found.opinions.standing().exists()
    with pytest.raises(Refused):
        operations.give_opinion(actor=vice, campaign=found, view="for", note="", now=NOW)


def test_who_proposes_does_not_decide_where_the_federation_decided_so(scene, who):
    found = proposed(scene.world)
    same = application(scene.world, found.proposed_in)
    with arranging():
        SettingFactory(name="R5.10.fund_decided_apart", value="apart")
    with pytest.raises(Refused, match="le réseau a décidé que l’instance qui propose"):
        operations.decide(campaign=found, application=same, **who)
    with pytest.raises(Refused, match="le réseau a décidé que l’instance qui propose"):
        propose_application(decision=found.proposed_in, kind="equalisation", asked={"campaign": str(found.pk)}, **who)
    with pytest.raises(Refused, match="la décision vient après"):
        operations.decide(
            campaign=found, application=application(scene.world, by_the_bureau(scene.world, YESTERDAY)), **who
        )
    assert Campaign.objects.get(pk=found.pk).state == "proposed"


def test_a_decision_of_another_type_opens_no_round(scene, who):
    found = proposed(scene.world)
    with arranging():
        line = decided("cress-bureau", "trajectoire", on=TODAY)
    with pytest.raises(Invalid, match="n’est pas du type"):
        propose_application(decision=line, kind="equalisation", asked={"campaign": str(found.pk)}, **who)
    with pytest.raises(Invalid, match="Choisissez la campagne"):
        propose_application(decision=line, kind="equalisation", asked={"campaign": str(uuid4())}, **who)


def test_after_it_is_notified_nothing_is_reopened(scene, who):
    found = notified(scene.world)
    for verb, asked in (
        (operations.abandon, {"reason": "On recommence tout, en vérité."}),
        (operations.withdraw, {"reason": "On recommence tout, en vérité."}),
        (operations.freeze, {}),
        (operations.notify, {"seen": to_tell(found, TODAY).mark}),
        (operations.collect, {}),
    ):
        with pytest.raises(Refused):
            verb(campaign=found, **asked, **who)


def test_a_beneficiary_that_closes_meanwhile_is_named(scene, who):
    found = settled(scene.world)
    with arranging():
        type(scene.grouping).objects.filter(pk=scene.grouping.pk).update(period=f"[2025-01-01,{TODAY})")
    with pytest.raises(Refused, match="a fermé pendant la campagne"):
        operations.notify(campaign=found, seen=to_tell(found, TODAY).mark, **who)
    with arranging():
        Campaign.objects.filter(pk=found.pk).update(state="notified", notified_on=TODAY)
    gone = type(scene.grouping).objects.get(pk=scene.grouping.pk)  # the one of the scene is that of every test
    with pytest.raises(Invalid, match="sa part reste au fonds"):
        operations.prepare_payment(campaign=found, beneficiary=gone, key=uuid4(), **who)


def test_what_is_decided_of_many_is_what_the_filter_proves(scene, who, monkeypatch):
    found = proposed(scene.world)
    expected = share_out(round_with(measured(found), read_terms(found.terms))).allocation

    def oracle(one):
        raise AssertionError("the oracle is slow for many")

    monkeypatch.setattr(FILTER, "FEW", 0)
    monkeypatch.setattr(FILTER, "share_out", oracle)
    monkeypatch.setattr("kevread.equalisation.queries.path.share_out", oracle)
    decided_ = operations.decide(campaign=found, application=application(scene.world), **who)
    assert decided_.shares == expected and sum(expected.values()) == 20_000_001


def test_asked_twice_with_the_same_number_it_is_paid_once(scene, who):
    found, key = notified(scene.world), uuid4()
    first = operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who)
    assert operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who) == first
    assert found.payments.count() == 1
    with pytest.raises(Refused, match="déjà préparé"):
        operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=uuid4(), **who)
    elsewhere = next(one for one in scene.world.groupings if one != scene.grouping)
    with pytest.raises(Refused, match="celui d’un autre versement"):
        operations.prepare_payment(campaign=found, beneficiary=elsewhere, key=key, **who)


def test_killed_midway_nothing_is_half_paid_and_the_same_number_pays_once(scene, who):
    found, key = notified(scene.world), uuid4()
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who)
        raise KeyboardInterrupt
    assert not found.payments.exists()
    assert not Act.objects.filter(verb="equalisation.prepare_payment").exists()
    operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who)
    assert found.payments.count() == 1


def test_killed_once_it_is_written_that_money_is_sent_nothing_says_so_and_it_is_sent_once(
    scene, who, other, monkeypatch
):
    """Within the verb itself, after its row is written and before its act is."""
    row, save = payment(notified(scene.world), scene.grouping), Payment.save

    def broken(self, *args, **kwargs):
        save(self, *args, **kwargs)
        assert Payment.objects.get(pk=row.pk).posted_on == TODAY  # written, in an act that is not over
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Payment, "save", broken)
        operations.post_payment(actor=other, payment=row, now=NOW)
    left = Payment.objects.get(pk=row.pk)
    assert (left.posted_on, left.posted_by_id, left.authority) == (None, None, row.authority)
    assert not Act.objects.filter(verb="equalisation.post_payment").exists()
    operations.post_payment(actor=other, payment=row, now=NOW)
    assert Act.objects.filter(verb="equalisation.post_payment").count() == 1
    with pytest.raises(Refused, match="ne se fait qu’une fois"):
        operations.post_payment(actor=other, payment=row, now=NOW)


def test_what_was_prepared_by_mistake_is_voided_and_prepared_again(scene, who, other):
    found = notified(scene.world)
    wrong = payment(found, scene.grouping)
    with pytest.raises(Invalid, match="Dites pourquoi"):
        operations.void_payment(payment=wrong, reason="non", **who)
    operations.void_payment(payment=wrong, reason="Préparé sur le mauvais compte.", **who)
    with pytest.raises(Refused, match="annulé"):
        operations.post_payment(payment=wrong, **who)
    again = operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=uuid4(), **who)
    again = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").get(pk=again.pk)
    with pytest.raises(Refused, match="pas encore fait"):
        operations.confirm_receipt(actor=scene.president_of(scene.grouping), payment=again, now=NOW)
    operations.post_payment(actor=other, payment=again, now=NOW)
    with pytest.raises(Refused, match="il est fait, ou annulé"):
        operations.void_payment(payment=again, reason="Préparé sur le mauvais compte.", **who)


def test_a_page_that_is_sent_again_does_not_bring_a_voided_payment_back(scene, who):
    found, key = notified(scene.world), uuid4()
    operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who)
    wrong = Payment.objects.select_related("campaign__carrier").get(pk=key)
    operations.void_payment(payment=wrong, reason="Préparé sur le mauvais compte.", **who)
    with pytest.raises(Refused, match="Ce versement est annulé"):
        operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=key, **who)
    assert operations.prepare_payment(campaign=found, beneficiary=scene.grouping, key=uuid4(), **who).voided_on is None


def test_who_receives_nothing_is_paid_nothing(scene, who):
    found = notified(scene.world)
    with pytest.raises(Invalid, match="ne reçoit rien"):
        operations.prepare_payment(campaign=found, beneficiary=scene.first, key=uuid4(), **who)


def test_the_next_year_stands_against_this_one(scene):
    before = notified(scene.world)
    with arranging():
        Campaign.objects.filter(pk=before.pk).update(year=YEAR - 1)
    now = told(campaign(scene.world, amount=10_000_000))
    data = measured(now)
    assert (data.previous, data.previous_envelope) == (before.shares, 20_000_001)


def test_one_page_says_why_and_is_checked_away_from_here(scene, settings, tmp_path):
    found = notified(scene.world)
    found = Campaign.objects.select_related("carrier", "decided_by__decision__body").get(pk=found.pk)
    sheet = sheet_of(found, scene.grouping, TODAY)
    assert (sheet.name, sheet.sentence, sheet.receives) == (scene.grouping.name, "", "reçoit")
    assert sheet_of(found, scene.first, TODAY) is None
    reader = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
    at = {"scale": scene.grouping.slug, "key": found.pk}
    page = reader.get(reverse("equalisation:share", kwargs=at)).content.decode()
    assert spaced(sheet.amount) in spaced(page)
    assert reader.get(reverse("equalisation:share_pdf", kwargs=at)).content.startswith(b"%PDF")
    said = json.loads(reader.get(reverse("equalisation:share_certificate", kwargs=at)).content)
    assert checked(said, tmp_path) == 0
    assert said["answer"]["allocation"] == dict(shares_of(found))


def test_what_waits_is_said_to_who_may_do_it(scene, vice):
    found = proposed(scene.world)
    circle = frozenset({scene.world.head.pk})
    (todo,) = opinions_to_give(Asker(vice, None, scene.world.head, circle, TODAY))
    (mine,) = {one.represents for one in vice_presidents(found.carrier, TODAY) if one.person_id == vice.person}
    assert todo.what.endswith(f" : {mine.name} recevrait {euros(shares_of(found)[mine.slug])}")
    assert opinions_to_give(Asker(scene.direction, None, scene.world.head, circle, TODAY)) == []
    with arranging():
        Campaign.objects.filter(pk=found.pk).update(state="abandoned")
    payment(notified(scene.world), scene.grouping)
    one, none = scene.actor("cress-board", "president"), scene.coordination  # who may pay, and commits nobody
    told = [payments_to_make(Asker(who, None, scene.world.head, circle, TODAY)) for who in (one, none)]
    assert [len(one) for one in told] == [1, 0]


def test_the_path_on_its_screens(scene, settings):
    head = scene.world.head
    found = frozen(scene.world)
    coordination = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    line, rules = by_the_committee(scene.world), scenario(found)

    def at(name, **more):
        return reverse(f"equalisation:{name}", kwargs={"scale": head.slug, "key": found.pk} | more)

    asked = {"scenario": f"{rules.pk} {mark_of(rules.terms)}", "proposed_in": str(line.pk)}
    assert coordination.post(at("change", gesture="proposer"), asked).status_code == 302
    vice = entered_as(
        scene.world.holder("cress-bureau", "vice-president-grouping", represents=scene.grouping).person, settings
    )
    assert (
        vice.post(at("opinion"), {"view": "for", "note": "", "vu": vice.get(at("opinion")).context["mark"]}).status_code
        == 302
    )
    decision = by_the_bureau(scene.world)
    opens = reverse("equalisation:decide", kwargs={"scale": head.slug, "key": decision.pk})
    assert coordination.post(opens, {"campaign": str(found.pk)}).status_code == 302
    apply_decision(actor=scene.coordination, application=decision.applications.get(), now=NOW)
    seen = coordination.get(at("change", gesture="notifier")).text.partition('name="vu" value="')[2].partition('"')[0]
    assert coordination.post(at("change", gesture="notifier"), {"vu": seen}).status_code == 302
    page = coordination.get(at("pay", gesture="preparer")).content.decode()
    key = page.partition('name="key" value="')[2].partition('"')[0]
    asked = {"beneficiary": scene.grouping.slug, "key": key}
    assert coordination.post(at("pay", gesture="preparer"), asked).status_code == 302
    assert coordination.post(at("pay", gesture="verser"), {"payment": key}).status_code == 422
    president = entered_as(scene.world.holder("cress-board", "president").person, settings)
    assert president.post(at("pay", gesture="verser"), {"payment": key}).status_code == 302
    receives = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
    received = reverse("equalisation:receive", kwargs={"scale": scene.grouping.slug, "key": found.pk})
    assert press(receives, received).status_code == 302
    assert "reçu le" in coordination.get(at("campaign")).content.decode()
    assert (
        coordination.get(reverse("equalisation:pay_csv", kwargs={"scale": head.slug, "key": found.pk})).status_code
        == 200
    )
    assert coordination.post(at("change", gesture="clore")).status_code == 409
