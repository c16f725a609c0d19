"""Money that comes in for dues, is given back, or never came."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import one_line
from kevread.dues.models import REASON, Due, Payment, Receipt
from kevread.dues.permissions import may_keep_dues
from kevread.dues.queries.owed import paid_of
from kevread.journal.operations import act

from .calling import standing
from .tariffs import bounded, today_of, why


def received(field: str, day: date, now: datetime) -> None:
    """Raises Invalid when the day is to come."""
    if day > today_of(now):
        raise Invalid(field, "Un paiement s’inscrit le jour même, ou après.")


def pay(
    *,
    actor: Actor,
    due: Due,
    cents: int,
    paid_on: date,
    means: str,
    now: datetime,
    payer: str = "",
    note: str = "",
    is_another: bool = False,
) -> Payment:
    """Enter what was paid for a line. Raises Denied; Invalid on the field, on `is_another` when nothing is owed any more and
    nobody said that it is one more payment; Refused when the call of the line was undone."""
    may_keep_dues(actor, due.organisation).or_raise()
    bounded(cents, least=1)
    received("paid_on", paid_on, now)
    if means not in Payment.Means.values:
        raise Invalid("means", "Choisissez comment c’est arrivé.")
    arguments = {"due": due.pk, "cents": cents, "paid_on": paid_on}
    with act("dues.pay", actor=actor, about=due.organisation, now=now, arguments=arguments):
        row = standing(due)
        require_owed(row, is_another)
        return Payment.objects.create(
            organisation=row.organisation,
            due=row,
            paid_on=paid_on,
            cents=cents,
            means=means,
            payer=one_line(payer)[:160],
            note=one_line(note)[:REASON],
        )


def require_owed(row: Due, is_another: bool) -> None:
    """Raises Invalid on `is_another` when nothing is owed any more and nobody said that it is one more payment."""
    if row.cents - paid_of(row) <= 0 and not is_another:
        raise Invalid(
            "is_another",
            f"Plus rien n’est dû de la cotisation {row.reference}. Si c’est bien un autre paiement, dites-le : il sera montré "
            "comme trop reçu.",
        )


def locked(payment: Payment) -> Payment:
    """The payment, and its line, locked. Raises Refused when it was undone."""
    if payment.due_id:
        Due.objects.lock(payment.due_id)
    row: Payment = Payment.objects.select_related("organisation").lock(payment.pk)
    if row.undone_on:
        raise Refused("Ce paiement est déjà annulé.")
    return row


def require_no_receipt(row: Payment) -> None:
    """Raises Refused while a tax receipt says what was received, or what is left of it: it would say what is no longer so."""
    standing: Receipt | None = Receipt.objects.standing().filter(payment__in=(row.pk, row.refunds_id)).first()
    if standing:
        raise Refused(f"Le reçu fiscal {standing} dit ce paiement : annulez d’abord ce reçu.")


def refund(
    *, actor: Actor, payment: Payment, cents: int, paid_on: date, means: str, reason: str, now: datetime
) -> Payment:
    """Some of a payment was given back, or all of it. Raises Denied; Invalid on the field; Refused when it was undone, or is
    itself money given back, waits for somebody to say for whom it is, or while a tax receipt says it."""
    may_keep_dues(actor, payment.organisation).or_raise()
    bounded(cents, least=1)
    received("paid_on", paid_on, now)
    if means not in Payment.Means.values:
        raise Invalid("means", "Choisissez comment c’est rendu.")
    reason = why(reason, "Dites pourquoi c’est rendu.")
    if payment.refunds_id:
        raise Refused("Ceci est déjà un remboursement.")
    if paid_on < payment.paid_on:
        raise Invalid("paid_on", f"Le paiement est du {day_in_words(payment.paid_on)} : il se rend ensuite.")
    arguments = {"payment": payment.pk, "cents": cents}
    with act("dues.refund", actor=actor, about=payment.organisation, now=now, arguments=arguments, reason=reason):
        row = locked(payment)
        if row.due_id is None:
            raise Refused("Dites d’abord pour quelle cotisation est ce paiement : ce qui est rendu s’en déduit.")
        require_no_receipt(row)
        left = row.cents - sum(row.refunded.filter(undone_on=None).values_list("cents", flat=True))
        if cents > left:
            raise Invalid("cents", f"Il reste {euros(left)} de ce paiement : on ne rend pas plus.")
        return Payment.objects.create(
            organisation=row.organisation,
            due_id=row.due_id,
            paid_on=paid_on,
            cents=cents,
            means=means,
            note=reason,
            refunds=row,
        )


def undo_payment(*, actor: Actor, payment: Payment, reason: str, now: datetime) -> Payment:
    """It never came, or was written by mistake: it stays, undone. Raises Denied; Invalid on `reason`; Refused once it is
    undone, when some of it was given back, or while a tax receipt says it."""
    may_keep_dues(actor, payment.organisation).or_raise()
    reason = why(reason)
    arguments = {"payment": payment.pk}
    with act("dues.undo_payment", actor=actor, about=payment.organisation, now=now, arguments=arguments, reason=reason):
        row = locked(payment)
        if row.refunded.filter(undone_on=None).exists():
            raise Refused("Ce paiement est remboursé : annulez d’abord le remboursement.")
        require_no_receipt(row)
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row
