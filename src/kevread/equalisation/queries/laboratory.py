"""What the laboratory shows: the rules that are tried, what comes of them, beside last year and beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from kevread.common.errors import Invalid
from kevread.common.percents import points_of
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, Scenario
from kevread.equalisation.rules.certified import allocate
from kevread.equalisation.rules.drawing import Columns, Piece, bar, draw
from kevread.equalisation.rules.reading import (
    Before,
    Fairness,
    against,
    by_unit,
    fairness_of,
    held_by_bounds,
    main_reason,
    more_said,
    one_more,
)
from kevread.equalisation.rules.rounds import WHOLE, Round
from kevread.equalisation.rules.share import Answer, share_out
from kevread.equalisation.rules.terms import (
    RATES,
    RATES_SAID,
    Measured,
    Terms,
    euros,
    naming,
    read_terms,
    round_with,
    within_decided,
)
from kevread.equalisation.rules.waterfall import Waterfall

from .collecting import decided_terms, first_terms, measured, population, year_before
from .falling import Known, falls_of
from .path import answer_of

TRIED = ("equal_base", "floor", "cap", "loss", "gain", "smoothing", "strategic_share")  # what is tried of the rates
INVERSE, DIRECT = "ressource", "charge"  # the way of a criterion, as an address says it
BESIDE = "avant"  # what an address says beside rules: those that one may come back to
OF_RULES = ("jusqu_", "choix_", "sens_", "motif")
HELD = " : une borne joue"
FRENCH = {
    "equal_base": "socle", "floor": "plancher", "cap": "plafond", "loss": "perte", "gain": "gain",
    "smoothing": "lissage", "strategic_share": "choix",
}  # fmt: skip


# What is typed --------------------------------------------------------------------------------------------------------


def points(text: str, most: int = WHOLE) -> int | None:
    """A percentage as it is typed, in basis points: « 33,33 ». None for nothing, or what is no number between bounds.

    >>> points("25"), points("33,33"), points(" "), points("abc"), points("101")
    (2500, 3333, None, None, None)
    """
    try:
        found = points_of(text)
    except ValueError:
        return None
    return found if found <= most else None


def cents(text: str) -> int | None:
    """An amount as it is typed, in cents: « 1 240,50 ». None for nothing, or what is no amount.

    >>> cents("1 240,5"), cents("12 €"), cents(""), cents("-3")
    (124050, 1200, None, None)
    """
    said = text.replace("€", "").replace(",", ".")
    said = "".join(said.split())
    whole, _, rest = said.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(whole) > 13 or len(rest) > 2:
        return None
    return int(whole or 0) * 100 + int(rest.ljust(2, "0") or 0)


def typed_terms(asked: Mapping[str, str], begun: Terms, data: Measured) -> Terms:
    """The rules that an address says; what it does not say, or says wrong, is as one began. Joints cannot cross: the weights
    total the whole whatever is typed."""
    codes = list(data.values)
    weights, reached, begun_at = {}, 0, 0
    for code in codes[:-1]:
        begun_at += begun.weights.get(code, 0)
        joint = points(asked.get(f"jusqu_{code}", ""))
        joint = min(WHOLE, max(reached, begun_at if joint is None else joint))
        weights[code], reached = joint - reached, joint
    if codes:
        weights[codes[-1]] = WHOLE - reached
    rates = dict(begun.rates)
    for name in TRIED:
        if FRENCH[name] in asked:
            rates[name] = points(asked[FRENCH[name]], 10 * WHOLE if name == "gain" else WHOLE)
    named = next(iter(data.values.values()), {})
    chosen = {who: cents(asked.get(f"choix_{who}", "")) for who in named}
    is_said = any(name.startswith(OF_RULES) or name in FRENCH.values() for name in asked)
    strategic = {who: amount for who, amount in chosen.items() if amount} if is_said else dict(begun.strategic)
    inverse = tuple(
        code for code in codes if asked.get(f"sens_{code}", INVERSE if code in begun.inverse else "") == INVERSE
    )
    return Terms(weights, rates, strategic, asked.get("motif", begun.reason)[:300], inverse)


def address_of(terms: Terms, codes: list[str]) -> str:
    """The rules, as an address says them, whole: what it leaves out would be read as one began."""
    said, reached = {}, 0
    for code in codes[:-1]:
        reached += terms.weights.get(code, 0)
        said[f"jusqu_{code}"] = shown(reached)
    for name in TRIED:
        rate = terms.rates.get(name)
        said[FRENCH[name]] = "" if rate is None else shown(rate)
    said |= {f"sens_{code}": INVERSE if code in terms.inverse else DIRECT for code in codes}
    said |= {f"choix_{who}": f"{amount // 100}.{amount % 100:02}" for who, amount in terms.strategic.items()}
    return urlencode(said | {"motif": terms.reason})


def shown(of: int | None) -> str:
    """
    >>> shown(2_500), shown(3_333), shown(None)
    ('25', '33.33', '')
    """
    return "" if of is None else f"{of // 100}.{of % 100:02}".removesuffix(".00")


# What comes of it -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """What comes of the rules for one beneficiary."""

    slug: str
    name: str
    cents: int
    said: str
    before: int | None
    sentence: str
    falls: tuple[Waterfall, ...]
    more: tuple[str, ...]
    bounds: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is typed beside a name."""

    slug: str
    name: str
    typed: str


