"""What was granted, on what conditions; what is awaited, and what came."""

from datetime import date, timedelta

import pytest

from kevread.base.models import as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.finance import operations
from kevread.finance.models import Funding, Instalment
from kevread.finance.operations.fundings import Conditions
from kevread.finance.queries.awaited import asked as asked_by
from kevread.finance.queries.awaited import calendar
from kevread.finance.queries.awaited import granted as granted_to
from kevread.statutes.models import HandingOver
from tests.agreed import agreed
from tests.conftest import NOW, TODAY, arranging
from tests.guards.of_finance import FOUNDATION, asked, granted, planned, sent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def record(scene, at=None, **more):
    told = {
        "actor": scene.direction,
        "organisation": at or scene.grouping,
        "funder": FOUNDATION,
        "purpose": "Épicerie itinérante",
        "cents": 9_000_00,
        "notified_on": TODAY,
        "first": TODAY,
        "last": TODAY,
        "conditions": Conditions("local"),
        "now": NOW,
    }
    return operations.record_funding(**{**told, **more})


def test_an_answer_closes_its_request_and_undoing_it_opens_it_again(scene):
    wanted = sent(scene.grouping)
    made = record(scene, request=wanted)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.answered_on) == ("granted", TODAY)
    operations.undo_funding(actor=scene.direction, funding=made, reason="Notifié à un autre", now=NOW)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.answered_on) == ("sent", None)
    assert record(scene, request=wanted).request == wanted


def test_an_answer_comes_from_whom_it_was_asked_and_to_who_asked(scene):
    wanted = sent(scene.grouping)
    with pytest.raises(Invalid) as refusal:
        record(scene, request=wanted, funder=type(FOUNDATION)("Une autre fondation", "foundation"))
    assert refusal.value.field == "name" and not Funding.objects.exists()
    with pytest.raises(Refused, match="n’est pas"):
        record(scene, request=sent(scene.first))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"rate": 0}, "rate"),
        ({"rate": 10_001}, "rate"),
        ({"base": 0}, "base"),
        ({"base": 1_000_000, "rate": 8_999}, "rate"),
        ({"onward": "allowed", "clause": "Oui"}, "clause"),
        ({"onward": "refused", "clause": "Le groupement peut reverser"}, "clause"),
        ({"onward": "perhaps"}, "onward"),
        ({"scale": "galactic"}, "scale"),
    ],
)
def test_conditions_hold_together(scene, told, field):
    with pytest.raises(Invalid) as refusal:
        record(scene, conditions=Conditions(**told))
    assert refusal.value.field == field


def test_the_rate_of_the_eligible_costs_bounds_the_sum_to_the_cent(scene):
    assert record(scene, conditions=Conditions(base=1_000_000, rate=9_000)).base == 1_000_000


def test_an_agreement_is_one_of_the_organisation(scene):
    with arranging():
        ours = agreed("responsables-conjoints", scene.world.head, scene.grouping, stage="talks")
        theirs = agreed("responsables-conjoints", scene.world.head, scene.world.groupings[1], stage="talks")
    assert record(scene, conditions=Conditions(agreement=ours)).agreement == ours
    with pytest.raises(Invalid) as refusal:
        record(scene, conditions=Conditions(agreement=theirs))
    assert refusal.value.field == "agreement"


def test_what_a_local_was_notified_after_its_day_is_recorded_all_the_same(scene):
    assert HandingOver.objects.filter(local=scene.first, subject="funding", day__lte=TODAY).exists()
    assert record(scene, at=scene.first, actor=scene.president_of(scene.first)).organisation == scene.first


def test_instalments_make_the_funding_at_most(scene):
    one, who = granted(scene.grouping), {"actor": scene.direction, "now": NOW}
    for cents in (6_000_00, 4_000_00):
        operations.plan_instalment(funding=one, label="Acompte", cents=cents, due_on=TODAY, **who)
    with pytest.raises(Invalid, match="Il reste 0 €") as refusal:
        operations.plan_instalment(funding=one, label="Solde", cents=1, due_on=TODAY, **who)
    assert refusal.value.field == "cents" and Instalment.objects.count() == 2


