"""Which point of an agenda a decision was of, or that it was of none."""

import pytest

from kevread.decisions.forms import item_choices
from kevread.decisions.models import Decision
from kevread.meetings.models import AgendaItem, Meeting
from tests.conftest import arranging
from tests.gatherings.decided import item, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db


def test_a_board_may_have_decided_under_questions_diverses_an_assembly_may_not(scene):
    """L1.9 binds assemblies. Points have the numbers that the agenda shows, whatever was withdrawn."""
    off = "Aucun : décidé hors de l’ordre du jour"
    for body, choices in (
        ("board", ["Aucun", "1. Le cap", "2. Divers"]),
        ("assembly", ["Choisir", "1. Le cap", off]),
    ):
        with arranging():
            meeting = met(scene.world.body(f"{scene.grouping.slug}-{body}"))
            AgendaItem.objects.create(meeting=meeting, rank=1, kind="debate", title="Retiré", withdrawn=True)
            AgendaItem.objects.create(meeting=meeting, rank=2, kind="debate", title="Le cap")
            AgendaItem.objects.create(meeting=meeting, rank=3, kind="divers", title="Divers")
        assert [name for _, name in item_choices(meeting)] == choices


def test_that_an_assembly_decided_off_its_agenda_is_said_and_never_by_default(scene, readers):
    """L1.9 holds it for blocking: nobody is told so by leaving a field as it was; who says it reads the article."""
    with arranging():
        meeting = met(scene.world.body(f"{scene.grouping.slug}-assembly"))
        item(meeting, "Le cap")
    address = at("record_decision", scene.grouping, query={"reunion": meeting.pk})
    typed = {"type": "budget", "title": "Le cap", "text": "Adopté.", "outcome": "adopted"}
    refused = readers.direction.post(address, typed)
    assert refused.status_code == 422 and not Decision.objects.exists()
    assert "Choisissez une réponse." in text_of(refused) and "Article L1.9" not in text_of(refused)
    assert "Article L1.9" in text_of(readers.direction.post(address, typed | {"item": "hors"}))
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(is_recorded=True)
    answer = readers.direction.post(address, typed)
    assert answer.status_code == 302, "of what an assembly announced elsewhere, nothing is known"
    assert Decision.objects.get().item is None
