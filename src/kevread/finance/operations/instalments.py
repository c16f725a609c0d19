"""When a funding comes: what is awaited by which day, what came. Acts quote no sum: they are read further than money."""

from datetime import date, datetime

from django.db.models import Sum

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.dues.rules import euros
from kevread.finance.models import Funding, Instalment
from kevread.finance.permissions import may_keep
from kevread.journal.operations import act

from .checks import explained, money, said, today_of
from .fundings import standing


def plan_instalment(
    *, actor: Actor, funding: Funding, label: str, cents: int, due_on: date, now: datetime
) -> Instalment:
    """So much is to come by a day: all of them make the funding at most. Raises Denied; Invalid on the field; Refused."""
    may_keep(actor, funding.organisation).or_raise()
    label = said("label", label, "Nommez ce versement : acompte, solde…", 80)
    money("cents", cents)
    arguments = {"funding": funding.pk, "due_on": due_on}
    with act("finance.plan_instalment", actor=actor, about=funding.organisation, now=now, arguments=arguments):
        row = standing(funding)
        if due_on < row.notified_on:
            raise Invalid(
                "due_on", f"Le financement est notifié le {day_in_words(row.notified_on)} : il se verse ensuite."
            )
        planned = row.instalments.aggregate(all=Sum("cents"))["all"] or 0
        if planned + cents > row.cents:
            left = row.cents - planned
            raise Invalid("cents", f"Il reste {euros(left)} à prévoir sur ce financement.")
        made: Instalment = Instalment.objects.create(funding=row, label=label, cents=cents, due_on=due_on)
        return made


def locked(instalment: Instalment) -> Instalment:
    """The instalment, locked after its funding. Called in an act. Raises Refused."""
    standing(instalment.funding)
    rows: list[Instalment] = Instalment.objects.filter(pk=instalment.pk).lock_all()
    if not rows:
        raise Refused("Ce versement n’est plus prévu.")
    return rows[0]


def drop_instalment(*, actor: Actor, instalment: Instalment, now: datetime) -> None:
    """It is not to come after all. Raises Denied; Refused once it came."""
    may_keep(actor, instalment.funding.organisation).or_raise()
    about, arguments = instalment.funding.organisation, {"instalment": instalment.pk}
    with act("finance.drop_instalment", actor=actor, about=about, now=now, arguments=arguments):
        row = locked(instalment)
        if row.received_on:
            raise Refused(f"Ce versement est reçu le {day_in_words(row.received_on)} : il reste inscrit.")
        row.delete()


def receive_instalment(
    *, actor: Actor, instalment: Instalment, received_on: date, cents: int, now: datetime
) -> Instalment:
    """It came, whole or less. Raises Denied; Invalid on the field; Refused when it came already."""
    may_keep(actor, instalment.funding.organisation).or_raise()
    if received_on > today_of(now):
        raise Invalid("received_on", "Ce jour n’est pas encore venu.")
    money("cents", cents)
    about, arguments = instalment.funding.organisation, {"instalment": instalment.pk}
    with act("finance.receive_instalment", actor=actor, about=about, now=now, arguments=arguments):
        row = locked(instalment)
        if row.received_on:
            raise Refused(f"Ce versement est déjà reçu, le {day_in_words(row.received_on)}.")
        if cents > row.cents:
            raise Invalid(
                "cents", f"Ce versement est prévu de {euros(row.cents)} : ce qui vient en plus se prévoit d’abord."
            )
        if received_on < instalment.funding.notified_on:
            raise Invalid(
                "received_on", f"Le financement est notifié le {day_in_words(instalment.funding.notified_on)}."
            )
        row.received_on, row.received, row.received_by_id = received_on, cents, actor.person
        row.save(update_fields=["received_on", "received", "received_by"])
        return row


def unreceive_instalment(*, actor: Actor, instalment: Instalment, reason: str, now: datetime) -> Instalment:
    """It did not come: it is awaited again. Raises Denied; Invalid on `reason`; Refused when nobody said that it came."""
    may_keep(actor, instalment.funding.organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act(
        "finance.unreceive_instalment", actor=actor, about=instalment.funding.organisation, now=now, reason=reason
    ):
        row = locked(instalment)
        if row.received_on is None:
            raise Refused("Ce versement est encore attendu.")
        row.received_on = row.received = row.received_by = None
        row.save(update_fields=["received_on", "received", "received_by"])
        return row
