"""A real browser on a real server: the site runs in a process of its own, on a database of its own, prepared once.

Nothing is flushed between tests (guarded tables refuse TRUNCATE): a test reads, or writes what others do not read.
Fixtures: `site` (no data, and the pages of tests/ui), `demonstration`,
`workshop` (the same, where one writes), `page`; and `axe(page)`.
"""

import contextlib
import functools
import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.databases import ROOT, database, environment_of, manage, prefixed, url_of

PATIENCE = 90.0
# How long a browser waits for what must come, in milliseconds: on a machine that does much else, a page takes ten seconds.
AT_MOST = 30_000
expect.set_options(timeout=AT_MOST)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright's synchronous driver runs an event loop in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def chromium() -> str | None:
    return os.environ.get("KEVREAD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One browser for the whole run; each test has its own context, hence its own cookies."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", viewport={"width": 1360, "height": 900}
    )
    context.set_default_timeout(AT_MOST)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a site without any data, with the example pages of tests/ui."""
    with running("site", settings="tests.ui.settings") as address:
        yield address


@pytest.fixture(scope="session")
def demonstration() -> Iterator[str]:
    """The address of the demonstration federation, as `./kevread` serves it."""
    with running("demonstration", kind="life") as address:
        yield address


@pytest.fixture(scope="session")
def workshop() -> Iterator[str]:
    """A demonstration where one writes; each test writes where no other looks."""
    with running("workshop", kind="life") as address:
        yield address


@contextlib.contextmanager
def running(
    name: str, *, kind: str = "tables", settings: str = "tests.site", prepare: tuple[tuple[str, ...], ...] = ()
) -> Iterator[str]:
    """A site on a database of its own, a copy of that kind: prepared by these commands, served; then dropped."""
    fonts()
    with database(name, kind) as url:
        environment = environment_of(url, settings)
        for command in prepare:
            manage(environment, *command)
        with served(environment) as address:
            yield address


@functools.cache
def fonts() -> None:
    """Those of the screens, which the settings of a site look for as it starts."""
    from django.core.management import call_command

    call_command("fonts", stdout=io.StringIO())


def do_jobs(name: str) -> None:
    """What the queue of that site holds is done, by the real worker: letters arrive in the mailbox."""
    manage(environment_of(database_url(name)), "worker", "--once")


def database_url(name: str) -> str:
    """Where the site of that name keeps its data."""
    return url_of(prefixed(name))


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"fd://{listener.fileno()}"]
        command += [
            "--worker-class",
            "gthread",
            "--workers",
            "1",
            "--threads",
            "4",
            "--log-level",
            "warning",
            "--no-control-socket",
        ]
        kept = environment | {"KEVREAD_POOL": "1"}  # its connections, as the launcher has it
        server = subprocess.Popen(command, env=kept, cwd=ROOT, pass_fds=[listener.fileno()])
        try:
            wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{address}/composants/", timeout=20).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"The site did not start at {address}.")


def axe_itself() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def bring_axe(context: BrowserContext) -> None:
    """Where many pages are looked at, each has it as it opens: the browser keeps what it compiled, a tenth of a second each."""
    context.add_init_script(axe_itself())


def by_axe(page: Page, script: str, asked: object) -> Any:
    """What this script answers, that runs axe; brought where the page does not have it yet."""
    answer = page.evaluate(f"asked => 'axe' in window ? ({script})(asked) : null", asked)
    if answer is None:
        page.evaluate(axe_itself())
        answer = page.evaluate(script, asked)
    return answer


def axe(page: Page, *rules: str, also: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
    """What axe finds on this page, one line a finding: empty is what we want. All those of its rules that it has by itself,
    `also` some that it leaves out, `but` some that are looked at otherwise; or these alone."""
    asked = {rule: {"enabled": True} for rule in also} | {rule: {"enabled": False} for rule in but}
    options: dict[str, object] = {"resultTypes": ["violations"], "rules": asked}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    return [
        f"{finding['id']} ({finding['impact']}): {node['target']} — {node['failureSummary']}"
        for finding in by_axe(page, "options => axe.run(options).then(results => results.violations)", options)
        for node in finding["nodes"]
    ]
