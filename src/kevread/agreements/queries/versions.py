"""The versions of a text: the first, then each amendment consolidated with what was before; and what an amendment changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kevread.agreements.loader import ModelSpec
from kevread.agreements.models import Agreement, Clause, Instrument
from kevread.agreements.queries.register import text_before, written
from kevread.agreements.queries.standing import UNDER_WAY, held_by
from kevread.agreements.rules import Compared, Written, compared, consolidated


@dataclass(frozen=True, slots=True)
class Version:
    """The whole text, once an instrument counts."""

    instrument: Instrument
    text: Sequence[Written]

    @property
    def number(self) -> int:
        return self.instrument.number

    @property
    def name(self) -> str:
        return f"Avenant n° {self.number}" if self.number else "Texte d’origine"

    @property
    def is_signed(self) -> bool:
        return self.instrument.signed_on is not None


def versions_of(agreement: Agreement, on: date) -> list[Version]:
    """Those that were signed by that day, then the one that is being prepared. Two queries."""
    texts = list(agreement.instruments.order_by("number"))
    every = [written(one) for one in Clause.objects.filter(instrument__in=texts).select_related("instrument")]
    counted = [one for one in texts if one.signed_on and one.signed_on <= on]
    last = next((one for one in texts if one.number and one.stage in UNDER_WAY), None)
    found = []
    for one in [*counted, *([last] if last else [])]:
        numbers = {each.number for each in counted if each.number <= one.number} | {one.number}
        found.append(Version(one, consolidated(each for each in every if each.number in numbers)))
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions, and each clause of either."""

    before: Version
    after: Version
    clauses: list[Compared]

    @property
    def changed(self) -> list[Compared]:
        return [one for one in self.clauses if not one.is_same]


def pair(versions: Sequence[Version], before: int | None, after: int | None) -> Pair | None:
    """Those of these numbers; the last two, when nothing is asked. None of a text that has one version."""
    by_number = {one.number: one for one in versions}
    if len(versions) < 2:
        return None
    new = by_number.get(versions[-1].number if after is None else after, versions[-1])
    usual = versions[max(versions.index(new) - 1, 0)]
    old = usual if before is None else by_number.get(before, usual)
    return Pair(old, new, compared(old.text, new.text))


@dataclass(frozen=True, slots=True)
class Changing:
    """A clause as an amendment is written: in force, and what the amendment makes of it, if something."""

    slug: str
    title: str
    form: str
    before: Written | None
    clause: Clause | None
    compared: Compared | None


def changing(amendment: Instrument) -> list[Changing]:
    """Each clause in force, and those that the amendment adds, in order. Three queries."""
    held = held_by(amendment.agreement.kind, amendment.agreement.instruments.get(number=0))
    before = {one.slug: one for one in text_before(amendment)}
    mine = {one.slug: one for one in amendment.clauses.select_related("instrument")}
    ranks = {one.slug: one.rank for one in before.values()} | {one.slug: one.rank for one in mine.values()}
    return [
        told(slug, held, before.get(slug), mine.get(slug)) for slug in sorted(ranks, key=lambda key: (ranks[key], key))
    ]


def told(slug: str, held: ModelSpec | None, before: Written | None, clause: Clause | None) -> Changing:
    title = clause.title if clause else before.title if before else slug
    found = None
    if clause is not None:
        after = [] if clause.is_removed else [written(clause)]
        found = next(iter(compared([before] if before else [], after)), None)
    return Changing(slug, title, held.form_of(slug) if held else "free", before, clause, found)
