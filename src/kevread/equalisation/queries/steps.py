"""Where a round is on its path: who was asked, what each receives, what was paid of it, who was told, who contests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
    """`failed`: the last payment that was sent and did not arrive, of each that has none since, by key."""

    asked: tuple[Asked, ...]
    shares: tuple[Share, ...]
    vacant: tuple[Organisation, ...]  # the beneficiaries that no vice-president speaks for
    aside: tuple[Opinion, ...]  # given on a proposal that was withdrawn
    told: tuple[Told, ...]
    appeals: tuple[Appeal, ...]
    failed: Mapping[UUID, Payment]

    @property
    def gestures(self) -> set[str]:
        """What there is to do of payments, now."""
        paid = [one.payment for one in self.shares if one.payment]
        sent = [one for one in paid if one.posted_on and not one.received_on]
        there = {
            "preparer": any(one.due and not one.is_gone and not one.payment for one in self.shares),
            "verser": any(not one.posted_on and not one.is_back for one in paid),
            "annuler": any(not one.posted_on for one in paid),
            "non-arrive": any(not one.is_back for one in sent),
            "recue": any(one.is_back for one in sent),
            "pas-recue": any(one.is_back and one.received_on for one in paid),
        }
        return {gesture for gesture, is_there in there.items() if is_there}

    @property
    def is_settled(self) -> bool:
        """Each share was received, or is asked of nobody any more."""
        return all(one.is_gone or not one.due or (one.payment and one.payment.received_on) for one in self.shares)


def awaited(path: Path) -> list[str]:
    """Whose opinion is awaited, by name."""
    return [
        f"{one.mandate.person}{f', {one.mandate.represents.name}' if one.mandate.represents else ''}"
        for one in path.asked
        if one.opinion is None
    ]


def failed_of(campaign: Campaign) -> Mapping[UUID, Payment]:
    """By beneficiary, the last payment that was sent to it and did not arrive. One query."""
    rows = campaign.payments.filter(posted_on__isnull=False, voided_on__isnull=False, is_back=False)
    return {one.beneficiary_id: one for one in rows.order_by("voided_on", "pk")}


def advises(campaign: Campaign) -> bool:
    """Whether the carrier has such a seat at all: without one, nobody’s opinion is awaited."""
    return Seat.objects.filter(title=VICE_PRESIDENT, body__organisation=campaign.carrier_id).exists()


def path_of(campaign: Campaign, on: date) -> Path:
    """Ten queries, and those of what a correction corrects."""
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
        {key: one for key, one in failed_of(campaign).items() if key not in payments},
    )
