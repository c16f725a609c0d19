"""What the public asks of an organisation, relayed to those who answer for it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of, one_line, seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.mail.operations import queue_letter
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
