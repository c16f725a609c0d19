"""What accounts below ask: what members wrote between them, and both say."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.finance.models import Exchange, Settlement
from kevread.finance.rules import ACCOUNTS
from kevread.ledgers.asks import RECORDED
from kevread.ledgers.rules.matching import Recorded

Kind, State = Exchange.Kind, Exchange.State


@RECORDED.answer
def recorded(members: Collection[UUID], first: date, last: date) -> Iterator[Recorded]:
    """What these members both say of these days: what passed, and what was paid back of advances. Two queries."""
    rows = Exchange.objects.standing().filter(state=State.AGREED, payer__in=members, payee__in=members)
    rows = rows.filter(Q(day__range=(first, last)) | Q(kind=Kind.ADVANCE, day__lt=first))
    lent = {}
    for one in rows.select_related("payer", "payee").order_by("day", "pk"):
        paid, received = ACCOUNTS[one.kind]
        if one.kind == Kind.ADVANCE:
            lent[one.pk] = one
        if one.day >= first:
            told = one.get_kind_display(), one.payer.slug, one.payee.slug
            yield Recorded(one.pk, *told, one.cents, one.day, paid, received)
    if lent:
        paid, received = ACCOUNTS[Kind.ADVANCE]
        for row in (
            Settlement.objects.standing().filter(exchange__in=lent, day__range=(first, last)).order_by("day", "pk")
        ):
            one = lent[row.exchange_id]
            yield Recorded(row.pk, "Avance rendue", one.payee.slug, one.payer.slug, row.cents, row.day, paid, received)
