"""The dates of social dialogue, and of the risk document: planned, held, taken back. And what goes to welfare."""

from datetime import date, datetime

from kevread.careers.models import Occasion, Welfare
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.rules import require_plausible
from kevread.staff.permissions import may_employ

from .checks import said, today_of, why

MOST = 10**13  # cents


def plan_occasion(
    *, actor: Actor, organisation: Organisation, kind: str, planned_on: date, now: datetime, subject: str = ""
) -> Occasion:
    """A date, to come or past: it is held once somebody says so. Raises Denied; Invalid on `kind`, `planned_on`, `subject`;
    Refused when it is planned already."""
    may_employ(actor, organisation, today_of(now)).or_raise()
    if kind not in Occasion.Kind.values:
        raise Invalid("kind", "Choisissez une des natures proposées.")
    require_plausible(Period(planned_on))
    subject = one_line(subject)
    if len(subject) > 160:
        raise Invalid("subject", "L’objet tient en 160 caractères.")
    arguments = {"kind": kind, "planned_on": planned_on}
    with act("careers.plan_occasion", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        same = Occasion.objects.standing().filter(organisation=organisation, kind=kind, planned_on=planned_on)
        if same.exists():
            raise Refused("C’est déjà inscrit ce jour-là.")
        return Occasion.objects.create(organisation=organisation, kind=kind, planned_on=planned_on, subject=subject)


def standing(occasion: Occasion) -> Occasion:
    row: Occasion = Occasion.objects.select_related("organisation").lock(occasion.pk)
    if row.undone_on:
        raise Refused("Ce rendez-vous est annulé.")
    return row


def hold_occasion(*, actor: Actor, occasion: Occasion, held_on: date, result: str, now: datetime) -> Occasion:
    """It was held, and what came of it. Raises Denied; Invalid on `held_on` to come, on `result`; Refused when it was held
    already, or annulled."""
    today = today_of(now)
    may_employ(actor, occasion.organisation, today).or_raise()
    if held_on > today:
        raise Invalid("held_on", f"Ce jour n’est pas encore venu : dites un jour jusqu’au {day_in_words(today)}.")
    result = said("result", result, "Dites en quelques mots ce qui en est sorti, en 300 caractères au plus.")
    arguments = {"occasion": occasion.pk, "held_on": held_on}
    with act("careers.hold_occasion", actor=actor, about=occasion.organisation, now=now, arguments=arguments):
        row = standing(occasion)
        if row.held_on:
            raise Refused("C’est déjà inscrit comme tenu.")
        row.held_on, row.result = held_on, result
        row.save(update_fields=["held_on", "result"])
        return row


def undo_occasion(*, actor: Actor, occasion: Occasion, reason: str, now: datetime) -> Occasion:
    """It will not be held, or was written by mistake: it stays, annulled. Raises Denied; Invalid on `reason`; Refused when it
    is annulled already."""
    may_employ(actor, occasion.organisation, today_of(now)).or_raise()
    reason = why(reason)
    about, arguments = occasion.organisation, {"occasion": occasion.pk}
    with act("careers.undo_occasion", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = standing(occasion)
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def say_welfare(
    *, actor: Actor, employer: Organisation, year: int, payroll: int, budget: int, now: datetime
) -> Welfare:
    """The payroll of a year, as the accounts or the payroll office say it, and what goes to welfare. Said again, it takes the
    place of what was said. No act quotes it. Raises Denied; Invalid on the field."""
    today = today_of(now)
    may_employ(actor, employer, today).or_raise()
    if not today.year - 5 <= year <= today.year:
        raise Invalid("year", f"Choisissez une année de {today.year - 5} à {today.year}.")
    if not 0 < payroll <= MOST:
        raise Invalid("payroll", "La masse salariale brute de l’année est une somme, en euros.")
    if not 0 <= budget <= payroll:
        raise Invalid("budget", "Le budget est une somme en euros, qui ne dépasse pas la masse salariale.")
    with act("careers.say_welfare", actor=actor, about=employer, now=now, arguments={"year": year}):
        Organisation.objects.lock(employer.pk)
        found, _ = Welfare.objects.update_or_create(
            employer=employer, year=year, defaults={"payroll": payroll, "budget": budget}
        )
        return found
