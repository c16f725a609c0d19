"""What a funder asks to measure is said, then what was attained of it; a mistake stays, undone."""

from datetime import date, datetime
from decimal import Decimal

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.finance.models import UNIT, Attained, Funding, Indicator
from kevread.finance.permissions import may_keep
from kevread.journal.operations import act

from .checks import explained, said, today_of
from .fundings import standing


def ask_indicator(
    *, actor: Actor, funding: Funding, label: str, unit: str, target: Decimal | None, now: datetime
) -> Indicator:
    """The funder asks to measure it; what is aimed at, where the agreement says it. Raises Denied; Invalid on the field;
    Refused once the funding is annulled."""
    may_keep(actor, funding.organisation).or_raise()
    label = said("label", label, "Dites ce qui se mesure, en 160 caractères au plus.", 160)
    unit = said("unit", unit, f"Dites en quoi cela se compte : personnes, heures… en {UNIT} caractères au plus.", UNIT)
    if target is not None:
        number("target", target)
    arguments = {"funding": funding.pk}
    with act("finance.ask_indicator", actor=actor, about=funding.organisation, now=now, arguments=arguments):
        row = standing(funding)
        if row.indicators.filter(undone_on=None, label=label).exists():
            raise Invalid("label", "Cet indicateur est déjà inscrit.")
        told = {"label": label, "unit": unit, "target": target, "said_on": today_of(now), "said_by_id": actor.person}
        made: Indicator = Indicator.objects.create(funding=row, **told)
        return made


def undo_indicator(*, actor: Actor, indicator: Indicator, reason: str, now: datetime) -> Indicator:
    """The funder does not ask for it: it stays written, undone, with what was measured. Raises Denied; Invalid on `reason`;
    Refused."""
    organisation = indicator.funding.organisation
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_indicator", actor=actor, about=organisation, now=now, reason=reason):
        row: Indicator = Indicator.objects.lock(indicator.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def say_attained(
    *, actor: Actor, indicator: Indicator, day: date, value: Decimal, source: str, now: datetime
) -> Attained:
    """So much was measured of it on a day, from the first day of the funding. Raises Denied; Invalid on the field; Refused once
    the indicator is undone."""
    organisation = indicator.funding.organisation
    may_keep(actor, organisation).or_raise()
    number("value", value)
    source = said("source", source, "Dites d’où vient ce chiffre : qui l’a compté, dans quel document.", 160)
    first = indicator.funding.dates.start
    if day > today_of(now) or (first is not None and day < first):
        raise Invalid("day", "Choisissez un jour passé, ou aujourd’hui, depuis le premier jour du financement.")
    arguments = {"indicator": indicator.pk, "day": day}
    with act("finance.say_attained", actor=actor, about=organisation, now=now, arguments=arguments):
        row: Indicator = Indicator.objects.lock(indicator.pk)
        if row.undone_on:
            raise Refused("Cet indicateur est annulé : rien ne s’en mesure plus.")
        if row.attained.filter(undone_on=None, day=day).exists():
            raise Invalid("day", "Une mesure de ce jour est déjà inscrite : si elle est fausse, annulez-la d’abord.")
        told = {"day": day, "value": value, "source": source, "said_on": today_of(now), "said_by_id": actor.person}
        made: Attained = Attained.objects.create(indicator=row, **told)
        return made


def undo_attained(*, actor: Actor, attained: Attained, reason: str, now: datetime) -> Attained:
    """It was wrong: what was measured before holds again, or nothing. Raises Denied; Invalid on `reason`; Refused."""
    organisation = attained.indicator.funding.organisation
    may_keep(actor, organisation).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_attained", actor=actor, about=organisation, now=now, reason=reason):
        row: Attained = Attained.objects.lock(attained.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def number(field: str, value: Decimal | None) -> None:
    """Raises Invalid on the field."""
    if value is None or not value.is_finite() or not 0 <= value < 10**12:
        raise Invalid(field, "Un nombre d’au moins 0 est attendu.")
    if value != round(value, 4):
        raise Invalid(field, "Quatre décimales au plus.")
