"""What a decision opens here: a round of the fund whose rules it adopts; what its shares commit, and its payments tell the
accounts of both sides."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.base.clock import today
from kevread.charter.asks import TOGETHER
from kevread.charter.operations.adopted import last_written
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.money import euros
from kevread.common.percents import percent
from kevread.common.periods import day_in_words
from kevread.common.reading import ReadBy
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.directory.models import Organisation
from kevread.equalisation.models import Appeal, Campaign, Payment, Resource
from kevread.equalisation.operations import decide, set_weights
from kevread.equalisation.operations.deciding import require_apart
from kevread.equalisation.operations.weights import checked_weights, since_day
from kevread.equalisation.permissions import may_set_weights
from kevread.equalisation.queries.collecting import criteria, weight_names
from kevread.equalisation.queries.due import due_of
from kevread.equalisation.queries.path import (
    OPENS,
    WEIGHS,
    apart_from_decided,
    computed,
    fund_types,
    gone_from,
    mark_of_proposal,
)
from kevread.equalisation.queries.steps import awaited, path_of
from kevread.equalisation.rules.terms import naming, said_of_terms
from kevread.finance.asks import FED
from kevread.ledgers.asks import COMMITTED, EXPECTED, RECORDED, Committed, Years
from kevread.ledgers.rules.cash import Movement
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


def means(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules that are proposed, by which line, who gave no opinion, where they are not those that were decided, and what
    each would receive."""
    row: Campaign = Campaign.objects.select_related("carrier").lock(asked_as(AskedRound, asked).campaign)
    shares = computed(row)
    missing = awaited(path_of(row, today()))
    names = dict(Organisation.objects.filter(slug__in=shares).values_list("slug", "name"))
    given = [(names.get(who, who), euros(cents)) for who, cents in sorted(shares.items())]
    apart = [("À regarder", said) for said in apart_from_decided(row, today())]
    opinions = [("Avis qui manquent", ", ".join(missing))] if missing else []
    proposal = [("Proposées par", row.proposed_in.quoted)] if row.proposed_in else []
    rules = [("Règles proposées", said_of_terms(row.terms)), *proposal]
    return [*rules, *opinions, *apart, *given, ("", mark_of_proposal(row))]


def serving(decisions: Collection[UUID]) -> set[UUID]:
    """Those by which rules were proposed, or an appeal answered. One query."""
    proposed = Campaign.objects.filter(proposed_in__in=decisions).values_list("proposed_in")
    answered = Appeal.objects.filter(answered_in__in=decisions).values_list("answered_in")
    return {key for (key,) in proposed.union(answered)}


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


def way(application: Application) -> Way:
    """Read before it is confirmed, and after."""
    where = {"scale": application.decision.organisation.slug, "key": asked_as(AskedRound, application.asked).campaign}
    return Way("voir la campagne", "equalisation:campaign", where)


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
        way,
        means=means,
        serves=serving,
    )
)


@dataclass(frozen=True, slots=True)
class AskedWeights:
    """What a decision says of the weights, as JSON keeps it."""

    weights: dict[str, int]
    since: date | None = None


def read_weights(decision: Decision, asked: Mapping[str, Any]) -> AskedWeights:
    """Raises Invalid on the field; Refused."""
    wanted = asked_as(AskedWeights, asked)
    return AskedWeights(checked_weights(wanted.weights), since_day(decision, wanted.since))


