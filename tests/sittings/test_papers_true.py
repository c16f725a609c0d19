"""What the papers say is what the screens say: a meeting that is over, a consultation's deadline, what a notice changes,
which body meets."""

from datetime import timedelta

import pytest

from kevread.documents.contracts import Paper, as_data
from kevread.documents.rendering import render
from kevread.mail.models import Dispatch
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Point, add_item, cancel_meeting, convene, postpone_meeting, send_further_notice
from kevread.meetings.queries.outgoing import agenda_paper, proxy_paper
from kevread.meetings.queries.pack import pack_of
from kevread.meetings.rules.life import State
from kevread.sittings.queries.papers import sign_in_paper
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import enclosing as give
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import kept, read
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering

pytestmark = pytest.mark.django_db
WHY = "Le bilan carbone est ajouté."


def printed(paper: Paper) -> str:
    return read(render(paper.template, as_data(paper), made_at=NOW))


def again(here: Gathering) -> Meeting:
    return Meeting.objects.get(pk=here.meeting.pk)


def changed(here: Gathering, **values) -> None:
    with arranging():
        Meeting.objects.filter(pk=here.meeting.pk).update(**values)
    here.meeting.refresh_from_db()


def test_the_agenda_of_a_meeting_that_is_cancelled_or_postponed_says_so():
    here = met(State.AGENDA)
    cancel_meeting(actor=here.actor(), meeting=here.meeting, reason="La salle est fermée.", now=NOW)
    said = printed(agenda_paper(again(here)))
    assert "État Annulée" in said
    assert "pas encore envoyé" not in said
    here = met(State.CONVENED)
    start = here.meeting.starts_at + timedelta(days=30)
    more = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    postpone_meeting(actor=here.actor(), meeting=here.meeting, reason="La salle est fermée.", now=NOW, **more)
    assert "Reportée au 24 décembre 2026" in printed(agenda_paper(again(here)))


def test_the_papers_of_a_written_consultation_say_until_when_one_answers():
    here = met(State.AGENDA)
    changed(here, mode="written", ends_at=here.meeting.starts_at + timedelta(days=14))
    whole = read(pack_of(here.meeting, here.actor(), NOW))
    assert whole.count("jusqu’au vendredi 1er janvier 2027, 18 h 30") == 2  # its cover, its agenda
    assert "Ouverture vendredi 18 décembre 2026, 18 h 30" in whole


def test_a_further_notice_is_named_so_and_says_what_it_changes():
    here = met(State.AGENDA)
    first = convene(actor=here.actor(), meeting=here.meeting, now=NOW)
    assert first.version.name.startswith("Convocation")
    add_item(actor=here.actor(), meeting=here.meeting, point=Point("information", "Bilan carbone"), now=NOW)
    second = send_further_notice(actor=here.actor(), meeting=here.meeting, reason="Un point de plus.", now=NOW)
    assert second.version.name.startswith("Avis complémentaire")
    said = read(kept(second.version))
    assert "Avis complémentaire" in said
    assert "Point ajouté : Bilan carbone" in said


def test_a_meeting_with_a_name_of_its_own_says_which_body_meets():
    here = met(State.CONVENED, body="board")
    changed(here, title="Conseil exceptionnel")
    body = f"Instance {here.meeting.body.name}"
    for paper in (proxy_paper(here.meeting), sign_in_paper(here.meeting), agenda_paper(here.meeting)):
        assert body in printed(paper)
    assert read(pack_of(here.meeting, here.actor(), NOW)).count(body) == 2


def test_the_letter_says_which_papers_are_enclosed_where_and_which_body_meets():
    here = met(State.AGENDA, body="board")
    changed(here, title="Conseil exceptionnel")
    give(here)
    convene(actor=here.actor(), meeting=here.meeting, now=NOW)
    said = Dispatch.objects.select_related("content").first().content.text
    assert f"Conseil exceptionnel ({here.meeting.body.name})" in said
    assert "1 pièce à lire sur la page de la réunion : http" in said.replace("\xa0", " ")
    assert at("meeting", here) in said
    assert "\n\n1" in said.replace("\xa0", " ")
    assert "- Comptes 2025\n\nRépondez" in said


# Screens of a meeting that is over -----------------------------------------------------------------------------------


def test_the_page_of_a_meeting_that_is_over_says_why_and_convenes_nobody(settings):
    here = met(State.CONVENED)
    cancel_meeting(actor=here.actor(), meeting=here.meeting, reason="La salle est fermée.", now=NOW)
    page = entered_as(here.members[-1].person, settings).get(at("meeting", here)).text
    assert "La salle est fermée." in page
    assert "Vous étiez convoqué·e" in page
    assert "êtes convoqué·e" not in page
    here = met(State.CONVENED)
    start = here.meeting.starts_at + timedelta(days=6)
    more = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    postpone_meeting(actor=here.actor(), meeting=here.meeting, reason="La neige arrive.", now=NOW, **more)
    page = entered_as(here.members[-1].person, settings).get(at("meeting", here)).text
    assert "La neige arrive." in page
    assert page.lower().count("reportée") == 1


@pytest.mark.parametrize(("state", "sent"), [(State.DRAFT, False), (State.CONVENED, True)])
def test_only_what_was_announced_promises_to_send_the_reason(state, sent, settings):
    here = met(state)
    page = entered_as(here.secretary, settings).get(at("cancel", here)).text
    assert ("Cette phrase est envoyée" in page) is sent
    assert ("personne n’est à prévenir" in page) is not sent


def test_the_file_of_the_whole_pack_has_a_french_name(settings):
    here = met(State.CONVENED, body="board")
    answer = entered_as(here.secretary, settings).get(at("pack", here))
    named = f"dossier-{here.grouping.slug}-conseil-d-administration-{here.meeting.day}.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{named}"'
