"""A share is paid by two people, once, and said to be received; then the round closes."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.delegations.operations.committing import power_for
from kevread.directory.models import Organisation
from kevread.equalisation.models import EXPLAINED, Campaign, Payment
from kevread.equalisation.permissions import may_pay, may_prepare, may_receive, may_send
from kevread.equalisation.queries.due import chain_of, due_of, is_corrected
from kevread.equalisation.queries.path import gone
from kevread.journal.operations import act
from kevread.seats.asks import PAY

from .deciding import in_state


def prepare_payment(
    *, actor: Actor, campaign: Campaign, beneficiary: Organisation, key: UUID, now: datetime
) -> Payment:
    """A payment waits for a second person: of a correction, what differs from what was paid; below nothing, the beneficiary
    gives it back. `key` is made by who asks: asked again with the same, by a page sent twice or after
    a failure, it is the same payment. Raises Denied; Invalid on `beneficiary`; Refused."""
    may_pay(actor, campaign.carrier).or_raise()
    today = timezone.localtime(now).date()
    if actor.person is None:
        raise Refused("Un versement se prépare par une personne.")
    arguments = {"campaign": campaign.pk, "beneficiary": beneficiary.slug, "payment": key}
    with act("equalisation.prepare_payment", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = in_state(campaign, Campaign.State.NOTIFIED)
        same = Payment.objects.filter(pk=key).first()
        if same is not None:
            if (same.campaign_id, same.beneficiary_id) != (row.pk, beneficiary.pk):
                raise Refused("Ce numéro est celui d’un autre versement : rouvrez la page.")
            if same.voided_on:
                raise Refused(
                    f"Ce versement est annulé depuis le {day_in_words(same.voided_on)} : rouvrez la page pour en préparer "
                    "un autre."
                )
            return same
        if is_corrected(row):
            raise Refused("Une autre campagne corrige celle-ci : ce qui reste à verser se verse dans sa correction.")
        amount = due_of(row).get(beneficiary.slug, 0)
        if not amount:
            raise Invalid("beneficiary", f"{beneficiary.name} ne reçoit rien de cette campagne.")
        if not beneficiary.in_force(today):
            raise Invalid("beneficiary", f"{beneficiary.name} a fermé : sa part reste au fonds.")
        if row.payments.standing().filter(beneficiary=beneficiary).exists():
            raise Refused(f"Le versement de {beneficiary.name} est déjà préparé.")
        return Payment.objects.create(
            pk=key,
            campaign=row,
            beneficiary=beneficiary,
            amount=abs(amount),
            is_back=amount < 0,
            prepared_on=today,
            prepared_by_id=actor.person,
        )


def locked(payment: Payment) -> Payment:
    row: Payment = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").lock(payment.pk)
    return row


def post_payment(*, actor: Actor, payment: Payment, now: datetime) -> Payment:
    """Somebody else than who prepared it says that the money is sent; of what is given back, somebody of the beneficiary. It
    commits whoever sends: they have the power to, up to this sum, and by what is written with it. Nothing is sent to whoever
    closed since it was prepared.

    Raises Denied, with the missing link of the chain; Refused."""
    may_send(actor, payment).or_raise()
    sender = payment.beneficiary if payment.is_back else payment.campaign.carrier
    with act("equalisation.post_payment", actor=actor, about=sender, now=now, arguments={"payment": payment.pk}):
        in_state(payment.campaign, Campaign.State.NOTIFIED)
        row = locked(payment)
        if row.voided_on:
            raise Refused(f"Ce versement est annulé depuis le {day_in_words(row.voided_on)}.")
        if row.posted_on:
            raise Refused(f"Ce versement est déjà fait, le {day_in_words(row.posted_on)} : il ne se fait qu’une fois.")
        if actor.person is None or actor.person == row.prepared_by_id:
            raise Refused(f"{row.prepared_by} l’a préparé : une autre personne le verse.")
        today = timezone.localtime(now).date()
        if not row.is_back and not row.beneficiary.in_force(today):
            raise Refused(f"{row.beneficiary.name} a fermé : sa part reste au fonds. Annulez ce versement.")
        row.authority = power_for(actor, PAY, sender, today, row.amount)
        row.posted_on, row.posted_by_id = today, actor.person
        row.save(update_fields=["posted_on", "posted_by", "authority"])
    return row


def explained(reason: str, why: str) -> str:
    """Raises Invalid on `reason`."""
    reason = one_line(reason)
    if not EXPLAINED <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", why)
    return reason


def void_payment(*, actor: Actor, payment: Payment, reason: str, now: datetime) -> Payment:
    """It was prepared by mistake, and is not sent. Raises Denied; Invalid on `reason`; Refused once it is sent."""
    may_pay(actor, payment.campaign.carrier).or_raise()
    reason = explained(reason, "Dites pourquoi ce versement est annulé.")
    with act("equalisation.void_payment", actor=actor, about=payment.campaign.carrier, now=now, reason=reason):
        row = locked(payment)
        if row.posted_on or row.voided_on:
            raise Refused("Ce versement n’attend plus : il est fait, ou annulé.")
        row.voided_on, row.reason = timezone.localtime(now).date(), reason
        row.save(update_fields=["voided_on", "reason"])
    return row


def confirm_receipt(*, actor: Actor, payment: Payment, now: datetime) -> Payment:
    """Whoever receives records it on its side: somebody else than the two who paid it. Raises Denied; Refused before it is
    sent, or twice."""
    may_receive(actor, payment).or_raise()
    arguments = {"payment": payment.pk}
    receiver = payment.campaign.carrier if payment.is_back else payment.beneficiary
    with act("equalisation.confirm_receipt", actor=actor, about=receiver, now=now, arguments=arguments):
        row = locked(payment)
        if row.voided_on:
            raise Refused(f"Ce versement est annulé depuis le {day_in_words(row.voided_on)}.")
        if row.posted_on is None:
            raise Refused("Ce versement n’est pas encore fait.")
        if row.received_on:
            raise Refused(f"C’est déjà constaté, le {day_in_words(row.received_on)}.")
        if actor.person in (row.prepared_by_id, row.posted_by_id):
            raise Refused(
                "Qui a préparé ou fait ce versement ne dit pas qu’il est reçu : une autre personne le constate."
            )
        row.received_on, row.received_by_id = timezone.localtime(now).date(), actor.person
        row.save(update_fields=["received_on", "received_by"])
    return row


def close(*, actor: Actor, campaign: Campaign, now: datetime) -> Campaign:
    """Every share is sent, and recorded on both sides; of a round that another corrects, what was prepared of it; and every
    appeal is answered. Raises Denied; Refused, naming who is missing."""
    may_prepare(actor, campaign.carrier).or_raise()
    today = timezone.localtime(now).date()
    with act("equalisation.close", actor=actor, about=campaign.carrier, now=now, arguments={"campaign": campaign.pk}):
        row = in_state(campaign, Campaign.State.NOTIFIED)
        done = set(row.payments.filter(received_on__isnull=False).values_list("beneficiary__slug", flat=True))
        due = due_of(row)
        names = dict(Organisation.objects.filter(slug__in=due).values_list("slug", "name"))
        closed = set(gone(row, today))
        waiting = row.payments.standing().filter(received_on=None).values_list("beneficiary__slug", flat=True)
        asked = set(waiting) if is_corrected(row) else {who for who, cents in due.items() if cents}
        missing = [names.get(who, who) for who in due if who in asked - done]
        if missing := [name for name in missing if name not in closed]:
            raise Refused(f"{missing[0]} n’a pas encore constaté son versement : il se dit des deux côtés.")
        if left := row.payments.standing().filter(posted_on=None).select_related("beneficiary").first():
            raise Refused(
                f"Le versement de {left.beneficiary.name} est préparé sans être fait : faites-le, ou annulez-le."
            )
        before = Payment.objects.standing().filter(
            campaign__in=chain_of(row), posted_on__isnull=False, received_on=None
        )
        awaited = [one for one in before.select_related("beneficiary") if one.beneficiary.name not in closed]
        if awaited:
            raise Refused(
                f"{awaited[0].beneficiary.name} n’a pas encore constaté le versement de la campagne corrigée, que celle-ci "
                "compte comme reçu."
            )
        if contested := row.appeals.open().select_related("beneficiary").first():
            raise Refused(
                f"Le recours de {contested.beneficiary.name} attend sa réponse : la campagne se clôt ensuite."
            )
        row.state, row.closed_on = Campaign.State.CLOSED, today
        row.save(update_fields=["state", "closed_on"])
    return row
