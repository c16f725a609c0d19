"""The screens of a vote: put it, cast it on a phone, keep the key, read the result and compute it again."""

import json
import re
from datetime import timedelta

import pytest

from kevread.attendance.models import Presence
from kevread.meetings.models import Meeting
from kevread.votes import operations
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark
from tests.clients import ROOMS_OF_A_MEETING, entered_as
from tests.conftest import arranging
from tests.gatherings.polling import (
    CALL,
    ELECTION,
    HANDS,
    NOW,
    OPEN,
    PAPER,
    SECRET,
    asking,
    drop,
    opened,
    under_way,
    voters,
)
from tests.gatherings.screens import alone, holder, nonce_in, proclaimed, said, zeros
from tests.gatherings.screens import of_vote as at

pytestmark = pytest.mark.django_db


def test_three_taps_from_the_question_to_the_receipt(met, settings):
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    assert "Approuver les comptes 2025" in said(page)
    nonce = nonce_in(page)
    page = client.post(at(met, poll, "/bulletin"), {"choix": "for", "nonce": nonce})
    assert "Vous votez : Pour" in said(page)
    assert not Ballot.objects.exists()
    sent = {"choix": "for", "nonce": nonce, "etape": "confirmer"}
    page = client.post(at(met, poll, "/bulletin"), sent)
    assert "Votre bulletin est dans l’urne" in said(page)
    receipt = Ballot.objects.get().receipt
    assert f"data-receipt>{receipt}<" in said(page)
    assert client.post(at(met, poll, "/bulletin"), sent).text.count(receipt) == 1
    kept = said(page).partition('id="recus">')[2].partition("</div>")[0]
    assert receipt in kept and 'data-copies="recus"' in said(page), "one gesture keeps it, on this device"
    assert "De quoi vérifier l’urne" in said(page).partition("<details")[2], "the key of the installation is folded"
    assert Ballot.objects.count() == RollMark.objects.filter(marked=True).count() == 1
    assert "Vous avez voté" in said(client.get(at(met, poll, "/bulletin")))


def test_nothing_of_the_choice_is_in_an_address_nor_kept_by_a_browser(met, settings):
    poll, _ = opened(met, SECRET)
    page = entered_as(alone(met), settings).get(at(met, poll, "/bulletin"))
    assert page["Cache-Control"] == "private, no-store"
    assert 'method="get"' not in said(page).lower()


