"""What the milestones of a transfer are: their names, their articles, what each asks. Pure.

A legal date never moves because nobody works that day: it is told, with the nearest day on which to do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kevread.common.periods import day_in_words
from kevread.common.verdicts import Severity
from kevread.statutes.rules.working_days import is_working, near, off


class Bound(StrEnum):
    LATEST = "latest"
    EARLIEST = "earliest"
    EXACT = "exact"


BOUNDS = {Bound.LATEST: "au plus tard", Bound.EARLIEST: "au plus tôt", Bound.EXACT: "ce jour"}


# Where each rule of the catalogue is written, in words; what an expert has still to confirm says so.
SOURCES = {
    "L1.3": "Loi du 1er juillet 1901, art. 5",
    "L1.10": "Statuts de chaque association",
    "L6.2": "Code du travail, art. L2414-1 ; les quinze jours sont à faire valider",
    "L6.3": "Code du travail, art. L2312-8",
    "L9.1": "Loi du 1er juillet 1901, art. 9 bis ; statuts",
    "L9.2": "Décret du 16 août 1901, art. 15-1 et suivants",
    "L9.3": "Décret du 16 août 1901, art. 15-3",
    "L9.4": "Décret du 16 août 1901, art. 15-4",
    "L9.5": "Décret 2015-1017",
    "L9.6": "Décret 2015-832 ; les trente jours sont à faire valider",
    "L9.7": "Loi du 1er juillet 1901, art. 9 bis",
    "L9.8": "Décret du 16 août 1901, art. 15-1 et suivants",
    "L9.9": "Loi du 1er juillet 1901, art. 9 bis",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """`rule` None: a custom, or a practice that no article of this catalogue tells. `is_chosen`: people choose the day, which
    may be a Sunday."""

    code: str
    name: str
    bound: Bound
    rule: str | None
    severity: Severity
    says: str
    is_chosen: bool = False

    @property
    def source(self) -> str:
        """What says it, in words; a custom is one.

        >>> KINDS["legal_notice"].source, KINDS["framing"].source
        ('Décret du 16 août 1901, art. 15-3', 'Usage')
        """
        return SOURCES[self.rule] if self.rule else "Usage"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of one transfer. `after`: those that law wants over before it, where they apply. `untold`: whether it applies
    hangs on what nobody said, and then `applies` is false."""

    kind: Kind
    date: date
    asks: str
    warning: str
    after: tuple[str, ...] = ()
    applies: bool = True
    untold: bool = False

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def concerns(self) -> str:
        return "à dire" if self.untold else "oui" if self.applies else "non"

    @property
    def when(self) -> str:
        """
        >>> milestone(KINDS["legal_notice"], date(2026, 5, 16)).when, milestone(KINDS["assembly"], date(2026, 5, 1)).when
        ('au plus tard le', 'le')
        """
        return "le" if self.kind.bound is Bound.EXACT else f"{BOUNDS[self.kind.bound]} le"

    @property
    def sentence(self) -> str:
        """Its day, and what it asks."""
        when = f"{self.when} {day_in_words(self.date)}."
        return f"{when[0].upper()}{when[1:]} {self.asks}"


def milestone(
    kind: Kind, day: date, *, added: str = "", after: tuple[str, ...] = (), applies: bool | None = True
) -> Milestone:
    """
    >>> milestone(KINDS["legal_notice"], date(2026, 5, 16)).warning
    'Le 16 mai 2026 est un samedi : la date légale ne bouge pas. Dernier jour ouvré pour s’y tenir : le 15 mai 2026.'
    >>> milestone(KINDS["assembly"], date(2026, 5, 16)).warning, milestone(KINDS["framing"], date(2026, 5, 16)).warning
    ('', '')
    """
    warning = ""
    if kind.rule and applies is not False and not kind.is_chosen and not is_working(day):
        warning = f"Le {day_in_words(day)} est {off(day)} : la date légale ne bouge pas."
        if kind.bound is Bound.LATEST:
            warning += f" Dernier jour ouvré pour s’y tenir : le {day_in_words(near(day, forward=False))}."
        if kind.bound is Bound.EARLIEST:
            warning += f" Premier jour ouvré : le {day_in_words(near(day, forward=True))}."
    asks = " ".join(part for part in (kind.says, added, warning) if part)
    return Milestone(kind, day, asks, warning, after, bool(applies), applies is None)


def kinds(*some: Kind) -> Mapping[str, Kind]:
    return {kind.code: kind for kind in some}


