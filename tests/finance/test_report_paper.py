"""What prepares a report takes up what its request foresaw and promised, and says what is not known."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.finance.models import GrantRequest, PlanLine, RequestAnswer
from kevread.finance.papers import FundingReport
from kevread.finance.queries.report_paper import report_paper
from kevread.finance.queries.reports import to_report
from tests.conftest import TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.guards.of_finance import CLOSED, reported, sent
from tests.worlds import put

pytestmark = pytest.mark.django_db
PLAN = {
    "60": 4_000_00,
    "6411": 20_000_00,
    "6451": 6_000_00,
    "70": 5_000_00,
    "74": 25_000_00,
    "864": 800_00,
    "875": 800_00,
}
SAID = {"objectives": "Desservir six communes.\n\nTenir un an.", "ground": "Le pays des Tilleuls.", "volunteers": "12"}


@pytest.fixture
def request_of(scene) -> GrantRequest:
    """10 000 € of the 30 000 € that a project costs."""
    found = sent(scene.grouping)
    with arranging():
        for account, cents in PLAN.items():
            PlanLine.objects.create(request=found, account=account, cents=cents)
        for item, words in SAID.items():
            RequestAnswer.objects.create(request=found, item=item, words=words)
    return found


def paper_of(scene, **funding) -> FundingReport:
    """9 000 € were spent, and nothing was received that year."""
    report = reported(scene.grouping)
    with arranging():
        put(report.funding, base=12_000_00, **funding)
    (due,) = to_report(TODAY, [scene.grouping.pk])
    return report_paper(due, TODAY, None)


def test_the_budget_that_its_request_foresaw_is_there_family_by_family(scene, request_of):
    paper = paper_of(scene, request=request_of)
    assert [(side.name, side.total, [(row.account, row.amount) for row in side.rows]) for side in paper.foreseen] == [
        ("Dépenses", "30 000 €", [("60", "4 000 €"), ("64", "26 000 €")]),
        ("Recettes", "30 000 €", [("70", "5 000 €"), ("74", "25 000 €")]),
        ("Contributions volontaires, emplois", "800 €", [("86", "800 €")]),
        ("Contributions volontaires, ressources", "800 €", [("87", "800 €")]),
    ]
    assert paper.weight.split() == ["33,33", "%"]
    assert not any("budget prévu" in one for one in paper.missing)


def test_what_was_promised_is_recalled_and_nothing_else_that_was_said(scene, request_of):
    paper = paper_of(scene, request=request_of)
    assert [(one.label, one.lines) for one in paper.recalled] == [
        ("Objectifs du projet", ("Desservir six communes.", "Tenir un an.")),
        ("Territoire du projet", ("Le pays des Tilleuls.",)),
    ]


def test_what_was_done_is_also_told_in_per_cent_of_what_was_foreseen(scene):
    spent, received = paper_of(scene).lines
    assert (spent.planned, spent.actual, spent.difference) == ("12 000 €", "9 000 €", "− 3 000 €")
    assert (spent.rate.split(), received.rate.split()) == (["75", "%"], ["0", "%"])


def test_a_funding_that_was_asked_for_elsewhere_says_what_lacks(scene):
    paper = paper_of(scene)
    assert (paper.foreseen, paper.recalled, paper.weight) == ((), (), "")
    assert "Le budget prévu, famille par famille : aucune demande d’ici ne le dit." in paper.missing


def test_it_is_read_on_paper(scene, readers, request_of):
    report = reported(scene.grouping)
    with arranging():
        put(report.funding, request=request_of)
    where = reverse("finance:report_pdf", args=[scene.grouping.slug, report.funding_id, CLOSED.isoformat()])
    words = " ".join(text_of(PdfReader(BytesIO(readers.direction.get(where).content))).split())
    for said in (
        "Réalisé sur prévu",
        "Charges de personnel",
        "Ce que disait la demande",
        "Desservir six communes.",
        "33,33",
    ):
        assert said in words
