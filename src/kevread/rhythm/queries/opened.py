"""The assemblies that were opened together, and those of them that nobody touched since."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import ForeignObjectRel, ManyToManyRel

from kevread.common.actor import Actor
from kevread.journal.models import Act, Change
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.life import State

OPENED = "rhythm.plan_renewals"


def opened_by(actor: Actor, meetings: Iterable[Meeting]) -> dict[UUID, list[Meeting]]:
    """Of these meetings, those that this person opened together, by the opening, the last one first. Two queries."""
    drafts = {one.pk: one for one in meetings if one.stage is State.DRAFT}
    if not drafts or actor.person is None:
        return {}
    born = dict(Change.objects.filter(row__in=drafts, before__isnull=True).values_list("row", "act"))
    acts = Act.objects.filter(pk__in=set(born.values()), verb=OPENED, person=actor.person).order_by("-at", "-pk")
    openings = {act.pk: UUID(str(act.arguments["opening"])) for act in acts}
    found: dict[UUID, list[Meeting]] = {opening: [] for opening in openings.values()}
    for key, meeting in sorted(drafts.items(), key=lambda one: (one[1].starts_at, one[0])):
        if key in born and (opening := openings.get(born[key])) is not None:
            found[opening].append(meeting)
    return found


def untouched(meetings: Sequence[Meeting]) -> set[UUID]:
    """Those that are as they were opened: still drafts, neither they nor a point of theirs written by another act, with no
    point more, and nothing that hangs on them or on their points in any room. The number of queries depends on the rooms."""
    keys = {one.pk for one in meetings if one.stage is State.DRAFT}
    born = dict(Change.objects.filter(row__in=keys, before__isnull=True).values_list("row", "act"))
    items = dict(AgendaItem.objects.filter(meeting__in=keys).values_list("pk", "meeting"))
    of_row: dict[UUID, UUID] = {key: key for key in keys}
    table = AgendaItem._meta.db_table  # noqa: SLF001 — Django’s own way
    for row, act, after in Change.objects.filter(act__in=born.values(), table=table).values_list("row", "act", "after"):
        if after and (meeting := UUID(str(after["meeting_id"]))) in keys and born.get(meeting) == act:
            of_row[row] = meeting
    touched = {meeting for item, meeting in items.items() if item not in of_row}
    for row, act in Change.objects.filter(row__in=of_row).values_list("row", "act"):
        if act != born.get(of_row[row]):
            touched.add(of_row[row])
    hung = hanging(Meeting, keys) | {items[item] for item in hanging(AgendaItem, set(items))}
    return {key for key in keys if key in born} - touched - hung


def hanging(model: type[Meeting | AgendaItem], keys: set[UUID]) -> set[UUID]:
    """Of these rows, those on which a row of another table hangs; the points of a meeting are asked about apart."""
    found: set[UUID] = set()
    for link in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 — Django’s own way
        if not isinstance(link, ForeignObjectRel) or isinstance(link, ManyToManyRel):
            continue
        name = link.field.name
        kind: Any = link.related_model
        if model is AgendaItem or kind is not AgendaItem:
            found |= set(kind.objects.filter(**{f"{name}__in": keys}).values_list(name, flat=True))
    return found