@dataclass(frozen=True, slots=True)
class Joint:
    code: str
    name: str
    until: str


@dataclass(frozen=True, slots=True)
class Way:
    """Which way a criterion goes."""

    code: str
    name: str
    is_inverse: bool


@dataclass(frozen=True, slots=True)
class Rate:
    field: str
    label: str
    typed: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    key: Any
    address: str
    cents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Laboratory:
    envelope: str
    reason: str
    rows: tuple[Row, ...]
    columns: Columns
    legend: tuple[tuple[int, str], ...]
    pieces: tuple[Piece, ...]
    joints: tuple[Joint, ...]
    ways: tuple[Way, ...]
    rates: tuple[Rate, ...]
    choices: tuple[Choice, ...]
    fairness: Fairness
    relaxations: tuple[str, ...]
    scenarios: tuple[Compared, ...]
    undecided: bool
    address: str
    typed: str  # the address of what is typed, with what is left aside of it
    refusal: str

    @property
    def lead(self) -> Row:
        """Whoever moves most, else whoever receives most."""
        return max(self.rows, key=lambda row: (abs(row.cents - (row.before or row.cents)), row.cents))


def laboratory(campaign: Campaign, asked: Mapping[str, str]) -> Laboratory | None:
    """None while nothing is measured of everybody. A dozen queries, whatever is tried."""
    data = measured(campaign)
    if not data.values:
        return None
    begun = first_terms(campaign, data)
    typed = tried_terms(campaign, asked, data)
    one, terms, refusal = holding(data, typed)
    answer = share_out(one)
    before = year_before(campaign)
    known = answer_of(before) if before else None
    codes = list(data.values)
    people = population(campaign.as_of)
    names = dict(Organisation.objects.filter(slug__in=answer.allocation).values_list("slug", "name"))
    decided_rates = begun.rates
    begun_weights = begun.weights
    return Laboratory(
        euros(data.envelope),
        typed.reason,
        rows_of(one, answer, data, terms, names, campaign.year, before.year if before else None, known, people),
        draw(answer, names, data.previous),
        tuple(enumerate(["Socle égalitaire", *(naming(code).name for code in codes), "Choix stratégiques"])),
        tuple(bar(terms.weights, codes)),
        joints_of(terms, codes),
        tuple(Way(code, naming(code).name, code in typed.inverse) for code in codes),
        tuple(
            Rate(FRENCH[name], RATES_SAID[name], shown(terms.rates.get(name)), decided_rates.get(name) is not None)
            for name in TRIED
        ),
        tuple(Choice(who, names[who], shown_cents(typed.strategic.get(who))) for who in answer.allocation),
        fairness_of(one, answer, people),
        answer.bounds.relaxations,
        compared(campaign, data, list(answer.allocation)),
        not all(begun.rates.get(name) is not None for name in RATES) or begun_weights != terms.weights,
        address_of(terms, codes),
        address_of(typed, codes),
        refusal,
    )


