"""What decides a round, what each receives of it, and who is gone meanwhile."""

from collections.abc import Mapping
from datetime import date

from kevread.common.marks import mark_of
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, CampaignQuerySet
from kevread.equalisation.rules.certified import allocate
from kevread.equalisation.rules.rounds import Round
from kevread.equalisation.rules.share import Answer, share_out
from kevread.equalisation.rules.terms import apart_from, read_terms, round_with

from .collecting import decided_terms, measured

WEIGHS = "fund_weights"  # what a decision opens that fixes the weights
OPENS = "equalisation"  # what the matrix calls a decision on the fund by


def fund_types() -> frozenset[str]:
    """The types of decisions that decide a round."""
    return frozenset(slug for slug, one in matrix().types.items() if one.executes == OPENS)


def is_corrected_line(decision: Decision) -> bool:
    """Whether another line of the register corrects it."""
    return getattr(decision, "corrected_by", None) is not None


def is_of_the_fund(decision: Decision) -> bool:
    """An adopted line that nothing corrects, on the fund: a decision of that type, or an advice on one."""
    standing = decision.outcome == Decision.Outcome.ADOPTED and not is_corrected_line(decision)
    return standing and bool({decision.type, decision.advises} & fund_types())


def lines_on_the_fund(carrier: Organisation, since: date | None) -> list[Decision]:
    """Those by which a share may have been proposed, the last first."""
    rows = Decision.objects.standing().filter(organisation=carrier, outcome=Decision.Outcome.ADOPTED)
    rows = rows.filter(decided_on__gte=since) if since else rows
    found = rows.select_related("body", "corrected_by").order_by("-decided_on", "-number")
    return [one for one in found if {one.type, one.advises} & fund_types()]


def round_of(campaign: Campaign) -> Round | None:
    """What its rules are applied to, once there are some."""
    return None if campaign.terms is None else round_with(measured(campaign), read_terms(campaign.terms))


def answer_of(campaign: Campaign) -> Answer | None:
    """What its rules give, and why."""
    one = round_of(campaign)
    return share_out(one) if one else None


def computed(campaign: Campaign) -> Mapping[str, int]:
    """What its rules give, and nothing of why: where they are many, proven without the fractions."""
    one = round_of(campaign)
    return allocate(one) if one else {}


def apart_from_decided(campaign: Campaign, on: date) -> list[str]:
    """Where the rules of a round are not those that the federation decided: by that day, or by that of its own decision."""
    if campaign.terms is None:
        return []
    day = campaign.decided_by.decision.decided_on if campaign.decided_by else on
    return apart_from(read_terms(campaign.terms), decided_terms(campaign.carrier, day))


def mark_of_proposal(campaign: Campaign) -> str:
    """The same while the same rules are proposed, by the same line, and give the same."""
    line = campaign.proposed_in.reference if campaign.proposed_in else ""
    return mark_of(campaign.terms, line, dict(computed(campaign)))


def shares_of(campaign: Campaign) -> Mapping[str, int]:
    """What each receives: as it was decided; before, as the proposed rules would give."""
    return campaign.shares if campaign.shares is not None else computed(campaign)


def state_on(campaign: Campaign, on: date) -> str:
    """The state in which it was on a day, by those that it keeps; nothing before its data were frozen."""
    decision = campaign.decided_by.decision.decided_on if campaign.decided_by else None
    days = {
        "closed": campaign.closed_on,
        "notified": campaign.notified_on,
        "decided": decision,
        "proposed": campaign.proposed_on,
        "frozen": campaign.frozen_on,
    }
    return next((state for state, day in days.items() if day and day <= on), "")


def rounds_on(rows: CampaignQuerySet, on: date, *, is_past: bool) -> list[tuple[Campaign, str]]:
    """With what each is: of a day that is past, those whose data were frozen by then, as they stood; nothing says on which day
    one was opened, or given up."""
    if not is_past:
        return [(one, one.get_state_display()) for one in rows]
    found = [(one, state_on(one, on)) for one in rows.standing().select_related("decided_by__decision")]
    return [(one, Campaign.State(state).label) for one, state in found if state]


def gone(campaign: Campaign, today: date) -> list[str]:
    """The beneficiaries that are no more in force, by name."""
    return [one.name for one in gone_from(campaign, today)]


def gone_from(campaign: Campaign, today: date) -> list[Organisation]:
    rows = Organisation.objects.filter(slug__in=shares_of(campaign)).order_by("search", "slug")
    return [one for one in rows if not one.in_force(today)]
