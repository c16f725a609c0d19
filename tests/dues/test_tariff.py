"""What members owe: by a decision of the register, or not decided."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision
from kevread.dues.models import Tariff
from kevread.dues.offers import stays, undo
from kevread.dues.operations import call, set_tariff, undo_tariff
from kevread.dues.queries.preview import brackets_of, preview, tariff_on
from kevread.dues.rules import AskedBracket
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.of_dues import FLAT, REASON, application, member, tariff
from tests.publishing.test_front import text_of

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_nothing_is_invented_until_a_decision(scene, client):
    assert tariff_on(scene.first, TODAY) is None
    assert preview(scene.first, TODAY.year, TODAY).lines == []
    for name in ("dues:tariffs", "dues:dues", "dues:call"):
        assert "décidé" in text_of(client.get(reverse(name, args=[scene.first.slug])))


def test_a_decision_fixes_a_tariff_once_it_is_confirmed(scene, client, president):
    with arranging():
        by = decided(f"{scene.first.slug}-board", "bareme", on=YESTERDAY, title="Cotisations 2027")
    where = reverse("dues:propose", args=[scene.first.slug, by.pk])
    assert "Selon le budget" in text_of(client.get(where))
    typed = {"since": YESTERDAY, "from_0": "0", "cents_0": "30", "from_1": "50 000", "cents_1": "60,50"}
    done = client.post(f"{where}?selon=budget", typed, follow=True)
    assert "Cotisation à partir du" in text_of(done) and tariff_on(scene.first, TODAY) is None
    apply_decision(actor=president, application=Application.objects.get(decision=by), now=NOW)
    found = tariff_on(scene.first, TODAY)
    assert [(one.cents, one.at_least) for one in brackets_of(found)] == [(3000, 0), (6050, 5_000_000)]
    assert tariff_on(scene.first, YESTERDAY - timedelta(days=1)) is None
    assert "60,50" in text_of(client.get(reverse("dues:tariffs", args=[scene.first.slug])))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_0": "0", "cents_0": "trente"}, "Écrivez un montant en euros"),
        ({"from_0": "0", "cents_0": "-30"}, "Écrivez un montant en euros"),
        ({"from_0": "0", "cents_0": "10000000"}, "au plus"),
        ({"from_0": "10", "cents_0": "30"}, "commence à zéro"),
        ({"from_0": "0", "cents_0": "30", "from_1": "0", "cents_1": "60"}, "au même endroit"),
        ({"from_0": "0", "cents_0": "30", "cents_1": "60"}, "à partir de combien"),
        ({"from_0": "0"}, "au moins un montant"),
    ],
)
def test_what_does_not_hold_together_is_said_and_nothing_is_lost(scene, client, typed, said):
    with arranging():
        by = decided(f"{scene.first.slug}-board", "bareme", on=YESTERDAY)
    where = reverse("dues:propose", args=[scene.first.slug, by.pk])
    answer = client.post(f"{where}?selon=budget", {"since": YESTERDAY} | typed)
    assert answer.status_code == 422 and said in text_of(answer)
    assert not Application.objects.filter(decision=by).exists()


@pytest.mark.parametrize(
    ("basis", "brackets"),
    [
        ("flat", (AskedBracket(1), AskedBracket(2))),
        ("flat", (AskedBracket(1, at_least=5),)),
        ("flat", (AskedBracket(1, form="mutual"),)),
        ("form", (AskedBracket(1),)),
        ("form", (AskedBracket(1, form="mutual"), AskedBracket(2, form="mutual"))),
        ("size", (AskedBracket(1, at_least=1),)),
        ("flat", ()),
        ("flat", (AskedBracket(-1),)),
        ("flat", (AskedBracket(100_000_001),)),
        ("age", FLAT),
    ],
)
def test_the_verb_refuses_a_tariff_that_means_nothing(scene, president, basis, brackets):
    asked = {"organisation": scene.first, "application": application(scene.first), "since": TODAY}
    with pytest.raises(Invalid):
        set_tariff(actor=president, basis=basis, brackets=brackets, now=NOW, **asked)


def test_a_new_tariff_takes_the_place_of_the_last_and_its_mistake_gives_it_back(scene, president):
    first = tariff(scene.first)
    second = tariff(scene.first, brackets=(AskedBracket(5000),), since=TOMORROW)
    assert [tariff_on(scene.first, day) for day in (TODAY, TOMORROW)] == [first, second]
    with pytest.raises(Refused, match="pris sa place"):
        undo_tariff(actor=president, tariff=first, reason=REASON, now=NOW)
    assert "pris sa place" in stays(first.decided_by) and undo(first.decided_by, president) is None
    there = undo(second.decided_by, president)
    assert there and (there.screen, there.where["key"]) == ("dues:undo_tariff", second.pk)
    assert undo(second.decided_by, scene.president_of(scene.second)) is None
    with pytest.raises(Invalid):  # a day that another has
        tariff(scene.first, since=TOMORROW)
    undo_tariff(actor=president, tariff=second, reason=REASON, now=NOW)
    assert [tariff_on(scene.first, day) for day in (TODAY, TOMORROW)] == [first, first]
    assert undo(second.decided_by, president) is None and not stays(second.decided_by)
    with pytest.raises(Refused, match="déjà annulé"):
        undo_tariff(actor=president, tariff=second, reason=REASON, now=NOW)
    assert Tariff.objects.count() == 2


def test_a_tariff_on_which_a_call_rests_stays(scene, president):
    found = tariff(scene.first)
    member(scene.first)
    seen = preview(scene.first, TODAY.year, TODAY).mark
    asked = {"organisation": scene.first, "year": TODAY.year, "due_on": TODAY, "left_out": ()}
    call(actor=president, seen=seen, now=NOW, **asked)
    with pytest.raises(Refused, match="repose sur ce barème"):
        undo_tariff(actor=president, tariff=found, reason=REASON, now=NOW)
    assert "repose sur ce barème" in stays(found.decided_by) and undo(found.decided_by, president) is None


def test_a_mistake_is_told_on_the_screen(scene, client):
    found = tariff(scene.first)
    where = reverse("dues:undo_tariff", args=[scene.first.slug, found.pk])
    assert client.post(where, {"reason": "non"}).status_code == 422
    assert "annulé" in text_of(client.post(where, {"reason": REASON}, follow=True))
    assert tariff_on(scene.first, TODAY) is None
