"""Minutes are written, frozen, signed by two, approved later; what is signed is corrected by a further version only."""

from datetime import timedelta
from fractions import Fraction

import pytest

from kevread.attendance.models import Presence
from kevread.attendance.operations.presence import mark_left, mark_present
from kevread.base.stamped import stamp_of
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Overtaken
from kevread.common.reading import plain
from kevread.documents.models import Signature, Version
from kevread.journal.models import Act
from kevread.journal.queries import Head
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from kevread.sittings.models import Minutes
from kevread.sittings.operations.holding import begin, close_meeting, record_failure
from kevread.sittings.operations.minutes import (
    approve_minutes,
    archive_meeting,
    correct_minutes,
    draft_minutes,
    fill_in,
    is_signed,
    sign_minutes,
    version_of,
    write_minutes,
)
from kevread.sittings.queries.papers import minutes_paper, sign_in_paper
from kevread.sittings.queries.proceedings import CLOSING, OPENING
from kevread.tally.rules import Kind, Majority
from kevread.tally.rules.polls import CollegeTerms, ResolutionTerms
from kevread.tally.rules.recount import kept
from kevread.votes.models import Poll
from tests.conftest import TODAY, arranging
from tests.gatherings.polling import all_read
from tests.gatherings.worlds import TONIGHT, Gathering, gathering

pytestmark = pytest.mark.django_db
EMPTY = mark_of("")


def at(minutes: int):
    return TONIGHT + timedelta(minutes=minutes)


def built(state: State = State.IN_PROGRESS, **more) -> Gathering:
    with arranging():
        met = gathering(state=state, **more)
        Meeting.objects.filter(pk=met.meeting.pk).update(chair=met.president, secretary=met.secretary)
        met.meeting.refresh_from_db()
    return met


def doing(met: Gathering, minutes: int = 10, **more):
    return {"actor": met.actor(), "meeting": met.meeting, "now": at(minutes), **more}


@pytest.fixture
def signing(monkeypatch):
    """Any code of six digits is the right one: `documents` has its own tests of codes."""
    monkeypatch.setattr("kevread.documents.operations.signing.proven", lambda *a, **k: True)


def signed(met: Gathering) -> None:
    draft_minutes(**doing(met, 130))
    for person in (met.president, met.secretary):
        sign_minutes(**doing(met, 140, actor=met.actor(person), code="123456"))
    met.meeting.refresh_from_db()


def test_a_text_is_written_once_however_often_it_is_sent():
    met = built()
    part = str(met.items["cap"].pk)
    first = write_minutes(**doing(met, part=part, text="On parle du cap.  \r\n", base=EMPTY))
    acts = Act.objects.count()
    again = write_minutes(**doing(met, part=part, text="On parle du cap.", base=EMPTY))
    assert (first.changed, again.changed, again.digest) == (True, False, first.digest)
    assert Act.objects.count() == acts
    met.items["cap"].refresh_from_db()
    assert met.items["cap"].record == "On parle du cap."


def test_what_somebody_else_wrote_is_not_written_over():
    met = built()
    write_minutes(**doing(met, part=OPENING, text="Une première phrase.", base=EMPTY))
    with pytest.raises(Overtaken) as refusal:
        write_minutes(**doing(met, part=OPENING, text="Une autre.", base=EMPTY))
    assert refusal.value.current == "Une première phrase."
    met.meeting.refresh_from_db()
    assert met.meeting.opening_text == "Une première phrase."
    write_minutes(
        **doing(met, part=OPENING, text="Une première phrase. Une autre.", base=mark_of("Une première phrase."))
    )


def test_only_the_points_of_this_meeting_are_written():
    met, other = built(), built()
    with arranging():
        met.items["cap"].withdrawn = True
        met.items["cap"].save()
    for part in (str(other.items["cap"].pk), str(met.items["cap"].pk), "autre"):
        with pytest.raises(Refused, match="pas à l’ordre du jour"):
            write_minutes(**doing(met, part=part, text="…", base=EMPTY))
    with pytest.raises(Invalid, match="trop long"):
        write_minutes(**doing(met, part=OPENING, text="a" * 20_001, base=EMPTY))


