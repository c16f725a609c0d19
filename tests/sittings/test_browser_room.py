"""The room in a real browser: the network drops while somebody types and taps, and comes back: nothing lost, nothing double."""

import re

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, database_url
from tests.journeys.conftest import window

BOARD = "/ess-pays-de-vitre/reunions"


@pytest.fixture
def page(chrome: Browser, workshop: str):
    with window(chrome, workshop, "presidence-pole") as page:
        page.goto(workshop + BOARD)
        page.locator("a[href*='/reunions/']").filter(has_text=re.compile("Conseil")).first.click()
        page.get_by_role("link", name="Entrer dans la salle").click()
        yield page


def from_the_menu(page: Page):
    """What can wait stands behind « La séance », in the bar."""
    menu = page.locator("#seance")
    menu.locator("> summary").click()
    return menu


def asked(question: str) -> int:
    with psycopg.connect(database_url("workshop")) as connection:
        return connection.execute(question).fetchone()[0]


def written() -> int:
    return asked(
        "SELECT count(*) FROM journal_act WHERE verb = 'sittings.write_minutes' AND person_name = 'Fatou Guirvadec'"
    )


def arrivals(name: str) -> int:
    return asked(
        "SELECT count(*) FROM attendance_presence p JOIN meetings_rollentry e ON e.id = p.entry_id "
        "JOIN directory_person d ON d.id = e.person_id JOIN meetings_meeting m ON m.id = e.meeting_id "
        f"WHERE m.state = 'running' AND d.family_name = '{name}'"
    )


