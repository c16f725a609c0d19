"""The rules of a round as people choose them, and the round that they make with what was measured. Weights and rates are in
basis points: 2 500 is a quarter."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor
from typing import Any

from kevread.common import money
from kevread.common.errors import Invalid
from kevread.common.percents import percent
from kevread.equalisation.rules.rounds import WHOLE, Criterion, Direction, Round

RATES = ("equal_base", "floor", "cap", "loss", "gain", "smoothing", "strategic_share")
RATES_SAID = {
    "equal_base": "Socle égalitaire",
    "floor": "Plancher, de la part égale",
    "cap": "Plafond, de l’enveloppe",
    "loss": "Perte au plus, sur un an",
    "gain": "Gain au plus, sur un an",
    "smoothing": "Part du chemin faite cette année",
    "strategic_share": "Choix stratégiques au plus, de l’enveloppe",
}
KNOWN = {  # of a criterion: its name, one of it, several, whose it is
    "epci": ("Intercommunalités", "EPCI", "EPCI", "du nombre d’EPCI"),
    "communes": ("Communes", "commune", "communes", "du nombre de communes"),
    "area": ("Superficie", "km²", "km²", "de la superficie"),
    "members": ("Membres", "membre", "membres", "du nombre de membres"),
    "posts": ("Postes", "équivalent temps plein", "équivalents temps plein", "des postes"),
    "projects": ("Projets", "projet", "projets", "des projets"),
    "actions": ("Actions", "action", "actions", "des actions"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    name: str
    one: str
    several: str
    because: str

    def counted(self, value: Fraction) -> str:
        """
        >>> spaced(naming("epci").counted(Fraction(1))), spaced(naming("area").counted(Fraction(13_551, 2)))
        ('1 EPCI', '6 775,5 km²')
        """
        return f"{amount(value)}{FIXED}{self.one if value < 2 else self.several}"


def naming(code: str) -> Naming:
    """How a criterion is said; one that only a federation, or a round, knows bears the name that it gives it.

    >>> spaced(naming("quartiers prioritaires").counted(Fraction(12)))
    '12 (quartiers prioritaires)'
    """
    if words := KNOWN.get(code):
        return Naming(*words)
    return Naming(f"{code[:1].upper()}{code[1:]}", f"unité de « {code} »", f"({code})", f"du critère « {code} »")


@dataclass(frozen=True, slots=True)
class Terms:
    """`weights` total 10 000. A rate that is None was not chosen: nothing is bounded by it. `inverse`: the criteria of which
    whoever has more receives less."""

    weights: Mapping[str, int]
    rates: Mapping[str, int | None] = field(default_factory=dict)
    strategic: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""  # of the strategic choices
    inverse: tuple[str, ...] = ()

    def rate(self, name: str) -> Fraction | None:
        points = self.rates.get(name)
        return None if points is None else Fraction(points, WHOLE)

    def plain(self) -> dict[str, Any]:
        return {
            "weights": dict(self.weights),
            "rates": {name: self.rates.get(name) for name in RATES},
            "strategic": dict(self.strategic),
            "reason": self.reason,
            "inverse": sorted(self.inverse),
        }


def read_terms(said: Mapping[str, Any]) -> Terms:
    """
    >>> terms = Terms({"epci": 10_000}, {"floor": 5_000})
    >>> read_terms(terms.plain()).rate("floor")
    Fraction(1, 2)
    """
    return Terms(said["weights"], said["rates"], said["strategic"], said["reason"], tuple(said.get("inverse", ())))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a round of the fund has, whatever its rules: its envelope, what each measures, what each received before."""

    envelope: int
    values: Mapping[str, Mapping[str, Fraction]]  # by criterion, then by beneficiary
    previous: Mapping[str, int] | None = None
    previous_envelope: int | None = None

    def with_one_more(self, code: str, who: str) -> "Measured":
        values = {**self.values, code: {**self.values[code], who: self.values[code][who] + 1}}
        return replace(self, values=values)


def round_with(measured: Measured, terms: Terms) -> Round:
    """Raises Invalid on what does not hold together: strategic choices above the part that they may take, too."""
    check_choices(measured.envelope, terms)
    equal, smoothing = terms.rate("equal_base"), terms.rate("smoothing")
    return Round(
        envelope=measured.envelope,
        criteria={
            code: Criterion(
                terms.weights.get(code, 0), Direction.INVERSE if code in terms.inverse else Direction.DIRECT, values
            )
            for code, values in measured.values.items()
        },
        strategic={who: amount for who, amount in terms.strategic.items() if amount},
        equal_base=Fraction(0) if equal is None else equal,
        floor=terms.rate("floor"),
        cap=terms.rate("cap"),
        loss=terms.rate("loss"),
        gain=terms.rate("gain"),
        smoothing=Fraction(1) if smoothing is None else smoothing,
        previous=measured.previous,
        previous_envelope=measured.previous_envelope,
    )


def check_choices(envelope: int, terms: Terms) -> None:
    """Raises Invalid on `strategic`."""
    most, chosen = terms.rate("strategic_share"), sum(terms.strategic.values())
    if most is not None and chosen > most * envelope:
        raise Invalid(
            "strategic",
            f"Les choix stratégiques font {euros(chosen)} : ils prennent au plus {percent(int(most * WHOLE))} de l’enveloppe, "
            f"soit {euros(floor(most * envelope))}.",
        )


