"""Ballots that the page of the voter sealed: taken for what they prove, one for each voice, once."""

import json
import re
from hashlib import sha256

import pytest
from django.conf import settings as kevread_settings
from django.db import DatabaseError, connection, transaction

from kevread.common.errors import Invalid, Refused
from kevread.votes import operations
from kevread.votes.models import Ballot, RollMark
from kevread.votes.operations import ballots
from kevread.votes.operations.ballots import BATCH, Sealed
from kevread.votes.rules.box import commitment, receipt_of
from kevread.votes.rules.sealing import seal, sheet_of
from tests.clients import entered_as
from tests.conftest import arranging
from tests.databases import as_administrator
from tests.gatherings.polling import ELECTION, NOW, OPEN, SECRET, asking, closed, drop, give, opened, voters
from tests.gatherings.screens import alone, holder, nonce_in, said
from tests.gatherings.screens import of_vote as at

pytestmark = pytest.mark.django_db


def sealed(poll, *choices, college=""):
    sheet = sheet_of(poll.put, poll.sha256, bytes(poll.public_key))
    return Sealed(college, seal(sheet, college, choices))


def somebody(met, poll, votes=1):
    return next(actor for actor, marks in voters(met, poll) if sum(mark.votes for mark in marks) == votes)


def cast(actor, poll, *cast):
    return operations.cast_sealed(actor=actor, poll=poll, ballots=cast, now=NOW)


def test_a_ballot_sealed_elsewhere_is_taken_with_its_own_receipt(met):
    poll, _ = opened(met, SECRET)
    actor, ballot = somebody(met, poll), sealed(poll, "for")
    first = cast(actor, poll, ballot)
    assert first.codes == (receipt_of(bytes.fromhex(poll.sha256), "", ballot.data),)
    assert bytes(Ballot.objects.get().sealed) == ballot.data
    again = cast(actor, poll, ballot)
    assert (again.codes, again.already) == (first.codes, True)
    with pytest.raises(Refused, match="Vous avez déjà voté"):
        cast(actor, poll, sealed(poll, "for"))
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("wrong", [(), ("for", "against"), ("for", "blank")])
def test_what_proves_nothing_is_not_taken(met, wrong):
    poll, _ = opened(met, SECRET)
    touched = sealed(poll, "for")
    ballot = sealed(poll, *wrong) if wrong else Sealed("", touched.data[:-1] + bytes([touched.data[-1] ^ 1]))
    with pytest.raises(Invalid, match="incomplet"):
        cast(somebody(met, poll), poll, ballot)
    assert not Ballot.objects.exists()
    assert not RollMark.objects.filter(marked=True).exists()


def test_a_ballot_of_another_vote_or_college_is_not_taken(met):
    poll, _ = opened(met, SECRET)
    elsewhere = sheet_of(poll.put, "00" * 32, bytes(poll.public_key))
    for ballot in (Sealed("", seal(elsewhere, "", ["for"])), Sealed("poles", sealed(poll, "for").data)):
        with pytest.raises(Invalid):
            cast(somebody(met, poll), poll, ballot)
    assert not Ballot.objects.exists()


def test_one_ballot_is_not_cast_twice(met):
    poll, _ = opened(met, SECRET)
    one, two = sealed(poll, "for"), somebody(met, poll, votes=2)
    with pytest.raises(Invalid, match="déjà dans l’urne"):
        cast(two, poll, one, one)
    cast(somebody(met, poll), poll, one)
    with pytest.raises(Invalid, match="déjà dans l’urne"):
        cast(two, poll, one, sealed(poll, "for"))
    with pytest.raises(Invalid, match="2 voix"):
        cast(two, poll, sealed(poll, "for"))
    assert Ballot.objects.count() == RollMark.objects.filter(marked=True).count() == 1