def test_votes_carried_may_be_shared_out(met, settings):
    poll, _ = opened(met, SECRET)
    client = entered_as(holder(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    assert "vous portez 2 voix" in said(page)
    page = client.get(at(met, poll, "/bulletin?repartir=1"))
    assert "Voix 1" in said(page)
    assert "Voix 2" in said(page)
    assert not [entry for entry in (proxy.giver for proxy in met.proxies) if str(entry.person) in said(page)]
    sent = {"repartir": "1", "choix-1": "for", "choix-2": "-", "nonce": nonce_in(page)}
    page = client.post(at(met, poll, "/bulletin"), sent)
    assert "Vos 2 voix" in said(page)
    page = client.post(at(met, poll, "/bulletin"), sent | {"etape": "confirmer"})
    assert page.text.count("data-receipt") == 2
    assert Ballot.objects.count() == 2


def test_an_open_vote_is_shown_to_whoever_cast_it(met, settings):
    poll, _ = opened(met, OPEN)
    client = entered_as(holder(met), settings)
    page = client.get(at(met, poll, "/bulletin?repartir=1"))
    assert str(met.proxies[0].giver.person) in said(page)
    sent = {"repartir": "1", "choix-1": "for", "choix-2": "against", "etape": "confirmer"}
    page = client.post(at(met, poll, "/bulletin"), sent)
    assert "Votre vote est enregistré" in said(page)
    assert sorted(str(vote) for vote in OpenVote.objects.all()) == ["against", "for"]


def test_whoever_holds_the_sitting_goes_back_to_the_room_and_to_its_point(met, settings):
    poll, _ = opened(met, HANDS)
    room = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/salle?point={poll.item_id}"
    assert room in entered_as(met.secretary, settings).get(at(met, poll)).text
    assert room not in entered_as(alone(met), settings).get(at(met, poll)).text


def test_one_answer_too_many_says_so(met, settings):
    poll, _ = opened(met, SECRET)
    page = entered_as(alone(met), settings).post(at(met, poll, "/bulletin"), {"choix": ["for", "against"]})
    assert page.status_code == 409
    assert "Ce bulletin porte 2 choix : il en admet un seul." in said(page)


def test_a_ballot_with_too_many_names_says_so(met, settings):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    client = entered_as(alone(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    assert "jusqu’à 2 noms" in said(page)
    page = client.post(at(met, poll, "/bulletin"), {"choix": ["c-1", "c-2", "c-3"], "nonce": nonce_in(page)})
    assert page.status_code == 409
    assert "il en admet au plus 2 noms" in said(page)


def test_who_does_not_vote_is_told_why(met, settings):
    poll, _ = opened(met, SECRET)
    page = entered_as(met.direction, settings).get(at(met, poll, "/bulletin"))
    assert page.status_code == 403
    assert "la liste des votant·es est arrêtée" in said(page)
    assert f"Adressez-vous à {met.meeting.chair}, qui préside la séance." in said(page)
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(chair=None)
    page = entered_as(met.direction, settings).get(at(met, poll, "/bulletin"))
    assert "Adressez-vous à qui prépare la réunion." in said(page)
    assert str(met.secretary) in said(page).partition("Adressez-vous")[2]


def test_a_vote_is_put_from_an_item_of_the_agenda(met, settings):
    client = entered_as(met.secretary, settings)
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['comptes'].pk}/voter"
    page = client.get(address)
    assert "Majorité simple" in said(page)
    asked = {
        "kind": "resolution",
        "method": "show_of_hands",
        "question": "Les comptes ?",
        "text": "Ils sont approuvés.",
    }
    page = client.post(address, asked, follow=True)
    poll = Poll.objects.get()
    assert (poll.state, page.status_code) == ("open", 200)
    assert "Écrire le compte" in said(page)
    page = client.post(at(met, poll, "/compte"), {"votes_0_0": 41, **zeros(1, 3), "casting": ""})
    assert "41 voix sont comptées, pour 40 présentes ou représentées : leur total est de 40 au plus." in said(page)
    counted = {"votes_0_0": 30, "votes_0_1": 4, **zeros(2, 3)}
    page = proclaimed(client, at(met, poll, "/compte"), counted, follow=True)
    assert "Adopté : la majorité demandée est atteinte." in said(page)
    assert "30 pour, 4 contre" in said(page)
    assert "<dt>Sans réponse</dt><dd>6</dd>" in said(page)  # of 40


def test_an_election_is_put_with_its_candidates_and_the_keepers_of_its_key(met, settings):
    client = entered_as(met.secretary, settings)
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['conseil'].pk}/voter"
    standing = str(met.entries[20].person)
    asked = {
        "kind": "election",
        "method": "electronic_secret",
        "question": "Qui siège au conseil ?",
        "places": 2,
        "candidates": f"{standing}\nAnne Madec ; F ; 1970-01-31\n\nYves Le Goff",
        "scrutineers": [str(entry.pk) for entry in met.entries[4:7]],
        "threshold": 2,
    }
    page = client.post(address, asked, follow=True)
    poll = Poll.objects.get()
    assert poll.state == "draft"
    assert "0 personne a accepté" in said(page)
    assert [one.name for one in poll.candidates.order_by("rank")] == [standing, "Anne Madec", "Yves Le Goff"]
    assert poll.candidates.get(rank=1).person == met.entries[20].person
    page = client.post(address, asked | {"candidates": "Anne ; F ; demain"})
    assert page.status_code == 422
    assert "« demain » n’est pas une date" in said(page)


def test_a_way_of_voting_that_the_articles_do_not_allow_is_not_offered(settings):
    with arranging():
        met = under_way(settings={"L1.13.electronic_vote": None, "L1.14.secret_elections": "always"})
    client = entered_as(met.secretary, settings)
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['conseil'].pk}/voter"
    page = client.get(address)
    methods = set(re.findall(r'name="method" value="(\w+)"', page.text))
    assert methods == {"paper"}
    assert "Le vote électronique n’est pas permis ici" in said(page)


def test_what_is_not_on_the_agenda_is_not_put(met, settings):
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['divers'].pk}/voter"
    assert "Ce point ne se vote pas" in said(entered_as(met.secretary, settings).get(address))


