"""What accounts below ask: what members wrote between them, and both say; what funders granted, and when it comes."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from kevread.base.picture import once_in_a_picture
from kevread.common.actor import Actor
from kevread.common.errors import Way
from kevread.common.periods import Period
from kevread.delegations.asks import SERVES
from kevread.delegations.loader import acts as committing
from kevread.directory.models import Organisation
from kevread.filings.asks import TO_PUBLISH, Publishable
from kevread.finance.models import Exchange, Funding, Instalment, Settlement
from kevread.finance.queries.publishing import to_publish
from kevread.finance.rules import ACCOUNTS, GRANTED, SUBSIDY, by_year
from kevread.ledgers.asks import COMMITTED, EXPECTED, RECORDED, Committed, Years
from kevread.ledgers.rules.cash import Movement
from kevread.ledgers.rules.matching import Recorded
from kevread.seats.asks import ASK_GRANT

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
    """Each funding that touches a year: its part of it by days, to the cent (R5.2), on the account of who grants it. One
    query."""
    days = Period.through(min(first for first, _ in years.values()), max(last for _, last in years.values()))
    rows = Funding.objects.visible_to(actor).standing().filter(organisation=organisation).touching(days)
    found = []
    for one in rows.select_related("funder__organisation").order_by("notified_on", "pk"):
        since, until = one.dates.start, one.dates.last
        assert since is not None and until is not None
        for year, (_, last) in years.items():
            part = by_year(one.cents, since, until, last.month).get(year, 0)
            many = "" if part == one.cents else ", sa part de l’année"
            account, *also = GRANTED.get(one.funder.kind, SUBSIDY)
            label = f"{one.funder}, {one.purpose}{many}"
            found.append((year, Committed(account, "", label, part, "finance:fundings", tuple(also))))
    return found


def agreed(organisation: Organisation, actor: Actor) -> list[Any]:
    """What another member and this one both say, with what came of it. One query, once in a request that only reads."""

    def read() -> list[Any]:
        came = Settlement.objects.standing().filter(exchange=OuterRef("pk")).order_by("day", "pk")
        rows = Exchange.objects.visible_to(actor).of(organisation).standing().filter(state=State.AGREED)
        rows = rows.annotate(came=ArraySubquery(came.values(said=JSONObject(day="day", cents="cents"))))
        return list(rows.select_related("payer", "payee").order_by("day", "pk"))

    return once_in_a_picture(("agreed exchanges", organisation.pk, actor), read)


@COMMITTED.answer
def agreed_for(organisation: Organisation, years: Years, actor: Actor) -> Iterable[tuple[int, Committed | str]]:
    """What another member and this one both say passed in a year: what is spent of who pays, brought of who receives. An
    advance is neither. One query."""
    found = []
    for one in agreed(organisation, actor):
        if one.kind == Kind.ADVANCE:
            continue
        pays = one.payer_id == organisation.pk
        *also, account = ACCOUNTS[one.kind][0 if pays else 1]
        label = f"{one.get_kind_display()}, {(one.payee if pays else one.payer).name}"
        told = Committed(account, "", label, one.cents, "finance:exchanges", tuple(also))
        found += [(year, told) for year, (first, last) in years.items() if first <= one.day <= last]
    return found


@EXPECTED.answer
def instalments(
    organisation: Organisation, first: date, last: date, on: date, actor: Actor
) -> Iterable[Movement | str]:
    """The instalments that came since; those that are to come, on their day, or as soon as the plan begins when they are late:
    a balance of today holds nothing of them. Of a funding whose instalments, as they came or are awaited, do not make it, the
    rest has no day. One query."""
    planned = Instalment.objects.filter(funding=OuterRef("pk")).order_by("due_on", "pk")
    fundings = Funding.objects.visible_to(actor).standing().filter(organisation=organisation)
    told = JSONObject(label="label", cents="cents", due_on="due_on", received_on="received_on", received="received")
    for funding in fundings.annotate(planned=ArraySubquery(planned.values(said=told))).order_by("notified_on", "pk"):
        left = funding.cents
        for one in funding.planned:
            left -= one["cents"] if one["received"] is None else one["received"]
            label, due_on = f"{one['label']}, {funding.purpose}", date.fromisoformat(one["due_on"])
            if one["received_on"] is None:
                late = due_on if due_on < on else None
                yield Movement(max(due_on, on, first), one["cents"], label, "finance:fundings", late)
            elif (received_on := date.fromisoformat(one["received_on"])) >= first:
                yield Movement(received_on, one["received"] or 0, label, "finance:fundings", is_made=True)
        if left > 0:
            yield Movement(None, left, f"Reste à planifier, {funding.purpose}", "finance:fundings")


@EXPECTED.answer
def between_members(
    organisation: Organisation, first: date, last: date, on: date, actor: Actor
) -> Iterable[Movement | str]:
    """What another member and this one both say: what was advanced and settled since, on its day; what is left to settle, on
    the day by which it is due, or as soon as the plan begins when it is late; with no such day, on none. One query."""
    for one in agreed(organisation, actor):
        if one.said_on > on:
            continue
        pays = one.payer_id == organisation.pk
        label = f"{one.get_kind_display()}, {(one.payee if pays else one.payer).name}"
        if one.kind == Kind.ADVANCE and one.day >= first:
            yield Movement(
                one.day, -one.cents if pays else one.cents, label, "finance:exchanges", is_made=one.day <= on
            )
        ways = -1 if one.owes.pk == organisation.pk else 1
        came = [paid for paid in one.came if date.fromisoformat(paid["day"]) <= on]
        for paid in came:
            if (day := date.fromisoformat(paid["day"])) >= first:
                yield Movement(day, ways * paid["cents"], label, "finance:exchanges", is_made=True)
        if left := one.cents - sum(paid["cents"] for paid in came):
            late = one.due_on if one.due_on and one.due_on < on else None
            by = max(one.due_on, on, first) if one.due_on else None
            yield Movement(by, ways * left, label, "finance:exchanges", late)


@TO_PUBLISH.answer
def accounts_to_publish(organisations: Collection[UUID], on: date) -> Iterable[Publishable]:
    """Those whose public subsidies ask for it, once an assembly approved them (L4.1)."""
    return to_publish(organisations, on)


@SERVES.answer
def asked_there(code: str, organisation: Organisation) -> Way | None:
    """Where a request to a funder is prepared."""
    act = committing().acts.get(code)
    if act is None or act.gesture != ASK_GRANT:
        return None
    return Way("Préparer une demande de financement", "finance:prepare", {"scale": organisation.slug})
