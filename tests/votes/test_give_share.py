"""The shares of a key and what was sealed: what is missing is said, what was changed is not opened."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import get_template

from kevread.common.errors import Denied, Invalid, Refused
from kevread.votes import operations
from kevread.votes.models import Ballot, Poll, Scrutineer
from kevread.votes.queries.count_paper import count_paper
from kevread.votes.queries.installation import installation
from kevread.votes.queries.polls import panel_of, seals_of
from kevread.votes.rules.keys import print_of, public_key_of
from tests.clients import entered_as
from tests.databases import as_administrator
from tests.gatherings.polling import (
    HANDS,
    NOW,
    PAPER,
    SECRET,
    asking,
    cast_all,
    closed,
    drop,
    give,
    hands,
    opened,
    scrutineer_of,
    voters,
)
from tests.gatherings.screens import of_vote as at
from tests.gatherings.screens import said

pytestmark = pytest.mark.django_db


SHUT = (
    "L’urne reste fermée Trop de codes sont perdus : il reste 1 part de la clé, il en faut 2. Rien n’est détruit, et rien "
    "n’a été lu."
)


def panel_in_words(met, poll, actor=None):
    """What the panel of a vote says to somebody: to whoever runs it, unless told otherwise."""
    panel = panel_of(Poll.objects.get(pk=poll.pk), actor or met.actor())
    page = get_template("votes/poll_panel.html").render({"panel": panel, "scale": met.grouping})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def lose(met, poll, entry):
    operations.lose_share(actor=met.actor(entry.person), scrutineer=scrutineer_of(poll, entry), now=NOW)


def test_a_code_that_is_found_again_opens_its_share(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    one, two, three = codes
    lose(met, poll, two)  # while the vote is open too
    poll = closed(met, poll)
    lose(met, poll, three)
    assert SHUT in panel_in_words(met, poll)
    give(met, poll, two, codes[two])
    assert "L’urne reste fermée" not in panel_in_words(met, poll)
    assert give(met, poll, one, codes[one]).state == "counted"


def test_a_share_is_said_to_be_lost_by_whoever_keeps_it_and_while_it_serves(met):
    poll, codes = opened(met, SECRET)
    one, two, _ = codes
    with pytest.raises(Denied, match="confiée à"):
        operations.lose_share(actor=met.actor(), scrutineer=scrutineer_of(poll, one), now=NOW)
    poll = closed(met, poll)
    give(met, poll, one, codes[one])
    with pytest.raises(Refused, match="déjà ouverte"):
        lose(met, poll, one)
    give(met, poll, two, codes[two])
    with pytest.raises(Refused, match="pas de part à ouvrir"):
        lose(met, poll, two)


def test_a_share_missing_is_not_needed_and_too_many_missing_destroys_nothing(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    poll = closed(met, poll)
    keeper, other, third = codes
    for _ in range(3):  # given again and again, one share stays one
        poll = give(met, poll, keeper, codes[keeper])
    assert (poll.state, Ballot.objects.filter(poll=poll).count()) == ("closed", 40)
    said = panel_in_words(met, poll)
    assert "1 part ouverte sur 2 qu’il faut pour ouvrir l’urne. On attend" in said
    assert all(str(one.person) in said for one in (other, third))
    assert "1 part suffit" in said
    lose(met, poll, other)
    said = panel_in_words(met, poll)
    assert f"On attend {third.person}." in said
    assert "L’urne reste fermée" not in said
    lose(met, poll, third)
    assert SHUT in panel_in_words(met, poll)
    assert "Annulez ce vote" in panel_in_words(met, poll)
    assert "Qui tient la séance annule ce vote" in panel_in_words(met, poll, met.actor(met.entries[30].person))
    assert Ballot.objects.filter(poll=poll).count() == 40
    void = operations.void_poll(actor=met.actor(), poll=poll, reason="Deux codes sont perdus.", now=NOW)
    assert (void.state, void.reason) == ("void", "Deux codes sont perdus.")
    assert Ballot.objects.filter(poll=poll).count() == 40
    again, _ = opened(met, PAPER)
    assert hands(met, again, for_=40).result["answer"]["verdict"] == "adopted"


def test_a_share_opens_with_its_own_code_by_its_own_keeper(met):
    poll, codes = opened(met, SECRET)
    poll = closed(met, poll)
    one, two = list(codes)[:2]
    with pytest.raises(Invalid, match="n’est pas celui de votre part"):
        give(met, poll, one, codes[two])
    with pytest.raises(Invalid, match="lettres et chiffres"):
        give(met, poll, one, "perdu")
    with pytest.raises(Denied):
        operations.give_share(actor=met.actor(), scrutineer=scrutineer_of(poll, one), code=codes[one], now=NOW)
    give(met, poll, one, codes[one].lower().replace("-", " "))
    assert scrutineer_of(poll, one).has_opened


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE votes_rollmark SET votes = votes + 1 WHERE id = (SELECT min(id::text)::uuid FROM votes_rollmark)",
        "UPDATE votes_rollmark SET voter_id = (SELECT max(voter_id::text)::uuid FROM votes_rollmark)",
        "UPDATE votes_poll SET public_key = decode(repeat('00', 64), 'hex')",
        """UPDATE votes_poll SET terms = jsonb_set(terms, '{question}', '"Une autre question"')""",
    ],
)
def test_a_box_whose_roll_or_key_is_not_that_of_the_opening_is_not_opened(met, tamper):
    """By whoever has the password of the database: the triggers are off."""
    poll, codes = opened(met, SECRET)
    poll = closed(met, poll)
    one, two = list(codes)[:2]
    give(met, poll, one, codes[one])
    poll = Poll.objects.get(pk=poll.pk)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tamper)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        give(met, poll, two, codes[two])
    assert Poll.objects.get().state == "closed"


def test_what_is_sealed_at_the_opening_is_on_the_page_and_on_the_record(met, settings):
    poll, codes = opened(met, SECRET)
    known = {poll.sha256, poll.terms["roll_sha256"], poll.terms["key_sha256"]}
    cast_all(met, poll, [("for",)])
    poll = closed(met, poll)
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    known |= {poll.box_sha256, installation().print}
    assert {seal.letters for seal in seals_of(poll)} == known
    page = entered_as(met.entries[30].person, settings).get(f"/{met.grouping.slug}/votes/{poll.pk}").text
    paper = {fact.value: fact.name for fact in count_paper(poll).seals}
    assert all(seal.letters in page and paper[seal.letters] == seal.name for seal in seals_of(poll))
    assert len(known) == 5


def test_the_keys_of_the_keepers_are_on_the_page_from_their_acceptance_to_the_count(met):
    """As they were accepted, then as the terms froze them: whatever the rows say afterwards."""
    poll, codes = opened(met, SECRET)
    prints = {str(entry.person): print_of(public_key_of(code)) for entry, code in codes.items()}
    assert all(f"{name} tient l’urne clé {letters}" in panel_in_words(met, poll) for name, letters in prints.items())
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE votes_scrutineer SET public_key = %s", [public_key_of("0" * 26)])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert all(letters in panel_in_words(met, poll) for letters in prints.values())
    one = next(iter(codes))
    lose(met, poll, one)
    assert f"{one.person} a perdu son code" in panel_in_words(met, poll)


def test_what_a_share_makes_is_given_by_whoever_keeps_it_and_once_the_vote_is_closed(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    one, two, _ = (scrutineer_of(poll, entry) for entry in codes)
    asked = {"scrutineer": one, "said": {}, "now": NOW}
    with pytest.raises(Denied, match="confiée à"):
        operations.give_opening(actor=met.actor(two.entry.person), **asked)
    with pytest.raises(Refused, match="ouvert"):
        operations.give_opening(actor=met.actor(one.entry.person), **asked)
    closed(met, poll)
    with pytest.raises(Denied, match="confiée à"):
        operations.give_opening(actor=met.actor(), **asked)
    give(met, poll, two.entry, codes[two.entry])
    of_another = Scrutineer.objects.get(pk=two.pk).opening
    with pytest.raises(Invalid, match="n’est pas ce que fait votre part"):
        operations.give_opening(actor=met.actor(one.entry.person), **(asked | {"said": of_another}))
    assert Poll.objects.get().state == "closed"


def test_a_public_vote_seals_who_takes_part(met):
    poll, _ = opened(met, HANDS)
    assert [seal.name for seal in seals_of(poll)] == [
        "Termes, à l’ouverture",
        "Liste des votant·es et de leurs voix, à l’ouverture",
    ]


@pytest.mark.parametrize("sent", [{"cle": "zz"}, {"cle": "00" * 64}])
def test_a_key_that_is_none_is_not_taken(met, settings, sent):
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    page = entered_as(met.entries[4].person, settings).post(at(met, poll, "/ma-part"), sent)
    assert (page.status_code, "Cette page est incomplète" in said(page)) == (409, True)
    assert not poll.scrutineers.filter(public_key__isnull=False).exists()


@pytest.mark.parametrize("sent", ["", "[]", '{"": [["00"]]}', "{}", '{"": 3}'])
def test_what_no_share_makes_opens_nothing(met, settings, sent):
    poll, codes = opened(met, SECRET)
    drop(*voters(met, poll)[0][:1], poll, voters(met, poll)[0][1], "for")
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))
    page = entered_as(next(iter(codes)).person, settings).post(at(met, poll, "/ma-part"), {"ouverture": sent})
    assert page.status_code == 409
    assert not poll.scrutineers.filter(opening__isnull=False).exists()
