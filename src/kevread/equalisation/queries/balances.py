"""What a year of the fund had, shared and paid, and what stays of it: to the cent, of what is written. Nothing goes to another
year by itself: somebody says so (`operations.forwarding`)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from kevread.equalisation.models import Campaign, CampaignQuerySet, Payment, Resource
from kevread.equalisation.rules.terms import euros

type Year = tuple[UUID, int]  # of a carrier


@dataclass(frozen=True, slots=True)
class Balance:
    """A year, in cents, by the round that stands for it: the last that was notified, else the one under way.

    `fed`: all its money, its reserve included; `brought`: what of it came from years before. `paid`: what was sent in the whole
    year, whichever of its rounds sent it, less what was given back and received. `unpaid`, `expected`: of its shares, what was
    not sent, and what is to be given back. `is_over`: closed, and nothing corrects it: then `rest` is its reserve, more
    `unpaid`, less `expected`, since only who closed is neither paid nor asked back. `taken`: by year, then by round, what later
    ones brought forward of it."""

    campaign: Campaign
    fed: int
    brought: int
    paid: int
    unpaid: int
    expected: int
    is_over: bool
    taken: Mapping[int, Mapping[UUID, int]]

    @property
    def shared(self) -> int | None:
        """None: nobody has decided it."""
        return None if self.campaign.shares is None else sum(self.campaign.shares.values())

    @property
    def rest(self) -> int:
        return self.fed - self.paid

    @property
    def went(self) -> Mapping[int, int]:
        """By year, what was brought forward of it. A correction begins with the money of the round that it corrects: while it
        is under way both have it, and it went once."""
        return {year: max(rounds.values()) for year, rounds in sorted(self.taken.items())}

    @property
    def left(self) -> int:
        """Below nothing: more was brought forward than stays, since a correction."""
        return self.rest - sum(self.went.values())

    def left_for(self, campaign: Campaign) -> int:
        """What this round may still bring forward of it."""
        elsewhere = sum(cents for year, cents in self.went.items() if year != campaign.year)
        return self.rest - elsewhere - self.taken.get(campaign.year, {}).get(campaign.pk, 0)

    @property
    def parts(self) -> list[str]:
        """What stays of it is made of, once it is over; before, what is awaited."""
        said = [(self.unpaid, "pas encore versés"), (self.expected, "à rendre au fonds")]
        if self.is_over:
            kept, lost = (self.unpaid, "de parts restées au fonds"), (-self.expected, "versés en trop à qui a fermé")
            said = [(self.campaign.reserve, "de réserve"), kept, lost]
        return [f"{euros(cents)} {what}" for cents, what in said if cents]

    @property
    def uses(self) -> list[str]:
        return [f"{euros(cents)} reportés sur {year}" for year, cents in self.went.items()]

    @property
    def missing(self) -> str:
        return euros(-self.left) if self.is_over and self.left < 0 else ""


def balances(rows: CampaignQuerySet) -> list[Balance]:
    """Of each year that these rounds are of, the last first. Three queries, whatever their number."""
    rounds = list(rows.standing().order_by("-year", "pk"))
    years: dict[Year, list[Campaign]] = defaultdict(list)
    for one in rounds:
        years[one.carrier_id, one.year].append(one)
    corrected = {one.corrects_id for one in rounds if one.notified_on}
    standing = [one for one in rounds if one.pk not in corrected]
    fed, brought, taken = money_of(standing)
    paid = paid_of(rounds)
    return [
        balance_of(standing_for(some, corrected), some, fed, brought, paid[year], taken[year])
        for year, some in years.items()
    ]


def standing_for(rounds: list[Campaign], corrected: Collection[UUID | None]) -> Campaign:
    """The round of a year whose shares are those of the year: the last that was notified, else the first."""
    told = next((one for one in rounds if one.notified_on and one.pk not in corrected), None)
    return told or next(one for one in rounds if one.corrects_id is None)


def money_of(
    rounds: list[Campaign],
) -> tuple[Counter[UUID], Counter[UUID], Mapping[Year, dict[int, Counter[UUID]]]]:
    """By round, its money, and what of it was brought forward; by year, what was brought forward of it."""
    fed, brought = Counter[UUID](), Counter[UUID]()
    taken: dict[Year, dict[int, Counter[UUID]]] = defaultdict(lambda: defaultdict(Counter))
    year_of = {one.pk: one.year for one in rounds}
    rows = Resource.objects.filter(campaign__in=year_of)
    for key, origin, cents, carrier, year in rows.values_list(
        "campaign_id", "origin", "amount", "carried_from__carrier_id", "carried_from__year"
    ):
        fed[key] += cents
        brought[key] += cents if origin == Resource.Origin.CARRIED else 0
        if carrier is not None and year is not None:
            taken[carrier, year][year_of[key]][key] += cents
    return fed, brought, taken


def paid_of(rounds: list[Campaign]) -> Mapping[Year, Counter[str]]:
    """By year, then by who received it: what was sent and was not said not to have come, less what was given back and came."""
    year_of = {one.pk: (one.carrier_id, one.year) for one in rounds}
    found: dict[Year, Counter[str]] = defaultdict(Counter)
    rows = Payment.objects.standing().filter(campaign__in=year_of, posted_on__isnull=False)
    for key, who, cents, is_back, received_on in rows.values_list(
        "campaign_id", "beneficiary__slug", "amount", "is_back", "received_on"
    ):
        if not is_back:
            found[year_of[key]][who] += cents
        elif received_on:
            found[year_of[key]][who] -= cents
    return found


def balance_of(
    stands: Campaign,
    rounds: list[Campaign],
    fed: Counter[UUID],
    brought: Counter[UUID],
    paid: Counter[str],
    taken: Mapping[int, Mapping[UUID, int]],
) -> Balance:
    shares = (stands.shares or {}) if stands.notified_on else {}
    apart = [shares.get(who, 0) - paid[who] for who in {*shares, *paid}]
    return Balance(
        campaign=stands,
        fed=fed[stands.pk],
        brought=brought[stands.pk],
        paid=sum(paid.values()),
        unpaid=sum(cents for cents in apart if cents > 0),
        expected=-sum(cents for cents in apart if cents < 0),
        is_over=stands.state == Campaign.State.CLOSED and all(one.corrects_id != stands.pk for one in rounds),
        taken=taken,
    )


def over_before(campaign: Campaign) -> list[Balance]:
    """The years of the same fund that are over, before that of this round, the last first."""
    every = balances(Campaign.objects.filter(carrier=campaign.carrier_id))  # later ones may have taken of them
    return [one for one in every if one.is_over and one.campaign.year < campaign.year]


def to_bring(campaign: Campaign) -> list[tuple[Balance, int]]:
    """Those of which something is left for this round, with how much."""
    return [(one, left) for one in over_before(campaign) if (left := one.left_for(campaign)) > 0]


def said_left(found: list[tuple[Balance, int]]) -> list[list[str]]:
    """The same while the same is left of the same years."""
    return [[str(one.campaign.pk), str(left)] for one, left in found]
