"""What both sides of an exchange may write of it with other words is asked, and never refused for good."""

import re
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


@pytest.fixture
def client(scene, settings):
    return entered_as(person(scene.president_of(scene.first)), settings)


def sent(client, scene, **more):
    """The form of the page, as the other side fills it in."""
    typed = {
        "kind": "service", "way": "out", "other": str(scene.grouping.pk), "purpose": "Refacturation de paie",
        "cents": "1 200", "day": TODAY.isoformat(), **more,
    }  # fmt: skip
    return client.post(reverse("finance:say", args=[scene.first.slug]), typed)


TICK = re.compile(r'name="autre" value="([0-9a-f]+)"( checked)?>')


def tick_of(page) -> tuple[str, bool] | None:
    """The mark of those that the page shows, and whether it is ticked that this one is not among them."""
    assert page.status_code == 422
    found = TICK.search(page.text)
    return (found[1], bool(found[2])) if found else None


def leads_to(page, scene, one) -> bool:
    return reverse("finance:exchange", args=[scene.first.slug, one.pk]) in page.text


def test_the_page_shows_what_it_may_be_and_takes_that_it_is_not(scene, client):
    one = say(scene)
    assert "Déjà inscrit" not in client.get(reverse("finance:say", args=[scene.first.slug])).text
    page = sent(client, scene)
    assert tick_of(page) == (mark_of_those([one]), False) and leads_to(page, scene, one)
    assert "Refacturation de paie" in page.text  # nothing of what was typed is lost
    assert sent(client, scene, autre=mark_of_those([one])).status_code == 302 and Exchange.objects.count() == 2


def test_what_is_ticked_stays_so_while_something_else_is_put_right(scene, client):
    one = say(scene)
    ticked = {"autre": mark_of_those([one])}
    page = sent(client, scene, purpose="", **ticked)
    assert tick_of(page) == (mark_of_those([one]), True) and leads_to(page, scene, one)
    assert Exchange.objects.count() == 1
    assert tick_of(sent(client, scene, purpose="")) == (mark_of_those([one]), False)
    assert tick_of(sent(client, scene, due_on=(TODAY - timedelta(days=1)).isoformat(), **ticked))[1]  # the verb says so
    assert sent(client, scene, **ticked).status_code == 302


def test_a_tick_of_before_says_nothing_of_what_came_meanwhile(scene, client):
    one = say(scene)
    before = mark_of_those([one])
    other = say(scene, purpose="Ménage des bureaux")
    page = sent(client, scene, autre=before)
    now, is_ticked = tick_of(page)
    assert not is_ticked and now != before and leads_to(page, scene, one) and leads_to(page, scene, other)
    assert sent(client, scene, autre=now).status_code == 302


@pytest.mark.parametrize("more", [{"kind": ""}, {"way": ""}, {"other": ""}, {"cents": "beaucoup"}, {"day": ""}])
def test_where_what_is_typed_does_not_say_enough_nothing_of_the_other_side_is_shown(scene, client, more):
    one = say(scene)
    page = sent(client, scene, autre=mark_of_those([one]), **more)
    assert tick_of(page) is None and not leads_to(page, scene, one) and "Refacturation de paie" in page.text


def test_what_is_told_already_in_these_words_is_told_once_whatever_is_ticked(scene, client):
    one = say(scene)
    page = sent(client, scene, purpose="comptabilité partagée", autre=mark_of_those([one]))
    assert "C’est déjà inscrit, pour le même montant et le même jour" in page.text
    assert tick_of(page) and leads_to(page, scene, one) and Exchange.objects.count() == 1
