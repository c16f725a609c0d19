"""What a federation decides of the fund beside its arithmetic: how long a share is contested, who may decide. Such settings
are named alike wherever a framework writes them."""

from datetime import date, timedelta

from kevread.charter.engine import framework, values_on
from kevread.charter.specs import SettingSpec
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign

APPEAL_DAYS = 15  # what we propose while nobody decided
DAYS, APART = "fund_appeal_days", "fund_decided_apart"
REFUSED, ALLOWED = "apart", "together"  # what a federation may decide of who proposes, and would decide too


def setting_named(name: str) -> SettingSpec | None:
    return next((spec for spec in framework().settings.values() if spec.name.endswith(f".{name}")), None)


def decided_value(name: str, carrier: Organisation, on: date) -> int | str | None:
    """What was decided of it, for the carrier or for all, by that day."""
    spec = setting_named(name)
    if spec is None:
        return None
    values = values_on(on)
    found = values.get((spec.name, carrier.pk), values.get((spec.name, None), spec.founding))
    return found if isinstance(found, int | str) else None


def appeal_days(carrier: Organisation, on: date) -> tuple[int, bool]:
    """How many days, and whether somebody decided them."""
    found = decided_value(DAYS, carrier, on)
    return (found, True) if isinstance(found, int) else (APPEAL_DAYS, False)


def appeals_until(campaign: Campaign) -> date | None:
    """The last day on which a share is contested: the day of the notification does not count. None before it."""
    if campaign.notified_on is None:
        return None
    days, _ = appeal_days(campaign.carrier, campaign.notified_on)
    return campaign.notified_on + timedelta(days=days)


def may_contest_on(campaign: Campaign, on: date) -> bool:
    """Whether a share may be contested that day: until the last one that was decided. A delay that nobody decided, which we
    propose, refuses nothing."""
    if campaign.notified_on is None:
        return False
    days, is_decided = appeal_days(campaign.carrier, campaign.notified_on)
    return not is_decided or on <= campaign.notified_on + timedelta(days)


def contested_until(carrier: Organisation, notified_on: date | None) -> str:
    """« jusqu’au 12 mars 2026 », and who says so where nobody decided it."""
    if notified_on is None:
        return ""
    days, is_decided = appeal_days(carrier, notified_on)
    last = f"jusqu’au {day_in_words(notified_on + timedelta(days))}"
    ours = "délai proposé par Kevread : tant que personne n’en a décidé, un recours déposé plus tard n’est pas refusé"
    return last if is_decided else f"{last} ({ours})"


def is_decided_apart(carrier: Organisation, on: date) -> bool:
    """Whether it was decided that whoever proposes rules does not adopt them."""
    return decided_value(APART, carrier, on) == REFUSED


def is_decided_together(carrier: Organisation, on: date) -> bool:
    """Whether it was decided that whoever proposes rules may adopt them."""
    return decided_value(APART, carrier, on) == ALLOWED
