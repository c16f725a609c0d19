"""Ask those who may for what one may not do oneself; answer, with the reason when it is no."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter
from kevread.seats import permissions, roles
from kevread.seats.models import Plea
from kevread.seats.queries.pleas import asked_lately, open_plea, who_may_do, written_to

SHORTEST, LONGEST = 10, 1000
A_DAY_AT_MOST = 5


def ask_somebody(*, actor: Actor, organisation: Organisation, right: str, message: str, now: datetime) -> Plea:
    """Ask of those who may do something in an organisation that they do it: a letter to each of the first, and a line in the
    day of all. By anybody of the network who may not do it themselves. One that waits at a time, five a day.

    Raises Denied to somebody outside; Invalid on `message`; Refused when one may do it oneself, when it is asked already or
    too often, or when nobody may.
    """
    permissions.may_ask_somebody(actor).or_raise()
    assert actor.person is not None
    if right == "read" or right not in roles.every_right():
        raise Refused("Ce n’est pas un geste que l’on puisse demander.")
    if actor.hat_for(right, organisation.pk):
        raise Refused("Vous pouvez le faire vous-même : vos mandats le permettent.")
    if not SHORTEST <= len(seen(message)) <= len(message.strip()) <= LONGEST:
        raise Invalid("message", f"Dites ce que vous demandez, de {SHORTEST} à {LONGEST} caractères.")
    with transaction.atomic():
        person: Person = Person.objects.lock(actor.person)  # two windows at once ask once
        if open_plea(person.pk, organisation, right):
            raise Refused("Vous l’avez déjà demandé, et personne n’a encore répondu. Rien n’est parti de plus.")
        if asked_lately(person.pk, now) >= A_DAY_AT_MOST:
            raise Refused(f"Vous avez déjà fait {A_DAY_AT_MOST} demandes depuis hier : attendez les réponses.")
        those = [one for one in who_may_do(organisation, right, timezone.localtime(now).date()) if one.person != person]
        if not those:
            raise Refused(f"Personne ne peut le faire aujourd’hui à {organisation.name}. Rien n’est parti.")
        arguments = {"right": right}
        with act("seats.ask_somebody", actor=actor, about=organisation, now=now, arguments=arguments):
            made = Plea.objects.create(
                organisation=organisation, right=right, person=person, message=message.strip(), asked_at=now
            )
            said = {"plea": made, "gesture": roles.every_right()[right]}
            for one in written_to(those, person.pk):
                queue_letter(
                    about=organisation,
                    to=one,
                    subject=f"{person} vous demande quelque chose à {organisation.name}",
                    text=render_to_string("seats/letters/plea.txt", said).strip(),
                    now=now,
                    buttons=[("Lire et répondre", link_to("seats:plea", scale=organisation.slug, key=made.pk))],
                    reply_to=person.email,
                )
    return made


def answer_plea(*, actor: Actor, plea: Plea, outcome: str, reason: str, now: datetime) -> Plea:
    """Say that it is done, or that it will not be and why: whoever asked is told by a letter. By whoever may do it, and never
    by whoever asked. Raises Denied; Invalid on `outcome` or `reason`; Refused when it is answered already."""
    permissions.may_answer_plea(actor, plea).or_raise()
    if outcome not in Plea.Outcome.values:
        raise Invalid("outcome", "Dites si c’est fait, ou si cela ne se fera pas.")
    if outcome == Plea.Outcome.DECLINED and len(seen(reason)) < SHORTEST:
        raise Invalid("reason", f"Dites pourquoi cela ne se fera pas, en {SHORTEST} caractères au moins.")
    if len(reason.strip()) > LONGEST:
        raise Invalid("reason", f"Dites-le en {LONGEST} caractères au plus.")
    asked = {"right": plea.right}
    with act("seats.answer_plea", actor=actor, about=plea.organisation, now=now, arguments=asked):
        row: Plea = Plea.objects.lock(plea.pk)
        if row.answered_at:
            raise Refused(f"{row.answered_by} a déjà répondu : {row.get_outcome_display().lower()}.")
        row.outcome, row.reason, row.answered_at = outcome, reason.strip(), now
        row.answered_by_id = actor.person
        row.save(update_fields=["outcome", "reason", "answered_at", "answered_by"])
        if row.person.email:
            said = {"plea": row, "gesture": roles.every_right().get(row.right, row.right)}
            queue_letter(
                about=row.organisation,
                to=row.person,
                subject=f"Réponse à votre demande : {row.get_outcome_display().lower()}",
                text=render_to_string("seats/letters/plea_answered.txt", said).strip(),
                now=now,
            )
    return row
