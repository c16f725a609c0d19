"""A finding that somebody contests says, where it is to be done, who owes the answer and since when."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.operations import answer_contest, contest_finding
from kevread.charter.queries.contests import contests_among, owed
from kevread.charter.todo import points_to_mend
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.journal.memory import forget
from tests.charter.people import coordination, direction, holder, local_administrator, local_president
from tests.charter.test_contest import TRUE
from tests.charter.test_derogation import crowded
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.home.test_today import page
from tests.worlds import World, end

pytestmark = pytest.mark.django_db
__all__ = ["crowded"]


def contested_by(actor, organisation, **more):
    then = NOW - timedelta(days=12)
    asked = {"clause": "R3.7/1", "on": then.date(), "about": "fact", "reason": TRUE, "now": then}
    return contest_finding(
        actor=actor, person=Person.objects.get(pk=actor.person), organisation=organisation, **asked | more
    )


def told_to(actor, organisation) -> str:
    asker = Asker(actor, Person.objects.get(pk=actor.person), organisation, frozenset({organisation.pk}), TODAY)
    return " ".join(one.beside for one in points_to_mend(asker) if "conseil" in one.what)


def owed_to(actor, organisation) -> str:
    """As the page of each contest says it."""
    found = [one for one in contests_among([organisation.pk], TODAY, actor) if one.contest.is_open]
    return " ".join(owed(found, TODAY, actor).values())


def test_nothing_is_said_of_what_nobody_contests(small: World, crowded):
    assert told_to(direction(small, crowded), crowded) == ""


def test_what_waits_says_since_when_and_from_whom(small: World, crowded):
    reader = local_administrator(small, small.locals[crowded][0])
    made = contested_by(reader, crowded)
    told = told_to(direction(small, crowded), crowded)
    assert told == f"Contesté par {made.person} le 12 novembre 2026, en attente de réponse."  # one line of the day
    assert "Vous pouvez y répondre" in owed_to(direction(small, crowded), crowded)
    (one,) = contests_among([crowded.pk], TODAY, reader)
    told = owed([one], TODAY, reader)[made.pk]
    assert "présidence" in told and "direction" in told and "y répondre." in told
    assert "Vous pouvez" not in told


def test_who_contests_never_owes_the_answer(small: World, crowded):
    """The direction contests its own finding: the president answers, and nobody else is named."""
    maker = direction(small, crowded)
    contested_by(maker, crowded)
    told = owed_to(maker, crowded)
    assert "Vous pouvez" not in told
    assert told.count(str(Person.objects.get(pk=maker.person))) == 1  # as who contested
    assert "présidence" in told and "la direction" not in told.lower()


def test_when_nobody_else_is_there_it_is_owed_from_above(small: World, crowded):
    maker = direction(small, crowded)
    contested_by(maker, crowded)
    with arranging():
        end(small.mandates(f"{crowded.slug}-board", "president"))
    told = owed_to(maker, crowded)
    assert str(holder(small, "cress-team", "direction")) in told


def test_what_was_recognised_waits_to_be_corrected(small: World, crowded):
    made = contested_by(local_administrator(small, small.locals[crowded][0]), crowded)
    answerer = coordination(small)
    answer_contest(
        actor=answerer, person=Person.objects.get(pk=answerer.person), contest=made, outcome="accepted",
        answer="Sa démission est à inscrire.", now=NOW - timedelta(days=3),
    )  # fmt: skip
    told = told_to(direction(small, crowded), crowded)
    assert told.startswith("Contesté, reconnu faux le 21 novembre 2026, en attente de correction.")
    assert "le corriger, puis clore" in owed_to(direction(small, crowded), crowded)


def test_what_was_not_retained_waits_for_nothing(small: World, crowded):
    made = contested_by(local_administrator(small, small.locals[crowded][0]), crowded)
    answerer = coordination(small)
    answer_contest(
        actor=answerer, person=Person.objects.get(pk=answerer.person), contest=made, outcome="rejected",
        answer="Les quatre siègent.", now=NOW,
    )  # fmt: skip
    assert told_to(direction(small, crowded), crowded) == ""


def test_the_contest_of_another_organisation_is_not_told_here(small: World, crowded):
    other = small.groupings[1]
    contested_by(local_president(small, small.locals[other][0]), other)
    assert told_to(direction(small, crowded), crowded) == ""


def test_it_is_read_on_the_day(small: World, crowded, settings):
    contested_by(local_administrator(small, small.locals[crowded][0]), crowded)
    person = holder(small, f"{crowded.slug}-team", "direction")
    reader = entered_as(person, settings)
    assert "en attente de réponse" in page(reader, crowded)
    day = reader.get(f"/{crowded.slug}/aujourd-hui").text
    (there,) = {url for url in re.findall(r'href="([^"]+)"', day) if "/contestations/" in url}
    assert "Vous pouvez y répondre" in reader.get(there).text.replace("\xa0", " ")


def test_contests_cost_no_more_questions_when_there_are_more(small: World, crowded):
    reader = local_administrator(small, small.locals[crowded][0])

    def asked() -> int:
        found = contests_among([crowded.pk], TODAY, reader)
        forget()
        with CaptureQueriesContext(connection) as captured:
            owed(found, TODAY, reader)
        return len(captured)

    contested_by(reader, crowded)
    once = asked()
    for local in small.locals[crowded]:
        contested_by(local_president(small, local), crowded)
    assert asked() == once
