"""The register of the staff of an employer, in the order of hiring, for those who may read it; and what its contracts lack."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from kevread.common.actor import Actor
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Hosted, Identity, Placed
from kevread.staff.papers import Entry, Guest, StaffRegister
from kevread.staff.permissions import employers
from kevread.staff.rules.pay import least

from .asked import among


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person, by the name that the register says."""

    given_name: str
    family_name: str

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Hired:
    """A contract, as the register says it."""

    person: Somebody
    signatory: Somebody | None
    pk: UUID
    person_id: UUID
    kind: str
    occupation: str
    agreement: str
    agreement_said_on: date | None
    period: DateRange
    seniority_from: date
    trial_end: date | None
    continues_id: UUID | None
    end_reason: str

    @property
    def dates(self) -> Period:
        return Period.of(self.period)

    @property
    def nature(self) -> str:
        return Contract.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was last agreed of time and pay."""

    share: int
    group: str
    coefficient: int | None
    points: int
    salary: int | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the register must say of the person."""

    nationality: str
    born_on: date
    sex: str
    permit: str
    authorised_as: str
    authorised_on: date | None

    @property
    def gender(self) -> str:
        return Identity.Sex(self.sex).label

    @property
    def authorised(self) -> str:
        """What the administration allowed, or was asked, and the day."""
        if not self.authorised_as or self.authorised_on is None:
            return ""
        return f"{Identity.Authorised(self.authorised_as).label} du {day_in_words(self.authorised_on)}"


@dataclass(frozen=True, slots=True)
class Line:
    """A contract, what is agreed that day (or at its end), and what the register must say of the person."""

    contract: Hired
    terms: Agreed | None
    identity: Mentions | None
    on: date

    @property
    def is_over(self) -> bool:
        end = self.contract.dates.end
        return end is not None and end <= self.on

    @property
    def is_annulled(self) -> bool:
        return self.contract.end_reason == Contract.EndReason.MISTAKE

    @property
    def state(self) -> str:
        if self.is_annulled:
            return "Annulé : erreur de saisie"
        if self.is_over:
            return "Parti·e"
        start = self.contract.dates.start
        return "À venir" if start and start > self.on else "En poste"

    @property
    def notes(self) -> str:
        """The words that the register must carry, by the contract (D1221-23)."""
        words = []
        if self.contract.kind == Contract.Kind.CDD:
            words.append("contrat à durée déterminée")
        if self.contract.kind == Contract.Kind.APPRENTICESHIP:
            words.append("apprenti")
        if self.contract.kind == Contract.Kind.PROFESSIONAL:
            words.append("contrat de professionnalisation")
        if self.terms is not None and self.terms.share < 100:
            words.append("temps partiel")
        return ", ".join(words)

    @property
    def least(self) -> int | None:
        """The least that the agreement asks that day, in cents; nothing where it says none, or no coefficient is known."""
        known = framework().agreements.get(self.contract.agreement)
        value = known.value_on(self.on) if known else None
        if known is None or value is None or self.terms is None or (coefficient := self.terms.coefficient) is None:
            return None
        terms, since = self.terms, self.contract.seniority_from
        more = known.seniority_on(self.on)
        return least(value, known.base, coefficient, terms.share, since, self.on, terms.points, more)

    @property
    def missing(self) -> int:
        """What is lacking to reach it, in cents each month; 0 where nothing is, or where nobody wrote the pay."""
        if self.is_over or self.terms is None or self.terms.salary is None or (asked := self.least) is None:
            return 0
        return max(0, asked - self.terms.salary)


def register_of(employer: Organisation, actor: Actor, on: date) -> list[Line]:
    """In the order of hiring; those who left stay. A query, and one for who is entrusted."""
    rows = Contract.objects.visible_to(actor, employers(actor, on)).filter(
        employer=employer, period__startswith__lte=on
    )
    return lines_of(rows, on)


def hosted_by(employer: Organisation, actor: Actor, on: date) -> list[Hosted]:
    """Its trainees and volunteers, in the order in which they came; those who left stay. A query, and one for who is
    entrusted."""
    rows = Hosted.objects.visible_to(actor, employers(actor, on)).filter(employer=employer, period__startswith__lte=on)
    return list(rows.select_related("tutor").order_by("period", "pk"))


