"""Who may prepare a round of the fund, say what they think of it, pay a share."""

from datetime import date

from kevread.common.actor import Actor, Grounds
from kevread.common.words import of
from kevread.delegations.loader import acts
from kevread.delegations.queries.chains import may_commit
from kevread.directory.models import Organisation
from kevread.seats.asks import PAY
from kevread.seats.models import Mandate
from kevread.seats.permissions import grounds, own_grounds

from .models import APPEALS, PAYS, PREPARES, VICE_PRESIDENT, Campaign, Payment


def may_prepare(actor: Actor, carrier: Organisation) -> Grounds:
    """Open a round, collect and freeze its data, keep scenarios. Preparing is not deciding."""
    return grounds(actor, PREPARES, carrier)


def may_set_weights(actor: Actor, head: Organisation) -> Grounds:
    """Write what a decision says of the weights, as of any setting of the common framework."""
    return grounds(actor, "set_setting", head)


def vice_presidents(carrier: Organisation, on: date) -> list[Mandate]:
    """Whose opinion is asked: those who hold, at the carrier, a seat of vice-president for a grouping. One query."""
    rows = Mandate.objects.on(on).filter(seat__title=VICE_PRESIDENT, seat__body__organisation=carrier)
    return list(rows.select_related("person", "represents", "seat__body").order_by("represents__search", "pk"))


def may_give_opinion(actor: Actor, campaign: Campaign, on: date) -> Grounds:
    """Whoever holds such a seat that day: nobody gives the opinion of somebody else."""
    for mandate in vice_presidents(campaign.carrier, on) if actor.person else ():
        if mandate.person_id == actor.person:
            return Grounds(True, "Vous êtes vice-président·e Territoire.")
    return Grounds(
        False, f"L’avis sur cette péréquation est celui des vice-président·es Territoire {of(campaign.carrier.name)}."
    )


def may_pay(actor: Actor, carrier: Organisation) -> Grounds:
    """Prepare, send or cancel a payment. That two different people do it is looked at with the payment."""
    return grounds(actor, PAYS, carrier)


def may_send(actor: Actor, payment: Payment) -> Grounds:
    """Say that the money left: at the carrier; at the beneficiary for what it gives back. Each speaks for its own side."""
    return own_grounds(actor, PAYS, payment.beneficiary if payment.is_back else payment.campaign.carrier)


def may_commit_sum(actor: Actor, sender: Organisation, cents: int, on: date) -> bool:
    """Whether they have the power to commit whoever sends, up to this sum: asked again inside the act. One query."""
    code = acts().of_gesture(PAY, on)
    return actor.is_system or not code or bool(may_commit(actor.person, code, sender, on, cents))


def may_receive(actor: Actor, payment: Payment) -> Grounds:
    """Say, on the other side, that the money came."""
    return own_grounds(actor, PAYS, payment.campaign.carrier if payment.is_back else payment.beneficiary)


def may_appeal(actor: Actor, beneficiary: Organisation) -> Grounds:
    """Say, for a beneficiary, that its share is wrong."""
    return own_grounds(actor, APPEALS, beneficiary)
