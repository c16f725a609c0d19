"""What both sides of an exchange may write of it with other words is asked, and never refused for good."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid
from kevread.finance import operations
from kevread.finance.models import Exchange
from kevread.finance.operations.exchanges import Told, mark_of_those
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.finance.test_exchanges import agree, person, say

pytestmark = pytest.mark.django_db


def other_side(scene, purpose="Refacturation de paie", apart_from="", **more):
    told = Told(**{
        "kind": "service", "payer": scene.first, "payee": scene.grouping, "purpose": purpose, "cents": 1_200_00,
        "day": TODAY, **more,
    })  # fmt: skip
    actor = scene.president_of(scene.first)
    return operations.say_exchange(actor=actor, organisation=scene.first, told=told, now=NOW, apart_from=apart_from)


def test_what_the_other_side_may_have_written_with_other_words_is_asked(scene):
    one = say(scene)
    with pytest.raises(Invalid, match=r"a déjà inscrit « Comptabilité partagée ».*est-ce celui-ci") as refusal:
        other_side(scene)
    assert refusal.value.field == "other" and Exchange.objects.count() == 1
    made = other_side(scene, apart_from=mark_of_those([one]))
    assert (made.said_by, Exchange.objects.count()) == (scene.first, 2)


def test_one_that_comes_since_the_page_was_read_is_asked_again(scene):
    one = say(scene)
    say(scene, purpose="Ménage des bureaux")
    with pytest.raises(Invalid, match="l’un de ceux-là"):
        other_side(scene, apart_from=mark_of_those([one]))


@pytest.mark.parametrize("more", [
    {"cents": 1_200_01}, {"day": TODAY - timedelta(days=1)}, {"kind": "staff"},
])  # fmt: skip
def test_another_sum_day_or_kind_is_another_thing(scene, more):
    say(scene)
    assert other_side(scene, **more).said_by == scene.first


def test_neither_what_is_settled_nor_what_is_undone_nor_one_s_own_is_asked(scene):
    settled_one = say(scene)
    agree(scene, settled_one)
    settle = {"actor": scene.direction, "exchange": settled_one, "day": TODAY, "now": NOW}
    operations.settle_exchange(cents=1_199_99, **settle)
    with pytest.raises(Invalid, match="est-ce celui-ci"):
        other_side(scene)  # a cent is left
    operations.settle_exchange(cents=1, **settle)
    undone = say(scene, purpose="Ménage des bureaux")
    operations.undo_exchange(actor=scene.direction, exchange=undone, reason="Inscrit deux fois", now=NOW)
    assert other_side(scene).said_by == scene.first
    assert other_side(scene, purpose="Une seconde paie").said_by == scene.first


def test_the_page_shows_what_it_may_be_and_takes_that_it_is_not(scene, settings):
    one = say(scene)
    client = entered_as(person(scene.president_of(scene.first)), settings)
    where = reverse("finance:say", args=[scene.first.slug])
    typed = {
        "kind": "service", "way": "out", "other": str(scene.grouping.pk), "purpose": "Refacturation de paie",
        "cents": "1 200", "day": TODAY.isoformat(),
    }  # fmt: skip
    page = client.post(where, typed)
    assert page.status_code == 422 and reverse("finance:exchange", args=[scene.first.slug, one.pk]) in page.text
    assert "Refacturation de paie" in page.text  # nothing of what was typed is lost
    value = page.text.split('name="autre" value="')[1].split('"')[0]
    assert client.post(where, typed | {"autre": value}).status_code == 302 and Exchange.objects.count() == 2
