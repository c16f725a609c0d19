"""Rules that are tried, and kept to be compared. Whoever keeps a scenario decides nothing."""

from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line
from kevread.equalisation.models import LONGEST_NAME, Campaign, Scenario
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.collecting import decided_terms, measured
from kevread.equalisation.rules.terms import Terms, round_with, within_decided
from kevread.journal.operations import act

MOST = 12  # scenarios of a round: more cannot be compared


def keep_scenario(*, actor: Actor, campaign: Campaign, name: str, terms: Terms, now: datetime) -> Scenario:
    """Keep rules under a name; under the same name, they take the place of those before. Raises Denied; Invalid on the name, or
    on what does not hold together; Refused of a round that is abandoned."""
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
