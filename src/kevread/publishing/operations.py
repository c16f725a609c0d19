"""What the public asks of an organisation, relayed to those who answer for it; the decisions that it may read."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of, one_line, seen
from kevread.decisions.models import Decision
from kevread.decisions.operations.taken import require_taken
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
from kevread.publishing.models import MadePublic
from kevread.publishing.permissions import may_publish
from kevread.publishing.queries.answering import answering

SHORTEST, LONGEST = 20, 4000
NAME_AT_MOST, ADDRESS_AT_MOST = 120, 254


def relay_message(
    *, actor: Actor, organisation: Organisation, name: str, address: str, message: str, now: datetime
) -> list[Person]:
    """Send to those who answer for an organisation what anybody writes to it: their answer goes to whoever asks. No address
    of theirs is shown, and what is asked stays in the letters alone, which are erased; the journal tells that one wrote.

    By anybody. Raises Invalid on `name`, `address`, `message`; Refused when nobody can be written to.
    """
    name, message = one_line(name), message.strip()
    if not 0 < len(seen(name)) <= len(name) <= NAME_AT_MOST:
        raise Invalid("name", f"Dites comment vous vous appelez, en {NAME_AT_MOST} caractères au plus.")
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(
            "address", "Écrivez une adresse complète, comme nom@exemple.fr : la réponse y sera envoyée."
        ) from None
    if not SHORTEST <= len(seen(message)) <= len(message) <= LONGEST:
        raise Invalid("message", f"Écrivez ce que vous demandez, de {SHORTEST} à {LONGEST} caractères.")
    reached = answering(organisation, timezone.localtime(now).date())
    if not reached:
        raise Refused(f"Personne ne peut encore recevoir de message au nom {of(organisation.name)}. Rien n’est parti.")
    said = {"organisation": organisation, "name": name, "address": address, "message": message}
    with act("publishing.relay_message", actor=actor, about=organisation, now=now):
        for person in reached:
            queue_letter(
                about=organisation,
                to=person,
                subject=f"On écrit à {organisation.name} depuis le site",
                text=render_to_string("publishing/letters/message.txt", said).strip(),
                now=now,
                reply_to=address,
            )
    return reached


def publish_decision(*, actor: Actor, decision: Decision, now: datetime) -> MadePublic:
    """Let anybody read a line of the register: its number, title, words, result, day and body.

    By those who record the decisions of its body. Raises Denied; Refused when it is public already, or corrected since.
    """
    may_publish(actor, decision).or_raise()
    with act("publishing.publish_decision", actor=actor, about=decision.organisation, now=now):
        found: Decision = Decision.objects.lock(decision.pk)
        require_taken(found)
        if Decision.objects.filter(corrects=found).exists():
            raise Refused("Cette rédaction a été corrigée : rendez publique la ligne qui la corrige.")
        row = MadePublic.objects.filter(decision=found).first()
        if row is None:
            return MadePublic.objects.create(decision=found, published_at=now)
        if row.withdrawn_at is None:
            raise Refused("Cette décision est déjà publique.")
        row.published_at, row.withdrawn_at = now, None
        row.save(update_fields=["published_at", "withdrawn_at"])
        return row


def withdraw_decision(*, actor: Actor, decision: Decision, now: datetime) -> None:
    """No longer: what was read meanwhile was read. By the same people. Raises Denied; Refused when it is not public."""
    may_publish(actor, decision).or_raise()
    with act("publishing.withdraw_decision", actor=actor, about=decision.organisation, now=now):
        Decision.objects.lock(decision.pk)
        row = MadePublic.objects.filter(decision=decision, withdrawn_at__isnull=True).first()
        if row is None:
            raise Refused("Cette décision n’est pas publique.")
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
