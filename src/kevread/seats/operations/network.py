"""The groupings and pôles of the network: opened from what the federation's file proposes, closed at a day, never erased."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation
from kevread.directory.operations import leave, proposed
from kevread.directory.permissions import may_open_organisation
from kevread.directory.queries import in_order
from kevread.journal.operations import act
from kevread.seats.models import Body, Delegation, Mandate
from kevread.seats.rules import ended, enumerate_in_words, require_plausible

from .bodies import bodies_of, end_bodies

NAMED = 8  # mandates that a refusal names; the others are counted


def open_organisation(
    *, actor: Actor, slug: str, since: date, source: str, now: datetime, of: str = ""
) -> Organisation:
    """Open a grouping or a pôle that the federation's file proposes: its names, its memberships, its land and its bodies.

    `of`: the slug of the organisation it is a member of, among those that the file leaves possible; empty, the first.
    `source`: how the network knows that it exists. Raises Denied; Invalid on the field; Refused when it is there already,
    or while the organisation above is not.
    """
    head = Organisation.objects.on(since).at_scale(HEAD).first()
    if head is None:
        raise Refused("La fédération n’a pas de tête de réseau ce jour-là.")
    may_open_organisation(actor, head).or_raise()
    require_plausible(Period(since))
    arguments = {"slug": slug, "of": of, "since": since, "source": source}
    hat = actor.hat_for("open_organisation", head.pk)
    with transaction.atomic():
        Organisation.objects.lock(head.pk)  # two who open the same are served one after the other
        entry = proposed(slug, of=of, since=since, source=source)
        with act(
            "seats.open_organisation", actor=actor, about=entry.organisation, now=now, hat=hat, arguments=arguments
        ):
            entry.write()
            bodies_of(entry.organisation, head)
    return entry.organisation


def open_organisations(
    *, actor: Actor, chosen: Mapping[str, str], since: date, source: str, now: datetime
) -> list[Organisation]:
    """Open several on the same day, each its own act: all of them, or none. `chosen`: slug, and what it is a member of
    (empty: what the file says).

    Groupings first, so that a pôle may be opened with its grouping. Raises as `open_organisation`; Invalid when none is chosen.
    """
    if not chosen:
        raise Invalid("chosen_slugs", "Choisissez au moins une organisation à ouvrir.")
    with transaction.atomic():
        return [
            open_organisation(actor=actor, slug=slug, of=chosen[slug], since=since, source=source, now=now)
            for slug in in_order(chosen)
        ]


def close_organisation(*, actor: Actor, organisation: Organisation, last: date, now: datetime) -> Organisation:
    """A grouping or a pôle no longer exists after a day: its bodies, its memberships and its land stop with it.

    Raises Denied; Invalid on `last`; Refused for the head, for an organisation outside the network, while a mandate is in
    force after that day in its bodies or in its name, and while it still has members of the network.
    """
    may_open_organisation(actor, organisation).or_raise()
    if organisation.scale in ("", HEAD):
        raise Refused(
            f"{organisation.name} ne se ferme pas d’ici : seuls un groupement ou un pôle s’ouvrent et se ferment."
        )
    hat = actor.hat_for("open_organisation", organisation.pk)
    arguments = {"slug": organisation.slug, "last": last}
    with act("seats.close_organisation", actor=actor, about=organisation, now=now, hat=hat, arguments=arguments):
        organisation = Organisation.objects.lock(organisation.pk)
        Body.objects.filter(organisation=organisation).lock_all()  # nobody sits meanwhile
        period = ended(organisation.dates, last)
        if standing := standing_after(organisation, period):
            raise Refused(
                f"{organisation.name} ne peut pas fermer le {day_in_words(last)}. Restent en vigueur après ce jour : "
                f"{enumerate_in_words(standing)}. Mettez-y d’abord fin."
            )
        end_bodies(organisation, last)
        leave(organisation, last)
    return organisation


def standing_after(organisation: Organisation, period: Period) -> list[str]:
    """What is still in force after the end of a period: the mandates of its bodies, those held in its name elsewhere, and
    the secretariat that it entrusted. In words, the first ones named."""
    after = Period(period.end)
    theirs = Mandate.objects.touching(after).filter(
        Q(seat__body__organisation=organisation) | Q(represents=organisation)
    )
    found = [
        f"{mandate.person} ({mandate.seat.name}, {mandate.seat.body.name}, {mandate.seat.body.organisation.name})"
        for mandate in theirs.select_related("person", "seat__body__organisation").order_by("person__search", "pk")
    ]
    entrusted = Delegation.objects.touching(after).filter(granter=organisation).select_related("holder")
    found += [f"{delegation.holder} (secrétariat confié)" for delegation in entrusted.order_by("holder__search")]
    more = len(found) - NAMED
    return found if more <= 1 else [*found[:NAMED], f"{more} autres"]
