"""What is paid, given back, or was a mistake; and the certificate."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Invalid, Refused
from kevread.dues.models import Payment
from kevread.dues.operations import adjust, pay, refund, undo_payment
from kevread.dues.queries.owed import owed
from tests.conftest import NOW, TODAY, arranging
from tests.guards.of_dues import REASON, due, paid
from tests.publishing.test_front import text_of

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def state(scene, actor, on=TODAY):
    (line,) = owed(scene.first, TODAY.year, actor, on)
    return line.state, line.paid, line.left, line.over


def test_a_line_is_paid_in_parts_and_twice_is_told(scene, president):
    found = due(scene.first)
    given = {"due": found, "means": "transfer", "paid_on": TODAY}
    pay(actor=president, cents=1500, now=NOW, **given)
    assert state(scene, president) == ("partly", 1500, 2500, 0)
    pay(actor=president, cents=2500, now=NOW, **given)
    assert state(scene, president) == ("paid", 4000, 0, 0)
    with pytest.raises(Invalid) as refused:
        pay(actor=president, cents=4000, now=NOW, **given)
    assert refused.value.field == "is_another"
    pay(actor=president, cents=4000, is_another=True, now=NOW, **given)
    assert state(scene, president) == ("over", 8000, 0, 4000)


@pytest.mark.parametrize(
    ("given", "field"), [({"cents": 0}, "cents"), ({"cents": 100_000_001}, "cents"), ({"means": "gold"}, "means")]
)
def test_a_payment_that_does_not_hold_together(scene, president, given, field):
    asked = {"due": due(scene.first), "cents": 1, "paid_on": TODAY, "means": "cash"} | given
    with pytest.raises(Invalid) as refused:
        pay(actor=president, now=NOW, **asked)
    assert refused.value.field == field


def test_what_is_given_back_is_owed_again(scene, president):
    made = paid(scene.first)
    given = {"paid_on": TODAY, "means": "transfer", "reason": "Payée par un autre établissement."}
    back = refund(actor=president, payment=made, cents=1000, now=NOW, **given)
    assert state(scene, president) == ("partly", 3000, 1000, 0)
    with pytest.raises(Invalid) as refused:
        refund(actor=president, payment=made, cents=3001, now=NOW, **given)
    assert refused.value.field == "cents"
    with pytest.raises(Refused, match="déjà un remboursement"):
        refund(actor=president, payment=back, cents=1, now=NOW, **given)
    with pytest.raises(Refused, match="remboursé"):
        undo_payment(actor=president, payment=made, reason=REASON, now=NOW)
    undo_payment(actor=president, payment=back, reason=REASON, now=NOW)
    assert state(scene, president) == ("paid", 4000, 0, 0)
    undo_payment(actor=president, payment=made, reason=REASON, now=NOW)
    assert state(scene, president) == ("owed", 0, 4000, 0)
    with pytest.raises(Refused, match="déjà annulé"):
        refund(actor=president, payment=made, cents=1, now=NOW, **given)


def test_a_day_before_it_was_paid_it_was_not(scene, president):
    found = due(scene.first)
    pay(actor=president, due=found, cents=4000, paid_on=TODAY, means="cash", now=NOW)
    assert owed(scene.first, TODAY.year, president, YESTERDAY) == []  # nor was it called


def test_postgresql_keeps_amounts_within_bounds(scene):
    found = due(scene.first)
    kept = {"organisation": found.organisation, "due": found, "paid_on": TODAY, "means": "cash"}
    with arranging():
        for cents in (0, 100_000_001):
            with pytest.raises(IntegrityError), transaction.atomic():
                Payment.objects.create(cents=cents, **kept)


def test_the_screen_takes_a_payment_asks_about_a_second_and_gives_the_certificate(scene, treasurer):
    found = due(scene.first)
    here = reverse("dues:due", args=[scene.first.slug, found.pk])
    paper = reverse("dues:certificate", args=[scene.first.slug, found.pk])
    assert treasurer.get(paper).status_code == 404
    where = reverse("dues:change", args=[scene.first.slug, found.pk, "payer"])
    typed = {"cents": "40,00 €", "paid_on": TODAY, "means": "cheque", "payer": "Zoé Lagarde", "note": "n° 12"}
    assert "is_another" not in treasurer.get(where).context["form"].fields
    assert "Zoé Lagarde" in text_of(treasurer.post(where, typed, follow=True))
    assert "Plus rien n’est dû" in text_of(treasurer.post(where, typed))
    assert Payment.objects.count() == 1
    treasurer.post(where, typed | {"is_another": "on"})
    assert "Trop reçu" in text_of(treasurer.get(here))
    pages = PdfReader(BytesIO(treasurer.get(paper).content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "80 €" in said and "pas un reçu fiscal" in said


def test_a_waived_line_has_no_certificate(scene, treasurer, president):
    found = due(scene.first)
    adjust(actor=president, due=found, cents=0, reason="Exonérée par le conseil.", now=NOW)
    assert treasurer.get(reverse("dues:certificate", args=[scene.first.slug, found.pk])).status_code == 404


def test_the_screens_of_a_payment(scene, treasurer):
    made = paid(scene.first)
    where = reverse("dues:change_payment", args=[scene.first.slug, made.pk, "rembourser"])
    typed = {"cents": "10", "paid_on": TODAY, "means": "transfer", "reason": "Payée deux fois."}
    assert "Rendu" in text_of(treasurer.post(where, typed, follow=True))
    back = Payment.objects.get(refunds=made)
    where = reverse("dues:change_payment", args=[scene.first.slug, back.pk, "annuler"])
    assert "annulé" in text_of(treasurer.post(where, {"reason": REASON}, follow=True))
    assert treasurer.get(reverse("dues:change_payment", args=[scene.first.slug, made.pk, "autre"])).status_code == 404
