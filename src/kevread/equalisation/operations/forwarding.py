"""What stays of a year that is over feeds a later round, because somebody says so: nothing goes by itself."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.equalisation.models import Campaign, Resource
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.balances import over_before
from kevread.equalisation.rules.terms import euros
from kevread.journal.operations import act

from .preparing import opened


def bring_forward(*, actor: Actor, campaign: Campaign, source: Campaign, amount: int, now: datetime) -> Resource:
    """All that is left of a year that is over, or a part of it, in cents: never more, whatever other rounds bring forward of it
    meanwhile. Raises Denied; Invalid on `source` or `amount`; Refused once data are frozen."""
    may_prepare(actor, campaign.carrier).or_raise()
    arguments = {"campaign": campaign.pk, "source": source.pk, "amount": amount}
    with act("equalisation.bring_forward", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        Campaign.objects.lock(source.pk)  # nobody corrects it meanwhile, nor brings the same money elsewhere
        found = next((one for one in over_before(row) if one.campaign.pk == source.pk), None)
        if found is None:
            raise Invalid(
                "source", "Choisissez une campagne close de ce fonds, d’une année d’avant, que rien ne corrige."
            )
        left = found.left_for(row)
        if left <= 0:
            raise Invalid("source", f"De la campagne {source.year}, il ne reste rien à reporter.")
        if not 0 < amount <= left:
            raise Invalid("amount", f"Indiquez plus de 0 €, et au plus ce qui reste de {source.year} : {euros(left)}.")
        return Resource.objects.create(
            campaign=row,
            label=f"Ce qui restait de la campagne {source.year}",
            origin=Resource.Origin.CARRIED,
            amount=amount,
            carried_from=source,
        )
