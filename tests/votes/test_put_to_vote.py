"""A vote opens on terms that no longer change, where the articles allow it."""

import pytest
from django.db import DatabaseError, transaction

from kevread.attendance.models import QuorumCheck
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.reading import plain
from kevread.meetings.rules.life import State
from kevread.tally.rules.tallies import digest
from kevread.votes import operations
from kevread.votes.models import Poll, RollMark
from kevread.votes.operations.polls import Standing
from tests.conftest import arranging
from tests.gatherings.polling import CALL, ELECTION, HANDS, NOW, OPEN, PAPER, SECRET, asking, opened, under_way
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db


def put(met, method=HANDS, **more):
    return operations.put_to_vote(actor=met.actor(), asked=asking(met, method, **more), now=NOW)


def test_terms_are_those_of_the_articles_and_are_frozen_with_their_digest(met):
    poll = put(met)
    assert (poll.state, poll.opened_at, poll.number) == ("open", NOW, 1)
    assert poll.terms["majority"] == {"type": "simple", "base": "expressed"}
    assert poll.terms["quorum"] == {"unit": "members", "ratio": "1/4", "count_proxies": True, "by_college": False}
    assert (poll.terms["voices"], poll.terms["voters"], poll.terms["casting_vote"]) == (40, 28, "president")
    college = poll.terms["colleges"][0]
    assert (college["registered_votes"], college["present_members"], college["proxies"], college["present_votes"]) == (
        40, 28, 12, 40,
    )  # fmt: skip
    assert poll.sha256 == digest(poll.terms)


def test_the_roll_says_who_casts_which_votes(met):
    poll = put(met)
    giver, holder = met.proxies[0].giver, met.proxies[0].holder
    mark = RollMark.objects.get(poll=poll, entry=giver)
    assert (mark.voter_id, mark.by_proxy, mark.marked) == (holder.person_id, True, False)
    assert RollMark.objects.filter(poll=poll).count() == 40


def test_the_quorum_found_is_kept(met):
    put(met)
    check = QuorumCheck.objects.get(meeting=met.meeting)
    assert (check.have, check.need, check.met, check.shown) == (
        40,
        "10",
        True,
        "40 membres sur 40 ; il en fallait 10 au moins",
    )


def test_without_the_quorum_no_vote_opens():
    with arranging():
        met = under_way(settings={"L1.11.quorum": "1/2", "L1.11.quorum_proxies": "not_counted"}, represented=12)
        for presence in met.presences[10:]:
            presence.left_at = NOW
            presence.save()
    with pytest.raises(Refused) as refusal:
        put(met)
    assert refusal.value.rule == "L1.11"
    assert (
        "Le quorum n’est plus là (10 membres sur 40 ; il en fallait 20 au moins, il en manque 10)"
        in refusal.value.sentence
    )
    assert not Poll.objects.exists()
    check = QuorumCheck.objects.get(meeting=met.meeting)
    assert (check.met, check.shown, check.occasion) == (
        False, "10 membres sur 40 ; il en fallait 20 au moins, il en manque 10", "vote",
    )  # fmt: skip


def test_only_what_was_on_the_agenda_is_voted(met):
    asked = asking(met, HANDS)
    with pytest.raises(Refused) as refusal:
        operations.put_to_vote(
            actor=met.actor(), asked=type(asked)(**{**_fields(asked), "item": met.items["divers"]}), now=NOW
        )
    assert refusal.value.rule == "L1.9"


def _fields(asked):
    return {name: getattr(asked, name) for name in asked.__dataclass_fields__}


@pytest.mark.parametrize("method", [OPEN, SECRET])
def test_no_vote_on_a_screen_where_the_articles_do_not_allow_it(method):
    with arranging():
        met = under_way(settings={"L1.13.electronic_vote": None})
    with pytest.raises(Refused) as refusal:
        operations.draft_poll(actor=met.actor(), asked=asking(met, method), now=NOW)
    assert refusal.value.rule == "L1.13"
    assert "n’est pas permis" in refusal.value.sentence


