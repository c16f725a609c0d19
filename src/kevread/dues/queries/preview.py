"""What would be called for a year, line by line, before anything is written."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from kevread.common.facts import GROUPING, HEAD
from kevread.common.money import euros
from kevread.directory.models import Affiliation, Organisation, Reach
from kevread.dues.models import Bracket, Due, Measure, Tariff
from kevread.dues.rules import rank_of

from .elsewhere import article_of_local_dues, joined_a_local


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one member would owe, and why; or why it would owe nothing yet (`problem`)."""

    affiliation: Affiliation
    bracket: Bracket | None = None
    why: str = ""
    problem: str = ""
    rule: str = ""  # the article that says so
    due: Due | None = None  # what is owed already

    @property
    def cents(self) -> int:
        return self.bracket.cents if self.bracket else 0


@dataclass(slots=True)
class Preview:
    """`lines` would be written; `aside` would not, each with its reason; `called`: members that owe already, by
    the membership that they have."""

    tariff: Tariff | None
    lines: list[Proposal] = field(default_factory=list)
    aside: list[Proposal] = field(default_factory=list)
    called: int = 0

    @property
    def total(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def mark(self) -> str:
        """The same while the same would be written."""
        said = [f"{line.affiliation.pk}:{line.bracket and line.bracket.pk}" for line in self.lines]
        return sha256("\n".join(sorted(said)).encode()).hexdigest()[:32]


def tariff_on(organisation: Organisation, on: date) -> Tariff | None:
    """The tariff in force that day; None: nobody decided one."""
    rows = Tariff.objects.standing().on(on).filter(organisation=organisation)
    found: Tariff | None = rows.select_related("organisation", "decided_by__decision").first()
    return found


def brackets_of(tariff: Tariff) -> list[Bracket]:
    rows = list(tariff.brackets.order_by("rank"))
    for one in rows:
        one.tariff = tariff
    return rows


def preview(organisation: Organisation, year: int, on: date) -> Preview:
    """Every member of that day that owes nothing yet for that year, by name. Six queries, whatever their number."""
    tariff = tariff_on(organisation, on)
    if tariff is None:
        return Preview(None)
    brackets = brackets_of(tariff)
    rows = list(
        Affiliation.objects.on(on)
        .filter(of=organisation)
        .select_related("member", "of")
        .order_by("member__search", "pk")
    )
    already = {due.affiliation.member_id: due for due in called_for(organisation, year)}
    measures: dict[UUID, Measure] = {}
    known = Measure.objects.filter(affiliation__in=[row.pk for row in rows], kind=tariff.basis, year__lte=year)
    for one in known.order_by("year"):
        measures[one.affiliation_id] = one
    theirs = kept_by_locals(organisation, rows, on)
    found = Preview(tariff)
    for row in rows:
        if (due := already.get(row.member_id)) is None:
            line = theirs.get(row.pk) or proposed(row, tariff, brackets, measures.get(row.pk))
        elif due.affiliation_id == row.pk:
            found.called += 1
            continue
        else:
            line = Proposal(
                row, problem=f"Appelé déjà pour {year}, par une adhésion d’avant : {due.reference}.", due=due
            )
        (found.aside if line.problem else found.lines).append(line)
    return found


def called_for(organisation: Organisation, year: int) -> QuerySet[Due]:
    """What members owe it for that year, by whichever of their memberships: one that ended and began again, in another college
    or after leaving, owes once."""
    rows: QuerySet[Due] = Due.objects.standing().filter(organisation=organisation, year=year)
    return rows.select_related("affiliation")


def kept_by_locals(organisation: Organisation, rows: list[Affiliation], on: date) -> dict[UUID, Proposal]:
    """Those whose dues an article leaves to the local organisation that they joined: neither a grouping nor the head asks them.
    One query, none where no article says so."""
    rule = article_of_local_dues() if organisation.scale in (GROUPING, HEAD) else ""
    if not rule:
        return {}
    locals_of = joined_a_local([row.member_id for row in rows], on)
    found = {}
    for row in rows:
        where = locals_of.get(row.member_id)
        if where and row.member.reach == Reach.LOCAL:
            said = f"Sa cotisation locale est reçue par {where.name}."
            found[row.pk] = Proposal(row, problem=said, rule=rule)
        elif where and not row.member.reach:
            said = f"Son échelle d’action n’est pas dite : locale, sa cotisation est reçue par {where.name}."
            found[row.pk] = Proposal(row, problem=said, rule=rule)
    return found


def proposed(row: Affiliation, tariff: Tariff, brackets: list[Bracket], measure: Measure | None) -> Proposal:
    """The line of one member."""
    asked = [one.asked for one in brackets]
    rank = rank_of(tariff.basis, asked, row.member.legal_form, measure.value if measure else None)
    if rank is not None:
        return Proposal(row, brackets[rank], why_of(tariff, brackets[rank], measure))
    if tariff.basis == Tariff.Basis.FORM:
        form = row.member.get_legal_form_display()
        said = (
            f"le barème ne dit rien de sa famille, {form.lower()}" if form else "sa forme juridique n’est pas inscrite"
        )
        return Proposal(row, problem=f"{said}.".capitalize())
    what = "Son budget n’est pas dit." if tariff.basis == Tariff.Basis.BUDGET else "Son effectif n’est pas dit."
    return Proposal(row, problem=what)


def why_of(tariff: Tariff, bracket: Bracket, measure: Measure | None) -> str:
    """« Budget de 2025 : 62 000 €, tranche à partir de 50 000 € »."""
    if measure is None:
        return bracket.words.capitalize()
    value = euros(measure.value) if tariff.basis == Tariff.Basis.BUDGET else str(measure.value)
    what = "Budget" if tariff.basis == Tariff.Basis.BUDGET else "Effectif"
    return f"{what} de {measure.year} : {value}, {bracket.words}"
