"""When a funding comes: what is awaited by which day, what came. Acts quote no sum: they are read further than money."""

from datetime import date, datetime

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.finance.models import Funding, Instalment
from kevread.finance.permissions import may_keep
from kevread.journal.operations import act

from .checks import explained, money, said, today_of
from .fundings import standing


def plan_instalment(
    *, actor: Actor, funding: Funding, label: str, cents: int, due_on: date, now: datetime
) -> Instalment:
    """So much is to come by a day: all of them, as they came or are awaited, make the funding at most. Raises Denied;
    Invalid on the field; Refused."""
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
        if cents > (left := left_of(row)):
            raise Invalid("cents", f"Il reste {euros(left)} à prévoir sur ce financement.")
        made: Instalment = Instalment.objects.create(funding=row, label=label, cents=cents, due_on=due_on)
        return made


def left_of(funding: Funding) -> int:
    """What neither came nor is awaited of it: what came in part leaves the rest to be planned."""
    planned = funding.instalments.aggregate(all=Sum(Coalesce(F("received"), F("cents"))))["all"] or 0
    return funding.cents - int(planned)


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
    """It did not come: it is awaited again. Raises Denied; Invalid on `reason`; Refused when nobody said that it came, or when
    what was left of it is planned since."""
    may_keep(actor, instalment.funding.organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act(
        "finance.unreceive_instalment", actor=actor, about=instalment.funding.organisation, now=now, reason=reason
    ):
        row = locked(instalment)
        if row.received_on is None:
            raise Refused("Ce versement est encore attendu.")
        assert row.received is not None
        if row.cents - row.received > left_of(row.funding):
            raise Refused("Le reste de ce versement est prévu depuis, à un autre jour : retirez-le d’abord.")
        row.received_on = row.received = row.received_by = None
        row.save(update_fields=["received_on", "received", "received_by"])
        return row