def test_an_election_is_secret_where_the_articles_want_it():
    with arranging():
        met = under_way(settings={"L1.14.secret_elections": "always"})
    for method in (HANDS, CALL, OPEN):
        with pytest.raises(Refused) as refusal:
            put(met, method, kind=ELECTION)
        assert refusal.value.rule == "L1.14"
    assert put(met, PAPER, kind=ELECTION).state == "open"


def test_one_member_is_enough_to_make_an_election_secret(met):
    poll = put(met, HANDS, kind=ELECTION)
    member = met.actor(met.entries[9].person)
    void = operations.ask_secret_ballot(actor=member, poll=poll, now=NOW)
    assert void.state == "void"
    assert "Bulletin secret demandé" in void.reason
    with pytest.raises(Refused) as refusal:
        put(met, HANDS, kind=ELECTION)
    assert refusal.value.rule == "L1.14"
    assert put(met, PAPER, kind=ELECTION).state == "open"


def test_the_secret_ballot_is_asked_by_those_who_vote_and_for_elections(met):
    with pytest.raises(Denied, match="par une personne qui vote"):
        operations.ask_secret_ballot(actor=met.actor(met.direction), poll=put(met, kind=ELECTION), now=NOW)
    poll = Poll.objects.get()
    operations.void_poll(actor=met.actor(), poll=poll, reason="Essai", now=NOW)
    with pytest.raises(Refused, match="pour une élection"):
        operations.ask_secret_ballot(actor=met.actor(), poll=put(met), now=NOW)


def test_one_vote_at_a_time(met):
    put(met)
    with pytest.raises(Refused, match="Un autre vote est ouvert"):
        put(met)


def test_nobody_votes_before_the_meeting_is_under_way():
    with arranging():
        met = gathering(state=State.OPEN)
    with pytest.raises(Refused, match="ouverte"):
        put(met)


def test_who_runs_a_vote(met):
    with pytest.raises(Denied, match="Préparer une réunion"):
        operations.put_to_vote(actor=Actor(person=met.entries[8].person_id), asked=asking(met, HANDS), now=NOW)
    chair = Actor(person=met.president.pk, name="Présidente")
    assert operations.put_to_vote(actor=chair, asked=asking(met, HANDS), now=NOW).state == "open"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("question", {"question": " "}),
        ("text", {"text": ""}),
        ("places", {"kind": ELECTION, "places": 0}),
        ("candidates", {"kind": ELECTION, "candidates": []}),
        ("candidates", {"kind": ELECTION, "parity": True}),
        ("candidates", {"kind": ELECTION, "by_lists": True}),
    ],
)
def test_what_does_not_hold_together_is_said_on_its_field(met, field, changes):
    with pytest.raises(Invalid) as refusal:
        put(met, HANDS, **changes)
    assert refusal.value.field == field
    assert not Poll.objects.exists()


def test_weights_that_nobody_decided_are_not_invented():
    with arranging():
        met = under_way(settings={"L1.11.weighting": "per_head"})
    with pytest.raises(Refused, match="Le poids de chaque collège") as refusal:
        put(met)
    assert refusal.value.rule == "L1.11"
    assert "qui y inscrit les modalités" in refusal.value.sentence
    with arranging():
        weights = {"L1.11.weighting": "per_head", "L1.11.weights": "adherents-directs : 1/3 ; poles : 2"}
        met = under_way(settings=weights)
    assert [(row["code"], row["weight"]) for row in put(met).terms["colleges"]] == [
        ("poles", "2"),
        ("adherents-directs", "1/3"),
    ]


OWN_RATIO = {"majority_dissolution": "own_ratio_present", "majority_ratio": "3/5"}
UNANIMITY = {"type": "unanimity", "base": "expressed"}


@pytest.mark.parametrize(
    ("resolution", "articles", "majority", "decided"),
    [
        ("ordinary", {}, {"type": "simple", "base": "expressed"}, True),
        ("statutes", {}, {"type": "simple", "base": "expressed"}, True),
        ("statutes", {"majority_statutes": "two_thirds_registered"}, ("qualified", "registered", "2/3"), True),
        ("dissolution", OWN_RATIO, ("qualified", "present", "3/5"), True),
        ("commitments", {}, UNANIMITY | {"abstention_blocks": True}, False),
        ("commitments", {"majority_commitments": "unanimity"}, UNANIMITY, True),
    ],
)  # fmt: skip
def test_each_kind_of_resolution_has_the_majority_of_the_articles_or_of_the_law(
    resolution, articles, majority, decided
):
    with arranging():
        met = under_way(settings={f"L1.11.{name}": value for name, value in articles.items()})
        met.items["comptes"].resolution = resolution
        met.items["comptes"].save()
    poll = put(met)
    if isinstance(majority, tuple):
        majority = dict(zip(("type", "base", "ratio"), majority, strict=True))
    assert (poll.terms["majority"], poll.terms["majority_decided"]) == (majority, decided)


