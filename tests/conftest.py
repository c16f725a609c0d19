"""The harness is strict: warnings, undefined template variables and writes outside an act all fail."""

import gc
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from factory.random import reseed_random

from . import databases
from .arrange import NOW, TODAY, arranging
from .browser import chrome, demonstration, page, site, workshop
from .fixtures import committed, counted, met, peopled, readers, scene, small, somebody, standing
from .sampling import WHOLE

__all__ = [
    "NOW",
    "TODAY",
    "arranging",
    "chrome",
    "committed",
    "counted",
    "demonstration",
    "met",
    "page",
    "peopled",
    "readers",
    "scene",
    "site",
    "small",
    "somebody",
    "standing",
    "workshop",
]

os.environ.setdefault("KEVREAD_DATA", "/tmp/kevread-tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-schema", action="store_true", help="write what the migrations make: tests/journal/test_schema.py"
    )


OURS: dict[str, object] = {}  # once they are said; Hypothesis may be there before, read by what a module reads


def pytest_pycollect_makemodule(module_path: Path) -> None:
    """Before a property is read, since it keeps the settings of that moment. One that says nothing of its number of examples
    has its usual hundred only where all is run whole. How fast examples are drawn, or tried, says what else the machine does:
    it is held against none."""
    if not OURS and "hypothesis" in module_path.read_text(encoding="utf-8"):
        import hypothesis

        ours = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
        ours |= {} if WHOLE else {"max_examples": 25}
        OURS.update(ours)
        hypothesis.settings.register_profile("ours", hypothesis.settings.default, **ours)
        hypothesis.settings.load_profile("ours")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded stays until the end: it is not gone through again each time what a test leaves is gathered (one second
    of a run in twenty-five)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where no property was tried, Hypothesis is not loaded to say so at the end: half a second."""
    if "hypothesis" not in sys.modules:
        session.config.pluginmanager.unregister(name="hypothesispytest")


collect_ignore_glob = ["toy/*"]  # a room that only `test_toy_room.py` installs


@pytest.fixture(autouse=True, scope="session")
def _afternoon() -> Iterator[None]:
    """The clock on the wall, from four in the afternoon: before the sittings of the evening, whatever the real hour."""
    from django.utils import timezone

    from kevread.base import clock

    began, first = time.monotonic(), timezone.localtime().replace(hour=16, minute=0, second=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "watch", lambda: first + timedelta(seconds=time.monotonic() - began))
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_folder():
    """WhiteNoise warns when there is none, even if it is empty."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


class Undefined(str):
    """A template variable that nothing defines fails the test, instead of showing nothing."""

    __slots__ = ()

    def __contains__(self, piece: object) -> bool:
        return piece == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"The template variable « {variable} » is not defined.")


@pytest.fixture(autouse=True, scope="session")
def _strict_templates():
    from django.template import engines

    engines["django"].engine.string_if_invalid = Undefined("undefined")


@pytest.fixture(autouse=True, scope="session")
def _never_the_real_database(django_test_environment):
    """Whichever tests are run, and before any asks for it, the database is that of the tests, and they are the application."""
    from django.db import connection

    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
    # A module may keep a transaction open as long as it likes: its small federation is never committed.
    waits = "-c idle_in_transaction_session_timeout=0"
    connection.settings_dict["OPTIONS"]["options"] += f" {waits} -c role={databases.APPLICATION}"


@pytest.fixture(scope="session")
def django_db_setup(_never_the_real_database, django_db_blocker):
    """A copy of the tables, made when a test first asks for it: one of pure arithmetic needs no database. The browser's
    driver runs an event loop, and Django keeps a connection for each: PostgreSQL closes those that are left."""
    from django.db import connection

    name = connection.settings_dict["TEST"]["NAME"]  # whatever the module that asked for it first has moved to
    databases.make(name, databases.copied("tables"))
    yield
    with django_db_blocker.unblock():
        connection.close()
    databases.drop(name)


@pytest.fixture
def apart(_never_the_real_database, django_db_blocker):
    """A database of this test's own: what it commits is seen by other connections, and by no other test."""
    with django_db_blocker.unblock(), databases.moved("apart", "tables"):
        yield


@pytest.fixture(autouse=True)
def _day(settings):
    """Tests live on the demonstration's day."""
    settings.KEVREAD_ON = TODAY.isoformat()


@pytest.fixture(autouse=True, scope="module")
def _names_of_the_module(request: pytest.FixtureRequest):
    """Who is invented for a whole file bears the same name at each run: what a sentence elides or sorts does not vary."""
    reseed_random(request.node.nodeid)


@pytest.fixture(autouse=True)
def _names(request: pytest.FixtureRequest):
    """Likewise for who is invented by one test, alone or among others."""
    reseed_random(request.node.nodeid)


@pytest.fixture(autouse=True)
def _registers(settings, tmp_path_factory):
    """What is noted out of the database, of secret votes, of erasures and of the journal, is that of the test."""
    settings.VOTES = tmp_path_factory.getbasetemp() / f"votes-{uuid4()}"
    settings.ERASURES = tmp_path_factory.getbasetemp() / f"erasures-{uuid4()}" / "erasures.json"
    settings.JOURNAL = tmp_path_factory.getbasetemp() / f"journal-{uuid4()}"


@pytest.fixture(autouse=True)
def _nothing_pretended() -> Iterator[None]:
    """What a test said that this process knows of the database ends with it (`databases.taken_for_known`)."""
    yield
    databases.nothing_pretended()


@pytest.fixture(autouse=True)
def _nothing_known():
    """What this process worked out is forgotten: the queries of a test are the same whichever tests ran before."""
    from kevread.journal.memory import forget

    forget()
