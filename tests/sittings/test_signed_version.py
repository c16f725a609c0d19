"""Which version of minutes is signed, whatever version somebody wrote after it."""

import pytest
from django.db import connection
from django.urls import reverse

from kevread.base.stamped import stamp_of
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.marks import mark_of
from kevread.documents.models import Signature
from kevread.journal.operations import act
from kevread.meetings.rules.life import State
from kevread.sittings.operations.minutes import (
    approve_minutes,
    correct_minutes,
    draft_minutes,
    is_signed,
    sign_minutes,
    version_of,
    write_minutes,
)
from kevread.sittings.queries.signed import proven
from tests.clients import entered_as
from tests.databases import by_hand
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


def page_of(met, settings, person=None) -> str:
    where = reverse("sittings:minutes", kwargs={"scale": met.meeting.organisation.slug, "key": met.meeting.pk})
    return words(entered_as(person or met.president, settings).get(where))


def test_a_version_that_nobody_was_asked_to_sign_is_not_signed(signing, settings):
    met = built(state=State.CLOSED)
    draft_minutes(**doing(met, 130))
    another_version(met)
    assert not is_signed(version_of(met.meeting))
    assert "Procès-verbal signé" not in page_of(met, settings)


def test_the_page_says_which_version_is_signed(signing, settings):
    met = built(state=State.CLOSED)
    signed(met)
    first = page_of(met, settings)
    assert "La version signée est" not in first
    assert first.index("Le fichier signé, que l’on peut vérifier") < first.index("Un exemplaire signé à imprimer")
    another_version(met)
    shown = page_of(met, settings)
    assert "La version signée est la version 1. La version 2 ne l’est pas" in shown
    assert "personne n’a été appelé à la signer" in shown


def test_both_pages_say_which_file_shows_its_signatures_and_which_holds_them(signing, settings):
    which = "Le fichier signé fait foi, et l’on peut le vérifier"
    met = built(state=State.CLOSED)
    draft_minutes(**doing(met, 130))
    assert which not in page_of(met, settings)
    met = built(state=State.CLOSED)
    signed(met)
    document = version_of(met.meeting).document
    of_it = reverse("documents:document", kwargs={"scale": document.organisation.slug, "key": document.pk})
    for told in (page_of(met, settings), words(entered_as(met.president, settings).get(of_it))):
        assert told.count(which) == 1 and "Chaque signature s’y lit dans son cadre" in told
    another_version(met)  # of nobody: nothing of it is signed
    assert which not in words(entered_as(met.president, settings).get(of_it))
    assert page_of(met, settings).count(which) == 1


def test_the_page_of_minutes_that_no_signature_holds_says_it(signing, settings):
    met = built(state=State.CLOSED)
    signed(met)
    by_hand("UPDATE documents_signature SET stamp = NULL")
    assert "Aucune version ne porte toutes les signatures attendues." in page_of(met, settings)


# The text that is shown ----------------------------------------------------------------------------------------------


@pytest.fixture
def read_as_signed(signing):
    """Signed, with what was said of the accounts."""
    met = built(state=State.CLOSED)
    item = met.items["comptes"]
    write_minutes(**doing(met, 125), part=str(item.pk), text="Les comptes sont présentés.", base=mark_of(""))
    signed(met)
    return met


OTHERWISE = "Ce qui est inscrit dans la base n’est pas ce qui a été signé"


def test_the_page_shows_what_was_signed_and_says_what_rows_tell_otherwise(read_as_signed, settings):
    met = read_as_signed
    shown = page_of(met, settings)
    assert "telle qu’elle a été signée" in shown
    assert "Les comptes sont présentés." in shown
    assert OTHERWISE not in shown
    by_hand(
        "UPDATE meetings_agendaitem SET record = 'Les comptes sont rejetés.' WHERE id = %s", met.items["comptes"].pk
    )
    shown = page_of(met, settings)
    assert "Les comptes sont présentés." in shown
    assert "Les comptes sont rejetés." not in shown
    assert OTHERWISE in shown
    assert met.items["comptes"].title in shown[shown.index(OTHERWISE) :].split("Aucun rectificatif")[0]


def test_an_act_that_calls_itself_a_correction_corrects_nothing(read_as_signed, settings):
    """Triggers on: the text of a point, by an act of that name, which freezes no version."""
    met = read_as_signed
    with act("sittings.correct_minutes", actor=SYSTEM, about=None, now=at(150)), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_agendaitem SET record = 'Autre.' WHERE id = %s", [met.items["comptes"].pk])
    shown = page_of(met, settings)
    assert "Les comptes sont présentés." in shown
    assert OTHERWISE in shown


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_meeting SET opening_text = 'Autre ouverture.'",
        "UPDATE meetings_meeting SET closing_text = 'Autre clôture.'",
        "UPDATE meetings_agendaitem SET title = 'Autre point'",
        "UPDATE meetings_agendaitem SET withdrawn = true",
    ],
)
def test_each_part_of_what_was_signed_is_compared(read_as_signed, settings, statement):
    by_hand(statement)
    assert OTHERWISE in page_of(read_as_signed, settings)


