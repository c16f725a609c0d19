"""The accounts that the law asks to publish, for the room where that is said done (L4.1)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.periods import day_in_words
from kevread.filings.asks import Publishable
from kevread.finance.queries.approved import Approved, approved, type_of_accounts
from kevread.finance.queries.decided import limits
from kevread.finance.queries.years import Year, years_back
from kevread.journal.memory import Memory

ABOVE, PUBLISHED = "L4.1.subsidies_euros", "L4.1.publication_months"
KNOWN = Memory[list[Publishable]](5_000, lambda found: 1 + len(found))


def to_publish(organisations: Collection[UUID], on: date) -> list[Publishable]:
    """Of the last year that is closed; of the one before, what is sure: the next closes before what is late is forgotten. Once
    in a state of the tables, some twelve queries."""
    asked = frozenset(organisations)
    return KNOWN.once((on, asked), lambda: read(asked, on))


def read(organisations: Collection[UUID], on: date) -> list[Publishable]:
    above, months = limits(on, ABOVE, PUBLISHED)
    found = []
    for is_last, years in zip((True, False), years_back(on, organisations, 1, 2), strict=True):
        told = approved(years, on, type_of_accounts())
        rows = (publishable(year, told[key], above, months) for key, year in years.items())
        found += [one for one in rows if one is not None and (is_last or one.is_sure)]
    return found


def publishable(year: Year, told: Approved, above: int, months: int) -> Publishable | None:
    """None where nothing is to be published: too little public money, no approval yet, or said published with the figures,
    before filings told it. No sum is told: whoever reads filings does not all read money."""
    asked, is_told = year.exceeds(above), year.published_on is not None and year.filed is None
    if asked is False or is_told or (told.first is None and told.is_whole):
        return None
    if asked:
        known = ["Plus de subventions publiques que le seuil de l’article L4.1, selon les financements inscrits ici."]
    else:
        known = ["Les financements ne sont pas tenus ici depuis le premier jour de l’exercice : le seuil est inconnu."]
    if told.on:
        known.append(f"Comptes approuvés le {day_in_words(told.on)}, selon le registre des décisions.")
        known.append(f"Délai : {months} mois après leur approbation (article L4.1).")
    elif told.others:
        known.append(f"Une décision du {day_in_words(told.others[0])} approuve des comptes sans dire de quel exercice.")
    else:
        known.append("Le registre des décisions n’est pas tenu ici depuis la clôture : l’approbation est inconnue.")
    by = told.last(months) if told.on else None
    return Publishable(year.organisation, year.closed_on, by, bool(asked and told.on), tuple(known))
