"""The sheet of an interview on paper: filled with what whoever takes it reads of it, and nothing besides."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.directory.models import Person
from kevread.supervision.models import Matter
from kevread.supervision.queries.matters import matters_at, shown
from kevread.supervision.queries.sheets import sheet_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging

from .conftest import DECIDED, Two, later

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Ce que la direction en pense.", "Ce que le pôle en pense."


def paper(two: Two, matter: Matter, actor, place):
    (found,) = shown(list(matters_at(place, actor, TODAY).filter(pk=matter.pk)), actor, TODAY, NOW)
    return sheet_of(found, actor, TODAY)


def texts(sheet) -> dict[str, str]:
    return {one.who: one.text for one in sheet.parts}


def test_each_line_reads_the_other_once_both_wrote(two):
    """As on the screen: whoever has still to write does not read the other, on paper either."""
    matter = two.raised("entretien-annuel")
    two.said(matter, "employer", text=OURS)
    assert OURS in texts(paper(two, matter, two.direction, two.grouping)).values()
    assert OURS not in str(paper(two, matter, two.board, two.pole))
    two.said(matter, "pole", text=THEIRS)
    for actor, place in ((two.direction, two.grouping), (two.board, two.pole)):
        assert set(texts(paper(two, matter, actor, place)).values()) >= {OURS, THEIRS}


def test_it_says_the_priorities_that_the_pole_fixed_last(two):
    for hours, said in enumerate(("Les communes d’abord.", "Les écoles d’abord.")):
        done = two.raised("priorites", two.chair, "pole", title="Priorités")
        two.settled(done, actor=two.chair, place=two.pole, conclusion=said, now=later(hours=hours))
    matter = two.raised("entretien-annuel")
    (one,) = paper(two, matter, two.direction, two.grouping).priorities
    assert (one.said, one.since) == ("Les écoles d’abord.", TODAY) and two.pole.name in one.who
    with arranging():
        Matter.objects.filter(act="priorites").update(annulled_on=TODAY)
    assert paper(two, matter, two.direction, two.grouping).priorities == ()


def test_a_career_interview_says_nothing_of_the_pole(two):
    done = two.raised("priorites", two.chair, "pole", title="Priorités")
    two.settled(done, actor=two.chair, place=two.pole)
    matter = two.raised("entretien-de-parcours")
    sheet = paper(two, matter, two.direction, two.grouping)
    assert sheet.priorities == () and two.pole.name not in str(sheet)
    assert "Le compte personnel de formation" in " ".join(sheet.topics)


def test_what_was_concluded_is_on_it_once_it_is_held(two):
    matter = two.raised("entretien-annuel")
    for line in ("employer", "pole"):
        two.said(matter, line)
    assert paper(two, matter, two.direction, two.grouping).concluded == ""
    two.settled(matter, held_on=TODAY)
    sheet = paper(two, matter, two.direction, two.grouping)
    assert (sheet.concluded, sheet.held_on, sheet.is_open) == (DECIDED, TODAY, False)


def at(client, two: Two, matter: Matter, place):
    return client.get(reverse("supervision:sheet", args=[place.slug, matter.pk]))


def test_it_is_taken_from_the_page_by_who_reads_it(two, settings):
    matter, other = two.raised("entretien-annuel"), two.raised("recrutement")
    chief = entered_as(Person.objects.get(pk=two.direction.person), settings)
    page = chief.get(reverse("supervision:matter", args=[two.grouping.slug, matter.pk])).text
    assert "La trame en PDF" in page
    assert "La trame en PDF" not in chief.get(reverse("supervision:matter", args=[two.grouping.slug, other.pk])).text
    done = at(chief, two, matter, two.grouping)
    assert done["Content-Type"] == "application/pdf" and str(two.person) not in done["Content-Disposition"]
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(done.content)).pages)
    assert str(two.person) in words and "De quoi parler" in words and "rien de la santé" in words
    assert at(chief, two, other, two.grouping).status_code == 404
    with arranging():
        Matter.objects.filter(pk=matter.pk).update(annulled_on=TODAY, annulled_because="Une erreur.")
    assert at(chief, two, matter, two.grouping).status_code == 404
    given_up = two.raised("entretien-annuel")
    with arranging():
        Matter.objects.filter(pk=given_up.pk).update(outcome="dropped", closed_at=NOW, conclusion="Elle est partie.")
    page = chief.get(reverse("supervision:matter", args=[two.grouping.slug, given_up.pk])).text
    assert "La trame en PDF" not in page and at(chief, two, given_up, two.grouping).status_code == 404
    career = two.raised("entretien-de-parcours")
    board = entered_as(Person.objects.get(pk=two.board.person), settings)
    assert at(board, two, career, two.pole).status_code == 404
    assert at(board, two, career, two.grouping).status_code in (403, 404)
