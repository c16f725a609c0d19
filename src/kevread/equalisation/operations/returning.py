"""What was said of a payment and was not so: the money did not arrive, or nobody received it."""

from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.common.periods import day_in_words
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.permissions import may_receive, may_send
from kevread.equalisation.queries.due import later_than
from kevread.journal.operations import act

from .deciding import in_state
from .paying import explained, locked


def return_payment(*, actor: Actor, payment: Payment, reason: str, now: datetime) -> Payment:
    """A bank sent it back, or it never left: it stays written, voided with its reason, and the share is due again. On the side
    that sent it, by somebody else than who said so; as long as nobody received it, and no correction that is closed, or that
    paid since, counted it.

    Raises Denied; Invalid on `reason`; Refused."""
    may_send(actor, payment).or_raise()
    reason = explained(reason, "Dites ce qui est arrivé à ce versement : rejeté par la banque, jamais parti…")
    sender = payment.beneficiary if payment.is_back else payment.campaign.carrier
    with act("equalisation.return_payment", actor=actor, about=sender, now=now, reason=reason):
        later = later_than(payment.campaign)
        for one in later:  # in the order in which a correction is notified
            Campaign.objects.lock(one.pk)
        in_state(payment.campaign, Campaign.State.NOTIFIED)
        if Campaign.objects.filter(pk__in=[one.pk for one in later], state=Campaign.State.CLOSED).exists():
            raise Refused(
                "La campagne qui corrige celle-ci est close, et a compté ce versement : ouvrez-en une qui la corrige."
            )
        row = locked(payment)
        if row.voided_on:
            raise Refused(f"Ce versement est annulé depuis le {day_in_words(row.voided_on)}.")
        if row.posted_on is None:
            raise Refused("Ce versement n’est pas fait : il s’annule.")
        if row.received_on:
            raise Refused(
                f"Ce versement est constaté, le {day_in_words(row.received_on)} : qui l’a reçu le reprend d’abord."
            )
        if actor.person is None or actor.person == row.posted_by_id:
            raise Refused(f"{row.posted_by} a dit qu’il est fait : une autre personne dit qu’il n’est pas arrivé.")
        counted = Payment.objects.standing().filter(campaign__in=later, beneficiary=row.beneficiary_id)
        if counted.exists():
            raise Refused(
                f"Une correction a compté ce versement dans celui qu’elle fait à {row.beneficiary.name} : reprenez d’abord "
                "celui de la correction."
            )
        row.voided_on, row.reason = timezone.localtime(now).date(), reason
        row.save(update_fields=["voided_on", "reason"])
    return row


def take_back_receipt(*, actor: Actor, payment: Payment, reason: str, now: datetime) -> Payment:
    """It was said to be received by mistake: it waits to be received again, until the round is closed. Raises Denied; Invalid
    on `reason`; Refused."""
    may_receive(actor, payment).or_raise()
    reason = explained(reason, "Dites quelle erreur vous corrigez.")
    receiver = payment.campaign.carrier if payment.is_back else payment.beneficiary
    with act("equalisation.take_back_receipt", actor=actor, about=receiver, now=now, reason=reason):
        in_state(payment.campaign, Campaign.State.NOTIFIED)
        row = locked(payment)
        if row.received_on is None:
            raise Refused("Personne n’a encore constaté ce versement.")
        row.received_on = row.received_by = None
        row.save(update_fields=["received_on", "received_by"])
    return row
