"""A payment that did not arrive is due again; what was said to be received by mistake waits to be received."""

import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Organisation
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.operations.correcting import carry
from kevread.equalisation.queries.due import due_of
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import notified, payment
from tests.factories import PersonFactory
from tests.pressing import press
from tests.worlds import put

pytestmark = pytest.mark.django_db
REASON = "La banque l’a rejeté."


def read(made: Payment) -> Payment:
    rows = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by", "posted_by")
    return rows.get(pk=made.pk)


def corrected(found: Campaign) -> Campaign:
    """Notified, with the same money, data and shares."""
    with arranging():
        made = Campaign.objects.create(
            carrier=found.carrier, year=found.year, as_of=found.as_of, corrects=found, cause="Comptés deux fois",
            shares=found.shares, terms=found.terms, notified_on=TODAY,
            proposed_in=found.proposed_in, proposed_on=found.proposed_on, decided_by=found.decided_by,
        )  # fmt: skip
        carry(found, made)
        put(made, state="notified", frozen_on=TODAY, frozen_by=found.frozen_by)
    return Campaign.objects.select_related("carrier").get(pk=made.pk)


@pytest.fixture
def returns(scene):
    return {"actor": scene.coordination, "reason": REASON, "now": NOW}


def test_what_did_not_arrive_is_due_again_and_is_prepared_again(scene, returns):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True)
    operations.return_payment(payment=made, **returns)
    made = read(made)
    assert (made.voided_on, made.reason, made.posted_on) == (TODAY, REASON, TODAY)
    asked = {"actor": scene.coordination, "campaign": found, "now": NOW}
    again = operations.prepare_payment(beneficiary=scene.grouping, key=uuid4(), **asked)
    assert again.amount == made.amount and again.pk != made.pk
    with pytest.raises(Refused, match="est annulé depuis"):
        operations.return_payment(payment=made, **returns)


def test_who_sent_it_does_not_say_alone_that_it_did_not_arrive(scene, returns):
    made = payment(notified(scene.world), scene.grouping, posted=True)
    with arranging():
        put(made, posted_by_id=scene.coordination.person)
    with pytest.raises(Refused, match="une autre personne dit qu’il n’est pas arrivé"):
        operations.return_payment(payment=read(made), **returns)
    with pytest.raises(Denied):  # nor whoever waits for it
        operations.return_payment(payment=read(made), **returns | {"actor": scene.president_of(scene.grouping)})
    other = scene.actor("cress-board", "president")
    assert operations.return_payment(payment=read(made), **returns | {"actor": other}).voided_on == TODAY


def test_what_is_not_sent_or_is_received_does_not_come_back(scene, returns):
    found = notified(scene.world)
    waiting = payment(found, scene.grouping)
    with pytest.raises(Refused, match="il s’annule"):
        operations.return_payment(payment=waiting, **returns)
    with arranging():
        put(waiting, posted_on=TODAY, posted_by=PersonFactory(), received_on=TODAY)
    with pytest.raises(Refused, match="qui l’a reçu le reprend d’abord"):
        operations.return_payment(payment=read(waiting), **returns)
    with pytest.raises(Invalid, match="Dites ce qui est arrivé"):
        operations.return_payment(payment=read(waiting), **returns | {"reason": " Non.  "})
    with arranging(), pytest.raises(IntegrityError, match="received_or_voided"), transaction.atomic():
        put(waiting, voided_on=TODAY, reason=REASON)


def test_a_receipt_said_by_mistake_is_taken_back_and_then_the_payment_did_not_arrive(scene, returns):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True, received=True)
    with pytest.raises(Denied):
        operations.take_back_receipt(payment=made, **returns)
    mine = returns | {"actor": scene.president_of(scene.grouping), "reason": "C’était un autre virement."}
    operations.take_back_receipt(payment=made, **mine)
    made = read(made)
    assert made.received_on is made.received_by is None
    with pytest.raises(Refused, match="Personne n’a encore constaté"):
        operations.take_back_receipt(payment=made, **mine)
    operations.return_payment(payment=made, **returns)
    assert (
        due_of(corrected(found))[scene.grouping.slug] == found.shares[scene.grouping.slug]
    )  # a correction owes it all


def test_nothing_comes_back_once_the_round_is_closed(scene, returns):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True, received=True)
    with arranging():
        put(found, state="closed", closed_on=TODAY)
    with pytest.raises(Refused, match="Clôturée"):
        operations.take_back_receipt(payment=made, **returns | {"actor": scene.president_of(scene.grouping)})
    with arranging():
        put(made, received_on=None)
    with pytest.raises(Refused, match="Clôturée"):
        operations.return_payment(payment=read(made), **returns)


def test_a_receipt_of_what_was_returned_is_refused_and_not_an_error(scene, returns):
    """Two windows: one says that it did not arrive, the other, read before, that it did."""
    made = payment(notified(scene.world), scene.grouping, posted=True)
    operations.return_payment(payment=made, **returns)
    with pytest.raises(Refused, match="est annulé depuis"):
        operations.confirm_receipt(actor=scene.president_of(scene.grouping), payment=made, now=NOW)


def test_a_correction_is_not_closed_on_what_nobody_received_nor_undone_once_it_is(scene, returns):
    """It owes nothing more to whom it counts as paid: were that to come back afterwards, no round could pay it."""
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True)
    later = corrected(found)
    asked = {"actor": scene.coordination, "campaign": later, "now": NOW}
    for slug, cents in due_of(later).items():
        if cents:
            payment(later, Organisation.objects.get(slug=slug), cents=cents, posted=True, received=True)
    with pytest.raises(Refused, match="n’a pas encore constaté le versement de la campagne corrigée"):
        operations.close(**asked)
    with arranging():
        put(later, state="closed", closed_on=TODAY)
    with pytest.raises(Refused, match="est close, et a compté ce versement"):
        operations.return_payment(payment=made, **returns)


