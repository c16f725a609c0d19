"""What the fund waits for."""

from django.db.models import Q

from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import listed
from kevread.equalisation.models import PAYS, PREPARES, Appeal, Campaign, Payment
from kevread.equalisation.permissions import may_commit_sum, may_give_opinion, vice_presidents
from kevread.equalisation.queries.path import shares_of
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
        if grounds and not one.opinions.standing().filter(mandate__person=asker.actor.person).exists():
            where = screen_address("equalisation:opinion", scale=one.carrier.slug, key=one.pk)
            found.append(
                ToDo(
                    f"Donner votre avis sur la péréquation {one.year}{what_comes(asker, one)}",
                    grounds.why,
                    where,
                    "Donner mon avis",
                    is_mine=True,
                )
            )
    return found


def what_comes(asker: Asker, campaign: Campaign) -> str:
    """What the rules that are proposed would give to the territories of whoever is asked."""
    mine = [
        one.represents for one in vice_presidents(campaign.carrier, asker.on) if one.person_id == asker.actor.person
    ]
    shares = shares_of(campaign)
    said = [f"{one.name} recevrait {euros(shares[one.slug])}" for one in mine if one and one.slug in shares]
    return f" : {listed(said)}" if said else ""


def payments_to_make(asker: Asker) -> list[ToDo]:
    """A payment that somebody else prepared, for whoever may send it and has the power to; one that came, for whoever may say
    so."""
    hat = asker.actor.hat_for(PAYS, asker.scale.pk)
    if hat is None:
        return []
    carried, own = Q(campaign__carrier=asker.scale), Q(beneficiary=asker.scale)
    prepared, is_back = Q(posted_on=None), Q(is_back=True)
    here = (carried & prepared & ~is_back) | (own & ~prepared & ~is_back) | (own & prepared & is_back)
    here |= carried & ~prepared & is_back
    rows = Payment.objects.standing().filter(here, received_on=None).select_related("campaign", "beneficiary")
    waiting = list(rows.order_by("pk")[:20])
    waiting = [one for one in waiting if one.posted_on or is_empowered(asker, one)]
    sent = [
        one for one in waiting if one.posted_on is None and not one.is_back and one.prepared_by_id != asker.actor.person
    ]
    given = [one for one in waiting if one.is_back]
    came = [one for one in waiting if one.posted_on and not one.is_back]
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
    ] + [given_back(one, slug, why(hat)) for one in given]  # fmt: skip


def is_empowered(asker: Asker, payment: Payment) -> bool:
    return may_commit_sum(asker.actor, asker.scale, payment.amount, asker.on)


def given_back(payment: Payment, slug: str, because: str) -> ToDo:
    """What a correction takes back: the beneficiary sends it, the carrier says that it came."""
    asked = f"{euros(payment.amount)}, péréquation {payment.campaign.year}"
    if payment.posted_on is None:
        where = screen_address("equalisation:share", scale=slug, key=payment.campaign_id)
        return ToDo(f"Rendre au fonds {asked}", because, where, "Voir ma part")
    where = screen_address("equalisation:campaign", scale=slug, key=payment.campaign_id) + "#versements"
    return ToDo(
        f"Constater la somme rendue par {payment.beneficiary.name} : {asked}", because, where, "Voir le versement"
    )


def appeals_to_answer(asker: Asker) -> list[ToDo]:
    """A share that is contested, for whoever prepares what the carrier answers."""
    hat = asker.actor.hat_for(PREPARES, asker.scale.pk)
    if hat is None:
        return []
    rows = Appeal.objects.open().filter(campaign__carrier=asker.scale).select_related("campaign", "beneficiary")
    return [
        ToDo(
            f"Répondre au recours de {one.beneficiary.name}, péréquation {one.campaign.year}",
            why(hat),
            screen_address("equalisation:campaign", scale=asker.scale.slug, key=one.campaign_id) + "#suites",
            "Voir le recours",
        )
        for one in rows.order_by("filed_on", "pk")[:20]
    ]
