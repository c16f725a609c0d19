"""Tax receipts: only where the organisation says that it may, numbered without a gap, annulled and never renumbered (L7.2)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.documents.models import Document, Version
from kevread.dues import links
from kevread.dues.models import Due, Payment, Receipt
from kevread.dues.operations import (
    annul_receipt,
    issue_receipts,
    match,
    pay,
    receive_statement,
    refund,
    undo_eligibility,
    undo_payment,
    unmatch,
)
from kevread.dues.queries.receipts import to_issue
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.guards.of_dues import REASON, due, eligible, line, paid, receipt
from tests.publishing.test_front import text_of

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
YEAR = TODAY.year


def numbered(of):
    with arranging():
        of.siren = "732829320"
        of.save(update_fields=["siren"])


def issue(of, *payments, **more):
    found = to_issue(of, YEAR, TODAY)
    chosen = {one.pk for one in payments} or {one.payment.pk for one in found.ready}
    asked = {"organisation": of, "year": YEAR, "chosen": chosen, "seen": found.mark} | more
    return issue_receipts(actor=SYSTEM, now=NOW, **asked)


def another(of, cents=4000, day=YESTERDAY, **more):
    """One more payment of the same line."""
    return pay(
        actor=SYSTEM, due=Due.objects.get(organisation=of), cents=cents, paid_on=day, means="card", now=NOW,
        is_another=True, **more,
    )  # fmt: skip


def test_nothing_is_given_until_the_organisation_says_that_it_may(scene):
    payment = paid(scene.first)
    numbered(scene.first)
    assert [one.why for one in to_issue(scene.first, YEAR, TODAY).aside] == [
        "L’organisation n’a pas dit ce qu’il en était ce jour-là."
    ]
    with pytest.raises(Refused, match="gardez au moins un paiement"):
        issue(scene.first, payment)
    eligible(scene.first)
    (made,) = issue(scene.first)
    assert (made.number, made.follows, made.cents, made.identifier) == (1, None, 4000, "732829320")
    assert made.version.data["words"] == "quarante euros" and made.version.data["paid_on"] == YESTERDAY.isoformat()
    assert to_issue(scene.first, YEAR, TODAY).ready == []
    with pytest.raises(Refused, match="a changé"):
        issue(scene.first, payment, seen="autre")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"of_interest": False}, "pas d’intérêt général"),
        ({"for_nothing": False}, "contrepartie"),
        ({"since": TODAY}, "n’a pas dit"),
    ],
)
def test_what_is_said_of_the_day_of_the_payment_decides(scene, more, why):
    paid(scene.first)
    eligible(scene.first, **more)
    found = to_issue(scene.first, YEAR, TODAY)
    assert found.ready == [] and why in found.aside[0].why


def test_what_was_given_back_or_is_too_much_has_no_receipt(scene):
    payment = paid(scene.first)
    eligible(scene.first)
    given = {"payment": payment, "paid_on": TODAY, "means": "transfer", "reason": REASON, "now": NOW}
    back = refund(actor=SYSTEM, cents=1000, **given)
    assert [one.cents for one in to_issue(scene.first, YEAR, TODAY).ready] == [3000]
    rest = refund(actor=SYSTEM, cents=3000, **given)
    assert "rendu" in to_issue(scene.first, YEAR, TODAY).aside[0].why
    for one in (back, rest):
        undo_payment(actor=SYSTEM, payment=one, reason=REASON, now=NOW)
    another(scene.first, cents=500)
    assert {one.why for one in to_issue(scene.first, YEAR, TODAY).aside} == {
        "5 € sont reçus en trop : rendez-les, ou ajustez."
    }


def test_only_payments_of_the_year_and_of_this_organisation(scene):
    payment = paid(scene.first)
    eligible(scene.first)
    assert to_issue(scene.first, YEAR - 1, TODAY).ready == [] and to_issue(scene.second, YEAR, TODAY).ready == []
    numbered(scene.second)
    with pytest.raises(Refused, match="gardez au moins un paiement"):
        issue(scene.second, payment)


def test_an_organisation_without_a_number_gives_none(scene):
    payment = paid(scene.first)
    with arranging():
        scene.first.siren = scene.first.rna = ""
        scene.first.save(update_fields=["siren", "rna"])
    eligible(scene.first)
    with pytest.raises(Refused, match="SIREN ou le RNA"):
        issue(scene.first, payment)


def test_numbers_follow_and_one_that_is_annulled_keeps_its_own(scene):
    first = receipt(scene.first)
    with pytest.raises(Refused, match="est annulé"):
        for _ in range(2):
            annul_receipt(actor=SYSTEM, receipt=first, reason=REASON, now=NOW)
    (second,) = issue(scene.first)
    assert (second.number, second.follows, second.payment_id) == (2, 1, first.payment_id)
    assert Receipt.objects.get(number=1).undone_because == REASON
    assert Document.objects.filter(kind="tax-receipt").count() == 2


def test_what_stops_midway_leaves_no_gap(scene):
    payment = paid(scene.first)
    numbered(scene.first)
    eligible(scene.first)

    class KilledError(Exception):
        pass

    with pytest.raises(KilledError), transaction.atomic():
        issue(scene.first, payment)
        raise KilledError
    assert not Receipt.objects.exists() and not Document.objects.filter(kind="tax-receipt").exists()
    (made,) = issue(scene.first)
    assert made.number == 1


@pytest.mark.parametrize(
    ("number", "follows"),
    [(3, 2), (3, None), (3, 1), (1, None), (0, None), (2, 1)],
)
def test_postgresql_refuses_a_number_that_does_not_follow(scene, number, follows):
    """Whoever writes it: the second is here, and no other comes twice, nor after one that is not there."""
    annul_receipt(actor=SYSTEM, receipt=receipt(scene.first), reason=REASON, now=NOW)
    (second,) = issue(scene.first)
    annul_receipt(actor=SYSTEM, receipt=second, reason=REASON, now=NOW)
    told = {"payment": second.payment, "cents": 1, "issued_on": TODAY, "identifier": "732829320"}
    where = (
        scene.second if number == 3 and follows == 2 else scene.first
    )  # what is numbered elsewhere is no number here
    with pytest.raises(IntegrityError), arranging():
        Receipt.objects.create(
            organisation=where, version=another_version(second), number=number, follows=follows, **told
        )


def another_version(of):
    return Version.objects.create(
        document=of.version.document, number=2, content_id=of.version.content_id, name="recu.pdf", size=1,
        media_type="application/pdf", made_at=NOW, corrects="Autre",
    )  # fmt: skip


def test_a_receipt_is_neither_rewritten_nor_taken_out(scene):
    made = receipt(scene.first)
    for change in (lambda: Receipt.objects.filter(pk=made.pk).update(cents=1), made.delete):
        with pytest.raises(ProgrammingError), arranging():
            change()


def test_a_payment_that_a_receipt_says_is_neither_undone_given_back_nor_moved(scene):
    made = receipt(scene.first)
    asked = {"payment": made.payment, "now": NOW, "actor": SYSTEM}
    with pytest.raises(Refused, match="annulez d’abord ce reçu"):
        undo_payment(reason=REASON, **asked)
    with pytest.raises(Refused, match="annulez d’abord ce reçu"):
        refund(cents=100, paid_on=TODAY, means="card", reason=REASON, **asked)
    annul_receipt(actor=SYSTEM, receipt=made, reason=REASON, now=NOW)
    back = refund(cents=100, paid_on=TODAY, means="card", reason=REASON, **asked)
    issue(scene.first)
    with pytest.raises(Refused, match="annulez d’abord ce reçu"):  # the receipt would then say less than what was kept
        undo_payment(actor=SYSTEM, payment=back, reason=REASON, now=NOW)


def test_a_payment_told_by_a_file_stays_with_its_line_once_it_has_a_receipt(scene):
    found = due(scene.first)
    receive_statement(actor=SYSTEM, organisation=scene.first, lines=[line()], now=NOW)
    payment = match(actor=SYSTEM, payment=Payment.objects.get(due=None), due=found, now=NOW)
    numbered(scene.first)
    eligible(scene.first)
    assert [one.is_by_another for one in to_issue(scene.first, YEAR, TODAY).ready] == [True]
    issue(scene.first)
    with pytest.raises(Refused, match="annulez d’abord ce reçu"):
        unmatch(actor=SYSTEM, payment=payment, now=NOW)


def test_what_is_said_rests_on_a_decision_and_says_what_a_receipt_says(scene):
    with arranging():
        rejected = decided(f"{scene.first.slug}-board", "bareme", on=YESTERDAY, outcome="rejected")
        elsewhere = decided(f"{scene.second.slug}-board", "bareme", on=YESTERDAY)
    for field, value in (
        ("decision", None),
        ("decision", rejected),
        ("decision", elsewhere),
        ("because", "court"),
        ("seat", " "),
        ("purpose", ""),
        ("ground", "rumeur"),
    ):
        with pytest.raises(Invalid) as refused:
            eligible(scene.first, **{field: value})
        assert refused.value.field == field


def test_what_is_said_replaces_what_was_and_its_mistake_gives_it_back(scene):
    first = eligible(scene.first)
    with pytest.raises(Invalid):
        eligible(scene.first)
    second = eligible(scene.first, since=TODAY, for_nothing=False)
    first.refresh_from_db()
    assert first.dates.end == TODAY
    with pytest.raises(Refused, match="Autre chose"):
        undo_eligibility(actor=SYSTEM, eligibility=first, reason=REASON, now=NOW)
    undo_eligibility(actor=SYSTEM, eligibility=second, reason=REASON, now=NOW)
    first.refresh_from_db()
    assert first.dates.end is None
    with pytest.raises(Refused, match="déjà annulé"):
        undo_eligibility(actor=SYSTEM, eligibility=second, reason=REASON, now=NOW)


def test_the_screens_say_do_and_annul(scene, client):
    payment = paid(scene.first)
    numbered(scene.first)
    here = reverse("dues:receipts", args=[scene.first.slug])
    assert "n’a pas dit" in text_of(client.get(here))
    with arranging():
        by = decided(f"{scene.first.slug}-board", "bareme", on=YESTERDAY)
    typed = {
        "since": YESTERDAY, "of_interest": "yes", "for_nothing": "yes", "ground": "study", "because": "Examen du conseil",
        "seat": "2 quai des Écluses, Redon", "purpose": "Faire vivre l’ESS", "decision": by.pk,
    }  # fmt: skip
    asked = reverse("dues:say_eligibility", args=[scene.first.slug])
    assert client.post(asked, typed | {"of_interest": ""}).status_code == 422
    shown = text_of(client.post(asked, typed, follow=True))
    assert "À faire" in shown and "40" in shown
    seen = to_issue(scene.first, YEAR, TODAY).mark
    refused = client.post(here, {"vu": "autre", "garder": [payment.pk]})
    assert refused.status_code == 409 and "relisez la liste" in text_of(refused)
    assert "Le reçu est fait" in text_of(client.post(here, {"vu": seen, "garder": [payment.pk]}, follow=True))
    made = Receipt.objects.get()
    pdf = client.get(reverse("dues:receipt", args=[scene.first.slug, made.pk]))
    assert pdf.content.startswith(b"%PDF") and "recu-fiscal-1.pdf" in pdf["Content-Disposition"]
    assert "n° 1" in text_of(client.get(reverse("dues:due", args=[scene.first.slug, payment.due_id])))
    token = links.write(made.payment.due.affiliation_id, links.MINE)
    assert "Reçu n° 1" in text_of(client.get(reverse("dues:mine", args=[token])))
    mine = reverse("dues:my_receipt", args=[token, 1])
    assert client.get(mine).content == pdf.content
    assert client.get(reverse("dues:my_receipt", args=[token, 2])).status_code == 404
    where = reverse("dues:annul_receipt", args=[scene.first.slug, made.pk])
    assert client.post(where, {"reason": "non"}).status_code == 422
    assert "annulé" in text_of(client.post(where, {"reason": REASON}, follow=True))
    assert client.get(mine).status_code == 404
    issue(scene.first)
    undo = reverse("dues:undo_eligibility", args=[scene.first.slug, scene.first.eligibilities.get().pk])
    assert "À annuler" in text_of(client.post(undo, {"reason": REASON}, follow=True))


def test_the_list_costs_the_same_whatever_its_number(scene, counted):
    paid(scene.first)
    eligible(scene.first)
    with counted(3):
        to_issue(scene.first, YEAR, TODAY)
