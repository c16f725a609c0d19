"""Journey 1. The direction of a grouping fills a seat: refused by the article, nothing written; then saved elsewhere."""

import re

from playwright.sync_api import Browser, Page, expect

from .conftest import overhear, window, written
from .looks import look
from .screens import BOARD


def seats(page: Page, site: str) -> str:
    page.goto(site + BOARD)
    return page.get_by_role("main").inner_text()


def test_a_third_seat_is_refused_by_its_article_and_another_is_filled(workshop: str, chrome: Browser):
    with window(chrome, workshop, "direction") as page:
        said = overhear(page, workshop)
        before, rows = seats(page, workshop), written("workshop")

        page.get_by_role("link", name="Confier un siège : Administrateur·rice", exact=True).click()
        page.get_by_role("link", name="ESS pays de Vitré").click()
        expect(page.get_by_text("Toutes les places sont prises aujourd’hui")).to_be_visible()
        page.locator("#personnes li a").first.click()
        page.get_by_label("La décision ou la pièce").fill("Assemblée du 20 novembre 2026")
        page.get_by_role("button", name="Confier ce siège").click()
        refusal = page.get_by_role("alert")
        expect(refusal).to_be_focused()
        expect(refusal).to_contain_text("Ce siège ne peut pas être confié à")
        expect(refusal).to_contain_text("ESS pays de Vitré y a déjà Hippolyte C. et Hervé H.")
        expect(refusal.locator("blockquote")).to_contain_text(
            re.compile("Article R3.7.*chaque pôle membre est représenté par deux de ses administrateur·rices au plus")
        )
        expect(refusal).to_contain_text("Rien n’a été enregistré")
        expect(page.get_by_label("La décision ou la pièce")).to_have_value("Assemblée du 20 novembre 2026")
        said[:] = [line for line in said if "422" not in line]  # the refusal itself
        assert said == []
        assert written("workshop") == rows
        assert seats(page, workshop) == before

        page.get_by_role("link", name="Confier ce siège, pour ESS pays de Brocéliande").click()
        person = page.locator("#personnes li a").first
        name = person.inner_text()
        person.click()
        page.get_by_role("button", name="Confier ce siège").click()
        expect(page).to_have_url(re.compile(rf"{BOARD}#siege-administrator$"))
        expect(page.get_by_text(f"C’est fait. {name}")).to_be_visible()
        after = seats(page, workshop)
        assert name in after
        assert "12 personnes y siègent, 2 sièges" in plain(before)
        assert "13 personnes y siègent, 1 siège" in plain(after)
        expect(page.get_by_role("link", name="Confier ce siège, pour ESS pays de Brocéliande")).to_have_count(0)
        assert written("workshop") == (rows[0] + 1, rows[1] + 1)
        page.goto(f"{workshop}/ess-35/journal")
        expect(page.get_by_role("main").locator("li").first).to_contain_text(name)
        assert said == []


def test_a_group_is_created_on_screen_and_closed_there(workshop: str, chrome: Browser):
    with window(chrome, workshop, "presidence-groupement") as page:
        page.goto(f"{workshop}/ess-armor/instances")
        page.get_by_role("link", name="Créer un groupe ou un espace").click()
        page.get_by_label("Nom", exact=False).first.fill("Groupe des ateliers partagés")
        for box in page.get_by_role("main").locator("textarea:visible").all():
            box.fill("Partager les ateliers et leurs outils")
        for field in page.get_by_role("main").locator("input[required]:visible").all():
            if not field.input_value():
                field.fill("Membre")
        page.get_by_role("main").get_by_role("button").first.click()
        expect(page.get_by_text("« Groupe des ateliers partagés » existe")).to_be_visible()
        page.get_by_role("link", name="Fermer cette instance").click()
        closing = page.url
        assert look(page, lambda: page.goto(closing).status) == []
        page.get_by_role("main").get_by_role("button").first.click()
        expect(page.get_by_text("« Groupe des ateliers partagés » est close")).to_be_visible()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
