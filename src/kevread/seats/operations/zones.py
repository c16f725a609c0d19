"""Who is the reference of which EPCI: the holder of a post of délégué·e, during the post."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import EVERYONE
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of
from kevread.directory.facts_land import zones_by_grouping
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.seats.rules import ended, require_plausible
from kevread.territory.models import Kind, Zone


def lead_zone(
    *, actor: Actor, mandate: Mandate, zone: Zone, period: Period, now: datetime, main: bool = True
) -> ZoneLead:
    """The holder of a délégué·e's post becomes the reference of an EPCI or an island of their grouping's territory.

    Raises Denied; Invalid on the field; Refused when the zone has a main reference already on some of these days.
    """
    team = mandate.seat.body
    permissions.may_lead_zone(actor, team.organisation).or_raise()
    require_plausible(period)
    if team.kind != Body.Kind.TEAM or mandate.seat.title != "delegate":
        raise Invalid("mandate", "Choisissez une personne qui tient un poste de délégué·e territorial·e.")
    arguments = {"mandate": mandate.pk, "zone": zone.pk, "main": main, "first": period.start, "last": period.last}
    with act("seats.lead_zone", actor=actor, about=team.organisation, now=now, arguments=arguments):
        Body.objects.lock(team.pk)
        mandate = Mandate.objects.select_related("person", "seat__body__organisation").lock(mandate.pk)
        require_within(mandate, period)
        require_in_territory(mandate, zone, period)
        require_free(mandate, zone, period, main)
        try:
            with transaction.atomic():
                return ZoneLead.objects.create(mandate=mandate, zone=zone, main=main, period=as_range(period))
        except IntegrityError:
            raise Refused(f"{zone.name} vient d’être confié à quelqu’un d’autre : rechargez la page.") from None


def require_within(mandate: Mandate, period: Period) -> None:
    post = mandate.dates
    if mandate.end_reason == Mandate.EndReason.MISTAKE:
        raise Invalid("mandate", "Ce poste était une erreur de saisie, déjà corrigée.")
    if post.start and period.start and period.start < post.start:
        raise Invalid("first", f"{mandate.person} n’est en poste que depuis le {day_in_words(post.start)}.")
    if post.last and (period.last is None or period.last > post.last):
        raise Invalid("last", f"Le poste {of(str(mandate.person))} finit le {day_in_words(post.last)}.")


def require_in_territory(mandate: Mandate, zone: Zone, period: Period) -> None:
    grouping = mandate.seat.body.organisation
    assert period.start is not None
    if zone.kind not in (Kind.EPCI, Kind.COMMUNE):
        raise Invalid("zone", "Une personne est référente d’une intercommunalité ou d’une île.")
    known = zones_by_grouping(period.start, EVERYONE)
    lies = {whose: zones[zone.pk] for whose, zones in known.items() if zone.pk in zones}
    if grouping.pk not in lies and (not lies or any(lies.values())):  # what is only supposed refuses nobody
        raise Invalid(
            "zone", f"{zone.name} n’est pas dans le territoire {of(grouping.name)} le {day_in_words(period.start)}."
        )


def require_free(mandate: Mandate, zone: Zone, period: Period, main: bool) -> None:
    leads = ZoneLead.objects.touching(period).filter(zone=zone).select_related("mandate__person").order_by("period")
    for lead in leads:
        person, until = lead.mandate.person, lead.dates.last
        when = f" jusqu’au {day_in_words(until)}" if until else ""
        if lead.mandate_id == mandate.pk:
            raise Refused(f"{person} est déjà référent·e {of(zone.name)}{when}.")
        if main and lead.main:
            raise Refused(
                f"{zone.name} a déjà une personne référente principale : {person}{when}. Mettez-y fin d’abord, ou "
                "inscrivez une deuxième personne en appui."
            )


def end_zone_lead(*, actor: Actor, lead: ZoneLead, last: date, now: datetime) -> ZoneLead:
    """Somebody is no longer the reference of a zone after a day. Raises Denied, Invalid."""
    organisation = lead.mandate.seat.body.organisation
    permissions.may_lead_zone(actor, organisation).or_raise()
    with act(
        "seats.end_zone_lead", actor=actor, about=organisation, now=now, arguments={"lead": lead.pk, "last": last}
    ):
        lead = ZoneLead.objects.lock(lead.pk)
        lead.period = as_range(ended(lead.dates, last))
        lead.save(update_fields=["period"])
    return lead
