"""Who wrote of somebody else is told that they did; what it says is for whom it is about, and for who may still read it."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.actor import Actor
from kevread.common.personal import Held, everything
from kevread.directory.models import Person
from kevread.privacy.queries.dossier import dossier
from kevread.supervision.models import Matter
from kevread.supervision.operations import drop
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.employed import hosted
from tests.factories import PersonFactory
from tests.supervision.conftest import two  # noqa: F401 — a fixture

pytestmark = pytest.mark.django_db
SAID = ("Objet-Réservé", "Texte-Réservé", "Suite-Réservée")


@pytest.fixture
def matter(two) -> Matter:  # noqa: F811
    title, text, conclusion = SAID
    made = two.raised("entretien-annuel", title=title, text=text)
    with arranging():
        Matter.objects.filter(pk=made.pk).update(
            outcome="decided", conclusion=conclusion, closed_at=NOW, closed_by=person_of(two.chair)
        )
    return made


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person)


def told_to(person: Person, settings) -> str:
    """The page, the paper and the file for programs."""
    visitor = entered_as(person, settings)
    page, file, paper = (
        visitor.get(reverse(f"privacy:{name}")).content for name in ("dossier", "dossier_json", "dossier_pdf")
    )
    printed = " ".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages)
    return f"{page.decode()} {json.dumps(json.loads(file), ensure_ascii=False)} {printed}"


def test_whom_a_matter_is_about_reads_it_and_who_opened_or_closed_it_does_not(two, matter, settings):  # noqa: F811
    assert all(word in told_to(two.person, settings) for word in SAID)
    for writer in (two.direction, two.chair):
        told = told_to(person_of(writer), settings)
        assert "Dossiers d’encadrement" in told
        assert [word for word in (*SAID, two.person.family_name) if word in told] == []


def test_who_wrote_is_told_what_they_did_and_not_what_another_did_since(two, matter):  # noqa: F811
    def did(person: Person) -> list[tuple[str, str, tuple]]:
        (part,) = [one for one in dossier(person) if one.held.model == "supervision.matter"]
        return [(row.by, row.did, row.lines) for row in part.rows]

    opened, chair = two.raised("entretien-de-parcours", two.oneself, "person"), person_of(two.chair)
    drop(actor=two.direction, matter=opened, reason="Reporté.", now=NOW)
    assert did(chair) == [("", "", ())]
    direction = person_of(two.direction)
    assert (str(direction), "a clos un dossier d’encadrement sans le poursuivre", ()) in did(direction)


def test_a_tutor_does_not_read_why_somebody_left(two, settings):  # noqa: F811
    with arranging():
        tutor = PersonFactory()
        hosted(two.grouping, tutor, end_note="Motif-Réservé")
    told = told_to(tutor, settings)
    assert "Stagiaires et volontaires" in told
    assert [word for word in ("Motif-Réservé", "Ozan", "Accueilli") if word in told] == []


def test_whoever_only_wrote_is_declared_so():
    """A way by which somebody answers, closes, lifts or raises is never one by which a row is told whole."""
    words = ("answered_by", "closed_by", "lifted_by", "raised_by", "said_by", "opened_by")
    whole = {held.model: set(held.by) & set(words) for _, held in everything()}
    assert {model: ways for model, ways in whole.items() if ways} == {"finance.exchange": {"answered_by"}}
    assert Held(model="a.b", called="", wrote=("tutor",), why="w", kept="k", readers="r").named == {"tutor"}