def test_a_scrutineer_accepts_and_opens_in_one_tap_each(met, settings):
    asked = {"scrutineers": met.entries[4:6]}
    from tests.gatherings.polling import asking

    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET, **asked), now=NOW)
    keepers = [entered_as(entry.person, settings) for entry in met.entries[4:6]]
    codes = []
    for keeper in keepers:
        page = keeper.post(at(met, poll, "/ma-part"))
        codes.append(re.search(r"data-code>([0-9A-Z-]+)<", page.text)[1])
        cookie = page.cookies["part-de-cle"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", at(met, poll, "/ma-part"))
    secretary = entered_as(met.secretary, settings)
    assert "Le vote est ouvert." in said(secretary.post(at(met, poll, "/ouvrir"), follow=True))
    poll = Poll.objects.get()
    for code in codes:
        assert code not in json.dumps([str(row) for row in _everything_written()])
    assert "Le vote est clos." in said(secretary.post(at(met, poll, "/clore"), {"manque": "40"}, follow=True))
    again = entered_as(met.entries[5].person, settings)
    assert "Votre part est ouverte." in said(keepers[0].post(at(met, poll, "/ma-part"), follow=True))
    page = again.post(at(met, poll, "/ma-part"), {"code": "0000"})
    assert "relisez-le" in said(page)
    page = again.post(at(met, poll, "/ma-part"), {"code": codes[1].lower()}, follow=True)
    assert "Rejeté" in said(page)
    assert Poll.objects.get().state == "counted"


def _everything_written():
    from django.apps import apps

    models = [model for room in ROOMS_OF_A_MEETING for model in apps.get_app_config(room).get_models()]
    return [row.__dict__ for model in models for row in model.objects.all()]


def test_a_share_is_asked_of_its_keeper_only(met, settings):
    poll, _ = opened(met, SECRET)
    assert entered_as(met.secretary, settings).get(at(met, poll, "/ma-part")).status_code == 404


def test_a_keeper_says_that_their_code_is_lost_and_may_still_open_their_share(met, settings):
    poll, codes = opened(met, SECRET)
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))
    entry = next(iter(codes))
    keeper = entered_as(entry.person, settings)
    assert "Mon code est perdu" in said(keeper.get(at(met, poll, "/ma-part")))
    page = keeper.post(at(met, poll, "/ma-part"), {"perdu": "1"}, follow=True)
    assert f"{entry.person} a perdu son code" in " ".join(re.sub(r"<[^>]+>", " ", said(page)).split())
    assert "S’il se retrouve" in said(keeper.get(at(met, poll, "/ma-part")))
    page = keeper.post(at(met, poll, "/ma-part"), {"code": codes[entry]}, follow=True)
    assert "Votre part est ouverte." in said(page)


FEW = "1 personne vote seulement : le résultat dira ce que chacun·e a voté, même à bulletin secret"
APART = "Collège « adherents-directs » : 2 personnes y votent seulement."


def stay(met, *entries):
    """Nobody else is there any more."""
    with arranging():
        Presence.objects.filter(entry__meeting=met.meeting).exclude(entry__in=entries).update(left_at=NOW)


