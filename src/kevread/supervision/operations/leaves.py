"""Time away: asked by the person for some days, and never why; answered by the employer’s line; cancelled before it begins."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.staff.models import Contract
from kevread.supervision.loader import acts
from kevread.supervision.models import Leave, Matter, Side
from kevread.supervision.permissions import is_oneself, may_close, may_raise
from kevread.supervision.queries.lines import workers_on
from kevread.supervision.rules import PERSON, sides_of
from kevread.supervision.rules.days import days_in_words, halves

from .checks import own_hat, reason_of, still_open
from .closing import by_delegation, decides_there, without

LONGEST = timedelta(days=366)
GRANTED = "Accordé."


def ask_leave(
    *,
    actor: Actor,
    person: Person,
    place: Organisation,
    kind: str,
    first: date,
    last: date,
    now: datetime,
    line: str = PERSON,
    from_noon: bool = False,
    until_noon: bool = False,
) -> Leave:
    """Days of leave or of remote work, or halves of days, asked by the person, or written by the employer’s line for them.
    Whoever has a line over one of their posts is asked what the matrix says. Two who ask at once wait for each other on the
    contract.

    Raises Denied; Invalid on `kind`, `person`, `first`, `last`, `until_noon`; Refused when these days are asked already.
    """
    code = acts().of_form("leave")
    if not code:
        raise Refused("La fédération ne dit pas encore qui répond d’un congé.")
    may_raise(actor, code, line, place, person.pk, timezone.localtime(now).date()).or_raise()
    if kind not in Leave.Kind.values:
        raise Invalid("kind", "Choisissez ce que vous demandez.")
    today = timezone.localtime(now).date()
    workers = [one for one in workers_on(today, person=person.pk) if one.employer == place]
    if not workers:
        raise Invalid("person", "Choisissez quelqu’un qui travaille ici aujourd’hui.")
    plausible(workers[0].contract, line, first, last, today)
    wanted = some_half(first, last, from_noon, until_noon)
    asked = acts().acts[code]
    sides = {(side.line, side.place) for one in workers for side in sides_of(asked, one.lines)}
    arguments = {"person": person.pk, "kind": kind, "first": first, "last": last}
    hat = own_hat(line, place)
    with act("supervision.ask_leave", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        Contract.objects.lock(workers[0].contract.pk)
        require_free(person, place, first, last, wanted)
        matter = Matter.objects.create(
            act=code,
            organisation=place,
            post=workers[0].post,
            person=person,
            title=f"{Leave.Kind(kind).label}, {days_in_words(first, last, from_noon, until_noon)}",
            raised_at=now,
            raised_by_id=actor.person,
        )
        Side.objects.bulk_create(
            Side(matter=matter, line=one, organisation_id=where, is_asked=asked.asks(one))
            for one, where in sorted(sides)
        )
        return Leave.objects.create(
            matter=matter, kind=kind, first=first, last=last, from_noon=from_noon, until_noon=until_noon
        )


def some_half(first: date, last: date, from_noon: bool, until_noon: bool) -> range:
    """The half days that are asked. Raises Invalid when none is left."""
    wanted = halves(first, last, from_noon, until_noon)
    if not wanted:
        raise Invalid("until_noon", "Une demi-journée est le matin, ou l’après-midi : gardez l’un des deux.")
    return wanted


def require_free(person: Person, place: Organisation, first: date, last: date, wanted: range) -> None:
    """None of these halves is asked already of this employer: what is asked of another is neither read here, nor in the way.
    Raises Refused."""
    asked = Leave.objects.standing().over(first, last).filter(matter__person=person, matter__organisation=place)
    for other in asked:
        if not set(wanted).isdisjoint(other.halves):
            raise Refused(f"Ces jours sont déjà demandés : {other}.")


def plausible(contract: Contract, line: str, first: date, last: date, today: date) -> None:
    """Days of the contract, in order; to come, for whoever asks for themselves. Raises Invalid."""
    if last < first:
        raise Invalid("last", f"Le dernier jour ne peut pas précéder le {day_in_words(first)}.")
    if last - first > LONGEST:
        raise Invalid("last", "Une demande couvre un an au plus.")
    if first not in contract.dates:
        raise Invalid("first", "Choisissez un jour de ce contrat.")
    if last not in contract.dates:
        raise Invalid("last", "Choisissez un jour de ce contrat.")
    if line == PERSON and first < today:
        raise Invalid("first", f"Choisissez un jour à partir du {day_in_words(today)}.")


def answer_leave(
    *, actor: Actor, matter: Matter, place: Organisation, granted: bool, now: datetime, reason: str = ""
) -> Leave:
    """The line that decides grants these days, or refuses them and says why; by its office or the delegation that the matrix
    asks. Raises Denied; Invalid on `reason`; Refused once it is answered or cancelled."""
    may_close(actor, matter, place, timezone.localtime(now).date()).or_raise()
    today = timezone.localtime(now).date()
    said = GRANTED
    if not granted:
        said = f"Refusé : {reason_of(reason, 'Dites pourquoi, en 300 caractères au plus : la personne le lira.')}"
    arguments = {"matter": matter.pk, "granted": granted}
    with act("supervision.answer_leave", actor=actor, about=place, now=now, arguments=arguments):
        row = still_open(matter)
        leave = leave_of(row)
        spec = acts().acts[row.act]
        decides_there(row, spec, place)
        row.authority = without(row, spec, by_delegation(actor, spec, place, today), today)
        row.outcome, row.conclusion = Matter.Outcome.DECIDED, said
        row.closed_at, row.closed_by_id = now, actor.person
        row.save()
        leave.answer = Leave.Answer.GRANTED if granted else Leave.Answer.REFUSED
        leave.save(update_fields=["answer"])
        return leave


def leave_of(matter: Matter) -> Leave:
    found = Leave.objects.filter(matter=matter).first()
    if found is None:
        raise Refused("Ce dossier ne demande pas de jours.")
    locked: Leave = Leave.objects.lock(found.pk)
    return locked


def cancel_leave(*, actor: Actor, leave: Leave, now: datetime) -> Leave:
    """The person gives these days back, asked or granted, before the first of them. Raises Denied; Refused once it has begun,
    or when nothing is left to give back."""
    is_oneself(actor, leave.matter.person_id).or_raise()
    today = timezone.localtime(now).date()
    place = leave.matter.organisation
    hat, arguments = own_hat(PERSON, place), {"matter": leave.matter_id}
    with act("supervision.cancel_leave", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        matter: Matter = Matter.objects.lock(leave.matter_id)
        row: Leave = Leave.objects.lock(leave.pk)
        row.matter = matter
        if not row.is_standing:
            raise Refused("Il n’y a plus rien à annuler ici.")
        if row.first <= today:
            raise Refused(f"Cela a commencé le {day_in_words(row.first)} : voyez avec votre employeur.")
        if matter.closed_at is None:
            matter.outcome, matter.conclusion = Matter.Outcome.DROPPED, "Annulé par la personne, avant le premier jour."
            matter.closed_at, matter.closed_by_id = now, actor.person
            matter.save(update_fields=["outcome", "conclusion", "closed_at", "closed_by_id"])
        row.cancelled_on = today
        row.save(update_fields=["cancelled_on"])
        return row
