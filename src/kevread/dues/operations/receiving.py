"""Payments that a file tells; for whom each is; and whoever paid, asked to say it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.dues import links
from kevread.dues.models import Due, Payment
from kevread.dues.permissions import may_keep_dues
from kevread.dues.statements import MOST_LINES, Line
from kevread.journal.operations import act
from kevread.mail.message import absolute
from kevread.mail.operations import queue_letter
from kevread.ui.places import screen_address

from .calling import standing
from .paying import locked, received, require_no_receipt, require_owed

MEANS = {"bank": Payment.Means.TRANSFER, "helloasso": Payment.Means.CARD}


def receive_statement(
    *, actor: Actor, organisation: Organisation, lines: Collection[Line], now: datetime
) -> tuple[int, int]:
    """Enter the payments that a file tells, each for nobody yet; how many are new, and how many were known. The same line of
    two files is one payment. Raises Denied; Invalid on `file`."""
    may_keep_dues(actor, organisation).or_raise()
    if not lines:
        raise Invalid("file", "Gardez au moins une ligne.")
    if len(lines) > MOST_LINES:
        raise Invalid("file", f"Ce fichier a plus de {MOST_LINES} lignes : coupez-le en plusieurs.")
    for line in lines:
        received("file", line.day, now)
    every = {line.mark: line for line in lines}
    with act("dues.receive_statement", actor=actor, about=organisation, now=now, arguments={"lines": len(every)}):
        Organisation.objects.lock(organisation.pk)
        known = set(Payment.objects.filter(organisation=organisation, mark__in=every).values_list("mark", flat=True))
        for mark, line in every.items():
            if mark not in known:
                Payment.objects.create(
                    organisation=organisation,
                    paid_on=line.day,
                    cents=line.cents,
                    means=MEANS[line.origin],
                    origin=line.origin,
                    payer=line.payer,
                    email=line.email,
                    note=line.label,
                    mark=mark,
                )
    return len(every) - len(known), len(lines) - len(every) + len(known)


def unmatched(payment: Payment) -> Payment:
    """The payment, locked. Raises Refused when it is for somebody already, was undone, or is money given back."""
    row = locked(payment)
    if row.due_id or row.refunds_id:
        raise Refused("Ce paiement est déjà rapproché d’une cotisation.")
    return row


def match(*, actor: Actor, payment: Payment, due: Due, now: datetime, is_another: bool = False) -> Payment:
    """A person says for which line a payment is. Raises Denied; Invalid on `due` when it is of another organisation, on
    `is_another` when nothing is owed any more and nobody said that it is one more payment; Refused when the payment is for
    somebody already, or the call of the line was undone."""
    may_keep_dues(actor, payment.organisation).or_raise()
    if due.organisation_id != payment.organisation_id:
        raise Invalid("due", "Cette cotisation est due à une autre organisation.")
    arguments = {"payment": payment.pk, "due": due.pk}
    with act("dues.match", actor=actor, about=payment.organisation, now=now, arguments=arguments):
        line = standing(due)
        row = unmatched(payment)
        require_owed(line, is_another)
        row.due = line
        row.save(update_fields=["due"])
    return row


def unmatch(*, actor: Actor, payment: Payment, now: datetime) -> Payment:
    """It was not for that line: it waits again. Raises Denied; Refused when it waits already, was entered by hand, was undone,
    when some of it was given back, or while a tax receipt says it."""
    may_keep_dues(actor, payment.organisation).or_raise()
    arguments = {"payment": payment.pk}
    with act("dues.unmatch", actor=actor, about=payment.organisation, now=now, arguments=arguments):
        row = locked(payment)
        if row.due_id is None:
            raise Refused("Ce paiement attend déjà.")
        if row.origin == Payment.Origin.HAND:
            raise Refused("Ce paiement est inscrit à la main : annulez-le, puis inscrivez-le où il va.")
        if row.refunded.filter(undone_on=None).exists():
            raise Refused("Ce paiement est remboursé : annulez d’abord le remboursement.")
        require_no_receipt(row)
        row.due = None
        row.save(update_fields=["due"])
    return row


def ask_payer(*, actor: Actor, payment: Payment, now: datetime) -> Payment:
    """Write to whoever paid, who may not be the member: the link of the letter says for whom it is. Once. Raises Denied;
    Refused when no address is known, or it was asked already."""
    may_keep_dues(actor, payment.organisation).or_raise()
    with act("dues.ask_payer", actor=actor, about=payment.organisation, now=now, arguments={"payment": payment.pk}):
        row = unmatched(payment)
        if not row.email:
            raise Refused("L’adresse de qui a payé n’est pas connue.")
        if row.asked_at:
            raise Refused("Le courriel est déjà parti : il ne part qu’une fois.")
        row.asked_at = now
        row.save(update_fields=["asked_at"])
        told = {"organisation": row.organisation, "amount": euros(row.cents), "day": day_in_words(row.paid_on)}
        queue_letter(
            about=row.organisation,
            to=row.email,
            subject=f"Pour qui est votre paiement à {row.organisation.name} ?",
            text=render_to_string("dues/letters/whose.txt", told).strip(),
            buttons=[("Dire pour qui c’est", absolute(screen_address("dues:claim", token=links.write(row.pk))))],
            now=now,
        )
    return row


def claim(*, actor: Actor, key: UUID, name: str, now: datetime) -> Payment:
    """Whoever holds the link says for which member it is: that is written beside the payment, and those who keep the dues
    confirm it. By who holds the link. Raises Invalid on `name`; Refused when the payment waits no more."""
    name = one_line(name)
    if not 2 <= len(seen(name)) <= len(name) <= 160:
        raise Invalid("name", "Écrivez le nom de l’organisation qui adhère.")
    payment = Payment.objects.select_related("organisation").get(pk=key)
    with act("dues.claim", actor=actor, about=payment.organisation, now=now, arguments={"payment": key}):
        row = unmatched(payment)
        if row.claimed_for == name:
            raise Refused("C’est déjà dit. On vous remercie.")
        row.claimed_for = name
        row.save(update_fields=["claimed_for"])
    return row