def test_a_correction_is_another_version_to_be_signed_and_nothing_is_otherwise(read_as_signed, settings):
    met, part = read_as_signed, str(read_as_signed.items["comptes"].pk)
    correct_minutes(**doing(met, 140), part=part, text="Les comptes sont lus.", corrects="Une coquille.")
    to_sign = page_of(met, settings)
    assert "Version 2, celle que l’on signe" in to_sign and "Les comptes sont lus." in to_sign
    shown = page_of(met, settings, met.entries[8].person)
    assert "Les comptes sont présentés." in shown
    assert "La version signée est la version 1. La version 2 ne l’est pas" in shown
    assert OTHERWISE not in shown
    for person in (met.president, met.secretary):
        sign_minutes(**doing(met, 145, actor=met.actor(person), code="123456"))
    shown = page_of(met, settings)
    assert "Les comptes sont lus." in shown
    assert "Version 2, telle qu’elle a été signée" in shown


def copy_of(met, settings) -> int:
    version = version_of(met.meeting)
    key = {"scale": met.meeting.organisation.slug, "key": version.document_id, "number": version.number}
    return entered_as(met.secretary, settings).get(reverse("documents:signed", kwargs=key)).status_code


def test_what_is_kept_of_a_version_beside_its_bytes_is_held_by_its_signatures(read_as_signed, settings):
    """The data rewritten with the row: both agree, and neither is what was signed."""
    met = read_as_signed
    assert copy_of(met, settings) == 200
    by_hand("UPDATE meetings_agendaitem SET record = 'Autre.' WHERE id = %s", met.items["comptes"].pk)
    by_hand(
        "UPDATE documents_version SET data = replace(data::text, 'sont présentés', 'sont rejetés')::jsonb "
        "WHERE template = 'minutes'"
    )
    shown = page_of(met, settings)
    assert "ses signatures ne le tiennent pas" in shown
    assert "telle qu’elle a été signée" not in shown
    assert copy_of(met, settings) == 404, "no copy that looks signed is set from other data"
    by_hand("UPDATE documents_signature s SET data_sha256 = %s", version_of(met.meeting).data_sha256)
    assert "sans toutes ses signatures" in page_of(met, settings)


def test_signatures_of_before_hold_bytes_and_the_page_says_it(read_as_signed, settings):
    rows = list(Signature.objects.select_related("version"))
    for row in rows:
        row.data_sha256 = ""
        by_hand("UPDATE documents_signature SET data_sha256 = '', stamp = %s WHERE id = %s", stamp_of(row), row.pk)
    shown = page_of(read_as_signed, settings)
    assert "ce qui a été signé est le PDF de la version 1" in shown
    assert "sans toutes ses signatures" not in shown


# What lists, verbs and the charter take for signed --------------------------------------------------------------------


def unstamped():
    by_hand("UPDATE documents_signature SET stamp = NULL")


def test_a_meeting_is_said_signed_by_its_signatures_and_not_by_its_state(read_as_signed, settings):
    met = read_as_signed
    scale = {"scale": met.meeting.organisation.slug}
    pages = (
        reverse("sittings:meetings", kwargs=scale),
        reverse("sittings:meeting", kwargs=scale | {"key": met.meeting.pk}),
    )
    said = "Dite signée, sans toutes ses signatures"
    for page in pages:
        shown = words(entered_as(met.president, settings).get(page))
        assert "Procès-verbal signé" in shown
        assert said not in shown
    unstamped()
    for page in (*pages, reverse("sittings:minutes", kwargs=scale | {"key": met.meeting.pk})):
        shown = words(entered_as(met.president, settings).get(page))
        assert said in shown
        assert "Procès-verbal signé" not in shown


def test_what_no_signature_holds_is_not_approved(read_as_signed):
    met = read_as_signed
    unstamped()
    with pytest.raises(Refused, match="sans toutes ses signatures"):
        approve_minutes(actor=met.actor(met.president), meeting=met.meeting, approved_in=met.meeting, now=at(200))


def test_one_signature_of_two_is_not_enough(read_as_signed):
    met = read_as_signed
    assert proven([met.meeting.pk]) == {met.meeting.pk}
    by_hand("UPDATE documents_signature SET stamp = NULL WHERE person_id = %s", met.president.pk)
    assert proven([met.meeting.pk]) == set()


def test_a_page_of_before_a_correction_signs_nothing_else(read_as_signed, settings):
    """A code of an application is not bound to a version: what the page showed is."""
    met, part = read_as_signed, str(read_as_signed.items["comptes"].pk)
    correct_minutes(**doing(met, 140), part=part, text="Les comptes sont lus.", corrects="Une coquille.")
    who = met.actor(met.president)
    for read in (1, 0):
        with pytest.raises(Refused, match="relisez-le"):
            sign_minutes(**doing(met, 145, actor=who, code="123456"), read=read)
    assert sign_minutes(**doing(met, 145, actor=who, code="123456"), read=2).version.number == 2
