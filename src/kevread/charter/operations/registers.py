"""What registers are kept, since when."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.queries.states import outcome
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation
from kevread.journal.operations import act


def keep_register(*, actor: Actor, organisation: Organisation, register: str, since: date, now: datetime) -> Keeping:
    """Say that an organisation keeps a register in Kevread since a day: from then on, what is absent does not exist.

    Raises Denied, or Invalid: unknown register, day to come, register already kept.
    """
    permissions.may_keep(actor, organisation).or_raise()
    if register not in dict(rooms.registers()):
        raise Invalid("register", "Ce registre n’existe pas.")
    if since > now.date():
        raise Invalid("since", "Un registre est tenu depuis aujourd’hui ou un jour passé.")
    arguments = {"register": register, "since": since}
    with act("charter.keep_register", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if (
            earlier := Keeping.objects.filter(organisation=organisation, register=register)
            .touching(Period(since))
            .first()
        ):
            begun = day_in_words(earlier.period.lower)
            raise Invalid("since", f"Ce registre est déjà tenu depuis le {begun}.")
        return Keeping.objects.create(organisation=organisation, register=register, period=as_range(Period(since)))


def keep_registers(
    *, actor: Actor, organisations: Sequence[Organisation], registers: Sequence[str], since: date, now: datetime
) -> list[Keeping]:
    """Say it of several registers of several organisations, each its own act: all of them, or none. Those that are kept that
    day, or later, are left as they are.

    Raises as `keep_register`; Invalid when none is chosen; Refused when all are kept already.
    """
    if not registers:
        raise Invalid("registers", "Choisissez au moins un registre.")
    if not organisations:
        raise Invalid("organisations", "Choisissez au moins une organisation.")
    kept = set(
        Keeping.objects.touching(Period(since))
        .filter(organisation__in=[one.pk for one in organisations])
        .values_list("organisation_id", "register")
    )
    wanted = [(one, register) for one in organisations for register in registers if (one.pk, register) not in kept]
    if not wanted:
        raise Refused("Tous ces registres sont déjà tenus : il n’y a rien à inscrire.")
    with transaction.atomic():
        return [
            keep_register(actor=actor, organisation=one, register=register, since=since, now=now)
            for one, register in wanted
        ]


def kept_and_told(
    keep: Callable[[], list[Keeping]], organisations: Sequence[Organisation], on: date
) -> tuple[list[Keeping], Counter[str]]:
    """What is then kept; and how many findings of these organisations read otherwise that day, by the state that they come
    to (`queries.states`)."""
    keys = [one.pk for one in organisations]
    before = {(found.clause.key, found.organisation.id): outcome(found) for found in verdicts(on, organisations=keys)}
    kept = keep()
    after = {(found.clause.key, found.organisation.id): outcome(found) for found in verdicts(on, organisations=keys)}
    return kept, Counter(state for key, state in after.items() if before.get(key) != state)


def stop_keeping(*, actor: Actor, keeping: Keeping, last: date, now: datetime) -> Keeping:
    """A register is no longer kept after a day, today at the earliest: nothing more is concluded from what it does not say.

    What it was kept for binds still: powers, and decisions that it is to hold (`queries.registers.ever_kept`). Raises Denied;
    Invalid: a day that has passed, or no longer kept.
    """
    permissions.may_keep(actor, keeping.organisation).or_raise()
    today = timezone.localtime(now).date()
    if last < today:
        raise Invalid(
            "last",
            f"Un registre ne cesse pas d’être tenu dans le passé : choisissez aujourd’hui, le {day_in_words(today)}, ou un "
            "jour à venir.",
        )
    arguments = {"register": keeping.register, "last": last}
    with act("charter.stop_keeping", actor=actor, about=keeping.organisation, now=now, arguments=arguments):
        keeping = Keeping.objects.lock(keeping.pk)
        if keeping.period.upper is not None:
            raise Invalid("last", "Ce registre n’est déjà plus tenu.")
        keeping.period = as_range(Period.through(keeping.period.lower, last))
        keeping.save(update_fields=["period"])
    return keeping
