"""Journey 1. The direction of a grouping fills seats by decision only: where no place is left, then where one is."""

import re

from playwright.sync_api import Browser, Page, expect

from .conftest import overhear, window, written
from .looks import look
from .screen import BOARD


def seats(page: Page, site: str) -> str:
    seat_by_seat(page, site)
    return page.get_by_role("main").inner_text()


def seat_by_seat(page: Page, site: str) -> None:
    page.goto(site + BOARD)
    page.get_by_text("Siège par siège").click()


def test_a_third_seat_is_not_offered_and_what_was_decided_is_confirmed(workshop: str, chrome: Browser):
    with window(chrome, workshop, "direction") as page:
        said = overhear(page, workshop)
        before, rows = seats(page, workshop), written("workshop")

        assert "Toutes les places sont prises le 1er décembre 2026." in plain(before).split("Luz Jaffrézou", 1)[1]
        page.get_by_role("link", name="Voir pourquoi, pour le mandat de Luz Jaffrézou").click()
        expect(page.get_by_text("ce mandat ne peut pas encore se confirmer")).to_be_visible()
        full = page.get_by_role("main")
        expect(full).to_contain_text("Brigitte Le Menezour jusqu’au 30 juin 2027")
        expect(full).to_contain_text("2 places au plus pour ESS pays de Rennes")
        expect(full).to_contain_text("Mettre fin à un mandat")
        expect(full.get_by_role("link", name="Brigitte Le Menezour")).to_be_visible()
        expect(page.get_by_role("button", name="Confirmer ce mandat")).to_have_count(0)
        assert said == []
        assert written("workshop") == rows
        assert seats(page, workshop) == before

        page.get_by_role("link", name="Proposer quelqu’un, pour ESS pays de Brocéliande").first.click()
        page.locator("#personnes li a").first.click()
        expect(page.get_by_text("se décide là-bas : Conseil d’administration")).to_be_visible()
        expect(page.get_by_role("link", name="Écrire à qui désigne, en proposant")).to_be_visible()
        expect(page.get_by_role("button", name="Voir ce que cela change")).to_have_count(0)

        assert "Donné à Cyrielle Vilboux" in plain(before)
        page.goto(workshop + BOARD)  # above the drawing and in it, nothing unfolded
        expect(page.get_by_role("link", name="Confirmer le mandat de Cyrielle Vilboux")).to_have_count(2)
        page.get_by_role("link", name="Confirmer le mandat de Cyrielle Vilboux").first.click()
        expect(page.get_by_text("Elle donne ce siège à Cyrielle Vilboux")).to_be_visible()
        page.get_by_role("button", name="Confirmer ce mandat").click()
        expect(page).to_have_url(re.compile(rf"{BOARD}#siege-administrator$"))
        expect(page.get_by_text("C’est fait. Cyrielle Vilboux")).to_be_in_viewport()
        expect(page.locator("#siege-administrator")).to_be_in_viewport()
        after = plain(seats(page, workshop))
        assert "Donné à Cyrielle Vilboux" not in after
        comes = "Cyrielle Vilboux — du 1er décembre 2026 au 30 juin 2027"
        assert f"{comes} 1 place libre jusqu’au 30 novembre 2026, sur 2 au plus" in after
        expect(page.get_by_role("link", name="Proposer quelqu’un, pour ESS pays de Redon")).to_have_count(0)
        expect(page.get_by_role("link", name="Confirmer le mandat de Cyrielle Vilboux")).to_have_count(0)
        page.goto(f"{workshop}/ess-35/journal")
        acts = page.get_by_role("main").locator("li")
        expect(acts.nth(0)).to_contain_text("a proposé un accès")
        expect(acts.nth(1)).to_contain_text("Cyrielle Vilboux")
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
