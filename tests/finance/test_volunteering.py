"""What volunteers give: of meetings, what presences say; beside, what somebody says; worth what the organisation decided."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kevread.attendance.models import Presence
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.finance import operations
from kevread.finance.models import GivenTime, HourRate
from kevread.finance.queries.report_paper import report_paper
from kevread.finance.queries.reports import to_report
from kevread.finance.queries.volunteering import given_in, volunteering
from kevread.meetings.models import Meeting, RollEntry
from tests.conftest import NOW, TODAY, arranging
from tests.employed import employed
from tests.gatherings.screens import said
from tests.guards.of_asking import given, rate
from tests.guards.of_finance import CLOSED, closes, of_last_year
from tests.pressing import press

pytestmark = pytest.mark.django_db
OPENED = NOW - timedelta(days=20)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def met(scene: Any, *people: Person, opened: datetime | None = OPENED, represents: Any = None, **more: Any) -> Meeting:
    """The board of the grouping met, and those were there from its opening on."""
    told = {"state": "closed", "starts_at": OPENED, "ends_at": OPENED + 3 * HOUR, "title": "Conseil d’automne"}
    told |= {"opened_at": opened, "closed_at": opened and opened + 2 * HOUR}
    with arranging():
        meeting = Meeting.objects.create(body=scene.world.body(f"{scene.grouping.slug}-board"), **told | more)
        for person in people:
            entry = RollEntry.objects.create(meeting=meeting, person=person, represents=represents)
            Presence.objects.create(entry=entry, arrived_at=opened or OPENED)
    return meeting


def board(scene) -> list[Person]:
    return [one.person for one in scene.world.mandates(f"{scene.grouping.slug}-board", "administrator")[:2]]


def of(scene, on=TODAY, closed_on=None):
    return volunteering(scene.grouping, scene.direction, on, closed_on)


def test_a_meeting_counts_those_who_administer_for_as_long_as_they_were_there(scene):
    assert of(scene) is None  # nobody said when its year closes
    closes(scene.grouping)
    first, second = board(scene)
    with arranging():
        stranger = scene.world.seated(f"{scene.second.slug}-board", "administrator").person
    meeting = met(scene, first, second, stranger)
    with arranging():
        Presence.objects.filter(entry__person=second).update(left_at=OPENED + HOUR)
        Presence.objects.filter(entry__person=stranger).update(left_at=OPENED + HOUR)
    (gift,) = of(scene).gifts
    assert (gift.people, gift.minutes, gift.meeting, gift.rate, gift.cents) == (2, 180, meeting.pk, None, None)
    assert of(scene).told is None and not of(scene).is_whole
    rate(scene.grouping, 12_00)
    assert (of(scene).told, of(scene).is_whole) == (36_00, True)


def test_what_is_part_of_their_work_is_no_gift(scene):
    closes(scene.grouping)
    first, second = board(scene)
    met(scene, first, second)
    assert of(scene).gifts[0].people == 2
    with arranging():
        employed(scene.grouping, first)
    assert of(scene).gifts[0].people == 1
    with arranging():
        employed(scene.first, second)  # works elsewhere, and sits here for nobody: it is a gift
    assert of(scene).gifts[0].people == 1
    met(scene, second, represents=scene.first, title="Conseil d’hiver")
    assert [one.what for one in of(scene).gifts] == ["Conseil d’automne"]


def test_a_sitting_of_which_nobody_knows_how_long_it_was_is_said_to_be_so(scene):
    closes(scene.grouping)
    rate(scene.grouping)
    met(scene, *board(scene), opened=None)
    found = of(scene)
    assert [one.minutes for one in found.gifts] == [None] == [one.cents for one in found.untimed]
    assert (found.minutes, found.told, found.is_whole) == (0, None, False)


def test_a_sitting_that_closed_as_it_opened_and_a_board_where_nobody_noted_who_was_there_are_not_known(scene):
    closes(scene.grouping)
    met(scene, *board(scene), closed_at=OPENED)
    met(scene, title="Conseil d’hiver")
    with arranging():
        Meeting.objects.create(
            body=scene.world.body(f"{scene.grouping.slug}-assembly"),
            state="closed",
            starts_at=OPENED,
            ends_at=OPENED + HOUR,
        )
    told = {one.what: (one.people, one.minutes) for one in of(scene).gifts}
    assert told == {"Conseil d’automne": (2, None), "Conseil d’hiver": (None, None)}
    assert not of(scene).is_whole and len(of(scene).untimed) == 2


def test_what_was_a_mistake_counts_for_nothing(scene):
    closes(scene.grouping)
    first, second = board(scene)
    rates, times = rate(scene.grouping, 12_00), given(scene.grouping, 60)
    met(scene, first, second)
    with arranging():
        employed(scene.grouping, first, end_reason="mistake")
    assert [one.people for one in of(scene).gifts] == [2, None]
    undo = {"actor": scene.direction, "reason": "Compté deux fois", "now": NOW}
    operations.undo_time(time=times, **undo)
    assert [one.what for one in of(scene).gifts] == ["Conseil d’automne"] and of(scene).told == 48_00
    operations.undo_rate(rate=rates, **undo)
    assert of(scene).told is None


@pytest.mark.parametrize("state", ["draft", "convened", "cancelled", "failed"])
def test_what_was_not_held_counts_for_nothing(scene, state):
    closes(scene.grouping)
    met(scene, *board(scene), state=state)
    assert of(scene).gifts == []


def test_a_presence_that_was_a_mistake_and_a_mandate_that_is_over_count_for_nothing(scene):
    closes(scene.grouping)
    first, second = board(scene)
    met(scene, first, second)
    with arranging():
        Presence.objects.filter(entry__person=first).update(left_at=OPENED)
        mandate = scene.world.mandates(f"{scene.grouping.slug}-board", "administrator").get(person=second)
        mandate.period = type(mandate.period)(mandate.period.lower, (OPENED - DAY).date())
        mandate.save()
    assert of(scene).gifts == []


def test_each_day_is_worth_what_was_said_by_then_and_a_year_holds_its_own_days(scene):
    closes(scene.grouping)
    here = scene.grouping
    rate(here, 10_00, date(2025, 12, 31))
    rate(here, 20_00, date(2026, 3, 1))
    for day in (date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 1)):
        given(here, 60, day)
    assert [one.cents for one in of(scene).gifts] == [10_00, 20_00]
    before = of(scene, closed_on=CLOSED)
    assert ([one.cents for one in before.gifts], before.told, before.is_whole) == ([None, 10_00], 10_00, False)
    assert of(scene, on=date(2026, 2, 1)).told == 10_00
    assert of(scene, closed_on=CLOSED - DAY) is None


def test_what_an_hour_is_worth_is_said_once_a_day_and_nothing_is_made_up(scene):
    say = {"actor": scene.direction, "organisation": scene.grouping, "now": NOW}
    for wrong, field in (
        ({"cents": 0}, "cents"),
        ({"cents": 1_000_01}, "cents"),
        ({"source": " "}, "source"),
        ({"since": TODAY + DAY}, "since"),
    ):
        with pytest.raises(Invalid) as refusal:
            operations.say_rate(**say, **{"since": TODAY, "cents": 12_00, "source": "Conseil du 3 mars"} | wrong)
        assert refusal.value.field == field and not HourRate.objects.exists()
    made = operations.say_rate(**say, since=TODAY, cents=1_000_00, source="Conseil du 3 mars")
    with pytest.raises(Refused, match="déjà dit"):
        operations.say_rate(**say, since=TODAY, cents=13_00, source="Conseil du 3 mars")
    operations.undo_rate(actor=scene.direction, rate=made, reason="Une faute de frappe", now=NOW)
    assert operations.say_rate(**say, since=TODAY, cents=13_00, source="Conseil du 3 mars").cents == 13_00


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": "feast"}, "kind"), ({"minutes": 0}, "hours"), ({"minutes": 600_001}, "hours"), ({"words": ""}, "words")],
)
def test_time_that_is_given_is_some_and_says_for_what(scene, wrong, field):
    told = {"day": TODAY, "kind": "travel", "minutes": 90, "words": "Le forum"} | wrong
    with pytest.raises(Invalid) as refusal:
        operations.give_time(actor=scene.direction, organisation=scene.grouping, now=NOW, **told)
    assert refusal.value.field == field and not GivenTime.objects.exists()


def test_it_is_read_at_home_names_nobody_and_is_said_by_the_screens(scene, readers):
    here = scene.grouping.slug
    page = reverse("finance:volunteering", args=[here])
    assert "à la fin de quel mois" in said(readers.direction.get(page))
    closes(scene.grouping)
    first, _ = board(scene)
    met(scene, first)
    shown = said(readers.direction.get(page))
    assert "ce que vaut une heure" in shown and "2 h" in shown and first.family_name not in shown
    say, give = (reverse(f"finance:{name}", args=[here]) for name in ("say_rate", "give_time"))
    typed = {"since": "2026-01-01", "cents": "12", "source": "Conseil du 3 mars"}
    assert "24 €" in said(press(readers.direction, say, typed, follow=True))
    typed = {"day": TODAY.isoformat(), "kind": "travel", "hours": "2,5", "words": "Covoiturage"}
    assert press(readers.direction, give, typed | {"hours": "deux"}).status_code == 422
    assert "54 €" in said(press(readers.direction, give, typed, follow=True))
    undo = reverse("finance:undo_time", args=[here, GivenTime.objects.get().pk])
    assert "24 €" in said(press(readers.direction, undo, {"reason": "Compté deux fois"}, follow=True))
    file = readers.direction.get(reverse("finance:volunteering_csv", args=[here])).text
    assert "Conseil d’automne" in file and first.family_name not in file
    assert readers.direction.get(reverse("finance:volunteering", args=[scene.first.slug])).status_code == 403
    for day in ("jamais", "2026-06-30", "2031-12-31"):
        assert readers.direction.get(page, {"exercice": day}).status_code == 404
    assert "?exercice=2025-12-31" in readers.direction.get(page).text
    before = readers.direction.get(page, {"exercice": "2025-12-31"})
    assert before.status_code == 200 and "Bénévolat, exercice clos le" in said(before)


def test_what_was_said_is_shown_before_the_year_is_known_and_who_may_say_it_is_named(scene, readers):
    page = reverse("finance:volunteering", args=[scene.grouping.slug])
    assert "Le dire" in said(readers.direction.get(page)) and "peut le dire" not in said(readers.direction.get(page))
    line, after = given(scene.grouping, words="Covoiturage"), given(scene.grouping, words="Demain", day=TODAY + DAY)
    shown = said(readers.direction.get(page))
    assert "Covoiturage" in shown and "1 h 30" in shown and after.words not in shown
    assert "Covoiturage" in readers.direction.get(reverse("finance:volunteering_csv", args=[scene.grouping.slug])).text
    with arranging():
        others = readers.as_person(scene.world.seated(f"{scene.grouping.slug}-board", "treasurer").person)
    told = said(others.get(page))
    direction = str(Person.objects.get(pk=scene.direction.person))
    assert "Covoiturage" in told and "peut le dire" in told and direction in told
    assert 'class="button" href="/' + scene.grouping.slug + "/texte/L1.21" not in others.get(page).text
    undo = reverse("finance:undo_time", args=[scene.grouping.slug, line.pk])
    press(readers.direction, undo, {"reason": "Compté deux fois"})
    assert "Covoiturage" not in said(readers.direction.get(page))


def test_the_report_of_a_funding_says_what_volunteers_gave_once_all_of_it_is_known(scene):
    of_last_year(scene.grouping)
    (due,) = to_report(TODAY, [scene.grouping.pk])
    given(scene.grouping, 60, CLOSED)
    assert given_in(due, scene.direction, TODAY) is None
    assert any("bénévolat" in one for one in report_paper(due, TODAY, None).missing)
    rate(scene.grouping, 12_00, CLOSED)
    earlier = given(scene.grouping, 60, CLOSED - DAY)
    assert of(scene, closed_on=CLOSED).told == 12_00 and given_in(due, scene.direction, TODAY) is None
    operations.undo_time(actor=scene.direction, time=earlier, reason="Compté deux fois", now=NOW)
    paper = report_paper(due, TODAY, given_in(due, scene.direction, TODAY))
    assert paper.lines[-1].actual.split() == ["12", "€"]
    assert not any("bénévolat" in one for one in paper.missing)