def test_a_correction_that_counted_it_says_it_first(scene, returns):
    """Otherwise what it paid would no more be what it had to."""
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True)
    later = payment(corrected(corrected(found)), scene.grouping, cents=1_00)
    with pytest.raises(Refused, match="Une correction a compté ce versement"):
        operations.return_payment(payment=made, **returns)
    operations.void_payment(actor=scene.coordination, payment=later, reason=REASON, now=NOW)
    assert operations.return_payment(payment=made, **returns).voided_on == TODAY


def test_each_side_says_it_on_its_own_screen(scene, settings):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True, received=True)
    mine = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
    head = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    at = {"scale": scene.grouping.slug, "key": found.pk}
    page = reverse("equalisation:share", kwargs=at)
    assert "La somme n’est pas arrivée" in mine.get(page).text
    undo = reverse("equalisation:own", kwargs={**at, "gesture": "pas-recue"})
    assert press(mine, undo, {"reason": "Non"}).status_code == 422
    assert "Le constat est repris" in press(mine, undo, {"reason": REASON}, follow=True).text
    assert "La somme n’est pas arrivée" not in mine.get(page).text and mine.get(undo).status_code == 404
    there = {"scale": scene.world.head.slug, "key": found.pk}
    bounced = reverse("equalisation:pay", kwargs={**there, "gesture": "non-arrive"})
    assert bounced in head.get(reverse("equalisation:campaign", kwargs=there)).text
    done = press(head, bounced, {"payment": str(made.pk), "reason": REASON}, follow=True)
    assert "la part est due de nouveau" in done.text and "pas encore préparé" in done.text


def test_what_is_given_back_and_did_not_leave_is_said_by_who_gives_it(scene, settings):
    found = notified(scene.world)
    back = payment(corrected(found), scene.grouping, posted=True, cents=1_00)
    with arranging():
        put(back, is_back=True, received_on=TODAY)
    head = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    mine = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)
    pay = {"scale": scene.world.head.slug, "key": back.campaign_id, "gesture": "pas-recue"}
    undo = reverse("equalisation:pay", kwargs=pay)
    assert "Le constat est repris" in press(head, undo, {"payment": str(back.pk), "reason": REASON}, follow=True).text
    at = {"scale": scene.grouping.slug, "key": back.campaign_id}
    gone = reverse("equalisation:own", kwargs={**at, "gesture": "non-rendue"})
    assert gone in mine.get(reverse("equalisation:share", kwargs=at)).text
    assert head.get(gone).status_code in (403, 404)
    assert "de nouveau à rendre" in press(mine, gone, {"reason": REASON}, follow=True).text
    assert read(back).voided_on == TODAY


def test_what_failed_is_told_on_both_sides_until_it_is_prepared_again(scene, returns, settings):
    found = notified(scene.world)
    made = payment(found, scene.grouping, posted=True)
    there = reverse("equalisation:campaign", args=[found.carrier.slug, found.pk])
    mine = reverse("equalisation:share", args=[scene.grouping.slug, found.pk])
    head = entered_as(scene.world.holder("cress-board", "president").person, settings)
    ours = entered_as(scene.world.holder(f"{scene.grouping.slug}-board", "president").person, settings)

    def pages() -> tuple[str, str]:
        return head.get(there).text, ours.get(mine).text

    assert all("dit non arrivé" not in page for page in pages())
    operations.return_payment(payment=made, **returns)
    assert all("dit non arrivé le" in page and REASON.removesuffix(".") in page for page in pages())
    asked = {"actor": scene.coordination, "campaign": found, "now": NOW}
    operations.prepare_payment(beneficiary=scene.grouping, key=uuid4(), **asked)
    assert all("dit non arrivé" not in page for page in pages())


def offered(page: str) -> set[str]:
    return set(re.findall(r"/versements/([\w-]+)\"", page)) - {"versements"}


def test_a_button_is_there_only_when_there_is_something_to_do(scene, settings):
    found = notified(scene.world)
    head = entered_as(scene.world.holder("cress-board", "president").person, settings)
    there = reverse("equalisation:campaign", args=[found.carrier.slug, found.pk])
    closes = reverse("equalisation:change", args=[found.carrier.slug, found.pk, "clore"])
    assert offered(head.get(there).text) == {"preparer"}
    made = payment(found, scene.grouping)
    assert offered(head.get(there).text) == {"preparer", "verser", "annuler"}
    with arranging():
        sender, other = PersonFactory(), PersonFactory()
        put(made, posted_on=TODAY, posted_by_id=sender.pk)
    assert offered(head.get(there).text) == {"preparer", "non-arrive"}
    with arranging():
        put(made, received_on=TODAY, received_by_id=other.pk)
    for one in Organisation.objects.filter(slug__in=due_of(found)).exclude(pk=scene.grouping.pk):
        assert closes not in head.get(there).text
        rest = payment(found, one, posted=True)
        assert closes not in head.get(there).text
        with arranging():
            put(rest, received_on=TODAY, received_by_id=other.pk)
    page = head.get(there).text
    assert offered(page) == set() and closes in page


def test_a_round_that_was_corrected_before_it_was_paid_is_closed_by_its_button(scene, settings):
    found = notified(scene.world)
    corrected(found)
    head = entered_as(scene.world.holder("cress-board", "president").person, settings)
    page = head.get(reverse("equalisation:campaign", args=[found.carrier.slug, found.pk])).text
    closes = reverse("equalisation:change", args=[found.carrier.slug, found.pk, "clore"])
    assert offered(page) == set() and closes in page