KINDS = kinds(
    Kind(
        "framing", "Cadrage et inventaires", Bound.LATEST, None, Severity.WARNING,
        "Inventaires, contrats, agréments, situation des personnes salariées : l’usage est de commencer six mois avant la "
        "première assemblée ; la loi n’en dit rien.",
    ),
    Kind(
        "works_council", "Consultation du CSE", Bound.LATEST, "L6.3", Severity.MAJOR,
        "La consultation du CSE s’ouvre assez tôt pour qu’il se prononce avant que les conseils arrêtent le projet.",
    ),
    Kind(
        "authorities", "Saisine des financeurs et des autorités", Bound.LATEST, "L9.9", Severity.WARNING,
        "Qui veut savoir si un agrément, une convention ou une habilitation se poursuit peut le demander ; nous proposons que "
        "ce soit avant que le projet soit arrêté, pour y joindre la copie.",
    ),
    Kind(
        "interim_accounts", "Situation comptable intermédiaire", Bound.EARLIEST, "L9.8", Severity.BLOCKING,
        "Elle est demandée si les derniers comptes ont plus de six mois quand le projet est arrêté ; elle a alors moins de "
        "trois mois.",
    ),
    Kind(
        "draft_adoption", "Les conseils arrêtent le projet", Bound.LATEST, "L9.2", Severity.BLOCKING,
        "Le conseil de chaque association arrête le projet de traité deux mois au moins avant la première assemblée.",
    ),
    Kind(
        "contribution_auditor", "Commissaire aux apports", Bound.LATEST, "L9.5", Severity.BLOCKING,
        "À partir de 1 550 000 € d’actifs, un·e commissaire aux apports fait un rapport, que les membres lisent avec les "
        "autres documents.",
    ),
    Kind(
        "legal_notice", "Avis légal", Bound.LATEST, "L9.3", Severity.BLOCKING,
        "Chaque association fait paraître un avis dans un support d’annonces légales du département de son siège, trente "
        "jours au moins avant la première assemblée.",
    ),
    Kind(
        "documents_available", "Documents à disposition des membres", Bound.LATEST, "L9.4", Severity.BLOCKING,
        "Les membres peuvent lire les documents trente jours au moins avant l’assemblée, et au plus tard le jour de l’avis "
        "légal.",
    ),
    Kind(
        "creditors", "Fin de l’opposition des créanciers", Bound.EXACT, "L9.6", Severity.MAJOR,
        "Les créanciers d’avant l’avis ont trente jours après sa parution pour s’opposer ; ce jour se compte d’un avis paru "
        "le dernier jour possible.",
    ),
    Kind(
        "protected_staff", "Personnes salariées protégées", Bound.LATEST, "L6.2", Severity.BLOCKING,
        "L’autorisation de transférer le contrat d’une personne protégée se demande à l’inspection du travail quinze jours au "
        "moins avant l’effet, et se reçoit avant lui.",
    ),
    Kind(
        "assembly_notice", "Convocation des assemblées", Bound.LATEST, "L1.10", Severity.BLOCKING,
        "La première assemblée se convoque dans le délai de ses statuts.",
    ),
    Kind(
        "assembly", "Assemblées", Bound.EXACT, "L9.1", Severity.BLOCKING,
        "Les assemblées des associations adoptent le même texte, aux conditions de leurs statuts.",
        is_chosen=True,
    ),
    Kind(
        "effective", "Effet du transfert", Bound.EXACT, "L9.7", Severity.INFORMATION,
        "Sauf autre jour au traité, l’apport prend effet à la dernière assemblée ; si l’association qui reçoit est créée pour "
        "cela, à la publication de sa déclaration au Journal officiel.",
        is_chosen=True,
    ),
    Kind(
        "filing", "Déclarations au greffe", Bound.LATEST, "L1.3", Severity.MAJOR,
        "Statuts, dirigeant·es et membres d’une union se déclarent au greffe des associations dans les trois mois de chaque "
        "assemblée ; ce jour se compte de la première.",
    ),
    Kind(
        "land_registry", "Publicité foncière", Bound.EARLIEST, None, Severity.MAJOR,
        "Si un immeuble est apporté, l’acte passe devant notaire et se publie au fichier immobilier sans attendre.",
    ),
    Kind(
        "switchover", "Bascule", Bound.EXACT, None, Severity.WARNING,
        "Paie et DSN, banque, assurances, baux, fournisseurs, financeurs, registre des traitements changent d’association : "
        "c’est l’usage.",
    ),
    Kind(
        "entries", "Écritures de l’apport", Bound.LATEST, None, Severity.MAJOR,
        "Les écritures de l’apport sont passées à la clôture, fonds dédiés transférés compris.",
    ),
)  # fmt: skip
