"""Where whoever directs goes among the pôles: the boards to meet within a year, the assemblies to come; what is not known."""

import re
from datetime import date, timedelta

import pytest
from django.db.models import F

from kevread.attendance.models import Presence
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.common.words import of
from kevread.directory.models import Affiliation
from kevread.meetings.models import Meeting, RollEntry
from kevread.sittings.visits import Standing, visits
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.worlds import World, attend, met, put

pytestmark = pytest.mark.django_db
MET = date(2026, 3, 12)  # when the direction met every board (`worlds.visit_boards`)


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def pole(small: World, grouping):
    return small.locals[grouping][0]


@pytest.fixture
def direction(small: World, grouping):
    return holder(small, f"{grouping.slug}-team", "direction")


def board_of(small: World, pole):
    return small.body(f"{pole.slug}-board")


def visit(grouping, pole, on: date = TODAY, *, once: bool = True):
    (found,) = [one for one in visits(grouping, on) if one.member == pole.pk and one.asked.once is once]
    return found


def text(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&nbsp;", " ").replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def is_breached(grouping, on: date) -> bool:
    found = [one for one in verdicts(on, rules=["R6.17"], organisations=[grouping.pk]) if one.clause.key == "R6.17/1"]
    return [one.verdict for one in found] == [Verdict.BREACHES]


def moved(small: World, pole, day: date) -> None:
    """The board that the direction met was held that day instead."""
    meeting = board_of(small, pole).meetings.get(starts_at__date=MET)
    by = day - MET
    with arranging():
        for name in ("starts_at", "ends_at", "opened_at", "closed_at"):
            setattr(meeting, name, getattr(meeting, name) + by)
        meeting.save()
        put(Presence.objects.filter(entry__meeting=meeting), arrived_at=meeting.opened_at)


def test_the_last_day_in_time_is_the_last_on_which_the_finding_is_not_there(small: World, grouping, pole):
    last = visit(grouping, pole)
    assert (last.standing, last.last, last.by) == (Standing.LEFT, MET, date(2027, 3, 11))
    assert last.days_left(TODAY) == (date(2027, 3, 11) - TODAY).days
    assert not is_breached(grouping, last.by)
    assert is_breached(grouping, last.by + timedelta(days=1))


def test_the_day_after_it_is_late_since_that_day(small: World, grouping, pole):
    after = visit(grouping, pole, date(2027, 3, 12))
    assert (after.standing, after.last, after.by) == (Standing.LATE, MET, date(2027, 3, 11))


def test_of_a_board_of_which_nobody_was_noted_nothing_is_said_to_be_left(small: World, grouping, pole):
    with arranging():
        put(Presence.objects.filter(entry__meeting__body=board_of(small, pole)), left_at=F("arrived_at"))
    found = visit(grouping, pole)
    assert (found.standing, found.by) == (Standing.UNKNOWN, None)


def test_of_a_pole_that_does_not_keep_its_meetings_neither(small: World, grouping, pole):
    with arranging():
        put(Presence.objects.filter(entry__meeting__body=board_of(small, pole)), left_at=F("arrived_at"))
        Keeping.objects.filter(organisation=pole, register="meetings").delete()
    assert visit(grouping, pole).standing is Standing.UNKNOWN


@pytest.fixture
def young(small: World, grouping, pole):
    """A member since the first of September, that held nothing since."""
    with arranging():
        put(Presence.objects.filter(entry__meeting__body=board_of(small, pole)), left_at=F("arrived_at"))
        Meeting.objects.filter(body=board_of(small, pole)).update(state="cancelled")
        row = Affiliation.objects.get(member=pole, of=grouping)
        put(Affiliation.objects.filter(pk=row.pk), period=type(row.period)(date(2026, 9, 1), row.period.upper))


def test_who_has_been_a_member_for_less_than_a_year_is_to_be_met_within_it(young, grouping, pole):
    found = visit(grouping, pole)
    assert (found.standing, found.last, found.by) == (Standing.LEFT, None, date(2027, 8, 31))


def test_unless_its_meetings_are_kept_only_since(young, grouping, pole):
    with arranging():
        rows = Keeping.objects.filter(organisation=pole, register="meetings")
        put(rows, period=type(rows.get().period)(date(2026, 9, 2), None))
    assert visit(grouping, pole).standing is Standing.UNKNOWN


def test_unless_a_board_was_held_of_which_nobody_was_noted(young, small, grouping, pole):
    with arranging():
        met(board_of(small, pole), date(2026, 10, 1))
    assert visit(grouping, pole).standing is Standing.UNKNOWN


def test_an_assembly_without_the_direction_is_missed_and_the_next_one_is_to_come(
    small: World, grouping, pole, direction
):
    assembly = small.body(f"{pole.slug}-assembly")
    with arranging():
        attend(met(assembly, date(2026, 6, 2)), small.holder(f"{pole.slug}-board", "president").person)
    found = visit(grouping, pole, once=False)
    assert (found.standing, found.missed) == (Standing.LATE, date(2026, 6, 2))
    with arranging():
        attend(assembly.meetings.get(), direction)
    found = visit(grouping, pole, once=False)
    assert (found.standing, found.last, found.missed) == (Standing.DONE, date(2026, 6, 2), None)


# On the pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def near(small: World, grouping, pole):
    """The direction met this board long ago, and has 37 days left."""
    moved(small, pole, TODAY + timedelta(days=37 - 364))
    return pole


def test_its_line_tells_the_meeting_to_go_to(near, small, grouping, direction, settings):
    client = entered_as(direction, settings)
    told = text(client, f"/{grouping.slug}/aujourd-hui")
    assert f"Rencontrer le conseil {of(near.name)} : aucune réunion n’en est datée" in told
    assert "37 jours" in told
    with arranging():
        met(board_of(small, near), date(2026, 12, 10), mode="written")  # nobody comes to it
        met(board_of(small, near), date(2026, 12, 17))
    assert "sa prochaine réunion est le 17 décembre 2026" in text(client, f"/{grouping.slug}/aujourd-hui")
    with arranging():
        Meeting.objects.filter(body=board_of(small, near), state="draft").update(state="cancelled")
        met(board_of(small, near), TODAY + timedelta(days=38))
    assert "vient trop tard" in text(client, f"/{grouping.slug}/aujourd-hui")


def test_it_is_the_line_of_who_directs_and_of_nobody_else(near, small, grouping, settings):
    delegate = holder(small, f"{grouping.slug}-team", "delegate")
    president = holder(small, f"{grouping.slug}-board", "president")
    for person in (delegate, president):
        assert "Rencontrer le conseil" not in text(entered_as(person, settings), f"/{grouping.slug}/aujourd-hui")


def test_what_is_late_is_told_once(small, grouping, pole, direction, settings):
    moved(small, pole, TODAY - timedelta(days=365))
    told = text(entered_as(direction, settings), f"/{grouping.slug}/aujourd-hui")
    assert told.count("Rencontrer le conseil") == 1
    assert "la direction n’a pas rencontré le conseil" not in told  # the finding is the same thing


def test_an_assembly_to_come_is_told_until_she_is_convened(small, grouping, pole, direction, settings):
    with arranging():
        assembly = met(small.body(f"{pole.slug}-assembly"), date(2026, 12, 15))
    client = entered_as(direction, settings)
    assert "elle se tient le 15 décembre 2026" in text(client, f"/{grouping.slug}/aujourd-hui")
    with arranging():
        RollEntry.objects.create(meeting=assembly, person=direction, quality=RollEntry.Quality.GUEST, votes=0)
    assert "elle se tient le 15 décembre 2026" not in text(client, f"/{grouping.slug}/aujourd-hui")


def test_what_is_far_is_on_the_rhythm_of_the_year_and_not_on_the_day(small, grouping, pole, direction, settings):
    client = entered_as(direction, settings)
    assert "Rencontrer le conseil" not in text(client, f"/{grouping.slug}/aujourd-hui")
    told = text(client, f"/{grouping.slug}/rythme")
    assert "La direction au conseil de chaque pôle" in told
    assert f"Il reste {(date(2027, 3, 11) - TODAY).days} jours" in told
    assert "La direction au conseil de chaque pôle" not in text(client, f"/{grouping.slug}/rythme?annee=2027")


def test_the_most_pressing_comes_first(near, small, grouping, direction, settings):
    told = text(entered_as(direction, settings), f"/{grouping.slug}/rythme")
    told = told[told.index("La direction au conseil de chaque pôle") :]
    other = next(one for one in small.locals[grouping] if one != near)
    assert told.index(near.name) < told.index(other.name)


def test_who_may_prepare_there_is_led_to_a_date_in_time(near, small, grouping, direction, settings):
    where = f"/{near.slug}/rythme/dates?instance={near.slug}-board&amp;avant={(TODAY + timedelta(days=37)).isoformat()}"
    head = entered_as(holder(small, "cress-team", "direction"), settings)
    assert where in head.get(f"/{grouping.slug}/rythme").content.decode()
    shown = text(head, where.replace("&amp;", "&"))
    assert "une date d’ici au" in shown
    assert shown.count("Ne planifier que celle-ci") == 1
    own = entered_as(direction, settings).get(f"/{grouping.slug}/rythme").content.decode()
    assert where not in own
    assert "Demander qu’une date soit proposée" in own


@pytest.mark.parametrize("said", ["demain", "2026-11-20", "2031-01-01"])
def test_a_day_that_is_none_asks_for_nothing(said, near, small, settings):
    head = entered_as(holder(small, "cress-team", "direction"), settings)
    assert "d’ici au" not in text(head, f"/{near.slug}/rythme/dates?instance={near.slug}-board&avant={said}")


def test_those_of_which_nothing_is_known_are_named_together(small, grouping, pole, direction, settings):
    with arranging():
        put(Presence.objects.filter(entry__meeting__body=board_of(small, pole)), left_at=F("arrived_at"))
    told = text(entered_as(direction, settings), f"/{grouping.slug}/rythme")
    told = told[told.index("La direction au conseil de chaque pôle") :]
    assert f"On ne sait pas pour {pole.name} : les réunions ou leurs présences" in told
