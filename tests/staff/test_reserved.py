"""What is agreed of pay is read by who directs or presides the employer, and by the person: by nobody else, anywhere."""

import re
from datetime import date

import pytest

from kevread.chronicle.queries.story import journal_of, story, tell_whole
from kevread.common.actor import NOBODY, SYSTEM
from kevread.delegations.models import Grant
from kevread.journal.models import Act
from kevread.staff.models import Assignment, Contract, Identity, Post, Sheet, Terms
from kevread.staff.operations import amend, end_assignment, end_contract, identify
from kevread.staff.permissions import employers
from tests.conftest import NOW, TODAY, arranging
from tests.guards.asking import wearing
from tests.guards.of_staff import of_local

from .conftest import PAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(staffing):
    made = staffing.assigned(local=staffing.scene.second)
    said = {"nationality": "Norvégienne", "born_on": date(1984, 7, 19), "sex": "f", "permit": "Titre 77"}
    identify(actor=staffing.direction, contract=made.contract, now=NOW, **said)
    return made


def reads(actor, one):
    """Which of the reserved rows of this contract they read."""
    rows = {
        Contract: {"pk": one.contract_id},
        Terms: {"contract": one.contract_id},
        Identity: {"contract": one.contract_id},
    }
    return {model.__name__ for model, of in rows.items() if model.objects.visible_to(actor).filter(**of).exists()}


EVERYTHING = {"Contract", "Terms", "Identity"}


def test_the_line_of_the_employer_and_the_person_read_all_of_it(staffing, one):
    scene = staffing.scene
    for actor in (scene.direction, scene.presidency, staffing.acting(one.contract.person), SYSTEM):
        assert reads(actor, one) == EVERYTHING


def test_nobody_else_reads_any_of_it_wherever_they_act(staffing, one):
    scene, other = staffing.scene, staffing.scene.world.groupings[1]
    near = {
        "the pôle at whose service she works": scene.president_of(scene.second),
        "the coordination of the network": scene.coordination,
        "the presidency of the head": scene.actor("cress-board", "president"),
        "the direction of another grouping": scene.actor(f"{other.slug}-team", "direction"),
        "a colleague": scene.actor(f"{scene.grouping.slug}-team", "delegate"),
        "an administrator of the employer": staffing.acting(scene.administrator_of(scene.first)),
        "a right held there, but this one": wearing({"hire": None, "read": None, "decide_seats": None}),
        "this right, everywhere but there": wearing({"employ": frozenset({other.pk})}),
        "nobody": NOBODY,
    }
    assert {who: reads(actor, one) for who, actor in near.items() if reads(actor, one)} == {}


def test_who_coordinates_the_head_without_directing_it_reads_no_pay_of_it(staffing):
    """The right of the coordination stops at home; and coordinating is not directing."""
    scene = staffing.scene
    with arranging():
        somebody = scene.world.seated("cress-team", "coordination", origin="hiring").person
    head = scene.world.head.pk
    assert scene.coordination.where("employ") == {head}
    assert "employ" not in {right for hat in staffing.acting(somebody).hats for right in hat.rights}
    assert staffing.acting(somebody).has("lead_zone")


def test_who_is_entrusted_reads_as_long_as_their_chain_holds(staffing, one):
    delegate = staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")
    with arranging():
        grant = Grant.objects.create(
            organisation=staffing.grouping, nature="hr", holder=delegate.person, post=delegate,
            parent=Grant.objects.get(organisation=staffing.grouping, nature="hr"), acts=["contrats-de-travail"],
            accepted_on=date(2026, 10, 1), period=(date(2026, 10, 1), date(2027, 1, 1)),
        )  # fmt: skip
    who = staffing.acting(delegate.person)
    assert employers(who, TODAY) == {staffing.grouping.pk} and employers(who, date(2027, 1, 1)) == frozenset()
    assert Terms.objects.visible_to(who, employers(who, TODAY)).filter(contract=one.contract).exists()
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(acts=["recruter"])
    assert employers(who, TODAY) == frozenset()


def test_posts_and_assignments_are_read_within_and_say_nothing_of_pay(staffing, one):
    for model in (Post, Assignment, Sheet):
        assert model.objects.visible_to(staffing.scene.president_of(staffing.scene.second)).exists()
        assert model.objects.visible_to(SYSTEM).count() == model.objects.count()
        assert not model.objects.visible_to(NOBODY).exists()
        assert not model.objects.visible_to(wearing({"read": frozenset()})).exists()
        assert model.objects.visible_to(wearing({"read": frozenset({staffing.grouping.pk})})).exists()
    kept = {field.name for model in (Post, Assignment) for field in model._meta.get_fields()}
    assert not kept & {"salary", "group", "coefficient", "points", "born_on", "nationality"}


def test_one_reads_where_one_works_without_any_seat_and_nothing_of_others(staffing, one):
    """Whoever is employed and sits nowhere."""
    staffing.assigned()
    assert list(Assignment.objects.visible_to(staffing.acting(one.contract.person))) == [one]


def test_the_journal_tells_that_it_was_written_and_never_what(staffing, one):
    amend(actor=staffing.direction, contract=one.contract, agreed=PAY, first=TODAY, now=NOW)
    secret = (
        "2400",
        "240000",
        "2 400",
        "350",
        "Norvégienne",
        "1984",
        "19 juillet",
        "Titre 77",
        "Démission",
        "Mésentente",
    )
    end_contract(
        actor=staffing.direction, contract=one.contract, last=TODAY, reason="resignation", note="Mésentente", now=NOW
    )
    written = Act.objects.filter(verb__startswith="staff.")
    told = [detail for act in written for detail in tell_whole(act, SYSTEM)[0]]
    told += [
        detail
        for row in (*Terms.objects.all(), one.contract)
        for act in story(SYSTEM, row.pk)
        for detail in act.details
    ]
    _, runs = journal_of(staffing.grouping, SYSTEM, TODAY, "1")
    said = f"{[(one.title, one.lines) for one in told]} {[(run.first.titles, run.first.act.reason) for run in runs]}"
    asked = f"{[(act.arguments, act.reason) for act in written]}"
    for text in (said, asked):  # but keys, whose digits are drawn
        assert [word for word in secret if word in re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)] == []
    hidden = {label for detail in told for label, _ in detail.unread}
    assert {"Salaire brut mensuel, en centimes", "Groupe", "Nationalité", "Motif de fin"} <= hidden


def test_a_grouping_does_not_read_what_the_local_it_took_over_from_agreed(staffing):
    """Each employer keeps its own; who was employed reads both."""
    before = of_local(staffing.scene)
    assert not Contract.objects.visible_to(staffing.direction).filter(pk=before.pk).exists()
    assert Contract.objects.visible_to(staffing.scene.president_of(staffing.scene.first)).filter(pk=before.pk).exists()


def test_what_is_said_of_the_end_of_what_somebody_did_is_theirs(staffing, one):
    end_assignment(actor=staffing.direction, assignment=one, last=TODAY, note="Elle est souffrante", now=NOW)
    written = Act.objects.filter(verb="staff.end_assignment")
    assert "souffrante" not in f"{[(line.title, line.lines) for act in written for line in tell_whole(act, SYSTEM)[0]]}"
