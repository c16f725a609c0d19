"""What may be decided of a setting: its unit, its bounds, who decides it; its value in words, and as it is typed."""

from dataclasses import dataclass
from typing import Any

from kevread.common.percents import WHOLE, bare_percent, percent
from kevread.tally.rules.shares import read_fraction, share_in_words
from kevread.ui.words import number


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """What may be decided: a unit, bounds, who decides, and the founding value (None: not decided). A `choice` is one code
    among `one_of`, each with its words; a `fraction` is written « 1/4 », from 0 to 1; `weights` are a weight for each
    college, « adherents-directs : 1 ; poles : 2 »."""

    name: str  # « R3.7.representatives_per_member »
    label: str
    unit: str
    between: tuple[int, int] | None
    decided_by: str
    founding: Any
    one_of: tuple[tuple[str, str], ...] = ()
    proposed: str = ""
    is_cited: bool = False  # the document cites what is in `proposed`, and proposes nothing
    gesture: str = ""  # what a button says to whoever may decide it
    addition: str = ""  # why we ask it, where the document does not leave it to be decided
    fixed_in: str = ""  # « articles »: those of association say it

    @property
    def offered(self) -> str:
        """What the document does with what is in `proposed`."""
        return "cité" if self.is_cited else "proposé"

    @property
    def is_given(self) -> bool:
        """Whether it comes from the source that its article cites: nobody decides it in the network."""
        return self.decided_by in ("law", "doctrine")

    @property
    def is_counted(self) -> bool:
        """Whether its number says how many: neither a sum of money, nor a part."""
        return self.unit not in ("euros", "basis_points")

    @property
    def asked(self) -> str:
        """What a number may be, as a field says it; empty when nothing bounds it."""
        if self.unit == "basis_points":
            low, high = self.between or (0, WHOLE)
            return f"Un pourcentage de {bare_percent(low)} à {bare_percent(high)}, comme 25 ou 12,5."
        return f"Un nombre de {self.between[0]} à {self.between[1]}." if self.between else ""

    def typed(self, value: Any) -> Any:
        """The value as a field shows it, to be typed again."""
        return bare_percent(value) if self.unit == "basis_points" and isinstance(value, int) else value

    def words(self, value: Any) -> str:
        """The value as it is read in a sentence, but for a number, which the sentence writes itself, and a sum of money."""
        if self.unit == "euros" and isinstance(value, int):
            return number(value)
        if self.unit == "basis_points":  # what is asked of a decision is as it was typed
            return percent(value) if isinstance(value, int) else f"{str(value).rstrip('% ')}\u00a0%"
        said = share_in_words(read_fraction(value)) if self.unit == "fraction" else str(value)
        return dict(self.one_of).get(value, said)
