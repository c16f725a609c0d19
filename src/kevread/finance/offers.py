"""What accounts below ask: what members wrote between them, and both say; what funders granted, and when it comes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.finance.models import Exchange, Funding, Instalment, Settlement
from kevread.finance.rules import ACCOUNTS, by_year
from kevread.ledgers.asks import COMMITTED, EXPECTED, RECORDED, Committed, Years
from kevread.ledgers.rules.cash import Movement
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


@COMMITTED.answer
def granted_for(organisation: Organisation, years: Years, actor: Actor) -> Iterable[tuple[int, Committed | str]]:
    """Each funding that touches a year: its part of it by days, to the cent (R5.2). One query."""
    days = Period.through(min(first for first, _ in years.values()), max(last for _, last in years.values()))
    rows = Funding.objects.visible_to(actor).standing().filter(organisation=organisation).touching(days)
    found = []
    for one in rows.select_related("funder__organisation").order_by("notified_on", "pk"):
        since, until = one.dates.start, one.dates.last
        assert since is not None and until is not None
        for year, (_, last) in years.items():
            part = by_year(one.cents, since, until, last.month).get(year, 0)
            many = "" if part == one.cents else ", sa part de l’année"
            found.append((year, Committed("74", "", f"{one.funder}, {one.purpose}{many}", part, "finance:fundings")))
    return found


@EXPECTED.answer
def instalments(
    organisation: Organisation, first: date, last: date, on: date, actor: Actor
) -> Iterable[Movement | str]:
    """The instalments that came since; those that are to come, on their day, or today when they are late. Of a funding whose
    instalments do not make it, the rest has no day."""
    fundings = Funding.objects.visible_to(actor).standing().filter(organisation=organisation)
    rows = Instalment.objects.filter(funding__in=fundings).select_related("funding").order_by("due_on", "pk")
    made: list[Movement | str] = []
    planned: Counter[UUID] = Counter()
    for one in rows:
        planned[one.funding_id] += one.cents
        label = f"{one.label}, {one.funding.purpose}"
        if one.received_on is None:
            made.append(Movement(max(one.due_on, on), one.cents, label, "finance:fundings", one.due_on < on))
        elif one.received_on >= first:
            made.append(Movement(one.received_on, one.received or 0, label, "finance:fundings"))
    made += [
        Movement(None, one.cents - planned[one.pk], f"Reste à planifier, {one.purpose}", "finance:fundings")
        for one in fundings.order_by("notified_on", "pk")
        if one.cents > planned[one.pk]
    ]
    return made
