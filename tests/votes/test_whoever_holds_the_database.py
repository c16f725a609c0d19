"""Whoever has the password of the database, and nothing else: every trigger is off, no line of code is changed. What is done
so is noticed by the verbs, by `verify-vote`, or by what voters and keepers hold."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.journal.operations import act
from kevread.tally.rules import tallies as tally
from kevread.votes import operations
from kevread.votes.models import Ballot, Poll, RollMark, Scrutineer
from kevread.votes.operations import counting, register
from kevread.votes.queries.box import box_of, bundle_of, lines_of, slips_of
from kevread.votes.queries.installation import installation
from kevread.votes.rules import box
from kevread.votes.rules.bundle import read_bundle, verify
from kevread.votes.rules.keys import new_box, new_code, public_key_of, sealed_to
from kevread.votes.rules.register import SIZE, Begun, Register, kept, sum_of
from kevread.votes.rules.sealing import seal, sheet_of
from tests.databases import as_administrator
from tests.gatherings.polling import (
    NOW,
    SECRET,
    asking,
    closed,
    drop,
    give,
    never_committed,
    opened,
    scrutineer_of,
    voters,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """Fifteen votes, two of them by proxy."""
    with never_committed(django_db_blocker, members=15, represented=2) as built:
        yield built


def by_hand(statement, *values):
    """In SQL, with the triggers off."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def half(met):
    """A vote of which half of the roll has cast « pour », what each holds, and the codes of the keepers."""
    poll, codes = opened(met, SECRET)
    everybody = voters(met, poll)
    held = [drop(actor, poll, marks, "for") for actor, marks in everybody[: len(everybody) // 2]]
    return Poll.objects.get(pk=poll.pk), codes, held


def number_in(held):
    return sum(len(one.codes) for one in held)


def sheet(poll):
    return sheet_of(poll.put, poll.sha256, bytes(poll.public_key))


def stuff(poll, stamp):
    """Everybody who did not vote is marked, and a ballot for each is sealed to the public key."""
    for mark in RollMark.objects.filter(poll=poll, marked=False):
        sealed = seal(sheet(poll), "", ["against"])
        terms = bytes.fromhex(poll.sha256)
        by_hand(
            "UPDATE votes_rollmark SET marked = true, stamp = %s WHERE id = %s",
            stamp(box.stamped_mark(terms, mark.voter_id)),
            mark.pk,
        )
        by_hand(
            "INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed, stamp) VALUES (%s, %s, '', %s, %s, %s)",
            uuid4(),
            poll.pk,
            box.receipt_of(terms, "", sealed),
            sealed,
            stamp(box.stamped_ballot(terms, "", sealed)),
        )


def forged(what):
    """The key that stamps is not in the database: theirs is another."""
    return box.Stamp(b"guessed").sign(what)


def said_of(poll):
    report = verify(read_bundle(bundle_of(Poll.objects.get(pk=poll.pk))))
    return report.verdict, {check.name for check in report.checks if not check.ok}


def counted(met, poll, codes):
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    return poll


def test_nothing_is_wrong_of_a_vote_that_nobody_touched(met, tmp_path, capsys):
    poll, codes, held = half(met)
    poll = closed(met, poll)
    assert said_of(poll) == ("incomplete", {"openings", "tally"})
    poll = counted(met, poll, codes)
    assert said_of(poll) == ("valid", set())
    file = tmp_path / "urne.json"
    file.write_text(json.dumps(bundle_of(poll)), encoding="utf-8")
    call_command("verify-vote", str(file))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["ballots"], answer["marks"]) == ("valid", number_in(held), number_in(held))
    assert answer["result"] == poll.result["answer"]
    assert [check["name"] for check in answer["checks"]] == [
        "keys",
        "commitments",
        "receipts",
        "roll",
        "openings",
        "tally",
    ]
    assert {code for one in held for code in one.codes} == {slip.receipt for slip in slips_of(poll)}


def test_stuffing_while_the_vote_is_open(met):
    poll, _, _ = half(met)
    stuff(poll, forged)
    with pytest.raises(Refused, match="n’y sont pas entrés par un vote"):
        closed(met, poll)


def test_marking_alone_while_the_vote_is_open(met):
    """Ballots are taken out, or marks are added: the roll and the box no longer agree."""
    poll, _, held = half(met)
    cast = number_in(held)
    by_hand("DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot LIMIT 1)")
    with pytest.raises(Refused, match=f"{cast - 1} bulletins, pour {cast} voix marquées"):
        closed(met, poll)
    by_hand("UPDATE votes_rollmark SET marked = true WHERE NOT marked")
    with pytest.raises(Refused, match="une marque qui n’est pas celle d’un vote"):
        closed(met, poll)


def test_stuffing_after_the_closing_with_the_fingerprint_made_again(met):
    poll, codes, _ = half(met)
    poll = closed(met, poll)
    stuff(poll, forged)
    again = box.fingerprint(*box_of(poll.pk))
    by_hand("UPDATE votes_poll SET box_sha256 = %s WHERE id = %s", again, poll.pk)
    with pytest.raises(Refused, match="n’y sont pas entrés par un vote"):
        counted(met, Poll.objects.get(pk=poll.pk), codes)
    assert said_of(poll) == ("altered", {"receipts", "roll", "openings", "tally"})


def rewrite(poll, stamp, own_receipt):
    """Every ballot is sealed again, « contre »."""
    terms = bytes.fromhex(poll.sha256)
    for ballot in Ballot.objects.filter(poll=poll):
        sealed = seal(sheet(poll), "", ["against"])
        by_hand(
            "UPDATE votes_ballot SET sealed = %s, receipt = %s, stamp = %s WHERE id = %s",
            sealed,
            ballot.receipt if own_receipt else box.receipt_of(terms, "", sealed),
            stamp(box.stamped_ballot(terms, "", sealed)),
            ballot.pk,
        )


@pytest.mark.parametrize("own_receipt", [True, False])
def test_rewriting_every_ballot(met, own_receipt):
    poll, codes, _ = half(met)
    rewrite(poll, forged, own_receipt)
    with pytest.raises(Refused, match="ou y ont été changés"):
        closed(met, poll)
    by_hand("UPDATE votes_poll SET state = 'closed', closed_at = opened_at WHERE id = %s", poll.pk)
    again = box.fingerprint(*box_of(poll.pk))
    by_hand("UPDATE votes_poll SET box_sha256 = %s WHERE id = %s", again, poll.pk)
    with pytest.raises(Refused, match="ou y ont été changés"):
        counted(met, Poll.objects.get(pk=poll.pk), codes)
    verdict, wrong = said_of(poll)
    assert verdict == "altered"
    assert {"commitments", "receipts"} - ({"commitments"} if own_receipt else set()) <= wrong


def test_a_ballot_taken_out_with_its_mark_after_the_closing(met):
    """Each is as many as the other, and all that is left was cast: the digest of the closing alone knows."""
    poll, codes, _ = half(met)
    poll = closed(met, poll)
    mark = next(one for one in RollMark.objects.filter(poll=poll, marked=True) if alone(poll, one))
    by_hand("UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE id = %s", mark.pk)
    by_hand("DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot LIMIT 1)")
    with pytest.raises(Refused, match="ne sont pas ce qu’ils étaient à la clôture"):
        counted(met, poll, codes)
    assert said_of(poll)[0] == "altered"


def alone(poll, mark):
    return mark.votes == 1 and RollMark.objects.filter(poll=poll, voter=mark.voter).count() == 1


def test_rewriting_under_the_receipts_that_were_given_with_the_key_of_the_server(met):
    poll, _, _ = half(met)
    rewrite(poll, installation().sign, own_receipt=True)
    with pytest.raises(Refused, match="ou y ont été changés"):
        closed(met, poll)


def noted_again(poll):
    """Whoever has the machine writes its register anew, of the box as it stands."""
    poll = Poll.objects.get(pk=poll.pk)
    people, traces = register.voters_and_traces(poll, slips_of(poll), lines_of(poll))
    one = Register(poll.sha256)
    for voter in people:
        one = kept(one, Begun("", voter, ()))
    with register.alone():
        register.write(poll.pk, replace(one, ballots=len(traces), sum=f"{sum_of(traces) % SIZE:x}"))


def test_rewriting_with_the_key_of_the_server_contradicts_what_voters_hold(met):
    """The key alone, as a backup has it, does not do: the register is beside it. Whoever has the machine too leaves a file
    that holds together: not the receipts that were given."""
    poll, codes, held = half(met)
    rewrite(poll, installation().sign, own_receipt=False)
    receipts = sorted(Ballot.objects.filter(poll=poll, batch__isnull=False).values_list("receipt", flat=True))
    found = box.commitment(receipts)
    stamp = installation().sign(box.stamped_commitment(bytes.fromhex(poll.sha256), 1, len(receipts), found))
    by_hand("UPDATE votes_commitment SET sha256 = %s, stamp = %s", found, stamp)
    with pytest.raises(Refused, match="n’est pas celle du registre"):
        closed(met, poll)
    noted_again(poll)
    poll = counted(met, closed(met, poll), codes)
    assert (said_of(poll), poll.result["counts"]) == (("valid", set()), {"tous": {"against": number_in(held)}})
    bundle = bundle_of(poll)
    assert not {code for one in held for code in one.codes} & {ballot["receipt"] for ballot in bundle["ballots"]}
    said_then = {one.before for one in held if one.before}
    assert said_then, "those who voted late hold what was in before them"
    assert not said_then & {(one["ballots"], one["sha256"]) for one in bundle["commitments"]}


# Opening alone -------------------------------------------------------------------------------------------------------


def accepted(met):
    """A vote that is prepared, and the codes of those who accepted to keep its key."""
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    codes = {}
    for one in poll.scrutineers.select_related("entry__person", "poll__item__meeting"):
        actor = met.actor(one.entry.person)
        codes[one.entry] = operations.accept_scrutiny(actor=actor, scrutineer=one, now=NOW)
    return poll, codes


def replaced(poll):
    """The keys of the keepers, by keys of which one person has all the codes; what they were."""
    before = dict(Scrutineer.objects.filter(poll=poll).values_list("pk", "public_key"))
    codes = {}
    for key in before:
        codes[key] = new_code()
        by_hand("UPDATE votes_scrutineer SET public_key = %s WHERE id = %s", public_key_of(codes[key]), key)
    return before, codes


def test_the_keys_of_the_keepers_replaced_before_the_opening(met):
    poll, _ = accepted(met)
    before, _ = replaced(poll)
    with pytest.raises(Refused, match="n’est pas celle de son acceptation"):
        operations.open_poll(actor=met.actor(), poll=poll, now=NOW)
    for key, public in before.items():
        by_hand("UPDATE votes_scrutineer SET public_key = %s WHERE id = %s", public, key)
    assert operations.open_poll(actor=met.actor(), poll=poll, now=NOW).state == "open"


def test_the_keys_replaced_and_the_acts_too_then_put_back(met):
    """The terms say to which keys the vote was opened: no keeper opens anything."""
    poll, codes = accepted(met)
    before, stolen = replaced(poll)
    for key, code in stolen.items():
        sha256 = box.fingerprint_of_key(public_key_of(code))
        said = json.dumps({"scrutineer": str(key), "key_sha256": sha256})
        by_hand("UPDATE journal_act SET arguments = %s WHERE arguments ->> 'scrutineer' = %s", said, str(key))
    with pytest.raises(Refused, match="n’est pas celle de son acceptation"):  # what was stamped then is another
        operations.open_poll(actor=met.actor(), poll=poll, now=NOW)
    scrutineers = {one.pk: one for one in poll.scrutineers.select_related("entry")}
    for key, code in stolen.items():  # with the key of the machine besides
        person = scrutineers[key].entry.person_id
        stamp = installation().sign(box.stamped_keeper(poll.pk, key, person, public_key_of(code)))
        by_hand("UPDATE votes_scrutineer SET key_stamp = %s WHERE id = %s", stamp, key)
    poll = operations.open_poll(actor=met.actor(), poll=poll, now=NOW)
    everybody = voters(met, poll)
    drop(*everybody[0][:1], poll, everybody[0][1], "for")
    put_back(poll, before)
    poll = closed(met, poll)
    keeper = next(iter(codes))
    with pytest.raises(Refused, match="n’est pas celle pour laquelle ce vote s’est ouvert"):
        give(met, poll, keeper, codes[keeper])
    one = scrutineer_of(poll, keeper)
    with pytest.raises(Refused, match="n’est pas celle pour laquelle"):
        operations.give_opening(actor=met.actor(keeper.person), scrutineer=one, said={}, now=NOW + timedelta(hours=1))


def test_a_keeper_who_is_somebody_else_for_the_time_of_accepting(met):
    """As the application, with the triggers on: the name that is in the terms never gave that key."""
    poll, _ = accepted(met)
    keeper = poll.scrutineers.order_by("pk")[0]
    honest, other = keeper.entry_id, met.entries[9]

    def named(entry):
        with act("tests.try", actor=SYSTEM, about=None, now=NOW):
            Scrutineer.objects.filter(pk=keeper.pk).update(entry=entry)

    named(other.pk)
    stranger = Scrutineer.objects.select_related("entry__person", "poll__item__meeting").get(pk=keeper.pk)
    operations.accept_scrutiny(actor=met.actor(other.person), scrutineer=stranger, now=NOW)
    named(honest)
    with pytest.raises(Refused, match="n’est pas celle de son acceptation"):
        operations.open_poll(actor=met.actor(), poll=poll, now=NOW)


def put_back(poll, before):
    for place, (key, public) in enumerate(sorted(before.items()), start=1):
        share = sealed_to(bytes(public), 12345, place)
        by_hand("UPDATE votes_scrutineer SET public_key = %s, share = %s WHERE id = %s", public, share, key)


def test_the_terms_replaced_too_contradict_every_receipt(met, monkeypatch):
    """To hide the keys, the terms are written anew, and a box that opens: no receipt that was given is in it."""
    poll, codes, held = half(met)
    sharing, shares = new_box(2, [public_key_of(code) for code in codes.values()])
    terms = poll.terms | {"sharing": [one.hex() for one in sharing], "key_sha256": box.fingerprint_of_key(sharing[0])}
    by_hand(
        "UPDATE votes_poll SET terms = %s, sha256 = %s, public_key = %s WHERE id = %s",
        json.dumps(terms),
        tally.digest(terms),
        sharing[0],
        poll.pk,
    )
    for place, (entry, share) in enumerate(zip(codes, shares, strict=True), start=1):
        by_hand("UPDATE votes_scrutineer SET share = %s, place = %s WHERE entry_id = %s", share, place, entry.pk)
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        closed(met, poll)
    stamp = installation().sign(box.stamped_terms(bytes.fromhex(tally.digest(terms))))
    by_hand(
        "UPDATE votes_poll SET terms_stamp = %s WHERE id = %s", stamp, poll.pk
    )  # with the key of the machine besides
    with pytest.raises(Refused, match="ou y ont été changés"):
        closed(met, poll)
    poll = Poll.objects.get(pk=poll.pk)
    rewrite(poll, installation().sign, own_receipt=False)
    for mark in RollMark.objects.filter(poll=poll, marked=True):
        stamp = installation().sign(box.stamped_mark(bytes.fromhex(poll.sha256), mark.voter_id))
        by_hand("UPDATE votes_rollmark SET stamp = %s WHERE id = %s", stamp, mark.pk)
    with pytest.raises(Refused, match="n’est pas celui de ces bulletins"):
        closed(met, poll)
    by_hand("DELETE FROM votes_commitment")
    by_hand("UPDATE votes_ballot SET batch = NULL")
    with pytest.raises(Refused, match="n’y est pas ou ne se lit pas"):  # the register is of the terms of the opening
        closed(met, poll)
    noted_again(poll)
    with pytest.raises(Refused, match="n’est pas ce que le journal dit en avoir été écrit"):
        closed(met, poll)
    monkeypatch.setattr(counting, "require_itself_as_acted", lambda _: None)  # as if the journal were theirs too
    poll = closed(met, poll)
    assert not {code for one in held for code in one.codes} & {slip.receipt for slip in slips_of(poll)}
