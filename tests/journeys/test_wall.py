"""The wall: what is projected of a sitting holds on the screen."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import enter


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (390, 844)])
def test_the_wall_is_whole_without_a_bar_to_scroll(page: Page, demonstration: str, width: int, height: int):
    enter(page, demonstration, "secretariat")
    page.goto(f"{demonstration}/ess-pays-de-vitre/aujourd-hui")
    meeting = page.locator("main a[href*='/reunions/']").first.get_attribute("href") or ""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{demonstration}/{'/'.join(meeting.split('/')[1:4])}/projection")
    expect(page.locator(".wall h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    middle = page.evaluate("(box => box.left + box.width / 2)(document.querySelector('.wall').getBoundingClientRect())")
    assert abs(middle - width / 2) <= 1, "it stands in the middle of the screen"
