"""What posts and contracts tell the rooms below: where contracts are signed, for whoever was entrusted with them."""

from kevread.common.errors import Way
from kevread.delegations.asks import SERVES
from kevread.directory.models import Organisation
from kevread.staff.loader import framework


@SERVES.answer
def contracts_there(code: str, organisation: Organisation) -> Way | None:
    if not code or code != framework().signs:
        return None
    return Way("Voir les contrats de travail", "staff:contracts", {"scale": organisation.slug})
