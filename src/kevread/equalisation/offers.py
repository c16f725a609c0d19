"""What a decision opens here: a round of the fund whose rules it adopts; what its payments tell the accounts of both sides."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.reading import ReadBy
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.operations import decide
from kevread.equalisation.operations.deciding import require_apart
from kevread.equalisation.queries.path import OPENS, fund_types
from kevread.ledgers.asks import RECORDED
from kevread.ledgers.rules.matching import Recorded


@dataclass(frozen=True, slots=True)
class AskedRound:
    """Which round a decision adopts, as JSON keeps it."""

    campaign: Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]


def read(decision: Decision, asked: Mapping[str, Any]) -> Campaign:
    """The round, of this organisation, whose rules are proposed. Raises Invalid on the field; Refused."""
    wanted = asked_as(AskedRound, asked)
    rows = Campaign.objects.select_related("carrier", "proposed_in__body").filter(carrier=decision.organisation_id)
    found: Campaign | None = rows.filter(pk=wanted.campaign, state=Campaign.State.PROPOSED).first()
    if found is None:
        raise Invalid(
            "campaign", "Choisissez la campagne que cette décision adopte : ses règles sont d’abord proposées."
        )
    if decision.type not in fund_types():
        raise Invalid("campaign", "Cette décision n’est pas du type qui porte sur le fonds : classez-la d’abord.")
    require_apart(found, decision)
    return found


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    found = read(application.decision, application.asked)
    decide(actor=actor, campaign=found, application=application, now=now)
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: asked_as(AskedRound, one.asked).campaign for one in applications}
    years = dict(Campaign.objects.filter(pk__in=set(every.values())).values_list("pk", "year"))
    return {
        key: f"Les règles proposées de la péréquation {years.get(campaign, '')} sont adoptées, et le partage arrêté."
        for key, campaign in every.items()
    }


@RECORDED.answer
def paid_shares(members: Collection[UUID], first: date, last: date) -> Iterator[Recorded]:
    """The shares that one side sent and the other said to have received. One query."""
    rows = Payment.objects.standing().filter(
        campaign__carrier__in=members,
        beneficiary__in=members,
        posted_on__range=(first, last),
        received_on__isnull=False,
    )
    for one in rows.select_related("campaign__carrier", "beneficiary").order_by("posted_on", "pk"):
        sides = one.campaign.carrier.slug, one.beneficiary.slug
        payer, payee = reversed(sides) if one.is_back else sides
        assert one.posted_on is not None
        yield Recorded(one.pk, "Part du fonds commun", payer, payee, one.amount, one.posted_on, ("657",), ("755",))


OPENINGS.answer(
    Opening(
        OPENS,
        "Une péréquation à arrêter",
        "Dire quelle campagne elle adopte",
        "equalisation:decide",
        read,
        apply,
        sentences,
    )
)
