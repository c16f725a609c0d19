"""Who may bring a file in. What it writes is asked of whoever brings it, verb by verb."""

from kevread.common.actor import Actor, Grounds
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation, Person
from kevread.directory.permissions import granted_by_a_seat


def may_import(actor: Actor, organisation: Organisation) -> Grounds:
    return granted_by_a_seat(actor, "import_file", organisation, "importer un fichier")


def may_merge(actor: Actor, within: Organisation, *records: Organisation | Person) -> Grounds:
    """Say that two records are one, for the whole network: where its directory is kept. Never of oneself: whoever merged a
    record into their own would sit where it sits."""
    if within.scale != HEAD:
        return Grounds(False, "Deux fiches se fondent pour tout le réseau : ce geste se fait à la tête de réseau.")
    if actor.person is not None and any(isinstance(row, Person) and row.pk == actor.person for row in records):
        return Grounds(False, "L’une de ces fiches est la vôtre : demandez à quelqu’un d’autre de le dire.")
    return granted_by_a_seat(actor, "merge_records", within, "fondre deux fiches")
