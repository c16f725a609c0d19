"""Handing over: everything listed, entrusted by the employer’s line, agreed by who receives it, closed once nothing is lost."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from kevread.careers.models import HandedOver, Handover
from kevread.careers.queries.handing import carried_by, shown, takers
from kevread.common.actor import SYSTEM, Actor, Grounds
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.staff.models import Contract
from kevread.staff.permissions import may_employ

from .checks import said, today_of, why


def open_handover(*, actor: Actor, contract: Contract, last_day: date, now: datetime) -> Handover:
    """Somebody leaves after a day: everything that they carry for their employer, as every room says it, is listed. Raises
    Denied; Invalid on `last_day`; Refused when it is open already."""
    today = today_of(now)
    may_employ(actor, contract.employer, today).or_raise()
    if last_day not in contract.dates:
        raise Invalid("last_day", "Choisissez un jour de ce contrat.")
    arguments = {"contract": contract.pk, "last_day": last_day}
    with act("careers.open_handover", actor=actor, about=contract.employer, now=now, arguments=arguments):
        row: Contract = Contract.objects.select_related("employer", "person").lock(contract.pk)
        if row.end_reason == Contract.EndReason.MISTAKE:
            raise Refused("Ce contrat était une erreur, annulée depuis.")
        if Handover.objects.standing().filter(contract=row).exists():
            raise Refused("La passation de cette personne est déjà ouverte.")
        made = Handover.objects.create(employer=row.employer, contract=row, last_day=last_day, opened_on=today)
        list_everything(made, today)
        return made


def list_everything(handover: Handover, today: date) -> int:
    """What is carried and not listed yet; how many things were added."""
    known = set(handover.things.values_list("kind", "row"))
    found = carried_by(handover.contract.person_id, handover.employer, min(today, handover.last_day))
    new = [(kind, one) for kind, one in found if (kind, one.row) not in known]
    HandedOver.objects.bulk_create(
        HandedOver(handover=handover, kind=kind, row=one.row, what=one.what[:300]) for kind, one in new
    )
    return len(new)


def still_open(handover: Handover) -> Handover:
    row: Handover = Handover.objects.select_related("employer", "contract__person").lock(handover.pk)
    if row.undone_on:
        raise Refused("Cette passation est annulée.")
    if row.closed_on:
        raise Refused("Cette passation est close.")
    return row


def take_stock(*, actor: Actor, handover: Handover, now: datetime) -> Handover:
    """What they came to carry since is listed too. Raises Denied; Refused when there is nothing more."""
    today = today_of(now)
    may_employ(actor, handover.employer, today).or_raise()
    with act("careers.take_stock", actor=actor, about=handover.employer, now=now, arguments={"handover": handover.pk}):
        row = still_open(handover)
        if not list_everything(row, today):
            raise Refused("Rien de plus n’est à son nom : la liste est à jour.")
        return row


def entrust(*, actor: Actor, handover: Handover, to: Mapping[HandedOver, Person], now: datetime) -> Handover:
    """Things go to people of the employer’s team or board, who answer. What was agreed stays; another name takes the place of
    one who has not answered, declined, or will not be there to take it. Raises Denied; Invalid on `to`."""
    today = today_of(now)
    may_employ(actor, handover.employer, today).or_raise()
    if not to:
        raise Invalid("to", "Choisissez à qui confier au moins une chose.")
    arguments = {"handover": handover.pk, "things": len(to)}
    with act("careers.entrust", actor=actor, about=handover.employer, now=now, arguments=arguments):
        row = still_open(handover)
        able = {one.pk for one in takers(row, today)}
        if any(person.pk not in able for person in to.values()):
            raise Invalid("to", OF_THERE.format(on=day_after(row, today)))
        things = {one.pk: one for one in row.things.all()}
        for asked, person in to.items():
            one = things.get(asked.pk)
            if one is None or (one.agreed_on and one.to_id in able):
                raise Invalid("to", "Une de ces choses est déjà acceptée, ou n’est pas de cette passation.")
            one.to, one.entrusted_on, one.declined_because, one.agreed_on = person, today, "", None
            one.save(update_fields=["to", "entrusted_on", "declined_because", "agreed_on"])
        return row


OF_THERE = "Choisissez quelqu’un qui sera de l’équipe ou du conseil le {on}, et non la personne qui part."


def day_after(handover: Handover, today: date) -> str:
    """The day from which what is entrusted is to be carried."""
    return day_in_words(max(today, handover.last_day + timedelta(days=1)))


def may_answer(actor: Actor, things: Collection[HandedOver]) -> Grounds:
    """Only the person to whom each of them is entrusted."""
    if things and actor.person is not None and all(one.to_id == actor.person for one in things):
        return Grounds(True, "Cela vous est confié.")
    return Grounds(False, "Seule la personne à qui une chose est confiée l’accepte, ou la refuse.")


def answer(
    *, actor: Actor, handover: Handover, things: Collection[HandedOver], agrees: bool, now: datetime, reason: str = ""
) -> Handover:
    """Who receives agrees, or declines and says why: it is to be entrusted again. What moves a mandate, a follow-up or a
    delegation is done where it is kept, by who may. Raises Denied; Invalid on `reason`; Refused when it was answered, or
    when who agrees will not be there to take it."""
    may_answer(actor, things).or_raise()
    reason = "" if agrees else said("reason", reason, "Dites pourquoi, en 300 caractères au plus.", least=5)
    arguments = {"handover": handover.pk, "agrees": agrees, "things": len(things)}
    with act("careers.answer", actor=actor, about=handover.employer, now=now, arguments=arguments):
        row = still_open(handover)
        rows = list(HandedOver.objects.filter(handover=row, pk__in=[one.pk for one in things]))
        if any(one.to_id != actor.person or one.agreed_on for one in rows) or len(rows) != len(things):
            raise Refused("Une de ces choses n’attend plus votre réponse.")
        if agrees and actor.person not in {one.pk for one in takers(row, today_of(now))}:
            raise Refused(
                f"Vous ne serez plus de l’équipe ni du conseil le {day_after(row, today_of(now))} : dites non, et pourquoi ; "
                "quelqu’un d’autre la recevra."
            )
        for one in rows:
            if agrees:
                one.agreed_on = today_of(now)
            else:
                one.to, one.entrusted_on, one.declined_because = None, None, reason
            one.save(update_fields=["agreed_on", "to", "entrusted_on", "declined_because"])
        return row


def close_handover(*, actor: Actor, handover: Handover, now: datetime) -> Handover:
    """Nothing is lost: each thing that they still carry is listed, and somebody who will be there agreed to take it.
    Raises Denied; Refused, with what is left."""
    today = today_of(now)
    may_employ(actor, handover.employer, today).or_raise()
    with act(
        "careers.close_handover", actor=actor, about=handover.employer, now=now, arguments={"handover": handover.pk}
    ):
        row = still_open(handover)
        told = shown(row, SYSTEM, today)
        if told.unlisted:
            raise Refused("Depuis, d’autres choses sont à son nom : mettez la liste à jour.")
        if gone := next((one for one in told.waiting if one.is_gone), None):
            raise Refused(
                f"{gone.row.to} ne sera plus de l’équipe ni du conseil : confiez à quelqu’un d’autre « {gone.row.what} »."
            )
        if told.waiting:
            raise Refused(f"Personne n’a encore accepté : {told.waiting[0].row.what}.")
        row.closed_on = today
        row.save(update_fields=["closed_on"])
        return row


def undo_handover(*, actor: Actor, handover: Handover, reason: str, now: datetime) -> Handover:
    """Nobody leaves: it stays written, annulled. Raises Denied; Invalid on `reason`; Refused once it is closed."""
    may_employ(actor, handover.employer, today_of(now)).or_raise()
    reason = why(reason)
    arguments = {"handover": handover.pk}
    with act(
        "careers.undo_handover", actor=actor, about=handover.employer, now=now, arguments=arguments, reason=reason
    ):
        row = still_open(handover)
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
