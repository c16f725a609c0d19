"""What a person asks of a file that waits: to be written by the worker, to take a row for one that is there."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kevread.base.queue import later
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.imports.asks import ACTS_AS
from kevread.imports.deciding import Decision, as_decisions, as_kept
from kevread.imports.models import Import
from kevread.imports.permissions import may_import
from kevread.imports.queries import is_under_way
from kevread.journal.as_acted import is_as_acted, is_ours
from kevread.journal.models import Act
from kevread.journal.operations import act

from .committing import Outcome, commit_deposit, waiting


def ask_commit(*, made: Import, actor: Actor, now: datetime) -> None:
    """Have the worker write every row that nothing stops. Raises Denied; Refused once it is done, or asked already."""
    may_import(actor, made.organisation).or_raise()
    with act("imports.ask", actor=actor, about=made.organisation, now=now, arguments={"file": str(made.pk)}) as asked:
        row = waiting(made)
        if is_under_way(row):
            raise Refused(f"L’import de « {row.name} » est déjà demandé : il est en cours.")
        later("imports.commit", lock=f"import:{row.pk}", urgent=True, made=str(row.pk), asked=str(asked))


def commit_asked(*, made: UUID, asked: UUID, now: datetime) -> Outcome | None:
    """What `ask_commit` asked for, by what the person who asked may do by now. None once it is done, or given up.

    Whoever has the secret of the application writes in the queue: who asked is read in the act, which this installation
    opened. Raises Refused for one that it did not, by which nobody asked for this file, or for a file of which an act of
    another says otherwise."""
    row = Import.objects.select_related("organisation").filter(pk=made, state=Import.State.DEPOSITED).first()
    if row is None:
        return None
    told = Act.objects.filter(pk=asked, verb="imports.ask", arguments__file=str(made)).first()
    if told is None or told.person is None or not (is_ours(told.pk) and is_as_acted(row)):
        raise Refused(f"Personne n’a demandé l’import de « {row.name} » tel qu’il est là : rien n’a été écrit.")
    (acts_as,) = ACTS_AS
    return commit_deposit(made=row, actor=acts_as(told.person, now.date()), now=now, valid_rows=True)


def decide(*, made: Import, decisions: Iterable[Decision], actor: Actor, now: datetime) -> Import:
    """Say of rows whether they are there already; the last word said of a row is kept. Raises Denied; Refused once it is
    done."""
    may_import(actor, made.organisation).or_raise()
    with act("imports.decide", actor=actor, about=made.organisation, now=now):
        row = waiting(made)
        kept = {(one.sheet, one.row, one.word): one for one in as_decisions(row.decided)}
        for one in decisions:
            if one.same:
                kept = {name: other for name, other in kept.items() if name[:2] != (one.sheet, one.row)}
            kept[one.sheet, one.row, one.word] = one
        row.decided = as_kept(kept.values())
        row.save(update_fields=["decided"])
    return row
