"""Every screen, as somebody who may see it: light and dark, at a desk and on a phone. Nothing to complain of."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browser import axe, bring_axe

from .conftest import overhear, window
from .looked import Looked
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
        bring_axe(page.context)
        said, looked = overhear(page, demonstration), Looked(page, persona)
        for screen in (one for one in SCREENS if one.persona == persona):
            address = screen.address(page, demonstration)
            digest = looked.digest(address)
            if not looked.same(str(screen), digest):
                faults[str(screen)] = [*look(page, lambda address=address: go(page, address)), *said]
                said.clear()
                if not faults[str(screen)]:
                    looked.keep(str(screen), digest)
    assert {screen: some for screen, some in faults.items() if some} == {}


def go(page: Page, address: str) -> int:
    """Open that page; the status."""
    answer = page.goto(address, wait_until="load")
    assert answer is not None, address
    return answer.status


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
