"""What is taken away from the seats: people, mandates, and those that end soon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Actor
from kevread.common.tables import Column, Kind, Table
from kevread.directory.models import Person
from kevread.seats.loader import families
from kevread.seats.models import Mandate
from kevread.seats.queries.addresses import Addresses
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
