"""Proofs of the cadences of part 4.b: what spaces hold each year, and what they can no longer hold."""

from datetime import date

import pytest
from django.db.models import QuerySet

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Keeping, Setting
from kevread.charter.sentences import speak
from kevread.common.facts import NAMERS
from kevread.common.verdicts import Reason, Verdict
from kevread.meetings.models import Meeting
from tests.arrange import TODAY
from tests.charter.proofs import planted, proves
from tests.factories import SettingFactory
from tests.worlds import World, met, put, since

LAST_YEAR, THIS_YEAR = 2025, 2026


def meetings(small: World, space: str, year: int) -> QuerySet[Meeting]:
    return small.body(space).meetings.filter(starts_at__year=year)


def none_held(small: World, space: str, year: int) -> None:
    put(meetings(small, space, year), state="cancelled")


def one_missing(small: World, space: str) -> None:
    put(meetings(small, space, LAST_YEAR).filter(starts_at__month=1), state="cancelled")


def too_many_last_year(small: World, space: str) -> None:
    for day in (2, 3, 4, 8, 9):
        met(small.body(space), date(LAST_YEAR, 12, day))


def too_many(small: World, space: str) -> None:
    for day in (2, 4, 7, 9, 11):
        met(small.body(space), date(THIS_YEAR, 12, day))


@proves("R4.8", clause=1)
def test_a_college_with_one_quarter_left_for_two_meetings(small: World):
    none_held(small, "college-territoire", THIS_YEAR)


@proves("R4.8", clause=2)
def test_a_college_that_met_once_last_year(small: World):
    one_missing(small, "college-territoire")


@proves("R4.11", clause=1)
def test_a_board_with_two_months_left_for_four_meetings(small: World):
    none_held(small, "cress-board", THIS_YEAR)


@proves("R4.11", clause=2)
def test_a_board_that_met_three_times_last_year(small: World):
    one_missing(small, "cress-board")


@proves("R4.11", clause=3)
def test_a_board_that_meets_too_often(small: World):
    too_many(small, "cress-board")


@proves("R4.11", clause=4)
def test_board_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "cress-board")


def test_a_year_that_is_over_is_held_to_what_was_decided_then(small: World):
    def plant(small: World) -> None:
        too_many_last_year(small, "cress-board")
        SettingFactory(name="R4.11.per_year_max", value=12, organisation=small.head, period=since(date(2026, 1, 1)))

    with planted(small, plant):
        assert {one.verdict for one in verdicts(TODAY, rules=["R4.11"]) if one.clause.key == "R4.11/4"} == {
            Verdict.BREACHES
        }


@proves("R4.14", clause=1)
def test_a_bureau_with_three_half_months_left_for_six_meetings(small: World):
    none_held(small, "cress-bureau", THIS_YEAR)


@proves("R4.14", clause=2)
def test_a_bureau_that_met_five_times_last_year(small: World):
    one_missing(small, "cress-bureau")


@proves("R4.17", clause=1)
def test_a_month_without_a_committee(small: World):
    put(meetings(small, "codir", THIS_YEAR).filter(starts_at__month=8), state="cancelled")


@proves("R4.17", clause=2)
def test_a_month_of_last_year_without_a_committee(small: World):
    put(meetings(small, "codir", LAST_YEAR).filter(starts_at__month=8), state="cancelled")


@proves("R4.21", clause=1)
def test_incarnation_that_can_no_longer_meet_enough(small: World):
    put(meetings(small, "gmo-incarnation", THIS_YEAR), state="cancelled")
    SettingFactory(name="R4.21.per_year_min", value=3, organisation=small.head, period=since(date(2026, 1, 1)))


@proves("R4.21", clause=2)
def test_incarnation_that_met_once_last_year(small: World):
    one_missing(small, "gmo-incarnation")


@proves("R4.21", clause=3)
def test_incarnation_that_meets_too_often(small: World):
    too_many(small, "gmo-incarnation")


@proves("R4.21", clause=4)
def test_incarnation_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "gmo-incarnation")


@proves("R4.24", clause=1)
def test_soutien_that_can_no_longer_meet_enough(small: World):
    none_held(small, "gmo-soutien", THIS_YEAR)


@proves("R4.24", clause=2)
def test_soutien_that_met_twice_last_year(small: World):
    one_missing(small, "gmo-soutien")


@proves("R4.24", clause=3)
def test_soutien_that_meets_too_often(small: World):
    too_many(small, "gmo-soutien")


@proves("R4.24", clause=4)
def test_soutien_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "gmo-soutien")


@proves("R4.27", clause=1)
def test_innovation_that_can_no_longer_meet_enough(small: World):
    none_held(small, "gmo-innovation", THIS_YEAR)


@proves("R4.27", clause=2)
def test_innovation_that_met_twice_last_year(small: World):
    one_missing(small, "gmo-innovation")


@proves("R4.27", clause=3)
def test_innovation_that_meets_too_often(small: World):
    too_many(small, "gmo-innovation")


@proves("R4.27", clause=4)
def test_innovation_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "gmo-innovation")


