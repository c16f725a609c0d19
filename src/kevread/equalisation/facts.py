"""What the charter may ask of the fund: of the rounds that were decided by a day, and of the money that feeds them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kevread.charter.queries.limits import values_at_any_time
from kevread.common.facts import HEAD, Facts, Item, Number, Organisations, Span, fact, namer, span
from kevread.common.parameters import Setting, Space
from kevread.directory.models import Organisation
from kevread.seats.models import Mandate

from .models import EXPLAINED, REGISTER, VICE_PRESIDENT, Campaign, Measure, Payment, Resource
from .queries.collecting import LAND, criteria, scale_that_shares, with_doubt
from .queries.due import chain_of, due_of
from .queries.settings import is_decided_together
from .rules.rounds import WHOLE


@namer("rounds")
def rounds_in_words(items: set[Item], on: date) -> Mapping[Item, str]:
    """« la campagne 2026 »."""
    return {key: f"la campagne {year}" for key, year in Campaign.objects.filter(pk__in=items).values_list("pk", "year")}


@namer("years")
def years_in_words(items: set[Item], on: date) -> Mapping[Item, str]:
    return {item: str(item) for item in items}


def decided(on: date, among: Organisations) -> list[Campaign]:
    """The rounds whose shares a decision had settled by that day, and that nobody gave up. One query, shared."""

    def read() -> list[Campaign]:
        rows = (
            Campaign.objects.standing()
            .uncorrected(on)
            .filter(decided_by__decision__decided_on__lte=on, **among.where("carrier"))
        )
        return list(rows.select_related("carrier", "decided_by__decision", "proposed_in__body").order_by("year", "pk"))

    return among.once("equalisation.decided", read)


def of_each(on: date, among: Organisations, tell: Callable[[Campaign], Number]) -> Facts:
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for one in decided(on, among):
        found[one.carrier_id][one.pk] = tell(one)
    return found


DECIDED = (("decisions", "self"),)


def carried(on: date, among: Organisations) -> QuerySet[Campaign]:
    """The rounds of this year and of the year before."""
    rows: QuerySet[Campaign] = Campaign.objects.standing().filter(
        year__in=(on.year - 1, on.year), **among.where("carrier")
    )
    return rows


@fact(about=HEAD, register=REGISTER, reads=DECIDED, unit="words")
def carriers(on: date, among: Organisations) -> Facts:
    """The name of the head, in words, where it carries a round of this year or of the year before (R5.7). None: nobody."""
    rows = carried(on, among).values_list("carrier_id", "carrier__name")
    return {key: frozenset({name}) for key, name in rows}


@fact(
    about=HEAD,
    register=REGISTER,
    reads=DECIDED,
    items="years",
    unit="rounds",
    lacks="ce que certains groupements ont reçu",
)
def rounds_by_year(on: date, among: Organisations) -> Facts:
    """For each year since that of the first round that was notified: 1 when its shares were notified by that day, sent, and
    said to be received by who receives them; 0 when none were notified (R5.8). Of those that nobody said to be received,
    nothing is known. A year that is not over is there only once it is done."""
    rows = Campaign.objects.standing().filter(notified_on__lte=on, **among.where("carrier"))
    told: dict[UUID, dict[int, bool]] = defaultdict(dict)
    for one in rows.uncorrected(on).select_related("carrier", "corrects__carrier"):
        told[one.carrier_id][one.year] = is_received(one, on)
    return {
        key: {
            str(year): (1 if years[year] else Span(0, 1)) if year in years else 0
            for year in range(min(years), on.year + 1)
            if year < on.year or years.get(year)
        }
        for key, years in told.items()
    }


def is_received(one: Campaign, on: date) -> bool:
    """Whether who receives said that everything came, of this round and of those that it corrects. Two queries, and one for
    each correction of a correction."""
    rounds = [one, *chain_of(one)]
    paid = Payment.objects.standing().filter(campaign__in=rounds)
    days = {(key, who): day for key, who, day in paid.values_list("campaign", "beneficiary__slug", "received_on")}
    came = {one for one, day in days.items() if day and day <= on}
    asked = {(one.pk, who) for who, cents in due_of(one).items() if cents}
    return bool(came) and came >= asked | days.keys()


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="cents")
def cents_apart(on: date, among: Organisations) -> Facts:
    """For each round that was decided, by how many cents its shares and its envelope differ: its money, less its reserve
    (R5.8)."""
    money: Counter[UUID] = Counter()
    rows = Resource.objects.filter(campaign__in=[one.pk for one in decided(on, among)])
    for key, amount in rows.values_list("campaign_id", "amount"):
        money[key] += amount
    return of_each(on, among, lambda one: abs(max(0, money[one.pk] - one.reserve) - sum((one.shares or {}).values())))


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="organisations")
def shares_elsewhere(on: date, among: Organisations) -> Facts:
    """For each round that was decided, who receives of it without being of the scale that shares the fund, on the day of its
    data or on that of its decision (R5.8): of a correction, on that of the first that it corrects, since whoever closed after
    it keeps a share of which nothing is paid. Two queries for each correction."""
    rows = decided(on, among)
    slugs = {who for one in rows for who in one.shares or {}}
    known = {one.slug: one for one in Organisation.objects.filter(slug__in=slugs, scale=scale_that_shares())}

    def outside(one: Campaign) -> int:
        first = [one, *chain_of(one)][-1]
        days = one.as_of, first.decided_by.decision.decided_on if first.decided_by else one.as_of
        receive = [who for who, cents in (one.shares or {}).items() if cents]
        return sum(who not in known or not all(known[who].in_force(day) for day in days) for who in receive)

    return of_each(on, among, outside)


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="criteria")
def criteria_missing(on: date, among: Organisations) -> Facts:
    """For each round that was decided, how many of the criteria that the framework names weigh nothing in it, or measure
    nothing of anybody, which gives their weight to the others (R5.9)."""
    rows = Measure.objects.filter(campaign__in=[one.pk for one in decided(on, among)]).exclude(value=0)
    measured = set(rows.values_list("campaign_id", "criterion"))
    return of_each(
        on,
        among,
        lambda one: sum(not weights_of(one).get(code, 0) or (one.pk, code) not in measured for code in criteria()),
    )


def weights_of(one: Campaign) -> Mapping[str, int]:
    return (one.terms or {}).get("weights", {})


def choices_of(one: Campaign) -> Mapping[str, int]:
    """What strategic choices give, in cents."""
    return (one.terms or {}).get("strategic", {})


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="basis_points")
def strategic_excess(on: date, among: Organisations, most: Setting) -> Facts:
    """For each round that was decided, by how much strategic choices take more of its envelope, in basis points rounded up,
    than was their most on the day of its decision, whatever it is since (R5.9). Where none was decided by then, none is
    passed."""
    values = values_at_any_time([most], among.ids)

    def excess(one: Campaign) -> int:
        whole = sum((one.shares or {}).values())
        part = -(-sum(choices_of(one).values()) * WHOLE // whole) if whole else 0
        day = one.decided_by.decision.decided_on if one.decided_by else on
        told = [*values.get((most, one.carrier_id), ()), *values.get((most, None), ())]
        return max((part - limit for period, limit in told if day in period and part > limit), default=0)

    return of_each(on, among, excess)


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="organisations")
def choices_unexplained(on: date, among: Organisations) -> Facts:
    """For each round that was decided, to how many a strategic choice gives without a word of why (R5.9)."""
    return of_each(
        on,
        among,
        lambda one: 0 if (one.terms or {}).get("reason", "").strip() else sum(map(bool, choices_of(one).values())),
    )


@fact(
    about=HEAD,
    register=REGISTER,
    reads=(*DECIDED, ("territory", "self")),
    items="rounds",
    unit="values",
    lacks="la confirmation de rattachements encore supposés",
)
def values_unsourced(on: date, among: Organisations) -> Facts:
    """For each round that was decided, the values of criteria without a source, or read after they were frozen (R5.9). Of a
    value that was read on a map where attachments are only supposed, nothing is known. Two queries for each day of reading."""
    rows = Measure.objects.filter(campaign__in=[one.pk for one in decided(on, among)])
    wrong = Q(source="") | Q(as_of__gt=F("campaign__frozen_on")) | Q(campaign__frozen_on=None)
    count = Counter(rows.filter(wrong).values_list("campaign_id", flat=True))
    on_the_map = rows.filter(collected=True, criterion__in=LAND)
    read = list(on_the_map.values_list("campaign_id", "beneficiary_id", "as_of"))
    doubted = {day: with_doubt(day) for day in {day for *_, day in read}}
    unknown = Counter(key for key, whose, day in read if whose in doubted[day])
    return of_each(on, among, lambda one: span(count[one.pk], unknown[one.pk]))


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="rounds")
def proposed_elsewhere(on: date, among: Organisations, space: Space) -> Facts:
    """For each round whose rules were proposed by that day, 1 when another body than this space of the head did (R5.10)."""
    rows = Campaign.objects.standing().filter(proposed_on__lte=on, **among.where("carrier"))
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for carrier, key, body in rows.values_list("carrier_id", "pk", "proposed_in__body__slug"):
        found[carrier][key] = int(body != space)
    return found


@fact(about=HEAD, register=REGISTER, reads=DECIDED, items="rounds", unit="rounds")
def decided_by_proposer(on: date, among: Organisations) -> Facts:
    """For each round that was decided, 1 when the body that had proposed its rules decided it, and nobody had decided that it
    may (R5.10). One query for each of these."""

    def same(one: Campaign) -> int:
        assert one.decided_by is not None
        line, proposed = one.decided_by.decision, one.proposed_in
        is_same = proposed is not None and proposed.body_id == line.body_id
        return int(is_same and not is_decided_together(one.carrier, line.decided_on))

    return of_each(on, among, same)


@fact(
    about=HEAD,
    register=REGISTER,
    reads=DECIDED,
    also=(("mandates", "self"),),
    items="rounds",
    unit="people",
    lacks="qui était vice-président·e Territoire ce jour-là",
)
def opinions_missing(on: date, among: Organisations) -> Facts:
    """For each round that was decided, the people who held a seat of vice-president for a grouping, the day of the decision,
    and had said nothing of it by then (R5.10): what they said since in its place takes nothing away. Of a round decided while
    nobody held one, nothing is known. One query for each round."""

    def silent(one: Campaign) -> Number:
        assert one.decided_by is not None
        day = one.decided_by.decision.decided_on
        seated = seated_as_vice_presidents(day).filter(seat__body__organisation=one.carrier_id)
        people = set(seated.values_list("person", flat=True))
        heard = one.opinions.filter(Q(set_aside_on=None) | Q(set_aside_on__gt=day), given_on__lte=day)
        return len(people.difference(heard.values_list("mandate__person", flat=True))) if people else Span(0, 1)

    return of_each(on, among, silent)


def seated_as_vice_presidents(day: date) -> QuerySet[Mandate]:
    rows: QuerySet[Mandate] = Mandate.objects.on(day).filter(seat__title=VICE_PRESIDENT)
    return rows


def unclaused(among: Organisations) -> QuerySet[Resource]:
    """The grants of rounds that nobody gave up, of which no clause is quoted, or one too short to say anything."""
    rows: QuerySet[Resource] = Resource.objects.filter(
        campaign__in=Campaign.objects.standing().filter(**among.where("carrier")),
        origin=Resource.Origin.GRANT,
        clause__regex=rf"^.{{0,{EXPLAINED - 1}}}$",
    )
    return rows


@fact(about=HEAD, register=REGISTER, reads=DECIDED, unit="grants")
def grants_without_clause(on: date, among: Organisations) -> Facts:
    """The grants that feed a round of the fund and of which no clause is quoted that says that they may be granted onwards, or
    a clause too short to say it (L4.6). None: 0."""
    return Counter(unclaused(among).values_list("campaign__carrier_id", flat=True))