def test_a_vote_that_is_public_takes_no_sealed_ballot(met):
    poll, _ = opened(met, OPEN)
    with pytest.raises(Refused, match="se fait autrement"):
        cast(somebody(met, poll), poll)


def test_a_vote_that_is_not_open_yet_takes_nothing(met):
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    with pytest.raises(Refused, match="n’est pas ouvert"):
        cast(met.actor(met.entries[12].person), poll, Sealed("", b"x"))


def test_a_page_sends_no_more_ballots_than_one_may_carry(met, monkeypatch):
    monkeypatch.setattr(ballots, "MOST_AT_ONCE", 1)
    poll, _ = opened(met, SECRET)
    with pytest.raises(Invalid, match="incomplet"):
        cast(somebody(met, poll, votes=2), poll, sealed(poll, "for"), sealed(poll, "for"))


def test_without_the_key_of_the_installation_nothing_more_is_taken(met, settings):
    poll, _ = opened(met, SECRET)
    settings.SECRET_KEY = kevread_settings.SECRET_KEY + "lost"
    with pytest.raises(Refused, match="n’a plus la clé"):
        cast(somebody(met, poll), poll, sealed(poll, "for"))
    assert not Ballot.objects.exists()


def test_what_is_in_is_committed_to_by_fives_and_receipts_carry_it(met):
    poll, _ = opened(met, SECRET)
    said_then, cast_so_far = [], 0
    for actor, marks in voters(met, poll)[:14]:
        receipts = drop(actor, poll, marks, "for")
        said_then.append((cast_so_far, receipts.before))
        cast_so_far += len(receipts.codes)
    assert said_then[0][1] is None
    for number, before in said_then:
        assert number - BATCH < (before[0] if before else 0) <= number  # never what came with them, nor much less
    last = poll.commitments.order_by("-number").first()
    held = Ballot.objects.filter(poll=poll, batch__isnull=False).values_list("receipt", flat=True)
    assert (last.ballots, last.sha256) == (len(held), commitment(held))
    assert Ballot.objects.filter(poll=poll, batch__isnull=True).count() < BATCH


