"""What Kevread cannot read of a beneficiary is typed: one value, or those of a round at once, with where they come from."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, Measure
from kevread.equalisation.permissions import may_prepare
from kevread.equalisation.queries.collecting import beneficiaries, criteria_of
from kevread.journal.operations import act

from .preparing import opened

type Values = Mapping[tuple[str, str], Decimal]  # by the slug of who is measured, and the criterion


def enter_measure(
    *,
    actor: Actor,
    campaign: Campaign,
    beneficiary: Organisation,
    criterion: str,
    value: Decimal,
    source: str,
    as_of: date,
    now: datetime,
) -> Measure:
    """Type what is measured of a beneficiary, with its source and its day. Raises Denied; Invalid on the field; Refused."""
    may_prepare(actor, campaign.carrier).or_raise()
    source = one_line(source)
    if criterion not in criteria_of(campaign):
        raise Invalid("criterion", "Choisissez un critère du cadre commun, ou ajouté à cette campagne.")
    if wrong := wrong_in(value):
        raise Invalid("value", wrong)
    require_told(source, as_of, now)
    arguments = {"campaign": campaign.pk, "criterion": criterion, "beneficiary": beneficiary.slug}
    with act("equalisation.enter_measure", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        if beneficiary not in beneficiaries(row.as_of):
            raise Invalid(
                "beneficiary",
                f"{beneficiary.name} n’est pas de celles qui se partagent le fonds au {day_in_words(row.as_of)}.",
            )
        return write(row, beneficiary, criterion, value, source, as_of)


def enter_measures(
    *, actor: Actor, campaign: Campaign, values: Values, source: str, as_of: date, now: datetime
) -> list[Measure]:
    """Type at once what is measured of several, by several criteria, that one source tells of one day. All of it is written, or
    nothing. Raises Denied; Invalid as `check_measures`; Refused once data are frozen."""
    may_prepare(actor, campaign.carrier).or_raise()
    arguments = {"campaign": campaign.pk, "values": len(values)}
    with act("equalisation.enter_measures", actor=actor, about=campaign.carrier, now=now, arguments=arguments):
        row = opened(campaign)
        known = check_measures(campaign=row, values=values, source=source, as_of=as_of, now=now)
        return [
            write(row, known[who], code, value, one_line(source), as_of)
            for (who, code), value in sorted(values.items())
        ]


def check_measures(
    *, campaign: Campaign, values: Values, source: str, as_of: date, now: datetime
) -> dict[str, Organisation]:
    """Who is measured, by slug, before anything is written. Raises Invalid on `source`, `as_of`, `values` where there are none,
    or on one of them, « who/criterion »."""
    if not values:
        raise Invalid("values", "Aucune valeur n’est nouvelle : écrivez-en une au moins.")
    require_told(one_line(source), as_of, now)
    known = {one.slug: one for one in beneficiaries(campaign.as_of)}
    codes = criteria_of(campaign)
    for (who, code), value in values.items():
        if who not in known or code not in codes:
            raise Invalid(f"{who}/{code}", "Cette valeur n’est plus attendue : rouvrez cette page.")
        if wrong := wrong_in(value):
            raise Invalid(f"{who}/{code}", wrong)
    return known


def wrong_in(value: Decimal) -> str:
    """What a column does not hold of a value, or nothing."""
    if not value.is_finite() or value < 0 or value >= 10**12:
        return "Une valeur d’au moins 0 est attendue."
    return "Quatre décimales au plus." if value != round(value, 4) else ""


def require_told(source: str, as_of: date, now: datetime) -> None:
    """Raises Invalid on `source` or `as_of`."""
    if not 5 <= len(seen(source)) <= len(source) <= 200:
        raise Invalid("source", "Dites d’où vient cette valeur : qui l’a comptée, dans quel document.")
    if as_of > timezone.localtime(now).date():
        raise Invalid("as_of", "Une valeur se relève à un jour passé, ou aujourd’hui.")


def write(campaign: Campaign, who: Organisation, code: str, value: Decimal, source: str, as_of: date) -> Measure:
    found: Measure | None = campaign.measures.filter(beneficiary=who, criterion=code).first()
    one = found or Measure(campaign=campaign, beneficiary=who, criterion=code)
    one.value, one.source, one.as_of, one.collected = value, source, as_of, False
    one.save()
    return one
