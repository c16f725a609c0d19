"""Acts told in French: what each did, on what, and each row before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import batched, groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, Field, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from kevread.base.models import Record
from kevread.chronicle.queries.readers import read_by
from kevread.chronicle.rules import is_empty
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.rooms import Matter, known
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.journal.memory import Memory
from kevread.journal.models import Act, Change
from kevread.seats.models import Substitution

from .reading import Names, columns_of, label_of, models_by_table, named, names_in, shown, table_of, title_of

NAMED_ROWS = 3  # in the line of an act, before « et 4 autres »
DETAILED_ROWS = 100
SUBSTITUTES = Memory[Mapping[tuple[UUID | None, UUID | None], str]](2000, lambda answer: 1 + len(answer))


@dataclass(frozen=True, slots=True)
class Detail:
    """A row that an act wrote: what it is, and each value before and after. An empty « before »: it was created. `unread`:
    what was written and is not shown, with the reason."""

    table: str
    title: str
    created: bool
    removed: bool
    lines: list[tuple[str, str, str]]
    unread: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    act: Act
    sentence: str
    titles: list[str]
    more: int
    details: list[Detail] = field(default_factory=list)
    unread: int = 0  # rows that are not told to whoever reads
    matter: Matter | None = None
    instead: str = ""  # whose mandate it was, where somebody stood in for them

    @property
    def reason(self) -> str:
        """Why, as it was typed: it may say what the rows say."""
        return "" if self.unread else self.act.reason

    @property
    def who(self) -> str:
        return self.act.person_name or "Kevread"

    @property
    def day(self) -> date:
        return timezone.localtime(self.act.at).date()

    @property
    def deed(self) -> str:
        """« a mis un point au vote : « Le budget ? » », where it is told under the name of a meeting."""
        part = self.matter.part if self.matter else ""
        return f"{self.sentence}\xa0: «\xa0{part}\xa0»" if part else self.sentence


@dataclass(frozen=True, slots=True)
class Together:
    """Acts told as one, newest first: those about one thing, or the same done again and again by one person on one day."""

    acts: list[Told]

    @property
    def first(self) -> Told:
        return self.acts[0]

    @property
    def others(self) -> list[Told]:
        return self.acts[1:]

    @property
    def day(self) -> date:
        return self.first.day

    @property
    def matter(self) -> Matter | None:
        return self.first.matter

    @property
    def runs(self) -> list["Together"]:
        """The same done again and again, told once, within what is about one thing."""
        return together(self.acts, {})

    @property
    def said(self) -> str:
        """« Fatou Guirvadec a planifié une réunion, a envoyé une convocation et a ouvert une séance. »"""
        told = [
            f"{who} {listed(dict.fromkeys(one.deed for one in those))}"
            for who, those in groupby(reversed(self.acts), key=lambda one: one.who)
        ]
        return f"{'. '.join(told)}."


def together(told: Iterable[Told], about: Mapping[UUID, Matter]) -> list[Together]:
    """Acts in their order, each beside the first that is about the same thing; those about nothing of the kind, beside the
    one that they follow when it is the same again."""
    found: dict[object, list[Told]] = {}
    runs = groupby(told, key=lambda one: (one.act.verb, one.act.person, one.act.hat, one.day))
    for number, (_, same) in enumerate(runs):
        for one in same:
            matter = about.get(one.act.pk)
            found.setdefault(matter.row if matter else number, []).append(replace(one, matter=matter))
    return [Together(acts) for acts in found.values()]


def journal_of(
    organisation: Organisation, actor: Actor, on: date, page: str, size: int = 60
) -> tuple[Page, list[Together]]:
    """A page of the acts about an organisation, newest first, by day and by meeting. The number of queries is constant.

    The handing over of each letter is told with the letters: two hundred lines would hide the notice that they carry."""
    acts = Paginator(acts_of(organisation), size).get_page(page)
    those = list(acts.object_list)
    about = rooms.matters(those, actor, on)
    days = groupby(tell(those, actor), key=lambda one: one.day)
    return acts, [one for _, told in days for one in together(told, about)]


def acts_of(organisation: Organisation) -> QuerySet[Act]:
    return Act.objects.filter(organisation=organisation.pk).exclude(verb="mail.send").order_by("-at", "-id")


def whole_journal(organisation: Organisation, actor: Actor, size: int = 500) -> Iterator[Told]:
    """All its acts as `journal_of` tells them, newest first, some at a time."""
    for acts in batched(acts_of(organisation).iterator(size), size):
        yield from tell(list(acts), actor)


def sentence_of(act: Act) -> str:
    """What its room says of it. The journal keeps its acts longer than a room keeps its verbs."""
    verb = known(act.verb)
    return verb.sentence if verb else "a agi"


def tell(acts: list[Act], actor: Actor) -> list[Told]:
    """Each act in one line: its sentence, the first rows it wrote of those that have a title, and how many others; none that
    this person does not read elsewhere."""
    keys = [act.pk for act in acts]
    titled = [table for table, model in models_by_table().items() if model.TITLE]
    rows = Change.objects.filter(act__in=keys, table__in=titled).annotate(
        rank=Window(RowNumber(), partition_by="act_id", order_by="id"), total=Window(Count("id"), partition_by="act_id")
    )
    changes = list(rows.filter(Q(rank__lte=NAMED_ROWS) | Q(total=NAMED_ROWS + 1)).order_by("id"))  # one more is named
    names, read = names_in(changes, actor, whole=False, at=one_place(acts)), read_by(actor, changes, models_by_table())
    by_act: dict[UUID, list[Change]] = defaultdict(list)
    for change in changes:
        by_act[change.act_id].append(change)
    instead = stood_in_for(acts)
    return [
        Told(
            act,
            sentence_of(act),
            titles_of([one for one in by_act[act.pk] if one.pk in read], names),
            by_act[act.pk][0].total - len(by_act[act.pk]) if by_act[act.pk] else 0,  # type: ignore[attr-defined]
            unread=sum(one.pk not in read for one in by_act[act.pk]),
            instead=instead.get((act.mandate, act.person), ""),
        )
        for act in acts
    ]


def tell_whole(act: Act, actor: Actor) -> tuple[list[Detail], int, int]:
    """The rows of an act before and after, how many are left out, and how many this person does not read."""
    changes = list(Change.objects.filter(act=act).order_by("id")[: DETAILED_ROWS + 1])
    more = Change.objects.filter(act=act).count() - DETAILED_ROWS if len(changes) > DETAILED_ROWS else 0
    details = details_of(changes[:DETAILED_ROWS], actor, act.organisation)
    return list(details.values()), more, len(changes[:DETAILED_ROWS]) - len(details)


def story(actor: Actor, *rows: UUID) -> list[Told]:
    """The story of a row that a page shows, oldest first; or of several that are one thing with it, each act once."""
    changes = list(Change.objects.filter(row__in=rows).select_related("act").order_by("id"))
    by_act: dict[UUID, list[Detail]] = defaultdict(list)
    details = detailed(changes, actor, one_place(change.act for change in changes))
    for change in changes:
        by_act[change.act_id].append(details[change.pk])
    acts = {change.act_id: change.act for change in changes}
    instead = stood_in_for(acts.values())
    return [
        Told(act, sentence_of(act), [], 0, by_act[key], instead=instead.get((act.mandate, act.person), ""))
        for key, act in acts.items()
    ]


def stood_in_for(acts: Iterable[Act]) -> Mapping[tuple[UUID | None, UUID | None], str]:
    """By the mandate and the person of an act: whose mandate it is, where that person acted in their place. At most one
    query, none where no act is under a mandate."""
    asked = {(act.mandate, act.person) for act in acts if act.mandate and act.person}
    if not asked:
        return {}
    known = SUBSTITUTES.once("everyone", read_substitutes)
    return {pair: known[pair] for pair in asked if pair in known}


def read_substitutes() -> dict[tuple[UUID | None, UUID | None], str]:
    rows = Substitution.objects.select_related("mandate__person")
    return {(one.mandate_id, one.substitute_id): str(one.mandate.person) for one in rows}


def one_place(acts: Iterable[Act]) -> UUID | None:
    """The organisation that they are all about, if it is one."""
    places = {act.organisation for act in acts}
    return places.pop() if len(places) == 1 else None


def details_of(changes: list[Change], actor: Actor, at: UUID | None = None) -> dict[int, Detail]:
    """By the key of each change, those of the rows that this person reads."""
    read = read_by(actor, changes, models_by_table())
    return detailed([change for change in changes if change.pk in read], actor, at)


def detailed(changes: list[Change], actor: Actor, at: UUID | None) -> dict[int, Detail]:
    names = names_in(changes, actor, whole=True, at=at)
    return {
        change.pk: Detail(
            table_of(change),
            title_of(change, names),
            created=change.before is None,
            removed=change.after is None,
            lines=lines_of(change, names),
            unread=unread_of(change),
        )
        for change in changes
    }


def titles_of(changes: list[Change], names: Names) -> list[str]:
    """What an act wrote, in a few words. A row that takes the place of another is one thing with it: « de 2 à 3 »."""
    titles: dict[Any, str] = {}
    before: dict[Any, str] = {}
    for change in changes:
        model = models_by_table().get(change.table)
        key: Any = change.pk
        title = title_of(change, names)
        if model is not None and model.SUCCEEDS and change.after:
            same, fields = [named(model, name) for name in model.SUCCEEDS[0]], columns_of(model)
            value = fields[named(model, model.SUCCEEDS[1])]
            key = (change.table, *(change.after[column] for column in same))
            old = before.setdefault(key, shown(value, change.before or {}, names))
            now = shown(value, change.after, names)
            if old and old != now:
                title = f"{shown(fields[same[0]], change.after, names)}, de {old} à {now}"
        titles[key] = title
    return [title for title in dict.fromkeys(titles.values()) if title]


def changed_in(change: Change) -> Iterable[tuple[type[Record], Field]]:
    """The columns whose value was written, but for a box left unticked on a row that is created."""
    before, after = change.before or {}, change.after or {}
    if (model := models_by_table().get(change.table)) is None:
        return
    for column, there in columns_of(model).items():
        old, new = before.get(column), after.get(column)
        unticked = not change.before and isinstance(there, BooleanField) and new is False and there.default is False
        if old != new and not (is_empty(old) and is_empty(new)) and not unticked:
            yield model, there


def lines_of(change: Change, names: Names) -> list[tuple[str, str, str]]:
    before, after = change.before or {}, change.after or {}
    return [
        (label_of(there), shown(there, before, names), shown(there, after, names))
        for model, there in changed_in(change)
        if there.name not in model.UNTOLD
    ]


def unread_of(change: Change) -> list[tuple[str, str]]:
    return [
        (label_of(there), model.UNTOLD[there.name]) for model, there in changed_in(change) if there.name in model.UNTOLD
    ]
