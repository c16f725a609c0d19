"""What the screens of a vote refuse, each in our words: a count nobody wrote, an answer nobody chose, a bad candidate."""

import re

import pytest

from kevread.votes import operations
from kevread.votes.forms import ShareForm, VoidForm
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import PersonFactory
from tests.gatherings.polling import CALL, CONSENT, ELECTION, HANDS, NOW, OPEN, PAPER, SECRET, opened
from tests.gatherings.screens import alone, holder, nonce_in, proclaimed, said, zeros
from tests.gatherings.screens import of_vote as at

pytestmark = pytest.mark.django_db


def plain(page):
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", said(page)).split())


@pytest.mark.parametrize("method", [HANDS, CALL, OPEN, SECRET])
def test_a_stranger_is_not_told_how_one_votes(met, settings, method):
    """Nor by the status of the answer: it is the same whatever the method."""
    with arranging():
        client = entered_as(PersonFactory(), settings)
    poll, _ = opened(met, method)
    for answer in (client.get(at(met, poll, "/bulletin")), client.post(at(met, poll, "/bulletin"), {"choix": "for"})):
        assert answer.status_code == 404
        assert "se fait autrement" not in said(answer)
    shown = entered_as(met.secretary, settings).get(at(met, poll, "/bulletin"))
    assert shown.status_code == (409 if method in (HANDS, CALL) else 200)


# The count -----------------------------------------------------------------------------------------------------------


def counting(met, settings, kind="resolution", method=HANDS, **more):
    poll, _ = opened(met, method, kind=kind)
    client = entered_as(met.secretary, settings)
    return client, poll, client.post(at(met, poll, "/compte"), more)


def read_in(page) -> dict[str, str]:
    """The count as its page reads it back, and the mark of what is read."""
    return dict(re.findall(r'name="(votes_\d_\d|lu)" value="(\w+)"', page.text))


def test_a_count_left_as_it_was_opened_gives_no_result(met, settings):
    client, poll, page = counting(met, settings, method=PAPER, votes_0_3=0, votes_0_4=0)
    assert page.status_code == 422
    assert "Pour : Rien n’est compté : écrivez au moins un nombre de voix." in plain(page)
    assert 'name="votes_0_0"' in page.text
    asked = client.get(at(met, poll, "/compte")).text
    assert re.findall(r'name="(votes_\d_\d)" value="0"', asked) == ["votes_0_3", "votes_0_4"], "blank and null alone"
    assert "(facultatif)" not in asked
    assert Poll.objects.get().state == "open"


def test_a_count_of_zeros_gives_no_result(met, settings):
    _, _, page = counting(met, settings, **zeros(0, 3))
    assert page.status_code == 422
    assert "Zéro voix partout n’est pas un résultat" in said(page)
    assert Poll.objects.get().state == "open"


def test_what_is_left_empty_in_a_count_is_read_back_before_it_is_a_zero(met, settings):
    client, poll, page = counting(met, settings, votes_0_0=30, votes_0_2=10)
    assert "Rien n’était écrit pour : Contre. Cette case compte maintenant 0 voix" in said(page)
    assert Poll.objects.get().state == "open"
    sent = read_in(page)
    assert {name: sent[name] for name in sent if name != "lu"} == {
        "votes_0_0": "30",
        "votes_0_1": "0",
        "votes_0_2": "10",
    }
    assert "30 pour, 0 contre" in said(client.post(at(met, poll, "/compte"), sent, follow=True))


