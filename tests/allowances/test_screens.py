"""From a payment to its questions, by the screens; what waits; what leaves; who is answered what."""

import pytest
from django.urls import reverse

from kevread.allowances.models import Allowance
from kevread.directory.models import Person
from tests.arrange import TODAY, arranging
from tests.charter.test_allowances import told_by_all
from tests.clients import entered_as
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_allowances import NOVEMBER, paid, president
from tests.pressing import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def presidency(scene, settings):
    return entered_as(Person.objects.get(pk=scene.presidency.person), settings)


def test_from_a_payment_to_the_questions_it_asks(scene, presidency):
    here = scene.grouping.slug
    with arranging():
        told_by_all()
        line = decided(f"{here}-assembly", "indemnite", sum="20 pour, 2 contre")
    where, write = reverse("allowances:allowances", args=[here]), reverse("allowances:record", args=[here])
    assert "Aucun versement n’est inscrit pour 2026" in said(presidency.get(where))
    typed = {
        "mandate": president(scene).pk, "kind": "lump", "first": "2026-11-01", "last": "2026-11-01", "cents": "1 367,28",
        "paid_on": TODAY.isoformat(), "decision": line.pk, "evidence": "",
    }  # fmt: skip
    wrong = press(presidency, write, typed | {"kind": "expenses"})
    assert wrong.status_code == 422 and "sans justificatif, c’est une indemnité" in said(wrong)
    assert press(presidency, write, typed | {"first": "1900-01-01"}).status_code == 422
    shown = said(press(presidency, write, typed, follow=True))
    assert (
        "Le versement est inscrit." in shown
        and "En novembre 2026, 1 367,28 € : plus que les 1 367,27 € d’un mois" in shown
    )
    assert "<strong>Oui.</strong> L’a-t-elle votée aux deux tiers au moins ?" in shown
    assert (
        "<strong>On ne sait pas.</strong> Les statuts permettent-ils" in shown
        and "<strong>On ne sait pas.</strong> Les comptes sont-ils certifiés" in shown
    )
    assert "est une rémunération : voir les questions" in said(presidency.get(reverse("home:today", args=[here])))
    told = said(presidency.get(reverse("home:today", args=[here])))
    assert "dépasse ce plafond" not in told and ">Article L6.14<" in told, "one fact is one line"
    row = Allowance.objects.get()
    for form in ("csv", "xlsx"):
        assert presidency.get(f"{where}/liste.{form}").status_code == 200
    undo = reverse("allowances:undo", args=[here, row.pk])
    assert press(presidency, undo, {"reason": ""}).status_code == 422
    gone = said(press(presidency, undo, {"reason": "Inscrit pour une autre"}, follow=True))
    assert "<strong>annulé</strong> le" in gone and "Les questions à se poser" not in gone


def test_what_no_assembly_voted_waits_for_it(scene, presidency):
    paid(scene)
    today = said(presidency.get(reverse("home:today", args=[scene.grouping.slug])))
    assert "Aucun vote de l’assemblée n’est lié à ce qui est versé à" in today
    page = said(presidency.get(reverse("allowances:allowances", args=[scene.grouping.slug])))
    assert "1 indemnité ne repose sur aucune décision de l’assemblée" in page
    other = said(presidency.get(reverse("allowances:allowances", args=[scene.grouping.slug]) + "?annee=2025"))
    assert "Aucun versement n’est inscrit pour 2025" in other


def test_whom_it_is_paid_to_reads_it_and_no_one_else_is_told(scene, settings, readers):
    one = paid(scene, cents=32_000)
    them = entered_as(one.mandate.person, settings)
    page = said(them.get(reverse("allowances:mine", args=[scene.grouping.slug])))
    assert "320 €" in page and scene.grouping.name in page
    fellow = entered_as(scene.administrator_of(scene.grouping), settings)
    assert "320 €" not in said(fellow.get(reverse("allowances:mine", args=[scene.grouping.slug])))
    assert fellow.get(reverse("allowances:allowances", args=[scene.grouping.slug])).status_code == 403
    assert readers.public.get(reverse("allowances:mine", args=[scene.grouping.slug])).status_code == 302
    assert one.first == NOVEMBER
