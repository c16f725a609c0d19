"""Keeping somebody’s data without using them, and using them again."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.privacy.models import Demand, Erasure, Restriction
from kevread.privacy.permissions import may_restrict, somebody

DONE = "L’usage de vos données est limité : elles sont gardées, et ne servent qu’à ce que la loi demande."


def restrict(*, actor: Actor, person: Person, within: Organisation, why: str, now: datetime) -> Restriction:
    """Keep somebody’s data and use them no more: the directory hides them from everybody but themselves and whoever keeps it
    whole. What they asked is answered by it. Raises Denied; Invalid without a reason; Refused when it is so already, or when
    they are erased."""
    may_restrict(actor, within).or_raise()
    reason = said(why, "Dites pourquoi l’usage de ses données est limité : sa demande, ou ce qui est contesté.")
    with act("privacy.restrict", actor=actor, about=within, now=now, arguments={"person": person.pk}):
        row: Person = Person.objects.lock(person.pk)
        if Erasure.objects.filter(person=row).exists():
            raise Refused("Cette personne est effacée : il n’y a plus rien à limiter.")
        if row.limited_since:
            raise Refused(f"L’usage des données de {row} est déjà limité. Rien n’a été inscrit de plus.")
        found = Restriction.objects.create(person=row, why=reason, decided_by_id=somebody(actor), since=now)
        row.limited_since = timezone.localtime(now).date()
        row.save(update_fields=["limited_since"])
        waiting = Demand.objects.waiting().filter(person=row, kind=Demand.Kind.RESTRICT)
        waiting.update(outcome=Demand.Outcome.GRANTED, answer=DONE, answered_by=actor.person, answered_at=now)
        tell(row, within, "L’usage de vos données est limité", {"lifted": False, "why": reason}, now)
    return found


def lift(*, actor: Actor, person: Person, within: Organisation, why: str, now: datetime) -> Restriction:
    """Use them again: they are told so, and why. Raises Denied; Invalid without a reason; Refused when nothing is limited, and
    to whoever it is about: somebody else looks."""
    may_restrict(actor, within).or_raise()
    if actor.person == person.pk:
        raise Refused("Il s’agit de vos propres données : quelqu’un d’autre lève cette limitation.")
    reason = said(why, "Dites pourquoi la limitation est levée : cela lui est écrit.")
    with act("privacy.lift_restriction", actor=actor, about=within, now=now, arguments={"person": person.pk}):
        row: Person = Person.objects.lock(person.pk)
        found = Restriction.objects.filter(person=row, lifted_at=None).first()
        if found is None:
            raise Refused(f"L’usage des données de {row} n’est pas limité.")
        found.lifted_by_id, found.lifted_at, found.lifted_because = somebody(actor), now, reason
        found.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
        row.limited_since = None
        row.save(update_fields=["limited_since"])
        tell(row, within, "L’usage de vos données n’est plus limité", {"lifted": True, "why": reason}, now)
    return found


def said(why: str, missing: str) -> str:
    if not seen(why):
        raise Invalid("why", missing)
    if len(why.strip()) > 1000:
        raise Invalid("why", "1000 caractères au plus.")
    return why.strip()


def tell(person: Person, within: Organisation, subject: str, told: dict[str, object], now: datetime) -> None:
    """By letter, where they have an address (art. 18.3)."""
    if person.email:
        text = render_to_string("privacy/letters/restricted.txt", told | {"person": person, "organisation": within})
        queue_letter(about=within, to=person, subject=subject, text=text.strip(), now=now, notice=True)