@pytest.mark.parametrize("item", ["comptes", "conseil"])
def test_before_any_secret_vote_so_few_are_there_that_it_would_tell(met, settings, item):
    """Paper opens at once: the page that puts to the vote says it."""
    client = entered_as(met.secretary, settings)
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items[item].pk}/voter"
    assert "seulement" not in said(client.get(address))
    holders = {proxy.holder_id for proxy in met.proxies}
    stay(met, next(entry for entry in met.entries[7:] if entry.pk not in holders))
    assert FEW in said(client.get(address))


def test_a_secret_vote_is_not_closed_on_two_ballots_without_being_told(met, settings):
    poll, _ = opened(met, SECRET)
    client = entered_as(met.secretary, settings)
    alone_with_one_vote = [(voter, marks) for voter, marks in voters(met, poll) if sum(one.votes for one in marks) == 1]
    for number, (voter, marks) in enumerate(alone_with_one_vote[:3]):
        assert ("Clos maintenant" in said(client.get(at(met, poll)))) == (number > 0)
        drop(voter, poll, marks, "for")
    assert "Clos maintenant" not in said(client.get(at(met, poll))), "three are enough"


def test_a_college_where_two_vote_is_said_before_the_vote_is_put_and_before_it_is_opened(settings):
    with arranging():
        met = under_way(settings={"L1.11.double_majority": "all"})
    direct = [entry for entry in met.entries if entry.college == "adherents-directs"]
    there = [entry for entry in direct if entry.pk not in {proxy.giver_id for proxy in met.proxies}]
    stay(met, *(entry for entry in met.entries if entry.college == "poles"), *there[:2])
    client = entered_as(met.secretary, settings)
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['comptes'].pk}/voter"
    assert APART in said(client.get(address))
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    assert APART in said(client.get(at(met, poll)))
    assert "seulement" not in said(entered_as(alone(met), settings).get(at(met, poll)))


def test_receipts_are_listed_after_the_closing(met, settings):
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    nonce = nonce_in(client.get(at(met, poll, "/bulletin")))
    client.post(at(met, poll, "/bulletin"), {"choix": "for", "nonce": nonce, "etape": "confirmer"})
    receipt = Ballot.objects.get().receipt
    assert receipt not in said(client.get(at(met, poll, "/recus")))
    assert client.get(at(met, poll, "/urne.json")).status_code == 404
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))
    assert receipt in said(client.get(at(met, poll, "/recus")))
    assert "L’émargement dit que vous avez voté." in said(client.get(at(met, poll)))
    other = entered_as(next(entry.person for entry in met.entries[12:] if entry.person != alone(met)), settings)
    assert "L’émargement dit que vous n’avez pas voté. Si ce n’est pas vrai" in said(other.get(at(met, poll)))
    file = other.get(at(met, poll, "/urne.json"))
    assert "attachment" in file["Content-Disposition"]
    assert [one["receipt"] for one in json.loads(file.content)["ballots"]] == [receipt]


def test_a_receipt_says_what_was_in_before_it_and_the_list_says_the_same(met, settings):
    poll, _ = opened(met, SECRET)
    for voter, marks in [one for one in voters(met, poll) if one[0].person != alone(met).pk][:6]:
        drop(voter, poll, marks, "for")
    client = entered_as(alone(met), settings)
    nonce = nonce_in(client.get(at(met, poll, "/bulletin")))
    page = client.post(at(met, poll, "/bulletin"), {"choix": "for", "nonce": nonce, "etape": "confirmer"})
    number, letters = re.search(r"l’urne contenait déjà (\d+) bulletins : <code>([0-9A-Z-]{19})<", said(page)).groups()
    assert int(number) in range(5, 13)
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))
    assert f"{number} bulletins : <code>{letters}</code>" in said(client.get(at(met, poll, "/recus")))