def placed_at(employer: Organisation, actor: Actor, on: date) -> list[Placed]:
    """Those whom another employs and places there, in the order in which they came; those who left stay. A query, and one for
    who is entrusted."""
    rows = Placed.objects.visible_to(actor, employers(actor, on)).filter(employer=employer, period__startswith__lte=on)
    return list(rows.order_by("period", "pk"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the register: a contract, or somebody whom another places there. `agreement`, `signatory`: of a contract."""

    family_name: str
    given_name: str
    entry: Entry
    agreement: str = ""
    signatory: str = ""


def listed(employer: Organisation, actor: Actor, on: date) -> list[Listed]:
    """Both, in the order in which they came (L1221-13)."""
    lines: list[Line | Placed] = [*register_of(employer, actor, on), *placed_at(employer, actor, on)]
    lines.sort(key=lambda one: (one.contract if isinstance(one, Line) else one).dates.start or date.min)
    return [
        of_contract(number, one) if isinstance(one, Line) else of_placed(number, one)
        for number, one in enumerate(lines, 1)
    ]


def of_contract(number: int, one: Line) -> Listed:
    person, agreement = one.contract.person, one.contract.agreement if one.contract.agreement_said_on else ""
    signatory = str(one.contract.signatory) if one.contract.signatory else ""
    return Listed(person.family_name, person.given_name, entry(number, one), agreement, signatory)


def of_placed(number: int, one: Placed) -> Listed:
    return Listed(
        one.family_name,
        one.given_name,
        Entry(
            number=number,
            name=f"{one.family_name} {one.given_name}",
            nationality=one.nationality,
            born_on=one.born_on,
            sex=one.get_sex_display(),
            occupation=one.occupation,
            qualification=one.qualification,
            entered_on=one.dates.start,
            left_on=one.dates.last,
            permit=one.permit,
            notes=f"{PLACED_AS[one.kind]} {one.provider}, {one.provider_address}",
            is_annulled=one.end_reason == Placed.EndReason.MISTAKE,
        ),
    )


# The words that the register must carry, before the name and the address of whoever employs (D1221-23).
PLACED_AS: dict[str, str] = {
    Placed.Kind.TEMPORARY: "salarié temporaire :",
    Placed.Kind.GROUP: "mis à disposition par un groupement d’employeurs :",
}


def register_paper(employer: Organisation, actor: Actor, on: date) -> StaffRegister:
    """The same on paper, under the columns of the labour code."""
    return StaffRegister(
        letterhead=letterhead(employer, on),
        on=on,
        entries=tuple(one.entry for one in listed(employer, actor, on)),
        hosted=tuple(guest(number, one) for number, one in enumerate(hosted_by(employer, actor, on), start=1)),
    )


def entry(number: int, one: Line) -> Entry:
    said, person = one.identity, one.contract.person
    return Entry(
        number=number,
        name=f"{person.family_name} {person.given_name}",
        nationality=said.nationality if said else "",
        born_on=said.born_on if said else None,
        sex=said.gender if said else "",
        occupation=one.contract.occupation,
        qualification=f"Groupe {one.terms.group}" if one.terms and one.terms.group else "",
        entered_on=one.contract.dates.start,
        left_on=one.contract.dates.last,
        permit=said.permit if said else "",
        authorised=said.authorised if said else "",
        notes=one.notes,
        is_annulled=one.is_annulled,
    )


def guest(number: int, one: Hosted) -> Guest:
    return Guest(
        number=number,
        name=f"{one.family_name} {one.given_name}",
        kind=one.get_kind_display(),
        first=one.dates.start,
        last=one.dates.last,
        tutor=f"{one.tutor.family_name} {one.tutor.given_name}",
        place=one.place,
        is_annulled=one.end_reason == Hosted.EndReason.MISTAKE,
    )


# A contract, whom it is of and who signed it, what was last agreed by that day, what the register must say: one row. Written by
# hand: Django takes longer to make this question, and objects of its answer, than PostgreSQL to answer it (`bench/staff.py`).
LINES = """
SELECT staff_contract.id, staff_contract.person_id, staff_contract.kind, staff_contract.occupation, staff_contract.agreement,
    staff_contract.agreement_said_on, staff_contract.period, staff_contract.seniority_from,
    staff_contract.trial_end, staff_contract.continues_id, staff_contract.end_reason,
    n.given_name, n.family_name, g.id, g.given_name, g.family_name,
    t.id, t.share, t."group", t.coefficient, t.points, t.salary,
    i.id, i.nationality, i.born_on, i.sex, i.permit, i.authorised_as, i.authorised_on
FROM staff_contract
JOIN directory_person n ON n.id = staff_contract.person_id
LEFT JOIN directory_person g ON g.id = staff_contract.signatory_id
LEFT JOIN staff_identity i ON i.contract_id = staff_contract.id
LEFT JOIN LATERAL (
    SELECT * FROM staff_terms s WHERE s.contract_id = staff_contract.id AND lower(s.period) <= %s::date
    ORDER BY s.period DESC LIMIT 1
) t ON true
WHERE {those}
ORDER BY staff_contract.period, staff_contract.id
"""


def lines_of(contracts: QuerySet[Contract], on: date) -> list[Line]:
    """Each with what was last agreed by that day, those that begin first before. A query."""
    return [line_of(row, on) for row in among(contracts, LINES, on)]


def line_of(row: tuple[Any, ...], on: date) -> Line:
    """Of the columns of `LINES`."""
    given, family, signatory, *signed = row[11:16]
    terms, identity = row[16:22], row[22:]
    hired = Hired(Somebody(given, family), Somebody(*signed) if signatory else None, *row[:11])
    return Line(hired, Agreed(*terms[1:]) if terms[0] else None, Mentions(*identity[1:]) if identity[0] else None, on)


def line_on(contract: Contract, on: date) -> Line:
    """That of one contract."""
    (line,) = lines_of(Contract.objects.filter(pk=contract.pk), on)
    return line
