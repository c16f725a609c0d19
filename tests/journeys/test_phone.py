"""On a phone: one bar, three tabs at hand and the rest one tap away; the contents of the text are folded."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import enter

WIDTH = 390


@pytest.fixture
def phone(chrome: Browser, demonstration: str) -> Page:
    context = chrome.new_context(locale="fr-FR", viewport={"width": WIDTH, "height": 844}, has_touch=True)
    page = context.new_page()
    yield enter(page, demonstration, "direction")
    context.close()


def test_a_vote_and_whether_one_comes_are_on_the_first_screen(chrome: Browser, demonstration: str):
    """Of a volunteer: a written consultation where one votes, and the next meeting, that asks whether they come."""
    context = chrome.new_context(locale="fr-FR", viewport={"width": WIDTH, "height": 844}, has_touch=True)
    page = enter(context.new_page(), demonstration, "benevole")
    page.goto(f"{demonstration}/ess-pays-de-redon/aujourd-hui")
    bar = page.get_by_role("navigation", name="Accès rapide").bounding_box()
    for role, name in (("link", "Voter"), ("heading", "Votre prochaine réunion"), ("button", "Je viens")):
        box = page.get_by_role("main").get_by_role(role, name=name).bounding_box()
        assert bar and box
        assert box["y"] + box["height"] / 2 < bar["y"], name
    context.close()


def is_whole(page: Page, selector: str) -> bool:
    """Whether each of these is within the width of the window."""
    boxes = [one.bounding_box() for one in page.locator(selector).all()]
    return bool(boxes) and all(box and box["x"] >= 0 and box["x"] + box["width"] <= WIDTH for box in boxes)


def test_one_bar_has_what_one_opens_most_and_the_rest_one_tap_away(phone: Page, demonstration: str):
    phone.goto(f"{demonstration}/ess-35/aujourd-hui")
    expect(phone.get_by_role("navigation", name="Rubriques")).to_be_hidden()
    assert is_whole(phone, ".bar > a, .bar summary")
    bar = phone.get_by_role("navigation", name="Accès rapide")
    assert bar.get_by_role("link").all_inner_texts() == ["Aujourd’hui", "Réunions", "Instances", "Chercher"]
    bar.get_by_role("link", name="Instances").click()
    expect(phone).to_have_url(f"{demonstration}/ess-35/instances")
    bar.get_by_text("Plus").click()
    assert is_whole(phone, ".bar .drop a")
    assert bar.locator(".drop ul").last.get_by_role("link").all_inner_texts() == [
        "Décisions",
        "Réseau",
        "Moyens",
        "Texte",
    ]
    bar.get_by_role("link", name="Texte").click()
    expect(phone).to_have_url(f"{demonstration}/ess-35/texte")


def test_what_the_organisation_keeps_is_behind_its_name(phone: Page, demonstration: str):
    phone.goto(f"{demonstration}/ess-35/equipe")
    expect(
        phone.get_by_role("navigation", name="Pages de cette rubrique")
    ).to_be_hidden()  # one bar, and no band of tabs
    phone.locator(".bar summary").click()
    expect(phone.locator(".bar .drop [aria-current=page]").first).to_have_text("Équipe")
    assert is_whole(phone, ".bar .drop a")
    phone.locator(".bar summary").click()
    phone.locator(".house > summary").click()
    assert is_whole(phone, ".house .drop a")
    phone.get_by_role("link", name="Journal").click()
    expect(phone).to_have_url(f"{demonstration}/ess-35/journal")
    expect(phone.locator(".house [aria-current=page]")).to_have_text("Journal")
    expect(phone.locator(".house > summary[aria-current=true]")).to_have_text(re.compile("ESS.35.*Journal"))
    assert is_whole(phone, ".house > summary, .house .here, .top .tool > summary")


def test_the_contents_of_the_text_are_folded_and_lead_where_they_say(phone: Page, demonstration: str):
    phone.goto(f"{demonstration}/ess-35/texte")
    contents = phone.get_by_role("navigation", name="Sommaire")
    expect(contents).to_have_count(0)
    phone.locator("summary", has_text="Sommaire").click()
    expect(contents).to_be_visible()
    link = contents.get_by_role("link").nth(3)
    link.click()
    part = re.sub(r".*#", "", phone.url)
    expect(phone.locator(f"#{part}")).to_be_in_viewport()


def test_at_a_desk_they_stand_beside_the_text(chrome: Browser, demonstration: str):
    context = chrome.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.goto(f"{demonstration}/ess-35/texte")
    expect(page.get_by_role("navigation", name="Sommaire")).to_be_visible()
    expect(page.locator("summary", has_text="Sommaire")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("height", [640, 720, 900])
def test_the_whole_text_is_in_the_rail_at_once_whatever_the_window(chrome: Browser, demonstration: str, height: int):
    """One stroke an article, and nothing of it to scroll: on a small screen, the strokes shrink."""
    context = chrome.new_context(locale="fr-FR", viewport={"width": 1280, "height": height})
    page = enter(context.new_page(), demonstration, "coordination")
    page.goto(f"{demonstration}/cress/texte?montrer=tout")
    rail = page.locator(".charter > nav")
    page.mouse.wheel(0, 4000)
    expect(rail.locator("li").last).to_be_in_viewport(ratio=1)
    expect(rail.locator("li").first).to_be_in_viewport(ratio=1)
    assert rail.evaluate("nav => nav.scrollHeight - nav.clientHeight") <= 1
    context.close()
