"""What is taken away from the seats: people, mandates, and those that end soon."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kevread.common.actor import Actor
from kevread.common.tables import Column, Kind, Table
from kevread.directory.models import Person
from kevread.seats.loader import OF_GROUPS, OF_PEOPLE, Told, bodies, families
from kevread.seats.models import Mandate
from kevread.seats.queries.addresses import Addresses
from kevread.seats.queries.cards import Known
from kevread.seats.queries.forecast import Month, Term


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody, and their address for whoever may take it away; with the mandate of the row, where it is of one."""

    person: Person
    address: str
    mandate: Mandate | None = None


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
