"""The support functions of a grouping, on the page of its posts: who does each, and who coordinates it for the region."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.directory.models import Person
from kevread.staff.models import Assignment, Post, Sheet
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.screens import said
from tests.worlds import put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def supports(staffing, settings):
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)

    def read() -> str:
        whole = said(client.get(reverse("staff:posts", args=[staffing.grouping.slug])))
        return whole.partition("Fonctions supports")[2].partition("</section>")[0]

    return read


def row(text: str, label: str) -> str:
    return text.partition(f">{label}<")[2].partition("</tr>")[0]


def test_a_post_that_nobody_fills_is_told_apart_from_no_post(staffing, supports):
    assert "à pourvoir" not in supports()
    ours = Post.objects.filter(employer=staffing.grouping)
    with arranging():
        ended = {"period": (TODAY - 9 * DAY, TODAY), "end_reason": "ended"}
        put(Assignment.objects.filter(post__in=ours.filter(function="communication")), **ended)
        put(Assignment.objects.filter(post__in=ours.filter(function="finances")), **ended)
        put(ours.filter(function="finances"), period=(TODAY - 9 * DAY, TODAY), end_reason="closed")
    found = supports()
    assert "à pourvoir" in row(found, "Communication") and "aucun poste" in row(found, "Suivi financier")


def test_who_coordinates_it_is_not_known_where_the_head_keeps_no_posts(staffing, supports):
    head = staffing.scene.world.head
    with arranging():
        put(Sheet.objects.filter(post__employer=head), missions=[])
    assert "personne" in row(supports(), "Communication")
    with arranging():
        for one in Keeping.objects.filter(register="staff", organisation=head):
            one.delete()
    assert "on ne le sait pas" in row(supports(), "Communication")
