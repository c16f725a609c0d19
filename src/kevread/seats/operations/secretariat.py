"""A pôle without employees entrusts its secretariat to a délégué·e, who prepares and never decides."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import LOCAL
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.models import Body, Delegation, Mandate
from kevread.seats.rules import ended, require_plausible

SECRETARIAT = Delegation.Power.SECRETARIAT.value


def entrust_secretariat(
    *, actor: Actor, granter: Organisation, holder: Person, period: Period, now: datetime
) -> Delegation:
    """Offer it to a délégué·e of the grouping of which the pôle is a member. It gives nothing until they accept.

    Raises Denied; Invalid on the field; Refused when it is entrusted to this person already.
    """
    permissions.may_entrust(actor, granter).or_raise()
    require_plausible(period)
    assert period.start is not None
    if granter.scale != LOCAL:
        raise Invalid("granter", "Seul un pôle confie son secrétariat.")
    if not delegates(granter, period.start).filter(pk=holder.pk).exists():
        raise Invalid(
            "holder",
            f"{holder} n’est pas délégué·e territorial·e du groupement {of(granter.name)} le {day_in_words(period.start)}.",
        )
    arguments = {"holder": holder.pk, "first": period.start, "last": period.last}
    with act("seats.entrust_secretariat", actor=actor, about=granter, now=now, arguments=arguments):
        Organisation.objects.lock(granter.pk)
        try:
            with transaction.atomic():
                return Delegation.objects.create(
                    granter=granter, holder=holder, powers=[SECRETARIAT], period=as_range(period)
                )
        except IntegrityError:
            there = Delegation.objects.touching(period).filter(granter=granter, holder=holder)
            said = "confié" if there.exclude(accepted_on=None).exists() else "proposé"
            raise Refused(f"Le secrétariat {of(granter.name)} est déjà {said} à {holder} sur ces dates.") from None


def delegates(granter: Organisation, on: date) -> QuerySet[Person]:
    """Those to whom a pôle may entrust its secretariat that day, by name."""
    groupings = Affiliation.objects.on(on).filter(member=granter, of__scale="grouping").values("of")
    posts = Mandate.objects.on(on).filter(
        seat__title="delegate", seat__body__kind=Body.Kind.TEAM, seat__body__organisation__in=groupings
    )
    people: QuerySet[Person] = Person.objects.usable().filter(pk__in=posts.values("person")).order_by("search", "pk")
    return people


def accept_secretariat(*, actor: Actor, delegation: Delegation, now: datetime) -> Delegation:
    """The person chosen accepts: from then on, and during its dates, it gives its rights. Raises Denied, Refused."""
    permissions.may_accept(actor, delegation).or_raise()
    arguments = {"delegation": delegation.pk}
    with act("seats.accept_secretariat", actor=actor, about=delegation.granter, now=now, arguments=arguments):
        delegation = Delegation.objects.lock(delegation.pk)
        if delegation.accepted_on:
            raise Refused(f"Ce secrétariat est accepté depuis le {day_in_words(delegation.accepted_on)}.")
        if delegation.dates.last and delegation.dates.last < now.date():
            raise Refused(f"Ce secrétariat était confié jusqu’au {day_in_words(delegation.dates.last)}.")
        delegation.accepted_on = now.date()
        delegation.save(update_fields=["accepted_on"])
    return delegation


def revoke_secretariat(*, actor: Actor, delegation: Delegation, last: date, now: datetime) -> Delegation:
    """It stops after a day: taken back by the pôle, or given back by its holder. Raises Denied, Invalid."""
    permissions.may_revoke(actor, delegation).or_raise()
    arguments = {"delegation": delegation.pk, "last": last}
    with act("seats.revoke_secretariat", actor=actor, about=delegation.granter, now=now, arguments=arguments):
        delegation = Delegation.objects.lock(delegation.pk)
        delegation.period = as_range(ended(delegation.dates, last))
        delegation.save(update_fields=["period"])
    return delegation