def tried_terms(campaign: Campaign, asked: Mapping[str, str], data: Measured) -> Terms:
    """What an address says, within what was decided of the strategic choices."""
    typed = typed_terms(asked, first_terms(campaign, data), data)
    return within_decided(typed, decided_terms(campaign.carrier, campaign.as_of))


def holding(data: Measured, typed: Terms) -> tuple[Round, Terms, str]:
    """The round of what is typed, and why something of it is left aside: choices above what they may be, or the ways of
    criteria where one cannot be turned; the rest stays as it is typed."""
    unchosen, refusal = replace(typed, strategic={}, reason=""), ""
    for terms in (typed, unchosen, replace(typed, inverse=())):
        try:
            return round_with(data, terms), terms, refusal
        except Invalid as wrong:
            refusal = refusal or wrong.sentence
    terms = replace(unchosen, inverse=())
    return round_with(data, terms), terms, refusal


def joints_of(terms: Terms, codes: list[str]) -> tuple[Joint, ...]:
    reached, joints = 0, []
    for code in codes[:-1]:
        reached += terms.weights.get(code, 0)
        joints.append(Joint(code, naming(code).name, shown(reached)))
    return tuple(joints)


def rows_of(
    one: Round,
    answer: Answer,
    data: Measured,
    terms: Terms,
    names: Mapping[str, str],
    now: int,
    year: int | None,
    known: Answer | None,
    people: Mapping[str, int],
) -> tuple[Row, ...]:
    rows, held = [], held_by_bounds(answer)
    scale = Fraction(data.previous_envelope or data.envelope, data.envelope) if data.envelope else Fraction(1)
    for who, amount in answer.allocation.items():
        before = data.previous.get(who) if data.previous else None
        lower, upper = answer.bounds.lower[who], answer.bounds.upper[who]
        more = sorted(one_more(data, terms, who, amount), key=lambda pair: -abs(pair[1]))
        rows.append(
            Row(
                who,
                names[who],
                amount,
                euros(amount),
                before,
                against(
                    names[who],
                    amount,
                    Before(year, data.previous_envelope or 0, before)
                    if year is not None and before is not None
                    else None,
                    data.envelope,
                    main_reason(answer.why[who], known.why.get(who) if known else None, scale),
                ),
                falls_of(now, answer, Known(year, known, data.previous or {}) if year and known else None, who),
                tuple(more_said(code, change) for code, change in more if change),
                f"de {euros(lower)} à {euros(upper)}{HELD if who in held else ''}"
                if (lower, upper) != (0, one.envelope)
                else "",
                units_of(amount, who, data, people),
            )
        )
    return tuple(rows)


def units_of(amount: int, who: str, data: Measured, people: Mapping[str, int]) -> tuple[str, ...]:
    """What it makes for one of each criterion, and for each who lives there."""
    told = [
        f"{by_unit(amount, values[who])} par {naming(code).one}" for code, values in data.values.items() if values[who]
    ]
    return (*told, f"{by_unit(amount, Fraction(people[who]))} par habitant·e") if people.get(who) else tuple(told)


def shown_cents(amount: int | None) -> str:
    return "" if not amount else f"{amount // 100}.{amount % 100:02}".removesuffix(".00")


def compared(campaign: Campaign, data: Measured, order: list[str]) -> tuple[Compared, ...]:
    """Those that are kept, on the data of now. One that holds together no more says so by nothing."""
    found = []
    for scenario in campaign.scenarios.order_by("name", "pk"):
        terms = read_terms(scenario.terms)
        allocation = allocation_of(scenario, data)
        told = tuple(euros(allocation[who]) if allocation else "—" for who in order)
        found.append(Compared(scenario.name, scenario.pk, address_of(terms, list(data.values)), told))
    return tuple(found)


def allocation_of(scenario: Scenario, data: Measured) -> Mapping[str, int] | None:
    try:
        return allocate(round_with(data, read_terms(scenario.terms)))
    except Invalid:
        return None


def part_said(part: Fraction | None) -> str:
    """
    >>> part_said(Fraction(1, 8)), part_said(None)
    ('0,125', 'inconnu')
    """
    return "inconnu" if part is None else f"{float(part):.3f}".replace(".", ",")