@proves("R4.31", clause=1, before=Verdict.UNKNOWN)
def test_a_project_group_below_what_it_chose(small: World):
    SettingFactory(name="R4.31.traits_d_union", value=6)


@proves("R4.31", clause=2, before=Verdict.UNKNOWN)
def test_a_second_project_group_below_what_it_chose(small: World):
    SettingFactory(name="R4.31.les_gouvernails", value=6)


@proves("R4.31", clause=3, before=Verdict.UNKNOWN)
def test_a_third_project_group_below_what_it_chose(small: World):
    SettingFactory(name="R4.31.rh_tpe", value=6)


@proves("R4.36", clause=1)
def test_incubation_that_can_no_longer_meet_enough(small: World):
    none_held(small, "metier-incubateur", THIS_YEAR)


@proves("R4.36", clause=2)
def test_incubation_that_met_twice_last_year(small: World):
    one_missing(small, "metier-incubateur")


@proves("R4.36", clause=3)
def test_incubation_that_meets_too_often(small: World):
    too_many(small, "metier-incubateur")


@proves("R4.36", clause=4)
def test_incubation_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "metier-incubateur")


@proves("R4.39", clause=1)
def test_awareness_that_can_no_longer_meet_enough(small: World):
    none_held(small, "metier-sensibilisation", THIS_YEAR)


@proves("R4.39", clause=2)
def test_awareness_that_met_twice_last_year(small: World):
    one_missing(small, "metier-sensibilisation")


@proves("R4.39", clause=3)
def test_awareness_that_meets_too_often(small: World):
    too_many(small, "metier-sensibilisation")


@proves("R4.39", clause=4)
def test_awareness_that_met_too_often_last_year(small: World):
    too_many_last_year(small, "metier-sensibilisation")


@proves("L1.10", clause=2, before=Verdict.UNKNOWN)
def test_a_grouping_whose_board_meets_less_than_its_articles_say(small: World):
    SettingFactory(name="L1.10.board_per_year_min", value=4, organisation=small.groupings[0])


# On other days, and what is not known.


def found(clause: str, on: date) -> tuple[Verdict, Reason | None]:
    (finding,) = (one for one in verdicts(on, rules=[clause.split("/")[0]]) if one.clause.key == clause)
    return finding.verdict, finding.reason


@pytest.mark.django_db
def test_the_same_year_is_judged_as_each_day_sees_it(small: World):
    """Three meetings are asked; none was held after March, nor is any planned: in summer nobody knows, in December nobody
    holds them any more."""

    def plant(small: World) -> None:
        put(meetings(small, "gmo-soutien", THIS_YEAR), state="cancelled")
        met(small.body("gmo-soutien"), date(2026, 3, 10))

    with planted(small, plant):
        seen = [found("R4.24/1", on)[0] for on in (date(2026, 7, 1), date(2026, 11, 24), date(2026, 12, 1))]
        after = found("R4.24/2", date(2027, 1, 4))[0]
    assert seen == [Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.BREACHES]
    assert after is Verdict.BREACHES


@pytest.mark.django_db
def test_where_the_year_was_not_followed_whole_no_lack_is_certain(small: World):
    """Six are asked of four quarters, of which three were not followed: nobody knows what was held then."""

    def plant(small: World) -> None:
        put(meetings(small, "college-territoire", THIS_YEAR), state="cancelled")
        put(setting("R4.8.per_year_min"), value=6)

    def late(small: World) -> None:
        plant(small)
        put(Keeping.objects.filter(organisation=small.head, register="meetings"), period=since(date(2026, 10, 1)))

    for planting, said in ((plant, Verdict.BREACHES), (late, Verdict.UNKNOWN)):
        with planted(small, planting):
            assert found("R4.8/1", TODAY)[0] is said


@pytest.mark.django_db
def test_last_year_is_held_against_what_was_decided_then(small: World):
    def plant(small: World) -> None:
        put(setting("R4.8.per_year_min"), period=since(last=date(2025, 12, 31)))
        SettingFactory(name="R4.8.per_year_min", value=3, period=since(date(2026, 1, 1)))

    with planted(small, plant):
        assert found("R4.8/2", date(2026, 11, 24))[0] is Verdict.CONFORMS  # two were held, two were asked
        assert found("R4.8/1", date(2026, 11, 24))[0] is Verdict.UNKNOWN  # two held, and the last quarter


def setting(name: str) -> QuerySet[Setting]:
    return Setting.objects.filter(name=name)


