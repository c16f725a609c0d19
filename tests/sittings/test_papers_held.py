"""What minutes carry: the sign-in sheet, each college's verdict, votes given up and why, the quorum found at each vote;
and the record of a count, frozen with it."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from kevread.attendance.operations.presence import mark_left
from kevread.common.errors import Denied
from kevread.common.marks import mark_of
from kevread.documents.contracts import as_data
from kevread.documents.models import Document, SignatureAsked, Version
from kevread.documents.operations.keeping import frozen_from
from kevread.documents.rendering import UnsetError
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.sittings.models import Minutes
from kevread.sittings.operations.holding import check_quorum, close_meeting
from kevread.sittings.operations.minutes import draft_minutes, fill_in, write_minutes
from kevread.sittings.queries.extract import extract_paper
from kevread.sittings.queries.papers import minutes_paper, sign_in_paper
from kevread.sittings.queries.proceedings import proceedings, sentences
from kevread.sittings.queries.signed import differing
from kevread.sittings.views.projection import of_counted
from kevread.votes import operations
from kevread.votes.models import Poll
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.polling import CONSENT, HANDS, NOW, PAPER, SECRET, all_read, drop, opened, under_way, voters
from tests.gatherings.screens import SIGNS
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=20)


def count(here, poll, votes=None, **more):
    votes = votes or {"tous": {"for": 30, "against": 10}}
    return operations.enter_count(actor=here.actor(), poll=poll, counts=votes, now=LATER, **more)


def closed(here):
    here.meeting.refresh_from_db()
    close_meeting(actor=here.actor(), meeting=here.meeting, now=NOW + timedelta(hours=1), seen=all_read(here.meeting))
    here.meeting.refresh_from_db()
    return here.meeting


def drafted(here) -> Version:
    return draft_minutes(actor=here.actor(), meeting=closed(here), now=NOW + timedelta(hours=2))


def read(version: Version) -> str:
    return text_of(PdfReader(BytesIO(bytes(version.content.file))))


def votes_in(meeting):
    return [vote for point in minutes_paper(meeting).points for vote in point.votes]


# The sign-in sheet ---------------------------------------------------------------------------------------------------


def test_minutes_carry_the_sheet_they_announce_and_say_its_digest(met):
    late, gone = met.entries[0], met.entries[1]
    mark_left(actor=met.actor(), meeting=met.meeting, entry=gone, now=LATER)
    said = read(drafted(met))
    kept = Minutes.objects.get(meeting=met.meeting)
    assert kept.sheet.document.kind == "sign_in"
    assert f"SHA-256 {kept.sheet.sha256}" in said.replace("- ", "-")
    annex = said.split("Annexe ")[-1]
    assert "Feuille d’émargement et pouvoirs" in annex
    for entry in met.entries:
        assert str(entry.person) in annex
    assert "départ à 19 h 20" in annex
    assert f"{met.proxies[0].holder.person} par pouvoir" in annex
    assert str(late.person) in read(kept.sheet)


def test_whoever_did_not_come_is_absent_once_the_sitting_is_over():
    with arranging():
        here = gathering(state=State.CLOSED, represented=0)
        here.presences[-1].delete()
    lines = {line.name: line.attendance for group in sign_in_paper(here.meeting).groups for line in group.lines}
    assert lines[str(here.entries[-1].person)] == "absence"
    assert lines[str(here.entries[0].person)] == "présence"


def test_drafted_again_the_sheet_has_a_version_only_when_it_changed(met):
    drafted(met)
    first = Minutes.objects.get(meeting=met.meeting).sheet
    write_minutes(
        actor=met.actor(), meeting=met.meeting, part="ouverture", text="Bienvenue.", base=mark_of(""), now=LATER
    )
    draft_minutes(actor=met.actor(), meeting=met.meeting, now=NOW + timedelta(hours=3))
    assert Minutes.objects.get(meeting=met.meeting).sheet == first
    assert first.document.versions.count() == 1


def test_the_sheet_is_a_press_away_from_the_minutes(met, settings):
    drafted(met)
    kept = Minutes.objects.get(meeting=met.meeting)
    member = entered_as(met.entries[5].person, settings)
    address = f"/{met.grouping.slug}/documents/{kept.sheet.document_id}/1"
    assert address in member.get(f"/{met.grouping.slug}/reunions/{met.meeting.pk}/proces-verbal").text
    assert member.get(address).status_code == 200


def test_a_failure_of_quorum_has_its_sheet_too():
    with arranging():
        here = gathering(state=State.FAILED, represented=0)
        here.meeting.chair, here.meeting.secretary = here.president, here.secretary
        here.meeting.save()
    said = read(draft_minutes(actor=here.actor(), meeting=here.meeting, now=NOW))
    assert "Procès-verbal de carence" in said
    assert "Feuille d’émargement et pouvoirs" in said.split("Annexe ")[-1]


# Votes given up ------------------------------------------------------------------------------------------------------


def test_a_vote_that_was_given_up_is_in_the_minutes_with_its_reason(met):
    poll, _ = opened(met, HANDS)
    operations.void_poll(actor=met.actor(), poll=poll, reason="La question était mal posée.", now=NOW)
    (vote,) = votes_in(met.meeting)
    assert vote.outcome == "void"
    assert vote.conclusion == "Ce vote ne décide rien. Motif : La question était mal posée."
    part = str(met.items["comptes"].pk)
    assert "Motif : La question était mal posée." in sentences(proceedings(met.meeting), part)[0]
    said = read(drafted(met))
    assert "Vote annulé" in said
    assert "La question était mal posée." in said


def test_the_page_of_the_minutes_says_it_too(met, settings):
    poll, _ = opened(met, HANDS)
    operations.void_poll(actor=met.actor(), poll=poll, reason="La question était mal posée.", now=NOW)
    page = entered_as(met.secretary, settings).get(f"/{met.grouping.slug}/reunions/{met.meeting.pk}/proces-verbal")
    assert "La question était mal posée." in page.text
    assert f"Vote {poll.number} : {poll.question}" in unescape(page.text).replace("\u00a0", " ")


def test_several_votes_of_a_point_are_told_apart_and_each_verdict_is_said_once(met):
    first, _ = opened(met, HANDS)
    count(met, first, {"tous": {"for": 10, "against": 25}})
    second, _ = opened(met, HANDS, question="Donner quitus")
    count(met, second, {"tous": {"for": 25, "against": 10}})
    assert [vote.title for vote in votes_in(met.meeting)] == [
        "Vote 1 : Approuver les comptes 2025",
        "Vote 2 : Donner quitus",
    ]
    said = read(drafted(met)).replace("\u00a0", " ").replace("\u202f", " ")
    assert said.index("Vote 1 : Approuver les comptes 2025") < said.index("Vote 2 : Donner quitus")
    assert "Rejeté : 10 pour, 25 contre. La majorité demandée n’est pas atteinte." in said
    assert "Adopté : 25 pour, 10 contre. La majorité demandée est atteinte." in said
    assert not SIGNS.search(said)
    assert said.count("Rejeté") == said.count("Adopté") == 1


def test_a_result_that_was_taken_into_the_text_is_told_once_with_its_vote(met, settings):
    poll, _ = opened(met, HANDS)
    count(met, poll, {"tous": {"for": 25, "against": 10}})
    item = met.items["comptes"]
    fill_in(actor=met.actor(), meeting=met.meeting, part=str(item.pk), now=NOW)
    item.refresh_from_db()
    assert item.record.startswith("« Approuver les comptes 2025 »")
    write_minutes(
        actor=met.actor(), meeting=met.meeting, part=str(item.pk), text=f"Un débat a lieu.\n\n{item.record}",
        base=mark_of(item.record), now=NOW,
    )  # fmt: skip
    said = read(version := drafted(met)).replace("\u00a0", " ")
    assert "Un débat a lieu." in said
    assert said.count("La majorité demandée est atteinte") == 1
    assert "Vote 1 : Approuver" in said and "« Approuver les comptes 2025 »" not in said
    found = proceedings(met.meeting)
    assert not differing(version, found)
    point = next(one for one in version.data["points"] if one["debate"])
    point["debate"] = Meeting.objects.get(pk=met.meeting.pk).items.get(pk=item.pk).record
    assert not differing(version, found), "a version of before says it twice, and is not said to differ"
    point["debate"] += "!"
    assert differing(version, found) == (item.title,)


def test_a_point_of_which_nothing_is_written_prints_no_blank(met):
    assert read(drafted(met)).count("Point sans débat noté.") >= 1


def test_an_extract_has_its_question_as_heading_and_not_twice(met):
    poll, _ = opened(met, HANDS)
    poll = count(met, poll)
    decision = met.meeting.decisions.get()
    vote = extract_paper(decision, met.meeting, met.president, "Présidence", NOW.date()).vote
    assert (decision.title, vote.title, vote.text) == (poll.question, "", poll.text)


def test_a_consent_by_hands_tells_its_objections_and_no_zero_of_what_nobody_counted(met):
    poll, _ = opened(met, HANDS, kind=CONSENT)
    count(met, poll, {"tous": {}})
    (vote,) = votes_in(met.meeting)
    assert [(choice.name, choice.votes) for choice in vote.choices] == [("Objection", "0")]
    poll.refresh_from_db()
    assert of_counted(poll).small == "Objection : 0"
    part = str(met.items["comptes"].pk)
    assert sentences(proceedings(met.meeting), part) == [
        "« Approuver les comptes 2025 ». Objection : 0. Adopté : personne ne s’y oppose."
    ]


# Colleges ------------------------------------------------------------------------------------------------------------


def test_a_vote_that_a_college_decides_prints_each_sum_and_verdict():
    with arranging():
        here = under_way(settings={"L1.11.double_majority": "all"})
    poll, _ = opened(here, HANDS)
    poll = count(here, poll, {"poles": {"for": 20, "against": 8}, "adherents-directs": {"for": 5, "against": 7}})
    (vote,) = votes_in(here.meeting)
    assert vote.outcome == "rejected"
    rows = {one.name: one for one in vote.colleges}
    assert (rows["Poles"].votes, rows["Poles"].sum, rows["Poles"].outcome) == (
        "pour : 20 ; contre : 8 ; abstention : 0", "20 pour, 8 contre", "adopté",
    )  # fmt: skip
    assert (rows["Adherents directs"].sum, rows["Adherents directs"].outcome) == ("5 pour, 7 contre", "rejeté")
    said = read(drafted(here))
    assert "Collège Poles : pour : 20 ; contre : 8 ; abstention : 0. Adopté : 20 pour, 8 contre." in said
    assert "Rejeté : 5 pour, 7 contre." in said
    assert not SIGNS.search(said)
    decision = here.meeting.decisions.get()
    extract = extract_paper(decision, here.meeting, here.president, "Présidence", NOW.date())
    assert extract.vote.colleges == vote.colleges
    assert extract.vote.quorum == vote.quorum


def test_a_vote_that_no_college_decides_says_nothing_of_them(met):
    poll, _ = opened(met, HANDS)
    count(met, poll)
    assert votes_in(met.meeting)[0].colleges == ()


# Quorum --------------------------------------------------------------------------------------------------------------


def test_the_quorum_found_at_each_vote_is_printed_with_it(met):
    poll, _ = opened(met, HANDS)
    count(met, poll)
    mark_left(actor=met.actor(), meeting=met.meeting, entry=met.entries[20], now=LATER)
    again, _ = opened(met, HANDS, question="Donner quitus")
    count(met, again)
    first, second = votes_in(met.meeting)
    assert first.quorum.startswith("Quorum constaté avant ce vote : ")
    assert read(drafted(met)).count("Quorum constaté avant ce vote") == 2
    assert second.quorum


def test_a_quorum_found_again_in_session_is_printed(met):
    check_quorum(actor=met.actor(), meeting=met.meeting, now=LATER)
    (line,) = minutes_paper(met.meeting).checks
    assert line.startswith("Constaté de nouveau à 19 h 20 : atteint, ")


# The record of a count -----------------------------------------------------------------------------------------------


def test_a_paper_count_is_frozen_for_those_who_saw_it_to_sign(met, settings):
    poll, _ = opened(met, PAPER)
    poll = count(met, poll)
    record = Poll.objects.get(pk=poll.pk).result["record"]
    version = Version.objects.get(document=record["document"])
    assert version.document.kind == "count"
    assert version.sha256 == record["sha256"]
    assert version.made_at == LATER
    assert {one.person for one in SignatureAsked.objects.filter(version=version)} == {met.president, met.secretary}
    said = read(version)
    assert "Procès-verbal de dépouillement" in said
    assert poll.sha256 in said.replace(" ", "")
    page = entered_as(met.entries[5].person, settings).get(f"/{met.grouping.slug}/votes/{poll.pk}")
    assert f"/documents/{record['document']}" in page.text


def test_scrutineers_who_opened_the_box_are_asked_to_sign_once_each(met):
    poll, codes = opened(met, SECRET)
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, "for")
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=LATER)
    for entry, code in list(codes.items())[:2]:
        scrutineer = poll.scrutineers.select_related("poll__item__meeting__body__organisation", "entry__person").get(
            entry=entry
        )
        operations.give_share(actor=met.actor(entry.person), scrutineer=scrutineer, code=code, now=LATER)
    poll.refresh_from_db()
    asked = SignatureAsked.objects.filter(version__document=poll.result["record"]["document"]).order_by("rank")
    assert [one.quality for one in asked] == ["Scrutateur·rice"] * 2 + ["Présidence de séance", "Secrétariat de séance"]


def test_what_hands_said_is_in_the_minutes_and_has_no_record_of_its_own(met, settings):
    poll, _ = opened(met, HANDS)
    poll = count(met, poll)
    assert "record" not in poll.result
    page = entered_as(met.entries[5].person, settings).get(f"/{met.grouping.slug}/votes/{poll.pk}")
    assert "composé à la demande" in page.text


def test_a_record_that_cannot_be_set_never_undoes_a_count(met, monkeypatch):
    def broken(source, **more):
        if source.template == "count":
            raise UnsetError("broken")
        return frozen_from(source, **more)

    monkeypatch.setattr("kevread.documents.operations.keeping.frozen_from", broken)
    poll, _ = opened(met, PAPER)
    poll = count(met, poll)
    assert poll.state == Poll.State.COUNTED
    assert "record" not in poll.result
    assert not Document.objects.filter(kind="count").exists()


def test_nobody_signs_a_count_they_did_not_see(met):
    from kevread.documents.permissions import may_sign

    poll, _ = opened(met, PAPER)
    version = Version.objects.get(document=count(met, poll).result["record"]["document"])
    assert may_sign(met.actor(met.president), version, TODAY)
    with pytest.raises(Denied):
        may_sign(met.actor(met.entries[6].person), version, TODAY).or_raise()


def test_a_draft_announces_the_sheet_without_a_digest():
    with arranging():
        here = gathering(state=State.CLOSED)
        here.meeting.chair, here.meeting.secretary = here.president, here.secretary
    assert as_data(minutes_paper(here.meeting))["annexes"] == [
        "Feuille d’émargement et pouvoirs, à la suite de ce document"
    ]
