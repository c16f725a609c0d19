"""What is true of every screen: looked for in the page itself, one line a fault."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import axe
from tests.gatherings.screens import SIGNS

from .colours import RULES, colours

DESK, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
ON_PHONE = "target-size"  # axe leaves it out by itself

# Words of an interface that only English has; French words of the same letters (page, date, menu, note…) are not here.
ENGLISH = (
    "the", "and", "of", "with", "from", "your", "you", "this", "that", "is", "are", "not", "or", "by", "please",
    "sign in", "sign out", "log in", "login", "logout", "password", "username", "email", "submit", "cancel", "save",
    "delete", "remove", "edit", "update", "add", "create", "search", "filter", "loading", "error", "warning", "required",
    "field", "choose", "select", "upload", "browse", "close", "open", "back", "next", "previous", "home", "settings",
    "yes", "none", "true", "false", "null", "undefined", "nan", "unknown", "today", "yesterday", "tomorrow",
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "board", "seat", "head", "member", "grouping", "mandate", "body", "team",
)  # fmt: skip
ENGLISH_WORD = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)
IDENTIFIER = re.compile(r"\b(?!console_code|quote_fr)[a-z]+_[a-z_]+\b")  # one types these two as they are
SPACING = re.compile(r" [;!?:»%€]|« |\w'\w")  # an ordinary space where it should not break; a typewriter's apostrophe

READ = """() => {
  const seen = e => e.checkVisibility();
  const said = [...document.querySelectorAll('[aria-label],[placeholder],[title],[alt]')].filter(seen).flatMap(
    e => ['aria-label', 'placeholder', 'title', 'alt'].map(name => e.getAttribute(name)).filter(Boolean));
  const inputs = [...document.querySelectorAll('input[type=submit],input[type=button]')].map(e => e.value);
  return {
    lang: document.documentElement.lang,
    title: document.title.trim(),
    titles: [...document.querySelectorAll('h1')].filter(seen).length,
    text: [document.body.innerText, ...said, ...inputs].join('\\n'),
    wrong: [...document.querySelectorAll('svg, svg *')].flatMap(e => [...e.attributes])
      .filter(a => !['aria-label', 'title', 'class', 'href'].includes(a.name) && /\\d,\\d|NaN|undefined/.test(a.value))
      .map(a => `${a.name}=${a.value.slice(0, 60)}`),
    ids: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at),
  };
}"""

# Where this page stands, in what is above it or at the bottom of a phone; a page under its own bar shows neither.
STANDS = """() => !document.querySelector('.top > .where')?.checkVisibility() || [...document.querySelectorAll(
  '.tabs [aria-current], .house > summary[aria-current=true], .bar [aria-current]')].some(e => e.checkVisibility())"""

# Words of ordinary length that a line cuts in two, where no hyphen is set: a column too narrow for them.
CUT = """() => {
  const found = [], range = document.createRange();
  const lines = () => new Set([...range.getClientRects()].map(one => Math.round(one.top))).size;
  const clipped = e => e && ((e.offsetWidth <= 1 && e.offsetHeight <= 1) || clipped(e.parentElement));  // for readers alone
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, e = node.parentElement;
    if (!node.data.trim() || !e.checkVisibility() || e.closest('script, style, textarea, svg') || clipped(e)) continue;
    if (getComputedStyle(e).hyphens === 'auto') continue;
    range.selectNodeContents(node);
    if (lines() < 2) continue;  // none is cut where all stands on one
    for (const word of node.data.matchAll(/(?<![^\\s/–—-])[^\\s/–—-]{2,22}(?![^\\s/–—-])/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (lines() > 1) found.push(word[0]);
    }
  }
  return found;
}"""

NOWHERE = "nothing is current above this page"
LAID = f"() => [({STANDS})(), ({CUT})()]"


def faults_of_page(page: Page) -> list[str]:
    """The page as it is read: its language, title, one main heading, no word that is not French, no inequality, exact
    drawings."""
    read = page.evaluate(READ)
    faults = []
    if read["lang"] != "fr":
        faults.append(f"lang={read['lang']!r}")
    if not read["title"].endswith("Kevread") or len(read["title"]) < len("Kevread") + 3:
        faults.append(f"title: {read['title']!r}")
    if read["titles"] != 1:
        faults.append(f"{read['titles']} h1")
    faults += [f"attribute of a drawing: {wrong}" for wrong in read["wrong"]]
    faults += [f"id twice: {key}" for key in read["ids"]]
    faults += [f"English: {m.group()!r} in {around(read['text'], m)!r}" for m in ENGLISH_WORD.finditer(read["text"])]
    faults += [f"identifier: {m.group()!r} in {around(read['text'], m)!r}" for m in IDENTIFIER.finditer(read["text"])]
    faults += [f"inequality: {around(read['text'], m)!r}" for m in SIGNS.finditer(read["text"])]
    faults += [f"typography: {around(read['text'], m)!r}" for m in SPACING.finditer(read["text"])]
    return faults


def around(text: str, match: re.Match) -> str:
    return text[max(0, match.start() - 25) : match.end() + 25].replace("\n", " ⏎ ")


def look(page: Page, go: Callable[[], int], *, status: int = 200) -> list[str]:
    """The page where `go` leads, at a desk then on a phone, by day and by night: what is wrong, one line each. It is left on a
    phone, by day."""
    page.set_viewport_size(DESK)
    answer = go()
    faults = [] if answer == status else [f"status {answer}"]
    faults += faults_of_page(page)
    stands, cut = page.evaluate(LAID)
    faults += [f"desk, light: {found}" for found in (*axe(page, but=RULES), *colours(page))]
    faults += [f"desk: « {word} » is cut in two" for word in cut]
    page.emulate_media(color_scheme="dark")
    faults += [f"desk, dark: {found}" for found in colours(page)]
    page.set_viewport_size(PHONE)
    stand, cut = page.evaluate(LAID)
    faults += [] if stands and stand else [NOWHERE]
    faults += [f"phone, dark: {found}" for found in (*axe(page, also=[ON_PHONE], but=RULES), *colours(page))]
    faults += [f"phone: « {word} » is cut in two" for word in cut]
    page.emulate_media(color_scheme="light")
    faults += [f"phone, light: {found}" for found in colours(page)]
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return faults + ([f"phone: {excess} px too wide"] if excess > 0 else [])


def look_here(page: Page) -> list[str]:
    """Likewise of the page where one is, which is left at a desk: nothing runs out of it there either. It may stand under no
    tab: legal notices, the catalogue."""
    faults = [fault for fault in look(page, lambda: 200) if fault != NOWHERE]
    page.set_viewport_size(DESK)
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return faults + ([f"desk: {excess} px too wide"] if excess > 0 else [])
