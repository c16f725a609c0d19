"""What makes a screen be looked at again, and what does not."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.journeys.looked import FOLLOWS, Looked


class Served:
    """A browser that reads one page, as the server would answer it."""

    def __init__(self, text: str = "", *, status: int = 200, version: str = "150", policy: str = "default-src") -> None:
        self.context = SimpleNamespace(browser=SimpleNamespace(version=version))
        answer = SimpleNamespace(text=lambda: text, status=status, headers={"content-security-policy": policy})
        self.request = SimpleNamespace(get=lambda address: answer)


KEPT = """<script src="/static/htmx.js" nonce="{0}"></script><body hx-headers='{{"X-CSRFToken": "{0}"}}'>
<form><input type="hidden" name="cle" value="{0}">Le conseil</form>"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KEVREAD_TEST_LOOKED", str(tmp_path))
    return tmp_path


def same(served: Served, persona: str = "direction", screen: str = "/ess-35/instances") -> bool:
    """Whether this page is the one in which nothing was found; it is kept as such from now on."""
    looked = Looked(served, persona)
    digest = looked.digest("http://ici")
    known = looked.same(screen, digest)
    looked.keep(screen, digest)
    return known


def test_what_did_not_change_is_not_looked_at_again(folder):
    assert not same(Served(KEPT.format("abc"), policy="script-src 'nonce-abc'"))
    assert same(Served(KEPT.format("def"), policy="script-src 'nonce-def'"))


def test_the_keys_of_rows_are_not_those_of_another_demonstration_and_stand_where_they_stood(folder):
    one, two = f'<li id="{uuid4()}">', f'<li id="{uuid4()}">'
    assert not same(Served(one + two))
    assert same(Served(two + one))
    assert not same(Served(one + one))


@pytest.mark.parametrize(
    "other",
    [Served(KEPT + "."), Served(KEPT, version="151"), Served(KEPT, policy="default-src *")],
    ids=["page", "browser", "policy"],
)
def test_what_changed_is(folder, other):
    assert not same(Served(KEPT))
    assert not same(other)


def test_so_are_what_it_loads_and_what_looks_at_it(folder, monkeypatch):
    assert not same(Served(KEPT))
    monkeypatch.setattr("tests.journeys.looked.fingerprint", lambda *_, also: "another style")
    assert not same(Served(KEPT))


def test_each_person_and_each_screen_is_looked_at(folder):
    assert not same(Served(KEPT))
    assert not same(Served(KEPT), persona="coordination")
    assert not same(Served(KEPT), screen="/ess-35/texte")


@pytest.mark.parametrize(
    "served", [Served(KEPT, status=500), Served(f"<div {FOLLOWS}='/pouls'>")], ids=["fails", "follows"]
)
def test_a_page_that_fails_or_asks_for_more_is_always_looked_at(folder, served):
    assert not same(served)
    assert not same(served)


def test_nothing_is_kept_unless_it_is_said_where(monkeypatch):
    monkeypatch.delenv("KEVREAD_TEST_LOOKED", raising=False)
    assert not same(Served(KEPT))
    assert not same(Served(KEPT))
