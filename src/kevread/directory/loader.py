"""Reads a federation's `organisations.yaml`. The first thing that is wrong stops the reading: file, line, sentence."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kevread.common.errors import Invalid
from kevread.common.identifiers import SLUG
from kevread.common.periods import Period
from kevread.territory.models import Certainty, Kind, Zone
from kevread.territory.rules import read_table, with_note

from .models import LegalForm, Scale

LINE = "__line__"
DATES = ("head", "grouping", "local", "affiliation", "territory")
CERTAINTIES = ("existence", "attachment")  # said on screen before an organisation is opened
KEYS = {
    "slug", "scale", "brand", "statutory", "legal_form", "siren", "siret", "rna", "locality", "of", "territory",
    "alternative", *CERTAINTIES,
}  # fmt: skip
NOTES = {"pays", LINE}  # for those who read the file; not loaded

type Entry = dict[str, Any]


@dataclass(slots=True)
class Network:
    """What the file says, checked."""

    file: str
    entries: list[Entry]
    legal_form: str = ""
    source: str = ""
    head_college: str = ""
    since: dict[str, date] = field(default_factory=dict)

    def start(self, what: str) -> Period:
        return Period(self.since.get(what))

    def only(self, keeps: Callable[[Entry], bool]) -> "Network":
        """What it says of some organisations alone."""
        return replace(self, entries=[entry for entry in self.entries if keeps(entry)])

    def has(self, scale: str) -> bool:
        return any(entry.get("scale") == scale for entry in self.entries)

    @property
    def slugs(self) -> set[str]:
        return {entry["slug"] for entry in self.entries}


class LinedLoader(yaml.SafeLoader):
    """Each mapping knows the line it begins on."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return {**super().construct_mapping(node, deep=True), LINE: node.start_mark.line + 1}


def read_network(path: Path) -> Network:
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), LinedLoader)  # noqa: S506 — a SafeLoader
    except FileNotFoundError:
        raise Invalid(path.name, f"Le fichier {path.name} manque dans {path.parent.name}.") from None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise wrong(path.name, line, f"ce n’est pas du YAML ({fault.problem}).") from None
    head = {"organisations": said} if isinstance(said, list) else said
    if not isinstance(head, dict) or not isinstance(head.get("organisations"), list):
        raise wrong(path.name, 1, "une liste « organisations » est attendue.")
    since = {key: value for key, value in (head.get("since") or {}).items() if key != LINE}
    for key, value in since.items():
        if key not in DATES or not isinstance(value, date):
            raise wrong(path.name, head["since"][LINE], f"« {key} : {value} » n’est pas une date connue.")
    network = Network(
        file=path.name,
        entries=head["organisations"],
        legal_form=head.get("legal_form", ""),
        source=head.get("source", ""),
        head_college=head.get("head_college", ""),
        since=since,
    )
    check_entries(network)
    return network


def wrong(file: str, line: int, sentence: str) -> Invalid:
    return Invalid(f"{file}:{line}", f"{file}, ligne {line} : {sentence}")


def check_entries(network: Network) -> None:
    seen: set[str] = set()
    for entry in network.entries:
        line, slug = entry.get(LINE, 1), str(entry.get("slug", ""))
        if not SLUG.fullmatch(slug):
            raise wrong(network.file, line, f"« {slug} » n’est pas une adresse : minuscules, chiffres et tirets.")
        if slug in seen:
            raise wrong(network.file, line, f"l’organisation « {slug} » est écrite deux fois.")
        seen.add(slug)
        if strangers := sorted(set(entry) - KEYS - NOTES):
            raise wrong(network.file, line, f"la clé « {strangers[0]} » n’est pas connue.")
        if entry.get("scale", "") not in ("", *Scale.values):
            raise wrong(network.file, line, f"« {entry['scale']} » n’est pas une échelle ({', '.join(Scale.values)}).")
        if not (entry.get("brand") or entry.get("statutory")):
            raise wrong(network.file, line, f"« {slug} » n’a ni « brand » ni « statutory ».")
        if entry.get("legal_form", network.legal_form) not in ("", *LegalForm.values):
            raise wrong(network.file, line, f"la forme juridique de « {slug} » n’est pas connue.")
        for key in CERTAINTIES:
            if entry.get(key, Certainty.SUPPOSED) not in Certainty.values:
                raise wrong(network.file, line, f"« {key} : {entry[key]} » n’est pas un degré de certitude.")
    for entry in network.entries:
        if entry.get("of") and entry["of"] not in seen:
            raise wrong(
                network.file, entry[LINE], f"« {entry['slug']} » adhère à « {entry['of']} », qui n’est pas ici."
            )


@dataclass(frozen=True, slots=True)
class SaidCoverage:
    """What a line of geography says: this zone is that organisation's, on what source, and how well it is known."""

    slug: str
    zone: Zone
    source: str
    certainty: str


def said_coverage(
    geography: Path | None, zones: Mapping[tuple[str, str], Zone], slugs: Container[str]
) -> Iterator[SaidCoverage]:
    """Which pôle has each EPCI and each island; `slugs` are the organisations that one may name. Raises Invalid."""
    if geography is None or not geography.is_dir():
        return
    sources = {row.text("about"): row for row in read_table(geography, "sources", "about", "source")}
    seen: set[str] = set()
    for name, kind, column in (("coverage", Kind.EPCI, "epci_code"), ("islands", Kind.COMMUNE, "commune_code")):
        for row in read_table(geography, name, column, "local_slug", "local_source", "note"):
            zone, slug = zones.get((kind, row.text(column))), row.text("local_slug")
            if zone is None:
                raise row.wrong(f"le code {row.text(column)} n’est pas dans la géographie chargée.")
            if slug not in slugs:
                raise row.wrong(f"l’organisation « {slug} » n’est pas dans l’annuaire.")
            if zone.code in seen:
                raise row.wrong(f"{zone.name} est rattaché deux fois.")
            seen.add(zone.code)
            certainty = row.certainty("local_source")
            source = sources.get(f"local.{certainty}")
            yield SaidCoverage(
                slug, zone, with_note(source.text("source") if source else certainty, row.values["note"]), certainty
            )
