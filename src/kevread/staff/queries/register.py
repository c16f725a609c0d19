"""The register of the staff of an employer, in the order of hiring, for those who may read it; and what its contracts lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Identity, Terms
from kevread.staff.papers import Entry, StaffRegister
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
    """In the order of hiring; those who left stay. Three queries, and one for who is entrusted."""
    rows = Contract.objects.visible_to(actor, employers(actor, on)).filter(
        employer=employer, period__startswith__lte=on
    )
    return lines_of(
        rows.order_by("period", "pk").select_related("person", "employer", "signatory", "continues__continues"), on
    )


def register_paper(employer: Organisation, actor: Actor, on: date) -> StaffRegister:
    """The same on paper, under the columns of the labour code."""
    lines = register_of(employer, actor, on)
    return StaffRegister(
        letterhead=letterhead(employer, on),
        on=on,
        entries=tuple(entry(number, one) for number, one in enumerate(lines, start=1)),
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


def lines_of(contracts: Iterable[Contract], on: date) -> list[Line]:
    """Each with what was last agreed by that day. Two queries."""
    rows = list(contracts)
    keys = [one.pk for one in rows]
    terms: dict[object, Terms] = {}
    for one in Terms.objects.filter(contract__in=keys, period__startswith__lte=on).order_by("period"):
        terms[one.contract_id] = one
    identities = {one.contract_id: one for one in Identity.objects.filter(contract__in=keys)}
    return [Line(one, terms.get(one.pk), identities.get(one.pk), on) for one in rows]
