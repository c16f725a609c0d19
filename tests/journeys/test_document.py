"""A president signs what waits for her, in three gestures; then nobody changes what she signed."""

import re

from playwright.sync_api import Browser, expect

from .conftest import overhear, window
from .looks import look

GESTURES = 3  # ask for the code, type it, sign


def test_a_document_is_signed_in_three_gestures(workshop: str, chrome: Browser):
    with window(chrome, workshop, "presidence-groupement") as page:
        said = overhear(page, workshop)
        page.goto(f"{workshop}/ess-armor/aujourd-hui")
        waiting = page.locator("a", has_text="Lire et signer").count()  # those that are folded too
        page.get_by_role("link", name="Lire et signer").first.click()
        gestures = 0
        page.get_by_role("button", name="Recevoir mon code").click()
        gestures += 1
        expect(page.get_by_text("Le code est parti à")).to_be_visible()
        here = page.url
        page.goto(f"{workshop}/demonstration/courrier/")  # what the mail programme of the telephone shows
        code = page.locator("code").first.inner_text()
        assert re.fullmatch(r"\d{6}", code)
        page.goto(here)
        page.get_by_label("Code").fill(code)
        gestures += 1
        page.get_by_role("button", name="Signer", exact=True).click()
        gestures += 1
        assert gestures <= GESTURES
        expect(page.get_by_text("Vous avez signé la version 1")).to_be_visible()
        expect(page.get_by_text(re.compile(r"Signé le\s24\snovembre\s2026"))).to_be_visible()
        expect(page.get_by_role("button", name="Recevoir mon code")).to_have_count(0)
        assert said == []
        assert look(page, lambda: page.reload().status) == []
        sheet = page.request.get(
            f"{workshop}{page.get_by_role('link', name='Feuille de signatures (PDF)').get_attribute('href')}"
        )
        assert sheet.body().startswith(b"%PDF-")
        assert sheet.headers["content-disposition"].startswith("attachment")
        page.goto(f"{workshop}/ess-armor/aujourd-hui")
        expect(page.locator("a", has_text="Lire et signer")).to_have_count(waiting - 1)
