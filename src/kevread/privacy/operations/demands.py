"""Asking about one's data, noting what was asked otherwise, answering in time."""

from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused, Way
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.directory.queries import keeper_of
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.privacy.models import Demand
from kevread.privacy.permissions import may_answer
from kevread.privacy.queries.demands import due

SHORTEST, LONGEST = 5, 1000


def ask(*, actor: Actor, person: Person, kind: str, text: str, now: datetime) -> Demand:
    """Ask about one's own data, of whoever keeps one's sheet. Raises Denied for anybody else's; Invalid; Refused when the same
    is asked already and nobody has answered."""
    if actor.person is None or actor.person != person.pk:
        raise Denied(
            "Chacun·e demande pour soi : qui reçoit une demande par courrier l’inscrit au registre des demandes."
        )
    where = answers_for(person)
    checked(kind, text)
    with act("privacy.ask", actor=actor, about=where, now=now, arguments={"kind": kind}):
        return entered(where, person, kind, text, timezone.localtime(now).date())


def note(
    *, actor: Actor, organisation: Organisation, person: Person, kind: str, text: str, received_on: date, now: datetime
) -> Demand:
    """Enter what somebody asked by letter, by mail or aloud: the month runs from the day when it was received. Raises Denied;
    Invalid on a day to come; Refused when it is there already."""
    may_answer(actor, organisation).or_raise()
    checked(kind, text)
    if received_on > timezone.localtime(now).date():
        raise Invalid("received_on", "Une demande se note le jour où elle est reçue, ou après.")
    with act("privacy.note_request", actor=actor, about=organisation, now=now, arguments={"kind": kind}):
        return entered(organisation, person, kind, text, received_on)


def answers_for(person: Person) -> Organisation:
    """The organisation that registered them; else the head of the network, which keeps the whole directory."""
    kept_by = keeper_of(person)
    found = Organisation.objects.filter(pk=kept_by).first() if kept_by else None
    return found or Organisation.objects.at_scale(HEAD).order_by("pk").get()


def checked(kind: str, text: str) -> None:
    if kind not in Demand.Kind.values:
        raise Invalid("kind", "Choisissez ce qui est demandé.")
    if not SHORTEST <= len(seen(text)) <= len(text.strip()) <= LONGEST:
        raise Invalid("text", f"Dites ce qui est demandé, de {SHORTEST} à {LONGEST} caractères.")


def entered(where: Organisation, person: Person, kind: str, text: str, on: date) -> Demand:
    """Inside an act. Two windows at once ask once."""
    row: Person = Person.objects.lock(person.pk)
    if Demand.objects.waiting().filter(organisation=where, person=row, kind=kind).exists():
        raise Refused("C’est déjà demandé, et personne n’a encore répondu. Rien n’a été inscrit de plus.")
    return Demand.objects.create(organisation=where, person=row, kind=kind, text=text.strip(), received_on=on)


def answer(*, actor: Actor, demand: Demand, outcome: str, text: str, now: datetime) -> Demand:
    """Say what was done, or why it will not be: whoever asked is told by a letter. Raises Denied; Invalid; Refused when it is
    answered already, or when an erasing is said to be done and is not."""
    may_answer(actor, demand.organisation).or_raise()
    if outcome not in Demand.Outcome.values:
        raise Invalid("outcome", "Dites si c’est fait, ou si cela ne se fera pas.")
    if not SHORTEST <= len(seen(text)) <= len(text.strip()) <= LONGEST:
        raise Invalid(
            "text", f"Écrivez ce qui est répondu, de {SHORTEST} à {LONGEST} caractères : c’est ce qui lui est envoyé."
        )
    if demand.kind == Demand.Kind.ERASE and outcome != Demand.Outcome.REFUSED:
        where = {"scale": demand.organisation.slug, "key": demand.person_id}
        raise Refused(
            "Effacer répond de soi-même : la demande sera close avec l’effacement.",
            ways=(Way("Voir ce que l’effacement ferait", "privacy:erase", where),),
        )
    granted = demand.kind == Demand.Kind.RESTRICT and outcome == Demand.Outcome.GRANTED
    if granted and demand.person.limited_since is None:
        where = {"scale": demand.organisation.slug, "key": demand.person_id}
        raise Refused(
            "Limiter répond de soi-même : la demande sera close avec la limitation, par qui tient tout l’annuaire.",
            ways=(Way("Limiter l’usage de ses données", "privacy:restrict", where),),
        )
    if actor.person == demand.person_id:
        raise Refused("On ne répond pas à sa propre demande : quelqu’un d’autre de l’organisation le fait.")
    with act("privacy.answer", actor=actor, about=demand.organisation, now=now, arguments={"outcome": outcome}):
        row: Demand = Demand.objects.lock(demand.pk)
        if row.answered_at:
            raise Refused(f"{row.answered_by} a déjà répondu : {row.get_outcome_display().lower()}.")
        row.outcome, row.answer, row.answered_at = outcome, text.strip(), now
        row.answered_by_id = actor.person
        row.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
        if row.person.email:
            queue_letter(
                about=row.organisation,
                to=row.person,
                subject=f"Vos données : {row.get_outcome_display().lower()}",
                text=render_to_string("privacy/letters/answered.txt", {"demand": row}).strip(),
                now=now,
                notice=True,
            )
    return row


def extend(*, actor: Actor, demand: Demand, because: str, now: datetime) -> Demand:
    """Two months more, because what is asked is complex, or many things are: whoever asked is told so by a letter, and why,
    within the month. Raises Denied; Invalid; Refused once answered, put off already, or when the month is over."""
    may_answer(actor, demand.organisation).or_raise()
    if actor.person == demand.person_id:
        raise Refused("On ne prolonge pas sa propre demande : quelqu’un d’autre de l’organisation le fait.")
    because = because.strip()
    if not SHORTEST <= len(seen(because)) <= len(because) <= LONGEST:
        raise Invalid("because", f"Dites pourquoi il faut plus de temps, de {SHORTEST} à {LONGEST} caractères.")
    today = timezone.localtime(now).date()
    with act("privacy.extend", actor=actor, about=demand.organisation, now=now):
        row: Demand = Demand.objects.select_related("organisation", "person").lock(demand.pk)
        if row.answered_at:
            raise Refused("C’est déjà répondu.")
        if row.extended_on:
            raise Refused(
                f"Le délai est déjà prolongé, depuis le {day_in_words(row.extended_on)} : la loi le permet une fois."
            )
        (now_due,) = due([row], today)
        if now_due.is_late:
            raise Refused(
                f"La réponse était due le {day_in_words(now_due.by)} : passé ce jour, le délai ne se prolonge plus."
            )
        row.extended_on, row.extended_because = today, because
        row.save(update_fields=["extended_on", "extended_because"])
        (put_off,) = due([row], today)
        if row.person.email:
            queue_letter(
                about=row.organisation,
                to=row.person,
                subject=f"Vos données : réponse au plus tard le {day_in_words(put_off.by)}",
                text=render_to_string("privacy/letters/extended.txt", {"demand": row, "by": put_off.by}).strip(),
                now=now,
                notice=True,
            )
    return row
