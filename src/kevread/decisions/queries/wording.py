"""What a decision opens, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.engine import framework
from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Way
from kevread.competence.asks import opening
from kevread.competence.queries import matrix
from kevread.decisions.models import Application
from kevread.decisions.rules import SETTING, AskedElsewhere, asked_as
from kevread.ui.words import day as in_words


@dataclass(frozen=True, slots=True)
class Shown:
    """An application with its sentence: what is to be done, or was; and where it leads, once it was; where it is undone, for
    whoever may, or why it is not (`stays`)."""

    application: Application
    sentence: str
    way: Way | None = None
    undo: Way | None = None
    stays: str = ""

    @property
    def is_annulled(self) -> bool:
        """Whether the value that it fixed was annulled: the decision stands, and says a value that is not in force."""
        one = self.application
        return bool(one.applied_at) and one.kind == SETTING and one.setting_id is None

    @property
    def state(self) -> str:
        if self.application.applied_at:
            return "Annulée depuis" if self.is_annulled else "Appliquée"
        return "Abandonnée" if self.application.dropped_at else "À confirmer"


def shown(applications: Iterable[Application], undone_by: Actor = NOBODY) -> list[Shown]:
    """Each with its sentence. The number of queries does not grow with theirs, but for where each of them is undone."""
    rows = list(applications)
    told = sentences(rows)
    found = []
    for one in rows:
        there = opening(one.kind)
        undo = there.undo(one, undone_by) if there and undone_by.hats else None
        stays = there.stays(one) if there and undone_by.hats and one.applied_at and undo is None else ""
        found.append(Shown(one, told[one.pk], there.way(one) if there else None, undo, stays))
    return found


def sentences(rows: list[Application]) -> Mapping[UUID, str]:
    by_kind: dict[str, list[Application]] = defaultdict(list)
    for one in rows:
        by_kind[one.kind].append(one)
    told: dict[UUID, str] = {}
    for kind, some in by_kind.items():
        if there := opening(kind):
            told |= there.sentences(some)
        else:
            told |= {
                one.pk: f"{matrix().opens(asked_as(AskedElsewhere, one.asked).room) or 'Ailleurs'} : {one.note}"
                for one in some
            }
    return told


def of_value(name: str, value: object, since: date | None) -> str:
    spec = framework().settings.get(name)
    label, words = (spec.label, spec.words(value)) if spec else (name, str(value))
    return f"{label} : {words}{f', à partir du {in_words(since)}' if since else ''}."


def days_in_words(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f", du {in_words(first)} au {in_words(last)}" if last else f", à partir du {in_words(first)}"
