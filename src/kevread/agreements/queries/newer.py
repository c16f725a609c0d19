"""A text held to a version of the model of its kind, and the version that came since: what taking it up would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kevread.agreements.loader import ClauseSpec, ModelSpec, held_to, kinds
from kevread.agreements.models import Clause, Instrument
from kevread.agreements.queries.register import written
from kevread.agreements.rules import Compared, Written, compared, filled


def newer_than(kind: str, held: date | None, on: date) -> ModelSpec | None:
    """The version of the model of a kind that is in use that day, where it came after that of `held`."""
    mine, spec = held_to(kind, held), kinds().get(kind)
    found = spec.in_use(on) if spec else None
    return found if found and mine and found.since > mine.since else None


@dataclass(frozen=True, slots=True)
class Taken:
    """A clause as a version of the model makes it of what is written. `was`: its row, where there is one."""

    was: Clause | None
    slug: str
    rank: int
    title: str
    text: str
    blanks: dict[str, str]

    @property
    def columns(self) -> dict[str, object]:
        return {"rank": self.rank, "title": self.title, "text": self.text, "blanks": self.blanks}


def taking_up(rows: Sequence[Clause], held: ModelSpec, newer: ModelSpec) -> tuple[list[Taken], list[Clause]]:
    """The clauses that a text will have, and those that leave it. A locked clause says what the newer version says; a set one
    too, and what was filled in stays where it is still asked for, and admitted; a free one keeps what is written. A clause that
    only the older version has goes; one that no version wrote stays, after the others."""
    by_slug = {one.slug: one for one in rows}
    made = [taken(by_slug.pop(spec.slug, None), rank, spec) for rank, spec in enumerate(newer.clauses, start=1)]
    gone = [one for one in by_slug.values() if held.clause(one.slug)]
    stay = [one for one in by_slug.values() if not held.clause(one.slug)]
    last = len(made)
    made += [Taken(one, one.slug, last + place, one.title, one.text, one.blanks) for place, one in enumerate(stay, 1)]
    return made, gone


def taken(was: Clause | None, rank: int, spec: ClauseSpec) -> Taken:
    if spec.form == "set":
        blanks = {name: kept(spec, name, was) for name in spec.blanks}
        return Taken(was, spec.slug, rank, spec.title, filled(spec.text, blanks), blanks)
    text = was.text if was and spec.form == "free" and was.text else spec.text
    return Taken(was, spec.slug, rank, spec.title, text, {})


def kept(spec: ClauseSpec, name: str, was: Clause | None) -> str:
    """What fills a blank still: what filled the one of that name, where this one admits it."""
    try:
        return spec.blanks[name].read(str(was.blanks.get(name, ""))) if was else ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Newer:
    """A version of the model that came since a text was drawn; each clause compared: as it is written, then as it would be."""

    since: date
    clauses: list[Compared]

    @property
    def changed(self) -> list[Compared]:
        return [one for one in self.clauses if not one.is_same]


def newer_for(instrument: Instrument, rows: Sequence[Clause], on: date) -> Newer | None:
    """For a first text whose clauses are these."""
    kind = instrument.agreement.kind
    held, newer = held_to(kind, instrument.model_since), newer_than(kind, instrument.model_since, on)
    if held is None or newer is None:
        return None
    made, _ = taking_up(rows, held, newer)
    after = [Written(one.slug, one.title, one.text, one.rank, 0) for one in made]
    return Newer(newer.since, compared([written(one) for one in rows], after))
