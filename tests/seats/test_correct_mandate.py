"""A mistyped mandate is marked as a mistake, and the right one opened, as one act."""

from datetime import date

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.journal.models import Act
from kevread.journal.queries import story_of
from kevread.seats.models import Mandate, ZoneLead
from kevread.seats.operations import correct_mandate, end_mandate, record_existing
from tests.arrange import unkept
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since

from .conftest import openings


def correct(scene, mandate, **change):
    asked = {
        "person": mandate.person,
        "represents": mandate.represents,
        "family": mandate.family,
        "period": mandate.dates,
        "actor": scene.presidency,
        "reason": "Mauvaise date de début",
    }
    return correct_mandate(mandate=mandate, now=NOW, **asked | change)


def administrator(scene) -> Mandate:
    return scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)


def test_the_wrong_one_never_was_and_the_right_one_takes_its_place(scene):
    wrong = administrator(scene)
    right = correct(scene, wrong, period=Period(date(2025, 1, 1)))
    wrong.refresh_from_db()
    assert wrong.end_reason == "mistake"
    assert list(Mandate.objects.on(TODAY).filter(seat=wrong.seat, person=wrong.person)) == [right]
    assert list(Mandate.objects.on(date(2024, 10, 1)).filter(seat=wrong.seat, person=wrong.person)) == []
    act = Act.objects.latest("id")
    assert (act.verb, act.reason, act.changes.count()) == ("seats.correct_mandate", "Mauvaise date de début", 2)
    assert [change.act_id for change in story_of(wrong.pk)][-1] == act.pk


def test_a_mistake_takes_no_place(scene):
    wrong = administrator(scene)
    person = scene.administrator_of(scene.first)
    correct(scene, wrong, person=person)
    seats = {(o.seat.title, o.represents): o for o in openings(wrong.seat.body, TODAY)}
    assert [m.person for m in seats["administrator", scene.first].holders] == [person]


def test_the_right_one_is_judged(scene):
    with pytest.raises(Refused) as refused:
        correct(scene, administrator(scene), person=scene.administrator_of(scene.second))
    assert refused.value.rule == "R3.7"
    assert administrator(scene).end_reason == ""


def test_a_correction_may_say_that_somebody_represents_nobody_and_never_the_grouping_itself(scene):
    officer = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president")
    with pytest.raises(Invalid) as invalid:
        correct(scene, officer, represents=scene.grouping)
    assert invalid.value.field == "represents"
    assert correct(scene, officer, represents=None).represents is None


def test_one_that_was_recorded_for_nobody_is_corrected_by_saying_for_whom(scene):
    officer = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president")
    with arranging():
        Mandate.objects.filter(pk=officer.pk).update(represents=None, origin="existing")
    officer.refresh_from_db()
    with pytest.raises(Denied, match="Constater une situation"):
        correct(scene, officer, represents=scene.second)
    right = correct(scene, officer, represents=scene.second, actor=scene.coordination)
    assert (right.represents, right.origin) == (scene.second, "existing")


def test_a_correction_that_changes_nothing_is_refused(scene):
    with pytest.raises(Invalid, match="Rien ne change"):
        correct(scene, administrator(scene))


def test_a_correction_is_explained(scene):
    with pytest.raises(Invalid) as invalid:
        correct(scene, administrator(scene), period=Period(TODAY), reason="  ")
    assert invalid.value.field == "reason"


def test_a_mistake_is_corrected_once(scene):
    wrong = administrator(scene)
    correct(scene, wrong, period=Period(date(2025, 1, 1)))
    wrong.refresh_from_db()
    with pytest.raises(Refused, match="déjà corrigée"):
        correct(scene, wrong, period=Period(date(2025, 2, 1)))


def test_an_excess_that_is_there_already_does_not_forbid_to_correct_one_of_its_mandates(scene):
    unkept(scene)
    record_existing(
        actor=scene.coordination,
        seat=scene.board,
        person=scene.administrator_of(scene.first),
        represents=scene.first,
        period=Period(date(2026, 1, 1)),
        reason="Constaté au conseil de janvier",
        now=NOW,
    )
    wrong = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    assert correct(scene, wrong, period=Period(date(2026, 2, 1)))


