"""What was kept long enough, what is kept still, and why. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    EmailField,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.utils import timezone

from kevread.base.retention import Term, over_since, terms_on
from kevread.common.personal import Held, everything
from kevread.directory.models import Person
from kevread.privacy.models import Purge
from kevread.seats.models import Delegation, Mandate

from .dossier import model_of
from .erasing import columns
from .register import named

GONE = "Effacé : sa durée est passée."
SHEETS = "sheets"  # those of people: erased one by one, by `privacy.erase`


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that the files name: how long it is kept, since which day what goes is over, how many go."""

    term: Term
    until: date | None
    many: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays, and why."""

    called: str
    many: int
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    kinds: list[Kind]
    kept: list[Kept]

    @property
    def many(self) -> int:
        return sum(one.many for one in self.kinds)


def declared() -> dict[str, Held]:
    """By kind, what rooms declare of it."""
    return {held.kind: held for _, held in everything() if held.kind}


def preview(day: date) -> Shown:
    """What a purge of that day would erase, kind by kind; what it would leave, and why."""
    terms, kinds, kept = terms_on(day), [], []
    for name, term in terms.items():
        until = over_since(day, term.months) if term.months else None
        kinds.append(Kind(term, until, rows_of(name, until).count() if until else 0))
        if until is None and (many := rows_of(name, day).count()):
            kept.append(Kept(term.label, many, "Personne n’a décidé combien de temps : rien ne s’efface par l’âge."))
    return Shown(kinds, [*kept, *kept_by_law(day)])


def lawful(held: Held, day: date) -> QuerySet[Any]:
    """The rows that law still keeps that day."""
    rows: QuerySet[Any] = model_of(held)._default_manager.all()  # noqa: SLF001 — Django’s own way
    term = terms_on(day).get(held.kind)
    if term is None or term.months is None:
        return rows
    return rows.exclude(pk__in=aged(held, over_since(day, term.months)).values("pk"))


def kept_by_law(day: date) -> list[Kept]:
    """How many rows there are of each that law keeps, but for those of which the time is over. One query."""
    laws = {held.model: held for _, held in everything() if held.law}
    first, *others = (
        lawful(held, day).order_by().values(held_in=Value(model)).annotate(many=Count("pk"))
        for model, held in laws.items()
    )
    counts = first.union(*others, all=True).values_list("held_in", "many")
    return [Kept(named(laws[model]), many, laws[model].law) for model, many in counts if many]


def rows_of(kind: str, until: date) -> QuerySet[Any]:
    """What of a kind is over since that day at the latest, and still says something of people."""
    if kind == SHEETS:
        return departed(until)
    held = declared()[kind]
    rows = aged(held, until)
    return rows if held.goes else rows.filter(reduce(or_, map(still, erasable(held))))


def aged(held: Held, until: date) -> QuerySet[Any]:
    """Those that are over since that day at the latest."""
    model: Any = model_of(held)
    rows: QuerySet[Any] = model._default_manager.filter(**over(model, held.ends, until), **held.over)  # noqa: SLF001
    return rows


def over(model: Any, ends: str, until: date) -> dict[str, Any]:
    """Over that day at the latest. The end of a period is the day after the last."""
    field = model._meta.get_field(ends.partition("__")[0])  # noqa: SLF001
    if isinstance(field, DateTimeField):
        after = datetime.combine(until + timedelta(days=1), time(), timezone.get_current_timezone())
        return {f"{ends}__lt": after}
    return {f"{ends}__lte": until if isinstance(field, DateField) else until + timedelta(days=1)}


def erasable(held: Held) -> list[Field]:
    return [field for field in columns(held) if isinstance(field, (CharField, TextField))]


def gone(field: Any) -> str:
    """What stands in the place of what was kept long enough: that it went, or nothing of an address."""
    return "" if isinstance(field, EmailField) else GONE[: field.max_length]


def still(field: Any) -> Q:
    """Something is written there yet."""
    return ~Q(**{f"{field.name}__in": ("", gone(field))})


def departed(until: date) -> QuerySet[Person]:
    """Those who sat somewhere, and of whom nothing is in force since that day: neither a mandate nor a delegation."""
    end = until + timedelta(days=1)
    mine = Mandate.objects.filter(person=OuterRef("pk"))
    later = Q(period__upper_inf=True) | Q(period__endswith__gt=end)
    delegated = Delegation.objects.filter(later, holder=OuterRef("pk"))
    rows = Person.objects.filter(Exists(mine), ~Exists(mine.filter(later)), ~Exists(delegated), erasure=None)
    return rows.order_by("pk")


def purges() -> list[Purge]:
    return list(Purge.objects.select_related("decided_by").order_by(F("done_at").desc(nulls_first=True), "-pk")[:50])


def counted(purge: Purge) -> Mapping[str, tuple[str, int]]:
    """By kind, its words and how many went, or are to go."""
    terms = terms_on(timezone.localtime(purge.decided_at).date())
    many = purge.gone if purge.done_at else purge.asked
    return {kind: (terms[kind].label if kind in terms else kind, int(number)) for kind, number in many.items()}
