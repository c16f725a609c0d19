"""Where a round is on its path: who was asked, what each receives, what was paid of it, who was told, who contests."""

from dataclasses import dataclass
from datetime import date

from kevread.directory.models import Organisation
from kevread.equalisation.models import VICE_PRESIDENT, Appeal, Campaign, Opinion, Payment, Told
from kevread.equalisation.permissions import vice_presidents
from kevread.equalisation.rules.terms import euros
from kevread.seats.models import Mandate, Seat

from .due import due_of
from .path import shares_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A vice-president, and what they said; None: nothing yet."""

    mandate: Mandate
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class Share:
    """`before` and `due`: of a correction, what was paid already, and what is left or is to be given back. `is_gone`: it
    closed, and nothing is sent to it."""

    who: Organisation
    said: str
    payment: Payment | None
    cents: int
    due: int
    is_gone: bool = False

    @property
    def before(self) -> str:
        return euros(self.cents - self.due)

    @property
    def left(self) -> str:
        if not self.due:
            return "rien"
        return f"{euros(abs(self.due))} {'à verser' if self.due > 0 else 'à rendre au fonds'}"


@dataclass(frozen=True, slots=True)
class Path:
    asked: tuple[Asked, ...]
    shares: tuple[Share, ...]
    vacant: tuple[Organisation, ...]  # the beneficiaries that no vice-president speaks for
    aside: tuple[Opinion, ...]  # given on a proposal that was withdrawn
    told: tuple[Told, ...]
    appeals: tuple[Appeal, ...]


def advises(campaign: Campaign) -> bool:
    """Whether the carrier has such a seat at all: without one, nobody’s opinion is awaited."""
    return Seat.objects.filter(title=VICE_PRESIDENT, body__organisation=campaign.carrier_id).exists()


def path_of(campaign: Campaign, on: date) -> Path:
    """Nine queries, and those of what a correction corrects."""
    given = {
        one.mandate_id: one
        for one in campaign.opinions.standing().select_related("mandate__person", "mandate__represents")
    }
    now = {one.pk: one for one in vice_presidents(campaign.carrier, on)} | {
        key: opinion.mandate for key, opinion in given.items()
    }
    due, shares = due_of(campaign), shares_of(campaign)
    known = {one.slug: one for one in Organisation.objects.filter(slug__in=due)}
    payments = {
        one.beneficiary_id: one for one in campaign.payments.standing().select_related("prepared_by", "posted_by")
    }
    return Path(
        tuple(Asked(mandate, given.get(key)) for key, mandate in now.items()),
        tuple(
            Share(one, euros(shares.get(who, 0)), payments.get(one.pk), shares.get(who, 0), left, not one.in_force(on))
            for who, left in due.items()
            if (one := known.get(who))
        ),
        tuple(one for one in known.values() if one.pk not in {mandate.represents_id for mandate in now.values()})
        if advises(campaign)
        else (),
        tuple(
            campaign.opinions.exclude(set_aside_on=None)
            .select_related("mandate__person")
            .order_by("set_aside_on", "pk")
        ),
        tuple(campaign.tellings.select_related("beneficiary", "person").order_by("beneficiary__search", "pk")),
        tuple(
            campaign.appeals.standing()
            .select_related("beneficiary", "filed_by", "answered_in")
            .order_by("filed_on", "pk")
        ),
    )
