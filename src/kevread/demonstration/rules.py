"""What the folder of an invented life says, read and put in the order of the days. No database here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kevread.common.reading import Day, Words, read_yaml
from kevread.territory.rules import Row, read_table

NONE = "-"
COLUMNS = {
    "people": ("given_name", "family_name", "within", "recorded", "shows"),
    "identities": ("organisation", "siren", "rna", "locality"),
    "registers": ("organisation", "registers", "since", "recorded"),
    "structures": (
        "slug",
        "name",
        "legal_form",
        "locality",
        "reach",
        "shown",
        "within",
        "member_of",
        "capacities",
        "since",
        "recorded",
    ),
    "mandates": ("person", "body", "seat", "for", "first", "last", "origin", "recorded"),
    "leads": ("person", "body", "zone", "first", "last", "recorded"),
}
DATES = ("body", "day", "starts", "ends", "by", "recorded")
NEEDED = ("people", "registers", "mandates")  # a small federation may have no structures, no territory


class Entry(NamedTuple):
    """What is entered on a day about an organisation, as one act."""

    day: date
    organisation: str


@dataclass(slots=True)
class Lines:
    """The lines of the files that one act enters."""

    people: list[Row] = field(default_factory=list)
    identities: list[Row] = field(default_factory=list)
    registers: list[Row] = field(default_factory=list)
    structures: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    leads: list[Row] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in COLUMNS if getattr(self, name)}


class Deed(NamedTuple):
    """A verb that somebody uses on a day: `by` None is Kevread itself."""

    day: date
    by: str | None
    verb: str
    arguments: dict[str, Any]
    at: str  # « story.yaml:12 »


@dataclass(slots=True)
class Life:
    """Entries in the order of the days, and what people did in between."""

    entries: dict[Entry, Lines]
    deeds: list[Deed]


def read_life(folder: Path, organisation_of: dict[str, str]) -> Life:
    """Read the folder. `organisation_of` says, for each body, whose it is.

    Raises Invalid with the file and the line. Everything is entered on the day that its line says.
    """
    entries: dict[Entry, Lines] = defaultdict(Lines)
    registers = read_table(folder, "registers", *COLUMNS["registers"])
    begun = {row.text("organisation"): row.day("recorded") for row in registers}
    for name, columns in COLUMNS.items():
        if name not in NEEDED and not (folder / f"{name}.tsv").exists():
            continue
        for row in read_table(folder, name, *columns):
            organisation = whose(row, name, organisation_of)
            day = begun.get(organisation) if name == "identities" else row.day("recorded")
            if day is None:
                raise row.wrong(f"« {organisation} » ne tient aucun registre.")
            getattr(entries[Entry(day, organisation)], name).append(row)
    deeds = sorted([*read_dates(folder, organisation_of), *read_deeds(folder)], key=lambda deed: deed.day)
    return Life(dict(sorted(entries.items(), key=lambda pair: pair[0].day)), deeds)


def whose(row: Row, name: str, organisation_of: dict[str, str]) -> str:
    """The organisation that a line is about."""
    if name in ("people", "structures"):
        return row.text("within")
    if name in ("identities", "registers"):
        return row.text("organisation")
    body = row.text("body")
    if body not in organisation_of:
        raise row.wrong(f"l’instance « {body} » n’existe pas.")
    return organisation_of[body]


@dataclass(frozen=True, slots=True)
class Told:
    """What each entry of a story says; the rest is for its verb."""

    day: Day
    do: Words
    by: str | None = None


def read_deeds(folder: Path) -> list[Deed]:
    """The verbs of `story.yaml`, and of the files told apart from it, in order: each on a day, by somebody. Raises Misread."""
    found = []
    names = (
        "story",
        "decisions",
        "delegations",
        "adhesions",
        "conventions",
        "cotisations",
        "comptes",
        "budgets",
        "perequation",
        "financements",
        "indemnites",
        "reunions",
        "votes",
        "seances",
        "passages",
        "equipes",
        "encadrement",
        "textes",
        "competences",
    )
    for name in names:
        if not (path := folder / f"{name}.yaml").exists():
            continue
        page = read_yaml(path)
        for rank, told in enumerate(page.read(tuple[Told, ...], strangers=True)):
            arguments = {key: value for key, value in page.content[rank].items() if key not in ("day", "do", "by")}
            found.append(Deed(told.day, told.by, told.do, arguments, page.at((rank,))))
    return sorted(found, key=lambda deed: deed.day)


def read_dates(folder: Path, organisation_of: dict[str, str]) -> list[Deed]:
    """The meetings of `meetings.tsv`: told once they are held, or planned, all those of a day by somebody at once."""
    if not (folder / "meetings.tsv").exists():
        return []
    told, planned = [], defaultdict(list)
    for row in read_table(folder, "meetings", *DATES):
        body = row.text("body")
        if body not in organisation_of:
            raise row.wrong(f"l’instance « {body} » n’existe pas.")
        recorded, by = row.day("recorded"), row.text("by")
        day = row.day("day")
        line = {"body": body, "day": day, "starts": row.text("starts"), "ends": row.text("ends")}
        if day <= recorded:
            told.append(Deed(recorded, by, "record_held", line, f"{row.file}:{row.line}"))
        else:
            planned[recorded, by, organisation_of[body]].append(line)
    at_once = [
        Deed(day, by, "plan_meetings", {"dates": lines}, "meetings.tsv") for (day, by, _), lines in planned.items()
    ]
    return told + at_once


def optional(row: Row, column: str) -> str:
    """What a column says; nothing for « - »."""
    value = row.text(column)
    return "" if value == NONE else value


def optional_day(row: Row, column: str) -> date | None:
    return row.day(column) if optional(row, column) else None


def words(row: Row, column: str) -> list[str]:
    return optional(row, column).split()
