"""Two records that are one: a person says which stands, all that leads to the other moves, and its address leads there."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from kevread.accounts.operations import post_letter
from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.models import Organisation, Person
from kevread.imports.asks import APART, CLOSED
from kevread.imports.models import Merge
from kevread.imports.moving import Becomes, Move, moves
from kevread.imports.permissions import may_merge
from kevread.imports.tracing import traces_of
from kevread.journal.as_acted import require_as_written
from kevread.journal.operations import act
from kevread.ui.typesetting import typeset

from .undoing import in_short, put_back, resting

VERB, BACK = "imports.merge", "imports.undo_merge"
FILLED = ("legal_form", "siret", "locality", "reach")
NUMBERS = ("siren", "rna")  # no two organisations have the same
NEWS_LAST = timedelta(days=3)

type Named = Organisation | Person


def merge(*, kept: Named, gone: Named, within: Organisation, actor: Actor, now: datetime) -> Merge:
    """`gone` is `kept`: whatever leads to it leads to the record that stands, which takes what it did not say itself; the other
    is in no list any more, and its address leads there.

    Raises Denied; Refused when one of them is no longer what it was, when they are certainly two, when something is under way
    that only the other may end, and when what both have cannot be one: named.
    """
    may_merge(actor, within, kept, gone).or_raise()
    arguments = {"kept": kept.pk, "gone": gone.pk}
    with act(VERB, actor=actor, about=within, now=now, arguments=arguments) as here:
        kept, gone = locked(kept, gone)
        found = moves(kept, gone, VERB, actor)
        require_one(kept, gone, found)
        tell_who_enters(kept, gone)
        take_over(kept, gone)
        for move in found:
            apply(move, kept)
        kind = Merge.Kind.PERSON if isinstance(kept, Person) else Merge.Kind.ORGANISATION
        return Merge.objects.create(
            organisation=within, kind=kind, kept=kept.pk, gone=gone.pk, state=Merge.State.MERGED, act=here, said_at=now
        )


def locked(kept: Named, gone: Named) -> tuple[Any, Any]:
    """Both, in the order of their keys. Refused when one was merged already, or is itself the other."""
    rows = {row.pk: row for row in type(kept).objects.filter(pk__in=(kept.pk, gone.pk)).lock_all()}
    if len(rows) < 2:
        raise Refused("L’une de ces fiches est déjà fondue dans une autre : relisez la liste.")
    return rows[kept.pk], rows[gone.pk]


def require_one(kept: Named, gone: Named, found: list[Move]) -> None:
    """Raises Refused when they are certainly two, when something is under way that only the other may end, and when what both
    have cannot be one: named. Reads only."""
    if isinstance(gone, Organisation) and isinstance(kept, Organisation):
        if gone.scale:
            raise Refused(f"{gone.name} est du réseau : gardez sa fiche, et fondez l’autre dans la sienne.")
        for name, word in (("siren", "SIREN"), ("rna", "RNA")):
            if getattr(kept, name) and getattr(gone, name):
                raise Refused(
                    f"{kept.name} et {gone.name} ont chacune leur {word} : ce sont deux organisations. Si l’un des numéros "
                    "est faux, corrigez d’abord sa fiche."
                )
    elif isinstance(gone, Person) and isinstance(kept, Person):
        if any(row.pk in closed for closed in (set(keys()) for keys in CLOSED) for row in (kept, gone)):
            raise Refused("L’une de ces fiches a été effacée à la demande de cette personne : rien n’y mène plus.")
        for answer in APART:
            if (refusal := answer(kept, gone)) is not None:
                raise refusal
    if stopping := [move for move in found if move.becomes is Becomes.STOPS]:
        raise Refused(f"Ces fiches ne peuvent pas être fondues : {in_short([why(move) for move in stopping])}.")


def why(move: Move) -> str:
    """What it is, what it meets, and what to do."""
    met = f", face à {move.met}" if move.met else ""
    return f"{move.told}{met} ({move.cure})" if move.cure else f"{move.told}{met}"


def take_over(kept: Any, gone: Any) -> None:
    """What the record that stands did not say; the other lets go first of what only one may have."""
    given = FILLED + NUMBERS if isinstance(kept, Organisation) else ("email", "account_id", "limited_since")
    alone = NUMBERS if isinstance(kept, Organisation) else ("account_id",)
    taken = {name: said for name in given if not getattr(kept, name) and (said := getattr(gone, name))}
    if isinstance(kept, Organisation) and kept.scale:
        taken.pop("reach", None)  # the scale that it has says it
    rows = type(gone).objects
    let_go = {name: None if name == "account_id" else "" for name in alone if name in taken}
    rows.filter(pk=gone.pk).update(**let_go, into=kept.pk)
    if taken:
        rows.filter(pk=kept.pk).update(**taken)


def tell_who_enters(kept: Named, gone: Named) -> None:
    """An access that led to the record that goes leads to the one that stands, once this is done: each of their addresses is
    told so by letter, so that nobody enters as somebody else without their knowing it."""
    if not isinstance(kept, Person) or not isinstance(gone, Person) or gone.account is None:
        return
    theirs = kept.account.email if kept.account else kept.email
    words = {"kept": str(kept), "gone": str(gone), "site": settings.KEVREAD_ADDRESS}
    body = typeset(render_to_string("imports/letters/merged.txt", words))
    for address in sorted({gone.account.email, theirs} - {""}):
        letter = EmailMessage(subject="Deux fiches à votre nom n’en font plus qu’une", body=body, to=[address])
        transaction.on_commit(partial(post_letter, letter=letter, lasts=NEWS_LAST))


def apply(move: Move, kept: Named) -> None:
    rows = type(move.row)._default_manager.filter(pk=move.row.pk)  # noqa: SLF001 — Django's own way
    try:
        if move.becomes is Becomes.MOVES:
            rows.update(**{move.field: kept.pk})
        elif move.becomes is Becomes.SHORTENED and move.period is not None:
            rows.update(**{move.field: kept.pk, "period": as_range(move.period)})
        elif move.becomes is Becomes.GOES:
            rows.delete()
    except IntegrityError as fault:
        raise Refused(f"Ces fiches ne peuvent pas être fondues : {why(move)}. Rien n’a été changé.") from fault


def undo_merge(*, made: Merge, actor: Actor, now: datetime) -> Merge:
    """The two records are two again, each with what it had. Raises Denied; Refused when it is undone already, and when
    something that moved changed since: named."""
    kept, gone = pair(made)
    may_merge(actor, made.organisation, kept, gone).or_raise()
    with act(BACK, actor=actor, about=made.organisation, now=now, arguments={"kept": made.kept, "gone": made.gone}):
        row: Merge = Merge.objects.lock(made.pk)
        if row.state != Merge.State.MERGED or row.act is None:
            raise Refused("Ces deux fiches ne sont pas fondues : il n’y a rien à séparer.")
        require_as_written([row.act])
        traces = [trace for trace in traces_of([row.act]) if trace.model is not Merge]
        if rests := list(resting(traces, actor=actor)):
            raise Refused(
                f"Ces fiches ne peuvent plus être séparées d’un geste : {in_short(rests)}. Rien n’a été changé."
            )
        put_back(traces[::-1])  # what only one may have goes back by where it came
        row.state, row.undone_at = Merge.State.UNDONE, now
        row.save(update_fields=["state", "undone_at"])
    return row


def tell_apart(*, one: Named, other: Named, within: Organisation, actor: Actor, now: datetime) -> Merge:
    """They are two: they are proposed no more. Raises Denied; Refused when it was said already."""
    may_merge(actor, within, one, other).or_raise()
    kind = Merge.Kind.PERSON if isinstance(one, Person) else Merge.Kind.ORGANISATION
    first, second = sorted((one.pk, other.pk))
    with act("imports.tell_apart", actor=actor, about=within, now=now, arguments={"one": first, "other": second}):
        locked(one, other)
        said = {"kind": kind, "kept": first, "gone": second, "state": Merge.State.APART}
        if Merge.objects.filter(**said).exists():
            raise Refused("C’est déjà dit : ces deux fiches sont distinctes.")
        return Merge.objects.create(organisation=within, said_at=now, **said)


def pair(made: Merge) -> tuple[Named, Named]:
    """The two records, as they are by now."""
    model: Any = Person if made.kind == Merge.Kind.PERSON else Organisation
    rows: dict[UUID, Named] = {row.pk: row for row in model.everything.filter(pk__in=(made.kept, made.gone))}
    return rows[made.kept], rows[made.gone]
