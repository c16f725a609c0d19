"""The groupings and pôles of the network: opened from what the federation's file proposes, closed at a day, never erased."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kevread.base.models import Dated, as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import Period, day_in_words, period_of
from kevread.common.words import listed
from kevread.common.words import of as of_name
from kevread.directory.models import Affiliation, Capacity, Coverage, Name, Organisation
from kevread.directory.operations import Entry, alike_name, leave, proposed, unlisted
from kevread.directory.operations.attachments import in_words
from kevread.directory.operations.checks import EXPLAINED, required, said_in_french
from kevread.directory.permissions import may_open_organisation
from kevread.directory.queries import in_order
from kevread.journal.as_acted import require_as_written
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.seats.models import Body, Delegation, Mandate, Seat
from kevread.seats.rules import ended, require_plausible

from .bodies import bodies_of, end_bodies

CLOSED: tuple[type[Dated], ...] = (Organisation, Name, Coverage, Capacity, Affiliation, Seat, Body)
ENDED = {model._meta.db_table: model for model in CLOSED}  # noqa: SLF001 — Django's own way
NAMED = 8  # mandates that a refusal names; the others are counted


def open_organisation(
    *, actor: Actor, slug: str, since: date, source: str, now: datetime, of: str = ""
) -> Organisation:
    """Open a grouping or a pôle that the federation's file proposes: its names, its memberships, its land and its bodies.

    `of`: the slug of the organisation it is a member of, among those that the file leaves possible; empty, the first.
    `source`: how the network knows that it exists. Raises Denied; Invalid on the field; Refused when it is there already,
    or while the organisation above is not.
    """
    return opened(
        lambda: proposed(slug, of=of, since=since, source=source),
        "seats.open_organisation",
        actor=actor,
        since=since,
        now=now,
        arguments={"slug": slug, "of": of, "since": since, "source": source},
    )


def open_unlisted_organisation(
    *, actor: Actor, scale: str, name: str, since: date, source: str, now: datetime, of: str = ""
) -> Organisation:
    """Open a grouping or a pôle that the federation's file does not name, or that had closed: with its bodies, and without
    land, which is attached afterwards.

    `of`: the slug of the grouping that a pôle is a member of. Raises Denied; Invalid on the field; Refused while the
    organisation above is not open that day.
    """
    return opened(
        lambda: unlisted(scale=scale, name=name, of=of, since=since, source=source),
        "seats.open_unlisted_organisation",
        actor=actor,
        since=since,
        now=now,
        arguments={"scale": scale, "name": name, "of": of, "since": since, "source": source},
    )


def opened(
    read: Callable[[], Entry], verb: str, *, actor: Actor, since: date, now: datetime, arguments: Mapping[str, object]
) -> Organisation:
    """What is read is written with its bodies, in one act. Whoever opens locks the head of network first: two who open the
    same are served one after the other."""
    head = Organisation.objects.on(since).at_scale(HEAD).first()
    if head is None:
        raise Refused("La fédération n’a pas de tête de réseau ce jour-là.")
    may_open_organisation(actor, head).or_raise()
    require_plausible(Period(since))
    hat = actor.hat_for("open_organisation", head.pk)
    with transaction.atomic():
        Organisation.objects.lock(head.pk)
        entry = read()
        with act(verb, actor=actor, about=entry.organisation, now=now, hat=hat, arguments=dict(arguments)):
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
                f"{listed(standing)}. Mettez-y d’abord fin."
            )
        end_bodies(organisation, last)
        leave(organisation, last)
    return organisation


def annul_closing(*, actor: Actor, organisation: Organisation, reason: str, now: datetime) -> Organisation:
    """A closing that was written by mistake: all that it ended lasts as it did before, as the journal tells it.

    Raises Denied; Invalid on the reason; Refused when no closing is written, when something that it ended was changed since,
    or when another organisation bears its name after that day.
    """
    may_open_organisation(actor, organisation).or_raise()
    reason = required("reason", reason, "Dites en une phrase pourquoi cette fermeture est une erreur.", least=EXPLAINED)
    hat = actor.hat_for("open_organisation", organisation.pk)
    with (
        said_in_french(),
        act("seats.annul_closing", actor=actor, about=organisation, now=now, hat=hat, reason=reason),
    ):
        organisation = Organisation.objects.lock(organisation.pk)
        closing = Act.objects.filter(verb="seats.close_organisation", organisation=organisation.pk).last()
        if closing is None or organisation.dates.end is None:
            raise Refused(f"Aucune fermeture {of_name(organisation.name)} n’est inscrite.")
        later = (
            Organisation.objects.touching(Period(organisation.dates.end)).exclude(scale="").exclude(pk=organisation.pk)
        )
        if again := next((one for one in later if alike_name(one.name) == alike_name(organisation.name)), None):
            raise Refused(f"Une autre organisation porte ce nom depuis : {again.name}, {in_words(again.dates)}.")
        require_as_written([closing.pk])
        for change in closing.changes.filter(table__in=ENDED, before__has_key="period").order_by("pk"):
            before, after = change.before or {}, change.after or {}
            row = ENDED[change.table].objects.lock(change.row)
            if row.dates != period_of(after["period"]):
                raise Refused(f"Depuis cette fermeture, une inscription {of_name(organisation.name)} a changé : {row}.")
            row.period = as_range(period_of(before["period"]))
            row.save(update_fields=["period"])
    organisation.refresh_from_db()
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
