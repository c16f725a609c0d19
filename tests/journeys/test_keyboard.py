"""Without a mouse: the way to the content, the choice of a scale, menus, and what is wrong in a form."""

import re

from playwright.sync_api import Browser, Page, expect

from .conftest import window
from .screen import BOARD

FOCUSED = "document.activeElement"


def presses_until(page: Page, wanted: str, at_most: int = 60) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({wanted!r})"):
            return
    raise AssertionError(f"{wanted} is not reached with {at_most} tabulations")


def test_the_first_key_leads_to_the_content(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        for path in (BOARD, "/ess-35/texte", "/ess-35/aujourd-hui", "/chercher?q=le", "/"):
            page.goto(demonstration + path)
            page.keyboard.press("Tab")
            skip = page.get_by_role("link", name="Aller au contenu")
            expect(skip).to_be_focused()
            expect(skip).to_be_in_viewport()
            page.keyboard.press("Enter")
            expect(page.locator("main")).to_be_focused()
            page.keyboard.press("Tab")
            assert page.evaluate(f"document.querySelector('main').contains({FOCUSED})"), path


def test_the_scale_is_changed_and_the_focus_comes_back(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "coordination") as page:
        page.goto(f"{demonstration}{BOARD}")
        presses_until(page, "button.switch")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Changer d’échelle")
        expect(dialog.get_by_label("Trouver une organisation")).to_be_focused()
        for _ in range(40):  # the focus stays in the dialog, or in the window of the browser itself
            page.keyboard.press("Tab")
            assert page.evaluate(f"{FOCUSED} === document.body || !!{FOCUSED}.closest('dialog')")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("button", name="Changer d’échelle")).to_be_focused()

        page.keyboard.press("Enter")
        page.keyboard.type("redon")
        expect(page.locator("#liste-des-echelles li:visible")).to_have_count(1)
        presses_until(page, "#liste-des-echelles a")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/ess-pays-de-redon/instances$"))


def test_another_day_is_chosen(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        page.goto(demonstration + BOARD)
        presses_until(page, "details.tool:not(.house) > summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Lire à cette date")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_label("Lire à cette date")).to_be_hidden()
        expect(page.locator("details.tool:not(.house) > summary").first).to_be_focused()


def test_what_is_wrong_in_a_form_is_reached(demonstration: str, chrome: Browser):
    """The summary takes the focus, names each field, and leads there; the field says it too."""
    with window(chrome, demonstration, "direction") as page:
        for path in ("/ess-35/instances/creer", "/ess-35/personnes/inscrire"):
            page.goto(demonstration + path)
            form = page.locator("main form[method=post]")
            form.evaluate("form => form.noValidate = true")
            form.evaluate("form => form.requestSubmit()")
            alert = page.get_by_role("alert")
            expect(alert).to_be_focused()
            expect(alert).to_contain_text("Rien n’a été enregistré")
            page.keyboard.press("Tab")
            href = page.evaluate(f"{FOCUSED}.getAttribute('href')")
            page.keyboard.press("Enter")
            field = page.locator(href)
            expect(field).to_be_focused()
            expect(field).to_have_attribute("aria-invalid", "true")
            described = (field.get_attribute("aria-describedby") or "").split()
            assert any("error" in key and page.locator(f"#{key}").inner_text().strip() for key in described), path


def test_the_first_gesture_of_the_text_opens_a_gloss_under_its_article(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        page.goto(f"{demonstration}/ess-35/texte")
        first = page.locator(".page-head a.button.primary")
        rule = (first.get_attribute("href") or "").rpartition("/")[2]
        first.focus()
        page.keyboard.press("Enter")
        gloss = page.locator(f"[id='{rule}'] .under .opened")
        expect(gloss.locator("> summary")).to_be_focused()
        expect(gloss).to_be_in_viewport()
        assert page.url.endswith("/ess-35/texte")
        gloss.get_by_role("link", name="Cet article, sur sa page").click()
        expect(page).to_have_url(f"{demonstration}/ess-35/texte/{rule}")


def test_the_gloss_opens_from_the_text(demonstration: str, chrome: Browser):
    with window(chrome, demonstration, "direction") as page:
        page.goto(f"{demonstration}/ess-35/texte?montrer=tout")
        link = page.locator("a.ruled[href='/ess-35/texte/R3.7']").first
        link.focus()
        page.keyboard.press("Enter")
        expect(
            page.get_by_text("Aucun pôle n’a plus de 2 de ses administrateur·rices au conseil.").first
        ).to_be_visible()
        assert page.url.endswith("?montrer=tout")
