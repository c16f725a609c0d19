"""What a person asks of a file that waits: to be written by the worker, to take a row for one that is there."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kevread.base.queue import later
from kevread.common.actor import SYSTEM, Actor
from kevread.common.errors import Refused
from kevread.imports.asks import ACTS_AS
from kevread.imports.deciding import Decision, as_decisions, as_kept
from kevread.imports.models import Import
from kevread.imports.permissions import may_import
from kevread.imports.queries import is_under_way
from kevread.journal.as_acted import is_as_acted, is_ours
from kevread.journal.models import Act
from kevread.journal.operations import act

from .committing import Outcome, commit_deposit, said_of, waiting


def ask_commit(*, made: Import, actor: Actor, now: datetime, seen: str | None = None) -> None:
    """Have the worker write every row that nothing stops, of this file as it is read now, which the act keeps. `seen`: how it
    was read on the page that was looked at (`said_of`); empty, nobody looked. Raises Denied; Refused once it is done, or asked
    already, or when somebody said otherwise of it since that page."""
    may_import(actor, made.organisation).or_raise()
    said = said_of(Import.objects.get(pk=made.pk)) if seen is None else seen
    told = {"file": str(made.pk), "said": said}
    with act("imports.ask", actor=actor, about=made.organisation, now=now, arguments=told) as asked:
        row = waiting(made)
        if is_under_way(row):
            raise Refused(f"L’import de « {row.name} » est déjà demandé : il est en cours.")
        if said != said_of(row):
            raise Refused(
                "Quelqu’un a changé ce qui est dit de ce fichier depuis que vous l’avez ouvert : rien n’est demandé. Voici ce "
                "qui serait enregistré maintenant. Relisez-le, puis importez."
            )
        later("imports.commit", lock=f"import:{row.pk}", urgent=True, made=str(row.pk), asked=str(asked))


def commit_asked(*, made: UUID, asked: UUID, now: datetime) -> Outcome | None:
    """What `ask_commit` asked for, by what the person who asked may do by now. None once it is done, or given up.

    Whoever has the secret of the application writes in the queue: who asked, and of what, is read in the act, which this
    installation opened. It serves once: an attempt that wrote nothing is an act too. Raises Refused for one that it did not
    open, by which nobody asked for this file; that served; for a file that is not as acts left it, or of which somebody said
    otherwise since."""
    row = Import.objects.select_related("organisation").filter(pk=made, state=Import.State.DEPOSITED).first()
    if row is None:
        return None
    told = Act.objects.filter(pk=asked, verb="imports.ask", arguments__file=str(made)).first()
    if told is None or told.person is None or not (is_ours(told.pk) and is_as_acted(row)):
        raise Refused(f"Personne n’a demandé l’import de « {row.name} » tel qu’il est là : rien n’a été écrit.")
    served = Act.objects.filter(verb="imports.answer", organisation=told.organisation, arguments__asked=str(told.pk))
    if told.arguments.get("said") != said_of(row) or served.exists():
        raise Refused(
            f"Personne n’a demandé l’import de « {row.name} » tel qu’on le lit maintenant : rien n’a été écrit."
        )
    (acts_as,) = ACTS_AS
    outcome = commit_deposit(made=row, actor=acts_as(told.person, now.date()), now=now, valid_rows=True)
    if not outcome.committed:
        with act("imports.answer", actor=SYSTEM, about=row.organisation, now=now, arguments={"asked": str(told.pk)}):
            pass
    return outcome


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
