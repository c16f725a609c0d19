"""A text of the minutes that somebody wrote over stays readable, and whoever wrote it sees who did."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.marks import mark_of
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.sittings.operations.minutes import write_minutes
from kevread.sittings.queries.earlier import replaced_in, replaced_of, texts_of
from kevread.sittings.queries.proceedings import OPENING
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
HERS, HIS = "Les frais sont expliqués.", "On parle du cap."


@pytest.fixture
def met(settings) -> Gathering:
    with arranging():
        found = gathering(state=State.IN_PROGRESS, starts_at=NOW)
        Meeting.objects.filter(pk=found.meeting.pk).update(
            chair=found.president, secretary=found.secretary, current=found.items["cap"]
        )
    found.meeting.refresh_from_db()
    return found


def wrote(met: Gathering, person, text: str, base: str, minutes: int, part: str) -> None:
    write_minutes(
        actor=met.actor(person),
        meeting=met.meeting,
        part=part,
        text=text,
        base=mark_of(base),
        now=NOW + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize("where", ["point", OPENING])
def test_what_was_written_over_stays_with_who_wrote_it_and_who_replaced_it(met, where):
    part = str(met.items["cap"].pk) if where == "point" else where
    wrote(met, met.president, HERS, "", 1, part)
    wrote(met, met.secretary, HIS, HERS, 2, part)
    (one,) = replaced_in(texts_of(met.meeting, part))
    assert (one.kept.text, one.kept.name) == (HERS, str(met.president))
    assert (one.by.text, one.by.person) == (HIS, met.secretary.pk)
    assert replaced_of(texts_of(met.meeting, part), met.president.pk) == one
    assert replaced_of(texts_of(met.meeting, part), met.secretary.pk) is None
    wrote(met, met.secretary, f"{HERS}\n\n{HIS}", HIS, 3, part)
    assert replaced_of(texts_of(met.meeting, part), met.president.pk) is None, "hers is there again"
    other = str(met.items["comptes"].pk)
    assert texts_of(met.meeting, other) == []


def test_who_was_written_over_reads_it_in_the_room_and_the_box_of_who_typed_nothing_follows(met, settings):
    part = str(met.items["cap"].pk)
    wrote(met, met.president, HERS, "", 1, part)
    wrote(met, met.secretary, HIS, HERS, 2, part)
    kept = reverse("sittings:earlier", args=[met.grouping.slug, met.meeting.pk, part])
    hers = entered_as(met.president, settings)
    for page in (hers.get(at("room", met) + f"?point={part}"), hers.get(at("room_live", met) + f"?point={part}")):
        html = page.content.decode()
        assert f"{met.secretary} a remplacé" in words(page)
        assert f'href="{kept}"' in html
        (now,) = re.findall(r"<span hidden data-now=[^>]*>", html)
        assert f'data-now="{HIS}" data-digest="{mark_of(HIS)}" data-by="{met.secretary}"' in now
    his = entered_as(met.secretary, settings)
    assert "a remplacé" not in words(his.get(at("room", met) + f"?point={part}"))
    assert HERS in words(his.get(kept))
    assert f"remplacé par {met.secretary}" in words(his.get(kept))


def test_earlier_texts_are_for_those_who_note(met, settings):
    kept = reverse("sittings:earlier", args=[met.grouping.slug, met.meeting.pk, OPENING])
    assert entered_as(met.entries[30].person, settings).get(kept).status_code == 403
    assert entered_as(None, settings).get(kept).status_code == 302
    assert "Rien de ce qui fut écrit ici" in words(entered_as(met.secretary, settings).get(kept))
    assert entered_as(met.secretary, settings).get(kept.replace(OPENING, "ailleurs")).status_code == 404


def test_without_a_script_both_texts_follow_one_another(met, settings):
    part = str(met.items["cap"].pk)
    wrote(met, met.president, HERS, "", 1, part)
    his, address = (
        entered_as(met.secretary, settings),
        reverse("sittings:text", args=[met.grouping.slug, met.meeting.pk, part]),
    )
    told = his.post(address, {"texte": HIS, "base": mark_of("")})
    assert "Mettre les deux à la suite" in words(told)
    his.post(address, {"texte": HIS, "base": mark_of(HERS), "suite": "1"})
    met.items["cap"].refresh_from_db()
    assert met.items["cap"].record == f"{HERS}\n\n{HIS}"