def test_what_is_typed_without_a_network_is_kept_and_written_once(page: Page):
    page.get_by_role("link", name="Le programme du printemps").click()
    field, before = page.locator("#texte"), written()
    field.fill("Trois soirées")
    field.blur()
    expect(page.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    assert written() == before + 1

    page.context.set_offline(True)
    field.fill("Trois soirées, dont une avec la médiathèque.")
    field.blur()
    expect(page.locator("[data-kept]")).to_have_text("1 saisie conservée sur cet appareil")
    assert axe(page) == []
    assert written() == before + 1

    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_be_hidden()
    page.reload()
    expect(page.locator("#texte")).to_have_value("Trois soirées, dont une avec la médiathèque.")
    assert written() == before + 2
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kevread:')).length") == 0


def test_a_page_that_closes_without_a_network_gives_the_text_back(page: Page):
    page.get_by_role("link", name="Questions diverses").click()
    address = page.url
    page.context.set_offline(True)
    page.locator("#texte").fill("Le prochain conseil est le 12 janvier.")
    page.locator("#texte").blur()
    expect(page.locator("[data-kept]")).to_be_visible()
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(address)
    expect(other.locator("#texte")).to_have_value("Le prochain conseil est le 12 janvier.")
    expect(other.locator("[data-kept]")).to_be_hidden()
    other.reload()
    expect(other.locator("#texte")).to_have_value("Le prochain conseil est le 12 janvier.")


def kept_by_the_server(page: Page) -> str:
    """What anybody would read: asked again, with nothing of this device put back over it."""
    answer = page.request.get(page.url).text()
    return re.search(r'<textarea id="texte"[^>]*>([^<]*)<', answer)[1]


def type_in(page: Page, words: str) -> None:
    """It is kept by itself: nothing is to be pressed."""
    expect(page.get_by_role("button", name="Enregistrer", exact=True)).to_be_hidden()
    page.locator("#texte").fill(words)
    page.locator("#texte").blur()


def test_a_text_that_changed_elsewhere_is_replaced_by_a_choice_and_by_nothing_else(page: Page):
    page.get_by_role("link", name="Questions diverses").click()
    other = page.context.new_page()
    other.goto(page.url)
    type_in(page, "La version de la présidente.")
    expect(page.locator("#note")).to_have_text(re.compile("^Enregistré à"))

    type_in(other, "La version du secrétaire.")
    expect(other.locator("#note")).to_contain_text("Ce texte a changé")
    expect(other.locator("#note blockquote")).to_have_text("La version de la présidente.")
    assert axe(other) == []
    other.locator("#texte").press_sequentially(" Complétée.")
    other.locator("#texte").blur()
    other.wait_for_timeout(3500)  # longer than a text waits before it leaves by itself
    assert kept_by_the_server(page) == "La version de la présidente."

    other.get_by_role("link", name="Ouverture", exact=True).click()
    other.get_by_role("link", name="Questions diverses").click()
    expect(other.locator("#texte")).to_have_value("La version du secrétaire. Complétée.")
    expect(other.locator("#note blockquote")).to_have_text("La version de la présidente.")
    assert kept_by_the_server(page) == "La version de la présidente."

    other.get_by_role("button", name="Garder le mien").click()
    expect(other.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    assert kept_by_the_server(page) == "La version du secrétaire. Complétée."

    type_in(page, "Une troisième.")
    page.get_by_role("button", name="Prendre l’autre").click()
    expect(page.locator("#texte")).to_have_value("La version du secrétaire. Complétée.")
    page.reload()
    expect(page.locator("#note")).to_be_empty()
    assert kept_by_the_server(page) == "La version du secrétaire. Complétée."
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kevread:')).length") == 0


def test_a_box_in_which_nothing_was_typed_takes_what_was_written_meanwhile_and_both_may_follow(page: Page):
    page.get_by_role("link", name="Clôture", exact=True).click()
    other = page.context.new_page()
    other.goto(page.url)
    type_in(page, "La séance finit tôt.")
    expect(other.locator("#texte")).to_have_value("La séance finit tôt.")
    expect(other.locator("#note")).to_contain_text("Fatou Guirvadec a écrit ici à")
    type_in(other, "La séance finit tard.")
    expect(other.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    expect(page.locator("#texte")).to_have_value("La séance finit tard.")

    other.route(re.compile(r"/salle/direct"), lambda route: route.abort())  # this one no longer follows
    type_in(page, "La séance finit à l’heure.")
    expect(page.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    type_in(other, "Le goûter est offert.")
    expect(other.get_by_role("link", name="Les textes d’avant").last).to_be_visible()
    assert axe(other) == []
    other.get_by_role("button", name="Mettre les deux à la suite").click()
    expect(other.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    assert kept_by_the_server(page) == "La séance finit à l’heure.\n\nLe goûter est offert."


def test_a_tap_whose_answer_is_lost_is_noted_once(page: Page):
    from_the_menu(page).get_by_role("link", name="Arrivées et départs").click()
    row = page.get_by_role("listitem").filter(has_text="Servane Da Sobral")
    lost = []

    def swallow(route):
        """The server does it; its answer never comes back."""
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route(re.compile(r"/presences/[0-9a-f-]{36}$"), swallow)
    row.get_by_role("button", name="Présent·e").click()
    expect(page.locator("[data-kept]")).to_have_text("1 saisie conservée sur cet appareil")
    expect(row.get_by_text("Là depuis")).to_be_visible(timeout=10_000)
    expect(page.locator("[data-kept]")).to_be_hidden(timeout=10_000)
    assert len(lost) == 1
    assert arrivals("Da Sobral") == 1


def test_what_was_asked_before_a_tap_does_not_undo_it_on_the_screen(page: Page):
    """The list asks every two seconds; an answer that was read before the tap and comes after it is not shown."""
    from_the_menu(page).get_by_role("link", name="Arrivées et départs").click()
    name = page.get_by_role("listitem").filter(has_text="Pas encore là").locator("strong").first.inner_text()
    row = page.get_by_role("listitem").filter(has_text=name)
    late = []

    def hold(route):
        """The whole list, as it is now, kept on its way."""
        if late:
            route.continue_()
        else:
            late.append((route, route.fetch(url=f"{route.request.url.split('?')[0]}?v=0")))

    page.route(re.compile(r"/presences/direct"), hold)
    while not late:
        page.wait_for_timeout(50)
    row.get_by_role("button", name="Présent·e").click()
    expect(row).to_contain_text("Là depuis")
    page.evaluate("document.querySelector('#liste').dataset.same = 'yes'")
    route, answer = late[0]
    assert answer.status == 200
    with page.expect_response(lambda one: one.request == route.request):
        route.fulfill(response=answer)
    page.wait_for_timeout(200)
    expect(page.locator("#liste")).to_have_attribute("data-same", "yes")
    expect(row).to_contain_text("Là depuis")
    row.get_by_role("button", name="Erreur").click()
    expect(row).to_contain_text("Pas encore là")


def test_the_room_follows_what_happens_elsewhere(page: Page, chrome: Browser, workshop: str):
    before = page.locator("#direct .said").text_content()
    address = page.url.split("/salle")[0]
    with window(chrome, workshop, "presidence-pole") as other:
        other.goto(f"{address}/presences")
        other.get_by_role("listitem").filter(has_text="Hervé Huervelin").get_by_role("button", name="Présent·e").click()
        expect(page.locator("#direct .said")).not_to_have_text(before, timeout=8_000)


def test_the_list_filters_as_one_types(page: Page):
    from_the_menu(page).get_by_role("link", name="Arrivées et départs").click()
    page.get_by_label("Filtrer par nom").fill("coat")
    expect(page.get_by_role("listitem").filter(has_text="Hippolyte Coatvéden")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Brendan Kerlouédan")).to_be_hidden()
