"""A date looked for among several; and one reminder to those who have not answered."""

from datetime import UTC, datetime, timedelta

import pytest

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.mail.models import Dispatch
from kevread.meetings.models import DateAnswer, Meeting
from kevread.meetings.operations import answer, answer_dates, propose_dates, remind, retain_date
from kevread.meetings.rules.life import State
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import by
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db
DATES = [datetime(2027, 1, day, 17, 30, tzinfo=UTC) for day in (11, 13)]


def met(state: State = State.DRAFT, **more) -> Gathering:
    with arranging():
        return gathering(members=12, represented=more.pop("represented", 0), state=state, **more)


def propose(here: Gathering, starts=DATES, person=None):
    return propose_dates(actor=here.actor(person), meeting=here.meeting, starts=starts, now=NOW)


def test_those_who_would_be_convened_get_a_link_each_and_the_last_answer_counts():
    here = met()
    first, second = propose(here)
    assert Dispatch.objects.count() == 13
    voter = here.actor(here.members[-1].person)
    for says in ("yes", "if_needed"):
        answer_dates(actor=voter, meeting=here.meeting, answers={first: says, second: "no"}, now=NOW)
    assert dict(DateAnswer.objects.values_list("option", "answer")) == {first.pk: "if_needed", second.pk: "no"}


def test_the_date_that_is_retained_keeps_how_long_it_lasts_and_moves_the_calendar_entry():
    here = met()
    _, second = propose(here)
    kept = retain_date(actor=here.actor(), option=second, now=NOW)
    assert (kept.starts_at, kept.ends_at - kept.starts_at, kept.sequence) == (DATES[1], timedelta(hours=3), 1)
    assert not kept.date_options.exists()
    with pytest.raises(Refused, match="n’est plus proposée"):
        answer_dates(actor=here.actor(here.members[-1].person), meeting=here.meeting, answers={second: "yes"}, now=NOW)


@pytest.mark.parametrize(
    "starts",
    [
        [],
        DATES[:1],
        [DATES[0]] * 2,
        [NOW - timedelta(days=1), DATES[0]],
        [DATES[0] + timedelta(days=day) for day in range(9)],
    ],
)
def test_two_to_eight_dates_to_come(starts):
    with pytest.raises(Invalid) as wrong:
        propose(met(), starts)
    assert wrong.value.field == "starts"


def test_a_day_on_which_the_body_already_meets_is_not_proposed():
    here = met()
    with arranging():
        Meeting.objects.create(body=here.assembly, starts_at=DATES[0], ends_at=DATES[0] + timedelta(hours=1))
    with pytest.raises(Invalid, match="a déjà une réunion à ces heures, le 11 janvier 2027"):
        propose(here)


def test_an_answer_is_one_of_three():
    here = met()
    first, _ = propose(here)
    with pytest.raises(Invalid, match="oui, si nécessaire, ou non"):
        answer_dates(actor=here.actor(), meeting=here.meeting, answers={first: "maybe"}, now=NOW)


def test_who_may_propose_answer_and_retain():
    here = met()
    for person in (here.members[-1].person, here.holder("treasurer")):
        with pytest.raises(Denied):
            propose(here, person=person)
    first, _ = propose(here)
    for who in (NOBODY, here.actor(here.members[-1].person)):
        with pytest.raises(Denied):
            retain_date(actor=who, option=first, now=NOW)
    elsewhere = met()
    for who in (NOBODY, elsewhere.actor(elsewhere.members[-1].person)):
        with pytest.raises(Denied):
            answer_dates(actor=who, meeting=here.meeting, answers={first: "yes"}, now=NOW)


def test_once_the_notice_is_sent_the_date_is_no_longer_looked_for():
    with pytest.raises(Refused, match="ne se cherche plus"):
        propose(met(State.CONVENED))


# Reminders


def test_a_reminder_goes_to_those_who_said_nothing_and_gave_no_proxy():
    here = met(State.CONVENED, represented=2)
    comes = here.entries[0]
    answer(actor=by(comes), entry=comes, says="coming", now=NOW)
    assert remind(actor=here.actor(), meeting=here.meeting, now=NOW) == 10
    reached = set(Dispatch.objects.values_list("person", flat=True))
    assert comes.person_id not in reached
    assert not reached & {proxy.giver.person_id for proxy in here.proxies}
    with pytest.raises(Refused, match="moins de trois jours"):
        remind(actor=here.actor(), meeting=here.meeting, now=NOW + timedelta(hours=3))


def test_a_reminder_is_sent_by_those_who_prepare_while_one_may_answer():
    here = met(State.CONVENED)
    for who in (NOBODY, here.actor(here.members[-1].person)):
        with pytest.raises(Denied):
            remind(actor=who, meeting=here.meeting, now=NOW)
    opened = met(State.OPEN)
    with pytest.raises(Refused, match="ne relance plus"):
        remind(actor=opened.actor(), meeting=opened.meeting, now=NOW)


def test_when_everybody_answered_nobody_is_reminded():
    here = met(State.CONVENED)
    for entry in [*here.entries, *here.guests]:
        answer(actor=by(entry), entry=entry, says="coming", now=NOW)
    with pytest.raises(Refused, match="personne à relancer"):
        remind(actor=here.actor(), meeting=here.meeting, now=NOW)
