"""What a round shares out, and between whom: who benefits, by what criteria, what Kevread knows of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from kevread.charter.engine import framework, values_on
from kevread.charter.loader import Framework
from kevread.charter.models import Keeping
from kevread.charter.specs import SettingSpec
from kevread.common.facts import EVERYONE, GROUPING, LOCAL
from kevread.directory.facts_land import attached, zones_by_grouping
from kevread.directory.models import Affiliation, Organisation
from kevread.equalisation.models import Campaign, Resource
from kevread.equalisation.rules.terms import RATES, Measured, Terms, equal_weights, naming, read_terms
from kevread.seats.loader import bodies
from kevread.staff.models import REGISTER as STAFF
from kevread.staff.models import Post, Sheet
from kevread.territory.models import Zone
from kevread.territory.queries import Place, places, summed

WEIGHT = "weight_"
LAND = ("epci", "communes", "area")  # what the map says
DOUBTED = "où des rattachements sont supposés, à confirmer par la tête de réseau"
COLLECTED = (*LAND, "members", "posts")  # what is read here on a day; the rest is typed


def fund_specs(book: Framework | None = None) -> dict[str, SettingSpec]:
    """What the framework leaves to decide of a fund, by its last name; nothing where it speaks of none."""
    specs = (book or framework()).settings.values()
    rules = {spec.name.rsplit(".", 1)[0] for spec in specs if name_of(spec).startswith(WEIGHT)}
    return {name_of(spec): spec for spec in specs if spec.name.rsplit(".", 1)[0] in rules}


def name_of(spec: SettingSpec) -> str:
    return spec.name.rpartition(".")[2]


def criteria() -> list[str]:
    """The criteria that the framework names, in its order. The list is as open as the framework is."""
    return [name.removeprefix(WEIGHT) for name in fund_specs() if name.startswith(WEIGHT)]


def weight_names() -> dict[str, str]:
    """The setting of the weight of each criterion that the framework names."""
    return {code: fund_specs()[f"{WEIGHT}{code}"].name for code in criteria()}


def criteria_of(campaign: Campaign) -> list[str]:
    """Those of the framework, then those that were added for this round. One query."""
    return [*criteria(), *campaign.added.order_by("added_on", "pk").values_list("name", flat=True)]


def decided_terms(carrier: Organisation, on: date) -> Terms:
    """What was decided of the rules, and nothing else: an undecided weight is not there, an undecided rate is None."""
    values, specs = values_on(on), fund_specs()

    def value(name: str) -> int | None:
        spec = specs.get(name)
        if spec is None:
            return None
        found = values.get((spec.name, carrier.pk), values.get((spec.name, None), spec.founding))
        return found if isinstance(found, int) else None

    weights = {code: value(f"{WEIGHT}{code}") for code in criteria()}
    return Terms(
        {code: weight for code, weight in weights.items() if weight is not None}, {rate: value(rate) for rate in RATES}
    )


def first_terms(campaign: Campaign, measured: Measured) -> Terms:
    """Where a laboratory begins: what is proposed, or else decided; and equal weights where weights are not, because one must
    begin somewhere."""
    if campaign.terms is not None:
        return read_terms(campaign.terms)
    decided = decided_terms(campaign.carrier, campaign.as_of)
    codes = list(measured.values)
    whole = sum(decided.weights.get(code, 0) for code in codes) == 10_000
    return Terms(decided.weights if whole else equal_weights(codes), decided.rates)


def beneficiaries(on: date) -> list[Organisation]:
    """Who shares the fund, that day: the groupings of the network; its locals, where a federation has no groupings."""
    return list(sharing(on).order_by("search", "slug"))


def sharing(on: date) -> QuerySet[Organisation]:
    rows: QuerySet[Organisation] = Organisation.objects.on(on).at_scale(scale_that_shares())
    return rows


def scale_that_shares() -> str:
    """The scale just below the head."""
    return GROUPING if bodies().each.get(GROUPING) else LOCAL


def lands(on: date) -> dict[UUID, Place]:
    """The territory of each grouping, counted: three queries."""
    zones: dict[UUID, list[UUID]] = defaultdict(list)
    for grouping, zone in attached(on, EVERYONE).values_list("organisation_id", "zone_id"):
        zones[grouping].append(zone)
    known = {
        place.zone.pk: place
        for place in places(Zone.objects.filter(pk__in=[zone for some in zones.values() for zone in some]), on)
    }
    found = {grouping: summed(known[zone] for zone in some if zone in known) for grouping, some in zones.items()}
    return {grouping: place for grouping, place in found.items() if place}


def with_doubt(on: date) -> set[UUID]:
    """The groupings of whose territory some zones are theirs by supposition alone. Two queries."""
    return {grouping for grouping, zones in zones_by_grouping(on, EVERYONE).items() if not all(zones.values())}


def collected(on: date) -> dict[tuple[UUID, str], tuple[Decimal, str]]:
    """What Kevread knows that day of each grouping, for the criteria that it can read: the value and its source."""
    found: dict[tuple[UUID, str], tuple[Decimal, str]] = {}
    doubted = with_doubt(on)
    for grouping, place in lands(on).items():
        if not place.communes:  # the map does not say yet where it is: that is not the same as nothing
            continue
        doubt = f", {DOUBTED}" if grouping in doubted else ""
        map_of = "Carte des territoires stratégiques"
        found[grouping, "epci"] = Decimal(place.epci), map_of + doubt
        found[grouping, "communes"] = Decimal(place.communes), f"{map_of}, communes de l’année{doubt}"
        if place.hectares is not None:
            area = f"Superficie géométrique des communes de la {map_of[0].lower()}{map_of[1:]}{doubt}"
            found[grouping, "area"] = Decimal(place.hectares) / 100, area
    members = (
        Affiliation.objects.on(on).filter(of__scale=scale_that_shares()).values_list("of_id").annotate(Count("pk"))
    )
    for grouping, number in members:
        found[grouping, "members"] = Decimal(number), "Registre des membres"
    for grouping, share in posts(on):
        found[grouping, "posts"] = Decimal(share) / 100, "Postes ouverts, en équivalents temps plein"
    return found


def posts(on: date) -> Iterator[tuple[UUID, int]]:
    """Of each grouping that keeps its staff register that day, the share of a full time of its open posts, in hundredths: none
    is none there, and is not known elsewhere. Two queries."""
    kept = Keeping.objects.on(on).filter(register=STAFF, organisation__in=sharing(on)).values_list("organisation_id")
    opened = Sheet.objects.on(on).filter(post__in=Post.objects.on(on).standing())
    shares = dict(opened.values_list("post__employer").annotate(Sum("share")).order_by())
    for (grouping,) in kept.distinct():
        yield grouping, shares.get(grouping, 0)


def left_aside() -> list[str]:
    """The names of what is read here and the framework does not count: a round may."""
    return [naming(code).name for code in COLLECTED if code not in criteria()]


def population(on: date) -> dict[str, int]:
    """Of each grouping whose inhabitants are known, by its slug."""
    slugs = dict(Organisation.objects.on(on).at_scale(scale_that_shares()).values_list("pk", "slug"))
    return {slugs[key]: place.population for key, place in lands(on).items() if key in slugs and place.population}


def envelope_of(campaign: Campaign) -> int:
    """What may be shared out: what feeds the round, less what is kept aside. Below nothing, there is nothing."""
    return envelopes_of([campaign])[campaign.pk]


def envelopes_of(rounds: Sequence[Campaign]) -> dict[UUID, int]:
    """The same, of each of these: one query."""
    rows = Resource.objects.filter(campaign__in=[one.pk for one in rounds]).order_by()
    money = dict(rows.values_list("campaign").annotate(Sum("amount")))
    return {one.pk: max(0, money.get(one.pk, 0) - one.reserve) for one in rounds}


def measured(campaign: Campaign) -> Measured:
    """What a round has, whatever its rules, of those who share the fund on the day of its data. Only whole criteria count: of
    one that is not told of everybody, nothing is. Once it is frozen, its criteria, who is measured and what it stands against
    are those of that day, whatever became of the framework since."""
    values: dict[str, dict[str, Fraction]] = defaultdict(dict)
    frozen = campaign.frozen_with
    rows = campaign.measures.order_by("criterion", "beneficiary__slug")
    if campaign.frozen_on is None:
        rows = rows.filter(beneficiary__in=sharing(campaign.as_of))
    for code, who, value in rows.values_list("criterion", "beneficiary__slug", "value"):
        values[code][who] = Fraction(value)
    everybody = {who for some in values.values() for who in some}
    named = frozen["criteria"] if frozen else criteria_of(campaign)
    whole = {code: values[code] for code in named if everybody and values.get(code, {}).keys() == everybody}
    before = (frozen["previous"], frozen["previous_envelope"]) if frozen else previous_of(campaign)
    if before is None or before[0] is None:
        return Measured(envelope_of(campaign), whole)
    received, envelope = before
    kept = {who: cents for who, cents in received.items() if who in everybody}
    return Measured(envelope_of(campaign), whole, kept, envelope)


def to_freeze(campaign: Campaign) -> dict[str, Any]:
    """What is frozen with the data of a round: its criteria, in order, and what each received the year before."""
    before, found = year_before(campaign), previous_of(campaign)
    return {
        "criteria": criteria_of(campaign),
        "before": str(before.pk) if before else None,
        "previous": dict(found[0]) if found else None,
        "previous_envelope": found[1] if found else None,
    }


def year_before(campaign: Campaign) -> Campaign | None:
    """The last round that was notified for a year before, as it was corrected; once data are frozen, that of that day."""
    if campaign.frozen_with:
        key = campaign.frozen_with["before"]
        return Campaign.objects.filter(pk=key).first() if key else None
    rows = Campaign.objects.filter(carrier=campaign.carrier_id, year__lt=campaign.year, notified_on__isnull=False)
    found: Campaign | None = rows.uncorrected().order_by("-year").first()
    return found


def previous_of(campaign: Campaign) -> tuple[Mapping[str, int], int] | None:
    """What each received of it, and its envelope: the shares that were notified, kept with the round."""
    before = year_before(campaign)
    if before is None or before.shares is None:
        return None
    return before.shares, sum(before.shares.values())
