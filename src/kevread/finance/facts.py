"""What the charter may ask of fundings."""

from collections import Counter, defaultdict
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from kevread.charter.engine import framework
from kevread.charter.queries.limits import values_at_any_time
from kevread.common.facts import GROUPING, SCALES, Facts, Item, Number, Organisations, Span, fact
from kevread.common.parameters import Setting
from kevread.finance.models import REGISTER, Funding, GrantRequest
from kevread.finance.rules import PUBLIC_KINDS, by_year, months_of
from kevread.statutes.models import HandingOver

type Found = dict[UUID, dict[Item, Number]]
NONE = Span(0, None)  # where nothing is recorded, nothing is proven


@fact(
    about=GROUPING,
    register=REGISTER,
    also=(("handovers", "self"), (REGISTER, "items")),
    items="organisations",
    unit="fundings",
)
def captured_by_locals(on: date, among: Organisations) -> Facts:
    """For each local that handed its fundings over to the grouping by then, those that it was notified itself, by then, on that
    day or since (R5.1): what it had before goes to its end."""
    done = HandingOver.objects.dated(on).filter(
        subject=HandingOver.Subject.FUNDING, day__lte=on, **among.where("grouping")
    )
    pairs = list(done.values_list("grouping_id", "local_id"))
    rows = Funding.objects.standing().filter(organisation__in=[local for _, local in pairs], notified_on__lte=on)
    rows = rows.filter(organisation__hands_over__in=done, notified_on__gte=F("organisation__hands_over__day"))
    number = Counter(rows.values_list("organisation_id", flat=True))
    found: Found = defaultdict(dict)
    for grouping, local in pairs:
        found[grouping][local] = number[local]
    return found


@fact(about=SCALES, register=REGISTER, unit="fundings", otherwise=NONE, lacks="des financements inscrits")
def without_scale(on: date, among: Organisations) -> Facts:
    """The fundings notified by then of which nobody says the scale (R0.6)."""
    rows = Funding.objects.standing().filter(notified_on__lte=on, **among.where("organisation"))
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    return found | Counter(rows.filter(scale="").values_list("organisation_id", flat=True))


def public(on: date, among: Organisations) -> list[Funding]:
    """The public subsidies notified by then whose days touch this civil year or the one before. One query, shared."""

    def read() -> list[Funding]:
        rows = Funding.objects.standing().filter(
            notified_on__lte=on, funder__kind__in=PUBLIC_KINDS, **among.where("organisation")
        )
        return list(rows.filter(period__endswith__gt=date(on.year - 1, 1, 1), period__startswith__lte=on))

    return among.once("finance.public", read)


@fact(about=SCALES, register=REGISTER, unit="years", otherwise=NONE, lacks="des subventions publiques inscrites")
def years_unwritten(on: date, among: Organisations, above: Setting) -> Facts:
    """How often one public funder gives more than so many euros for a civil year, this one or the one before, of which nobody
    says which agreement is written (L3.6): a count, and no sum, since findings are read further than money. What is given for
    several years is shared between them by their days."""
    limit = euros_decided(above, on)
    found: dict[UUID, int] = {}
    sums: Counter[tuple[UUID, UUID, int]] = Counter()
    for one in public(on, among):
        found.setdefault(one.organisation_id, 0)
        assert one.dates.start is not None and one.dates.last is not None
        if not one.is_written:
            for year, cents in by_year(one.cents, one.dates.start, one.dates.last, 12).items():
                if year in (on.year - 1, on.year):
                    sums[one.organisation_id, one.funder_id, year] += cents
    for (organisation, _, _), cents in sums.items():
        found[organisation] += cents > limit * 100
    return found


def euros_decided(name: str, on: date) -> int:
    """The value of a setting that is in force, or the one that law gives. One query."""
    rows = values_at_any_time([name]).get((name, None), [])
    found = next((value for period, value in rows if on in period), framework().settings[name].founding)
    assert isinstance(found, int)
    return found


@fact(about=SCALES, register=REGISTER, unit="months", otherwise=NONE, lacks="des subventions publiques inscrites")
def longest_months(on: date, among: Organisations) -> Facts:
    """The months of the longest public subsidy, the one begun counted whole (L3.6)."""
    found: dict[UUID, int] = {}
    for one in public(on, among):
        assert one.dates.start is not None and one.dates.last is not None
        months = months_of(one.dates.start, one.dates.last)
        found[one.organisation_id] = max(found.get(one.organisation_id, 0), months)
    return found


@fact(
    about=SCALES,
    register=REGISTER,
    unit="requests",
    otherwise=NONE,
    lacks="des demandes de subvention publique envoyées",
)
def sent_uncommitted(on: date, among: Organisations) -> Facts:
    """The requests for public money sent by then of which nobody says when the republican contract was subscribed, or that
    were sent before it was (L3.7)."""
    rows = GrantRequest.objects.filter(sent_on__lte=on, funder__kind__in=PUBLIC_KINDS, **among.where("organisation"))
    found = dict.fromkeys(rows.values_list("organisation_id", flat=True), 0)
    without = rows.filter(Q(committed_on=None) | Q(committed_on__gt=F("sent_on")))
    return found | Counter(without.values_list("organisation_id", flat=True))
