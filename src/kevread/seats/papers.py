"""What an organisation is on a day: officers, governance, chart."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    name: str
    function: str
    represents: str = ""
    since: date | None = None
    until: date | None = None  # the last day


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersOf:
    body: str
    officers: tuple[Officer, ...]
    vacancies: tuple[str, ...] = ()  # « 2 sièges vacants : ESS Pays de Redon »


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers(Paper):
    """The list of officers (liste des dirigeants)."""

    template: ClassVar[str] = "officers"
    label: ClassVar[str] = "Liste des dirigeant·es"

    on: date
    bodies: tuple[OfficersOf, ...]
    signatories: tuple[Signatory, ...] = ()

    @property
    def title(self) -> str:
        return f"Liste des dirigeant·es au {day_in_words(self.on)}"


AT_MOST = 24  # dots, as `governance.typ` draws them


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsOf:
    """A kind of seat in a body: how many are held, how many wait. `places` None: nobody decided how many."""

    name: str
    held: int
    vacant: int = 0
    places: int | None = None

    @property
    def drawn(self) -> int:
        """How many places are drawn, one dot each; none where they are too many to be counted at a glance."""
        return self.held + self.vacant if self.held + self.vacant <= AT_MOST else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDrawn:
    name: str
    slug: str = ""  # where it is read on screen
    purpose: str = ""
    seats: tuple[SeatsOf, ...] = ()
    led_by: str = ""
    rhythm: str = ""  # « 4 à 5 fois par an »


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDrawn:
    """A tier of the diagram: « Niveau politique », or « L’assemblée élit »."""

    name: str
    bodies: tuple[BodyDrawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance(Paper):
    """The governance diagram (schéma de gouvernance): tiers of bodies, from the widest to the nearest to work."""

    template: ClassVar[str] = "governance"
    label: ClassVar[str] = "Schéma de gouvernance"

    on: date
    levels: tuple[LevelDrawn, ...]
    members: tuple[str, ...] = ()  # who the organisation is made of: names, then how many others
    member_count: int = 0
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Schéma de gouvernance au {day_in_words(self.on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Somebody in a post, or a post that waits for somebody (`name` empty)."""

    name: str
    function: str
    grounds: str = ""  # where: « Pays du Val-Clair »
    represents: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    name: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Paper):
    """The organisation chart (organigramme): who heads, then one branch a function."""

    template: ClassVar[str] = "chart"
    label: ClassVar[str] = "Organigramme"

    on: date
    heads: tuple[Branch, ...]  # presidency, then direction
    branches: tuple[Branch, ...]
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Organigramme au {day_in_words(self.on)}"