def test_the_majority_may_be_asked_in_some_colleges():
    settings = {"L1.11.double_majority": "number", "L1.11.double_majority_colleges": 2}
    with arranging():
        met = under_way(settings=settings)
    assert put(met).terms["double_majority"] == 2
    with arranging():
        met = under_way(settings=settings | {"L1.11.double_majority_colleges": 3})
    with pytest.raises(Refused, match="dans 3 collèges : il y en a 2"):
        put(met)


def test_a_box_has_two_keepers_at_least_who_do_not_stand(met):
    with pytest.raises(Invalid) as refusal:
        operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET, threshold=1), now=NOW)
    assert refusal.value.field == "threshold"
    with pytest.raises(Invalid) as refusal:
        operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET, scrutineers=met.entries[:1]), now=NOW)
    assert refusal.value.field == "scrutineers"
    with pytest.raises(Refused, match="0 personnes ont accepté"):
        poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
        operations.open_poll(actor=met.actor(), poll=poll, now=NOW)


def test_a_share_is_accepted_by_whom_it_is_for_before_the_opening(met):
    poll, _ = opened(met, SECRET)
    scrutineer = poll.scrutineers.select_related("entry__person").first()
    with pytest.raises(Denied, match="personne d’autre ne l’ouvre"):
        operations.accept_scrutiny(actor=met.actor(), scrutineer=scrutineer, now=NOW)
    with pytest.raises(Refused, match="n’est plus en préparation"):
        operations.accept_scrutiny(actor=met.actor(scrutineer.entry.person), scrutineer=scrutineer, now=NOW)


def test_postgresql_holds_to_the_terms_whoever_asks(met):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    mark = RollMark.objects.filter(poll=poll).first()
    for change in (
        lambda: Poll.objects.filter(pk=poll.pk).update(question="Autre chose ?"),
        lambda: Poll.objects.filter(pk=poll.pk).update(threshold=1),
        lambda: poll.candidates.update(name="Quelqu’un d’autre"),
        lambda: RollMark.objects.filter(pk=mark.pk).update(votes=9),
        lambda: RollMark.objects.filter(pk=mark.pk).delete(),
        lambda: RollMark.objects.create(poll=poll, entry=met.guests[0], voter=met.guests[0].person, votes=1),
        lambda: Poll.objects.filter(pk=poll.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()


def test_what_is_kept_is_what_is_read(met):
    poll = put(met)
    assert plain(poll.put) == poll.terms
    assert poll.sha256 == digest(plain(poll.put))
    assert poll.terms.keys() == {
        "kind", "method", "question", "text", "voices", "voters", "written", "by_college", "colleges", "casting_vote",
        "quorum", "majority", "majority_decided", "resolution", "double_majority", "weighting", "roll_sha256", "carried_sha256",
        "poll",
    }  # fmt: skip


def test_whoever_stands_does_not_keep_a_share_of_the_key(met):
    """They may keep one of a vote in which they do not stand."""
    keepers = met.entries[4:7]
    standing = [Standing(str(keepers[1].person), keepers[1].person), Standing("Corentin")]
    asked = asking(met, SECRET, ELECTION, candidates=standing, places=1)
    with pytest.raises(Invalid, match=f"{keepers[1].person} se présente") as refusal:
        operations.draft_poll(actor=met.actor(), asked=asked, now=NOW)
    assert refusal.value.field == "scrutineers"
    others = asking(met, SECRET, ELECTION, candidates=standing, places=1, scrutineers=met.entries[7:10])
    assert operations.draft_poll(actor=met.actor(), asked=others, now=NOW).scrutineers.count() == 3
