"""Where a round is on its path: who was asked, what each receives, what was paid of it, who was told, who contests."""

from dataclasses import dataclass
from datetime import date

from kevread.directory.models import Organisation
from kevread.equalisation.models import Appeal, Campaign, Opinion, Payment, Told
from kevread.equalisation.permissions import vice_presidents
from kevread.equalisation.rules.terms import euros
from kevread.seats.models import Mandate

from .due import due_of
from .path import shares_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A vice-president, and what they said; None: nothing yet."""

    mandate: Mandate
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class Share:
    """`before` and `due`: of a correction, what was paid already, and what is left or is to be given back."""

    who: Organisation
    said: str
    payment: Payment | None
    cents: int
    due: int

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
    told: tuple[Told, ...]
    appeals: tuple[Appeal, ...]


def path_of(campaign: Campaign, on: date) -> Path:
    """Eight queries, and those of what a correction corrects."""
    given = {one.mandate_id: one for one in campaign.opinions.select_related("mandate__person", "mandate__represents")}
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
            Share(known[who], euros(shares.get(who, 0)), payments.get(known[who].pk), shares.get(who, 0), left)
            for who, left in due.items()
        ),
        tuple(campaign.told.select_related("beneficiary", "person").order_by("beneficiary__search", "pk")),
        tuple(
            campaign.appeals.standing()
            .select_related("beneficiary", "filed_by", "answered_in")
            .order_by("filed_on", "pk")
        ),
    )
