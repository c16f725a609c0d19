"""What the charter may ask of dues."""

from collections import defaultdict
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from kevread.charter.queries.limits import values_at_any_time
from kevread.common.facts import GROUPING, HEAD, SCALES, Facts, Item, Number, Organisations, Span, fact
from kevread.directory.models import Reach
from kevread.dues.models import Call, Due, Eligibility, Receipt
from kevread.dues.queries.elsewhere import is_any_local_silent, joined_a_local

Found = dict[UUID, dict[Item, Number]]
STATUTES, BODY = "L7.1.statutes", "L7.1.body"


@fact(
    about=(GROUPING, HEAD),
    register="dues",
    items="organisations",
    unit="organisations",
    lacks="l’échelle d’action de certaines organisations, ou les membres de pôles qui ne les tiennent pas ici",
    may_be_empty=True,
)
def local_dues_elsewhere(on: date, among: Organisations) -> Facts:
    """For each structure of local reach that is a member of a local organisation, and from which a grouping or the head asks
    dues for this year: 1 (R5.3). Of one whose scale of action nobody said, nothing is known; nor of one that is a member of no
    local organisation, while one of these does not keep its members."""
    rows = Due.objects.standing().filter(year=on.year, cents__gt=0, call__called_on__lte=on)
    rows = rows.filter(**among.where("organisation"))
    asked = list(rows.values_list("organisation_id", "affiliation__member_id", "affiliation__member__reach"))
    locals_of = joined_a_local({member for _, member, _ in asked}, on)
    found: Found = defaultdict(dict)
    may_be_local = [one for one in asked if one[2] in ("", Reach.LOCAL)]
    is_unsure = any(member not in locals_of for _, member, _ in may_be_local) and is_any_local_silent(on)
    for organisation, member, reach in may_be_local:
        if member in locals_of:
            found[organisation][member] = 1 if reach else Span(0, 1)
        elif is_unsure:
            found[organisation][member] = Span(0, 1)
    return found


@fact(about=SCALES, register="dues", unit="receipts")
def receipts_unfounded(on: date, among: Organisations, lacking: Literal["interest", "nothing_in_return"]) -> Facts:
    """The tax receipts that stand, given by that day, of a payment on whose day the organisation did not say, or no longer
    says, that it is of general interest (`interest`), or that its dues are for nothing in return (L7.2)."""
    return counted(unfounded(on, among, lacking))


def unfounded(on: date, among: Organisations, lacking: str) -> QuerySet[Receipt]:
    rows = Receipt.objects.standing().filter(issued_on__lte=on, **among.where("organisation"))
    column = "of_interest" if lacking == "interest" else "for_nothing"
    said = Eligibility.objects.standing().filter(
        organisation=OuterRef("organisation"), period__contains=OuterRef("payment__paid_on"), **{column: True}
    )
    found: QuerySet[Receipt] = rows.filter(~Exists(said))
    return found


def counted(rows: QuerySet[Receipt]) -> Facts:
    return dict(rows.order_by().values("organisation").annotate(many=Count("pk")).values_list("organisation", "many"))


@fact(about=SCALES, register="dues", unit="organisations", lacks="ce que disent ses statuts")
def called_against_statutes(on: date, among: Organisations) -> Facts:
    """1 where dues are called for this year and the articles of association do not provide for any (L7.1); of those of which
    nobody said, nothing is known."""
    found = set(standing_calls(on, among).values_list("organisation_id", flat=True))
    if not found:
        return {}  # no setting is read
    said = own(STATUTES, on)
    return {key: {"yes": 0, "no": 1}.get(str(said.get(key)), Span(0, 1)) for key in found}


@fact(
    about=SCALES,
    register="dues",
    reads=(("decisions", "self"),),
    unit="tariffs",
    lacks="qui fixe la cotisation, selon ses statuts",
)
def fixed_by_another(on: date, among: Organisations) -> Facts:
    """The tariffs by which dues are called for this year, that a body fixed of another nature than the articles of association
    name (L7.1); of those of which nobody said, nothing is known."""
    if not (found := calls_of(on, among)):
        return {}  # no setting is read
    said = own(BODY, on)
    kinds: dict[UUID, set[tuple[UUID, str]]] = {
        key: {(one.tariff_id, one.tariff.decided_by.decision.body.kind) for one in those}
        for key, those in found.items()
    }
    return {
        key: sum(kind != said[key] for _, kind in those) if key in said else Span(0, len(those))
        for key, those in kinds.items()
    }


def standing_calls(on: date, among: Organisations) -> QuerySet[Call]:
    """The calls of this year that stand."""
    rows: QuerySet[Call] = Call.objects.standing().filter(
        year=on.year, called_on__lte=on, **among.where("organisation")
    )
    return rows


def calls_of(on: date, among: Organisations) -> dict[UUID, list[Call]]:
    """The same by organisation, with who fixed each tariff. One query."""
    found: dict[UUID, list[Call]] = defaultdict(list)
    for one in standing_calls(on, among).select_related("tariff__decided_by__decision__body"):
        found[one.organisation_id].append(one)
    return found


def own(name: str, on: date) -> dict[UUID, object]:
    """What each says of a setting of its own that day. One query."""
    return {
        key: value
        for (_, key), rows in values_at_any_time([name]).items()
        for period, value in rows
        if key is not None and on in period
    }
