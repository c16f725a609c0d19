"""Somebody away asks somebody of the same body to stand in for some days; who is asked accepts; either takes it back."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import to
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter
from kevread.seats import permissions
from kevread.seats.models import Mandate, Substitution
from kevread.seats.queries.actors import held_by
from kevread.seats.rules import require_plausible

LONGEST = timedelta(days=366)  # what is longer is no absence: the seat is to be given


def colleagues(mandate: Mandate, on: date) -> QuerySet[Person]:
    """Those who sit in the same body that day, by name: nobody else stands in, so that whoever is employed never decides in the
    place of somebody elected."""
    beside = Mandate.objects.on(on).filter(seat__body=mandate.seat.body_id).exclude(person=mandate.person_id)
    people: QuerySet[Person] = Person.objects.usable().filter(pk__in=beside.values("person")).order_by("search", "pk")
    return people


def ask_substitute(
    *, actor: Actor, mandate: Mandate, substitute: Person, period: Period, now: datetime
) -> Substitution:
    """It gives nothing until they accept: a letter asks them, where they have an address, and a line of their day. Raises
    Denied; Invalid on `first`, `last` or `substitute`; Refused for a seat that speaks for somebody else, or when somebody is
    asked for these days already."""
    permissions.may_ask_substitute(actor, mandate).or_raise()
    require_plausible(period)
    today = timezone.localtime(now).date()
    assert period.start is not None
    if period.start < today:
        raise Invalid("first", "Un remplacement commence aujourd’hui ou plus tard.")
    if period.last is None:
        raise Invalid("last", "Dites le dernier jour : un remplacement finit de lui-même.")
    if period.last - period.start >= LONGEST:
        raise Invalid("last", "Un an au plus : au-delà, ce siège se confie à quelqu’un d’autre.")
    if period.start not in mandate.dates:
        raise Invalid("first", "Ce mandat n’est pas en cours ce jour-là.")
    if period.last not in mandate.dates:
        assert mandate.dates.last is not None
        raise Invalid(
            "last", f"Ce mandat finit le {day_in_words(mandate.dates.last)} : le remplacement finit avec lui."
        )
    held = held_by(mandate)
    if held is None or held.organisation != mandate.seat.body.organisation_id:
        raise Refused("Ce siège parle pour une autre organisation, ou ne donne rien à faire ici : nul n’y remplace.")
    if not colleagues(mandate, period.start).filter(pk=substitute.pk).exists():
        raise Invalid(
            "substitute", f"Choisissez quelqu’un qui siège aussi dans « {mandate.seat.body.name} » ce jour-là."
        )
    arguments = {"mandate": mandate.pk, "substitute": substitute.pk, "first": period.start, "last": period.last}
    about = mandate.seat.body.organisation
    with act("seats.ask_substitute", actor=actor, about=about, now=now, arguments=arguments):
        Mandate.objects.lock(mandate.pk)
        try:
            with transaction.atomic():
                made: Substitution = Substitution.objects.create(
                    mandate=mandate, substitute=substitute, period=as_range(period)
                )
        except IntegrityError:
            raise Refused("Quelqu’un vous remplace déjà, ou est déjà demandé, sur ces jours.") from None
        if substitute.email:
            write_to_whom_is_asked(made, now)
        return made


def write_to_whom_is_asked(substitution: Substitution, now: datetime) -> None:
    """Inside the act that asks. Its button shows the demand; they accept, or refuse, on that page."""
    person, where = substitution.mandate.person, substitution.mandate.seat.body.organisation
    first, last = substitution.dates.start, substitution.dates.last
    assert first is not None and last is not None
    said = {"one": substitution, "first": day_in_words(first), "last": day_in_words(last)}
    queue_letter(
        about=where,
        to=substitution.substitute,
        subject=f"{person} vous demande un remplacement pendant une absence {to(where.name)}",
        text=render_to_string("seats/letters/substitute.txt", said).strip(),
        now=now,
        buttons=[("Lire et répondre", link_to("seats:substitution", scale=where.slug, key=substitution.pk))],
        reply_to=person.email,
    )


def accept_substitution(*, actor: Actor, substitution: Substitution, now: datetime) -> Substitution:
    """From then on, and during its days, it gives what the mandate gives. Raises Denied; Refused when it is accepted, taken
    back, or over."""
    permissions.may_accept_substitution(actor, substitution).or_raise()
    today = timezone.localtime(now).date()
    about, arguments = substitution.mandate.seat.body.organisation, {"substitution": substitution.pk}
    with act("seats.accept_substitution", actor=actor, about=about, now=now, arguments=arguments):
        row = standing(substitution, today)
        if row.accepted_on:
            raise Refused(f"Ce remplacement est accepté depuis le {day_in_words(row.accepted_on)}.")
        row.accepted_on = today
        row.save(update_fields=["accepted_on"])
        return row


def withdraw_substitution(*, actor: Actor, substitution: Substitution, now: datetime) -> Substitution:
    """It stops today: refused, given back, or taken back. What was done stays done. Raises Denied; Refused when it is over."""
    permissions.may_withdraw_substitution(actor, substitution).or_raise()
    today = timezone.localtime(now).date()
    about, arguments = substitution.mandate.seat.body.organisation, {"substitution": substitution.pk}
    with act("seats.withdraw_substitution", actor=actor, about=about, now=now, arguments=arguments):
        row = standing(substitution, today)
        row.withdrawn_on = today
        row.save(update_fields=["withdrawn_on"])
        return row


def standing(substitution: Substitution, today: date) -> Substitution:
    """The row, locked, whose days are not over. Called in an act. Raises Refused."""
    rows = Substitution.objects.select_related("mandate__person", "mandate__seat__body__organisation", "substitute")
    row: Substitution = rows.lock(substitution.pk)
    if row.withdrawn_on:
        raise Refused(f"Ce remplacement a pris fin le {day_in_words(row.withdrawn_on)}.")
    if row.dates.last and row.dates.last < today:
        raise Refused(f"Ce remplacement est fini depuis le {day_in_words(row.dates.last)}.")
    return row
