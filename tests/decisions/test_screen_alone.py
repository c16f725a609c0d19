"""A line that somebody wrote alone: its page says who, and that no meeting held here carries it."""

import pytest

from kevread.decisions.operations.register import cite_advice, record_decision
from tests.conftest import NOW, arranging
from tests.gatherings.decided import RECENTLY, advised, met
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db
ALONE = "Réunion aucune réunion tenue dans Kevread ne la porte"


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_line_without_a_meeting_says_who_wrote_it(scene, readers, is_alone):
    board = scene.world.body(f"{scene.grouping.slug}-board")
    with arranging():
        meeting = None if is_alone else met(board)
        advice = advised(board, "convention", on=RECENTLY)
    asked = {"title": "Signer", "text": "Signée.", "outcome": "adopted", "type": "convention"}
    day = {"decided_on": RECENTLY} if is_alone else {"meeting": meeting}
    made = record_decision(actor=scene.direction, body=board, now=NOW, **asked, **day)
    cite_advice(actor=scene.presidency, decision=made, advice=advice, now=NOW)  # a later act is not what wrote it
    page = text_of(readers.direction.get(at("decision", scene.grouping, key=made.pk)))
    assert (ALONE in page) is is_alone
    wrote = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    assert (f"Inscrite par {wrote} (" in page) is is_alone
