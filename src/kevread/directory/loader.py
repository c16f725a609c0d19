"""Reads a federation's `organisations.yaml`. All that is wrong is told: file, line, sentence."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from kevread.common.federation import Scale as ScaleName
from kevread.common.identifiers import SLUG
from kevread.common.periods import Period
from kevread.common.reading import Checked, Day, Misread, Page, read_yaml
from kevread.common.wrong import Fault
from kevread.territory.models import Kind, Zone
from kevread.territory.rules import read_table, with_note

from .models import LegalForm, Reach

LIST = "organisations"


def an_address(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(f"« {text} » n’est pas une adresse : minuscules, chiffres et tirets.")
    return text


def a_form(text: str) -> str:
    if text not in LegalForm.values:
        raise ValueError(f"la forme juridique « {text} » n’est pas connue ({', '.join(LegalForm.values)}).")
    return text


def a_reach(text: str) -> str:
    if text not in Reach.values:
        raise ValueError(f"l’échelle d’action « {text} » n’est pas connue ({', '.join(Reach.values)}).")
    return text


type Slug = Annotated[str, Checked(an_address)]
type Form = Annotated[str, Checked(a_form)]
type ActsAt = Annotated[str, Checked(a_reach)]
type Sure = Literal["documented", "deduced", "supposed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation, as the file says it. `existence` and `attachment` are said on screen before it is opened."""

    slug: Slug
    scale: ScaleName = ""  # outside the network
    brand: str = ""
    statutory: str = ""
    legal_form: Form | None = None  # None: that of the whole file
    siren: str = ""
    siret: str = ""
    rna: str = ""
    locality: str = ""
    reach: ActsAt | None = None  # of an organisation outside the network; None: not known
    of: str = ""
    alternative: str = ""
    territory: str = ""
    existence: Sure | None = None
    attachment: Sure | None = None
    pays: str = ""  # for those who read the file

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError(f"« {self.slug} » n’a ni « brand » ni « statutory ».")
        if self.reach and self.scale:
            raise ValueError(f"« {self.slug} » est du réseau : son échelle d’action (reach) n’est pas à dire.")

    @property
    def name(self) -> str:
        return self.brand or self.statutory

    @property
    def among(self) -> list[str]:
        """What it may be a member of, the likeliest first."""
        return [slug for slug in (self.of, self.alternative) if slug]


@dataclass(frozen=True, slots=True)
class Since:
    """From which day what the file says is true, when it is known."""

    head: Day | None = None
    grouping: Day | None = None
    local: Day | None = None
    affiliation: Day | None = None
    territory: Day | None = None

    @classmethod
    def all(cls, day: date) -> "Since":
        return cls(*[day for _ in fields(cls)])


@dataclass(frozen=True, slots=True)
class Written:
    organisations: tuple[Entry, ...]
    legal_form: Form | None = None
    source: str = ""
    head_college: str = ""
    brands: Literal["decided", "proposed"] = "decided"
    territories: Sure = "documented"
    territories_source: str = ""
    since: Since = field(default_factory=Since)


@dataclass(frozen=True, slots=True)
class Network:
    """What the file says, checked."""

    page: Page
    entries: tuple[Entry, ...]
    legal_form: str = ""
    source: str = ""
    head_college: str = ""
    since: Since = field(default_factory=Since)
    brands: str = "decided"
    territories: Sure = "documented"  # how certain it is which grouping has which
    territories_source: str = ""  # and what says so, where it is not what says the rest

    @property
    def days(self) -> dict[str, date]:
        """Those that it says."""
        return {what: day for what, day in asdict(self.since).items() if day}

    def start(self, what: str) -> Period:
        """Since when: a scale, « affiliation » or « territory »."""
        return Period(getattr(self.since, what, None))

    def only(self, keeps: Callable[[Entry], bool]) -> "Network":
        """What it says of some organisations alone."""
        return replace(self, entries=tuple(entry for entry in self.entries if keeps(entry)))

    def has(self, scale: str) -> bool:
        return any(entry.scale == scale for entry in self.entries)

    @property
    def slugs(self) -> set[str]:
        return {entry.slug for entry in self.entries}

    def wrong(self, entry: Entry, sentence: str) -> Misread:
        """What is wrong in an entry, with its line."""
        rank = next(rank for rank, one in enumerate(self.page.content[LIST]) if one["slug"] == entry.slug)
        return Misread([Fault(self.page.at((LIST, rank)), sentence)])


def read_network(path: Path) -> Network:
    """Raises Misread."""
    page = read_yaml(path)
    if isinstance(page.content, list):
        page = page.under(LIST)
    written = page.read(Written)
    slugs: set[str] = set()
    for rank, entry in enumerate(written.organisations):
        if entry.slug in slugs:
            page.wrong((LIST, rank), f"l’organisation « {entry.slug} » est écrite deux fois.")
        slugs.add(entry.slug)
    for rank, entry in enumerate(written.organisations):
        if strangers := [slug for slug in entry.among if slug not in slugs]:
            page.wrong((LIST, rank), f"« {entry.slug} » adhère à « {strangers[0]} », qui n’est pas ici.")
    page.check()
    return Network(
        page,
        written.organisations,
        written.legal_form or "",
        written.source,
        written.head_college,
        written.since,
        written.brands,
        written.territories,
        written.territories_source,
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
