"""Load the network of a federation from its files: organisations, memberships, territory."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid
from kevread.common.periods import Period
from kevread.directory.loader import Entry, Network, read_network, said_coverage
from kevread.directory.models import Affiliation, Coverage, Name, Organisation, Scale
from kevread.journal.operations import act
from kevread.territory.models import Kind, Zone

from .checks import identified


@dataclass(slots=True)
class Loaded:
    """What a load wrote: zero everywhere when all was there."""

    organisations: int = 0
    affiliations: int = 0
    coverage: int = 0

    def __bool__(self) -> bool:
        return bool(self.organisations or self.affiliations or self.coverage)


def load_network(
    *,
    actor: Actor,
    now: datetime,
    path: Path,
    geography: Path | None = None,
    scales: tuple[str, ...] = ("", *Scale.values),
) -> Loaded:
    """Enter the organisations of the file, who is a member of whom, and the territory of each, in one act.

    `scales`: those of these scales alone. A real federation loads its head, and opens the others itself, one by one.
    Enters what is missing and changes nothing of what is there: once loaded, the directory lives on screen. `geography`
    is the folder of coverage.tsv and islands.tsv; a federation may have none. Raises Misread with the file and the line.
    """
    if not actor.is_system:
        raise Denied(
            "Le réseau est chargé par la personne qui fait fonctionner Kevread, depuis les fichiers de la fédération."
        )
    whole = read_network(path)
    network = whole.only(lambda entry: entry.scale in scales)
    known = {row.slug: row for row in Organisation.objects.all()}
    added = [(entry, new_organisation(network, entry)) for entry in network.entries if entry.slug not in known]
    known |= {row.slug: row for _, row in added}
    affiliations = missing_affiliations(network, known)
    coverage = missing_coverage(network, known, geography, whole.slugs)
    loaded = Loaded(len(added), len(affiliations), len(coverage))
    if loaded:
        arguments = {"file": path.name, "source": network.source, "since": network.days}
        with act("directory.load_network", actor=actor, about=None, now=now, arguments=arguments):
            Organisation.objects.bulk_create([row for _, row in added])
            Name.objects.bulk_create([name for entry, row in added for name in names_of(network, entry, row)])
            Affiliation.objects.bulk_create(affiliations)
            Coverage.objects.bulk_create(coverage)
    return loaded


def new_organisation(network: Network, entry: Entry) -> Organisation:
    try:
        numbers = identified(entry.siren, entry.siret, entry.rna)
    except Invalid as fault:
        raise network.wrong(entry, fault.sentence) from None
    legal_form = network.legal_form if entry.legal_form is None else entry.legal_form
    return Organisation(
        slug=entry.slug,
        scale=entry.scale,
        legal_form=legal_form,
        form_is_proposed=bool(legal_form),
        name=entry.name,
        locality=entry.locality,
        reach=entry.reach or "",
        period=as_range(network.start(entry.scale)),
        **numbers,
    )


def names_of(network: Network, entry: Entry, row: Organisation) -> list[Name]:
    """What the document of a federation proposes is not in force because it is proposed."""
    brand = Name.Kind.PROPOSED if network.brands == "proposed" else Name.Kind.BRAND
    return [
        Name(organisation=row, kind=kind, text=text, period=row.period)
        for kind, text in ((brand, entry.brand), (Name.Kind.STATUTORY, entry.statutory))
        if text
    ]


def missing_affiliations(
    network: Network, known: dict[str, Organisation], *, is_said: bool = False
) -> list[Affiliation]:
    """Each organisation to what it is `of`; and, where the file names a college, to the head as well. The
    file proposes each of them; whoever opens a pôle says which grouping it is of (`is_said`), and nothing of the head."""
    there = set(Affiliation.objects.values_list("member_id", "of_id"))
    wanted: dict[tuple[str, str], str] = {}
    heads = [slug for slug, row in known.items() if row.scale == Scale.HEAD]
    for entry in network.entries:
        if entry.of:
            wanted[entry.slug, entry.of] = network.head_college if entry.of in heads else ""
        if network.head_college and entry.scale in (Scale.GROUPING, Scale.LOCAL):
            wanted |= {(entry.slug, head): network.head_college for head in heads}
    period = as_range(network.start("affiliation"))
    return [
        Affiliation(
            member=known[member],
            of=known[of],
            college=college,
            is_proposed=of in heads or not is_said,
            period=period,
        )
        for (member, of), college in wanted.items()
        if (known[member].pk, known[of].pk) not in there
    ]


def missing_coverage(
    network: Network, known: dict[str, Organisation], geography: Path | None, slugs: Container[str]
) -> list[Coverage]:
    """A strategic territory is a grouping's from the day that the file says; an EPCI or an island is a pôle's since the
    day the zone is known, and the pôle is there: never before. `slugs` are all those that the folder may name."""
    zones = {(zone.kind, zone.code): zone for zone in Zone.objects.defer("outline", "icon").order_by("period")}
    covered = set(Coverage.objects.values_list("zone_id", flat=True))
    rows = []
    for entry in network.entries:
        if entry.territory:
            zone = zones.get((Kind.STRATEGIC, entry.territory))
            if zone is None:
                raise network.wrong(entry, f"le territoire « {entry.territory} » n’est pas dans la géographie chargée.")
            start = network.start("territory")
            said = network.territories_source or network.source
            rows.append(covering(known[entry.slug], zone, start, said, network.territories))
    if network.has(Scale.LOCAL):
        rows += [
            covering(known[said.slug], said.zone, since_both(said.zone, network), said.source, said.certainty)
            for said in said_coverage(geography, zones, slugs)
            if said.slug in network.slugs
        ]
    return [row for row in rows if row.zone_id not in covered]


def since_both(zone: Zone, network: Network) -> Period:
    """As long as the zone, and not before the pôle."""
    starts = [day for day in (zone.dates.start, network.start(Scale.LOCAL).start) if day]
    return Period(max(starts, default=None), zone.dates.end)


def covering(organisation: Organisation, zone: Zone, period: Period, source: str, certainty: str) -> Coverage:
    return Coverage(
        organisation=organisation, zone=zone, period=as_range(period), source=source[:200], certainty=certainty
    )
