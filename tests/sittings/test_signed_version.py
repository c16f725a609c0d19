"""Which version of minutes is signed, whatever version somebody wrote after it."""

import pytest
from django.db import connection
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.journal.operations import act
from kevread.meetings.rules.life import State
from kevread.sittings.operations.minutes import draft_minutes, is_signed, version_of
from tests.clients import entered_as
from tests.databases import as_administrator
from tests.seats.screens import words
from tests.sittings.test_minutes import at, built, doing, signed, signing

pytestmark = pytest.mark.django_db
__all__ = ["signing"]
MORE = """INSERT INTO documents_version (id, document_id, number, sha256, name, media_type, size, template, template_version,
    data, corrects, made_at)
SELECT gen_random_uuid(), document_id, number + 1, sha256, name, media_type, size, template, template_version, data,
    'coquille', made_at FROM documents_version WHERE id = %s"""


def another_version(met) -> None:
    """In SQL, in an act: asked of nobody."""
    with act("sittings.correct_minutes", actor=SYSTEM, about=None, now=at(150)), connection.cursor() as cursor:
        cursor.execute(MORE, [version_of(met.meeting).pk])


def page_of(met, settings) -> str:
    where = reverse("sittings:minutes", kwargs={"scale": met.meeting.organisation.slug, "key": met.meeting.pk})
    return words(entered_as(met.president, settings).get(where))


def test_a_version_that_nobody_was_asked_to_sign_is_not_signed(signing, settings):
    met = built(state=State.CLOSED)
    draft_minutes(**doing(met, 130))
    another_version(met)
    assert not is_signed(version_of(met.meeting))
    assert "Procès-verbal signé" not in page_of(met, settings)


def test_the_page_says_which_version_is_signed(signing, settings):
    met = built(state=State.CLOSED)
    signed(met)
    assert "La version signée est" not in page_of(met, settings)
    another_version(met)
    shown = page_of(met, settings)
    assert "La version signée est la version 1. La version 2 ne l’est pas" in shown
    assert "personne n’a été appelé à la signer" in shown


def test_the_page_of_minutes_that_no_signature_holds_says_it(signing, settings):
    met = built(state=State.CLOSED)
    signed(met)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE documents_signature SET stamp = NULL")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert "Aucune version ne porte toutes les signatures attendues." in page_of(met, settings)
