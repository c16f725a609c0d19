"""Journey 2: the coordination opens the steering committee, whose August is missing, accepts a proposed date, moves it:
the feed keeps its UID, with the next SEQUENCE; August stays missing, and the forecast follows."""

import re

from icalendar import Calendar
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import overhear, window

NEW_DAY = "2026-12-22"
TAPS_TO_ACCEPT, TAPS_TO_MOVE = 2, 3  # from the line of the year; a day that is typed is no tap


def row(page: Page, site: str):
    page.goto(f"{site}/cress/rythme")
    return page.get_by_role("row").filter(has_text="Comité de direction")


def subscribe(page: Page, site: str) -> str:
    """An address for the committee, as the screen shows it once."""
    page.goto(f"{site}/cress/rythme")
    page.get_by_role("main").get_by_role("link", name="Mes réunions dans mon agenda").click()
    page.get_by_text("Les réunions d’une instance, ou d’une organisation").click()
    page.locator("button[value=instance-codir]").click()
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Adresse copiée")).to_be_visible()
    return page.get_by_label("copiez cette adresse").input_value()


def december(page: Page, address: str) -> list:
    answer = page.request.get(address)
    assert answer.ok
    found = Calendar.from_ical(answer.body()).walk("VEVENT")
    return [one for one in found if one["DTSTART"].dt.strftime("%Y-%m") == "2026-12"]


def test_the_committee_has_its_december_and_not_its_august(workshop: str, chrome: Browser):
    with window(chrome, workshop, "coordination") as page:
        complaints = overhear(page, workshop)
        address = subscribe(page, workshop)
        line = row(page, workshop)
        expect(line).to_contain_text(re.compile("Mai et août sont passés sans réunion"))
        expect(line).to_contain_text(re.compile("Décembre n’a pas encore de date"))
        assert december(page, address) == []
        assert accept(page, line) <= TAPS_TO_ACCEPT
        line = row(page, workshop)
        expect(line).not_to_contain_text("Décembre n’a pas")
        expect(line).to_contain_text(re.compile("Mai et août sont passés sans réunion"))
        (before,) = december(page, address)
        assert move(page, line) <= TAPS_TO_MOVE
        (after,) = december(page, address)
        assert after["UID"] == before["UID"]
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
        assert after["DTSTART"].dt.date().isoformat() == NEW_DAY
        assert after["STATUS"] == "TENTATIVE"
        line = row(page, workshop)
        expect(line).to_contain_text(re.compile("Mai et août sont passés sans réunion"))
        expect(line).to_contain_text(re.compile(r"la prochaine le\s+22\s+décembre 2026"))
        assert complaints == []


class Taps:
    """Each tap on the way, counted as it is made."""

    def __init__(self) -> None:
        self.made = 0

    def on(self, target: Locator) -> None:
        target.click()
        self.made += 1


def accept(page: Page, line: Locator) -> int:
    """Ask for dates, accept the one that is proposed. How many taps it took."""
    taps = Taps()
    taps.on(line.get_by_role("link", name="Proposer des dates"))
    expect(page.get_by_role("group").filter(has_text="pour décembre")).to_be_visible()
    taps.on(page.get_by_role("button", name="Ne planifier que celle-ci"))
    expect(page.get_by_role("status").or_(page.locator(".messages, .notice")).first).to_contain_text("planifiée")
    return taps.made


def move(page: Page, line: Locator) -> int:
    """From the line of the year to the meeting, and to another day. How many taps it took."""
    taps = Taps()
    taps.on(line.get_by_role("link", name=re.compile(r"décembre 2026")))
    taps.on(page.get_by_role("link", name="Changer la date"))
    page.get_by_label("Jour").fill(NEW_DAY)
    taps.on(page.get_by_role("button", name="Changer la date"))
    return taps.made
