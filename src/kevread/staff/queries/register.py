"""The register of the staff of an employer, in the order of hiring, for those who may read it; and what its contracts lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Hosted, Identity, Terms
from kevread.staff.papers import Entry, Guest, StaffRegister
from kevread.staff.permissions import employers
from kevread.staff.rules.pay import least


@dataclass(frozen=True, slots=True)
class Line:
    """A contract, what is agreed that day (or at its end), and what the register must say of the person."""

    contract: Contract
    terms: Terms | None
    identity: Identity | None
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
        if self.terms is not None and self.terms.share < 100:
            words.append("temps partiel")
        return ", ".join(words)

    @property
    def least(self) -> int | None:
        """The least that the agreement asks that day, in cents; nothing where it says none, or no coefficient is known."""
        known = framework().agreements.get(self.contract.agreement)
        value = known.value_on(self.on) if known else None
        if known is None or value is None or self.terms is None or self.terms.coefficient is None:
            return None
        seniority = self.contract.seniority_from
        return least(value, known.base, self.terms.coefficient, self.terms.share, seniority, self.on, self.terms.points)

    @property
    def missing(self) -> int:
        """What is lacking to reach it, in cents each month; 0 where nothing is, or where nobody wrote the pay."""
        if self.is_over or self.terms is None or self.terms.salary is None or (asked := self.least) is None:
            return 0
        return max(0, asked - self.terms.salary)


def register_of(employer: Organisation, actor: Actor, on: date) -> list[Line]:
    """In the order of hiring; those who left stay. Two queries, and one for who is entrusted."""
    rows = Contract.objects.visible_to(actor, employers(actor, on)).filter(
        employer=employer, period__startswith__lte=on
    )
    lines = lines_of(rows.order_by("period", "pk").select_related("person", "signatory", "identity"), on)
    for line in lines:
        line.contract.employer = employer
    return lines


def hosted_by(employer: Organisation, actor: Actor, on: date) -> list[Hosted]:
    """Its trainees and volunteers, in the order in which they came; those who left stay. A query, and one for who is
    entrusted."""
    rows = Hosted.objects.visible_to(actor, employers(actor, on)).filter(employer=employer, period__startswith__lte=on)
    return list(rows.select_related("tutor").order_by("period", "pk"))


def register_paper(employer: Organisation, actor: Actor, on: date) -> StaffRegister:
    """The same on paper, under the columns of the labour code."""
    lines = register_of(employer, actor, on)
    return StaffRegister(
        letterhead=letterhead(employer, on),
        on=on,
        entries=tuple(entry(number, one) for number, one in enumerate(lines, start=1)),
        hosted=tuple(guest(number, one) for number, one in enumerate(hosted_by(employer, actor, on), start=1)),
    )


def entry(number: int, one: Line) -> Entry:
    said, person = one.identity, one.contract.person
    return Entry(
        number=number,
        name=f"{person.family_name} {person.given_name}",
        nationality=said.nationality if said else "",
        born_on=said.born_on if said else None,
        sex=said.get_sex_display() if said else "",
        occupation=one.contract.occupation,
        qualification=f"Groupe {one.terms.group}" if one.terms and one.terms.group else "",
        entered_on=one.contract.dates.start,
        left_on=one.contract.dates.last,
        permit=said.permit if said else "",
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


def lines_of(contracts: Iterable[Contract], on: date) -> list[Line]:
    """Each with what was last agreed by that day. A query, and one for each whose mentions were not read with it."""
    rows = list(contracts)
    terms: dict[object, Terms] = {}
    agreed = Terms.objects.filter(contract__in=[one.pk for one in rows], period__startswith__lte=on)
    for one in agreed.order_by("period"):
        terms[one.contract_id] = one
    return [Line(one, terms.get(one.pk), getattr(one, "identity", None), on) for one in rows]
