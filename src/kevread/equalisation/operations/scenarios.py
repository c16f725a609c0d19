"""Rules that are tried, and kept to be compared. Whoever keeps a scenario decides nothing."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.words import one_line
from kevread.equalisation.models import LONGEST_NAME, Campaign, Scenario
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.collecting import decided_terms, measured
from kevread.equalisation.rules.terms import Terms, round_with, within_decided
from kevread.journal.operations import act

OTHERWISE = (
    "Quelqu’un a gardé d’autres règles sous ce nom depuis que cette page est ouverte. Donnez un autre nom aux vôtres, ou "
    "envoyez de nouveau : elles prendront leur place."
)
MOST = 12  # scenarios of a round: more cannot be compared


def kept_then(campaign: Campaign) -> str:
    """The digest of the rules that each name holds, so that what another keeps meanwhile is not replaced unseen."""
    rows = campaign.scenarios.order_by("name").values_list("name", "terms")
    return json.dumps({name: mark_of(terms) for name, terms in rows})


def keep_scenario(
    *, actor: Actor, campaign: Campaign, name: str, terms: Terms, now: datetime, base: Mapping[str, str] | None = None
) -> Scenario:
    """Keep rules under a name; under the same name, they take the place of those before. `base`: what each name held when the
    page was opened (`kept_then`). Raises Denied; Invalid on the name, also when somebody else kept other rules under it
    meanwhile, or on what does not hold together; Refused of a round that is abandoned."""
    may_prepare(actor, campaign.carrier).or_raise()
    name = one_line(name)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("name", f"Donnez un nom à ce scénario, en {LONGEST_NAME} caractères au plus.")
    today = timezone.localtime(now).date()
    round_with(measured(campaign), within_decided(terms, decided_terms(campaign.carrier, today)))
    arguments = {"campaign": campaign.pk, "name": name}
    with act("equalisation.keep_scenario", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row: Campaign = Campaign.objects.lock(campaign.pk)
        if row.state == Campaign.State.ABANDONED:
            raise Refused("Cette campagne est abandonnée.")
        found = row.scenarios.filter(name=name).first()
        if found is None and row.scenarios.count() >= MOST:
            raise Refused(f"{MOST} scénarios sont gardés : retirez-en un, ou remplacez-en un.")
        now_held = json.loads(kept_then(row)).get(name) if found and found.terms != terms.plain() else None
        if base is not None and now_held is not None and base.get(name) != now_held:
            raise Invalid("name", OTHERWISE)
        kept = found or Scenario(campaign=row, name=name)
        kept.terms = terms.plain()
        kept.save()
    return kept


def drop_scenario(*, actor: Actor, scenario: Scenario, now: datetime) -> Campaign:
    """It serves no more. Raises Denied."""
    campaign = scenario.campaign
    may_prepare(actor, campaign.carrier).or_raise()
    arguments = {"campaign": campaign.pk, "name": scenario.name}
    with act("equalisation.drop_scenario", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        Campaign.objects.lock(campaign.pk)
        for found in campaign.scenarios.filter(pk=scenario.pk):
            found.delete()
    return campaign
