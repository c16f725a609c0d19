"""Just after an act: the pages where one lives, when the act wrote where few articles look, when it wrote in the mandates,
where many do, and when the process knows nothing at all; and the act that articles judge, « confier un siège ». Each beside
its floor, in the same run: a page that says nothing just after the same act, and an act that nothing judges. On the
demonstration, in one process, by the test client. See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/after.py [--runs 15] [--persona coordination]
"""

import argparse
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.frame import DEMONSTRATION, environment_of, run
from bench.votes import cluster, database

FLOOR = "/accessibilite/"
PAGES = {
    "« Aujourd’hui »": "/cress/aujourd-hui",
    "« Ma page »": "/ma-page",
    "« Texte »": "/cress/texte",
    "« Texte » of one grouping": "/ess-35/texte",
}
AIM, AIM_OF_VERB = 200, 40  # milliseconds of time; of processor
WISHES = 60

type Spent = list[tuple[float, float]]  # milliseconds: of time, and of the processor of this process


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    started, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is not kept, and what the process knows of that state is asked by nobody."""
    from django.db import transaction

    point = transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def somebody_is_registered() -> None:
    """An act that moves nothing and that nothing judges."""
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Person
    from kevread.journal.operations import act

    with act("directory.register_person", actor=SYSTEM, about=None, now=now()):
        Person.objects.create(given_name="Banc", family_name="d’essai")


def pages_after(persona: str, runs: int) -> dict[str, dict[str, Spent]]:
    """Each page in turn, in the state that each act has just made, once more in the same state, and where nothing is known."""
    from django.test import Client

    client = Client()
    assert client.post(f"/demonstration/entrer/{persona}/").status_code == 302
    from kevread.journal.memory import forget

    wish = wishes(at_most=1)[0]
    acts = {
        "of another room": somebody_is_registered,
        "a seat entrusted": lambda: entrust(wish),
        "all forgotten": forget,
    }
    found: dict[str, dict[str, Spent]] = {name: defaultdict(list) for name in ("floor", *PAGES)}
    for number in range(runs + 2):
        for name, path in {"floor": FLOOR, **PAGES}.items():
            shown(client, path)
            for when, act in acts.items():
                with taken_back():
                    act()
                    spent = timed(lambda path=path: shown(client, path))
                    if number >= 2:
                        found[name][when].append(spent)
                        found[name]["again"].append(timed(lambda path=path: shown(client, path)))
    return found


def shown(client: Any, path: str) -> bytes:
    answer = client.get(path, follow=True)  # « Ma page » leads to that of the first hat
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.content


def wishes(at_most: int = WISHES) -> list[dict[str, Any]]:
    """Seats that may be entrusted, on the demonstration: every third of those that somebody may hold, and is not refused."""
    from kevread.base.clock import today
    from kevread.common.errors import Refused
    from kevread.common.periods import Period
    from kevread.seats.loader import families
    from kevread.seats.models import Seat
    from kevread.seats.queries.places import eligible, representable

    day, found = today(), []
    for seat in Seat.objects.on(day).select_related("body__organisation").order_by("pk")[::3]:
        is_of_family = seat.one_per == Seat.OnePer.FAMILY
        for represents in representable(seat, day)[:1] if seat.one_per and not is_of_family else [None]:
            person = eligible(seat, represents=represents, on=day).order_by("pk").first()
            if person is None:
                continue
            wish = {"seat": seat, "person": person, "represents": represents, "period": Period(day)}
            wish["family"] = next(iter(families())) if is_of_family else ""
            try:
                with taken_back():
                    entrust(wish)
                found.append(wish)
            except Refused:
                continue
            if len(found) == at_most:
                break
    return found


def entrust(wish: dict[str, Any]) -> None:
    from datetime import date

    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.seats.operations import fill_seat

    decided = {"note": "Décidé avant le registre", "decided_on": date(2020, 1, 1)}
    fill_seat(actor=SYSTEM, now=now(), origin="designation", **decided, **wish)


def verbs() -> dict[str, Spent]:
    """Each seat entrusted where nothing is known of the state, beside an act that nothing judges, in turn."""
    from kevread.journal.memory import forget

    found: dict[str, Spent] = {"an act that nothing judges": [], "« confier un siège »": []}
    for wish in wishes():
        for name, work in zip(found, (somebody_is_registered, lambda wish=wish: entrust(wish)), strict=True):
            forget()
            with taken_back():
                found[name].append(timed(work))
    return found


def median(spent: Spent) -> str:
    return " / ".join(f"{statistics.median(column):.1f}" for column in zip(*spent, strict=True))


def report(persona: str, runs: int) -> None:
    import django
    from django.db import transaction

    django.setup()
    with transaction.atomic():
        pages = pages_after(persona, runs)
        print("Milliseconds: time / processor of this process\n")
        columns = list(next(iter(pages.values())))
        print(f"| | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
        for name, found in pages.items():
            print(f"| {name} | {' | '.join(median(found[when]) for when in columns)} |")
        judged = verbs()
        print(f"\n| | median of {len(next(iter(judged.values())))} | longest |\n|---|---|---|")
        for name, spent in judged.items():
            print(f"| {name} | {median(spent)} | {max(spent)[0]:.0f} / {max(busy for _, busy in spent):.0f} |")
        transaction.set_rollback(True)
    after = ("of another room", "a seat entrusted")
    slowest = max(statistics.median(taken for taken, _ in pages[name][when]) for name in PAGES for when in after)
    verb = statistics.median(busy for _, busy in judged["« confier un siège »"])
    print(f"\npages {slowest:.0f} ms, aim {AIM}: {'held' if slowest <= AIM else 'MISSED'}")
    print(f"verb {verb:.0f} ms of processor, aim {AIM_OF_VERB}: {'held' if verb <= AIM_OF_VERB else 'MISSED'}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--persona", default="coordination")
    asked = options.parse_args()
    print(f"load {' '.join(f'{one:.1f}' for one in os.getloadavg()[:2])}", flush=True)
    with cluster() as url, database(url, "kevread_after") as own, tempfile.TemporaryDirectory() as folder:
        environment = environment_of(own, Path(folder)) | {"KEVREAD_POOL": "", "KEVREAD_HOST": "testserver"}
        for command in DEMONSTRATION:
            run(environment, "config", *command)
        os.environ |= environment
        report(asked.persona, asked.runs)


if __name__ == "__main__":
    main()
