"""A right lost in one process is lost in another, which keeps what it knows: each asks the journal for the state."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from django.test import Client

from kevread.common.actor import SYSTEM
from kevread.seats.operations import end_mandate
from tests.browser import ROOT, database_url
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.databases import APPLICATION, acting

SERVES = """
import json, sys, django; django.setup()
from django.test import Client
page = Client()
for line in sys.stdin:
    session, address = json.loads(line)
    page.cookies["sessionid"] = session
    print(page.get(address, headers={"host": "localhost"}).status_code, flush=True)
"""


@contextmanager
def another_process() -> Iterator[Callable[[Client, str], int]]:
    """What it answers, on the database of the tests."""
    parts = urlsplit(database_url(""))
    known = os.environ | {
        "DATABASE_URL": acting(urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}")), APPLICATION),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "KEVREAD_DEMONSTRATION": "1",
        "KEVREAD_ON": TODAY.isoformat(),
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", SERVES], env=known, cwd=ROOT, **pipes) as process:

        def asked(client: Client, address: str) -> int:
            process.stdin.write(json.dumps([client.session.session_key, address]) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield asked
        process.stdin.close()


def test_a_right_lost_in_one_process_is_lost_in_another(committed, settings):
    grouping = committed.groupings[0]
    mandate = committed.holder(f"{grouping.slug}-team", "direction")
    page, address = entered_as(mandate.person, settings), f"/{grouping.slug}/equipe"
    with another_process() as asked:
        assert [asked(page, address), asked(page, address)] == [200, 200]
        assert page.get(address).status_code == 200
        end_mandate(actor=SYSTEM, mandate=mandate, last=TODAY - timedelta(days=1), reason="departure", now=NOW)
        assert asked(page, address) == 403
        assert page.get(address).status_code == 403
    page.session.flush()
