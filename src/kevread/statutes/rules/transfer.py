"""The legal calendar of a partial transfer of assets, from a local to its grouping. Pure.

Everything hangs on D, the day of the first assembly. A month is a calendar month, clamped to the last day of a shorter one; a
clear count of days is never rounded; no date moves because it is not a working day: it is told (`warning`).

    adopted  = D − 2 months                        law 9.2
    council  = adopted − 1 month, 2 with an expert law 6.3
    told     = D − 30 days                         law 9.3, 9.4
    opposed  = told + 30 days                      law 9.6
    filed    = D + 3 months                        law 1.3 to 1.5
    effect   = what the treaty says, else the last assembly (law 9.7)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kevread.common.errors import Invalid
from kevread.common.periods import add_months, day_in_words
from kevread.statutes.rules.milestones import KINDS, Milestone, milestone

AUDITED_FROM = 155_000_000  # cents of assets: from there an auditor reports on what is transferred (law 9.5)
PUBLIC_DAYS = 30  # the notice and the documents, before the first assembly; and what creditors have afterwards
BEFORE_PROTECTED = 15  # days before the effect, for those whom the labour inspection protects
MOST_NOTICE = 90  # days, as the setting of the articles of association


class Council(StrEnum):
    """Whether a works council is to be consulted, and whether it may call an expert; or nobody said."""

    UNTOLD = "untold"
    NONE = "none"
    YES = "yes"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What is known of a transfer. `year_end`: the last day of the last accounts; `assets`: the cents of what is transferred;
    None where nobody said."""

    assembly: date
    others: tuple[date, ...] = ()
    council: Council = Council.NONE
    year_end: date | None = None
    assets: int | None = None
    notice_days: int = 15
    effective: date | None = None

    def __post_init__(self) -> None:
        if self.assets is not None and self.assets < 0:
            raise Invalid("assets", "Une valeur d’actifs est attendue en centimes, zéro ou plus.")
        if not 0 <= self.notice_days <= MOST_NOTICE:
            raise Invalid("notice_days", f"Un nombre de jours est attendu, de 0 à {MOST_NOTICE}.")
        if self.effective is not None and self.effective < self.last:
            raise Invalid(
                "effective",
                f"L’effet ne précède pas la dernière assemblée, le {day_in_words(self.last)} : avant elle, rien n’est décidé.",
            )

    @property
    def first(self) -> date:
        """D: the first of the assemblies."""
        return min((self.assembly, *self.others))

    @property
    def last(self) -> date:
        return max((self.assembly, *self.others))

    @property
    def adopted(self) -> date:
        """The last day on which boards may adopt the draft."""
        return add_months(self.first, -2)

    @property
    def council_months(self) -> int:
        return 2 if self.council is Council.EXPERT else 1

    @property
    def effect(self) -> date:
        return self.effective or self.last

    @property
    def closed(self) -> date | None:
        """The end of the last accounts closed when the draft is adopted: of a closing still to come, the one before it."""
        day = self.year_end
        while day is not None and day > self.adopted:
            day = add_months(day, -12)
        return day

    @property
    def next_closing(self) -> date:
        """The first closing of accounts from the day of effect on; that of the civil year where nobody said."""
        day = self.year_end or date(self.effect.year, 12, 31)
        years = max(0, self.effect.year - day.year - 1)
        while add_months(day, 12 * years) < self.effect:
            years += 1
        return add_months(day, 12 * years)


def calendar(transfer: Transfer) -> list[Milestone]:
    """The milestones, in the order of the work.

    >>> told = {one.code: one.date.isoformat() for one in calendar(Transfer(assembly=date(2026, 4, 30)))}
    >>> told["draft_adoption"], told["legal_notice"], told["filing"]
    ('2026-02-28', '2026-03-31', '2026-07-30')
    """
    days, applying, added = dates(transfer), conditions(transfer), particulars(transfer)
    return [
        milestone(
            kind,
            days[code],
            applies=applying.get(code, True),
            added=added.get(code, ""),
            after=tuple(one for one in AFTER.get(code, ()) if applying.get(one, True)),
        )
        for code, kind in KINDS.items()
    ]


