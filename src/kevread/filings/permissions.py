"""Who may say what is to be declared, and that it was."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.filings.models import FILES, PUBLISHES
from kevread.filings.rules import KINDS
from kevread.seats.permissions import grounds, own_grounds


def right_over(kind: str) -> str:
    """That by which something of this kind is said filed: of accounts, who keeps them says it too."""
    return PUBLISHES if KINDS[kind].is_accounts else FILES


def may_file(actor: Actor, organisation: Organisation, kind: str = "") -> Grounds:
    """Of accounts, those of the organisation itself: they are its money."""
    if kind and KINDS[kind].is_accounts:
        return own_grounds(actor, PUBLISHES, organisation)
    return grounds(actor, FILES, organisation)
