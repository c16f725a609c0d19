"""What the fund waits for."""

from django.db.models import Q

from kevread.common.todo import Asker, ToDo, why
from kevread.equalisation.models import PAYS, Campaign, Payment
from kevread.equalisation.permissions import may_give_opinion
from kevread.equalisation.rules.terms import euros
from kevread.ui.places import screen_address

VICE_PRESIDENCY = "grouping_vice_president"  # the role, before anything is looked for


def opinions_to_give(asker: Asker) -> list[ToDo]:
    """The opinion of a vice-president, asked by name, on rules that are proposed."""
    if not any(hat.role == VICE_PRESIDENCY for hat in asker.actor.hats):
        return []
    rows = Campaign.objects.visible_to(asker.actor).filter(state=Campaign.State.PROPOSED).select_related("carrier")
    found = []
    for one in rows:
        grounds = may_give_opinion(asker.actor, one, asker.on)
        if grounds and not one.opinions.filter(mandate__person=asker.actor.person).exists():
            where = screen_address("equalisation:opinion", scale=one.carrier.slug, key=one.pk)
            found.append(
                ToDo(f"Donner votre avis sur la péréquation {one.year}", grounds.why, where, "Donner mon avis")
            )
    return found


def payments_to_make(asker: Asker) -> list[ToDo]:
    """A payment that somebody else prepared, for whoever may send it; one that came, for whoever may say so."""
    hat = asker.actor.hat_for(PAYS, asker.scale.pk)
    if hat is None:
        return []
    here = Q(campaign__carrier=asker.scale, posted_on=None) | Q(beneficiary=asker.scale, posted_on__isnull=False)
    rows = Payment.objects.standing().filter(here, received_on=None).select_related("campaign", "beneficiary")
    waiting = list(rows.order_by("pk")[:20])
    sent = [one for one in waiting if one.posted_on is None and one.prepared_by_id != asker.actor.person]
    came = [one for one in waiting if one.posted_on and one.beneficiary_id == asker.scale.pk]
    slug = asker.scale.slug
    return [
        ToDo(
            f"Verser {euros(one.amount)} à {one.beneficiary.name}, péréquation {one.campaign.year}", why(hat),
            screen_address("equalisation:campaign", scale=slug, key=one.campaign_id) + "#versements", "Voir le versement",
        )
        for one in sent
    ] + [
        ToDo(
            f"Constater le versement de {euros(one.amount)}, péréquation {one.campaign.year}", why(hat),
            screen_address("equalisation:share", scale=slug, key=one.campaign_id), "Voir ma part",
        )
        for one in came
    ]  # fmt: skip
