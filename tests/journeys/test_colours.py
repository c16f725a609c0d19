"""What is looked at in each presentation of a page, and that nothing is taken for known that is not: faults planted in one
presentation alone, in pages that differ from one that was found good by one thing."""

import pytest
from playwright.sync_api import Browser, Page

from . import colours
from .looks import look

GOOD = "color: #333; background: #fff"
DARK = "@media (prefers-color-scheme: dark)"
PHONE = "@media (max-width: 600px)"


@pytest.fixture
def page(chrome: Browser, monkeypatch):
    monkeypatch.setattr(colours, "READABLE", set())
    context = chrome.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def document(body: str, style: str = "") -> str:
    return f"""<!doctype html><html lang="fr"><head><title>Une page · Kevread</title><style>
    body {{ color: #333; background: #fff; font-size: 16px; margin: 0 }} a {{ color: #004 }}
    {DARK} {{ body {{ color: #ddd; background: #111 }} a {{ color: #cdf }} }} {style}</style></head>
    <body><main><h1>Une page</h1>{body}</main></body></html>"""


def found(page: Page, body: str, style: str = "") -> list[str]:
    """Where each fault is, and by which rule."""

    def go() -> int:
        page.set_content(document(body, style))
        return 200

    return sorted({" ".join(line.replace(":", "").split()[:3]) for line in look(page, go)})


TEXT = '<p class="one">Le conseil</p>'
LINK = '<p class="one">Voir <a href="/ici">le conseil</a> de mars, où tout cela fut dit</p>'
BAR = '<nav class="bar" aria-label="Menu">{}</nav>'
BARE = ".bar { display: none } " + PHONE + "{ .bar { display: block } }"
SMALL = '<p><a href="/a">Un</a></p><p><button class="one">Le</button><button class="one">La</button></p>'

PLANTED = {
    "in the dark, at a desk and on a phone": (
        TEXT, DARK + "{ .one { color: #333 } }", ["desk, dark color-contrast", "phone, dark color-contrast"],
    ),
    "in the dark, at a desk alone": (
        TEXT, DARK + " and (min-width: 601px) { .one { color: #333 } }", ["desk, dark color-contrast"],
    ),
    "on a phone, in the dark alone": (
        TEXT, DARK + " and (max-width: 600px) { .one { color: #333 } }", ["phone, dark color-contrast"],
    ),
    "on a phone, by day alone": (
        TEXT, "@media (prefers-color-scheme: light) and (max-width: 600px) { .one { color: #ccc } }",
        ["phone, light color-contrast"],
    ),
    "in what a phone alone shows": (
        BAR.format("Le menu") , BARE + ".bar { color: #ccc; background: #fff }",
        ["phone, dark color-contrast", "phone, light color-contrast"],
    ),
    "a link among words, in the dark": (
        LINK, "a { text-decoration: none; font-weight: bold } " + DARK + "{ a { color: #ccc; font-weight: inherit } }",
        ["desk, dark link-in-text-block", "phone, dark link-in-text-block"],
    ),
    "a target too small, on a phone": (
        SMALL, PHONE + "{ .one { width: 12px; height: 12px; padding: 0; border: 0; font-size: 9px; overflow: hidden } }",
        ["phone, dark target-size"],
    ),
    "a field that nothing names": ('<input type="text">', "", ["desk, light label", "phone, dark label"]),
    "a field that nothing names, on a phone alone": (
        BAR.format('<input type="text">'), BARE, ["phone, dark label"],
    ),
    "a picture that nothing says, on a phone alone": (
        BAR.format('<div role="slider" tabindex="0" aria-label="Un">Un</div>'), BARE, ["phone, dark aria-required-attr"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_wrong_in_one_presentation_is_found_there_each_time(page, planted):
    body, style, where = PLANTED[planted]
    assert found(page, TEXT) == found(page, LINK) == found(page, SMALL) == []
    assert found(page, body, style) == where
    assert found(page, body, style) == where


OTHERWISE = {
    "smaller": ("font-size: 14px; font-weight: normal", "color: #888; font-size: 24px"),
    "thinner": ("font-weight: normal; font-size: 20px", "color: #888; font-weight: bold; font-size: 20px"),
    "on other colours": ("background: #999", ""),
    "in other letters": ("color: #bbb", ""),
    "seen through": ("opacity: .4", ""),
    "in what is seen through": ("", ""),
    "on its own colours, in what is seen through": ("", "color: #333 !important; background: #fff"),
    "on what is half seen": ("background: rgba(0, 0, 0, .5)", ""),
}


@pytest.mark.parametrize("otherwise", OTHERWISE)
def test_what_was_readable_is_known_as_it_was_drawn_and_not_otherwise(page, otherwise):
    worse, better = OTHERWISE[otherwise]
    light = "@media (prefers-color-scheme: light) and (max-width: 600px)"  # where nothing but `colours` looks
    always = f".one {{ {better} }} {DARK} {{ .one {{ color: inherit }} }}"
    within = (
        f"{light} {{ main {{ opacity: .4 }} }}"
        if "in what is seen" in otherwise
        else f"{light} {{ .one {{ {worse} }} }}"
    )
    assert found(page, TEXT, always) == []
    assert colours.READABLE
    assert found(page, TEXT, always + within) == ["phone, light color-contrast"]


def test_what_is_moved_over_another_is_looked_at_each_time(page):
    """Its letters stand on what it was moved over, and not on what holds it."""
    over = '<div class="two" style="height: 3em"></div><p style="position: absolute; top: 0; margin: 0">Le conseil</p>'
    held = f'<div style="position: relative">{over}</div>'
    assert found(page, held) == []
    grey = "@media (prefers-color-scheme: light) and (max-width: 600px) { .two { background: #555 } }"
    assert found(page, held, grey) == ["phone, light color-contrast"]


def test_what_nothing_could_be_said_of_is_not_taken_for_readable(page):
    """Hidden by another, then not."""
    over = '<div style="position: absolute; inset: -2em 0; background: #fff"></div>'
    hidden = f'<div style="position: relative">{TEXT}{over}</div>'
    pale = f".one {{ color: #bbb }} {DARK} {{ .one {{ color: #ddd }} }}"
    assert found(page, hidden, pale) == []
    assert "phone, light color-contrast" in found(page, TEXT, pale)


def test_what_is_known_is_not_worked_out_again(page, monkeypatch):
    """Else all of it would be, and nobody would know. No more is what readers alone are told."""
    told = '<table><caption style="position: absolute; width: 1px; clip-path: inset(50%)">Qui siège</caption></table>'
    assert found(page, TEXT + LINK + told) == []
    page.set_content(document(LINK + TEXT + told))
    asked = []
    evaluate = page.evaluate
    monkeypatch.setattr(page, "evaluate", lambda script, *what: asked.append(script) or evaluate(script, *what))
    assert colours.colours(page) == []
    assert colours.DRAWN in asked
    assert not any(colours.JUDGE in script for script in asked)