def test_a_show_of_hands_asks_for_nothing_that_only_a_paper_can_be(met, settings):
    client, poll, page = counting(met, settings, votes_0_0=30, votes_0_1=5, votes_0_2=5)
    page = client.post(at(met, poll, "/compte"), read_in(page))
    assert Poll.objects.get().counted.counts == {"tous": {"for": 30, "against": 5, "abstain": 5}}
    shown = plain(client.get(page["Location"]))
    assert "Pour" in shown
    assert not re.search("Blanc|Nul", shown)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"votes_0_0": 20, "votes_0_1": 41, "votes_0_2": 0}, ["votes_0_1"]),
        ({"votes_0_0": 30, "votes_0_1": 11, "votes_0_2": 0}, []),  # of their total: above them all
    ],
)
def test_more_than_were_there_is_said_on_the_number_that_is_too_great(met, settings, typed, field):
    _, _, page = counting(met, settings, **typed)
    assert page.status_code == 422
    errors = re.findall(r'id="id_(votes_0_\d)_error"', page.text)
    assert errors == field
    assert "présentes ou représentées : leur total est de 40 au plus." in said(page)
    assert Poll.objects.get().state == "open"


def test_voices_that_a_count_leaves_out_are_read_before_it_decides(met, settings):
    """Confirmed over the number that was read, and no other."""
    client, poll, page = counting(met, settings, votes_0_0=30, votes_0_1=4, votes_0_2=4)
    assert "2 voix présentes ne sont pas comptées, sur 40" in plain(page)
    assert Poll.objects.get().state == "open"
    sent = read_in(page)
    page = client.post(at(met, poll, "/compte"), sent | {"votes_0_2": "5"})
    assert "1 voix présente n’est pas comptée, sur 40" in plain(page)
    assert Poll.objects.get().state == "open"
    client.post(at(met, poll, "/compte"), sent)
    assert Poll.objects.get().counted.counts == {"tous": {"for": 30, "against": 4, "abstain": 4}}


def test_papers_that_nobody_dropped_are_read_too_and_names_that_may_be_fewer_are_not(met, settings):
    _, poll, page = counting(met, settings, method=PAPER, **{f"votes_0_{n}": 3 for n in range(5)})
    assert "25 voix présentes ne sont pas comptées" in plain(page)
    with arranging():
        Poll.objects.update(state="void")
    client, poll, page = counting(met, settings, kind=ELECTION, **{f"votes_0_{n}": 3 for n in range(3)})
    assert "ne sont pas comptées" not in plain(page)
    client.post(at(met, poll, "/compte"), read_in(page))
    assert Poll.objects.get(pk=poll.pk).state == "counted"


def test_what_is_not_a_number_of_votes_is_said_in_our_words(met, settings):
    for typed, sentence in (("-1", "écrivez 0 ou plus"), ("dix", "en chiffres"), ("9999999", "trop grand")):
        with arranging():
            Poll.objects.filter(state="open").update(state="void")
        _, _, page = counting(met, settings, votes_0_0=typed)
        assert page.status_code == 422
        assert sentence in said(page)


def test_a_consent_by_hands_counts_objections_and_shows_nothing_else(met, settings):
    client, poll, page = counting(met, settings, kind=CONSENT)
    assert page.status_code == 422
    assert "Écrivez combien de voix s’opposent : 0 si personne ne s’oppose." in said(page)
    assert Poll.objects.get().state == "open"
    page = proclaimed(client, at(met, poll, "/compte"), {"votes_0_0": "0"}, follow=True)
    assert "Adopté : personne ne s’y oppose." in said(page)
    assert "0 objection" in said(page)
    assert "seules les objections se comptaient" in said(page)
    assert "Pas d’objection" not in said(page)


@pytest.mark.parametrize(("method", "state"), [(HANDS, "counted"), (OPEN, "open")])
def test_a_count_that_cannot_be_written_is_not_offered(met, settings, method, state):
    poll, _ = opened(met, method)
    if state == "counted":
        operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": {"for": 3}}, now=NOW)
    page = entered_as(met.secretary, settings).get(at(met, poll, "/compte"))
    assert page.status_code == 409
    assert "votes_0_0" not in page.text


