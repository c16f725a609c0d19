"""Every screen, as somebody who may see it: light and dark, at a desk and on a phone. Nothing to complain of."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser

from tests.browser import axe

from .conftest import overhear, window
from .looks import look
from .screens import LEFT_OUT, SCREENS

PERSONAE = sorted({screen.persona for screen in SCREENS})


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """The names of all the views of the application."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(f"{prefix}{pattern.name}")
        else:
            found |= names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
    return found


def test_the_list_holds_every_view_or_says_why_not():
    listed = {screen.name for screen in SCREENS}
    assert listed | LEFT_OUT.keys() == names(get_resolver("config.urls"))
    assert not listed & LEFT_OUT.keys()


@pytest.mark.parametrize("persona", PERSONAE, ids=lambda slug: slug or "public")
def test_nothing_to_complain_of(demonstration: str, chrome: Browser, persona: str):
    faults: dict[str, list[str]] = {}
    with window(chrome, demonstration, persona) as page:
        said = overhear(page, demonstration)
        for screen in SCREENS:
            if screen.persona == persona:
                faults[str(screen)] = [*look(page, lambda screen=screen: screen.open(page, demonstration)), *said]
                said.clear()
    assert {screen: some for screen, some in faults.items() if some} == {}


REFUSALS = {"/ess-armor/aujourd-hui": 403, "/rien/de/tel": 404, "/ess-35/instances?au=hier": 400}


def test_refusals_are_pages_like_the_others(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        faults = {
            path: look(page, lambda path=path: page.goto(demonstration + path).status, status=status)
            for path, status in REFUSALS.items()
        }
        page.goto(f"{demonstration}/ess-35/instances")
        page.get_by_role("button", name="Changer d’échelle").click()
        faults["the switcher"] = axe(page)
    assert {path: some for path, some in faults.items() if some} == {}
