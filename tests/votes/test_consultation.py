"""A written consultation, by its verbs from one end to the other: nobody comes, and those who answer are those who count."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from kevread.attendance.models import QuorumCheck
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Decision
from kevread.meetings import operations
from kevread.meetings.models import Meeting
from kevread.meetings.queries.wording import when
from kevread.meetings.rules.life import State
from kevread.sittings.operations.holding import begin, check_quorum, close_meeting, open_meeting
from kevread.sittings.operations.minutes import draft_minutes
from kevread.sittings.queries.room import room_now
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark
from kevread.votes.operations import cast_open, close_poll, enter_count, put_to_vote
from kevread.votes.operations.polls import Question
from tests.clients import entered_as
from tests.conftest import NOW as SENT
from tests.conftest import arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.polling import (
    CONSENT,
    OPEN,
    PAPER,
    RESOLUTION,
    SECRET,
    all_read,
    closed_at_end,
    drop,
    opened,
    under_way,
    voters,
)
from tests.gatherings.screens import of_meeting
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
STARTS = SENT + timedelta(days=10)
ENDS = STARTS + timedelta(days=5)


def consulted(settings: dict | None = None) -> Gathering:
    """The board of twelve is consulted for five days: planned, written, convened, opened, begun by the verbs."""
    with arranging():
        met = gathering(body="board", state=State.CONVENED, settings=settings)
    actor = met.actor()
    met.meeting = operations.plan_meeting(
        actor=actor, body=met.board, starts_at=STARTS, ends_at=ENDS, now=SENT, mode=Meeting.Mode.WRITTEN
    )
    point = operations.Point("decision", "Accueillir la caravane", "Le conseil accueille la caravane.")
    met.items = {"comptes": operations.add_item(actor=actor, meeting=met.meeting, point=point, now=SENT)}
    operations.set_agenda(actor=actor, meeting=met.meeting, now=SENT)
    met.notice = operations.convene(actor=actor, meeting=met.meeting, now=SENT)
    open_meeting(actor=actor, meeting=met.meeting, chair=met.president, secretary=met.secretary, now=STARTS)
    met.meeting = begin(actor=actor, meeting=met.meeting, now=STARTS)
    met.entries = list(met.meeting.roll.filter(votes__gt=0).select_related("person").order_by("pk"))
    return met


def question(met: Gathering, method: str, kind: str = RESOLUTION) -> Question:
    item = met.items["comptes"]
    return Question(item=item, kind=kind, method=method, question=item.title, text=item.text)


def asked(met: Gathering, method: str = OPEN, kind: str = RESOLUTION) -> Poll:
    return put_to_vote(actor=met.actor(), asked=question(met, method, kind), now=STARTS)


def answer(met: Gathering, poll: Poll, number: int, choice: str = "for") -> None:
    for voter, _ in voters(met, poll)[:number]:
        cast_open(actor=voter, poll=poll, choices=[choice], now=STARTS)


def test_it_begins_where_the_articles_ask_for_a_quorum():
    met = consulted()
    assert met.meeting.stage is State.IN_PROGRESS
    assert not QuorumCheck.objects.exists()
    with pytest.raises(Refused, match="sur les réponses"):
        check_quorum(actor=met.actor(), meeting=met.meeting, now=STARTS)


@pytest.mark.parametrize(
    ("answers", "verdict", "shown"),
    [
        (5, "no_quorum", "5 membres sur 12 ; il en fallait 6 au moins, il en manque 1"),
        (6, "adopted", "6 membres sur 12 ; il en fallait 6 au moins"),
    ],
)
def test_its_quorum_is_counted_on_the_answers_at_the_end_of_the_vote(answers, verdict, shown):
    met = consulted()
    poll = asked(met)
    answer(met, poll, answers)
    poll = closed_at_end(met, poll)
    assert poll.result["answer"]["verdict"] == verdict
    check = QuorumCheck.objects.get(meeting=met.meeting)
    assert (check.shown, check.met, check.occasion, check.present) == (shown, answers == 6, "answers", answers)
    assert Decision.objects.filter(meeting=met.meeting).exists() is (answers == 6)
    assert (
        close_meeting(actor=met.actor(), meeting=met.meeting, now=ENDS, seen=all_read(met.meeting)).stage
        is State.CLOSED
    )


def test_its_page_counts_nobody_who_comes_and_says_what_was_not_voted(settings):
    met = consulted()
    client = entered_as(met.secretary, settings)
    page = words(client.get(of_meeting("meeting", met)))
    assert "personne vient" not in page and "encore venir" not in page
    close_meeting(actor=met.actor(), meeting=met.meeting, now=ENDS, seen=all_read(met.meeting))
    assert "Non voté" in words(client.get(of_meeting("meeting", met)))


def test_its_minutes_say_the_quorum_of_the_answers_and_that_nobody_was_absent():
    met = consulted()
    poll = asked(met)
    answer(met, poll, 7)
    closed_at_end(met, poll)
    meeting = close_meeting(actor=met.actor(), meeting=met.meeting, now=ENDS, seen=all_read(met.meeting))
    version = draft_minutes(actor=met.actor(), meeting=meeting, now=ENDS)
    said = text_of(PdfReader(BytesIO(bytes(version.content.file))))
    assert "Quorum compté sur les réponses, à la fin de ce vote : 7 membres sur 12 ; il en fallait 6 au moins." in said
    assert "Consulté·es" in said
    assert "Absent" not in said
    assert "émargement" not in said
    assert meeting.minutes.sheet is None


@pytest.mark.parametrize(("answers", "verdict"), [(0, "no_quorum"), (5, "no_quorum"), (6, "adopted")])
def test_nobody_consents_by_saying_nothing(answers, verdict):
    met = consulted()
    poll = asked(met, kind=CONSENT)
    answer(met, poll, answers, "agree")
    poll = closed_at_end(met, poll)
    assert poll.result["answer"]["verdict"] == verdict
    assert poll.result["file"] == {"kind": "consent", "present": answers, "objections": 0}
    assert Decision.objects.filter(meeting=met.meeting).exists() is (answers == 6)


def test_without_a_quorum_in_the_articles_silence_still_adopts_nothing():
    met = consulted({"L1.11.quorum_board": "0"})
    poll = closed_at_end(met, asked(met, kind=CONSENT))
    assert poll.result["answer"]["verdict"] == "rejected"
    assert poll.result["said"] == "Rejeté : personne n’a répondu, et le silence n’est pas un consentement."


def test_answers_on_paper_are_counted_too():
    met = consulted()
    poll = asked(met, PAPER, CONSENT)
    with pytest.raises(Refused, match="On répond à cette consultation"):
        enter_count(actor=met.actor(), poll=poll, counts={"tous": {"agree": 7}}, now=STARTS)
    poll = enter_count(actor=met.actor(), poll=poll, counts={"tous": {"agree": 7}}, now=ENDS)
    assert (poll.result["answer"]["verdict"], poll.result["file"]["present"]) == ("adopted", 7)


def test_it_is_closed_at_its_hour_or_once_everybody_answered():
    met = consulted()
    poll = asked(met)
    answer(met, poll, 11)
    with pytest.raises(Refused, match="tout le monde n’a pas encore répondu"):
        close_poll(missing=99, actor=met.actor(), poll=poll, now=STARTS)
    answer(met, poll, 12)
    assert close_poll(missing=99, actor=met.actor(), poll=poll, now=STARTS).state == "counted"


def test_no_vote_opens_once_it_is_over():
    met = consulted()
    with pytest.raises(Refused, match="a pris fin"):
        put_to_vote(actor=met.actor(), asked=question(met, OPEN), now=ENDS + timedelta(minutes=1))


def test_nobody_raises_a_hand():
    met = consulted()
    with pytest.raises(Invalid) as refusal:
        asked(met, "show_of_hands")
    assert refusal.value.field == "method"


def spaced(said: str) -> str:
    return " ".join(said.split())


def over(met: Gathering, **hours) -> None:
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(**hours)
    met.meeting.refresh_from_db()


def test_whoever_answers_reads_until_when_and_not_after(settings):
    with arranging():
        met = gathering(body="board", state=State.IN_PROGRESS, mode="written")
        met.meeting.chair, met.meeting.secretary = met.president, met.secretary
        met.meeting.save()
    poll, _ = opened(met, OPEN)
    over(met, ends_at=SENT + timedelta(days=3))
    where = f"/{met.grouping.slug}/votes/{poll.pk}/bulletin"
    client = entered_as(met.entries[5].person, settings)
    assert spaced(f"on répond {when(met.meeting)}") in spaced(words(client.get(where)))
    over(met, starts_at=SENT - timedelta(days=3), ends_at=SENT - timedelta(days=1))
    assert "Confirmer" not in words(client.get(where))
    assert 'name="choix"' not in client.get(where).text
    late = client.post(where, {"choix": "for", "etape": "confirmer", "nonce": "n" * 20})
    assert late.status_code == 409
    assert "a pris fin" in words(late)
    assert not OpenVote.objects.exists()


@pytest.mark.parametrize("method", [OPEN, SECRET])
def test_the_verbs_look_at_the_hour_themselves_and_a_page_sent_again_has_its_answer(method):
    with arranging():
        met = gathering(body="board", state=State.IN_PROGRESS, mode="written")
        met.meeting.chair, met.meeting.secretary = met.president, met.secretary
        met.meeting.save()
    poll, _ = opened(met, method)
    over(met, ends_at=met.meeting.starts_at + timedelta(hours=1))
    poll.refresh_from_db()
    late = met.meeting.ends_at + timedelta(seconds=1)
    (first, marks), (second, others) = voters(met, poll)[:2]

    def cast(actor, lines, now):
        if method == SECRET:
            return drop(actor, poll, lines, "for", now=now).codes
        return [vote.choices for vote in cast_open(actor=actor, poll=poll, choices=["for"], now=now)]

    told = cast(first, marks, met.meeting.ends_at)
    with pytest.raises(Refused, match="a pris fin"):
        cast(second, others, late)
    assert cast(first, marks, late) == told
    assert OpenVote.objects.count() + Ballot.objects.count() == len(marks)
    assert not RollMark.objects.filter(poll=poll, marked=True, voter=second.person).exists()


def test_the_room_says_who_is_asked_and_until_when():
    met = consulted()
    said = spaced(room_now(met.meeting).said)
    assert said.startswith("Consultation écrite : 12 voix sont consultées, on répond jusqu’au")
    assert "compté sur les réponses" in said


def test_an_electronic_consent_counts_those_who_answered():
    """In the room too: what nobody touched was adopted « for 40 »."""
    with arranging():
        met = under_way()
    poll, _ = opened(met, OPEN, CONSENT)
    assert poll.terms["quorum"]["ratio"] == "1/4"
    poll = close_poll(missing=99, actor=met.actor(), poll=poll, now=poll.opened_at)
    assert (poll.result["answer"]["verdict"], poll.result["sum"]) == ("no_quorum", "0 < 10")
    assert not Decision.objects.exists()
