"""A request is sent, answered for and budgeted as its page showed it (decision 208)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.finance import operations
from kevread.finance.models import PlanLine, RequestAnswer
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.of_finance import WANTED
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
CHANGED = "a changé depuis que vous l’avez ouverte"


def more(scene, made):
    asked = replace(WANTED, purpose="Tout autre chose", cents=WANTED.cents * 10)
    operations.change_request(actor=scene.direction, request=made, asked=asked, now=NOW)


def answer(scene, made):
    with arranging():
        RequestAnswer.objects.create(request=made, item=RequestAnswer.Item.OBJECT, words="Autre chose.")


def line(scene, made):
    with arranging():
        PlanLine.objects.create(request=made, account="74", cents=100)


@pytest.mark.parametrize("change", [more, answer, line])
def test_what_is_sent_is_what_was_read(scene, settings, change):
    made = operations.prepare_request(actor=scene.direction, organisation=scene.grouping, asked=WANTED, now=NOW)
    client = entered_as(Person.objects.get(pk=scene.presidency.person), settings)
    where = reverse("finance:change_request", args=[scene.grouping.slug, made.pk, "envoyer"])
    old, typed = shown(client, where), {"sent_on": TODAY.isoformat()}
    change(scene, made)
    refused = client.post(where, typed | {"vu": old})
    assert refused.status_code == 422 and CHANGED in said(refused)
    made.refresh_from_db()
    assert made.state == "draft"
    assert press(client, where, typed).status_code == 302


@pytest.mark.parametrize("page", ["complete", "plan"])
def test_what_is_written_in_one_window_is_not_lost_in_the_other(scene, readers, page):
    made = operations.prepare_request(actor=scene.direction, organisation=scene.grouping, asked=WANTED, now=NOW)
    where = reverse(f"finance:{page}", args=[scene.grouping.slug, made.pk])
    old = shown(readers.direction, where)
    (answer if page == "complete" else line)(scene, made)
    refused = readers.direction.post(where, {"vu": old, "table": "60 Achats;1"})
    assert refused.status_code == 422 and CHANGED in said(refused)
    assert (made.answers.count(), made.plan.count()) == ((1, 0) if page == "complete" else (0, 1))
