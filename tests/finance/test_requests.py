"""A request is prepared by who keeps fundings, sent by who may commit, refused at the door after the day of handing over."""

from datetime import timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.delegations.loader import acts
from kevread.finance import operations
from kevread.finance.models import Funder, GrantRequest
from kevread.finance.operations.checks import Named
from kevread.finance.operations.requests import Asked
from kevread.seats.asks import ASK_GRANT
from kevread.statutes.models import HandingOver
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.guards.of_finance import WANTED, asked, funder, granted, sent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def send(scene, request, **more):
    told = {"actor": scene.presidency, "request": request, "sent_on": TODAY, "now": NOW}
    return operations.send_request(**{**told, **more})


def test_preparing_commits_nobody_and_sending_asks_who_may(scene):
    made = operations.prepare_request(actor=scene.direction, organisation=scene.grouping, asked=WANTED, now=NOW)
    assert made.state == "draft" and made.authority == ""
    with pytest.raises(Denied, match="il y faut une délégation"):
        send(scene, made, actor=scene.direction)
    gone = send(scene, made)
    assert (gone.state, gone.sent_on) == ("sent", TODAY) and "présid" in gone.authority.lower()


def test_an_earlier_day_sends_nothing_without_the_power_of_today(scene):
    """Of before the register of delegations was kept, nothing says who might; who sends it today is asked today."""
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="delegations").update(period=since(TODAY, None))
    wanted = asked(scene.grouping)
    with pytest.raises(Denied, match="il y faut une délégation"):
        send(scene, wanted, actor=scene.direction, sent_on=TODAY - DAY)
    assert send(scene, wanted, sent_on=TODAY - DAY).state == "sent"


def test_a_line_of_the_register_allows_it_once_adopted(scene):
    board = f"{scene.grouping.slug}-board"
    with arranging():
        adopted = decided(board, "other", on=TODAY)
        rejected = decided(board, "other", on=TODAY, outcome="rejected")
        elsewhere = decided(f"{scene.first.slug}-board", "other", on=TODAY)
    wanted = asked(scene.grouping)
    for line in (rejected, elsewhere):
        with pytest.raises(Invalid) as refusal:
            send(scene, wanted, actor=scene.direction, decision=line)
        assert refusal.value.field == "decision"
    assert send(scene, wanted, actor=scene.direction, decision=adopted).authority == adopted.quoted[:300]


@pytest.mark.parametrize("day", [None, TODAY])
def test_public_money_is_asked_for_whether_the_republican_contract_is_said_or_not(scene, day):
    """Whoever is agreed, or recognised of public utility, is deemed to have subscribed it (decision 296)."""
    with arranging():
        commune = funder("commune", "Commune des Tilleuls")
    assert send(scene, asked(scene.grouping, funder=commune), committed_on=day).committed_on == day


def test_a_local_asks_for_nothing_from_the_day_it_handed_over(scene):
    pole = scene.first
    with arranging():
        HandingOver.objects.filter(local=pole, subject="funding").update(day=TODAY)
    wanted, actor = asked(pole), scene.president_of(pole)
    with pytest.raises(Refused) as refusal:
        send(scene, wanted, actor=actor)
    assert refusal.value.rule == "R5.1" and scene.grouping.name in refusal.value.sentence
    before = send(scene, wanted, actor=actor, sent_on=TODAY - DAY)
    assert before.state == "sent"


def test_what_a_handing_over_of_something_else_or_undone_changes_nothing(scene):
    pole = scene.first
    with arranging():
        HandingOver.objects.filter(local=pole, subject="funding").update(undone_on=TODAY, undone_because="Une erreur")
    assert send(scene, asked(pole), actor=scene.president_of(pole)).state == "sent"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"scale": "galactic"}, "scale"),
        ({"scale": ""}, "scale"),
        ({"cents": 0}, "cents"),
        ({"budget": 9_999_99}, "budget"),
        ({"last": TODAY - DAY}, "last"),
        ({"funder": Named("Fondation des Marais", "planet")}, "kind"),
        ({"funder": Named("", "state")}, "name"),
    ],
)
def test_what_is_asked_holds_together(scene, change, field):
    told = {
        "funder": WANTED.funder,
        "purpose": "Épicerie",
        "scale": "local",
        "cents": 10_000_00,
        "first": TODAY,
        "last": TODAY,
    }
    with pytest.raises(Invalid) as refusal:
        operations.prepare_request(
            actor=scene.direction, organisation=scene.grouping, asked=Asked(**{**told, **change}), now=NOW
        )
    assert refusal.value.field == field and not GrantRequest.objects.exists()


def test_a_funder_is_one_whatever_its_capitals_and_is_tied_to_the_directory(scene):
    names = ("Régie du lavoir", "REGIE  DU LAVOIR", "Re\u0301gie du\u200b lavoir", scene.second.name.upper())
    for name in names:
        operations.prepare_request(
            actor=scene.direction,
            organisation=scene.grouping,
            asked=Asked(Named(name, "other"), "Épicerie", "local", 100, TODAY, TODAY),
            now=NOW,
        )
    assert [one.organisation for one in Funder.objects.order_by("pk")] == [None, scene.second]
    with pytest.raises(Invalid, match="autre organisme privé") as refusal:
        operations.prepare_request(
            actor=scene.direction,
            organisation=scene.grouping,
            asked=Asked(Named("Régie du lavoir", "state"), "Épicerie", "local", 100, TODAY, TODAY),
            now=NOW,
        )
    assert refusal.value.field == "kind"


def test_a_request_moves_one_way(scene):
    wanted, actor = sent(scene.grouping), {"actor": scene.direction, "now": NOW}
    with pytest.raises(Refused, match="n’attend plus cela"):
        operations.change_request(request=wanted, asked=WANTED, **actor)
    operations.note_refusal(request=wanted, answered_on=TODAY, note="", **actor)
    for again in (
        lambda: operations.withdraw_request(request=wanted, reason="Le projet attend un an", **actor),
        lambda: send(scene, wanted),
    ):
        with pytest.raises(Refused, match="refusée"):
            again()


def test_money_is_read_at_home_and_nowhere_else(scene):
    wanted, one = sent(scene.first), granted(scene.first)
    readers = {
        "president": scene.president_of(scene.first),
        "grouping": scene.direction,
        "head": scene.coordination,
        "neighbour": scene.president_of(scene.second),
    }
    for rows in (GrantRequest.objects.filter(pk=wanted.pk), type(one).objects.filter(pk=one.pk)):
        assert {name: rows.visible_to(actor).exists() for name, actor in readers.items()} == {
            "president": True,
            "grouping": False,
            "head": False,
            "neighbour": False,
        }


def test_the_federation_ties_sending_to_an_act(scene):
    assert acts().of_gesture(ASK_GRANT, TODAY)
