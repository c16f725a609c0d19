"""The suite on several lanes, a process each (`./kevread test` gives them; pytest alone runs on one).

A lane has a PostgreSQL of its own, since sealing waits for every transaction of its server, and its own data folder. Tests
of one file stay together, for what they prepare once; so do those of the launcher, who would take each other's ports, and those
that look at the same walks of the invented life (`tests/demonstration/walked.py`). Journeys
are long, and prepare nothing but what a lane keeps for all of them: each goes where there is room.
"""

import os
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

if lane := os.environ.get("PYTEST_XDIST_WORKER"):  # in the process of a lane, before the settings are read
    os.environ["DATABASE_URL"] = os.environ["KEVREAD_TEST_LANES"].split()[int(lane.removeprefix("gw"))]
    data = Path(os.environ["KEVREAD_DATA"])
    (data / lane).mkdir(exist_ok=True)
    (data / lane / "secret_key").write_bytes((data / "secret_key").read_bytes())  # what is copied was sealed by it
    os.environ["KEVREAD_DATA"] = str(data / lane)


WALKED = dict.fromkeys(
    (
        "tests/demonstration/test_machine_account.py",
        "tests/demonstration/test_pay_is_told_to_nobody_else.py",
        "tests/demonstration/test_queries.py",
    ),
    "tests/demonstration/walked",
)


def whole(nodeid: str) -> str:
    """What stays on one lane.

    >>> whole("tests/seats/test_roles.py::test_of[a/b]"), whole("tests/launch/test_launcher_setup.py::test_port")
    ('tests/seats/test_roles.py', 'tests/launch')
    >>> whole("tests/demonstration/test_queries.py::test_no_screen[coordination]")
    'tests/demonstration/walked'
    >>> whole("tests/journeys/test_links.py::test_no_link_leads_nowhere[direction]")
    'tests/journeys/test_links.py::test_no_link_leads_nowhere[direction]'
    """
    if nodeid.startswith("tests/journeys/"):
        return nodeid
    file = nodeid.partition("::")[0]
    return "tests/launch" if file.startswith("tests/launch/") else WALKED.get(file, file)


def pytest_collection_modifyitems(items):
    """The longest first, so that no lane waits for the other at the end: in a browser, then of the launcher."""
    browsed = {whole(item.nodeid) for item in items if "chrome" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (whole(item.nodeid) not in browsed, whole(item.nodeid) != "tests/launch"))


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        return whole(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)
