"""A post that passes from one employer to another, with what it was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.seats.models import Mandate
from kevread.staff.models import Post
from kevread.staff.operations import Description, annul_post, close_post, open_post
from kevread.staff.todo import to_open
from tests.clients import entered_as
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
REASON = "Ouvert chez le mauvais employeur."


@pytest.fixture
def other(scene):
    return next(one for one in scene.world.groupings if one != scene.grouping)


@pytest.fixture
def its_direction(scene, other):
    return scene.actor(f"{other.slug}-team", "direction")


@pytest.fixture
def passed(staffing, other):
    """Somebody was there until yesterday; it passes after today."""
    post = staffing.post(name="Communication")
    return close_post(actor=staffing.direction, post=post, last=TODAY, moved_to=other, now=NOW)


def waits(actor, here):
    return [
        one.what
        for one in to_open(Asker(actor, Person.objects.get(pk=actor.person), here, frozenset({here.pk}), TODAY))
    ]


def opened(actor, employer, post, first=TOMORROW):
    return open_post(
        actor=actor,
        employer=employer,
        function="delegue-territorial",
        is_territorial=True,
        period=Period(first),
        description=Description("animation", "animation-territoriale"),
        continues=post,
        now=NOW,
    )


def test_it_ends_here_and_goes_on_there_with_what_it_was(passed, scene, other, its_direction, settings):
    direction = entered_as(Person.objects.get(pk=its_direction.person), settings)
    page = reverse("staff:open_post", args=[other.slug]) + f"?suite={passed.pk}"
    assert page in direction.get(reverse("staff:posts", args=[other.slug])).text
    form = direction.get(page).text
    assert "Communication" in form and scene.grouping.name in form
    assert Post.objects.visible_to(its_direction).filter(pk=passed.pk).exists()
    seats = Mandate.objects.on(TODAY).filter(seat__body__organisation=other, seat__body__kind="board")
    administrator = entered_as(seats.filter(seat__title="administrator").first().person, settings)
    assert page not in administrator.get(reverse("staff:posts", args=[other.slug])).text, "who does not employ"
    made = opened(its_direction, other, passed)
    shown = direction.get(reverse("staff:post", args=[other.slug, made.pk])).text
    assert f"Chez {scene.grouping.name}" in shown
    before = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    assert other.name in before.get(reverse("staff:post", args=[scene.grouping.slug, passed.pk])).text
    assert page not in direction.get(reverse("staff:posts", args=[other.slug])).text
    assert direction.get(page).status_code == 404, "it is opened already"


def test_only_the_one_to_which_it_passes_opens_it_and_once(passed, staffing, scene, other, its_direction):
    with pytest.raises(Refused, match="reprendre"):
        opened(staffing.direction, scene.grouping, passed)
    with pytest.raises(Denied):
        opened(staffing.direction, other, passed)
    with pytest.raises(Invalid) as early:
        opened(its_direction, other, passed, first=TODAY)
    assert early.value.field == "first"
    made = opened(its_direction, other, passed)
    with pytest.raises(Refused, match="reprendre"):
        opened(its_direction, other, passed)
    for late in (
        lambda: close_post(actor=staffing.direction, post=passed, last=TODAY - timedelta(days=1), now=NOW),
        lambda: annul_post(actor=staffing.direction, post=passed, reason=REASON, now=NOW),
    ):
        with pytest.raises(Refused, match="annule d’abord"):
            late()
    annul_post(actor=its_direction, post=made, reason=REASON, now=NOW)
    assert opened(its_direction, other, passed).continues == passed


def test_what_nobody_passes_is_not_opened_elsewhere(staffing, other, its_direction):
    closed = close_post(actor=staffing.direction, post=staffing.post(), last=TODAY, now=NOW)
    with pytest.raises(Refused):
        opened(its_direction, other, closed)
    assert not Post.objects.visible_to(its_direction).filter(pk=closed.pk).exists()


def test_it_passes_to_an_employer_of_the_network_and_a_mistake_is_corrected(passed, staffing, scene, other):
    for wrong in (scene.grouping, scene.first):
        with pytest.raises(Invalid) as told:
            close_post(actor=staffing.direction, post=staffing.post(), last=TODAY, moved_to=wrong, now=NOW)
        assert told.value.field == "moved_to"
    with pytest.raises(Invalid):
        close_post(actor=staffing.direction, post=passed, last=TODAY, moved_to=other, now=NOW)
    again = close_post(actor=staffing.direction, post=passed, last=TODAY, moved_to=scene.world.head, now=NOW)
    assert (again.moved_to, again.dates.last) == (scene.world.head, TODAY)
    assert close_post(actor=staffing.direction, post=again, last=TODAY, now=NOW).moved_to is None


def test_whoever_directs_there_is_told_and_nobody_else(passed, scene, other, its_direction):
    assert waits(its_direction, other) == [f"{scene.grouping.name} vous passe « Communication »."]
    assert not waits(scene.direction, scene.grouping)
    assert not waits(scene.direction, other)
