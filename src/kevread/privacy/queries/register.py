"""The register of processing (art. 30): what rooms declare to hold of people, nothing typed twice."""

from dataclasses import dataclass
from functools import cache

from kevread.base.models import Record
from kevread.chronicle.queries.reading import label_of
from kevread.common.personal import ACTIVITIES, PURPOSES, Activity, Held, everything
from kevread.directory.models import Organisation
from kevread.privacy.models import Validation
from kevread.privacy.rules.register import Changed, Line, changes

from .dossier import model_of

AS_LONG = "Aussi longtemps que l’organisation garde ce texte ; le nom de quelqu’un s’y efface avec cette personne."
WHOSE = "Qui peut lire ce texte."


@dataclass(frozen=True, slots=True)
class Register:
    """Of one organisation: what is declared, who validated it last, and what changed since."""

    lines: tuple[Line, ...]
    validation: Validation | None
    changed: tuple[Changed, ...]

    @property
    def activities(self) -> list[tuple[Activity, list[Line]]]:
        found = [(one, [line for line in self.lines if line.activity == one.label]) for one in Activity]
        return [(one, lines) for one, lines in found if lines]


@cache
def declared() -> tuple[Line, ...]:
    """Every line, by activity: read once every room has declared, never while they do."""
    lines = [line_of(ACTIVITIES[room], held) for room, held in everything() if holds_somebody(held)]
    order = [one.label for one in Activity]
    return tuple(sorted(lines, key=lambda line: order.index(line.activity)))


def holds_somebody(held: Held) -> bool:
    return bool(held.ways or held.texts or held.copies)


def line_of(activity: Activity, held: Held) -> Line:
    return Line(
        model=held.model,
        activity=activity.label,
        people=activity.people,
        what=named(held),
        data=", ".join(columns(held)),
        why=held.why or PURPOSES[activity],
        basis=held.basis.value,
        kept=f"{held.kept or AS_LONG} {held.law}".strip(),
        readers=held.readers or WHOSE,
    )


def named(held: Held) -> str:
    """The table, by its own words: a library’s are not French."""
    model = model_of(held)
    name = str(model._meta.verbose_name) if issubclass(model, Record) else held.called  # noqa: SLF001 — Django's own way
    return name[:1].upper() + name[1:]


def columns(held: Held) -> list[str]:
    """What is written of people there, column by column."""
    model = model_of(held)
    if not issubclass(model, Record):
        return []
    meta = model._meta  # noqa: SLF001
    names = [path.partition("__")[0] for path in held.ways if path] + [*held.copies, *held.texts]
    return [label_of(meta.get_field(name)).lower() for name in dict.fromkeys(names)]


def said() -> dict[str, dict[str, str]]:
    """As a validation keeps it."""
    return {line.model: line.said for line in declared()}


def register_of(organisation: Organisation) -> Register:
    """One query."""
    rows = Validation.objects.select_related("validated_by", "joint", "organisation")
    last = rows.last_of(organisation)
    return Register(declared(), last, tuple(changes(last.said, said())) if last else ())
