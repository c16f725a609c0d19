"""Load the network of a federation from its files: organisations, memberships, territory."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid
from kevread.common.identifiers import SLUG
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Coverage, LegalForm, Name, Organisation, Scale
from kevread.journal.operations import act
from kevread.territory.models import Kind, Zone
from kevread.territory.rules import Row, read_table, with_note

from .said import identified

LINE = "__line__"
DATES = ("head", "grouping", "local", "affiliation", "territory")
KEYS = {"slug", "scale", "brand", "statutory", "legal_form", "siren", "siret", "rna", "locality", "of", "territory"}
NOTES = {"pays", "existence", "attachment", "alternative", LINE}  # for those who read the file; not loaded

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


@dataclass(slots=True)
class Loaded:
    """What a load wrote: zero everywhere when all was there."""

    organisations: int = 0
    affiliations: int = 0
    coverage: int = 0

    def __bool__(self) -> bool:
        return bool(self.organisations or self.affiliations or self.coverage)


def load_network(*, actor: Actor, now: datetime, path: Path, geography: Path | None = None) -> Loaded:
    """Enter the organisations of the file, who is a member of whom, and the territory of each, in one act.

    Enters what is missing and changes nothing of what is there: once loaded, the directory lives on screen. `geography`
    is the folder of coverage.tsv and islands.tsv; a federation may have none. Raises Invalid with the file and the line.
    """
    if not actor.is_system:
        raise Denied(
            "Le réseau est chargé par la personne qui fait fonctionner Kevread, depuis les fichiers de la fédération."
        )
    network = read_network(path)
    known = {row.slug: row for row in Organisation.objects.all()}
    added = [(entry, new_organisation(network, entry)) for entry in network.entries if entry["slug"] not in known]
    known |= {row.slug: row for _, row in added}
    affiliations = missing_affiliations(network, known)
    coverage = missing_coverage(network, known, geography)
    loaded = Loaded(len(added), len(affiliations), len(coverage))
    if loaded:
        arguments = {"file": path.name, "source": network.source, "since": network.since}
        with act("load_network", actor=actor, about=None, now=now, arguments=arguments):
            Organisation.objects.bulk_create([row for _, row in added])
            Name.objects.bulk_create([name for entry, row in added for name in names_of(entry, row)])
            Affiliation.objects.bulk_create(affiliations)
            Coverage.objects.bulk_create(coverage)
    return loaded


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
    for entry in network.entries:
        if entry.get("of") and entry["of"] not in seen:
            raise wrong(
                network.file, entry[LINE], f"« {entry['slug']} » adhère à « {entry['of']} », qui n’est pas ici."
            )


def new_organisation(network: Network, entry: Entry) -> Organisation:
    try:
        numbers = identified(*(str(entry.get(key, "")) for key in ("siren", "siret", "rna")))
    except Invalid as fault:
        raise wrong(network.file, entry[LINE], fault.sentence) from None
    scale = entry.get("scale", "")
    return Organisation(
        slug=entry["slug"],
        scale=scale,
        legal_form=entry.get("legal_form", network.legal_form),
        name=entry.get("brand") or entry["statutory"],
        locality=entry.get("locality", ""),
        period=as_range(network.start(scale)),
        **numbers,
    )


def names_of(entry: Entry, row: Organisation) -> list[Name]:
    return [
        Name(organisation=row, kind=kind, text=entry[kind], period=row.period)
        for kind in Name.Kind.values
        if entry.get(kind)
    ]


def missing_affiliations(network: Network, known: dict[str, Organisation]) -> list[Affiliation]:
    """Each organisation to what it is `of`; and, where the file names a college, to the head as well."""
    there = set(Affiliation.objects.values_list("member_id", "of_id"))
    wanted: dict[tuple[str, str], str] = {}
    heads = [entry["slug"] for entry in network.entries if entry.get("scale") == Scale.HEAD]
    for entry in network.entries:
        if entry.get("of"):
            wanted[entry["slug"], entry["of"]] = network.head_college if entry["of"] in heads else ""
        if network.head_college and entry.get("scale") in (Scale.GROUPING, Scale.LOCAL):
            wanted |= {(entry["slug"], head): network.head_college for head in heads}
    period = as_range(network.start("affiliation"))
    return [
        Affiliation(member=known[member], of=known[of], college=college, period=period)
        for (member, of), college in wanted.items()
        if (known[member].pk, known[of].pk) not in there
    ]


def missing_coverage(network: Network, known: dict[str, Organisation], geography: Path | None) -> list[Coverage]:
    zones = {(zone.kind, zone.code): zone for zone in Zone.objects.defer("outline", "icon").order_by("period")}
    covered = set(Coverage.objects.values_list("zone_id", flat=True))
    rows = []
    for entry in network.entries:
        if territory := entry.get("territory"):
            zone = zones.get((Kind.STRATEGIC, territory))
            if zone is None:
                raise wrong(
                    network.file, entry[LINE], f"le territoire « {territory} » n’est pas dans la géographie chargée."
                )
            start = network.start("territory")
            rows.append(covering(known[entry["slug"]], zone, start, network.source, "documented"))
    if geography and geography.is_dir():
        rows += read_coverage(geography, zones, known)
    return [row for row in rows if row.zone_id not in covered]


def read_coverage(
    geography: Path, zones: dict[tuple[str, str], Zone], known: dict[str, Organisation]
) -> list[Coverage]:
    """Which pôle has each EPCI and each island, since the day the zone is known: never before."""
    sources = {row.text("about"): row for row in read_table(geography, "sources", "about", "source")}
    rows: list[Coverage] = []
    seen: set[str] = set()
    for name, kind, column in (("coverage", Kind.EPCI, "epci_code"), ("islands", Kind.COMMUNE, "commune_code")):
        for row in read_table(geography, name, column, "local_slug", "local_source", "note"):
            zone, organisation = zones.get((kind, row.text(column))), known.get(row.text("local_slug"))
            if zone is None:
                raise row.wrong(f"le code {row.text(column)} n’est pas dans la géographie chargée.")
            if organisation is None:
                raise row.wrong(f"l’organisation « {row.text('local_slug')} » n’est pas dans l’annuaire.")
            if zone.code in seen:
                raise row.wrong(f"{zone.name} est rattaché deux fois.")
            seen.add(zone.code)
            rows.append(said_coverage(row, zone, organisation, sources))
    return rows


def said_coverage(row: Row, zone: Zone, organisation: Organisation, sources: dict[str, Row]) -> Coverage:
    certainty = row.certainty("local_source")
    source = sources.get(f"local.{certainty}")
    said = with_note(source.text("source") if source else certainty, row.values["note"])
    return covering(organisation, zone, zone.dates, said, certainty)


def covering(organisation: Organisation, zone: Zone, period: Period, source: str, certainty: str) -> Coverage:
    return Coverage(
        organisation=organisation, zone=zone, period=as_range(period), source=source[:200], certainty=certainty
    )
