"""What delegations tell the rooms below."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.operations.accepting import back_to_accept, follow_signature
from kevread.delegations.operations.committing import require
from kevread.delegations.queries.proposed import ACCEPTING
from kevread.delegations.queries.signing import entrusted, way_to_sign
from kevread.directory.models import Organisation
from kevread.documents.asks import ACTS, AUTHORITIES, ENDS, FOLLOWS, HOLDS, Authority, Committing, Link
from kevread.seats.asks import COMMITS
from kevread.seats.models import Mandate


@COMMITS.answer
def commits(actor: Actor, gesture: str, organisation: Organisation, on: date) -> None:
    """A gesture that the federation ties to no act asks nothing."""
    if code := acts().of_gesture(gesture, on):
        require(actor, code, organisation, on)


def hold_grants(links: Collection[Link]) -> None:
    """With the posts at which they are held, and the offices by which they were given."""
    found = Grant.objects.filter(pk__in=[one.id for one in links if one.kind == "delegation"]).lock_all()
    Mandate.objects.filter(pk__in={key for one in found for key in (one.post_id, one.office_id)}).lock_all()


AUTHORITIES.answer(Authority(entrusted, way_to_sign, hold_grants, partial(entrusted, then=True)))
FOLLOWS.answer(follow_signature)
ENDS.answer(back_to_accept)


@ACTS.answer
def named(on: date) -> Iterator[Committing]:
    for code, act in acts().on(on).items():
        yield Committing(code, act.label, act.offices, act.signed)
    yield ACCEPTING


@HOLDS.answer
def still_grants(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those of delegations that run, or are to. One query."""
    rows = Grant.objects.filter(paper__in=documents).filter(Q(period__upper_inf=True) | Q(period__endswith__gt=on))
    return dict.fromkeys(rows.values_list("paper", flat=True), "une délégation en vigueur le cite")
