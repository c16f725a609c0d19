"""What was kept long enough is erased: decided by somebody, done by a job, once."""

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, DateField, IntegerField
from django.utils import timezone

from kevread.base.models import Record
from kevread.base.queue import later
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Invalid, NotDone, Refused
from kevread.common.facts import HEAD
from kevread.common.personal import Held
from kevread.common.words import seen
from kevread.directory.models import Organisation
from kevread.journal.as_acted import is_as_acted
from kevread.journal.operations import act, erase_change
from kevread.privacy.models import Erasure, Purge
from kevread.privacy.permissions import may_purge, somebody
from kevread.privacy.queries.dossier import model_of
from kevread.privacy.queries.erasing import computed, loaded, whole
from kevread.privacy.queries.retention import SHEETS, declared, erasable, gone, preview, rows_of, still
from kevread.seats.queries.actors import actor_of

from .erase import erase
from .papers import erase_papers


def decide_purge(*, actor: Actor, within: Organisation, kinds: Collection[str], why: str, now: datetime) -> Purge:
    """Decide that what these kinds kept long enough is erased, as it was shown that day; a job does it. Raises Denied; Invalid
    without a kind, or with one of which nobody decided how long, or without the decision it rests on; Refused while another
    waits to be done."""
    may_purge(actor, within).or_raise()
    if not seen(why):
        raise Invalid("why", "Dites d’après quelle décision : sa date, son numéro au registre.")
    today = timezone.localtime(now).date()
    shown = {one.term.kind: one for one in preview(today).kinds}
    if not kinds or not set(kinds) <= shown.keys():
        raise Invalid("kinds", "Choisissez ce qui s’efface.")
    asked = [shown[kind] for kind in kinds]
    if undecided := next((one for one in asked if one.until is None), None):
        raise Invalid("kinds", f"{undecided.term.label} : personne n’a décidé combien de temps les garder.")
    if not sum(one.many for one in asked):
        raise Invalid("kinds", "Rien n’y est gardé depuis assez longtemps.")
    with act("privacy.decide_purge", actor=actor, about=within, now=now, arguments={"kinds": sorted(kinds)}):
        Organisation.objects.lock(within.pk)
        if Purge.objects.filter(done_at=None).exists():
            raise Refused("Un effacement à terme est déjà décidé, et se fait. Rien n’a été inscrit de plus.")
        found = Purge.objects.create(
            decided_by_id=somebody(actor),
            decided_at=now,
            why=why.strip()[:1000],
            kinds={one.term.kind: one.until.isoformat() for one in asked if one.until},
            asked={one.term.kind: one.many for one in asked},
        )
        later("privacy.purge", purge=str(found.pk))
    return found


def carry_out(*, purge: UUID, now: datetime) -> Purge:
    """Do what was decided, and say what went, and what stayed with why. People are erased one by one, each in an act of its
    own, as by hand; the rest in one act. Begun again after it was stopped, it goes on. Raises Refused once it is done, and for
    one that nobody decided: what whoever has a secret of the database wrote there."""
    row = Purge.objects.select_related("decided_by").get(pk=purge)
    require_waiting(row)
    require_decided(row)
    refused = erase_sheets(row, now) if SHEETS in row.kinds else []
    head = Organisation.objects.at_scale(HEAD).order_by("pk").first()
    with act("privacy.purge", actor=SYSTEM, about=head, now=now):
        locked: Purge = Purge.objects.lock(purge)
        require_waiting(locked)
        require_decided(locked)  # what another hand wrote there meanwhile
        went = {
            kind: erase_kind(declared()[kind], kind, date.fromisoformat(until), locked, now)
            for kind, until in locked.kinds.items()
            if kind != SHEETS
        }
        if SHEETS in locked.kinds:
            went[SHEETS] = Erasure.objects.filter(why=because(locked)).count()
        left = preview(timezone.localtime(now).date()).kept
        locked.gone, locked.done_at = went, now
        locked.kept = [*refused, *([one.called, one.many, one.why] for one in left)]
        locked.save(update_fields=["gone", "kept", "done_at"])
    return locked


def require_waiting(purge: Purge) -> None:
    if purge.done_at:
        raise Refused("Cet effacement est déjà fait.")


def require_decided(purge: Purge) -> None:
    if not is_as_acted(purge):
        raise Refused("Personne n’a décidé cet effacement tel qu’il est là : rien n’est effacé.")


def because(purge: Purge) -> str:
    """Why each of these people was erased: by which their number is counted, however often it was begun."""
    return f"Leur durée est passée : effacement à terme {purge.pk}"


def erase_sheets(purge: Purge, now: datetime) -> list[list[Any]]:
    """Those who left long enough ago. Who may not be erased stays, and it is said why, without saying who."""
    until = date.fromisoformat(purge.kinds[SHEETS])
    actor, refused = actor_of(purge.decided_by, timezone.localtime(now).date()), []
    head = Organisation.objects.at_scale(HEAD).order_by("pk").get()
    for person in list(rows_of(SHEETS, until)):
        try:
            erase(actor=actor, person=person, within=head, why=because(purge), now=now)
        except NotDone as refusal:
            refused.append(["Fiche", 1, refusal.sentence.replace(str(person), "cette personne")])
    return refused


def erase_kind(held: Held, kind: str, until: date, purge: Purge, now: datetime) -> int:
    """Inside an act: the rows of a kind, the papers that they cite, and what the journal says of them."""
    rows = model_of(held)._default_manager  # noqa: SLF001 — Django’s own way
    keys = list(rows_of(kind, until).order_by("pk").values_list("pk", flat=True))
    erase_papers(held, keys, purge, timezone.localtime(now).date())
    if held.goes:
        rows.filter(pk__in=keys).delete()
    else:
        for field in erasable(held):
            rows.filter(still(field), pk__in=keys).update(**{field.name: gone(field)})
    if issubclass(model_of(held), Record):
        erase_changes(held, keys)
    return len(keys)


CHANGES = """
SELECT c.id, (SELECT jsonb_object_agg(k, v::text) FROM jsonb_each(c.before) AS e(k, v)),
    (SELECT jsonb_object_agg(k, v::text) FROM jsonb_each(c.after) AS e(k, v))
FROM journal_change c WHERE c."table" = %s AND c."row" = ANY (%s) ORDER BY c.id
"""


def erase_changes(held: Held, keys: list[UUID]) -> None:
    """What stood in these columns goes from the changes of the rows, those of this act among them."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [model_of(held)._meta.db_table, keys])  # noqa: SLF001
        changes = cursor.fetchall()
    for number, *values in changes:
        before, after = (left_of(held, loaded(one)) for one in values)
        if (before, after) != tuple(whole(loaded(one)) for one in values):
            erase_change(number, before, after)


def left_of(held: Held, values: dict[str, str] | None) -> str | None:
    if values is None:
        return None
    left = dict(values)
    for field in (*erasable(held), *computed(held)):
        column = str(field.column)
        if values.get(column, "null") not in ("null", '""'):
            left[column] = json.dumps(gone(field), ensure_ascii=False)
    if held.goes:  # what a row that is no more said in numbers and days
        left |= {name: "null" for name in figures(held) if name in values}
    return whole(left)


def figures(held: Held) -> list[str]:
    fields = model_of(held)._meta.concrete_fields  # noqa: SLF001
    return [str(one.column) for one in fields if isinstance(one, (IntegerField, DateField, BooleanField))]
