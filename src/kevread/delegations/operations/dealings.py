"""Agreements with those who direct: declared, told to the assembly, annulled when they were a mistake."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.delegations import permissions
from kevread.delegations.models import Dealing
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate

MOST = 10**12  # cents


def declare(
    *,
    actor: Actor,
    organisation: Organisation,
    officer: Mandate,
    counterpart: str,
    subject: str,
    cents: int | None,
    concluded_on: date,
    now: datetime,
) -> Dealing:
    """Declare an agreement with whoever sat at the board or the bureau, or directed, when it was concluded; by those who
    enter what bodies decide, or by that person. Raises Denied; Invalid on the field; Refused when it is declared already."""
    if actor.person is None or actor.person != officer.person_id:
        permissions.may_declare(actor, organisation).or_raise()
    body = officer.seat.body
    leads = body.kind in (Body.Kind.BOARD, Body.Kind.BUREAU) or officer.seat.title == "direction"
    if body.organisation_id != organisation.pk or not leads or concluded_on not in officer.dates:
        said = f"Choisissez qui dirigeait {organisation.name} le {day_in_words(concluded_on)}."
        raise Invalid("officer", said)
    if concluded_on > timezone.localtime(now).date():
        raise Invalid("concluded_on", "Ce jour n’est pas encore venu : déclarez-la une fois conclue.")
    for field, text, most in (("counterpart", counterpart, 160), ("subject", subject, 300)):
        if not 2 < len(seen(text)) <= len(text.strip()) <= most:
            raise Invalid(field, f"Dites-le en quelques mots, {most} caractères au plus.")
    if cents is not None and not 0 < cents <= MOST:
        raise Invalid("cents", "Écrivez un montant en euros, ou laissez vide.")
    arguments = {"officer": officer.person_id, "concluded_on": concluded_on}
    with act("delegations.declare_dealing", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        told = {"officer_id": officer.person_id, "counterpart": counterpart.strip(), "subject": subject.strip()}
        told |= {"organisation": organisation, "concluded_on": concluded_on}
        if Dealing.objects.standing().filter(**told).exists():
            raise Refused("Cette convention est déjà déclarée.")
        return Dealing.objects.create(function=officer.seat.name, cents=cents, **told)


def report(*, actor: Actor, organisation: Organisation, year: int, on: date, now: datetime) -> list[Dealing]:
    """The assembly was told, that day, all those of a year that it was not told yet. Raises Denied; Invalid on `on`; Refused
    when there is none."""
    permissions.may_declare(actor, organisation).or_raise()
    if on > timezone.localtime(now).date():
        raise Invalid("on", "Ce jour n’est pas encore venu : dites quel jour l’assemblée l’a entendu.")
    arguments = {"year": year, "on": on}
    with act("delegations.report_dealings", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        rows = Dealing.objects.standing().filter(organisation=organisation, concluded_on__year=year, reported_on=None)
        waiting: list[Dealing] = rows.lock_all()
        if not waiting:
            raise Refused(f"Aucune convention de {year} n’attend d’être dite à l’assemblée.")
        if late := [one for one in waiting if one.concluded_on > on]:
            said = f"Une convention fut conclue après, le {day_in_words(late[0].concluded_on)}."
            raise Invalid("on", said)
        for one in waiting:
            one.reported_on = on
            one.save(update_fields=["reported_on"])
    return waiting


def annul_dealing(*, actor: Actor, dealing: Dealing, reason: str, now: datetime) -> Dealing:
    """It was declared by mistake, says somebody whom it does not concern: what the law wants told is not taken away by
    whoever it is told of. Raises Denied; Invalid on `reason`; Refused when it is annulled already."""
    permissions.may_declare(actor, dealing.organisation).or_raise()
    if actor.person is not None and actor.person == dealing.officer_id:
        raise Denied("Cette convention vous concerne : une autre personne dit que c’était une erreur.")
    if not 10 <= len(seen(reason)) <= len(reason.strip()) <= 300:
        raise Invalid("reason", "Dites en une phrase quelle erreur est corrigée.")
    about = dealing.organisation
    with act("delegations.annul_dealing", actor=actor, about=about, now=now, arguments={"dealing": dealing.pk}):
        row: Dealing = Dealing.objects.lock(dealing.pk)
        if row.undone_because:
            raise Refused("Cette convention est déjà annulée.")
        row.undone_because = reason.strip()
        row.save(update_fields=["undone_because"])
    return row
