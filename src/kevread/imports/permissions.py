"""Who may bring a file in. What it writes is asked of whoever brings it, verb by verb."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation
from kevread.directory.permissions import granted_by_a_seat


def may_import(actor: Actor, organisation: Organisation) -> Grounds:
    return granted_by_a_seat(actor, "import_file", organisation, "importer un fichier")