def test_who_only_sits_writes_nothing():
    met = built()
    actor = actor_of(met.entries[30].person, TODAY)
    for verb, more in (
        (write_minutes, {"part": OPENING, "text": "a", "base": EMPTY}),
        (fill_in, {"part": OPENING}),
        (draft_minutes, {}),
        (archive_meeting, {}),
        (correct_minutes, {"part": OPENING, "text": "a", "corrects": "b"}),
        (approve_minutes, {"approved_in": met.meeting}),
    ):
        with pytest.raises(Denied):
            verb(**doing(met, actor=actor, **more))


def test_attendance_and_quorum_are_filled_in_at_the_press_of_a_button():
    met = built(State.OPEN)
    with pytest.raises(Refused, match="rien à reprendre"):
        fill_in(**doing(met, part=CLOSING))
    begin(**doing(met))
    write_minutes(**doing(met, part=OPENING, text="Bienvenue à tou·tes.", base=EMPTY))
    text = fill_in(**doing(met, part=OPENING)).text
    assert text.startswith("Bienvenue à tou·tes.\n\nLa séance est ouverte à 18 h 30.")
    assert "28 membres présents et 12 représentés, sur 40." in text
    assert text.endswith(
        "Quorum demandé : le quart des membres, pouvoirs compris. Il est atteint : "
        "40 membres sur 40 ; il en fallait 10 au moins."
    )
    assert not fill_in(**doing(met, part=OPENING)).changed


def test_a_result_is_filled_in_with_its_sum():
    met = built()
    with arranging():
        counted_poll(met)
    text = fill_in(**doing(met, part=str(met.items["comptes"].pk))).text
    assert text == (
        "« Approuver les comptes ». Pour : 30 ; contre : 5 ; abstention : 5. "
        "Adopté : la majorité demandée est atteinte."
    )


def counted_poll(met: Gathering) -> Poll:
    poll = Poll.objects.create(
        item=met.items["comptes"],
        number=1,
        question="Approuver les comptes",
        kind=Poll.Kind.RESOLUTION,
        method=Poll.Method.SHOW_OF_HANDS,
    )
    everybody = CollegeTerms("tous", Fraction(1), 40, 40, 0, 40, 40)
    put = ResolutionTerms(kind="resolution", voices=40, majority=Majority(Kind.SIMPLE), colleges=(everybody,))
    terms, result = plain(put), kept(put, {"tous": {"for": 30, "against": 5, "abstain": 5}})
    for values in (
        {"state": "open", "opened_at": at(20), "terms": terms},
        {"state": "closed", "closed_at": at(25)},
        {"state": "counted", "result": result},
    ):
        Poll.objects.filter(pk=poll.pk).update(**values, result_stamp=stamp_of(like(poll, **values)))
    return poll


def like(poll: Poll, **values: object) -> Poll:
    """That vote as it will stand."""
    found = Poll.objects.get(pk=poll.pk)
    for name, value in values.items():
        setattr(found, name, value)
    return found


def test_the_paper_says_who_came_when_for_whom_and_what_was_decided():
    met = built(State.OPEN)
    begin(**doing(met, 1))
    with arranging():
        counted_poll(met)
    late, early = met.proxies[0].giver, met.presences[-1].entry
    mark_present(**doing(met, 30, entry=late))
    mark_left(**doing(met, 45, entry=early))
    write_minutes(**doing(met, part=str(met.items["cap"].pk), text="On parle du cap.", base=EMPTY))
    close_meeting(**doing(met, 120, seen=all_read(met.meeting)))
    met.meeting.refresh_from_db()
    paper = minutes_paper(met.meeting)
    notes = {line.name: line.note for line in paper.attendance.present}
    assert notes[str(late.person)] == "arrivée à 19 h"
    assert notes[str(early.person)] == "départ à 19 h 15"
    assert len(paper.attendance.present) == 29
    assert len(paper.attendance.represented) in (10, 11)
    assert all(line.note.startswith("pouvoir à ") for line in paper.attendance.represented)
    assert paper.quorum.sum == "40 membres sur 40 ; il en fallait 10 au moins"
    vote = next(point for point in paper.points if point.votes).votes[0]
    assert (vote.outcome, vote.sum, vote.registered) == ("adopted", "30 pour, 5 contre", "40")
    assert [choice.votes for choice in vote.choices] == ["30", "5", "5"]
    debates = {point.title: point.debate for point in paper.points}
    assert debates["Le cap des trois prochaines années"] == "On parle du cap."
    undone = {title: debate for title, debate in debates.items() if debate.startswith("Non ")}
    assert undone == {met.items["budget"].title: "Non voté.", met.items["conseil"].title: "Non voté."}
    assert paper.convened.startswith("Convocation envoyée le 2 novembre 2026 par ")


