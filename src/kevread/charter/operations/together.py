"""A list of verbs, judged once, at its end: an import, drafts that one publishes."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.charter.excesses import Excesses
from kevread.common.errors import NotDone, Refused
from kevread.directory.models import Organisation

from .upholding import AT_THE_END, Upheld, refusal, worse

type Verb = tuple[str, Callable[[], Any]]  # what its author calls it, « ligne 12 », and the verb itself
type Waiting = list[tuple[Upheld, list[date]]]


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
    upheld = all_of(waiting)
    return results, upheld, days_of(upheld, waiting)


def all_of(waiting: Waiting) -> Upheld:
    """What they may have moved together."""
    return Upheld(
        frozenset().union(*(one.organisations for one, _ in waiting)),
        joined(one.writes for one, _ in waiting),
        lambda: [day for one, _ in waiting for day in one.on()],
        tuple(dict.fromkeys(period for one, _ in waiting for period in one.during)),
    )


def days_of(upheld: Upheld, waiting: Waiting) -> list[date]:
    """Those that mattered when each was written, and those that matter now that all are."""
    return sorted({*upheld.days(), *(day for _, days in waiting for day in days)})


@contextmanager
def judging_later() -> Iterator[Waiting]:
    waiting: Waiting = []
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


class Attempts:
    """Verbs that are tried one after the other and judged at the end: one that is refused is taken back alone."""

    def __init__(self, waiting: Waiting, watch: Callable[[Hashable, Waiting], None] | None = None) -> None:
        self.waiting = waiting
        self.watch = watch

    def run[Done](self, name: Hashable, verb: Callable[[], Done]) -> Done:
        """Raises what the verb raises, and what it had written is gone."""
        before = len(self.waiting)
        try:
            with transaction.atomic():
                done = verb()
        except NotDone:
            del self.waiting[before:]
            raise
        if self.watch:
            self.watch(name, self.waiting[before:])
        return done


def attempt_together[Told](play: Callable[[Attempts], Told]) -> tuple[Told, dict[Hashable, Refused]]:
    """Try all that `play` runs through its `Attempts`, and hold the articles at the end alone. `play` may be run up to three
    times, and must do the same each time.

    Returns what it told. Where an excess is then worse than before, nothing is written, and each attempt that made it grow
    is named, with the refusal of the article: whoever calls runs the others without them.
    """
    with transaction.atomic():
        point = transaction.savepoint_create()
        with judging_later() as waiting:
            told = play(Attempts(waiting))
        upheld = all_of(waiting)
        passed = {day: found for day in days_of(upheld, waiting) if (found := upheld.excesses(day))}
        if not passed:
            transaction.savepoint_commit(point)
            return told, {}
        slugs = dict(Organisation.objects.values_list("pk", "slug"))
        transaction.savepoint_rollback(point)
        before = {day: upheld.excesses(day) for day in passed}
        failing = {slugs[key[1]] for day in passed for key, _, _ in worse(before[day], passed[day])}
        if failing:
            grown = culprits(play, failing, upheld, before)
            transaction.savepoint_rollback(point)
            if not grown:
                raise RuntimeError("An excess grew, and nothing that was tried made it grow.")
            return told, grown
        with judging_later() as waiting:
            return play(Attempts(waiting)), {}


def culprits(
    play: Callable[[Attempts], Any], failing: set[str], upheld: Upheld, before: dict[date, Excesses]
) -> dict[Hashable, Refused]:
    """Who made an excess grow that is then worse than before: each, with its refusal. What is written is to be taken back.

    `failing`: the slugs of those whose excess it is; what is opened again has another key.
    """
    state = dict(before)
    keys: dict[str, UUID] = {}
    grew: dict[Any, dict[Hashable, Refused]] = {}  # by day, clause, organisation and item

    def watch(name: Hashable, added: Waiting) -> None:
        if not added:
            return
        if len(keys) < len(failing):
            keys.update(Organisation.objects.filter(slug__in=failing).values_list("slug", "pk"))
        there = frozenset(keys.values())
        if not any(one.organisations & there for one, _ in added):
            return
        writes = {register: where | there for register, where in upheld.writes.items()}
        watched = replace(upheld, organisations=there, writes=writes)
        for day in before:
            now = watched.excesses(day)
            for key, excess, items in worse(state[day], now):
                for item in items:
                    grew.setdefault((day, *key, item), {})[name] = refusal(excess, [item], day)
            state[day] = now

    with judging_later() as waiting:
        play(Attempts(waiting, watch))
    still = {(day, *key, item) for day in before for key, _, items in worse(before[day], state[day]) for item in items}
    named: dict[Hashable, Refused] = {}
    for key, who in grew.items():
        if key in still:
            named = who | named
    return named
