"""Minutes of an assembly in the database: 30 resolutions, 200 people present. What the queries take, what the page takes.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/minutes.py [rounds]

The floor is a paper with one word, set by the same standards (`bench/documents.py`). Without DATABASE_URL it starts its own
PostgreSQL. Every round renames whoever chairs, so that nothing is remembered.
"""

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
DEBATE = "La présidence rappelle la proposition. Plusieurs personnes demandent des précisions, qui sont données. " * 3


def build() -> object:
    """An assembly of 260 members in two colleges: 200 present, 60 represented; 30 votes counted by hand."""
    from kevread.meetings.models import AgendaItem
    from kevread.meetings.rules.life import State
    from kevread.votes.models import Poll
    from tests.arrange import arranging
    from tests.gatherings.worlds import TONIGHT, gathering

    with arranging():
        met = gathering(state=State.IN_PROGRESS, members=260, represented=60)
        meeting = met.meeting
        meeting.chair, meeting.secretary = met.president, met.secretary
        meeting.closed_at, meeting.opening_text = TONIGHT + timedelta(hours=3), DEBATE
        meeting.save()
        for number in range(1, 31):
            item = AgendaItem.objects.create(
                meeting=meeting, rank=100 + number, kind="decision", title=f"Résolution {number}", record=DEBATE
            )
            poll = Poll.objects.create(
                item=item, number=number, question=item.title, kind="resolution", method="show_of_hands"
            )
            terms = {"kind": "resolution", "voices": 260, "majority": {"type": "simple", "base": "expressed"}}
            counts = {"tous": {"for": 200 - number, "against": 40, "abstain": 20}}
            result = {
                "counts": counts,
                "answer": {"verdict": "adopted"},
                "sum": f"{200 - number} > 40",
                "said": "Adopté.",
            }
            for values in (
                {"state": "open", "opened_at": TONIGHT, "terms": terms},
                {"state": "closed", "closed_at": TONIGHT},
                {"state": "counted", "result": result},
            ):
                Poll.objects.filter(pk=poll.pk).update(**values)
    return meeting


def main() -> None:
    from bench.votes import cluster, database

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with cluster() as url, database(url, "bench_minutes") as own:
        os.environ |= {"DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "config.settings", "KEVREAD_ON": "2026-11-24"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from kevread.documents.contracts import as_data
        from kevread.documents.rendering import render
        from kevread.meetings.models import Meeting
        from kevread.sittings.queries.papers import minutes_paper
        from tests.arrange import NOW, analyse

        call_command("migrate", verbosity=0)
        key = build().pk
        analyse()
        asked, whole, size = [], [], 0
        for number in range(rounds + 1):
            started = time.perf_counter()
            meeting = Meeting.objects.select_related("body__organisation", "chair", "secretary").get(pk=key)
            meeting.chair.given_name = f"Présidence {number}"
            data = as_data(minutes_paper(meeting))
            asked.append(1000 * (time.perf_counter() - started))
            size = len(render("minutes", data, made_at=NOW, number=1))
            whole.append(1000 * (time.perf_counter() - started))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            minutes_paper(Meeting.objects.select_related("body__organisation", "chair", "secretary").get(pk=key))
        there = len(data["attendance"]["present"])
        print(f"load {os.getloadavg()[0]:.1f}; {len(data['points'])} points, {there} present, {len(queries)} queries")
        for name, spent in (("queries and data", asked), ("the whole, to the PDF", whole)):
            print(
                f"{name}: first {spent[0]:.0f} ms, median {statistics.median(spent[1:]):.0f} ms, "
                f"longest {max(spent[1:]):.0f} ms"
            )
        print(f"{size} bytes")
        connection.close()


if __name__ == "__main__":
    main()
