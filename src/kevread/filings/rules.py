"""What is declared, on which form, within what time, and how that stands on a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.periods import add_months

NEAR = timedelta(days=31)  # before its last day, what is due is due soon


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that is declared: on which form, by which article of the law, the setting of its delay in months (none: the
    article says no delay); what the form asks beside. `told`: nobody can see it from what is kept here, somebody says it.
    `place`: where it is filed; `at`: what its day is."""

    slug: str
    label: str
    form: str
    rule: str
    months: str = ""
    asks: tuple[str, ...] = ()
    told: bool = True
    place: str = "au greffe des associations"
    at: str = "le"

    @property
    def is_accounts(self) -> bool:
        """They are published, and nobody else is bound by it nor freed of it."""
        return self.slug == "accounts"


STATUTES_SIGNED = "Les statuts à jour, datés et signés par deux dirigeant·es au moins."
DELIBERATION = "Un extrait de la délibération qui l’a décidé."
KINDS: Mapping[str, Kind] = {
    one.slug: one
    for one in (
        Kind(
            "officers", "Changement de dirigeant·es", "13971", "L1.3", "L1.3.declaration_months",
            ("Un extrait du procès-verbal de l’élection.",
             "La nationalité, la profession et l’adresse de chaque dirigeant·e : Kevread ne les garde pas."),
            told=False,
        ),
        Kind("articles", "Modification des statuts", "13972", "L1.4", "L1.4.declaration_months",
             (STATUTES_SIGNED, DELIBERATION, "Le choix de publier, ou non, au Journal officiel."), told=False),
        Kind("address", "Changement d’adresse, ou d’établissement", "13971", "L1.3", "L1.3.declaration_months",
             (DELIBERATION,)),
        Kind("seat", "Changement de siège, de titre ou d’objet", "13972", "L1.4", "L1.4.declaration_months",
             (STATUTES_SIGNED, DELIBERATION)),
        Kind("estate", "Immeuble acquis ou cédé", "13970", "L1.6", "L1.6.declaration_months",
             (DELIBERATION, "Les conditions de l’acquisition ou de la cession.")),
        Kind("creation", "Création", "13973", "L1.7", "",
             ("Les statuts, datés et signés par deux dirigeant·es au moins.",
              "Un extrait du procès-verbal de l’assemblée constitutive.",
              "Le justificatif du siège.")),
        Kind("accounts", "Publication des comptes", "", "L4.1", "",
             ("Les comptes annuels approuvés : bilan, compte de résultat, annexe.",
              "Le rapport de la ou du commissaire aux comptes."),
             told=False, place="en ligne, au Journal officiel", at="exercice clos le"),
    )
}  # fmt: skip
MEMBERS = Kind(
    "members", "Entrée ou départ d’une association membre", "13969", "L1.5", "L1.5.declaration_months", told=False
)


def due_by(happened_on: date, months: int | None) -> date | None:
    """The last day to declare; none where no delay is known.

    >>> due_by(date(2026, 11, 30), 3).isoformat(), due_by(date(2026, 11, 30), None)
    ('2027-02-28', None)
    """
    return None if months is None else add_months(happened_on, months)


def standing(by: date | None, is_filed: bool, on: date) -> str:
    """« filed », « late », « soon » or « due »; the last day is in time.

    >>> last = date(2026, 11, 24)
    >>> [standing(last, False, day) for day in (date(2026, 10, 23), date(2026, 10, 24), last, date(2026, 11, 25))]
    ['due', 'soon', 'soon', 'late']
    >>> standing(last, True, date(2027, 1, 1)), standing(None, False, last)
    ('filed', 'due')
    """
    if is_filed:
        return "filed"
    if by is None:
        return "due"
    if by < on:
        return "late"
    return "soon" if by - NEAR <= on else "due"


WORDS = {"filed": "Déclaré", "late": "En retard", "soon": "À déclarer bientôt", "due": "À déclarer"}
PUBLISHED = {"filed": "Publiés", "late": "En retard", "soon": "À publier bientôt", "due": "À publier"}
EFFECT = "Tant qu’il n’est pas déclaré, ce changement ne peut pas être opposé à d’autres."
