"""What somebody asked to read of somebody at work, and was refused: noted once a day, in the journal of the organisation."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.journal.models import Act
from kevread.journal.operations import act

VERB = "privacy.refuse_reading"
MOST = 20  # a day, for a person in an organisation: whoever tries every address writes no more than that


def note_refused(*, actor: Actor, organisation: Organisation, screen: str, named: str, now: datetime) -> UUID | None:
    """An act, in the name of whoever asked: which screen, and the key that its address named, whether anything is there or not.
    None where there is nothing to note (`is_to_note`)."""
    if not is_to_note(actor, organisation, screen, named, now):
        return None
    with act(VERB, actor=actor, about=organisation, now=now, arguments={"screen": screen, "named": named}) as key:
        return key


def is_to_note(actor: Actor, organisation: Organisation, screen: str, named: str, now: datetime) -> bool:
    """Not for nobody in particular, nor what is noted already that day, nor after `MOST`. One query."""
    if actor.person is None:
        return False
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Act.objects.filter(organisation=organisation.pk, at__gte=midnight, verb=VERB, person=actor.person)
    noted = list(today.values_list("arguments", flat=True)[:MOST])
    return len(noted) < MOST and {"screen": screen, "named": named} not in noted
