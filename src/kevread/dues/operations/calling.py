"""The dues of a year are asked of members, together, as they were previewed; one line is adjusted for a reason."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.words import one_line
from kevread.directory.models import Affiliation, Organisation
from kevread.dues.models import REASON, Call, Due, Measure, Payment
from kevread.dues.permissions import may_keep_dues, may_speak_for
from kevread.dues.queries.preview import preview
from kevread.dues.rules import GREATEST, wrong_ibans
from kevread.journal.operations import act

from .tariffs import bounded, today_of, why

CHANGED = "Ce qui serait appelé a changé depuis que vous l’avez lu : relisez l’aperçu. Rien n’est écrit."


def call(
    *,
    actor: Actor,
    organisation: Organisation,
    year: int,
    due_on: date,
    seen: str,
    left_out: Collection[UUID],
    now: datetime,
    how: str = "",
) -> Call:
    """Write every line that the preview shows, but those of the members that are left out: `seen` is the mark of what was
    read, so that nothing else is written. `how`: what each letter says of how to pay. Raises Denied; Invalid on `year`,
    `due_on` or `how`; Refused when nothing is to be called, or when it is no longer what was read."""
    may_keep_dues(actor, organisation).or_raise()
    today = today_of(now)
    if abs(year - today.year) > 1:
        raise Invalid("year", f"Appelez une année de {today.year - 1} à {today.year + 1}.")
    if due_on < today:
        raise Invalid("due_on", "L’échéance est aujourd’hui, ou après.")
    how = how_to_pay(how)
    arguments = {"year": year, "due_on": due_on}
    with act("dues.call", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        found = preview(organisation, year, today)
        if found.mark != seen:
            raise Refused(CHANGED)
        lines = [one for one in found.lines if one.affiliation.pk not in left_out]
        if not lines or found.tariff is None:
            raise Refused("Il n’y a rien à appeler : gardez au moins un membre.")
        made = Call.objects.create(
            organisation=organisation, year=year, tariff=found.tariff, called_on=today, due_on=due_on, how=how
        )
        last = Due.objects.filter(organisation=organisation, year=year).aggregate(last=Max("number"))["last"] or 0
        for number, line in enumerate(lines, last + 1):
            assert line.bracket
            Due.objects.create(
                organisation=organisation,
                call=made,
                affiliation=line.affiliation,
                year=year,
                number=number,
                bracket=line.bracket,
                by_tariff=line.bracket.cents,
                cents=line.bracket.cents,
            )
    return made


def how_to_pay(how: str) -> str:
    """Raises Invalid on `how`: a number that is wrong by a digit would leave in every letter."""
    how = one_line(how)
    if len(how) > REASON:
        raise Invalid("how", f"{REASON} caractères au plus.")
    if wrong := wrong_ibans(how):
        raise Invalid("how", f"Cet IBAN n’est pas juste, à un chiffre près : {wrong[0]}. Relisez-le.")
    return how


def undo_call(*, actor: Actor, call: Call, reason: str, now: datetime) -> Call:
    """It was a mistake: the call and its lines stay, undone. Raises Denied; Invalid on `reason`; Refused once it is undone, or
    when something was paid of it."""
    may_keep_dues(actor, call.organisation).or_raise()
    reason = why(reason)
    with act(
        "dues.undo_call", actor=actor, about=call.organisation, now=now, arguments={"call": call.pk}, reason=reason
    ):
        row: Call = Call.objects.lock(call.pk)
        if row.undone_on:
            raise Refused("Cet appel est déjà annulé.")
        lines = Due.objects.filter(call=row).lock_all()
        if Payment.objects.standing().filter(due__in=[line.pk for line in lines]).exists():
            raise Refused("Des paiements sont inscrits pour cet appel : annulez-les d’abord, ou ajustez chaque ligne.")
        today = today_of(now)
        row.undone_on, row.undone_because = today, reason
        row.save(update_fields=["undone_on", "undone_because"])
        for line in lines:
            line.undone_on = today
            line.save(update_fields=["undone_on"])
    return row


def standing(due: Due) -> Due:
    """The line, locked. Raises Refused when its call was undone."""
    row: Due = Due.objects.select_related("affiliation__member", "organisation", "call").lock(due.pk)
    if row.undone_on:
        raise Refused("L’appel de cette cotisation est annulé.")
    return row


def adjust(*, actor: Actor, due: Due, cents: int, reason: str, now: datetime, seen: int | None = None) -> Due:
    """Ask another amount of one member than the tariff says, or nothing, for a reason; the amount of the tariff needs none.
    `seen`: what was asked when it was read. Raises Denied; Invalid on `cents` or `reason`; Refused when its call was undone, or
    when somebody else adjusted it since it was read."""
    may_keep_dues(actor, due.organisation).or_raise()
    bounded(cents)
    said = "" if cents == due.by_tariff else why(reason, "Dites pourquoi ce n’est pas le montant du barème.")
    arguments = {"due": due.pk, "cents": cents}
    with act("dues.adjust", actor=actor, about=due.organisation, now=now, arguments=arguments, reason=said):
        row = standing(due)
        if seen is not None and row.cents != seen:
            raise Refused(
                f"Quelqu’un d’autre vient d’ajuster cette cotisation : {euros(row.cents)}. Relisez-la, puis dites ce qu’il en "
                "est. Rien n’est changé."
            )
        row.cents, row.reason = cents, said
        row.save(update_fields=["cents", "reason"])
    return row


def declare_measure(
    *, actor: Actor, affiliation: Affiliation, kind: str, year: int, value: int, now: datetime
) -> Measure:
    """What a member said of its budget, in cents, or of how many people it employs, for a year: written again, it is
    corrected. Raises Denied; Invalid on the field."""
    may_keep_dues(actor, affiliation.of).or_raise()
    return measured("dues.declare_measure", actor, affiliation, kind, year, value, now)


def tell_measure(*, actor: Actor, affiliation: Affiliation, kind: str, year: int, value: int, now: datetime) -> Measure:
    """The same, said by whoever speaks for the member itself: the next call is by it. Raises Denied; Invalid on the field."""
    may_speak_for(actor, affiliation, today_of(now)).or_raise()
    return measured("dues.tell_measure", actor, affiliation, kind, year, value, now)


def measured(
    verb: str, actor: Actor, affiliation: Affiliation, kind: str, year: int, value: int, now: datetime
) -> Measure:
    """Inside one of these two verbs. Raises Invalid on the field."""
    if kind not in Measure.Kind.values:
        raise Invalid("kind", "Dites s’il s’agit du budget ou de l’effectif.")
    if abs(year - today_of(now).year) > 5:
        raise Invalid("year", "Écrivez une année proche.")
    if not 0 <= value <= GREATEST:
        raise Invalid("value", "Écrivez zéro, ou plus.")
    arguments = {"affiliation": affiliation.pk, "kind": kind, "year": year}
    with act(verb, actor=actor, about=affiliation.of, now=now, arguments=arguments):
        Affiliation.objects.lock(affiliation.pk)
        row, _ = Measure.objects.update_or_create(
            affiliation=affiliation, year=year, kind=kind, defaults={"value": value}
        )
    return row
