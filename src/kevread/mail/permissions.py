"""Who may see the letters of an organisation and send one again: whoever prepares what they are about."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.directory.permissions import granted_by_a_seat

from .models import RIGHT


def may_send_again(actor: Actor, organisation: Organisation) -> Grounds:
    return granted_by_a_seat(actor, RIGHT, organisation, "envoyer de nouveau un courriel")
