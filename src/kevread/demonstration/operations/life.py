"""Enter the invented life: one act for what an organisation enters on a day, and real verbs by people in between."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Refused
from kevread.common.facts import SCALES
from kevread.common.periods import Period
from kevread.demonstration.rules import Deed, Entry, Life, Lines, optional, optional_day, read_life, words
from kevread.directory.models import Affiliation, Capacity, Consent, Listing, Name, Organisation, Person
from kevread.directory.operations.checks import identified
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate, Seat, ZoneLead
from kevread.territory.models import Kind, Zone
from kevread.territory.rules import Row

from .story import do

ADDRESS = "kevread.example"  # a domain that nobody can have
PARIS = ZoneInfo("Europe/Paris")
FAMILY = "family:"


def is_there() -> bool:
    """Somebody sits somewhere: this federation has a life already."""
    return Mandate.objects.exists()


def email_of(given_name: str, family_name: str) -> str:
    """
    >>> email_of("Marie-Laure", "Le Hérissou")
    'marie-laure.le-herissou@kevread.example'
    """
    return f"{slugify(given_name)}.{slugify(family_name)}@{ADDRESS}"


def enter_life(*, folder: Path) -> int:
    """Enter everything that the folder says, all or nothing. Returns how many mandates there are.

    Only where the demonstration is on, and where nobody sits yet: never on a real federation. Raises Denied, Refused,
    or Invalid with the file and the line.
    """
    if not settings.KEVREAD_DEMONSTRATION:
        raise Denied("La vie inventée ne s’écrit que dans la démonstration, jamais dans une vraie fédération.")
    if not Organisation.objects.at_scale(*SCALES).exists():
        raise Refused("Aucune organisation n’est inscrite : lancez d’abord « prepare ».")
    if is_there():
        raise Refused("Des personnes siègent déjà dans cette fédération : rien n’a été ajouté.")
    bodies = dict(Body.objects.values_list("slug", "organisation__slug"))
    with transaction.atomic():
        Writer().write(read_life(folder, bodies))
    with connection.cursor() as cursor:
        cursor.execute("SELECT base_analyse()")  # so that the first pages are as fast as the following ones
    return Mandate.objects.count()


class Writer:
    """What the files name, looked up once: organisations and seats by their slug, people by their name."""

    def __init__(self) -> None:
        self.organisations = {row.slug: row for row in Organisation.objects.all()}
        seats = Seat.objects.select_related("body__organisation")
        self.seats = {(seat.body.slug, seat.title): seat for seat in seats}
        self.zones = {
            zone.code: zone for zone in Zone.objects.filter(kind__in=(Kind.EPCI, Kind.COMMUNE)).defer("outline", "icon")
        }
        self.people: dict[str, Person] = {}
        self.posts: dict[tuple[str, str], Mandate] = {}

    def write(self, life: Life) -> None:
        """Day after day: what is entered in the morning, then what people do."""
        waiting = list(life.deeds)
        for number, (entry, lines) in enumerate(life.entries.items()):
            while waiting and waiting[0].day < entry.day:
                self.do_next(waiting)
            self.enter(entry, lines, at(entry.day, 9, number))
        while waiting:
            self.do_next(waiting)

    def do_next(self, waiting: list[Deed]) -> None:
        deed = waiting.pop(0)
        do(deed, people=self.people, now=at(deed.day, 18, -len(waiting)))

    def enter(self, entry: Entry, lines: Lines, now: datetime) -> None:
        about = self.organisations[entry.organisation]
        with act("demonstration.enter_registers", actor=SYSTEM, about=about, now=now, arguments=lines.counts()):
            self.enter_people(lines.people)
            self.enter_structures(lines.structures)
            self.identify(lines.identities)
            Keeping.objects.bulk_create(
                Keeping(organisation=about, register=register, period=since(row.day("since")))
                for row in lines.registers
                for register in words(row, "registers")
            )
            Mandate.objects.bulk_create(self.mandate(row) for row in lines.mandates)
            ZoneLead.objects.bulk_create(self.lead(row) for row in lines.leads)

    def enter_people(self, rows: Iterable[Row]) -> None:
        people, consents = [], []
        for row in rows:
            given, family = row.text("given_name"), row.text("family_name")
            person = Person(given_name=given, family_name=family, email=email_of(given, family))
            self.people[str(person)] = person
            people.append(person)
            period = since(row.day("recorded"))
            consents += [Consent(person=person, what=what, period=period) for what in words(row, "shows")]
        Person.objects.bulk_create(people)
        Consent.objects.bulk_create(consents)

    def enter_structures(self, rows: Iterable[Row]) -> None:
        """Organisations of no scale: who are members, who fund."""
        structures, names, affiliations, capacities, listings = [], [], [], [], []
        for row in rows:
            period = since(row.day("since"))
            structure = Organisation(
                slug=row.text("slug"),
                name=row.text("name"),
                legal_form=row.text("legal_form"),
                locality=row.text("locality"),
                reach=optional(row, "reach"),
                period=period,
            )
            self.organisations[structure.slug] = structure
            structures.append(structure)
            names.append(Name(organisation=structure, kind=Name.Kind.STATUTORY, text=structure.name, period=period))
            for membership in words(row, "member_of"):
                of, _, college = membership.partition(":")
                affiliations.append(
                    Affiliation(member=structure, of=self.organisation(row, of), college=college, period=period)
                )
            if activity := optional(row, "shown"):
                town = Zone.objects.filter(kind=Kind.COMMUNE, name=structure.locality).first()
                said = {"activity": activity, "commune": town, "agreed_by": "La présidence, par courriel"}
                listings.append(Listing(organisation=structure, period=since(row.day("recorded")), **said))
            capacities += [
                Capacity(organisation=structure, kind=kind, period=period) for kind in words(row, "capacities")
            ]
        Organisation.objects.bulk_create(structures)
        Name.objects.bulk_create(names)
        Affiliation.objects.bulk_create(affiliations)
        Capacity.objects.bulk_create(capacities)
        Listing.objects.bulk_create(listings)

    def identify(self, rows: Iterable[Row]) -> None:
        for row in rows:
            organisation = self.organisation(row, row.text("organisation"))
            numbers = identified(optional(row, "siren"), "", optional(row, "rna"))
            organisation.siren, organisation.rna = numbers["siren"], numbers["rna"]
            organisation.locality = row.text("locality")
            organisation.save(update_fields=["siren", "rna", "locality"])

    def mandate(self, row: Row) -> Mandate:
        seat = self.seats.get((row.text("body"), row.text("seat")))
        if seat is None:
            raise row.wrong(f"le siège « {row.text('seat')} » n’existe pas dans « {row.text('body')} ».")
        on_behalf = optional(row, "for")
        is_family = on_behalf.startswith(FAMILY)
        mandate = Mandate(
            seat=seat,
            person=self.person(row),
            represents=self.organisation(row, on_behalf) if on_behalf and not is_family else None,
            family=on_behalf.removeprefix(FAMILY) if is_family else "",
            period=as_range(Period.through(row.day("first"), optional_day(row, "last"))),
            origin=row.text("origin"),
        )
        if seat.title == "delegate":
            self.posts[row.text("person"), row.text("body")] = mandate
        return mandate

    def lead(self, row: Row) -> ZoneLead:
        post = self.posts.get((row.text("person"), row.text("body")))
        zone = self.zones.get(row.text("zone"))
        if post is None or zone is None:
            raise row.wrong("le poste de délégué·e ou le territoire n’existe pas.")
        return ZoneLead(
            mandate=post, zone=zone, period=as_range(Period.through(row.day("first"), optional_day(row, "last")))
        )

    def person(self, row: Row) -> Person:
        name = row.text("person")
        if name not in self.people:
            raise row.wrong(f"« {name} » n’est pas encore dans l’annuaire ce jour-là.")
        return self.people[name]

    def organisation(self, row: Row, slug: str) -> Organisation:
        if slug not in self.organisations:
            raise row.wrong(f"l’organisation « {slug} » n’est pas dans l’annuaire.")
        return self.organisations[slug]


def since(start: date) -> DateRange:
    return as_range(Period(start))


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour), PARIS) + timedelta(minutes=minute)
