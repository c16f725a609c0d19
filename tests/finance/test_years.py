"""The accounts of a year, the thresholds over it, the reports that are due: verbs and screens."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.todo import Asker
from kevread.finance import operations
from kevread.finance.models import Accounts, Report
from kevread.finance.operations.accounts import Figures
from kevread.finance.queries.reports import to_report
from kevread.finance.queries.thresholds import legal_limits, standing, thresholds
from kevread.finance.queries.years import years, years_back
from kevread.finance.todo import reports_due
from kevread.ledgers import operations as ledgers
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_rendering import text_of
from tests.gatherings.screens import said
from tests.guards.of_finance import CLOSED, closes, granted, of_last_year, reported, told_accounts
from tests.ledgers.files import fec, rent
from tests.pressing import press

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def enter(scene, figures, **more):
    told = {
        "actor": scene.direction,
        "organisation": scene.grouping,
        "closed_on": CLOSED,
        "source": "Bilan",
        "now": NOW,
    }
    return operations.enter_accounts(**{**told, "figures": figures, **more})


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({}, "resources"),
        ({"resources": -1}, "resources"),
        ({"expenses": 0}, "expenses"),
        ({"balance": 10**13 + 1}, "balance"),
        ({"donations": -1}, "donations"),
        ({"equity": -(10**13) - 1}, "equity"),
        ({"employees": -1}, "employees"),
    ],
)
def test_figures_are_sums_that_may_be(scene, figures, field):
    with pytest.raises(Invalid) as refusal:
        enter(scene, Figures(**figures))
    assert refusal.value.field == field and not Accounts.objects.exists()


def test_accounts_are_entered_once_and_others_take_the_place_of_a_mistake(scene):
    made = enter(scene, Figures(equity=-5))
    with pytest.raises(Refused, match="déjà inscrits"):
        enter(scene, Figures(equity=5))
    operations.undo_accounts(actor=scene.direction, accounts=made, reason="Un brouillon du cabinet", now=NOW)
    with pytest.raises(Refused, match="annulés"):
        operations.publish_accounts(actor=scene.direction, accounts=made, pay_told_on=TODAY, now=NOW)
    assert enter(scene, Figures(equity=5)).equity == 5 and Accounts.objects.count() == 2


def test_a_threshold_is_passed_not_passed_or_unknown(scene):
    here = scene.grouping
    assert years(TODAY, [here.pk]) == {}
    of_last_year(here)
    told_accounts(here, donations=153_000_01, employees=51)
    (year,) = years(TODAY, [here.pk]).values()
    assert (year.closed_on, year.granted, year.is_whole) == (CLOSED, 10_000_00, True)
    shown = [(year, list(thresholds(year, legal_limits(TODAY))))]
    assert standing(shown) == "Seuil dépassé : un pour l’exercice au 31 décembre 2025."
    assert {one.rule: one.word for one in thresholds(year, legal_limits(TODAY))} == {
        "L4.1": "Non dépassé", "L4.2": "Dépassé", "L4.3": "Inconnu", "L4.4": "Non dépassé",
    }  # fmt: skip
    (now,) = years_back(TODAY, [here.pk], 0)[0].values()
    assert (now.closed_on, now.granted, now.accounts) == (date(2026, 12, 31), 0, None)


def test_a_year_is_asked_in_as_many_questions_whatever_it_holds(scene, django_assert_max_num_queries):
    here = scene.grouping
    closes(here)
    for _ in range(3):
        granted(here)
        with django_assert_max_num_queries(6):
            years_back(TODAY, [here.pk], 1, 0)
        with django_assert_max_num_queries(5):
            to_report(TODAY, [here.pk])


def test_a_report_is_due_six_months_after_the_year_until_it_is_sent(scene):
    one = of_last_year(scene.grouping)
    (due,) = to_report(TODAY, [scene.grouping.pk])
    assert (due.closed_on, due.by, due.share) == (CLOSED, date(2026, 6, 30), 10_000_00)
    assert not due.is_late(due.by) and due.is_late(due.by + DAY)
    assert to_report(CLOSED, [scene.grouping.pk]) == [] and len(to_report(CLOSED + DAY, [scene.grouping.pk])) == 1
    sent = operations.send_report(actor=scene.direction, funding=one, closed_on=CLOSED, sent_on=TODAY, spent=0, now=NOW)
    (due,) = to_report(TODAY, [scene.grouping.pk])
    assert due.report == sent and not due.is_late(TODAY)
    again = {"actor": scene.direction, "now": NOW}
    with pytest.raises(Refused, match="déjà envoyé"):
        operations.send_report(funding=one, closed_on=CLOSED, sent_on=TODAY, spent=1, **again)
    operations.undo_report(actor=scene.direction, report=sent, reason="C’était un brouillon", now=NOW)
    with pytest.raises(Refused, match="déjà annulé"):
        operations.undo_report(report=sent, reason="C’était un brouillon", **again)
    assert to_report(TODAY, [scene.grouping.pk])[0].report is None


def test_what_a_subsidy_is_given_for_is_asked_before_its_report(scene, readers):
    """From the accounts and from « Aujourd’hui », one comes to the gesture that says it."""
    one = of_last_year(scene.grouping)
    with arranging():
        one.earmarked = "unsaid"
        one.save()
    asker = Asker(scene.direction, None, scene.grouping, frozenset({scene.grouping.pk}), TODAY)
    shown = said(readers.direction.get(reverse("finance:accounts", args=[scene.grouping.slug])))
    assert "En retard." not in shown and "personne ne l’a encore dit" in shown
    assert reverse("finance:change_funding", args=[scene.grouping.slug, one.pk, "preciser"]) in shown
    (line,) = reports_due(asker)
    assert line.what.startswith("Dire si « Épicerie itinérante » est donné pour un projet défini") and not line.is_major
    with arranging():
        one.earmarked = "no"
        one.save()
    assert reports_due(asker) == []
    shown = said(readers.direction.get(reverse("finance:accounts", args=[scene.grouping.slug])))
    assert "Comptes rendus financiers" not in shown


def test_from_the_accounts_to_the_report_by_the_screens(scene, readers):
    here = scene.grouping.slug
    page = reverse("finance:accounts", args=[here])
    assert "à la fin de quel mois" in said(readers.direction.get(page))
    one = of_last_year(scene.grouping)
    shown = said(readers.direction.get(page))
    assert "En retard." in shown and "Personne n’a dit qui certifie" in shown
    assert "Aucun des seuils connus n’est dépassé." in shown
    today = said(readers.direction.get(reverse("home:today", args=[here])))
    assert "Rendre compte à la Commune des Tilleuls" in today and "En retard :" not in today
    do = reverse("finance:enter", args=[here])
    typed = {"closed_on": CLOSED.isoformat(), "source": "Bilan du cabinet", "equity": "1 000", "owes": "on"}
    assert readers.direction.post(do, typed | {"closed_on": "2031-01-01"}).status_code == 422
    assert "fonds propres − 1 000 €" in said(readers.direction.post(do, typed, follow=True))
    key = Accounts.objects.get().pk
    told = reverse("finance:change_accounts", args=[here, key, "publier"])
    press(readers.direction, told, {"pay_told_on": TODAY.isoformat()})
    assert Accounts.objects.get().pay_told_on == TODAY
    where = [here, one.pk, CLOSED.isoformat()]
    paper = readers.direction.get(reverse("finance:report_pdf", args=where))
    words = " ".join(text_of(PdfReader(BytesIO(paper.content))).split())
    assert "Cerfa 15059" in words and "Commune des Tilleuls" in words and "10 000 €" in words
    send = reverse("finance:send_report", args=where)
    assert readers.direction.post(send, {"sent_on": "2031-01-01", "spent": "1"}).status_code == 422
    shown = said(readers.direction.post(send, {"sent_on": TODAY.isoformat(), "spent": "9 000"}, follow=True))
    assert "9 000 € dépensés" in shown and "En retard." not in shown
    undo = reverse("finance:undo_report", args=[here, Report.objects.get().pk])
    assert "de nouveau attendu" in said(readers.direction.post(undo, {"reason": "C’était un brouillon"}, follow=True))
    assert "Commune des Tilleuls" in readers.direction.get(reverse("finance:accounts_csv", args=[here])).text
    for day in ("jamais", "2024-12-31"):
        assert readers.direction.get(reverse("finance:report_pdf", args=[here, one.pk, day])).status_code == 404


def test_the_accounts_of_a_pole_are_read_at_home(scene, readers):
    report = reported(scene.first)
    accounts = told_accounts(scene.first)
    assert readers.direction.get(reverse("finance:accounts", args=[scene.first.slug])).status_code == 403
    for row in (report, accounts):
        rows = type(row).objects.filter(pk=row.pk)
        assert rows.visible_to(scene.president_of(scene.first)).exists()
        assert not rows.visible_to(scene.direction).exists() and not rows.visible_to(scene.coordination).exists()


def proposes(page: str, name: str) -> bool:
    return f"«&nbsp;{name}&nbsp;» sont proposés" in page


def test_what_the_file_of_the_accountant_makes_is_proposed_once_its_year_is_over(scene, readers):
    here, do = scene.grouping, reverse("finance:enter", args=[scene.grouping.slug])
    days = {"first": date(2025, 12, 1), "last": TODAY - DAY}
    for last, is_proposed in ((TODAY, False), (TODAY - DAY, True)):
        asked = {"file": BytesIO(fec(rent())), "name": "a.txt", **days, "last": last}
        book = ledgers.read(actor=SYSTEM, organisation=here, now=NOW, **asked)
        assert "800" not in readers.direction.get(do).text  # what is read does not count yet
        ledgers.keep(actor=SYSTEM, book=book, seen=None, now=NOW)
        page = readers.direction.get(do).text
        assert ('value="800"' in page, proposes(page, "a.txt")) == (is_proposed, is_proposed)
        assert proposes(page, "a.csv") is not is_proposed  # an older year, of which nobody typed the figures
        if not is_proposed:
            ledgers.undo(actor=SYSTEM, book=book, reason="Une autre fin d’exercice", now=NOW)
    enter(scene, Figures(expenses=1), closed_on=TODAY - DAY)
    assert not proposes(readers.direction.get(do).text, "a.txt")
    enter(scene, Figures(expenses=1), closed_on=date(TODAY.year - 3, 12, 31))
    assert "sont proposés" not in readers.direction.get(do).text
