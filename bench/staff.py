"""Posts and the register of staff, over a thousand employers and twenty thousand posts: the questions, beside a bare SQL read.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/staff.py [--employers 1000] [--posts 20] [--rounds 60]

The floor reads the rows that a page shows, joined, without objects: posts with their sheet and who fills them; contracts with
their terms. Each question is also asked of the head, which shows every employer at once. See bench/README.md.
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

POSTS = """
SELECT p.id, p.name, p.function, p.period, s.axis, s.main_mission, s.share, s.under_id, a.share, a.local_id,
       n.given_name, n.family_name
FROM staff_post p
LEFT JOIN staff_sheet s ON s.post_id = p.id AND s.period @> %s::date
LEFT JOIN staff_assignment a ON a.post_id = p.id AND a.period @> %s::date AND a.end_reason <> 'mistake'
LEFT JOIN staff_contract c ON c.id = a.contract_id LEFT JOIN directory_person n ON n.id = c.person_id
WHERE p.employer_id = %s AND p.period @> %s::date AND p.end_reason <> 'mistake'
"""
CONTRACTS = """
SELECT c.id, c.occupation, c.period, n.given_name, n.family_name, t.share, t.coefficient, t.salary
FROM staff_contract c JOIN directory_person n ON n.id = c.person_id
LEFT JOIN staff_terms t ON t.contract_id = c.id AND t.period @> %s::date
WHERE c.employer_id = %s AND lower(c.period) <= %s ORDER BY c.period
"""
MEASURING = "KEVREAD_BENCH_MEASURING"
ON = date(2026, 11, 24)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employers", type=int, default=1000)
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args()
    if MEASURING in os.environ:
        measure(asked.employers, asked.posts, asked.rounds)
        return
    with cluster() as server, database(server, "kevread_staff") as url, tempfile.TemporaryDirectory() as folder:
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


def measure(employers: int, posts: int, rounds: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kevread.common.actor import SYSTEM
    from kevread.staff.queries.board import boards
    from kevread.staff.queries.register import register_of

    those = built(employers, posts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def bare(sql: str, *bound: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            cursor.fetchall()

    asked: dict[str, Callable[[Any], Any]] = {
        "posts, bare SQL": lambda one: bare(POSTS, ON, ON, one.pk, ON),
        "posts": lambda one: boards(one, SYSTEM, ON),
        "register, bare SQL": lambda one: bare(CONTRACTS, ON, one.pk, ON),
        "register": lambda one: register_of(one, SYSTEM, ON),
    }
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for place in range(rounds):
        one = those[(place * 7919) % len(those)]
        for name, call in asked.items():
            began = time.perf_counter()
            call(one)
            spent[name].append(time.perf_counter() - began)
    for name, seconds in spent.items():
        late = sorted(seconds)[int(len(seconds) * 0.95)]
        print(f"{name:20} {statistics.median(seconds) * 1000:7.2f} ms, p95 {late * 1000:7.2f} ms")
    for name in ("posts", "register"):
        with CaptureQueriesContext(connection) as caught:
            asked[name](those[0])
        print(f"{name:20} {len(caught)} queries for one employer")


def built(employers: int, posts: int) -> list[Any]:
    """So many employers, each with its posts, all filled."""
    from bench.network import now, say_the_verb
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Organisation, Person
    from kevread.journal.operations import act

    say_the_verb()
    with act("bench.build", actor=SYSTEM, about=None, now=now()):
        those = [
            Organisation(slug=f"employeur-{n}", name=f"Employeur {n}", scale="local", period=since())
            for n in range(employers)
        ]
        Organisation.objects.bulk_create(those)
        people = [Person(given_name="Salariée", family_name=f"{n:06}") for n in range(employers * posts)]
        Person.objects.bulk_create(people, batch_size=5000)
        fill(open_posts(those, posts), people)
    return those


def since() -> Any:
    from kevread.base.models import as_range
    from kevread.common.periods import Period

    return as_range(Period(date(2025, 1, 1)))


def open_posts(employers: list[Any], posts: int) -> list[Any]:
    """The first of each employer is the root of its line."""
    from kevread.staff.models import Post, Sheet

    said = {"function": "accompagnement", "name": "Accompagnement", "period": since()}
    opened = [Post(employer=one, **said) for one in employers for _ in range(posts)]
    Post.objects.bulk_create(opened, batch_size=5000)
    told = {"axis": "animation", "main_mission": "accompagnement", "share": 100, "period": since()}
    sheets = [
        Sheet(post=post, under=opened[n - n % posts] if n % posts else None, **told) for n, post in enumerate(opened)
    ]
    Sheet.objects.bulk_create(sheets, batch_size=5000)
    return opened


def fill(posts: list[Any], people: list[Any]) -> None:
    """Each by a person, their contract and its terms."""
    from kevread.staff.models import Assignment, Contract, Terms

    period = since()
    said = {"kind": "cdi", "occupation": "Accompagnement", "agreement": "eclat", "seniority_from": date(2025, 1, 1)}
    pairs = list(zip(posts, people, strict=True))
    contracts = [Contract(employer=post.employer, person=one, period=period, **said) for post, one in pairs]
    Contract.objects.bulk_create(contracts, batch_size=5000)
    agreed = {"share": 100, "group": "E", "coefficient": 325, "salary": 2_500_00, "period": period}
    Terms.objects.bulk_create([Terms(contract=one, **agreed) for one in contracts], batch_size=5000)
    works = [
        Assignment(post=post, contract=one, share=100, period=period)
        for post, one in zip(posts, contracts, strict=True)
    ]
    Assignment.objects.bulk_create(works, batch_size=5000)


if __name__ == "__main__":
    main()
