"""What volunteers give: what an hour is worth is said, and the time given beside meetings; a mistake stays, undone."""

from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.finance.models import GivenTime, HourRate
from kevread.finance.permissions import may_keep
from kevread.journal.operations import act

from .checks import explained, money, said, today_of
from .local import over

MOST_CENTS = 1_000_00  # of an hour
MOST_MINUTES = 600_000  # of a line: ten thousand hours


def say_rate(
    *, actor: Actor, organisation: Organisation, since: date, cents: int, source: str, now: datetime
) -> HourRate:
    """An hour is worth so much since a day, until another is said. Raises Denied; Invalid on the field; Refused where that day
    has one."""
    may_keep(actor, organisation).or_raise()
    if since > today_of(now):
        raise Invalid("since", "Choisissez aujourd’hui, ou un jour passé.")
    money("cents", cents)
    if cents > MOST_CENTS:
        raise Invalid("cents", "Moins de 1 000 € de l’heure sont attendus.")
    source = said("source", source, "Dites d’où vient ce taux : qui l’a décidé, d’après quoi.", 160)
    with act("finance.say_rate", actor=actor, about=organisation, now=now, arguments={"since": since}):
        Organisation.objects.lock(organisation.pk)
        if HourRate.objects.standing().filter(organisation=organisation, since=since).exists():
            raise Refused("Un taux est déjà dit depuis ce jour : s’il est faux, annulez-le d’abord.")
        made: HourRate = HourRate.objects.create(organisation=organisation, since=since, cents=cents, source=source)
    return made


def undo_rate(*, actor: Actor, rate: HourRate, reason: str, now: datetime) -> HourRate:
    """It was wrong: the one before holds again, or none. Raises Denied; Invalid on `reason`; Refused."""
    may_keep(actor, rate.organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_rate", actor=actor, about=rate.organisation, now=now, reason=reason):
        row: HourRate = HourRate.objects.lock(rate.pk)
        if row.undone_on:
            raise Refused("Ce taux est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row


def give_time(
    *, actor: Actor, organisation: Organisation, day: date, kind: str, minutes: int, words: str, now: datetime
) -> GivenTime:
    """Volunteers gave so long, on a day that is over. Raises Denied; Invalid on the field."""
    may_keep(actor, organisation).or_raise()
    over(day, now)
    if kind not in GivenTime.Kind.values:
        raise Invalid("kind", "Dites ce que c’est : préparation, déplacement, autre.")
    if minutes is None or not 0 < minutes <= MOST_MINUTES:
        raise Invalid("hours", "Dites combien d’heures, toutes personnes réunies.")
    words = said("words", words, "Dites pour quoi ce temps fut donné, en 160 caractères au plus.", 160)
    with act("finance.give_time", actor=actor, about=organisation, now=now, arguments={"day": day}):
        made: GivenTime = GivenTime.objects.create(
            organisation=organisation, day=day, kind=kind, minutes=minutes, words=words
        )
    return made


def undo_time(*, actor: Actor, time: GivenTime, reason: str, now: datetime) -> GivenTime:
    """It was wrong. Raises Denied; Invalid on `reason`; Refused."""
    may_keep(actor, time.organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_time", actor=actor, about=time.organisation, now=now, reason=reason):
        row: GivenTime = GivenTime.objects.lock(time.pk)
        if row.undone_on:
            raise Refused("Cette ligne est déjà annulée.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row
