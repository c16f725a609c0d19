"""A list of verbs, judged once, at its end: an import, drafts that one publishes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.charter.excesses import Excesses
from kevread.common.errors import Refused

from .upholding import AT_THE_END, Upheld, refusal, worse

type Verb = tuple[str, Callable[[], Any]]  # what its author calls it, « ligne 12 », and the verb itself


class RefusedAmong(Refused):
    """One of the verbs of a list is refused, and with it the whole list. `name` says which, `why` is its own refusal."""

    def __init__(self, name: str, why: Refused) -> None:
        super().__init__(f"{name} : {why.sentence}", rule=why.rule, text=why.text, ways=why.ways)
        self.name = name
        self.why = why


def uphold_together(verbs: Sequence[Verb]) -> list[Any]:
    """Run these verbs one after the other, all of them or none, and hold the articles at the end alone: what one makes worse
    another may mend. Returns what each returned.

    What was so before is read only where something passes its limit at the end: the verbs are then taken back, and run once
    more. Each is an act of its own. Raises RefusedAmong, with the name of the verb that refused, or of the last one after
    which an excess is worse than before the list; Denied as it comes. Nothing is written then.
    """
    with transaction.atomic():
        point = transaction.savepoint_create()
        results, upheld, days = run(verbs)
        passed = {day: found for day in days if (found := upheld.excesses(day))}
        if not passed:
            transaction.savepoint_commit(point)
            return results
        transaction.savepoint_rollback(point)
        before = {day: upheld.excesses(day) for day in passed}
        if any(True for day in passed for _ in worse(before[day], passed[day])):
            raise culprit(verbs, upheld, before)
        return run(verbs)[0]


def run(verbs: Iterable[Verb]) -> tuple[list[Any], Upheld, list[date]]:
    """Run them without judging. Returns what each returned, and what they may have moved together."""
    results: list[Any] = []
    with judging_later() as waiting:
        for name, verb in verbs:
            try:
                results.append(verb())
            except Refused as why:
                raise RefusedAmong(name, why) from why
    upheld = Upheld(
        frozenset().union(*(one.organisations for one, _ in waiting)),
        joined(one.writes for one, _ in waiting),
        lambda: [day for one, _ in waiting for day in one.on()],
        tuple(dict.fromkeys(period for one, _ in waiting for period in one.during)),
    )
    # The days that mattered when each was written, and those that matter now that all are.
    return results, upheld, sorted({*upheld.days(), *(day for _, days in waiting for day in days)})


@contextmanager
def judging_later() -> Iterator[list[tuple[Upheld, list[date]]]]:
    waiting: list[tuple[Upheld, list[date]]] = []
    token = AT_THE_END.set(waiting)
    try:
        yield waiting
    finally:
        AT_THE_END.reset(token)


def joined(several: Iterable[Any]) -> dict[str, frozenset[UUID]]:
    found: dict[str, frozenset[UUID]] = {}
    for writes in several:
        for register, organisations in writes.items():
            found[register] = found.get(register, frozenset()) | organisations
    return found


def culprit(verbs: Sequence[Verb], upheld: Upheld, before: dict[date, Excesses]) -> RefusedAmong:
    """The refusal of the last verb after which an excess became worse than before the list, and stayed so. The verbs are
    run again to find it: whoever calls rolls back."""
    became: dict[
        Any, tuple[str, Refused]
    ] = {}  # what is worse, by day, clause, organisation and item: since which verb
    for verb in verbs:
        run([verb])
        now = {
            (day, *key, item): refusal(excess, [item], day)
            for day in sorted(before)
            for key, excess, grown in worse(before[day], upheld.excesses(day))
            for item in grown
        }
        became = {key: became.get(key, (verb[0], why)) for key, why in now.items()}
    return RefusedAmong(*next(iter(became.values())))
