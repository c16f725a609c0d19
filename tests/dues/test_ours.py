"""What those who speak for a member read of it, from their own access; what they say of it; how a call says to pay."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid
from kevread.common.todo import Asker
from kevread.dues.models import KEEPS_DUES, Due, Measure
from kevread.dues.operations import call, pay, tell_measure
from kevread.dues.permissions import may_speak_for, spoken_for
from kevread.dues.queries.preview import preview
from kevread.dues.rules import AskedBracket
from kevread.dues.todo import ours_to_pay
from kevread.journal.models import Act
from kevread.mail.message import message_of
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from kevread.seats.roles import every_right
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.dues.test_letters import write
from tests.factories import AffiliationFactory
from tests.guards.asking import wearing
from tests.guards.of_dues import addressed, before, due, member, receipt, seated_for, tariff
from tests.publishing.test_front import text_of
from tests.worlds import end

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def lines_for(person, scale, on=TODAY):
    return ours_to_pay(Asker(actor_of(person, on), person, scale, frozenset({scale.pk}), on))


def test_who_sits_for_a_member_reads_what_it_owes_and_takes_its_papers(scene, president, settings):
    found = receipt(scene.first).payment.due
    person = seated_for(scene, found.affiliation.member)
    client, here = entered_as(person, settings), reverse("dues:ours", args=[scene.first.slug])
    words = text_of(client.get(here))
    assert found.affiliation.member.name in words and found.reference in words and str(person) in words
    for name, number in (("dues:our_certificate", found.year), ("dues:our_receipt", 1)):
        mine = client.get(reverse(name, args=[scene.first.slug, found.affiliation_id, number]))
        assert mine.content.startswith(b"%PDF")
        assert client.get(reverse(name, args=[scene.first.slug, found.affiliation_id, 1999])).status_code == 404


def test_nobody_else_reads_it(scene, settings):
    found, other = due(scene.first), member(scene.first)
    theirs = reverse("dues:our_certificate", args=[scene.first.slug, found.affiliation_id, found.year])
    stranger = seated_for(scene, other.member)
    client = entered_as(stranger, settings)
    words = text_of(client.get(reverse("dues:ours", args=[scene.first.slug])))
    assert found.reference not in words and other.member.name in words
    assert client.get(theirs).status_code == 404
    assert entered_as(None, settings).get(theirs).status_code == 302


def test_who_sat_yesterday_speaks_no_more(scene):
    found = due(scene.first)
    person = seated_for(scene, found.affiliation.member)
    assert [row.pk for row in spoken_for(actor_of(person, TODAY), TODAY)] == [found.affiliation_id]
    with arranging():
        end(person.mandates)
    assert spoken_for(actor_of(person, TODAY), TODAY) == []


def test_what_is_said_there_is_of_that_membership_and_no_other(scene):
    """Somebody sits at one pôle for a member of two: they speak for it at that one."""
    found = due(scene.first)
    with arranging():
        AffiliationFactory(member=found.affiliation.member, of=scene.second)
    person = seated_for(scene, found.affiliation.member)
    assert [row.of for row in spoken_for(actor_of(person, TODAY), TODAY)] == [scene.first]
    assert spoken_for(actor_of(person, TODAY), TODAY, scene.second) == []


def test_who_keeps_the_money_of_a_pole_reads_what_it_owes_its_grouping(scene, president):
    tariff(scene.grouping)
    seen = preview(scene.grouping, TODAY.year, TODAY)
    asked = {"organisation": scene.grouping, "year": TODAY.year, "due_on": TOMORROW, "left_out": (), "now": NOW}
    person = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    call(actor=actor_of(person, TODAY), seen=seen.mark, **asked)
    ours = scene.world.holder(f"{scene.first.slug}-board", "president").person
    for scale in (scene.first, scene.grouping):
        (line,) = [one for one in lines_for(ours, scale) if scene.first.name in one.what]
        assert line.by == TOMORROW and "40" in line.what
    assert not lines_for(ours, scene.second)


def test_today_says_what_is_owed_until_it_is_paid(scene, president):
    found = due(scene.first)
    person = seated_for(scene, found.affiliation.member)
    (line,) = lines_for(person, scene.first)
    assert found.affiliation.member.name in line.what and line.by == found.call.due_on
    assert lines_for(person, scene.first, TODAY - timedelta(days=2)) == []  # it was not called yet
    pay(actor=president, due=found, cents=4000, paid_on=TODAY, means="cash", now=NOW)
    assert lines_for(person, scene.first) == []


def test_a_member_says_its_own_budget_and_the_next_call_follows(scene, settings):
    tariff(scene.first, "budget", (AskedBracket(3000), AskedBracket(6000, at_least=5_000_000)))
    ours = member(scene.first)
    client = entered_as(seated_for(scene, ours.member), settings)
    here = reverse("dues:tell_measure", args=[scene.first.slug, ours.pk])
    assert "budget" in text_of(client.get(reverse("dues:ours", args=[scene.first.slug])))
    assert client.post(here, {"year": TODAY.year, "value": "beaucoup"}).status_code == 422
    said = text_of(client.post(here, {"year": TODAY.year, "value": "62 000"}, follow=True))
    assert "62" in said and Measure.objects.get(affiliation=ours).value == 6_200_000
    (line,) = [one for one in preview(scene.first, TODAY.year, TODAY).lines if one.affiliation.pk == ours.pk]
    assert line.cents == 6000
    other = reverse("dues:tell_measure", args=[scene.first.slug, member(scene.first).pk])
    assert client.get(other).status_code == 404


def test_a_measure_is_told_by_who_speaks_for_that_member_and_by_nobody_else(scene):
    """The verb asks no right: none gives it, neither everywhere nor where the dues are called."""
    ours, other = member(scene.first), member(scene.first)
    sits, stranger = seated_for(scene, ours.member), seated_for(scene, other.member)
    asked = {"affiliation": ours, "kind": "budget", "year": 2025, "value": 100, "now": NOW}
    everything = dict.fromkeys(every_right())
    near = (
        NOBODY,
        wearing({}),
        wearing({}, stranger),
        wearing(everything),
        wearing(everything, held_at=scene.first.pk),
    )
    for actor in near:
        written = Act.objects.count()
        with pytest.raises(Denied):
            tell_measure(actor=actor, **asked)
        assert Act.objects.count() == written and not Measure.objects.filter(affiliation=ours).exists()
    keeps = wearing({KEEPS_DUES: frozenset({ours.member_id})}, held_at=ours.member_id)
    for actor in (wearing({}, sits), keeps):
        tell_measure(actor=actor, **asked)
    assert Act.objects.filter(verb="dues.tell_measure").count() == 2


def test_a_call_says_how_to_pay_and_a_wrong_iban_does_not_leave(scene, president):
    tariff(scene.first)
    one = member(scene.first)
    how = "Par virement : FR76 3000 6000 0112 3456 7890 189, au nom du pôle."
    asked = {
        "organisation": scene.first,
        "year": TODAY.year,
        "due_on": TODAY,
        "left_out": before(scene.first),
        "now": NOW,
    }
    seen = preview(scene.first, TODAY.year, TODAY).mark
    with pytest.raises(Invalid) as refused:
        call(actor=president, seen=seen, how=how.replace("189", "198"), **asked)
    assert refused.value.field == "how" and "198" in refused.value.sentence
    call(actor=president, seen=seen, how=how, **asked)
    addressed(Due.objects.select_related("organisation", "affiliation__member").get(affiliation=one))
    write(scene, president)
    (dispatch,) = Dispatch.objects.filter(address="zoe@exemple.fr")
    told = " ".join(message_of(dispatch, dispatch.content).body.split())
    assert how in told and "pour savoir comment payer" not in told and "un même montant" in told


def test_the_line_says_by_what_one_reads_it_and_that_one_speaks_for_the_member_to_nobody(scene):
    """Who sits there for a member; and who keeps the money of a member, by their seat at home."""
    found = due(scene.first)
    person = seated_for(scene, found.affiliation.member)
    (line,) = lines_for(person, scene.first)
    assert line.why == f"Vous siégez à {scene.first.name} au nom de {found.affiliation.member.name}."
    asked = may_speak_for(actor_of(person, TODAY), found.affiliation, TODAY)
    assert "vous siégez à" in asked.why and "parlez au nom" not in asked.why