def within_decided(terms: Terms, decided: Terms) -> Terms:
    """The same, where what was decided of the strategic choices bounds them whatever is tried.

    >>> tried, known = Terms({}, {"strategic_share": 5_000}), Terms({}, {"strategic_share": 2_000})
    >>> within_decided(tried, known).rates["strategic_share"], within_decided(known, tried).rates["strategic_share"]
    (2000, 2000)
    """
    said = (terms.rates.get("strategic_share"), decided.rates.get("strategic_share"))
    most = [points for points in said if points is not None]
    return replace(terms, rates={**terms.rates, "strategic_share": min(most)}) if most else terms


def apart_from(terms: Terms, decided: Terms) -> list[str]:
    """Where rules are not those that were decided, in sentences: the weights where all of them are decided, and each rate. A
    strategic part below the one that was decided is within it.

    >>> decided = Terms({"epci": 6_000, "area": 4_000}, {"floor": 5_000, "strategic_share": 2_000})
    >>> tried = Terms({"epci": 5_000, "area": 4_000, "quartiers": 1_000}, {"floor": None, "strategic_share": 1_000})
    >>> [spaced(one) for one in apart_from(tried, decided)]  # doctest: +NORMALIZE_WHITESPACE
    ['Intercommunalités : 60 % décidés, 50 % ici.', 'Quartiers : aucun poids décidé, 10 % ici.',
     'Plancher, de la part égale : 50 % décidés, rien ici.']
    >>> apart_from(decided, decided), apart_from(tried, Terms({"epci": 6_000}))
    ([], [])
    """
    found = []
    if sum(decided.weights.values()) == WHOLE:
        for code in dict.fromkeys([*decided.weights, *terms.weights]):
            known, here = decided.weights.get(code), terms.weights.get(code, 0)
            if here != (known or 0):
                told = "aucun poids décidé" if known is None else f"{percent(known)} décidés"
                found.append(f"{naming(code).name} : {told}, {percent(here)} ici.")
    for name, label in RATES_SAID.items():
        points, here_too = decided.rates.get(name), terms.rates.get(name)
        if points is not None and name != "strategic_share" and here_too != points:
            found.append(
                f"{label} : {percent(points)} décidés, {'rien' if here_too is None else percent(here_too)} ici."
            )
    return found


def said_apart(terms: Terms, decided: Terms) -> str:
    """The same, beside the name of a scenario; nothing where it follows what was decided."""
    apart = apart_from(terms, decided)
    return f" (à regarder, ce ne sont pas les règles décidées. {' '.join(apart)})" if apart else ""


def equal_weights(codes: list[str]) -> dict[str, int]:
    """Where one begins when nothing is decided: all the same, and it is said that nobody chose it.

    >>> equal_weights(["a", "b", "c"])
    {'a': 3334, 'b': 3333, 'c': 3333}
    """
    each, more = divmod(WHOLE, len(codes))
    return {code: each + (more if index == 0 else 0) for index, code in enumerate(codes)}


NARROW, FIXED = "\u202f", "\xa0"  # spaces where no line breaks: between thousands, before a unit


def amount(value: Fraction) -> str:
    """A measure as one writes it: « 6 775,5 ».

    >>> amount(Fraction(6775)) == f"6{NARROW}775", amount(Fraction(1, 3))
    (True, '0,33')
    """
    if value.denominator == 1:
        return f"{value.numerator:,}".replace(",", NARROW)
    said = f"{float(value):,.2f}".replace(",", NARROW).replace(".", ",")
    return said.rstrip("0").rstrip(",")


def euros(cents: int) -> str:
    """An amount that no line breaks, drawn or printed.

    >>> [spaced(euros(cents)) for cents in (1_240_000, -411_205, 7)]
    ['12 400 €', '− 4 112,05 €', '0,07 €']
    """
    return money.euros(cents).replace(" €", f"{FIXED}€").replace(" ", NARROW)


def spaced(text: str) -> str:
    """With ordinary spaces, as one would type it."""
    return text.replace(NARROW, " ").replace(FIXED, " ")


def signed(cents: int) -> str:
    """
    >>> spaced(signed(411_200)), spaced(signed(-1))
    ('+ 4 112 €', '− 0,01 €')
    """
    return f"+{NARROW}{euros(cents)}" if cents > 0 else euros(cents)


def said_of_terms(value: Any, row: Any = None) -> str:
    """Rules in one line, for the journal.

    >>> spaced(said_of_terms(Terms({"epci": 4_000, "area": 6_000}, {"floor": 5_000}).plain()))
    'Intercommunalités 40 %, Superficie 60 % ; Plancher, de la part égale : 50 %'
    """
    if not value or "weights" not in value:
        return ""
    said = read_terms(value)
    weights = ", ".join(f"{naming(code).name} {percent(points)}" for code, points in said.weights.items())
    rates = "".join(
        f" ; {RATES_SAID[name]} : {percent(points)}" for name, points in said.rates.items() if points is not None
    )
    inverse = "".join(f" ; {naming(code).name} : qui en a plus reçoit moins" for code in said.inverse)
    return f"{weights}{rates}{inverse}"


def said_of_shares(value: Any, row: Any = None) -> str:
    """
    >>> spaced(said_of_shares({"marais": 120_050}))
    'marais : 1 200,50 €'
    """
    return ", ".join(f"{who} : {euros(cents)}" for who, cents in (value or {}).items())