@pytest.mark.django_db
def test_what_was_not_watched_proves_nothing(small: World):
    """A space opened in May is not held to the months before; of those before a register was kept, nothing is known."""

    def opened_in_may(small: World) -> None:
        put(meetings(small, "codir", THIS_YEAR).filter(starts_at__month__lt=5), state="cancelled")
        put(meetings(small, "codir", LAST_YEAR), state="cancelled")
        put(type(small.body("codir")).objects.filter(slug="codir"), period=since(date(2026, 5, 12)))

    def kept_since_may(small: World) -> None:
        put(meetings(small, "codir", THIS_YEAR).filter(starts_at__month__lt=6), state="cancelled")
        put(small.head.keepings.filter(register="meetings"), period=since(date(2026, 5, 12)))

    # Last year, each month has its meeting, whoever followed it; of one in which it was not open, no month is over.
    this_year, last_year = Verdict.CONFORMS, Verdict.UNKNOWN
    for plant in (opened_in_may, kept_since_may):
        with planted(small, plant):
            day = date(2026, 11, 24)
            assert [found(clause, day)[0] for clause in ("R4.17/1", "R4.17/2")] == [this_year, last_year], plant
        this_year, last_year = last_year, this_year


@pytest.mark.django_db
def test_before_a_month_is_over_nothing_is_said_of_the_year(small: World):
    assert found("R4.17/1", date(2027, 1, 2)) == (Verdict.UNKNOWN, Reason.NO_DATA)
    assert found("R4.17/1", date(2026, 1, 31))[0] is Verdict.CONFORMS


@pytest.mark.django_db
def test_on_the_second_of_january_no_group_is_late_for_the_year(small: World):
    late = {one.clause.key for one in verdicts(date(2027, 1, 2)) if one.verdict is Verdict.BREACHES}
    assert late == {"R4.17/2"}  # last December, which is over


@pytest.mark.django_db
def test_nothing_is_said_while_the_register_is_not_kept(small: World):
    with planted(
        small, lambda small: put(small.head.keepings.filter(register="meetings"), period=since(date(2027, 1, 1)))
    ):
        assert found("R4.24/1", date(2026, 11, 24)) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


@pytest.mark.django_db
def test_a_month_that_is_allowed_off_is_not_asked_for(small: World):
    def plant(small: World) -> None:
        put(meetings(small, "codir", THIS_YEAR).filter(starts_at__month=8), state="cancelled")
        SettingFactory(name="R4.17.months_off", value="8")

    with planted(small, plant):
        assert found("R4.17/1", date(2026, 11, 24))[0] is Verdict.CONFORMS
        (told,) = speak(verdicts(date(2026, 11, 24), rules={"R4.17"})[:1], date(2026, 11, 24))
        assert told.sentence.endswith("chaque mois écoulé de cette année, en laissant de côté août 2026.")
        assert found("R4.17/1", date(2026, 8, 30))[0] is Verdict.CONFORMS
        (told,) = speak(verdicts(date(2026, 8, 30), rules={"R4.17"})[:1], date(2026, 8, 30))
        assert told.sentence.endswith("de cette année.")  # August is not over


@pytest.mark.django_db
def test_a_meeting_planned_in_december_counts_for_what_can_be_held(small: World):
    def plant(small: World) -> None:
        none_held(small, "gmo-soutien", THIS_YEAR)
        for day in (1, 8, 15):
            met(small.body("gmo-soutien"), date(2026, 12, day))

    with planted(small, plant):
        assert found("R4.24/1", date(2026, 11, 24))[0] is Verdict.CONFORMS


def test_months_are_named():
    assert NAMERS["months"]({"2026-08"}, date(2026, 11, 24)) == {"2026-08": "août 2026"}


DATED = tuple(clause.key for one in framework().founding if one.until for clause in one.clauses if clause.check)


@proves("R4.49", clause=2, also=DATED)  # they are about years that are over
def test_rhythms_that_nobody_renewed_for_the_year(small: World):
    put(Setting.objects.filter(name="R4.49.last_year"), value=LAST_YEAR)


def test_rhythms_are_to_be_renewed_on_the_first_day_after_their_last_year(small: World):
    def said(on: date) -> set[Verdict]:
        return {f.verdict for f in verdicts(on, rules=["R4.49"]) if f.clause.key == "R4.49/2"}

    assert said(date(2030, 12, 31)) == {Verdict.CONFORMS}
    assert said(date(2031, 1, 1)) == {Verdict.BREACHES}


@pytest.mark.django_db
def test_after_the_last_year_that_the_document_dates_no_rhythm_is_asked(small: World):
    """« 2025/30 »: what it asks, it asks of these years; the day after, nothing of it conforms nor is to be mended."""
    rules = {clause.partition("/")[0] for clause in DATED}
    assert rules == {"R4.8", "R4.11", "R4.14", "R4.17", "R4.21", "R4.24", "R4.27", "R4.36", "R4.39"}

    def said(on: date) -> set[tuple[Verdict, Reason | None]]:
        return {(f.verdict, f.reason) for f in verdicts(on, rules=rules)}

    assert said(date(2031, 1, 1)) == {(Verdict.NOT_APPLICABLE, Reason.AFTER_PERIOD)}
    assert Verdict.NOT_APPLICABLE not in {verdict for verdict, _ in said(date(2030, 12, 31))}
    (told,) = {spoken.sentence for spoken in speak(verdicts(date(2031, 1, 1), rules=["R4.8"]), date(2031, 1, 1))}
    assert told == "Le texte ne dit rien de ce point pour cette année : la période dont il parle est finie."
