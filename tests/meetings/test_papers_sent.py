"""The papers that go out before a meeting: the notice frozen in PDF, the agenda, proxy forms, ballots to cut."""

import re
from io import BytesIO
from time import perf_counter

import pytest
from pypdf import PdfReader

from kevread.documents.contracts import as_data
from kevread.documents.models import Document
from kevread.documents.rendering import render
from kevread.mail.models import Dispatch
from kevread.meetings import links
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations import Point, add_item, convene, give_proxy, send_further_notice
from kevread.meetings.queries.outgoing import agenda_paper, proxy_paper
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from kevread.votes.operations import void_poll
from kevread.votes.operations.polls import Standing
from kevread.votes.queries.ballot_paper import ballot_paper
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.databases import cut
from tests.documents.test_rendering import text_of
from tests.factories import PersonFactory
from tests.gatherings.polling import CONSENT, ELECTION, HANDS, PAPER, opened, under_way
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import kept, read
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering

pytestmark = pytest.mark.django_db
WHY = "Le bilan carbone est ajouté."


def send(here: Gathering):
    return convene(actor=here.actor(), meeting=here.meeting, now=NOW)


def printed(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"] == "application/pdf"
    return read(answer.content)


# The notice ----------------------------------------------------------------------------------------------------------


def test_the_notice_is_kept_as_a_paper_whose_digest_the_notice_holds():
    here = met(State.AGENDA)
    notice = send(here)
    said = read(kept(notice.version))
    assert "Convocation" in said
    assert str(here.president) in said
    assert "Vendredi 18 décembre 2026, 18 h 30" in said
    for item in here.items.values():
        assert item.title in said
    assert "L’assemblée approuve les comptes de l’exercice 2025." in said
    assert "15 jours entiers au moins" in said
    assert "Quorum demandé : le quart des membres" in said
    assert notice.content["paper"]["sha256"] == notice.version.sha256
    assert digest(notice.content) == notice.sha256


def test_those_who_are_convened_read_it_and_strangers_do_not():
    here = met(State.AGENDA)
    document = send(here).version.document
    assert document.kind == "notice"
    assert Document.objects.visible_to(here.actor(here.members[-1].person)).filter(pk=document.pk).exists()
    assert Document.objects.visible_to(here.actor(here.direction)).filter(pk=document.pk).exists()
    with arranging():
        stranger = PersonFactory()
    assert not Document.objects.visible_to(here.actor(stranger)).filter(pk=document.pk).exists()


def test_the_letter_carries_the_very_bytes_that_were_frozen():
    here = met(State.AGENDA)
    notice = send(here)
    letters = list(Dispatch.objects.select_related("content"))
    assert letters
    for letter in letters:
        assert bytes(letter.content.attachments.get(name="convocation.pdf").data) == kept(notice.version)
    assert "est jointe à ce courriel" in letters[0].content.text


def test_an_agenda_that_changes_leaves_the_first_notice_as_it_was():
    here = met(State.AGENDA)
    first = send(here)
    before = kept(first.version)
    add_item(actor=here.actor(), meeting=here.meeting, point=Point("information", "Bilan carbone"), now=NOW)
    here.meeting.refresh_from_db()
    assert "Bilan carbone" not in [item.title for item in agenda_paper(here.meeting).items]  # not sent yet
    second = send_further_notice(actor=here.actor(), meeting=here.meeting, reason=WHY, now=NOW)
    assert second.version.document == first.version.document
    assert (first.version.number, second.version.number) == (1, 2)
    assert second.version.corrects == WHY
    said = read(kept(second.version))
    assert "Bilan carbone" in said
    assert f"Complète la convocation envoyée le 24 novembre 2026, qui reste valable pour le reste. {WHY}" in said
    first.refresh_from_db()
    assert kept(first.version) == before
    assert "Bilan carbone" not in read(before)
    assert "Bilan carbone" in [item.title for item in agenda_paper(here.meeting).items]


def rules(**settings) -> str:
    """What the notice of an assembly says that applies."""
    here = met(State.AGENDA, settings=settings.pop("settings", None))
    if kind := settings.pop("kind", ""):
        with arranging():
            AgendaItem.objects.filter(pk=here.items["budget"].pk).update(resolution=kind)
    return read(kept(send(here).version))


def test_what_nobody_decided_is_said_and_not_invented():
    said = rules(settings={"L1.10.notice_days": None, "L1.12.proxies_max": None, "L1.11.majority": None})
    assert "Le délai de convocation n’est pas décidé dans les statuts." in said
    assert "Le nombre de pouvoirs qu’une personne peut porter n’est pas décidé dans les statuts." in said
    assert "faute de règle dans les statuts" in said


def test_each_kind_of_resolution_says_its_own_majority():
    said = rules(kind="dissolution", settings={"L1.11.majority_dissolution": "three_quarters_present"})
    assert "Résolution courante : majorité simple : plus de pour que de contre." in said
    assert "Dissolution, fusion ou scission : majorité des trois quarts des voix présentes ou représentées." in said


def test_what_is_asked_of_colleges_is_said():
    said = rules(settings={"L1.11.double_majority": "all"})
    assert "Cette majorité est demandée aussi dans chaque collège." in said


def test_convening_two_hundred_people_stays_quick():
    here = met(State.AGENDA, members=200)
    send_one = met(State.AGENDA)
    send(send_one)  # fonts are read once
    begun = perf_counter()
    assert send(here).version.number == 1
    assert perf_counter() - begun < 20  # a bound against rendering once a person, not a measure


def test_the_notice_is_a_press_away_from_its_pages(settings):
    here = met(State.AGENDA)
    notice = send(here)
    member = entered_as(here.members[-1].person, settings)
    address = f"/{here.grouping.slug}/documents/{notice.version.document_id}/1"
    for page in ("meeting", "notices"):
        assert f'href="{address}"' in member.get(at(page, here)).text
    assert member.get(address).content == kept(notice.version)
    assert entered_as(None, settings).get(address).status_code == 404


def test_whoever_took_a_seat_since_is_not_offered_what_they_cannot_read(settings):
    here = met(State.AGENDA)
    notice = send(here)
    cut("documents_document", "documents_reader")
    with arranging():
        Document.objects.filter(pk=notice.version.document_id).update(audience=Document.Audience.PEOPLE)
        notice.version.document.readers.all().delete()
    page = entered_as(here.members[-1].person, settings).get(at("notices", here))
    assert page.status_code == 200
    assert str(notice.version.document_id) not in page.text


# The agenda ----------------------------------------------------------------------------------------------------------


def test_the_agenda_is_a_paper_of_its_own_and_says_that_a_draft_is_one(settings):
    here = met(State.DRAFT)
    client = entered_as(here.secretary, settings)
    assert at("agenda_pdf", here) in client.get(at("meeting", here)).text
    said = printed(client, at("agenda_pdf", here))
    assert "Ordre du jour" in said
    assert "ce projet peut changer" in said
    assert "Débat" in said
    assert entered_as(None, settings).get(at("agenda_pdf", here)).status_code == 302
    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(at("agenda_pdf", here)).status_code == 404


def test_settled_it_is_no_draft_and_once_sent_it_says_when():
    here = met(State.AGENDA)
    paper = agenda_paper(here.meeting)
    assert (paper.is_settled, paper.sent_on) == (True, None)
    said = read(render(paper.template, as_data(paper), made_at=NOW))
    assert "l’ordre du jour ne change plus ; il n’est pas encore envoyé" in said
    send(here)
    paper = agenda_paper(Meeting.objects.get(pk=here.meeting.pk))
    assert paper.sent_on == NOW.date()
    assert "Envoyé le 24 novembre 2026" in read(render(paper.template, as_data(paper), made_at=NOW))


def test_only_an_assembly_is_told_that_nothing_is_voted_under_questions_diverses():
    """L1.9 binds assemblies: the agenda of a board said « Sans vote » too."""
    for body, binds in (("assembly", True), ("board", False)):
        here = met(State.CONVENED, body=body)
        paper = agenda_paper(here.meeting)
        said = read(render(paper.template, as_data(paper), made_at=NOW))
        assert "Questions diverses" in said
        assert ("Sans vote" in said) is binds


# Proxy forms ---------------------------------------------------------------------------------------------------------


def test_a_blank_form_is_printed_from_the_pages_where_one_looks_for_it(settings):
    here = met(State.CONVENED)
    client = entered_as(here.secretary, settings)
    for page in ("meeting", "answers", "paper_proxy"):
        assert at("proxy_form", here) in client.get(at(page, here)).text
    said = printed(client, at("proxy_form", here))
    assert "Je soussigné·e" in said
    assert "bon pour pouvoir" in said
    assert "2 pouvoirs au plus" in said
    assert "du même collège" in said
    assert here.items["comptes"].title in said


def test_one_s_own_form_has_one_s_name(settings):
    here = met(State.CONVENED)
    entry = here.entries[-1]
    own = at("named_proxy_form", here, entry=entry.pk)
    client = entered_as(entry.person, settings)
    assert own in client.get(at("proxy", here, entry=entry.pk)).text
    said = printed(client, own)
    assert str(entry.person) in said
    assert entry.represents.name in said
    assert str(entry.person) in printed(entered_as(here.secretary, settings), own)  # who enters them may print them
    another = next(one.person for one in here.entries[3:] if one.pk != entry.pk)
    assert entered_as(another, settings).get(own).status_code == 403


def test_from_the_letter_the_form_needs_no_account(settings):
    here = met(State.CONVENED)
    entry = here.entries[-1]
    client = entered_as(None, settings)
    page = client.get(links.answer_path(entry) + "/pouvoir")
    address = re.search(r'href="([^"]+/pouvoir\.pdf)"', page.text)[1]
    assert str(entry.person) in printed(client, address)
    assert client.get(address)["Cache-Control"] == "private, no-store"
    assert client.get("/reponse/inconnu/pouvoir.pdf").status_code == 404


def test_a_proxy_given_here_is_printed_as_given():
    here = met(State.CONVENED)
    giver, holder = here.entries[1], here.entries[0]
    give_proxy(actor=here.actor(giver.person), giver=giver, holder=holder, now=NOW)
    paper = proxy_paper(here.meeting, giver)
    assert paper.holder == str(holder.person)
    assert paper.given_at is not None
    here = met(State.CONVENED)
    giver, holder = here.entries[1], here.entries[0]
    give_proxy(actor=here.actor(), giver=giver, holder=holder, now=NOW, on_paper=True)
    assert proxy_paper(here.meeting, giver).given_at is None  # signed by hand


@pytest.mark.parametrize(
    ("state", "settings_"),
    [(State.OPEN, {}), (State.DRAFT, {}), (State.CONVENED, {"L1.12.proxies_max": 0})],
)
def test_no_form_where_no_proxy_is_given(state, settings_, settings):
    here = met(state, settings=settings_)
    client = entered_as(here.secretary, settings)
    assert client.get(at("proxy_form", here)).status_code == 409
    assert at("proxy_form", here) not in client.get(at("meeting", here)).text


def test_who_has_no_vote_has_no_form(settings):
    here = met(State.CONVENED)
    own = at("named_proxy_form", here, entry=here.guests[0].pk)
    assert entered_as(here.direction, settings).get(own).status_code == 409


# Ballots -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def held():
    with arranging():
        return under_way()


def ballots(here: Gathering, poll) -> str:
    return f"/{here.grouping.slug}/votes/{poll.pk}/bulletins.pdf"


def test_a_resolution_has_as_many_ballots_as_votes_all_alike(held, settings):
    poll, _ = opened(held, PAPER)
    client = entered_as(held.secretary, settings)
    assert ballots(held, poll) in client.get(f"/{held.grouping.slug}/votes/{poll.pk}").text
    pdf = PdfReader(BytesIO(client.get(ballots(held, poll)).content))
    assert len(pdf.pages) == 10  # forty votes, four to a page
    said = text_of(pdf)
    assert said.count("Cochez une seule case, ou aucune pour voter blanc.") == poll.terms["voices"] == 40
    assert said.count("Abstention") == 40
    assert pdf.pages[0].extract_text() == pdf.pages[-1].extract_text()


def test_an_election_names_its_candidates_and_how_many_one_ticks(held):
    poll, _ = opened(held, PAPER, ELECTION)
    paper = ballot_paper(poll)
    assert paper.choices == ("Anne", "Bleuenn", "Corentin")
    assert paper.at_most == 2


def test_a_list_says_who_is_on_it(held):
    lists = [
        Standing("Anne", on_list="Ensemble"),
        Standing("Bleuenn", on_list="Ensemble"),
        Standing("Corentin", on_list="Cap"),
    ]
    poll, _ = opened(held, PAPER, ELECTION, candidates=lists, by_lists=True)
    assert set(ballot_paper(poll).choices) == {"Ensemble : Anne, Bleuenn", "Cap : Corentin"}
    assert ballot_paper(poll).at_most == 1


def test_a_consent_has_no_blank_ballot(held):
    poll, _ = opened(held, PAPER, CONSENT)
    assert not ballot_paper(poll).allows_blank


def test_where_votes_are_counted_by_college_each_has_its_own_ballots():
    with arranging():
        here = under_way(settings={"L1.11.double_majority": "all"})
    poll, _ = opened(here, PAPER)
    paper = ballot_paper(poll)
    assert {one.name for one in paper.colleges} == {"Poles", "Adherents directs"}
    assert sum(one.copies for one in paper.colleges) == paper.copies == 40


def test_a_long_resolution_is_never_cut(held, settings):
    words = " ".join(f"mot{rank}" for rank in range(420))
    poll, _ = opened(held, PAPER, text=f"{words} fin.")
    pdf = PdfReader(BytesIO(entered_as(held.secretary, settings).get(ballots(held, poll)).content))
    assert "fin." in text_of(pdf).split("Pour")[0]
    assert len(pdf.pages) > 10


def test_ballots_are_printed_by_those_who_hold_the_session_while_the_vote_is_open(held, settings):
    poll, _ = opened(held, PAPER)
    member = held.entries[-1].person
    assert entered_as(member, settings).get(ballots(held, poll)).status_code == 403
    assert ballots(held, poll) not in entered_as(member, settings).get(f"/{held.grouping.slug}/votes/{poll.pk}").text
    assert entered_as(None, settings).get(ballots(held, poll)).status_code == 302
    void_poll(actor=held.actor(), poll=poll, reason="Bulletins illisibles", now=NOW)
    assert entered_as(held.secretary, settings).get(ballots(held, poll)).status_code == 409


def test_a_vote_by_hands_has_no_ballot(held, settings):
    poll, _ = opened(held, HANDS)
    assert entered_as(held.secretary, settings).get(ballots(held, poll)).status_code == 409
