"""What registers are kept, since when."""

from datetime import date, datetime

from kevread.base.models import as_range
from kevread.charter import permissions
from kevread.charter.models import Keeping
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
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


def stop_keeping(*, actor: Actor, keeping: Keeping, last: date, now: datetime) -> Keeping:
    """A register is no longer kept after a day: nothing more is concluded from what it does not say."""
    permissions.may_keep(actor, keeping.organisation).or_raise()
    if last < keeping.period.lower:
        raise Invalid(
            "last", f"Ce registre est tenu depuis le {day_in_words(keeping.period.lower)} : la fin vient après."
        )
    arguments = {"register": keeping.register, "last": last}
    with act("charter.stop_keeping", actor=actor, about=keeping.organisation, now=now, arguments=arguments):
        keeping = Keeping.objects.lock(keeping.pk)
        if keeping.period.upper is not None:
            raise Invalid("last", "Ce registre n’est déjà plus tenu.")
        keeping.period = as_range(Period.through(keeping.period.lower, last))
        keeping.save(update_fields=["period"])
    return keeping