def test_in_a_large_box_a_commitment_waits_for_a_twentieth_of_it(met):
    poll, _ = opened(met, SECRET)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO votes_commitment (id, poll_id, number, ballots, sha256) VALUES (gen_random_uuid(), %s, 1, 200, '')",
            [poll.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    everybody, cast_so_far = iter(voters(met, poll)), 0
    while cast_so_far < 10:
        assert poll.commitments.count() == 1
        actor, marks = next(everybody)
        cast_so_far += len(drop(actor, poll, marks, "for").codes)
    assert poll.commitments.count() == 2


# On the screen -------------------------------------------------------------------------------------------------------


def sheet_on(page):
    return json.loads(re.search(r'data-sheet="([^"]+)"', page.text)[1].replace("&quot;", '"').replace("&#x27;", "'"))


def test_the_page_has_what_it_takes_to_seal_and_the_server_takes_what_it_sealed(met, settings):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    client = entered_as(holder(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    sheet = sheet_on(page)
    assert sha256(bytes.fromhex(sheet["terms"])).hexdigest() == poll.sha256
    assert (json.loads(bytes.fromhex(sheet["terms"]))["seats"], sheet["voices"]) == (2, ["", ""])
    assert [one["code"] for one in json.loads(bytes.fromhex(sheet["terms"]))["candidates"]] == ["c-1", "c-2", "c-3"]
    assert sheet["words"]["blank"] == "Blanc"
    ballots = [sealed(poll, "c-1", "c-3"), sealed(poll)]
    page = client.post(
        at(met, poll, "/bulletin"), {"etape": "confirmer", "bulletin": [one.data.hex() for one in ballots]}
    )
    assert "Votre bulletin est dans l’urne" in said(page)
    assert {bytes(one.sealed) for one in Ballot.objects.all()} == {one.data for one in ballots}


def test_where_scripts_do_not_act_the_page_says_who_seals(met, settings):
    """And it is so: what is chosen comes in clear, and is sealed as it comes."""
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    assert "Kevread scellera votre bulletin en le recevant, et le verra à ce moment-là." in said(page)
    sent = {"choix": "for", "nonce": nonce_in(page), "etape": "confirmer"}
    assert "Votre bulletin est dans l’urne" in said(client.post(at(met, poll, "/bulletin"), sent))
    assert Ballot.objects.get().sealed


@pytest.mark.parametrize("sent", [["zz"], [], ["00", "00"]])
def test_what_is_no_ballot_is_said(met, settings, sent):
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    page = client.post(at(met, poll, "/bulletin"), {"etape": "confirmer", "bulletin": sent or "00"})
    assert page.status_code == 409
    assert "Ce bulletin est incomplet : rechargez la page. Rien n’a été enregistré." in said(page)


def test_a_public_vote_is_not_sealed(met, settings):
    poll, _ = opened(met, OPEN)
    page = entered_as(alone(met), settings).get(at(met, poll, "/bulletin"))
    assert "data-sheet" not in page.text
    assert "sealing" not in page.text


# What PostgreSQL holds, whoever asks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE votes_ballot SET batch = 7 WHERE batch IS NOT NULL",
        "UPDATE votes_ballot SET batch = NULL",
        "UPDATE votes_ballot SET stamp = 'x'",
        "UPDATE votes_ballot SET sealed = 'x', batch = 7 WHERE batch IS NULL",
        "DELETE FROM votes_ballot",
        "UPDATE votes_commitment SET sha256 = repeat('0', 64)",
        "DELETE FROM votes_commitment",
        "UPDATE votes_rollmark SET stamp = 'x' WHERE marked",
    ],
)
def test_what_was_cast_and_what_was_committed_to_never_changes(met, statement):
    poll, _ = opened(met, SECRET)
    for actor, marks in voters(met, poll)[:8]:
        drop(actor, poll, marks, "for")
    before = content(poll)
    assert before[1]
    with pytest.raises(DatabaseError, match=r"ne se change pas|ne change pas"), transaction.atomic():
        connection.cursor().execute(statement)
    assert content(poll) == before


def content(poll):
    ballots = sorted(
        (b.receipt, b.batch, bytes(b.sealed), bytes(b.stamp)) for b in Ballot.objects.filter(poll=poll, batch=1)
    )
    return ballots, list(poll.commitments.order_by("number").values_list("number", "ballots", "sha256"))


@pytest.mark.parametrize("column", ["public_key", "share", "place"])
def test_the_keys_of_the_keepers_do_not_change_once_the_vote_is_open(met, column):
    poll, _ = opened(met, SECRET)
    one, two = poll.scrutineers.order_by("pk")[:2]
    with pytest.raises(DatabaseError, match="ne changent plus"), transaction.atomic(), arranging():
        type(one).objects.filter(pk=one.pk).update(**{column: getattr(two, column)})


def test_what_a_share_made_of_the_sums_is_written_once(met):
    poll, codes = opened(met, SECRET)
    entry, code = next(iter(codes.items()))
    closed(met, poll)
    give(met, poll, entry, code)
    one = poll.scrutineers.get(entry=entry)
    with pytest.raises(DatabaseError, match="ne changent plus"), transaction.atomic(), arranging():
        type(one).objects.filter(pk=one.pk).update(opening={"": []} if one.opening else {"": [["00"] * 3]})


def test_no_commitment_is_written_once_the_vote_is_closed(met):
    poll, _ = opened(met, SECRET)
    for actor, marks in voters(met, poll)[:8]:
        drop(actor, poll, marks, "for")
    closed(met, poll)
    before = content(poll)
    with connection.cursor() as cursor:
        cursor.execute("SELECT votes_commit(%s, 1)", [poll.pk])
    assert content(poll) == before
