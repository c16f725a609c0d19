"""What a federation decides of the fund beside its arithmetic: how long a share is contested, who may decide. Such settings
are named alike wherever a framework writes them."""

from datetime import date, timedelta

from kevread.charter.engine import framework, values_on
from kevread.charter.loader import SettingSpec
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign

APPEAL_DAYS = 15  # what we propose while nobody decided
DAYS, APART = "fund_appeal_days", "fund_decided_apart"
TOGETHER = "together"  # the word by which a federation lets who proposes decide


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


def is_decided_apart(carrier: Organisation, on: date) -> bool:
    """Whether whoever proposes rules may not adopt them: a caution of ours, which holds until the federation says otherwise."""
    return decided_value(APART, carrier, on) != TOGETHER
