"""Whoever owns the tables changes, for the minute in which minutes are frozen, what they tell: who was there, who presided,
what was said, what a vote gave, what was decided; and puts it back. Who signs reads a name more among many; no row differs any
more. The verbs hold what they read against the acts that wrote it (decision 180)."""

import pytest

from kevread.common.errors import Refused
from kevread.journal.as_acted import not_as_acted
from kevread.journal.readings import ANYTHING, reading
from kevread.meetings.rules.life import State
from kevread.sittings.operations.minutes import correct_minutes, draft_minutes
from kevread.sittings.queries.proceedings import OPENING
from tests.databases import by_hand
from tests.sittings.test_minutes import built, doing, signed, signing

pytestmark = pytest.mark.django_db
__all__ = ["signing"]
OTHERWISE = "n’est pas ce que le journal dit en avoir été écrit"
ATTACKS = {
    "who presided": (
        (
            "UPDATE meetings_meeting SET chair_id = (SELECT person_id FROM meetings_rollentry WHERE person_id <> chair_id "
            "AND person_id <> secretary_id LIMIT 1)"
        ),
        "réunion",
    ),
    "what was said": ("UPDATE meetings_agendaitem SET record = 'Autre chose.'", "point"),
    "how many votes": ("UPDATE meetings_rollentry SET votes = votes + 4 WHERE votes > 0", "personne convoquée"),
    "who was there": ("UPDATE attendance_presence SET arrived_at = arrived_at + interval '3 hours'", "présence"),
    "whose meeting it is": (
        (
            "UPDATE seats_body b SET organisation_id = (SELECT id FROM directory_organisation o "
            "WHERE o.id <> b.organisation_id LIMIT 1)"
        ),
        "instance",
    ),
    "the name of somebody": ("UPDATE directory_person SET family_name = 'Autre'", "personne"),
}


@pytest.mark.parametrize(("statement", "what"), ATTACKS.values(), ids=ATTACKS)
def test_minutes_are_not_frozen_of_what_no_act_wrote(signing, statement, what):
    met = built(state=State.CLOSED)
    by_hand(statement)
    with pytest.raises(Refused, match=OTHERWISE) as refusal:
        draft_minutes(**doing(met, 130))
    assert what in str(refusal.value)


def test_nor_corrected(signing):
    met = built(state=State.CLOSED)
    signed(met)
    by_hand(ATTACKS["who was there"][0])
    asked = {"part": OPENING, "text": "Autre ouverture.", "corrects": "Une coquille"}
    with pytest.raises(Refused, match=OTHERWISE):
        correct_minutes(**doing(met, 150), **asked)


# What is read there and not held: where people sit and what an organisation is called, what follows a decision, papers that
# nothing rewrites and whose bytes are held otherwise, what is written in the same act.
ASIDE = {
    "decisions_followup", "directory_affiliation", "directory_coverage", "directory_name", "directory_organisation",
    "documents_document", "documents_reader", "documents_signature", "documents_signatureasked", "documents_version",
    "seats_mandate", "seats_seat", "seats_substitution", "sittings_minutes", "territory_zone",
}  # fmt: skip


def test_all_that_is_read_is_held_or_said_not_to_be(signing, monkeypatch):
    met, held = built(state=State.CLOSED), set()

    def noted(scopes, about, since):
        held.update(one.model._meta.db_table for one in scopes)
        return not_as_acted(scopes, about, since)

    monkeypatch.setattr("kevread.meetings.operations.acted.not_as_acted", noted)
    with reading() as tables:
        assert draft_minutes(**doing(met, 130))
    assert {"votes_poll", "decisions_decision", "attendance_quorumcheck"} <= tables
    assert tables - held - {ANYTHING} == ASIDE
