"""While the day of a meeting is chosen, the page says until when its notice may leave."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.meetings.queries.deadline import deadline_of
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory, since
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Gathering:
    """An assembly is convened fifteen whole days before, its board seven."""
    with arranging():
        return gathering(state=State.DRAFT)


@pytest.fixture
def client(here, settings):
    return entered_as(here.secretary, settings)


def tidy(page) -> str:
    """What it says: a day is a tag of its own, which leaves a space before the comma."""
    return words(page).replace(" ,", ",").replace(" .", ".")


def part(client, here: Gathering, **query) -> str:
    return tidy(client.get(reverse("meetings:deadline", kwargs={"scale": here.grouping.slug}), query))


def test_the_last_day_leaves_whole_days_between(here):
    found = deadline_of(here.assembly, date(2026, 12, 18), TODAY)
    assert found.timing.last == date(2026, 12, 2) and found.left == 8 and not found.timing.late
    assert deadline_of(here.board, date(2026, 12, 18), TODAY).timing.last == date(2026, 12, 10)


def test_as_long_as_no_day_is_chosen_the_delay_alone_is_said(client, here):
    told = part(client, here, body=here.assembly.slug)
    assert "15 jours entiers au moins avant la réunion" in told and "Choisissez le jour" in told


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-18", "pour le 18 décembre 2026, elle part le 2 décembre 2026 au plus tard, dans 8 jours."),
        ("2026-12-11", "elle part le 25 novembre 2026 au plus tard, c’est-à-dire demain."),
        ("2026-12-10", "elle part le 24 novembre 2026 au plus tard, c’est-à-dire aujourd’hui."),
        (
            "2026-12-09",
            "il est trop tard pour le 9 décembre 2026. Il fallait l’envoyer le 23 novembre 2026 au plus tard.",
        ),
    ],
)
def test_each_day_says_its_own(client, here, day, said):
    told = part(client, here, body=here.assembly.slug, day=day)
    assert said in told
    assert ("à partir du 10 décembre 2026" in told) is ("trop tard" in said)


def test_another_body_has_its_own_delay(client, here):
    assert "7 jours entiers" in part(client, here, body=here.board.slug, day="2026-12-18")


def test_a_delay_that_nobody_decided_is_said_so(client, here):
    with arranging():
        Setting.objects.filter(organisation=here.grouping, name="L1.10.notice_days").delete()
    told = part(client, here, body=here.assembly.slug, day="2026-12-18")
    assert "le délai n’est pas décidé dans les statuts" in told and "au plus tard" not in told


def test_the_value_is_that_of_the_day_of_the_meeting(here):
    with arranging():
        Setting.objects.filter(organisation=here.grouping, name="L1.10.notice_days").delete()
        SettingFactory(name="L1.10.notice_days", value=30, organisation=here.grouping, period=since(date(2027, 1, 1)))
    assert deadline_of(here.assembly, date(2026, 12, 18), TODAY).timing.notice_days is None
    assert deadline_of(here.assembly, date(2027, 3, 1), TODAY).timing.notice_days == 30


@pytest.mark.parametrize("day", ["", "demain", "2026-13-45", "0000-00-00"])
def test_what_is_no_day_says_the_delay_alone(client, here, day):
    assert "Choisissez le jour" in part(client, here, body=here.assembly.slug, day=day)


def test_a_day_that_is_over_and_a_written_consultation_say_nothing(client, here):
    assert part(client, here, body=here.assembly.slug, day="2026-11-23").strip() == ""
    assert part(client, here, body=here.assembly.slug, day="2026-12-18", mode="written").strip() == ""


def test_it_stands_on_the_screens_where_a_day_is_chosen(client, here):
    page = client.get(at("draft", here))
    assert "15 jours entiers au moins avant la réunion" in words(page)
    assert f'hx-get="{reverse("meetings:deadline", kwargs={"scale": here.grouping.slug})}"' in page.content.decode()
    typed = {"body": here.board.slug, "mode": "on_site", "day": "2026-12-18", "start": "20:00", "end": "19:00"}
    assert "elle part le 10 décembre 2026 au plus tard" in tidy(client.post(at("draft", here), typed))
    page = client.get(at("move", here))
    assert "pour le 18 décembre 2026, elle part le 2 décembre 2026" in tidy(page)
    assert f"?body={here.assembly.slug}" in page.content.decode()


def test_a_postponed_meeting_is_convened_again_within_the_same_delay(settings):
    here = met(State.CONVENED)
    page = words(entered_as(here.secretary, settings).get(at("move", here)))
    assert "15 jours entiers au moins avant la réunion" in page


def test_those_who_do_not_prepare_here_and_other_bodies_find_nothing(client, here, settings):
    url = reverse("meetings:deadline", kwargs={"scale": here.grouping.slug})
    plain = entered_as(here.members[-1].person, settings)
    assert plain.get(url, {"body": here.assembly.slug}).status_code == 403
    assert entered_as(None, settings).get(url).status_code == 302
    with arranging():
        other = gathering(state=State.DRAFT)
    for body in ("", "inconnue", other.assembly.slug):
        assert client.get(url, {"body": body}).status_code == 404
