"""What posts work on weighs a key: by their assignments, from a day on, a month corrected where somebody wants."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.directory.models import Person
from kevread.ledgers import operations
from kevread.ledgers.models import Key, PostTime
from kevread.ledgers.queries.times import days_of, posts_timed, proposed
from kevread.staff.models import Post
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.guards.asking import wearing
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
YEAR = 2026
FIRST = date(2026, 1, 1)


def said(page) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def timed(post: Post, *parts: tuple[str, int], since: date = FIRST, last: date | None = None) -> PostTime:
    return operations.say_time(actor=SYSTEM, post=post, parts=parts, since=since, last=last, now=NOW)


def test_days_of_work_are_counted_along_actions_by_assignments(scene, posts):
    timed(posts[0], ("ANIMATION", 1), ("ACCOMPAGNEMENT", 1))
    assert days_of(scene.grouping, YEAR) == (
        {"ANIMATION": Fraction(365, 4), "ACCOMPAGNEMENT": Fraction(365, 4)},
        1,
    )
    timed(posts[1], ("ANIMATION", 1))
    weights, unsaid = proposed(scene.grouping, YEAR, ["ANIMATION", "ACCOMPAGNEMENT"])
    assert (weights, unsaid) == ({"ANIMATION": 8333, "ACCOMPAGNEMENT": 1667}, 0)


def test_a_month_that_was_otherwise_is_corrected_and_what_was_said_holds_again_after(scene, posts):
    timed(posts[1], ("ANIMATION", 1))
    timed(posts[1], ("SUPPORT", 1), since=date(2026, 3, 1), last=date(2026, 3, 31))
    rows = PostTime.objects.filter(post=posts[1]).order_by("period")
    assert [(one.dates.start, one.dates.last, one.parts[0][0]) for one in rows] == [
        (FIRST, date(2026, 2, 28), "ANIMATION"),
        (date(2026, 3, 1), date(2026, 3, 31), "SUPPORT"),
        (date(2026, 4, 1), None, "ANIMATION"),
    ]
    days, _ = days_of(scene.grouping, YEAR)
    assert days == {"ANIMATION": Fraction(334), "SUPPORT": Fraction(31)}
    timed(posts[1], ("DIRECTION", 1))
    assert [one.parts[0][0] for one in PostTime.objects.filter(post=posts[1])] == ["DIRECTION"]


def test_what_ends_before_it_begins_is_refused(posts):
    with pytest.raises(Invalid) as found:
        timed(posts[0], ("ANIMATION", 1), since=date(2026, 3, 2), last=date(2026, 3, 1))
    assert found.value.field == "last"
    timed(posts[0], ("ANIMATION", 1), since=date(2026, 3, 1), last=date(2026, 3, 1))


def test_an_hour_is_known_by_who_reads_contracts_only(scene, posts):
    (row,) = [one for one in posts_timed(scene.grouping, SYSTEM, TODAY) if one.post == posts[1]]
    assert row.hourly == [1942] and row.share == 100
    others = posts_timed(scene.grouping, wearing({"read": None}, held_at=scene.world.head.pk), TODAY)
    assert others and all(not one.hourly for one in others)


def test_a_key_takes_the_parts_that_posts_propose_on_screen(scene, posts, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = f"/{scene.grouping.slug}/comptes"
    assert "Rien n’en est dit" in said(client.get(f"{here}/temps"))
    asked = {
        "since": "2026-01-01",
        "last": "",
        "action_1": "ANIMATION",
        "part_1": "1",
        "action_2": "ACCOMPAGNEMENT",
        "part_2": "3",
    }
    answer = client.post(reverse("ledgers:say_time", args=[scene.grouping.slug, posts[1].pk]), asked)
    assert answer.status_code == 302, said(answer)
    assert "Animation territoriale (1 sur 4)" in said(client.get(f"{here}/temps"))
    form = client.get(f"{here}/cles/dire?annee={YEAR}&source=SUPPORT&selon=postes")
    page = said(form)
    assert "viennent des affectations" in page and "De 1 poste, rien n’est dit." in page
    start = form.context["form"].initial
    served = form.context["form"].served
    assert {code: start[f"part_{rank}"] for rank, code in enumerate(served) if start.get(f"part_{rank}")} == {
        "ANIMATION": 2500,
        "ACCOMPAGNEMENT": 7500,
    }
    typed = {f"part_{rank}": start.get(f"part_{rank}") or 0 for rank, _ in enumerate(served)} | {"basis": "staff"}
    assert client.post(f"{here}/cles/dire?annee={YEAR}&source=SUPPORT", typed).status_code == 302
    assert Key.objects.get(organisation=scene.grouping).parts == [["ANIMATION", 2500], ["ACCOMPAGNEMENT", 7500]]
