"""What posts and contracts tell the rooms below: where contracts are signed, for whoever was entrusted with them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.base.retention import within_its_term
from kevread.common.errors import Way
from kevread.delegations.asks import SERVES
from kevread.directory.models import Organisation
from kevread.documents.asks import HOLDS
from kevread.staff.loader import framework
from kevread.staff.models import FILE, Contract


@SERVES.answer
def contracts_there(code: str, organisation: Organisation) -> Way | None:
    if not code or code != framework().signs:
        return None
    return Way("Voir les contrats de travail", "staff:contracts", {"scale": organisation.slug})


@HOLDS.answer
def still_kept(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those of contracts that run, or whose time of being kept does. One query."""
    rows = Contract.objects.filter(within_its_term(FILE, "period"), paper__in=documents)
    return dict.fromkeys(
        rows.values_list("paper", flat=True), "un contrat de travail le cite, dont le temps court encore"
    )
