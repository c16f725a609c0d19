"""A round of the fund in the small federation, its money and its data."""

from decimal import Decimal

from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, Measure, Resource
from kevread.equalisation.queries.collecting import beneficiaries
from tests.conftest import TODAY, arranging
from tests.worlds import World

YEAR = TODAY.year
CLAUSE = "Article 4 : la somme peut être reversée aux groupements."
VALUES = {"epci": (18, 7), "communes": (337, 300), "area": (6775, 5300), "projects": (42, 20), "actions": (120, 75)}


def campaign(world: World, amount: int = 20_000_001) -> Campaign:
    """Opened today, with one grant that may be granted onwards."""
    with arranging():
        made = Campaign.objects.create(carrier=world.head, year=YEAR, as_of=TODAY)
        Resource.objects.create(campaign=made, label="Région", origin="grant", amount=amount, clause=CLAUSE)
    return made


def told(found: Campaign) -> Campaign:
    """With every value of its two groupings."""
    with arranging():
        for code, values in VALUES.items():
            for who, value in zip(beneficiaries(found.as_of), values, strict=True):
                tell(found, who, code, Decimal(value))
    return found


def tell(found: Campaign, who: Organisation, code: str, value: Decimal) -> Measure:
    return Measure.objects.create(
        campaign=found, beneficiary=who, criterion=code, value=value, source="Bilan de l’année", as_of=TODAY
    )