def test_an_existing_situation_is_corrected_by_who_may_record_it(scene):
    unkept(scene)
    existing = record_existing(
        actor=scene.coordination,
        seat=scene.board,
        person=scene.administrator_of(scene.first),
        represents=scene.first,
        period=Period(date(2026, 1, 1)),
        reason="Constaté au conseil de janvier",
        now=NOW,
    )
    with pytest.raises(Denied):
        correct(scene, existing, period=Period(TODAY))
    right = correct(scene, existing, period=Period(TODAY), actor=scene.coordination)
    assert right.origin == "existing"


def test_what_rests_on_a_mandate_is_corrected_before_it(scene):
    """The administrator of the pôle represents it at the grouping: another name there would leave nothing under it."""
    at_home = scene.world.holder(f"{scene.second.slug}-board", "administrator", person=_second(scene).person)
    person, president = scene.administrator_of(scene.first), scene.president_of(scene.second)
    with pytest.raises(Refused) as refused:
        correct(scene, at_home, person=person, actor=president)
    assert refused.value.rule == "R3.7"
    end_mandate(
        actor=scene.coordination,
        mandate=_second(scene),
        last=TODAY,
        reason="resignation",
        note="Lettre du 20 novembre, reçue",
        now=NOW,
    )
    with pytest.raises(Refused):
        correct(scene, at_home, person=person, actor=president)
    other = scene.administrator_of(scene.second)
    correct(scene, _second(scene), person=other, actor=scene.presidency)
    assert correct(scene, at_home, person=person, actor=president)


def _second(scene) -> Mandate:
    return Mandate.objects.exclude(end_reason="mistake").get(
        seat__body__slug=f"{scene.grouping.slug}-board", seat__title="administrator", represents=scene.second
    )


def test_the_zones_follow_the_right_post_within_its_dates(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    right = correct(scene, post, period=Period(date(2025, 1, 1)))
    leads = ZoneLead.objects.filter(mandate=right)
    assert len(leads) == 2
    assert {lead.dates.start for lead in leads} == {date(2025, 1, 1)}
    with arranging():
        ZoneLead.objects.filter(mandate=right).update(period=since(date(2025, 1, 1), date(2025, 6, 30)))
    with pytest.raises(Refused, match="mettez d’abord fin"):
        correct(scene, right, period=Period(date(2026, 1, 1)))


def test_the_reason_of_an_end_is_kept_with_the_end(scene):
    mandate = administrator(scene)
    ended = end_mandate(
        actor=scene.direction,
        mandate=mandate,
        last=date(2026, 12, 31),
        reason="resignation",
        note="Lettre du 20 novembre, reçue",
        now=NOW,
    )
    right = correct(scene, ended, period=Period.through(date(2025, 1, 1), date(2026, 12, 31)))
    assert right.end_reason == "resignation"


def test_who_has_no_right_there_is_denied(scene):
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    with arranging():
        person = PersonFactory()
    with pytest.raises(Denied):
        correct(scene, administrator(scene), person=person, actor=elsewhere)


# The direction prepares, it elects nobody.


def test_a_direction_gives_no_day_and_no_other_to_represent(scene):
    """A mandate that was to end in June would otherwise last until somebody corrects it again."""
    board = administrator(scene)
    with arranging():
        Mandate.objects.filter(pk=board.pk).update(period=since(date(2025, 1, 1), date(2026, 12, 31)))
    board.refresh_from_db()
    start, end = date(2025, 1, 1), date(2027, 1, 1)
    for period in (Period(start), Period(date(2024, 12, 31), end), Period(start, date(2027, 1, 2))):
        with pytest.raises(Denied, match="Confier ou retirer un siège"):
            correct(scene, board, actor=scene.direction, period=period)
    officer = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president")
    other = scene.second if officer.represents == scene.first else scene.first
    with pytest.raises(Denied, match="Confier ou retirer un siège"):
        correct(scene, officer, actor=scene.direction, represents=other)
    shorter = correct(scene, board, actor=scene.direction, period=Period(start, date(2026, 12, 31)))
    assert correct(scene, shorter, period=Period(start, end))


def test_a_direction_sets_right_the_days_of_those_who_sit_by_their_work(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    assert correct(scene, post, actor=scene.direction, period=Period(date(2025, 1, 1)))
