"""What is committed for some years: known amounts only, from rooms below and, where they answer, from rooms above."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, Sum

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.dues.models import KEEPS_DUES, Due
from kevread.ledgers.asks import COMMITTED, Committed, Years
from kevread.ledgers.queries.charges import Charges, employer_charges
from kevread.ledgers.rules.months import paid_monthly, part_of
from kevread.staff.models import EMPLOYS, Contract, Terms

__all__ = ["Committed", "committed_of"]

MEMBERSHIP = "628"  # what one pays as a member: 6281, in the chart of associations


def committed_of(
    organisation: Organisation, years: Years, actor: Actor
) -> dict[int, tuple[list[Committed], list[str]]]:
    """By year, what is known, and what is known to be unknown, among what this person may read. In a number of queries that
    does not grow with the years."""
    found: dict[int, tuple[list[Committed], list[str]]] = {year: ([], []) for year in years}
    for one in (dues_called, paid_staff, *COMMITTED) if years else ():
        for year, row in one(organisation, years, actor):
            known, unknown = found[year]
            if isinstance(row, str):
                unknown.append(row)
            elif row.cents:
                known.append(row)
    return found


def dues_called(organisation: Organisation, years: Years, actor: Actor) -> Iterable[tuple[int, Committed | str]]:
    """What members were called for each year; what this organisation was called as a member of another. One query."""
    if not actor.is_system and actor.hat_for(KEEPS_DUES, organisation.pk) is None:
        unread = "Les cotisations appelées ne se lisent que par qui les tient : elles ne sont pas comptées ici."
        return [(year, unread) for year in years]
    ours = Q(organisation=organisation) | Q(affiliation__member=organisation)
    rows = Due.objects.standing().filter(ours, year__in=years).values("year", "organisation", "organisation__slug")
    rows = rows.annotate(sum=Sum("cents"), name=F("organisation__name")).order_by("year", "organisation__slug")
    found = []
    for one in rows:
        year, slug = one["year"], one["organisation__slug"]
        if one["organisation"] == organisation.pk:
            found.append((year, Committed("756", "", f"Cotisations appelées pour {year}", one["sum"], "dues:dues")))
        else:
            told = f"Cotisation de {year}, {one['name']}"
            found.append((year, Committed(MEMBERSHIP, "", told, one["sum"], "dues:ours", at=slug)))
    return found


def paid_staff(organisation: Organisation, years: Years, actor: Actor) -> Iterable[tuple[int, Committed | str]]:
    """The gross salaries of the contracts of each year, month by month, where they are written; what the employer pays beside
    them, at the part of them that is decided for the last day of the year. Two queries."""
    standing = Contract.objects.visible_to(actor).standing().filter(employer=organisation)
    days = Period.through(min(first for first, _ in years.values()), max(last for _, last in years.values()))
    rows = Terms.objects.visible_to(actor).filter(contract__in=standing).touching(days)
    cents, unsaid = Counter[int](), defaultdict[int, set[UUID]](set)
    for one in rows.select_related("contract"):
        for year, (first, last) in years.items():
            after = last + timedelta(days=1)
            start = max(one.dates.start or first, first)
            end = min(one.dates.end or after, one.contract.dates.end or after, after)
            if start >= end:
                continue
            if one.salary is None:
                unsaid[year].add(one.contract_id)
            else:
                cents[year] += paid_monthly(one.salary, start, end)
    told: list[tuple[int, Committed | str]] = []
    charges = employer_charges() if any(cents.values()) else Charges()
    for year, (_, last) in years.items():
        told.append((year, Committed("641", "", "Salaires bruts des contrats", cents[year], "staff:contracts")))
        if many := len(unsaid[year]):
            said = "Un contrat n’a pas" if many == 1 else f"{many} contrats n’ont pas"
            told.append((year, f"{said} de salaire inscrit."))
        if cents[year] and (rate := charges.on(last)) is not None:
            told.append(
                (year, Committed("645", "", charges.label(rate), part_of(cents[year], rate), "staff:contracts"))
            )
        elif cents[year]:
            said = "Les cotisations sociales de l’employeur ne sont pas comptées dans ce qui est engagé"
            told.append((year, f"{said}{charges.undecided}."))
        elif not actor.is_system and actor.hat_for(EMPLOYS, organisation.pk) is None:
            said = "Les salaires ne se lisent que par qui emploie ici : ils ne sont pas comptés dans ce qui est engagé."
            told.append((year, said))
    return told