# The answer ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["", "confirmer"])
@pytest.mark.parametrize("method", [OPEN, SECRET])
def test_a_voter_who_chose_nothing_is_asked_to_choose(met, settings, method, step):
    poll, _ = opened(met, method)
    client = entered_as(alone(met), settings)
    nonce = nonce_in(client.get(at(met, poll, "/bulletin")))
    page = client.post(at(met, poll, "/bulletin"), {"nonce": nonce, "etape": step})
    assert page.status_code == 409
    assert "Choisissez une réponse parmi celles du bulletin" in said(page)
    assert not OpenVote.objects.exists()
    assert not Ballot.objects.exists()


def test_each_voice_that_is_carried_has_its_answer(met, settings):
    poll, _ = opened(met, OPEN)
    client = entered_as(holder(met), settings)
    page = client.post(at(met, poll, "/bulletin"), {"repartir": "1", "choix-1": "for", "etape": "confirmer"})
    assert page.status_code == 409
    assert "Choisissez une réponse pour chacune de vos voix" in said(page)
    assert not OpenVote.objects.exists()


def test_where_names_are_ticked_no_name_is_read_back_as_blank_then_said(met, settings):
    poll, _ = opened(met, SECRET, kind=ELECTION)
    client = entered_as(alone(met), settings)
    nonce = nonce_in(client.get(at(met, poll, "/bulletin")))
    page = client.post(at(met, poll, "/bulletin"), {"nonce": nonce})
    assert "Vous votez : Blanc" in said(page)
    assert '<input type="hidden" name="choix" value="-">' in page.text
    assert client.post(at(met, poll, "/bulletin"), {"nonce": nonce, "etape": "confirmer"}).status_code == 409
    assert not Ballot.objects.exists()
    sent = {"nonce": nonce, "etape": "confirmer", "choix": "-"}
    assert "Votre bulletin est dans l’urne" in said(client.post(at(met, poll, "/bulletin"), sent))


@pytest.mark.parametrize("sent", [{}, {"choix": ""}])
def test_a_name_that_is_called_without_an_answer_writes_nothing(met, settings, sent):
    poll, _ = opened(met, CALL)
    mark = RollMark.objects.filter(poll=poll).select_related("entry__person").first()
    page = entered_as(met.secretary, settings).post(at(met, poll, "/appel"), {"voix": str(mark.pk), **sent})
    assert page.status_code == 409
    assert f"Choisissez une réponse pour {mark.entry.person}" in said(page)
    assert not OpenVote.objects.exists()


def test_a_blank_vote_is_said_when_a_name_is_called_in_an_election(met, settings):
    poll, _ = opened(met, CALL, kind=ELECTION)
    mark = RollMark.objects.filter(poll=poll).first()
    client = entered_as(met.secretary, settings)
    assert 'name="choix" value="-">Blanc</button>' in client.get(at(met, poll)).text
    client.post(at(met, poll, "/appel"), {"voix": str(mark.pk), "choix": "-"})
    assert OpenVote.objects.get(mark=mark).choices == []


# An election ---------------------------------------------------------------------------------------------------------


def electing(met, settings, **more):
    asked = {
        "kind": "election",
        "method": "paper",
        "question": "Qui siège ?",
        "places": "2",
        "candidates": "Anne\nYves",
    }
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['conseil'].pk}/voter"
    return entered_as(met.secretary, settings).post(address, asked | more)


