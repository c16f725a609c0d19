"""What posts and contracts tell the rooms below: where contracts are signed, by whom, who reads their papers."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.base.retention import within_its_term
from kevread.common.errors import Way
from kevread.delegations.asks import SERVES
from kevread.directory.models import Organisation
from kevread.documents.asks import ACTS, AUTHORITIES, FOLLOWS, HOLDS, Authority, Committing, Link
from kevread.documents.models import READ_WITH_ROW, ReadWith
from kevread.staff.loader import framework
from kevread.staff.models import FILE, Contract
from kevread.staff.operations.signing import follow_signature
from kevread.staff.queries.signing import KIND, SIGNING, papers_read, sides


def hold_contracts(links: Collection[Link]) -> None:
    Contract.objects.filter(pk__in=[one.id for one in links if one.kind == "contract"]).lock_all()


AUTHORITIES.answer(Authority(sides, hold=hold_contracts))
FOLLOWS.answer(follow_signature)
READ_WITH_ROW.answer(ReadWith(KIND, papers_read))


@ACTS.answer
def signed_here(on: date) -> Iterator[Committing]:
    yield SIGNING


@SERVES.answer
def contracts_there(code: str, organisation: Organisation) -> Way | None:
    if not code or code != framework().signs:
        return None
    return Way("Voir les contrats de travail", "staff:contracts", {"scale": organisation.slug})


@HOLDS.answer
def still_kept(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those of contracts that run, or whose time of being kept does. One query."""
    those = Q(paper__in=documents) | Q(draft__in=documents)
    rows = Contract.objects.filter(those, within_its_term(FILE, "period")).values_list("paper", "draft")
    cited = {key for pair in rows for key in pair} & {*documents}
    return dict.fromkeys(cited, "un contrat de travail le cite, dont le temps court encore")
