"""What the verbs check of what is typed, and of a plan that is still open."""

from datetime import date, datetime

from django.utils import timezone

from kevread.careers.models import SkillsPlan
from kevread.common.errors import Invalid, Refused
from kevread.common.words import one_line, seen

MOST_PEOPLE, MOST_HOURS, MOST_CENTS = 5000, 2000, 10**9


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def said(field: str, text: str, wanted: str, most: int = 300, least: int = 3) -> str:
    """A line that says something. Raises Invalid."""
    text = one_line(text)
    if not least <= len(seen(text)) <= len(text) <= most:
        raise Invalid(field, wanted)
    return text


def why(reason: str) -> str:
    return said("reason", reason, "Dites pourquoi, en 300 caractères au plus.", least=5)


def measured(people: int, hours: int, cost: int) -> dict[str, int]:
    """For how many, how long, at what cost. Raises Invalid."""
    if not 1 <= people <= MOST_PEOPLE:
        raise Invalid("people", f"Dites pour combien de personnes, de 1 à {MOST_PEOPLE}.")
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid("hours", f"Dites combien d’heures par personne, de 1 à {MOST_HOURS}.")
    if not 0 <= cost <= MOST_CENTS:
        raise Invalid("cost", "Le coût est une somme en euros ; 0 quand la formation est gratuite.")
    return {"people": people, "hours": hours, "cost": cost}


def standing(plan: SkillsPlan) -> SkillsPlan:
    """Locked: what is written in a plan waits for its turn. Raises Refused when it was a mistake."""
    row: SkillsPlan = SkillsPlan.objects.select_related("organisation").lock(plan.pk)
    if row.undone_on:
        raise Refused("Ce plan était une erreur, annulée depuis.")
    return row


def still_open(plan: SkillsPlan) -> SkillsPlan:
    """The same, as long as nobody decided it. Raises Refused."""
    row = standing(plan)
    if row.consolidated_on:
        raise Refused(f"Le plan {row.year} est consolidé : il se rouvre d’abord, à la tête de réseau.")
    return row
