"""Whether somebody may commit an organisation, over ten thousand delegations: the question, beside a bare SQL read.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/delegations.py [--number 10000] [--rounds 400]

All are of one organisation, a tenth of them given inside another. The floor reads the delegations of the same person by their
index, without chain, office nor register, on the same connection, in turn. See bench/README.md.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.votes import cluster, database  # noqa: E402 — of this folder

FLOOR = "SELECT id, acts, period, accepted_on FROM delegations_grant WHERE organisation_id = %s AND holder_id = %s"
MEASURING = "KEVREAD_BENCH_MEASURING"
PERIOD = ("2025-01-01", "2030-12-31")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=400)
    asked = parser.parse_args()
    if MEASURING in os.environ:
        measure(asked.number, asked.rounds)
        return
    with cluster() as server, database(server, "kevread_delegations") as url, tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": url,
            "KEVREAD_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            MEASURING: "1",
        }
        for command in (("fonts",), ("migrate", "-v0"), ("prepare",)):
            run = [sys.executable, "-m", "django", *command]
            subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
        again = [sys.executable, __file__, f"--number={asked.number}", f"--rounds={asked.rounds}"]
        subprocess.run(again, env=environment, check=True)


def measure(number: int, rounds: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from kevread.delegations.queries import may_commit

    organisation, people = built(number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def floor(person: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [organisation.pk, person.pk])
            cursor.fetchall()

    def asked(person: Any) -> None:
        assert may_commit(person, "convention", organisation, date(2026, 11, 24), 100)

    spent: dict[str, list[float]] = {"bare SQL": [], "may_commit": []}
    for place in range(rounds):
        person = people[(place * 7919) % len(people)]
        spent["bare SQL"].append(timed(floor, person))
        spent["may_commit"].append(timed(asked, person))
    for name, seconds in spent.items():
        late = sorted(seconds)[int(len(seconds) * 0.95)]
        print(f"{name:12} {statistics.median(seconds) * 1000:6.2f} ms, p95 {late * 1000:6.2f} ms")


def built(number: int) -> tuple[Any, list[Any]]:
    """So many delegations of one organisation: nine in ten by its board, the others inside them."""
    from bench.network import now, say_the_verb
    from kevread.base.models import as_range
    from kevread.common.actor import SYSTEM
    from kevread.common.periods import Period
    from kevread.delegations.models import Grant
    from kevread.directory.models import Organisation, Person
    from kevread.journal.operations import act
    from kevread.seats.models import Body, Mandate, Seat

    say_the_verb()
    period = as_range(Period.through(*(date.fromisoformat(day) for day in PERIOD)))
    with act("bench.build", actor=SYSTEM, about=None, now=now()):
        organisation = Organisation.objects.get(scale="head")
        board = Body.objects.get(organisation=organisation, kind=Body.Kind.BOARD)
        seat = Seat.objects.filter(body__organisation=organisation, body__kind=Body.Kind.TEAM).order_by("pk")[0]
        people = [Person(given_name="Tenante", family_name=f"{place:06}") for place in range(number)]
        Person.objects.bulk_create(people)
        posts = [Mandate(seat=seat, person=one, origin=Mandate.Origin.HIRING, period=period) for one in people]
        Mandate.objects.bulk_create(posts)
        shared: dict[str, Any] = {
            "organisation": organisation,
            "nature": "powers",
            "acts": ["convention"],
            "further": True,
        }
        shared |= {"ceilings": {"convention": 1000}, "accepted_on": date(2025, 1, 1), "period": period}
        direct = number * 9 // 10
        grants = [
            Grant(post=post, holder=post.person, body=board, decision="Mesure", **shared) for post in posts[:direct]
        ]
        Grant.objects.bulk_create(grants)
        inside = [
            Grant(post=post, holder=post.person, parent=grants[place], **shared)
            for place, post in enumerate(posts[direct:])
        ]
        Grant.objects.bulk_create(inside)
    return organisation, people


def timed(call: Callable[[Any], None], about: Any) -> float:
    began = time.perf_counter()
    call(about)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
