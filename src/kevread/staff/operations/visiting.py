"""Medical visits: the day for which one is set, the day on which it was held, and nothing else of it."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.journal.operations import act
from kevread.staff import permissions
from kevread.staff.models import Contract, MedicalVisit
from kevread.staff.queries.visits import last_first

from .hiring import standing

FARTHEST = timedelta(days=730)


def set_visit(*, actor: Actor, contract: Contract, planned_on: date, now: datetime) -> MedicalVisit:
    """A visit is set for a day to come, or moves to another. Raises Denied; Invalid on `planned_on`: a day that is past, of no
    contract, or farther than two years; Refused when the contract was a mistake."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    if not today <= planned_on <= today + FARTHEST:
        raise Invalid("planned_on", "Une visite se prévoit à partir d’aujourd’hui, et sous deux ans.")
    with act("staff.set_visit", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}):
        row = standing(contract)
        require_employed(row, planned_on, "planned_on")
        made, _ = MedicalVisit.objects.standing().update_or_create(
            contract=row, held_on=None, undone_on=None, defaults={"planned_on": planned_on}
        )
        return made


def hold_visit(*, actor: Actor, contract: Contract, held_on: date, as_set: bool = True, now: datetime) -> MedicalVisit:
    """It was held that day: the one that was set, or, not `as_set`, another, which leaves it to come. Raises Denied; Invalid on
    `held_on`: a day to come, of no contract, or on which one is told already; Refused when the contract was a mistake."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    if held_on > today:
        raise Invalid("held_on", "Ce jour n’est pas encore venu : prévoyez-la.")
    with act("staff.hold_visit", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}):
        row = standing(contract)
        require_employed(row, held_on, "held_on")
        known = MedicalVisit.objects.standing().filter(contract=row)
        if known.filter(held_on=held_on).exists():
            raise Invalid("held_on", "Une visite de ce jour est déjà notée.")
        waiting = known.filter(held_on=None).first() if as_set else None
        visit = waiting or MedicalVisit(contract=row, planned_on=held_on)
        visit.held_on = held_on
        visit.save()
        return visit


def annul_visit(*, actor: Actor, contract: Contract, undone_as: str, now: datetime) -> MedicalVisit:
    """The last that was noted was a mistake, or will not be held. Raises Denied; Invalid on `undone_as`, that one that was held
    will not be; Refused where there is none."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    if undone_as not in MedicalVisit.Undone.values:
        raise Invalid("undone_as", "Choisissez un des motifs proposés.")
    with act("staff.annul_visit", actor=actor, about=contract.employer, now=now, arguments={"contract": contract.pk}):
        Contract.objects.lock(contract.pk)
        visit = last_first(contract).first()
        if visit is None:
            raise Refused("Aucune visite n’est notée à ce contrat.")
        if visit.held_on and undone_as == MedicalVisit.Undone.NOT_HELD:
            raise Invalid(
                "undone_as",
                f"La visite du {day_in_words(visit.held_on)} est notée tenue : dites qu’elle est une erreur.",
            )
        visit.undone_on, visit.undone_as = today, undone_as
        visit.save(update_fields=["undone_on", "undone_as"])
        return visit


def require_employed(contract: Contract, day: date, field: str) -> None:
    if day not in contract.dates:
        raise Invalid(field, "Ce jour n’est pas de ce contrat.")