def test_what_came_is_whole_or_less_and_stays(scene):
    part, who = planned(scene.grouping), {"actor": scene.direction, "now": NOW}
    with pytest.raises(Invalid) as refusal:
        operations.receive_instalment(instalment=part, received_on=TODAY, cents=4_000_01, **who)
    assert refusal.value.field == "cents"
    part = operations.receive_instalment(instalment=part, received_on=TODAY, cents=3_999_99, **who)
    assert part.received_by_id == scene.direction.person
    for again in (
        lambda: operations.drop_instalment(instalment=part, **who),
        lambda: operations.undo_funding(funding=part.funding, reason="Notifié à un autre", **who),
    ):
        with pytest.raises(Refused):
            again()
    back = operations.unreceive_instalment(instalment=part, reason="Un autre compte", **who)
    assert (back.received_on, back.received, back.received_by) == (None, None, None)


def test_what_is_left_of_a_part_that_came_short_is_planned_again(scene):
    part, who = planned(scene.grouping, cents=10_000_00), {"actor": scene.direction, "now": NOW}
    operations.receive_instalment(instalment=part, received_on=TODAY, cents=9_999_99, **who)
    (row,) = granted_to(scene.grouping, scene.direction, TODAY)
    assert row.unplanned == 1
    rest = operations.plan_instalment(funding=part.funding, label="Solde", cents=1, due_on=TODAY, **who)
    with pytest.raises(Invalid, match="Il reste 0 €"):
        operations.plan_instalment(funding=part.funding, label="Solde", cents=1, due_on=TODAY, **who)
    with pytest.raises(Refused, match="prévu depuis"):
        operations.unreceive_instalment(instalment=part, reason="Un autre compte", **who)
    operations.drop_instalment(instalment=rest, **who)
    assert operations.unreceive_instalment(instalment=part, reason="Un autre compte", **who).received is None


def test_what_came_since_was_still_awaited_then(scene):
    planned(scene.grouping, due_on=TODAY - DAY, received_on=TODAY, received=4_000_00)
    for on, received, word in ((TODAY - DAY, 0, "Notifié"), (TODAY, 4_000_00, "Reçu en partie")):
        (row,) = granted_to(scene.grouping, scene.direction, on)
        assert (row.received, row.word, len(calendar([row], []))) == (received, word, on < TODAY)


def test_an_undone_funding_moves_no_more(scene):
    part, who = planned(scene.grouping), {"actor": scene.direction, "now": NOW}
    operations.undo_funding(funding=part.funding, reason="Notifié à un autre", **who)
    for verb in (
        lambda: operations.receive_instalment(instalment=part, received_on=TODAY, cents=100, **who),
        lambda: operations.plan_instalment(funding=part.funding, label="Solde", cents=100, due_on=TODAY, **who),
        lambda: operations.describe_funding(funding=part.funding, conditions=Conditions(), **who),
    ):
        with pytest.raises(Refused, match="annulé"):
            verb()


def test_the_calendar_holds_what_is_due_and_late_begins_the_day_after(scene):
    here = scene.grouping
    asked(here, due_on=TODAY + DAY)
    part = planned(here, due_on=TODAY - DAY)
    planned(here, received_on=TODAY - DAY, received=4_000_00)
    for on, state in ((TODAY - DAY, "due"), (TODAY, "late")):
        rows = granted_to(here, scene.direction, on)
        lines = calendar(rows, asked_by(here, scene.direction))
        assert [(one.day, one.state) for one in lines] == [(part.due_on, state), (TODAY + DAY, "À déposer")]
    words = {row.word for row in granted_to(here, scene.direction, TODAY)}
    assert words == {"Versement en retard", "Reçu en partie"}
    assert granted_to(here, scene.direction, TODAY - 2 * DAY) == []


def test_lists_ask_as_many_questions_whatever_they_hold(scene, counted):
    here, who = scene.grouping, scene.direction

    def ask() -> None:
        calendar(granted_to(here, who, TODAY), asked_by(here, who))

    for _ in range(3):
        planned(here)
        asked(here)
        with counted(3):
            ask()


def test_days_make_a_period(scene):
    made = record(scene, first=date(2026, 1, 1), last=date(2026, 12, 31))
    made.refresh_from_db()
    assert made.period == as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31)))
