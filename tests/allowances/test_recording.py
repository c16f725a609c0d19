"""What is recorded of what is paid, what is not; who reads it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.allowances.models import Allowance
from kevread.allowances.operations import Paid, record, undo
from kevread.allowances.queries import mandates_at, mine, received, shown
from kevread.common.errors import Denied, Invalid, Refused
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.arrange import NOW, TODAY, arranging
from tests.charter.test_allowances import told_by_all
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.guards.of_allowances import NOVEMBER, paid, president

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def recorded(scene, **more):
    told = {
        "mandate": president(scene),
        "kind": "lump",
        "first": NOVEMBER,
        "last": NOVEMBER,
        "cents": 32_000,
        "paid_on": TODAY,
    }
    asked = Paid(**{**told, **more})
    return record(actor=scene.presidency, organisation=scene.grouping, paid=asked, now=NOW)


def test_no_sum_is_too_much_to_be_recorded(scene):
    assert recorded(scene, cents=10_000_000).cents == 10_000_000


def test_what_makes_no_sense_is_refused_on_its_field(scene):
    elsewhere = Mandate.objects.filter(seat__body__slug=f"{scene.first.slug}-board").select_related("seat__body")[0]
    team = Mandate.objects.filter(seat__body__slug=f"{scene.grouping.slug}-team").select_related("seat__body")[0]
    with arranging():
        rejected = decided(f"{scene.grouping.slug}-assembly", outcome="rejected")
        of_another = decided(f"{scene.first.slug}-board")
        before = president(scene)
    for more, field in (
        ({"cents": 0}, "cents"),
        ({"cents": None}, "cents"),
        ({"cents": 10_000_001}, "cents"),
        ({"kind": "gift"}, "kind"),
        ({"mandate": elsewhere}, "mandate"),
        ({"mandate": team}, "mandate"),
        ({"kind": "expenses"}, "evidence"),
        ({"kind": "expenses", "evidence": " \n "}, "evidence"),
        ({"evidence": "é" * 301}, "evidence"),
        ({"decision": rejected}, "decision"),
        ({"decision": of_another}, "decision"),
    ):
        with pytest.raises(Invalid) as refusal:
            recorded(scene, **more)
        assert refusal.value.field == field, more
    starts = before.dates.start
    assert starts is not None
    out = (starts.replace(day=1) - DAY).replace(day=1)
    with pytest.raises(Invalid) as refusal:
        recorded(scene, first=out, last=out)
    assert refusal.value.field == "mandate"
    assert recorded(scene, first=out, last=starts.replace(day=1)).first == out
    assert Allowance.objects.count() == 1


def test_the_least_that_is_taken_and_the_most_that_is_said(scene):
    assert recorded(scene, cents=1).cents == 1
    assert recorded(scene, kind="expenses", evidence="n°1").evidence == "n°1"
    one = recorded(scene, kind="expenses", evidence="é" * 300, cents=2)
    with pytest.raises(Invalid):
        recorded(scene, kind="expenses", evidence="n°")
    for reason in ("é" * 4, "é" * 301):
        with pytest.raises(Invalid):
            undo(actor=scene.presidency, allowance=one, reason=reason, now=NOW)
    assert undo(actor=scene.presidency, allowance=one, reason="é" * 300, now=NOW).undone_because == "é" * 300
    other = recorded(scene, cents=3)
    assert undo(actor=scene.presidency, allowance=other, reason="é" * 5, now=NOW).undone_on == TODAY


def test_the_same_is_recorded_once_and_again_after_a_mistake(scene):
    one = recorded(scene)
    with pytest.raises(Refused, match="déjà inscrit"):
        recorded(scene)
    with pytest.raises(Invalid):
        undo(actor=scene.presidency, allowance=one, reason="non", now=NOW)
    undo(actor=scene.presidency, allowance=one, reason="Inscrit pour une autre", now=NOW)
    assert recorded(scene, evidence="Feuille de présence").pk != one.pk


def test_those_who_hold_the_money_and_whom_it_is_paid_to_read_it_and_nobody_else(scene):
    others = Mandate.objects.on(TODAY).filter(
        seat__body__slug=f"{scene.grouping.slug}-board", seat__title="administrator"
    )
    one = paid(scene, mandate=others[0])
    of_whom = actor_of(one.mandate.person, TODAY)
    assert of_whom.hat_for("hold_allowances", scene.grouping.pk) is None

    def reads(actor):
        return set(Allowance.objects.visible_to(actor)) == {one}

    assert reads(scene.presidency) and reads(scene.direction) and reads(of_whom)
    fellow = actor_of(scene.administrator_of(scene.grouping), TODAY)
    with arranging():
        stranger = PersonFactory()
    for actor in (scene.coordination, fellow, actor_of(stranger, TODAY)):
        assert not reads(actor), actor
    with pytest.raises(Denied):
        record(
            actor=scene.coordination,
            organisation=scene.grouping,
            paid=Paid(president(scene), "lump", NOVEMBER, NOVEMBER, 1, TODAY),
            now=NOW,
        )


def test_an_organisation_reads_the_total_from_elsewhere_and_no_row_of_it(scene):
    one = paid(scene, cents=96_000)
    with arranging():
        told_by_all()
        other = scene.world.seated(f"{scene.first.slug}-board", "administrator", person=one.mandate.person)
        Allowance.objects.create(
            organisation=scene.first,
            mandate=other,
            kind="lump",
            first=NOVEMBER,
            last=NOVEMBER,
            cents=48_000,
            paid_on=TODAY,
        )
    rows = shown(scene.presidency, scene.grouping, 2026, TODAY)
    (found,) = received(rows, 2026, TODAY)
    assert [row.pk for row in rows] == [one.pk]
    assert (found.lump_here, found.lump, found.elsewhere, found.undecided) == (96_000, 144_000, 48_000, 1)
    assert [(month.month, month.ceiling) for month in found.over] == [(NOVEMBER, 136_727)]
    assert found.ceiling == 12 * 136_727 and found.cap == 3 * 4_806_000
    assert found.word == "Au-delà : une rémunération" and found.untold == ()
    theirs = mine(actor_of(one.mandate.person, TODAY), 2026, TODAY)
    assert {row.organisation_id for row in theirs} == {scene.grouping.pk, scene.first.pk}
    assert mine(scene.coordination, 2026, TODAY) == []
    assert shown(scene.presidency, scene.grouping, 2026, TODAY - DAY) == []


def test_questions_to_the_base_do_not_grow(scene):
    paid(scene)
    actor = scene.presidency

    def asked():
        with CaptureQueriesContext(connection) as captured:
            received(shown(actor, scene.grouping, 2026, TODAY), 2026, TODAY)
        return len(captured.captured_queries)

    one = asked()
    others = Mandate.objects.on(TODAY).filter(seat__body__slug=f"{scene.grouping.slug}-board")
    for mandate in others.exclude(person=president(scene).person):
        paid(scene, mandate=mandate)
    assert Allowance.objects.count() > 2
    assert asked() == one


def test_a_mandate_that_ended_long_ago_is_not_offered(scene):
    there = mandates_at(scene.grouping, TODAY)
    assert president(scene) in there
    assert not any(one.seat.body.kind not in ("board", "bureau") for one in there)
    assert mandates_at(scene.grouping, date(2000, 1, 1)) == []
