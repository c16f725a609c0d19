"""Who may say what is to be declared, and that it was."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.filings.models import FILES
from kevread.seats.permissions import grounds


def may_file(actor: Actor, organisation: Organisation) -> Grounds:
    return grounds(actor, FILES, organisation)
