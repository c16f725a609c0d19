"""Fundings, and what volunteers give, over hundreds of organisations: beside a bare SQL read, and beside objects.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/finance.py [--organisations 300] [--fundings 20] [--meetings 12]

The floor reads what a page shows by one join, without objects. The peer is what anybody writes with Django: the same rows, with
what stands beside them (`select_related`, `prefetch_related`), and nothing worked out of them. See bench/README.md.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.votes import cluster, database  # noqa: E402 — of this folder

FUNDINGS = """
SELECT f.id, f.purpose, f.cents, f.notified_on, f.period, n.name, o.name, i.label, i.cents, i.due_on, i.received_on, i.received
FROM finance_funding f JOIN finance_funder n ON n.id = f.funder_id JOIN directory_organisation o ON o.id = f.organisation_id
LEFT JOIN finance_instalment i ON i.funding_id = f.id
WHERE f.organisation_id = %s AND f.notified_on <= %s ORDER BY f.notified_on DESC
"""
PRESENCES = """
SELECT m.id, m.starts_at, m.opened_at, m.closed_at, e.person_id, p.arrived_at, p.left_at
FROM meetings_meeting m JOIN seats_body b ON b.id = m.body_id
LEFT JOIN meetings_rollentry e ON e.meeting_id = m.id LEFT JOIN attendance_presence p ON p.entry_id = e.id
WHERE b.organisation_id = %s AND m.state = 'closed' AND m.starts_at >= '2026-01-01' AND m.starts_at < '2027-01-01'
"""
MEASURING = "KEVREAD_BENCH_MEASURING"
ON = date(2026, 11, 24)
SEATED = 11  # on each board


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=300)
    parser.add_argument("--fundings", type=int, default=20)
    parser.add_argument("--meetings", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    if MEASURING in os.environ:
        measure(asked.organisations, asked.fundings, asked.meetings, asked.rounds)
        return
    with cluster() as server, database(server, "kevread_finance") as url, tempfile.TemporaryDirectory() as folder:
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
        numbers = [f"--{name}={value}" for name, value in vars(asked).items()]
        subprocess.run([sys.executable, __file__, *numbers], env=environment, check=True)


def measure(organisations: int, fundings: int, meetings: int, rounds: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    those = built(organisations, fundings, meetings)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = questions()
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for place in range(rounds):
        one = those[(place * 7919) % len(those)]
        for name, call in asked.items():
            began = time.perf_counter()
            call(one)
            spent[name].append(time.perf_counter() - began)
    for name, seconds in spent.items():
        late = sorted(seconds)[int(len(seconds) * 0.95)]
        best, middle = min(seconds) * 1000, statistics.median(seconds) * 1000
        print(f"{name:20} best {best:6.2f} ms, median {middle:6.2f} ms, p95 {late * 1000:6.2f} ms")
    for name in ("fundings", "volunteers"):
        with CaptureQueriesContext(connection) as caught:
            asked[name](those[0])
        print(f"{name:20} {len(caught)} queries for one organisation")


def questions() -> dict[str, Callable[[Any], Any]]:
    """Of an organisation: the floor, the peer, ours."""
    from django.db import connection

    from kevread.attendance.models import Presence
    from kevread.common.actor import SYSTEM
    from kevread.finance.models import Funding
    from kevread.finance.queries.awaited import granted
    from kevread.finance.queries.volunteering import volunteering

    def bare(sql: str, *bound: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            cursor.fetchall()

    def objects(one: Any) -> None:
        rows = Funding.objects.filter(organisation=one, notified_on__lte=ON).select_related("funder", "organisation")
        list(rows.prefetch_related("instalments"))

    def presences(one: Any) -> None:
        rows = Presence.objects.filter(entry__meeting__body__organisation=one, entry__meeting__state="closed")
        list(rows.select_related("entry__meeting"))

    return {
        "fundings, bare SQL": lambda one: bare(FUNDINGS, one.pk, ON),
        "fundings, objects": objects,
        "fundings": lambda one: granted(one, SYSTEM, ON),
        "volunteers, bare SQL": lambda one: bare(PRESENCES, one.pk),
        "volunteers, objects": presences,
        "volunteers": lambda one: volunteering(one, SYSTEM, ON),
    }


def built(organisations: int, fundings: int, meetings: int) -> list[Any]:
    """So many organisations, each with its board, what it was granted, and the meetings where its board was."""
    from bench.network import now, say_the_verb
    from kevread.charter.models import Setting
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Organisation
    from kevread.journal.operations import act

    say_the_verb()
    with act("bench.build", actor=SYSTEM, about=None, now=now()):
        those = [
            Organisation(slug=f"association-{n}", name=f"Association {n}", scale="local", period=since())
            for n in range(organisations)
        ]
        Organisation.objects.bulk_create(those)
        said = {"name": "L1.21.closing_month", "value": 12, "period": since()}
        Setting.objects.bulk_create([Setting(organisation=one, **said) for one in those])
        fund(those, fundings)
        meet(those, meetings)
    return those


def since() -> Any:
    from kevread.base.models import as_range
    from kevread.common.periods import Period

    return as_range(Period(date(2025, 1, 1)))


def fund(those: list[Any], fundings: int) -> None:
    """Each funding comes in two instalments, of which the first came."""
    from kevread.base.models import as_range
    from kevread.common.periods import Period
    from kevread.finance.models import Funder, Funding, HourRate, Instalment

    givers = [Funder(name=f"Financeur {n}", kind="region") for n in range(fundings)]
    Funder.objects.bulk_create(givers)
    days = as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31)))
    told = {"cents": 10_000_00, "notified_on": date(2026, 1, 15), "scale": "local", "period": days}
    rows = [
        Funding(organisation=one, funder=giver, purpose=f"Projet {n}", **told)
        for one in those
        for n, giver in enumerate(givers)
    ]
    Funding.objects.bulk_create(rows, batch_size=5000)
    came = {"received_on": date(2026, 3, 1), "received": 5_000_00}
    parts = [
        Instalment(funding=row, label=label, cents=5_000_00, due_on=day, **more)
        for row in rows
        for label, day, more in (("Acompte", date(2026, 3, 1), came), ("Solde", date(2027, 1, 31), {}))
    ]
    Instalment.objects.bulk_create(parts, batch_size=5000)
    worth = {"since": date(2026, 1, 1), "cents": 12_00, "source": "Conseil"}
    HourRate.objects.bulk_create([HourRate(organisation=one, **worth) for one in those])


def meet(those: list[Any], meetings: int) -> None:
    """Its board, all there, for two hours each time."""
    from kevread.attendance.models import Presence
    from kevread.directory.models import Person
    from kevread.meetings.models import Meeting, RollEntry
    from kevread.seats.models import Body, Mandate, Seat

    boards = [
        Body(organisation=one, slug=f"{one.slug}-board", kind="board", name="Conseil", period=since()) for one in those
    ]
    Body.objects.bulk_create(boards)
    seats = [Seat(body=body, title="administrator", name="Administrateur·rice", period=since()) for body in boards]
    Seat.objects.bulk_create(seats)
    people = [Person(given_name="Bénévole", family_name=f"{n:06}") for n in range(len(those) * SEATED)]
    Person.objects.bulk_create(people, batch_size=5000)
    held = [
        Mandate(seat=seats[n // SEATED], person=one, origin="election", period=since()) for n, one in enumerate(people)
    ]
    Mandate.objects.bulk_create(held, batch_size=5000)
    first, two = datetime(2026, 1, 6, 17, tzinfo=UTC), timedelta(hours=2)
    sittings, roll, there = [], [], []
    for place, body in enumerate(boards):
        for n in range(meetings):
            at = first + timedelta(days=25 * n)
            made = Meeting(body=body, starts_at=at, ends_at=at + two, opened_at=at, closed_at=at + two, state="closed")
            sittings.append(made)
            for mandate in held[place * SEATED : (place + 1) * SEATED]:
                entry = RollEntry(meeting=made, person=mandate.person, mandate=mandate)
                roll.append(entry)
                there.append(Presence(entry=entry, arrived_at=at, left_at=at + two))
    Meeting.objects.bulk_create(sittings, batch_size=5000)
    RollEntry.objects.bulk_create(roll, batch_size=5000)
    Presence.objects.bulk_create(there, batch_size=5000)


if __name__ == "__main__":
    main()
