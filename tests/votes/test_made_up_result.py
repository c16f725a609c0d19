"""A result written by another hand than the server's: by the application's own secret, in an act, or by whoever owns the
tables. Nothing of it is shown, and it is named."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from kevread.base.stamped import stamp_of
from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from kevread.journal.tables import verify_all, verify_tables
from kevread.sittings.queries.proceedings import result
from kevread.sittings.views.projection import of_counted
from kevread.tally.rules.recount import KEPT
from kevread.votes.models import Poll
from kevread.votes.queries.polls import named_votes, rows_of
from kevread.votes.queries.vote_papers import vote_of
from tests.clients import entered_as
from tests.gatherings.polling import CONSENT, ELECTION, HANDS, OPEN, PAPER, SECRET, drop, hands, opened, voters
from tests.gatherings.screens import alone, said
from tests.gatherings.screens import of_vote as at

from .test_whoever_holds_the_database import by_hand, closed, counted, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]
SENTENCE = "Ce résultat n’est pas montré"
MADE_UP = {
    "said": "Adopté : la majorité demandée est atteinte.",
    "sum": "15 > 0",
    "counts": {"tous": {"for": 15}},
    "file": {},
    "answered": None,
    "answer": {"verdict": "adopted"},
    "names": {},
}


def again(poll):
    return Poll.objects.select_related("item__meeting__body__organisation").get(pk=poll.pk)


def faults():
    return {(one["table"], tuple(one["columns"]), one["kind"]) for one in verify_tables(None)["faults"]}


FORGED = ("votes_poll", ("result_stamp",), "forged")


def untold(poll):
    """Nothing of a result is told, anywhere; it is named."""
    poll = again(poll)
    assert not poll.counted.is_told
    assert poll.counted.counts == {}
    assert rows_of(poll) == []
    assert named_votes(poll) == []
    paper = vote_of(poll)
    assert (paper.outcome, paper.choices, paper.sum) == ("unknown", (), "")
    assert SENTENCE in paper.conclusion
    assert SENTENCE in result(poll)
    assert SENTENCE in of_counted(poll).small


def test_a_result_that_was_counted_here_is_told_and_stamped(met):
    poll, codes = opened(met, SECRET)
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, "for")
    poll = again(counted(met, closed(met, again(poll)), codes))
    assert poll.counted.is_told
    assert poll.counted.said == poll.result["said"]
    assert verify_all(None)["ok"]


@pytest.mark.parametrize("method", [OPEN, HANDS, PAPER])
def test_a_result_made_up_with_the_secret_of_the_application_is_not_told(met, method):
    """The triggers are all on: the life of the vote goes its way, in an act opened in somebody's name."""
    poll, _ = opened(met, method)
    with act("votes.close", actor=SYSTEM, about=None, now=poll.opened_at), connection.cursor() as cursor:
        cursor.execute("UPDATE votes_poll SET state = 'closed', closed_at = opened_at WHERE id = %s", [poll.pk])
        cursor.execute(
            "UPDATE votes_poll SET state = 'counted', result = %s WHERE id = %s", [json.dumps(MADE_UP), poll.pk]
        )
    untold(poll)
    assert faults() == {FORGED}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("said", "Rejeté : quelqu’un s’y oppose."),
        ("sum", "0 > 9"),
        ("answer", {"verdict": "rejected"}),
        ("counts", {"tous": {"against": 20}}),
        ("file", {"kind": "consent", "present": 20, "objections": 0}),
        ("answered", []),
    ],
)
@pytest.mark.parametrize("with_key", [False, True])
def test_what_is_kept_beside_the_file_is_held_to_it(met, name, value, with_key):
    """With the key of the machine besides (a backup holds it): the file says otherwise."""
    assert name in KEPT
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9, against=2)
    by_hand("UPDATE votes_poll SET result = result || %s WHERE id = %s", json.dumps({name: value}), poll.pk)
    if with_key:
        by_hand("UPDATE votes_poll SET result_stamp = %s WHERE id = %s", stamp_of(again(poll)), poll.pk)
    untold(poll)
    assert ("votes_poll", ("result", "result_stamp") if with_key else ("result",), "differs") in faults()
    assert (FORGED in faults()) is not with_key


@pytest.mark.parametrize(
    ("column", "value"),
    [("question", "Autre"), ("text", "Autre"), ("closed_at", "2026-01-01"), ("opened_at", "2026-01-01"), ("number", 9)],
)
def test_the_stamp_of_a_result_holds_how_it_was_put(met, column, value):
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9, against=2)
    assert again(poll).counted.is_told
    by_hand(f"UPDATE votes_poll SET {column} = %s WHERE id = %s", value, poll.pk)
    untold(poll)


def test_the_result_of_a_vote_is_of_no_other(met):
    """Both were counted here; one is given all that the other bears."""
    first, _ = opened(met, HANDS)
    hands(met, first, for_=9, against=2)
    second, _ = opened(met, HANDS, item=met.items["budget"])
    hands(met, second, for_=2, against=9)
    by_hand(
        "UPDATE votes_poll s SET result = f.result, result_stamp = f.result_stamp, terms = f.terms, sha256 = f.sha256, "
        "terms_stamp = f.terms_stamp FROM votes_poll f WHERE f.id = %s AND s.id = %s",
        first.pk,
        second.pk,
    )
    untold(second)
    assert again(first).counted.is_told


@pytest.mark.parametrize("kind", [CONSENT, ELECTION])
def test_every_kind_of_vote_is_computed_again(met, kind):
    poll, _ = opened(met, OPEN, kind)
    assert closed(met, poll).counted.is_told
    poll = again(poll)
    assert poll.counted.is_told
    assert poll.counted.said == poll.result["said"]
    by_hand("UPDATE votes_poll SET result = result || %s WHERE id = %s", json.dumps({"said": "Autre."}), poll.pk)
    untold(poll)


def test_the_pages_name_it_and_show_nothing_of_it(met, settings):
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9, against=2)
    client = entered_as(alone(met), settings)
    assert SENTENCE not in said(client.get(at(met, poll)))
    by_hand("UPDATE votes_poll SET result = result || %s WHERE id = %s", json.dumps({"said": "Rejeté."}), poll.pk)
    where = {"scale": met.meeting.organisation.slug, "key": met.meeting.pk}
    for page in (client.get(at(met, poll)), client.get(reverse("sittings:minutes", kwargs=where))):
        assert SENTENCE in said(page)
        assert "Rejeté." not in said(page)
    assert client.get(reverse("votes:tally_file", kwargs=where | {"key": poll.pk})).status_code == 404
