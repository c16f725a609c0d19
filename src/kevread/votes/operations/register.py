"""Keep the register of what was stamped of a secret vote, in a file that no database holds.

A ballot and its mark are noted before their transaction is committed, and taken for kept, or taken back, right after. What
comes between the two (the process is killed) is known at the closing, by the box: all that was kept is there; what was only
begun is there whole, or not at all. So neither does a transaction that was rolled back stop a closing, nor does a ballot
that was taken out pass for one.

A file is written aside and put in its place at once, one process at a time. `launch/backup.py` takes the same lock.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from kevread.base import beside
from kevread.common.errors import Refused
from kevread.common.reading import plain
from kevread.votes.models import Poll
from kevread.votes.queries.presiding import whom_to_tell
from kevread.votes.queries.register import file_of, register_of, trace_of
from kevread.votes.rules import register as rules
from kevread.votes.rules.box import Line, Slip
from kevread.votes.rules.register import Begun, Register

TO_BE_VOID = "Ce vote ne peut qu’être annulé, avec ce motif, puis recommencé."
LOST = (
    "Le registre de ce vote, gardé près de la clé de l’installation, n’y est pas ou ne se lit pas : rien ne dirait si l’urne a "
    "été changée. Si seule la base a été restaurée, remettez le dossier « votes » de la même sauvegarde. Sinon, ce vote doit "
    "être annulé, avec ce motif, puis recommencé."
)
OTHERWISE = (
    "L’urne n’est pas celle du registre gardé près de la clé de l’installation ({kept} au registre, {inside} dans l’urne) : "
    "quelqu’un a retiré ou remplacé des bulletins, ou seule la base a été remise à un état d’avant. Dans ce cas, remettez le "
    "dossier « votes » de la même sauvegarde. Sinon, ce vote doit être annulé, avec ce motif, puis recommencé."
)
TAKEN_OUT = (
    "Le registre de ce vote dit que vous avez déjà voté, et l’urne ne le dit plus : quelqu’un l’a changée. Dites-le {whom}. "
    "Rien n’a été enregistré."
)
log = logging.getLogger(__name__)


# The file ------------------------------------------------------------------------------------------------------------


def alone() -> AbstractContextManager[Path]:
    """One process, one thread at a time."""
    return beside.alone(Path(settings.VOTES))


def write(poll: UUID, register: Register, *, at_once: bool = True) -> None:
    """Whole, whatever happens to the machine; `at_once`: and there when this returns. Otherwise it may be what it was."""
    beside.put(file_of(poll), json.dumps(plain(register)), at_once=at_once)


@contextmanager
def writing() -> Iterator[None]:
    """Alone; what the disk refuses is said. Raises Refused."""
    try:
        with alone():
            yield
    except OSError as error:
        log.exception("The register of a vote cannot be written.")
        raise Refused(
            "Le registre de ce vote ne s’écrit pas : le disque est plein, ou son dossier ne s’ouvre pas. Dites-le à qui tient "
            "cette installation. Rien n’a été enregistré."
        ) from error


def change(poll: Poll, changed: Callable[[Register], Register], *, at_once: bool = True) -> None:
    """Raises Refused when there is none of this very vote, or when it cannot be written."""
    with writing():
        before = register_of(poll.pk)
        if before is None or before.terms != poll.sha256:
            raise Refused(LOST)
        if (after := changed(before)) != before:
            write(poll.pk, after, at_once=at_once)


# What is cast --------------------------------------------------------------------------------------------------------


@dataclass
class Entry:
    """What one transaction is about to cast."""

    poll: Poll
    begun: Begun | None = None

    def begin(self, voter: UUID, box: Sequence[Slip]) -> None:
        """The last thing before the transaction is committed. Raises Refused: who is kept does not vote again."""
        traces = sorted(trace_of(self.poll, one.college, one.sealed) for one in box)
        one = Begun(token_hex(8), voter, tuple(traces))

        def changed(register: Register) -> Register:
            if register.closed:
                raise Refused("Ce vote est clos, au registre. Rien n’a été enregistré.")
            if rules.has_voted(register, voter):
                raise Refused(TAKEN_OUT.format(whom=whom_to_tell(self.poll.meeting)))
            return rules.begun(register, one)

        change(self.poll, changed)
        self.begun = one


@contextmanager
def noting(poll: Poll) -> Iterator[Entry]:
    """Around a transaction: what it began is kept once it is committed, and taken back when it was not. Where nobody knows
    (the database went away meanwhile), it stays begun: the same page sent again, or the closing, says which."""
    entry = Entry(poll)
    try:
        yield entry
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if entry.begun:
            settle(poll, partial(rules.dropped, number=entry.begun.number))
        raise
    if entry.begun:
        settle(poll, partial(rules.kept, one=entry.begun))


def settle(poll: Poll, changed: Callable[[Register], Register]) -> None:
    """What the database has done is done: what cannot be written stays begun, and the closing knows."""
    try:
        change(poll, changed, at_once=False)
    except Refused as refusal:
        log.warning("A vote stays begun in its register: %s", refusal)


def found_there(poll: Poll, voter: UUID, box: Sequence[tuple[str, bytes]]) -> None:
    """The same page, sent again: its ballots are in the box, so that what it had begun is kept."""
    traces = tuple(sorted(trace_of(poll, *one) for one in box))

    def changed(register: Register) -> Register:
        for one in register.begun:
            if (one.voter, one.traces) == (voter, traces):
                register = rules.kept(register, one)
        return register

    settle(poll, changed)


# The life of a box ---------------------------------------------------------------------------------------------------


def begin_register(poll: Poll) -> None:
    """At the opening, before it is committed. Raises Refused where votes were already cast under that name."""
    with writing():
        before = register_of(poll.pk)
        if before is not None and before != Register(before.terms):
            raise Refused(f"Ce vote a déjà été ouvert, au registre de cette installation. {TO_BE_VOID}")
        write(poll.pk, Register(poll.sha256))


def require_registered(poll: Poll, slips: Sequence[Slip], lines: Sequence[Line]) -> None:
    """What is in the box, and who is marked, is what was taken in: all of it, and nothing else. Raises Refused."""
    register = register_of(poll.pk)
    if register is None or register.terms != poll.sha256:
        raise Refused(LOST)
    if register.closed:
        raise Refused(f"Cette urne a déjà été close une fois, au registre de cette installation. {TO_BE_VOID}")
    voters, traces = voters_and_traces(poll, slips, lines)
    found = rules.settled(register, voters, traces)
    if not rules.is_box(found, voters, traces):
        raise Refused(OTHERWISE.format(kept=counted(found.ballots), inside=counted(len(traces))))


def counted(ballots: int) -> str:
    return f"{ballots} bulletin{'s' if ballots > 1 else ''}"


def voters_and_traces(poll: Poll, slips: Sequence[Slip], lines: Sequence[Line]) -> tuple[set[UUID], list[str]]:
    voters = {line.voter for line in lines if line.stamp}
    return voters, [trace_of(poll, one.college, one.sealed) for one in slips]


def note_closing(poll: Poll, slips: Sequence[Slip], lines: Sequence[Line]) -> None:
    """The digest of the box that this closing stamps, before it is committed; then it is the only one. A closing that is
    rolled back leaves its own, that the next one replaces: no share was opened meanwhile."""
    found = voters_and_traces(poll, slips, lines)

    def changed(register: Register) -> Register:
        left = len(rules.settled(register, *found).begun)
        return replace(register, closing=poll.box_sha256, interrupted=left)

    change(poll, changed)
    transaction.on_commit(lambda: settle(poll, rules.ended))


def require_closed_once(poll: Poll) -> None:
    """This box is the one that was closed: another is not opened, even stamped by a closing. Raises Refused."""

    def changed(register: Register) -> Register:
        if not register.closed and register.closing == poll.box_sha256:
            return rules.ended(register)  # the closing was committed, and its process killed before it could say so
        if not register.closed or register.closed != poll.box_sha256:
            raise Refused(
                f"Cette urne n’est pas celle qui a été close, au registre de cette installation. {TO_BE_VOID}"
            )
        return register

    change(poll, changed)


def note_trace(poll: Poll) -> None:
    """Before it is committed. Raises Refused."""
    with writing():
        beside.put(file_of(poll.pk).with_suffix(".trace"), "")


def forget_register(poll: Poll) -> None:
    """A vote that is given up keeps nothing here; what cannot be taken away serves for nothing any more."""

    def forget() -> None:
        with suppress(Refused), writing():
            file_of(poll.pk).unlink(missing_ok=True)

    transaction.on_commit(forget)
