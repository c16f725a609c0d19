"""What is left to pay, or to be given back, once a round that was notified is corrected by another."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from kevread.equalisation.models import Campaign, Payment

from .path import shares_of


def chain_of(campaign: Campaign) -> list[Campaign]:
    """The rounds that it corrects, the last first. One query for each that was not read with it."""
    found: list[Campaign] = []
    one = campaign
    while one.corrects_id is not None:
        read = one.corrects if Campaign.corrects.is_cached(one) else None
        one = read or Campaign.objects.select_related("carrier").get(pk=one.corrects_id)
        found.append(one)
    return found


def paid_before(campaign: Campaign) -> Mapping[str, int]:
    """By slug, the cents that each has of the rounds that this one corrects: what was given back is taken off."""
    before = [one.pk for one in chain_of(campaign)]
    found: Counter[str] = Counter()
    rows = Payment.objects.standing().filter(campaign__in=before) if before else Payment.objects.none()
    for who, cents, is_back in rows.values_list("beneficiary__slug", "amount", "is_back"):
        found[who] += -cents if is_back else cents
    return found


def due_of(campaign: Campaign) -> Mapping[str, int]:
    """By slug, what this round has to pay, in cents; below nothing, what is to be given back. All of a share, where nothing
    was paid before it."""
    shares, before = shares_of(campaign), paid_before(campaign)
    return {who: shares.get(who, 0) - before.get(who, 0) for who in dict.fromkeys([*shares, *before])}


def correction_of(campaign: Campaign) -> Campaign | None:
    """The round that corrects it, begun or done."""
    found: Campaign | None = campaign.corrections.standing().first()
    return found


def later_than(campaign: Campaign) -> list[Campaign]:
    """The rounds that correct it, begun or done, the last first. One query for each, and one more."""
    found: list[Campaign] = []
    one = correction_of(campaign)
    while one is not None:
        found.insert(0, one)
        one = correction_of(one)
    return found


def is_corrected(campaign: Campaign, on: date | None = None) -> bool:
    """Whether another round settled its shares anew: nothing more is paid of it."""
    return not Campaign.objects.filter(pk=campaign.pk).uncorrected(on).exists()


def pending(campaign: Campaign) -> list[Payment]:
    """What was prepared, and neither sent nor voided, of the rounds that it corrects."""
    before = [one.pk for one in chain_of(campaign)]
    rows = Payment.objects.standing().filter(campaign__in=before, posted_on=None).select_related("beneficiary")
    return list(rows.order_by("pk"))