def test_the_result_can_be_computed_again(met, settings):
    poll, _ = opened(met, PAPER)
    counts = {"tous": {"for": 12, "against": 20, "null": 1}}
    poll = operations.enter_count(actor=met.actor(), poll=poll, counts=counts, now=NOW)
    client = entered_as(alone(met), settings)
    page = client.get(at(met, poll))
    assert "12 pour, 20 contre" in said(page)
    file = client.get(at(met, poll, "/compte.json"))
    assert json.loads(file.content) == poll.result["file"]
    assert "attachment" in file["Content-Disposition"]
    record = client.get(at(met, poll, "/depouillement.pdf"))
    assert (record["Content-Type"], record.content[:5]) == ("application/pdf", b"%PDF-")


def test_names_are_called_one_by_one(met, settings):
    poll, _ = opened(met, CALL)
    client = entered_as(met.secretary, settings)
    mark = RollMark.objects.filter(poll=poll).first()
    page = client.post(at(met, poll, "/appel"), {"voix": str(mark.pk), "choix": "abstain"}, follow=True)
    assert "voix reçue sur 40" in said(page)
    client.post(at(met, poll, "/clore"), {"manque": "39"})
    assert "Le vote de chacun·e" in said(client.get(at(met, poll)))


@pytest.mark.parametrize("method", [CALL, OPEN, SECRET])
def test_at_another_date_an_open_vote_is_read_and_offers_nothing(met, settings, method):
    poll, _ = opened(met, method)
    client = entered_as(met.secretary, settings)
    of_the_poll, of_the_meeting = at(met, poll), f"/{met.grouping.slug}/reunions/{met.meeting.pk}"
    assert gestures_in(client.get(of_the_poll), poll)
    assert bool(gestures_in(client.get(of_the_meeting), poll)) == (
        method != CALL
    )  # that is for whoever holds the session
    for page in (of_the_poll, of_the_meeting):
        assert gestures_in(client.get(f"{page}?au=2026-11-23"), poll) == []


def gestures_in(page, poll):
    assert poll.question in said(page)
    main = page.text[page.text.index("<main") : page.text.index("</main")]
    return re.findall(rf'<form[^>]*method="post"[^>]*>|/votes/{poll.pk}/(?:bulletin|clore|annuler|compte)"', main)


def test_a_vote_is_given_up_with_a_reason(met, settings):
    poll, _ = opened(met, HANDS)
    client = entered_as(met.secretary, settings)
    assert client.post(at(met, poll, "/annuler"), {"reason": " "}).status_code == 422
    page = client.post(at(met, poll, "/annuler"), {"reason": "Question mal posée."}, follow=True)
    assert "Ce vote est annulé" in said(page)
    assert "Question mal posée." in said(page)


def test_an_election_becomes_secret_from_the_page_of_a_member(met, settings):
    poll, _ = opened(met, HANDS, kind=ELECTION)
    client = entered_as(alone(met), settings)
    assert "Demander le bulletin secret" in said(client.get(at(met, poll)))
    assert "Bulletin secret demandé" in said(client.post(at(met, poll, "/bulletin-secret"), follow=True))


def test_the_page_of_a_vote_asks_as_much_whatever_the_number_of_voters(settings, django_assert_max_num_queries):
    with arranging():
        met = under_way(members=60)
    poll, _ = opened(met, OPEN)
    client = entered_as(met.secretary, settings)
    client.get(at(met, poll))
    with django_assert_max_num_queries(34):
        client.get(at(met, poll))


@pytest.mark.parametrize(
    "last", ["", "/bulletin", "/recus", "/compte.json", "/urne.json", "/compte", "/annuler", "/ma-part"]
)
def test_nobody_from_elsewhere_reads_a_vote(met, settings, last):
    poll, _ = opened(met, OPEN)
    from tests.factories import PersonFactory

    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(at(met, poll, last)).status_code == 404
    assert entered_as(None, settings).get(at(met, poll, last)).status_code == 302
