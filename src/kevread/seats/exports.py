"""What is taken away from the seats: people, mandates, those that end soon; a body and a team, as they are read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.tables import Column, Kind, Table
from kevread.directory.models import Person
from kevread.seats.loader import OF_GROUPS, OF_PEOPLE, Told, bodies, families
from kevread.seats.models import Mandate
from kevread.seats.queries.addresses import Addresses
from kevread.seats.queries.cards import Known
from kevread.seats.queries.forecast import Month, Term
from kevread.seats.queries.reading import Group, Holder, Line
from kevread.seats.queries.teams import Team


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody, and their address for whoever may take it away; with the mandate of the row, where it is of one."""

    person: Person
    address: str
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a body as its reader sees it: somebody who sits there, or the places where nobody does."""

    group: Group
    line: Line
    holder: Holder | None = None
    zones: str = ""

    @property
    def name(self) -> str:
        return self.holder.face.name if self.holder else ""

    @property
    def on_behalf(self) -> str:
        return (self.holder.on_behalf if self.holder else "") or self.line.opening.on_behalf or ""

    @property
    def vacant(self) -> int | None:
        return None if self.holder else self.line.vacant or None

    @property
    def free(self) -> int | None:
        """Those that are free, where nobody calls them vacant (`Group.open`)."""
        return None if self.holder or self.line.vacant else self.line.lasting


@dataclass(frozen=True, slots=True)
class Ending:
    """A mandate that ends, and what falls with it."""

    month: str
    last: date | None
    term: Term
    falls: str


def people_to_take(people: Iterable[Person], actor: Actor, today: date) -> Iterator[Addressed]:
    found = list(people)
    addresses = Addresses(actor, today, [person.pk for person in found])
    return (Addressed(person, addresses.of(person)) for person in found)


def mandates_to_take(mandates: Iterable[Mandate], actor: Actor, today: date) -> Iterator[Addressed]:
    found = list(mandates)
    addresses = Addresses(actor, today, [mandate.person_id for mandate in found])
    return (Addressed(mandate.person, addresses.of(mandate.person), mandate) for mandate in found)


def endings_to_take(months: Iterable[Month]) -> Iterator[Ending]:
    for month in months:
        for line in month.lines:
            falls = " ; ".join(f"{fall.mandate.seat.name}, {fall.mandate.seat.body.name}" for fall in line.falls)
            for term in line.terms:
                yield Ending(month.name, line.last, term, falls)


def places_to_take(groups: Iterable[Group], leads: Mapping[UUID, list[str]] | None = None) -> Iterator[Place]:
    """Seat by seat, those who sit there, then how many places are vacant or free. `leads`: by mandate, the land it is the
    reference of."""
    for group in groups:
        for line in group.lines:
            for holder in line.holders:
                yield Place(group, line, holder, " ; ".join((leads or {}).get(holder.mandate.pk, [])))
            if line.vacant or line.lasting:
                yield Place(group, line)


def team_to_take(team: Team) -> Iterator[Place]:
    leads: dict[UUID, list[str]] = defaultdict(list)
    for ground in team.grounds:
        for lead in [*([ground.main] if ground.main else []), *ground.others]:
            leads[lead.mandate_id].append(ground.zone.name)
    return places_to_take(team.posts, leads)


def on_behalf(mandate: Mandate) -> str:
    return mandate.represents.name if mandate.represents else families().get(mandate.family, mandate.family)


PEOPLE = Table(
    "personnes",
    "Personnes",
    (
        Column("nom", lambda row: row.person.family_name),
        Column("prénom", lambda row: row.person.given_name),
        Column("adresse électronique", lambda row: row.address),
    ),
)
MANDATES = Table(
    "mandats",
    "Mandats",
    (
        Column("organisation", lambda row: row.mandate.seat.body.organisation.name),
        Column("instance", lambda row: row.mandate.seat.body.name),
        Column("siège", lambda row: row.mandate.seat.name),
        Column("nom", lambda row: row.person.family_name),
        Column("prénom", lambda row: row.person.given_name),
        Column("adresse électronique", lambda row: row.address),
        Column("au nom de", lambda row: on_behalf(row.mandate)),
        Column("premier jour", lambda row: row.mandate.dates.start, Kind.DAY),
        Column("dernier jour", lambda row: row.mandate.dates.last, Kind.DAY),
        Column("origine", lambda row: row.mandate.get_origin_display()),
    ),
)
ENDINGS = Table(
    "echeances",
    "Mandats qui finissent",
    (
        Column("mois", lambda row: row.month),
        Column("dernier jour", lambda row: row.last, Kind.DAY),
        Column("personne", lambda row: row.term.mandate.person),
        Column("siège", lambda row: row.term.mandate.seat.name),
        Column("instance", lambda row: row.term.mandate.seat.body.name),
        Column("organisation", lambda row: row.term.mandate.seat.body.organisation.name),
        Column("au nom de", lambda row: on_behalf(row.term.mandate)),
        Column("suite préparée", lambda row: row.term.successor.person if row.term.successor else ""),
        Column("ce qui en dépend", lambda row: row.falls),
    ),
)

SEATING = (
    Column("personne", lambda row: row.name),
    Column("premier jour", lambda row: row.holder.mandate.dates.start if row.holder else None, Kind.DAY),
    Column("dernier jour", lambda row: row.holder.mandate.dates.last if row.holder else None, Kind.DAY),
    Column("places vacantes", lambda row: row.vacant, Kind.NUMBER),
    Column("places libres", lambda row: row.free, Kind.NUMBER),
)
BODY = Table(
    "sieges",
    "Sièges",
    (Column("siège", lambda row: row.group.seat.name), Column("au nom de", lambda row: row.on_behalf), *SEATING),
)
TEAM = Table(
    "equipe",
    "Équipe",
    (Column("poste", lambda row: row.group.seat.name), *SEATING, Column("référent·e de", lambda row: row.zones)),
)
READERS = Table(
    "qui-lit",
    "Qui lit ce qui n’est pas public",
    (
        Column("personne", lambda row: row[0].name),
        Column("à quel titre", lambda row: row[1].hat.told),
        Column("jusqu’au", lambda row: row[1].hat.until, Kind.DAY),
    ),
)
VIEWERS = Table(
    "qui-voit",
    "Qui voit cette fiche",
    (Column("personne", lambda row: row[0].name), Column("pourquoi", lambda row: row[1].why)),
)
REFERENCES = Table(
    "referents",
    "Référent·es des territoires",
    (
        Column("territoire", lambda ground: ground.zone.name),
        Column("code", lambda ground: ground.zone.code),
        Column("pôle", lambda ground: ground.local.name if ground.local else ""),
        Column("référent·e", lambda ground: str(ground.main.mandate.person) if ground.main else ""),
        Column("en appui", lambda ground: ", ".join(str(lead.mandate.person) for lead in ground.others)),
    ),
)

SUBSTITUTIONS = Table(
    "remplacements",
    "Remplacements",
    (
        Column("personne absente", lambda one: str(one.mandate.person)),
        Column("siège", lambda one: one.mandate.seat.name),
        Column("instance", lambda one: one.mandate.seat.body.name),
        Column("qui remplace", lambda one: str(one.substitute)),
        Column("premier jour", lambda one: one.dates.start, Kind.DAY),
        Column("dernier jour", lambda one: one.dates.last, Kind.DAY),
        Column("accepté le", lambda one: one.accepted_on, Kind.DAY),
        Column("fini le", lambda one: one.withdrawn_on, Kind.DAY),
    ),
)


def said(mandate: Mandate) -> str:
    return f"{mandate.seat.name}, {mandate.seat.body.name}, {mandate.seat.body.organisation.name}"


# What each column of the files for the tool in which the network works reads of somebody; of their place in a group.
READS_PEOPLE: dict[str, Callable[[Known], object]] = {
    "email": lambda one: one.address,
    "given_name": lambda one: one.person.given_name,
    "family_name": lambda one: one.person.family_name,
    "organisation": lambda one: one.mandates[0].seat.body.organisation.name,
    "seats": lambda one: " ; ".join(said(mandate) for mandate in one.mandates),
    "key": lambda one: str(one.person.pk),
}
READS_GROUPS: dict[str, Callable[[tuple[Known, Mandate]], object]] = {
    "group": lambda row: f"{row[1].seat.body.name}, {row[1].seat.body.organisation.name}",
    "body": lambda row: row[1].seat.body.name,
    "kind": lambda row: row[1].seat.body.get_kind_display(),
    "organisation": lambda row: row[1].seat.body.organisation.name,
    "email": lambda row: row[0].address,
    "given_name": lambda row: row[0].person.given_name,
    "family_name": lambda row: row[0].person.family_name,
    "seat": lambda row: row[1].seat.name,
    "last": lambda row: row[1].dates.last,
}
WORKSPACE_PEOPLE = Table(
    "espace-personnes",
    "Personnes de l’espace commun",
    tuple(Column(OF_PEOPLE[code], reads) for code, reads in READS_PEOPLE.items()),
)
WORKSPACE_GROUPS = Table(
    "espace-groupes",
    "Groupes de l’espace commun",
    tuple(
        Column(OF_GROUPS[code], reads, Kind.DAY if code == "last" else Kind.TEXT)
        for code, reads in READS_GROUPS.items()
    ),
)


def workspace_tables() -> tuple[Table, Table]:
    """Of people and of groups: the columns that the federation asks for, in its order, under its headers."""
    tool = bodies().workspace
    return under(WORKSPACE_PEOPLE, OF_PEOPLE, tool.people), under(WORKSPACE_GROUPS, OF_GROUPS, tool.groups)


def under(table: Table, known: Mapping[str, str], asked: Sequence[Told]) -> Table:
    if not asked:
        return table
    of = {column.name: column for column in table.columns}
    columns = tuple(replace(of[known[one.value]], name=one.header or known[one.value]) for one in asked)
    return replace(table, columns=columns)
