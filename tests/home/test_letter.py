"""The letter of the morning: asked for, true, once a day at most, stopped in one press."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Refused
from kevread.home.jobs import morning
from kevread.home.letter import LONGEST, letter_of
from kevread.home.models import MorningLetter
from kevread.home.operations import STOP, ask_for_letter, stop_letter, write_letter
from kevread.home.queries import letters_due
from kevread.mail.message import address_of, message_of, person_of, stop_address, stop_token
from kevread.mail.models import Dispatch
from kevread.mail.operations import stop_letters
from kevread.meetings.links import answer_path
from kevread.meetings.models import Reply, RollEntry
from kevread.meetings.queries.wording import hours
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.polling import OPEN, opened
from tests.gatherings.polling import under_way as voting
from tests.gatherings.worlds import IN_A_MONTH, Gathering, gathering
from tests.home.test_today import text_of
from tests.worlds import end, put

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 24, 6, tzinfo=UTC)  # in the time of the federation


@pytest.fixture
def met() -> Gathering:
    """A board that is convened: a member has not answered."""
    with arranging():
        return gathering(body="board", state=State.CONVENED, starts_at=IN_A_MONTH)


@pytest.fixture
def member(met):
    person = met.members[7].person
    with arranging():
        put(person, email="membre@exemple.fr")
    person.refresh_from_db()
    return person


@pytest.fixture
def asked(member) -> MorningLetter:
    return ask_for_letter(actor=actor_of(member, TODAY), person=member, now=SEVEN - timedelta(days=1))


def test_nobody_receives_it_who_did_not_ask(member):
    assert letters_due(SEVEN) == []
    morning()
    assert not Dispatch.objects.filter(person=member).exists()


def test_it_is_one_s_own(met, member):
    for actor in (actor_of(met.president, TODAY), NOBODY):
        with pytest.raises(Denied):
            ask_for_letter(actor=actor, person=member, now=SEVEN)
    letter = ask_for_letter(actor=actor_of(member, TODAY), person=member, now=SEVEN)
    for actor in (actor_of(met.president, TODAY), NOBODY):
        with pytest.raises(Denied):
            stop_letter(actor=actor, person=member, now=SEVEN)
    letter.refresh_from_db()
    assert letter.stopped_at is None
    with pytest.raises(Refused):
        ask_for_letter(actor=actor_of(member, TODAY), person=member, now=SEVEN)


def test_without_an_address_it_is_refused(met):
    person = met.members[8].person
    with arranging():
        put(person, email="")
    person.refresh_from_db()
    with pytest.raises(Refused, match="adresse"):
        ask_for_letter(actor=actor_of(person, TODAY), person=person, now=SEVEN)


def test_it_says_what_waits_and_why_with_a_link_for_each(asked, member, met):
    assert write_letter(letter=asked.pk, now=SEVEN)
    dispatch = Dispatch.objects.get(person=member)
    content = dispatch.content
    assert not dispatch.notice and dispatch.organisation == met.grouping
    text = content.text.replace("\xa0", " ")
    assert content.subject.replace("\xa0", " ") == "Une convocation attend votre réponse"
    assert text.startswith(f"Bonjour {member.given_name},")
    assert f"({hours(met.meeting)}, {met.meeting.place})".replace("\xa0", " ") in text
    assert "– Vous êtes convoqué·e : Conseil" in text and "Vous avez demandé cette lettre." in text
    labels = [label for label, _ in content.buttons]
    assert labels[0] == "Ouvrir ma page" and labels[1].startswith("Répondre : Conseil")
    message = message_of(dispatch, content)
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert "/lettre-du-matin/" in stop and stop in message.body


def test_a_vote_is_named_once_by_its_button():
    with arranging():
        met = voting()
    poll, _ = opened(met, OPEN)
    person = next(entry.person for entry in met.entries if entry.person not in (met.president, met.secretary))
    labels = [label for label, _ in letter_of(person, SEVEN).buttons]
    assert f"Voter : {poll.question}" in labels


def test_it_is_written_once_a_day(asked, member):
    assert [write_letter(letter=asked.pk, now=SEVEN + timedelta(hours=hours)) for hours in (0, 0, 4)] == [
        True,
        False,
        False,
    ]
    assert Dispatch.objects.filter(person=member).count() == 1
    assert letters_due(SEVEN) == []
    assert letters_due(SEVEN + timedelta(days=1)) == [asked.pk]
    assert write_letter(letter=asked.pk, now=SEVEN + timedelta(days=1))


def test_it_leaves_in_the_morning_alone(asked):
    hours = [hour for hour in range(24) if letters_due(datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=hour))]
    assert hours == [6, 7, 8, 9, 10]  # from seven to noon, an hour ahead of UTC


def test_where_nothing_waits_none_is_written(asked, member, met):
    with arranging():
        put(met.meeting, state=State.CANCELLED)
    assert letter_of(member, SEVEN) is None
    assert not write_letter(letter=asked.pk, now=SEVEN)
    assert not Dispatch.objects.filter(person=member).exists()


def test_who_holds_no_seat_any_more_is_told_nothing(asked, member, met):
    with arranging():
        for mandate in member.mandates.on(TODAY):
            end(mandate)
    assert actor_of(member, TODAY).hats == ()
    assert not write_letter(letter=asked.pk, now=SEVEN)
    assert not Dispatch.objects.filter(person=member).exists()


def test_it_is_stopped_on_one_s_page(asked, member, met, settings):
    client = entered_as(member, settings)
    page = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
    assert "Ne plus la recevoir" in text_of(page)
    assert client.post(reverse("home:letter"), {"stop": "1"}).status_code == 302
    assert not write_letter(letter=asked.pk, now=SEVEN)
    page = client.get(reverse("home:today", kwargs={"scale": met.grouping.slug}))
    assert "La recevoir" in text_of(page) and "Ne plus la recevoir" not in text_of(page)
    assert client.post(reverse("home:letter")).status_code == 302
    asked.refresh_from_db()
    assert asked.stopped_at is None
    assert Client().post(reverse("home:letter"), {"stop": "1"}).status_code in (302, 403)
    asked.refresh_from_db()
    assert asked.stopped_at is None


def test_who_holds_no_seat_asks_for_nothing(met, settings):
    with arranging():
        person = PersonFactory(email="personne@exemple.fr")
    for client in (entered_as(person, settings), Client()):
        assert client.post(reverse("home:letter")).status_code in (302, 404)
    assert not MorningLetter.objects.filter(person=person).exists()


def test_its_link_shows_on_get_and_stops_on_post_without_an_account(asked, member):
    address = reverse("home:stop_letter", kwargs={"token": stop_token(STOP, member.pk)})
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    asked.refresh_from_db()
    assert asked.stopped_at is None
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 302
    asked.refresh_from_db()
    assert asked.stopped_at is not None
    assert "ne part plus" in text_of(strict.get(address))
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 302  # twice is once
    assert not write_letter(letter=asked.pk, now=SEVEN)


def test_a_link_of_another_kind_stops_nothing(asked, member):
    other = stop_address(member.email).rpartition("/")[2]
    assert person_of(STOP, other) is None and address_of(stop_token(STOP, member.pk)) is None
    assert person_of("mail:stop", stop_token(STOP, member.pk)) is None
    for token in (other, "x", stop_token(STOP, member.pk)[:-1], stop_token(STOP, PersonFactory.build().pk)):
        assert Client().post(reverse("home:stop_letter", kwargs={"token": token})).status_code == 404
    asked.refresh_from_db()
    assert asked.stopped_at is None


def test_what_stops_every_letter_stops_this_one(asked, member):
    stop_letters(address=member.email, now=SEVEN)
    write_letter(letter=asked.pk, now=SEVEN)
    assert not Dispatch.objects.filter(person=member).exists()


def test_one_that_fails_holds_back_no_other(asked, member, met, monkeypatch):
    other = met.members[8].person
    with arranging():
        put(other, email="autre@exemple.fr")
    other.refresh_from_db()
    second = ask_for_letter(actor=actor_of(other, TODAY), person=other, now=SEVEN)
    real, tried = letter_of, []

    def failing(person, now):
        tried.append(person)
        if len(tried) == 1:
            raise ValueError("no")
        return real(person, now)

    monkeypatch.setattr("kevread.home.operations.letter_of", failing)
    monkeypatch.setattr("kevread.base.clock.now", lambda: SEVEN)
    with pytest.raises(ExceptionGroup):
        morning()
    assert len(tried) == 2 and Dispatch.objects.filter(person__in=(member, other)).count() == 1
    morning()
    assert Dispatch.objects.filter(person__in=(member, other)).count() == 2
    second.refresh_from_db()
    assert second.last_on == TODAY


def test_its_button_answers_without_signing_in_shown_on_get_noted_on_post(asked, member, met):
    write_letter(letter=asked.pk, now=SEVEN)
    content = Dispatch.objects.get(person=member).content
    (where,) = [url for label, url in content.buttons if label.startswith("Répondre")]
    assert "à vous seul·e" in content.text
    reply = Reply.objects.filter(entry__person=member)
    assert Client().get(where).status_code == 200
    assert not reply.exists()
    assert Client().post(where, {"je": "viens"}).status_code == 302
    assert reply.get().answer == Reply.Answer.COMING
    assert letter_of(member, SEVEN) is None


def test_each_seat_that_did_not_answer_has_its_own_button(asked, member, met):
    with arranging():
        line = RollEntry.objects.get(meeting=met.meeting, person=member)
        second = RollEntry.objects.create(
            meeting=met.meeting, person=member, represents=met.grouping, quality=line.quality, votes=1
        )
    letter = letter_of(member, SEVEN)
    found = {label: url for label, url in letter.buttons if label.startswith("Répondre")}
    assert len(found) == 2
    with arranging():
        Reply.objects.create(entry=line, answer=Reply.Answer.COMING, answered_at=SEVEN)
    left = [label for label, _ in letter_of(member, SEVEN).buttons if label.startswith("Répondre")]
    assert len(left) == 1 and f"pour {met.grouping.name}" in left[0]
    assert any(
        url.endswith(answer_path(second)) and f"pour {met.grouping.name}" in label for label, url in found.items()
    )


def test_where_nothing_is_to_answer_it_says_nothing_of_its_buttons(asked, member, met):
    with arranging():
        put(met.meeting, state=State.OPEN.value)
    letter = letter_of(member, SEVEN)
    assert letter is not None and "à vous seul·e" not in letter.text


def test_a_button_is_cut_between_two_words(met, member, asked):
    with arranging():
        put(met.meeting, title="Conseil extraordinairement long, " + "long, " * 20)
    labels = [label for label, _ in letter_of(member, SEVEN).buttons]
    (cut,) = [label for label in labels if label.endswith("…")]
    assert len(cut) <= LONGEST and cut.removesuffix("…").split()[-1] == "long,"