def test_everybody_of_the_roll_stands_once_in_the_paper():
    met = built(State.CLOSED)
    told = minutes_paper(met.meeting).attendance
    names = [line.name for group in (told.present, told.represented, told.excused, told.absent) for line in group]
    assert sorted(names) == sorted(str(entry.person) for entry in met.entries)
    sheet = sign_in_paper(met.meeting)
    assert sum(len(group.lines) for group in sheet.groups) == 40
    assert sum(bool(line.proxy_to) for group in sheet.groups for line in group.lines) == 12


def test_a_failure_of_quorum_has_its_own_record(signing):
    met = built(State.OPEN, represented=0)
    with arranging():
        Presence.objects.filter(entry__in=met.entries[6:]).delete()
    record_failure(**doing(met, 31))
    met.meeting.refresh_from_db()
    signed(met)
    version = version_of(met.meeting)
    assert (met.meeting.stage, version.document.kind, is_signed(version)) == (State.FAILED, "no_quorum", True)
    assert not Meeting.objects.held().filter(pk=met.meeting.pk).exists()
    with pytest.raises(Refused, match="déjà une signature"):
        write_minutes(**doing(met, 200, part=OPENING, text="Réécrit.", base=EMPTY))
    assert version.data["quorum"] == {
        "rule": "Quorum demandé : le quart des membres, pouvoirs compris.",
        "sum": "6 membres sur 40 ; il en fallait 10 au moins, il en manque 4",
        "met": False,
    }
    assert version.data["agenda"][0] == "Rapport moral et d’activité"


def test_two_signatures_make_them_signed_and_one_stops_the_pen(signing):
    met = built(State.CLOSED)
    draft_minutes(**doing(met, 130))
    sign_minutes(**doing(met, 140, actor=met.actor(met.president), code="123456"))
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.DRAFTED
    for verb, more in ((write_minutes, {"part": OPENING, "text": "a", "base": EMPTY}), (draft_minutes, {})):
        with pytest.raises(Refused, match="déjà une signature"):
            verb(**doing(met, 141, **more))
    sign_minutes(**doing(met, 142, code="123456"))
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.SIGNED
    assert Act.objects.filter(verb="sittings.sign_minutes").count() == 2


def test_only_the_two_who_were_named_sign(signing):
    met = built(State.CLOSED)
    with pytest.raises(Refused, match="pas encore établi"):
        sign_minutes(**doing(met, code="123456"))
    draft_minutes(**doing(met, 130))
    with pytest.raises(Denied):
        sign_minutes(**doing(met, 140, actor=actor_of(met.entries[3].person, TODAY), code="123456"))


def test_they_are_drafted_again_before_the_first_signature():
    met = built(State.CLOSED)
    first = draft_minutes(**doing(met, 130))
    with pytest.raises(Refused, match="Rien n’a changé"):
        draft_minutes(**doing(met, 130))
    write_minutes(**doing(met, 131, part=CLOSING, text="On se quitte.", base=EMPTY))
    second = draft_minutes(**doing(met, 132))
    assert (first.number, second.number, second.document) == (1, 2, first.document)
    assert Minutes.objects.get().document == first.document


def test_the_head_of_the_journal_is_printed_and_is_no_change_by_itself(monkeypatch):
    heads = iter([Head(7, "abc", at(0)), Head(8, "def", at(1))])
    monkeypatch.setattr("kevread.sittings.operations.minutes.head", lambda: next(heads))
    met = built(State.CLOSED)
    version = draft_minutes(**doing(met, 130))
    assert version.data["annexes"][-1] == "Journal de la fédération, scellé n° 7 : abc"
    with pytest.raises(Refused, match="Rien n’a changé"):
        draft_minutes(**doing(met, 131))


@pytest.mark.parametrize("state", [State.OPEN, State.IN_PROGRESS, State.CONVENED, State.APPROVED])
def test_they_are_drafted_once_the_sitting_is_over(state):
    met = built(state)
    with pytest.raises(Refused, match="une fois la séance terminée"):
        draft_minutes(**doing(met))