@pytest.mark.parametrize(
    ("candidates", "sentence"),
    [
        ("Anne ; F ; demain", "« demain » n’est pas une date : écrivez par exemple 1970-01-31."),
        ("Anne ; F ; 31/02/1970", "« 31/02/1970 » n’est pas une date"),
        ("Anne ; F ; 2999-01-01", "elle vient après cette réunion"),
        ("Anne ; Z", "« Z », pour Anne, n’est pas un genre : écrivez F, H ou X."),
        ("Anne ; F ; 1970-01-31 ; Rennes", "dit trop de choses"),
        ("; F", "Il manque un nom"),
        ("A" * 121, "120 caractères au plus"),
        ("Liste : " + "L" * 81, "80 caractères au plus"),
        ("", "Écrivez au moins un nom"),
    ],
)
def test_a_candidate_that_cannot_be_read_keeps_the_form_as_it_was_typed(met, settings, candidates, sentence):
    page = electing(met, settings, candidates=candidates, question="Qui siège au conseil en 2027 ?")
    assert page.status_code == 422
    form = page.context["form"]
    assert sentence in " ".join(form.errors["candidates"])
    assert sentence in said(page)
    assert form["candidates"].value() == candidates
    assert "Qui siège au conseil en 2027 ?" in said(page)
    assert not Poll.objects.exists()


def test_a_date_of_birth_is_read_as_people_write_it(met, settings):
    electing(met, settings, candidates="Anne ; F ; 31/01/1970\nYves ; h ; 1980-02-03", oldest_wins="on", parity="on")
    rows = Poll.objects.get().candidates.order_by("rank")
    assert [(one.name, one.gender, one.born.isoformat()) for one in rows] == [
        ("Anne", "F", "1970-01-31"),
        ("Yves", "M", "1980-02-03"),
    ]


WRONG = {
    "method": ["", "telepathy"],
    "question": ["", "Q" * 301],
    "text": ["T" * 10_001],
    "places": ["", "0", "201", "deux"],
    "seat": ["somewhere"],
    "candidates": ["", "C" * 10_001],
    "scrutineers": ["nobody"],
    "threshold": ["1", "99", "deux"],
    "kind": ["", "lottery"],
}


@pytest.mark.parametrize(("field", "typed"), [(field, typed) for field, every in WRONG.items() for typed in every])
def test_every_error_of_the_form_is_in_our_words_and_says_what_would_be_right(met, settings, field, typed):
    page = electing(met, settings, **{field: typed})
    assert page.status_code == 422
    (sentence,) = page.context["form"].errors[field]
    assert not is_of_django(sentence)
    assert re.search(r"(?i)[ée]cri(?:s|v)|chois|dites|au (?:moins|plus)|quelqu’un", sentence)
    assert not Poll.objects.exists()


@pytest.mark.parametrize("form", [VoidForm, ShareForm])
def test_the_short_forms_say_it_too(form):
    for typed in ("", "x" * 301):
        bound = form(dict.fromkeys(form.base_fields, typed))
        assert bound.errors
        assert not [one for sentences in bound.errors.values() for one in sentences if is_of_django(one)]


def is_of_django(sentence):
    """What a field says of itself in French, where nobody wrote anything else."""
    return sentence.startswith(("Ce champ", "Assurez-vous", "Sélectionnez", "Saisissez"))


# The way back --------------------------------------------------------------------------------------------------------


def ways(page):
    """What a refusal offers to press: words, and where they lead."""
    found = said(page).split('class="refusal"')[1].split("</section>")[0]
    return {word: where for where, word in re.findall(r'href="([^"]+)">([^<]+)<', found)}


@pytest.mark.parametrize(
    ("last", "asked"), [("/ouvrir", {}), ("/clore", {}), ("/compte", {}), ("/appel", "voix"), ("/bulletins.pdf", None)]
)
def test_who_holds_the_sitting_goes_back_from_a_refusal_to_the_vote_and_to_the_room(met, settings, last, asked):
    poll, _ = opened(met, CALL if asked == "voix" else HANDS)
    client = entered_as(met.secretary, settings)
    typed = {"voix": str(poll.marks.first().pk)} if asked == "voix" else asked
    page = client.get(at(met, poll, last)) if asked is None else client.post(at(met, poll, last), typed)
    if last == "/compte":  # refused in the form; then by the vote, once it is counted
        operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": {"for": 3}}, now=NOW)
        page = client.post(at(met, poll, last), {"votes_0_0": "3"})
    assert page.status_code == 409
    assert ways(page)["Revenir au vote"] == at(met, poll)
    room = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/salle?point={poll.item_id}"
    assert ways(page)["Revenir à la salle"] == room
    assert client.get(room).status_code == 200