# What law wants over before each. What may be done the very same day is not there.
AFTER: Mapping[str, tuple[str, ...]] = {
    "draft_adoption": ("works_council", "interim_accounts"),
    "legal_notice": ("draft_adoption",),
    "documents_available": ("draft_adoption", "contribution_auditor"),
    "creditors": ("legal_notice",),
    "assembly": ("legal_notice", "documents_available", "assembly_notice"),
    "effective": ("assembly", "protected_staff"),
    "filing": ("assembly",),
    "land_registry": ("effective",),
    "switchover": ("effective",),
    "entries": ("effective",),
}


def dates(transfer: Transfer) -> dict[str, date]:
    first, adopted, effect = transfer.first, transfer.adopted, transfer.effect
    told = first - timedelta(days=PUBLIC_DAYS)
    return {
        "framing": add_months(first, -6),
        "works_council": add_months(adopted, -transfer.council_months),
        "authorities": adopted,
        "interim_accounts": add_months(adopted, -3),
        "draft_adoption": adopted,
        "contribution_auditor": told,
        "legal_notice": told,
        "documents_available": told,
        "creditors": told + timedelta(days=PUBLIC_DAYS),
        "protected_staff": effect - timedelta(days=BEFORE_PROTECTED),
        "assembly_notice": first - timedelta(days=transfer.notice_days),
        "assembly": first,
        "effective": effect,
        "filing": add_months(first, 3),
        "land_registry": effect,
        "switchover": effect,
        "entries": transfer.next_closing,
    }


def conditions(transfer: Transfer) -> dict[str, bool | None]:
    """Whether what applies to some transfers only applies to this one; None: it hangs on what nobody said."""
    closed, assets = transfer.closed, transfer.assets
    return {
        "works_council": None if transfer.council is Council.UNTOLD else transfer.council is not Council.NONE,
        "interim_accounts": None if closed is None else closed < add_months(transfer.adopted, -6),
        "contribution_auditor": None if assets is None else assets >= AUDITED_FROM,
    }


def particulars(transfer: Transfer) -> dict[str, str]:
    """What is said besides, of this transfer."""
    days = ", ".join(day_in_words(day) for day in sorted({transfer.assembly, *transfer.others}))
    closed = (
        f"Ils sont clos le {day_in_words(transfer.closed)}."
        if transfer.closed
        else "Le jour de leur clôture n’est pas dit."
    )
    at_risk = (
        f"Mieux vaut attendre que les créanciers ne puissent plus s’opposer, après le {day_in_words(transfer.first)}."
    )
    by_council = {
        Council.UNTOLD: "Dites si l’une des associations en a un : il a un mois, deux si un·e expert·e est appelé·e.",
        Council.NONE: "D’après ce qui est dit, il n’y en a pas.",
        Council.YES: "Sans expertise, il a un mois.",
        Council.EXPERT: "Si un·e expert·e est appelé·e, il a deux mois.",
    }
    unprotected = "Sans CSE, cela ne vaut que si quelqu’un est protégé à un autre titre."
    by_treaty = "Le traité dit ce jour." if transfer.effective else "Le traité n’en dit pas d’autre."
    return {
        "works_council": by_council[transfer.council],
        "protected_staff": unprotected if transfer.council is Council.NONE else "",
        "interim_accounts": closed,
        "contribution_auditor": "" if transfer.assets is not None else "La valeur des actifs n’est pas dite.",
        "assembly_notice": f"Le délai dit ici : {transfer.notice_days} jours.",
        "assembly": f"Leurs jours : {days}." if transfer.others else "",
        "effective": by_treaty + (f" {at_risk}" if transfer.effect <= transfer.first else ""),
        "entries": ""
        if transfer.year_end
        else "C’est ici la clôture de l’année civile, faute d’en connaître une autre.",
    }