def test_a_sitting_without_a_chair_has_nobody_to_sign():
    met = built(State.CLOSED)
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(chair=None)
    with pytest.raises(Refused, match="personne ne peut signer"):
        draft_minutes(**doing(met))


def test_the_next_meeting_of_the_body_approves_them(signing):
    met = built(State.CLOSED)
    with pytest.raises(Refused, match="une fois signé"):
        approve_minutes(**doing(met, approved_in=met.meeting))
    signed(met)
    with arranging():
        later = Meeting.objects.create(
            body=met.meeting.body,
            starts_at=at(60 * 24 * 30),
            ends_at=at(60 * 24 * 30 + 60),
            state=State.CONVENED.value,
        )
    for wrong in (met.meeting, later):
        with pytest.raises(Invalid):
            approve_minutes(**doing(met, 150, approved_in=wrong))
    with arranging():
        Meeting.objects.filter(pk=later.pk).update(state=State.IN_PROGRESS.value, opened_at=later.starts_at)
    later.refresh_from_db()
    approve_minutes(**doing(met, 60 * 24 * 30 + 5, approved_in=later, remarks="Une faute de frappe."))
    met.meeting.refresh_from_db()
    kept = Minutes.objects.get(meeting=met.meeting)
    assert (met.meeting.stage, kept.approved_in, kept.remarks) == (State.APPROVED, later, "Une faute de frappe.")
    archive_meeting(**doing(met, 60 * 24 * 31))
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.ARCHIVED


def test_a_meeting_whose_signatures_did_not_move_it_follows_with_its_next_gesture(signing):
    """Of those signed before a signature moved its meeting."""
    met = built(State.CLOSED)
    signed(met)
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=State.DRAFTED.value)
    met.meeting.refresh_from_db()
    correct_minutes(**doing(met, 150, part=OPENING, text="Le nom était faux.", corrects="Un nom."))
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.SIGNED


def test_after_signature_a_further_version_corrects_and_the_first_stays(signing):
    met = built(State.CLOSED)
    with pytest.raises(Refused, match="une fois signé"):
        correct_minutes(**doing(met, part=OPENING, text="a", corrects="b"))
    signed(met)
    first = version_of(met.meeting)
    with pytest.raises(Refused):
        write_minutes(**doing(met, 145, part=OPENING, text="Réécrit.", base=EMPTY))
    with pytest.raises(Invalid) as nothing:
        correct_minutes(**doing(met, 150, part=OPENING, text="", corrects="Rien"))
    with pytest.raises(Invalid) as silent:
        correct_minutes(**doing(met, 150, part=OPENING, text="Un nom.", corrects="  "))
    assert (nothing.value.field, silent.value.field) == ("text", "corrects")
    second = correct_minutes(**doing(met, 150, part=OPENING, text="Le nom était faux.", corrects="Un nom mal écrit."))
    assert (second.number, second.corrects) == (2, "Un nom mal écrit.")
    assert second.data["corrects"] == "Un nom mal écrit."
    assert is_signed(first)
    assert not is_signed(second)
    assert Version.objects.get(pk=first.pk).sha256 == first.sha256
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=State.APPROVED.value)
    with pytest.raises(Refused, match="attend ses signatures"):
        archive_meeting(**doing(met, 160))


def test_signatures_written_by_another_hand_than_the_servers_sign_nothing(signing):
    """With the secret of the application, its triggers on: the minutes wait for those who are to sign, who draft them again."""
    met = built(State.CLOSED)
    draft_minutes(**doing(met, 130))
    version = version_of(met.meeting)
    with arranging():
        for asked in version.asked.all():
            Signature.objects.create(
                version=version,
                person=asked.person,
                person_name=str(asked.person),
                rank=asked.rank,
                quality=asked.quality,
                organisation=met.grouping,
                method="totp",
                sha256=version.sha256,
                signed_at=at(140),
            )
    assert not is_signed(version)
    with pytest.raises(Refused, match="attend encore une signature"):
        correct_minutes(**doing(met, 150, part=OPENING, text="a", corrects="b"))
    write_minutes(**doing(met, 145, part=OPENING, text="Repris.", base=EMPTY))
    assert draft_minutes(**doing(met, 150)).number == 2
    for person in (met.president, met.secretary):
        sign_minutes(**doing(met, 160, actor=met.actor(person), code="123456"))
    assert is_signed(version_of(met.meeting))