def test_a_voter_goes_back_to_the_ballot_the_vote_and_the_meeting(met, settings):
    poll, _ = opened(met, OPEN)
    client = entered_as(alone(met), settings)
    found = ways(client.post(at(met, poll, "/bulletin"), {}))
    assert found["Revenir au bulletin"] == at(met, poll, "/bulletin")
    assert found["Revenir au vote"] == at(met, poll)
    assert found["Revenir à la réunion"] == f"/{met.grouping.slug}/reunions/{met.meeting.pk}"
    assert all(client.get(where).status_code == 200 for where in found.values() if where != "/")
    found = ways(client.post(at(met, poll, "/clore")))
    assert "Revenir au vote" in found
    assert "Revenir à la salle" not in found


def test_who_may_not_put_to_the_vote_goes_back_to_the_meeting(met, settings):
    address = f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items['comptes'].pk}/voter"
    found = ways(entered_as(alone(met), settings).get(address))
    assert found["Revenir à la réunion"] == f"/{met.grouping.slug}/reunions/{met.meeting.pk}"


def test_whoever_does_not_see_a_vote_is_led_nowhere_near_it(met, settings):
    poll, _ = opened(met, OPEN)
    with arranging():
        stranger = PersonFactory()
    page = entered_as(stranger, settings).post(at(met, poll, "/clore"))
    assert page.status_code == 404
    assert str(poll.pk) not in page.text


# A vote that was given up ---------------------------------------------------------------------------------------------


def chosen(client, met, item):
    """The way of voting that the form proposes, and the whole of it."""
    page = client.get(f"/{met.grouping.slug}/reunions/{met.meeting.pk}/points/{met.items[item].pk}/voter")
    (method,) = re.findall(r'name="method" value="(\w+)"[^>]* checked', page.text)
    return method, page


@pytest.mark.parametrize("method", [SECRET, PAPER, OPEN])
def test_a_vote_that_was_given_up_is_held_again_in_the_same_way(met, settings, method):
    client = entered_as(met.secretary, settings)
    assert chosen(client, met, "comptes")[0] == HANDS
    poll, _ = opened(met, method)
    assert chosen(client, met, "comptes")[0] == HANDS, "it is under way still"
    operations.void_poll(actor=met.actor(), poll=poll, reason="Question mal posée.", now=NOW)
    assert chosen(client, met, "comptes")[0] == method
    assert chosen(client, met, "conseil")[0] == HANDS, "of another point"


def test_an_election_that_somebody_wanted_secret_is_held_again_in_secret(met, settings):
    poll, _ = opened(met, HANDS, kind=ELECTION)
    operations.ask_secret_ballot(actor=met.actor(alone(met)), poll=poll, now=NOW)
    assert chosen(entered_as(met.secretary, settings), met, "conseil")[0] == SECRET


def test_those_who_keep_the_box_are_asked_for_where_the_vote_is_secret(met, settings):
    client = entered_as(met.secretary, settings)
    page = chosen(client, met, "comptes")[1]
    legend = re.search(r"<legend>Qui tient l’urne.*?</legend>", page.text).group()
    assert "facultatif" not in legend and "de 2 à 9 personnes" in plain(page)
    where, typed = page.request["PATH_INFO"], {"kind": "resolution", "question": "Les comptes ?", "text": "Approuvés."}
    refused = client.post(where, typed | {"method": SECRET.value, "threshold": 2})
    assert refused.status_code == 422 and "De 2 à 9 personnes tiennent l’urne." in plain(refused)
    assert client.post(where, typed | {"method": HANDS.value}).status_code == 302, "nobody keeps a box otherwise"
