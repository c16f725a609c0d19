"""Accounts to publish are filed as the rest is: by when, on what that rests, with what proof, which is read everywhere."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE, Organisations
from kevread.common.periods import Period
from kevread.common.witness import Asked
from kevread.decisions.models import Decision
from kevread.filings.facts import undeclared
from kevread.filings.models import Declaration
from kevread.filings.operations import declare, take_back
from kevread.filings.queries import owed, to_publish
from kevread.filings.witnessed import declared
from kevread.finance.facts import unpublished
from kevread.finance.models import Funding
from kevread.finance.queries.required import read_entities
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.preparing import a_pdf
from tests.gatherings.screens import said
from tests.guards.of_filings import publishable
from tests.guards.of_finance import CLOSED
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BY = date(2026, 9, 10)  # three months after the 10th of June
SETTINGS = {"above": "L4.1.subsidies_euros", "months": "L4.1.publication_months", "type": "comptes"}


@pytest.fixture
def due(scene):
    publishable(scene)
    return scene


def one_of(scene, on=TODAY):
    return [one for one in owed(scene.grouping, on) if one.kind.is_accounts]


def filed(scene, on=TODAY, closed_on=CLOSED, **more):
    asked = {"kind": "accounts", "happened_on": closed_on, "filed_on": on}
    return declare(actor=scene.direction, organisation=scene.grouping, now=NOW, **asked, **more)


def breached(scene, on=TODAY):
    return unpublished(on, Organisations(frozenset({scene.grouping.pk})), **SETTINGS).get(scene.grouping.pk)


def test_an_approval_creates_the_duty_and_its_day_is_that_of_the_obligations(due):
    (one,) = one_of(due)
    assert (one.happened_on, one.by) == (CLOSED, BY)
    assert [one.state(day) for day in (BY - 32 * DAY, BY - 31 * DAY, BY, BY + DAY)] == ["due", "soon", "soon", "late"]
    (found,) = read_entities(TODAY, frozenset({due.grouping.pk}), None)
    (row,) = [row for row in found.required if row.what.startswith("Publier les comptes")]
    assert row.by == BY and (row.way.screen, row.way.where["kind"]) == ("filings:declare", "accounts")
    assert one_of(due, date(2026, 6, 9)) == [] and len(one_of(due, date(2026, 6, 10))) == 1


def test_no_duty_at_the_threshold(scene):
    publishable(scene)
    with arranging():
        Funding.objects.filter(organisation=scene.grouping).update(cents=153_000_00)
    assert to_publish([scene.grouping.pk], TODAY) == []
    with pytest.raises(Refused, match="Il ne reste rien"):
        filed(scene)


def test_above_the_threshold_nothing_is_due_before_an_assembly_approves(scene):
    publishable(scene)
    with arranging():
        Decision.objects.filter(organisation=scene.grouping, type="comptes").update(type="budget")
    assert to_publish([scene.grouping.pk], TODAY) == []


def test_what_is_not_sure_is_owed_by_nobody_and_may_be_said_published(due):
    with arranging():
        kept = Keeping.objects.filter(organisation=due.grouping, register="funding")
        kept.update(period=as_range(Period(date(2025, 1, 2))))
        Funding.objects.filter(organisation=due.grouping).update(cents=153_000_00)
    assert one_of(due) == [] and [one.is_sure for one in to_publish([due.grouping.pk], TODAY)] == [False]
    filed(due, BY)
    assert [one.is_filed for one in one_of(due)] == [True]


def test_an_approval_that_names_no_year_gives_no_day(scene):
    publishable(scene, "Les comptes")
    (one,) = to_publish([scene.grouping.pk], TODAY)
    assert (one.by, one.is_sure) == (None, False) and "sans dire de quel exercice" in " ".join(one.known)


def test_one_proof_makes_the_obligation_done_and_the_article_in_time_until_it_is_a_mistake(due):
    assert breached(due) == 1
    made = filed(due, BY, receipt="2026-17")
    (found,) = read_entities(TODAY, frozenset({due.grouping.pk}), None)
    (row,) = [row for row in found.required if row.what.startswith("Publier les comptes")]
    assert row.state == "done" and "référence 2026-17" in row.told
    assert breached(due) == 0 and breached(due, BY - DAY) == 0 and one_of(due)[0].is_filed
    with pytest.raises(Refused, match="Il ne reste rien"):
        filed(due)
    take_back(actor=due.direction, declaration=made, reason="Le dépôt fut rejeté", now=NOW)
    assert breached(due) == 1 and not one_of(due)[0].is_filed
    filed(due, BY + DAY)
    assert breached(due) == 1  # published, and late


def test_accounts_bind_nobody_and_are_no_declaration_to_the_state(due):
    filed(due)
    assert undeclared(TODAY, EVERYONE, kind="any").get(due.grouping.pk, 0) == 0
    assert not declared([Asked(due.grouping.pk, None)], TODAY)


def test_what_was_published_stays_read_whatever_is_known_of_it_since(due):
    filed(due, BY)
    with arranging():
        Decision.objects.filter(organisation=due.grouping, type="comptes").update(type="budget")
    (one,) = one_of(due)
    assert one.is_filed and one.by is None
    assert one_of(due, date(2030, 1, 1))[0].is_filed


def test_the_year_before_is_not_forgotten_when_the_next_one_closes(due):
    assert [one.happened_on for one in one_of(due, date(2027, 1, 1))] == [CLOSED]
    assert one_of(due, date(2028, 1, 1)) == []


@pytest.mark.parametrize(("on", "field"), [(TODAY + DAY, "filed_on"), (CLOSED, "filed_on"), (CLOSED - DAY, "filed_on")])
def test_accounts_are_published_after_their_year_and_before_tomorrow(due, on, field):
    with pytest.raises(Invalid) as refused:
        filed(due, on)
    assert refused.value.field == field and not Declaration.objects.exists()


def test_accounts_of_another_are_said_by_nobody_here(due):
    asked = {"kind": "accounts", "happened_on": CLOSED, "filed_on": TODAY, "now": NOW}
    for who in (due.president_of(due.second), due.coordination):
        with pytest.raises(Denied):
            declare(actor=who, organisation=due.grouping, **asked)
    assert not Declaration.objects.exists()


def test_from_today_to_the_proof_and_back_by_the_screens(due, readers):
    here = due.grouping.slug
    today = said(readers.direction.get(reverse("home:today", args=[here])))
    assert "Publier les comptes de l’exercice clos le 31 décembre 2025" in today
    sheet = reverse("filings:declare", args=[here, "accounts", CLOSED.isoformat()])
    page = readers.direction.get(reverse("filings:filings", args=[here]))
    assert sheet in page.text and "Pas encore opposable" not in said(page)
    assert sheet in readers.direction.get(reverse("finance:required", args=[here])).text
    assert sheet in readers.direction.get(reverse("finance:accounts", args=[here])).text
    shown = said(readers.direction.get(sheet))
    assert "10 septembre 2026" in shown and "selon le registre des décisions" in shown
    assert "Le rapport de la ou du commissaire" in shown and "Journal officiel" in shown and "153" not in shown
    paper = readers.direction.get(reverse("filings:sheet", args=[here, "accounts", CLOSED.isoformat()]))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "À publier" in words and "Cerfa" not in words and "greffe" not in words
    typed = {"filed_on": TODAY.isoformat(), "receipt": "2026-17", "file": SimpleUploadedFile("depot.pdf", a_pdf())}
    done = press(readers.direction, sheet, typed, follow=True)
    assert "La publication est inscrite" in said(done) and "publiés le" in said(done)
    made = Declaration.objects.get()
    assert readers.direction.get(reverse("filings:proof", args=[here, made.pk])).status_code == 200
    assert "Publier les comptes" not in said(readers.direction.get(reverse("home:today", args=[here])))
    back = reverse("filings:take_back", args=[here, made.pk])
    assert "de nouveau à publier" in said(readers.direction.get(back))
    assert "est annulée" in said(readers.direction.post(back, {"reason": "Le dépôt fut rejeté"}, follow=True))
    assert "En retard." in said(readers.direction.get(sheet))