def apply_weights(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    wanted = read_weights(application.decision, application.asked)
    shifts = set_weights(
        on=now.date(), actor=actor, application=application, weights=wanted.weights, since=wanted.since, now=now
    )
    return {}, shifts


def weights_in_words(applications: Collection[Application]) -> Mapping[UUID, str]:
    found = {}
    for one in applications:
        wanted = asked_as(AskedWeights, one.asked)
        codes = [code for code in criteria() if code in wanted.weights]
        said = ", ".join(f"{naming(code).name} {percent(wanted.weights[code])}" for code in codes)
        since = f" à partir du {day_in_words(wanted.since)}" if wanted.since else ""
        found[one.pk] = f"Les poids du fonds{since} : {said}."
    return found


def to_the_fund(application: Application) -> Way | None:
    slug = application.decision.organisation.slug
    return Way("voir les règles du fonds", "equalisation:fund", {"scale": slug}) if application.applied_at else None


def weights_stay(application: Application) -> str:
    """All the weights go back together, the last that were written alone."""
    last = last_written(weight_names().values()) if application.applied_at else None
    if last is None or last[1]["decided_in"] == application.decision_id:
        return ""
    later = last[1]["adopted_on"] and last[1]["adopted_on"] >= application.decision.decided_on
    return "D’autres poids ont été décidés depuis : ce sont ceux-là qui s’annulent d’abord." if later else ""


def undo_weights(application: Application, actor: Actor) -> Way | None:
    head = application.decision.organisation
    last = last_written(weight_names().values()) if application.applied_at else None
    if last is None or last[1]["decided_in"] != application.decision_id or not may_set_weights(actor, head):
        return None
    return Way("annuler ces poids", "equalisation:undo_weights", {"scale": head.slug})


OPENINGS.answer(
    Opening(
        WEIGHS, "Les poids du fonds à inscrire", "Dire quels poids elle fixe", "equalisation:weights",
        read_weights, apply_weights, weights_in_words, to_the_fund, undo_weights, weights_stay,
    )
)  # fmt: skip


@TOGETHER.answer
def weighed_together() -> Mapping[str, str]:
    said = "Les poids du fonds se décident ensemble et font 100 % : une décision du type qui les fixe les dit tous."
    return dict.fromkeys(weight_names().values(), said)


@FED.answer
def fed_by(organisation: Organisation) -> Iterable[tuple[str, int, UUID | None]]:
    """The grants of the rounds that it carries; of one that is being corrected, those of its correction. One query."""
    corrected = Campaign.objects.standing().filter(corrects=OuterRef("pk"))
    rounds = Campaign.objects.standing().filter(~Exists(corrected), carrier=organisation)
    rows = Resource.objects.filter(campaign__in=rounds, origin=Resource.Origin.GRANT).order_by("pk")
    return [(one.clause, one.amount, one.funding_id) for one in rows]


@COMMITTED.answer
def shares_of_years(organisation: Organisation, years: Years, actor: Actor) -> Iterable[tuple[int, Committed | str]]:
    """What was notified for each year: to pay, for who carries the fund; to receive, for each other. A round that corrects
    another takes its place, whatever was paid of either: all of its shares is the fund of that year."""
    rows = Campaign.objects.filter(year__in=years, notified_on__isnull=False).uncorrected()
    found = []
    for one in rows.select_related("carrier").order_by("pk"):
        told = f"Fonds de péréquation {one.year}" + (", corrigé" if one.corrects_id else "")
        due = one.shares or {}
        given = sum(cents for slug, cents in due.items() if slug != one.carrier.slug)
        if one.carrier_id == organisation.pk:
            found.append((one.year, Committed("6571", "", told, given, "equalisation:fund")))
        elif organisation.slug in due:
            found.append((one.year, Committed("7551", "", told, due[organisation.slug], "equalisation:fund")))
    return found


@EXPECTED.answer
def payments_of_the_fund(
    organisation: Organisation, first: date, last: date, on: date, actor: Actor
) -> Iterable[Movement | str]:
    """The shares that were sent since; those that were notified and not sent, of which nobody knows the day."""
    made: list[Movement | str] = []
    label = "Fonds de péréquation"
    ours = Q(campaign__carrier=organisation) | Q(beneficiary=organisation)
    rows = Payment.objects.standing().filter(ours, posted_on__isnull=False).select_related("campaign", "beneficiary")
    sent = list(rows.order_by("posted_on", "pk"))
    for one in sent:
        if one.posted_on is None or one.posted_on < first:
            continue
        gives = (one.campaign.carrier_id == organisation.pk) is not one.is_back
        cents = -one.amount if gives else one.amount
        made.append(Movement(one.posted_on, cents, label, "equalisation:fund", is_made=True))
    rounds = Campaign.objects.standing().filter(notified_on__lte=on, closed_on=None).uncorrected(on)
    done = {(one.campaign_id, one.beneficiary.slug) for one in sent}
    for campaign in rounds.select_related("carrier", "corrects__carrier").order_by("pk"):
        due = due_of(campaign) if campaign.corrects_id else (campaign.shares or {})
        # Nobody pays who is no more in the network, and nothing is asked back of them (decision 228).
        over = {*(one.slug for one in gone_from(campaign, on)), campaign.carrier.slug}
        left = {who: cents for who, cents in due.items() if (campaign.pk, who) not in done and who not in over}
        given = sum(left.values())
        if campaign.carrier_id == organisation.pk and given:
            made.append(Movement(None, -given, f"{label} {campaign.year}", "equalisation:fund"))
        elif left.get(organisation.slug):
            made.append(Movement(None, left[organisation.slug], f"{label} {campaign.year}", "equalisation:fund"))
    return made
