"""The page of filings, a sheet, the gesture; the line of « Aujourd’hui »."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.filings.models import Declaration
from kevread.statutes.models import Statutes
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.preparing import a_pdf
from tests.gatherings.screens import said
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db
BEFORE = TODAY - timedelta(days=150)


def test_from_a_change_to_its_declaration_with_its_proof(scene, readers):
    here = scene.grouping.slug
    page = reverse("filings:filings", args=[here])
    assert "Tout ce qui est connu ici est déclaré" in said(readers.direction.get(page))
    do = reverse("filings:tell", args=[here])
    assert (
        readers.direction.post(do, {"kind": "seat", "happened_on": "2031-01-01", "what": "Le siège"}).status_code == 422
    )
    typed = {"kind": "seat", "happened_on": BEFORE.isoformat(), "what": "Le siège passe à Redon"}
    shown = said(readers.direction.post(do, typed, follow=True))
    assert "En retard." in shown and "Pas encore opposable" in shown and "formulaire 13972" in shown
    assert "amende de 1 500 € au plus, 3 000 € en cas de récidive" in shown
    today = said(readers.direction.get(reverse("home:today", args=[here])))
    assert "Déclarer « changement de siège, de titre ou d’objet »" in today and "En retard :" not in today
    sheet = reverse("filings:declare", args=[here, "seat", BEFORE.isoformat()])
    assert "deux dirigeant·es au moins" in said(readers.direction.get(sheet))
    paper = readers.direction.get(reverse("filings:sheet", args=[here, "seat", BEFORE.isoformat()]))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "Cerfa 13972" in words and "Le siège passe à Redon" in words
    assert readers.direction.post(sheet, {"filed_on": "2031-01-01"}).status_code == 422
    file = SimpleUploadedFile("recepisse.pdf", a_pdf())
    done = press(readers.direction, sheet, {"filed_on": TODAY.isoformat(), "file": file}, follow=True)
    assert "La déclaration est inscrite" in said(done) and "En retard." not in said(done)
    made = Declaration.objects.get(organisation=scene.grouping)
    assert readers.direction.get(reverse("filings:proof", args=[here, made.pk])).status_code == 200
    back = reverse("filings:take_back", args=[here, made.pk])
    assert "est annulée" in said(readers.direction.post(back, {"reason": "Refusée par le greffe"}, follow=True))


def test_a_text_says_that_it_is_still_to_be_declared(scene, readers):
    with arranging():
        text = Statutes.objects.create(
            organisation=scene.grouping, origin="paper", begun_on=TODAY, adopted_on=TODAY, since=TODAY, adopted_by="AG"
        )
        Keeping.objects.filter(organisation=scene.grouping, register="filings").update(period=as_range(Period(BEFORE)))
    where = reverse("statutes:statutes", args=[scene.grouping.slug, text.pk])
    assert "ne peut pas être opposé à d’autres" in said(readers.direction.get(where))
    sheet = reverse("filings:declare", args=[scene.grouping.slug, "articles", TODAY.isoformat()])
    assert press(readers.direction, sheet, {"filed_on": TODAY.isoformat()}).status_code == 302
    assert "ne peut pas être opposé à d’autres" not in said(readers.direction.get(where))


def test_bylaws_are_not_to_be_declared_whatever_was_adopted_that_day(scene, readers):
    adopted = {"origin": "paper", "begun_on": TODAY, "adopted_on": TODAY, "since": TODAY, "adopted_by": "AG"}
    with arranging():
        Statutes.objects.create(organisation=scene.grouping, **adopted)
        bylaws = Statutes.objects.create(organisation=scene.grouping, kind="bylaws", **adopted)
        Keeping.objects.filter(organisation=scene.grouping, register="filings").update(period=as_range(Period(BEFORE)))
    where = reverse("statutes:statutes", args=[scene.grouping.slug, bylaws.pk])
    assert "ne peut pas être opposé" not in said(readers.direction.get(where))


def test_what_is_not_there_is_not_found(scene, readers):
    for kind, day in (("seat", "2026-01-01"), ("seat", "jamais"), ("rien", "2026-01-01")):
        assert (
            readers.direction.get(reverse("filings:declare", args=[scene.grouping.slug, kind, day])).status_code == 404
        )


def test_what_a_page_did_not_show_is_not_declared_by_its_button(scene, readers):
    """Two changes of one day: the second is told while the page of the first is open."""
    here = scene.grouping.slug
    sheet = reverse("filings:declare", args=[here, "seat", BEFORE.isoformat()])
    typed = {"kind": "seat", "happened_on": BEFORE.isoformat(), "what": "Le siège passe à Redon"}
    readers.direction.post(reverse("filings:tell", args=[here]), typed)
    mark = shown(readers.direction, sheet)
    readers.direction.post(reverse("filings:tell", args=[here]), typed | {"what": "Le titre change"})
    for told in ({"vu": mark}, {}):
        assert readers.direction.post(sheet, {"filed_on": TODAY.isoformat(), **told}).status_code == 422
    assert not Declaration.objects.filter(organisation=scene.grouping).exists()
    assert press(readers.direction, sheet, {"filed_on": TODAY.isoformat()}).status_code == 302
