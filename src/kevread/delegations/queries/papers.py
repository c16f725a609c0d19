"""A delegation as it is printed."""

from dataclasses import replace
from datetime import date

from kevread.common.money import euros
from kevread.delegations.models import Dealing
from kevread.delegations.papers import Above, Dealings, Delegation, Told
from kevread.directory.models import Organisation
from kevread.documents.asks import Entitled
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.seats.models import Mandate
from kevread.seats.rules import title_of

from .register import Row


def delegation_paper(row: Row, on: date) -> Delegation:
    grant = row.grant
    first, last = grant.dates.start, grant.dates.last
    assert first is not None
    assert last is not None
    giver = grant.office.person if grant.office else grant.parent.holder if grant.parent else None
    as_ = title_of(grant.office.seat.name) if grant.office else "Délégant·e"
    gives = (
        Signatory(name=str(giver), quality=as_) if giver else Signatory(name="", quality=f"Pour {grant.given_by}"[:160])
    )
    return Delegation(
        letterhead=letterhead(grant.organisation, on),
        nature=grant.get_nature_display(),
        holder=str(grant.holder),
        post=f"{grant.post.seat.name}, {grant.post.seat.body.organisation.name}",
        given_by=grant.given_by,
        acts=tuple(row.acts),
        first=first,
        last=last,
        limits=grant.limits,
        means=grant.means,
        further=grant.further,
        accepted_on=grant.accepted_on,
        above=tuple(
            Above(holder=link.name, given_by=link.given_by, limits=link.limits) for link in row.chain.links[1:]
        ),
        state=row.flaw,
        signatories=(gives, Signatory(name=str(grant.holder), quality=title_of(grant.post.seat.name))),
    )


def paper_to_sign(row: Row, gives: Entitled, receives: Entitled, on: date) -> Delegation:
    """As both sides sign it."""
    those = tuple(Signatory(name=str(one.person), quality=one.quality) for one in (gives, receives))
    return replace(delegation_paper(row, on), state="", accepts_by_signing=True, signatories=those)


def dealings_paper(organisation: Organisation, year: int, on: date) -> Dealings:
    """Those of a year that nobody annulled, the first before. Three queries."""
    rows = Dealing.objects.standing().filter(organisation=organisation, concluded_on__year=year)
    chairs = Mandate.objects.on(on).filter(
        seat__body__organisation=organisation, seat__body__kind="board", seat__title="president"
    )
    return Dealings(
        letterhead=letterhead(organisation, on),
        year=year,
        agreements=tuple(
            Told(
                officer=str(one.officer),
                function=one.function,
                counterpart=one.counterpart,
                subject=one.subject,
                concluded_on=one.concluded_on,
                amount=euros(one.cents) if one.cents else "",
            )
            for one in rows.select_related("officer").order_by("concluded_on", "pk")
        ),
        signatories=tuple(
            Signatory(name=str(one.person), quality=title_of(one.seat.name))
            for one in chairs.select_related("person", "seat")
        ),
    )
