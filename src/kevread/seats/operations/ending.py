"""What an elected mandate that somebody else ends rests on, and the letter to whom it was."""

from datetime import datetime

from django.template.loader import render_to_string

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import to
from kevread.directory.models import Person
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter
from kevread.seats.models import Mandate
from kevread.seats.queries.ending import is_ended_for

Reason = Mandate.EndReason
FACT = "Dites le fait, son jour, et comment vous l’avez appris."
WANTED = {
    Reason.RESIGNATION: "Dites quel jour la personne a démissionné, et comment vous l’avez su : lettre, courriel, séance.",
    Reason.REVOCATION: "Dites par quelle décision : l’instance, le jour, son numéro au registre.",
    Reason.TERM: "Dites ce qui fixe ce terme : la décision, son jour, ou les statuts.",
}


def require_ground(actor: Actor, mandate: Mandate, reason: str, note: str) -> str:
    """An end is a fact: whoever notes it for somebody elected says which, and of what day, beside a word of a list.
    Raises Invalid on `note`."""
    if not is_ended_for(actor, mandate):
        return note.strip()
    return required("note", note, WANTED.get(Reason(reason), FACT), least=EXPLAINED)


def write_to_whom_it_ends(actor: Actor, mandate: Mandate, note: str, now: datetime) -> None:
    """Inside the act that ends it: what was recorded, by whom, on what ground, and how to contest it. Nobody writes to
    the dead, nor to whom has no address."""
    if not is_ended_for(actor, mandate) or mandate.end_reason == Reason.DEATH or not mandate.person.email:
        return
    where, last = mandate.seat.body.organisation, mandate.dates.last
    assert last is not None
    author = Person.objects.filter(pk=actor.person).first() if actor.person else None
    said = {"mandate": mandate, "by": actor.name, "last": day_in_words(last), "note": note}
    queue_letter(
        about=where,
        to=mandate.person,
        subject=f"La fin de votre mandat a été inscrite {to(where.name)}",
        text=render_to_string("seats/letters/ended.txt", said).strip(),
        now=now,
        buttons=[("Lire vos mandats", link_to("seats:person", key=mandate.person_id))],  # opens to them, seat or not
        reply_to=author.email if author else "",
        notice=True,
    )
