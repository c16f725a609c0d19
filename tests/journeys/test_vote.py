"""Journey 4. An administrator votes in secret on a phone: the network drops, they press again: one ballot, one line of the
roll, the same receipt, found on the list once the box is closed."""

import contextlib
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser import AT_MOST, axe, database_url, served
from tests.databases import environment_of

from .conftest import enter, window

TAPS = 3
AFTER = "2026-12-09"  # the consultation has come to its hour


@pytest.fixture
def phone(chrome: Browser, workshop: str) -> Iterator[Page]:
    context = chrome.new_context(
        locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 390, "height": 844}, has_touch=True
    )
    context.set_default_timeout(AT_MOST)
    yield enter(context.new_page(), workshop, "benevole")
    context.close()


def in_the_box() -> tuple[int, int, list[str]]:
    """Marks of the volunteer, all marks, and the receipts of the vote that is open today."""
    with psycopg.connect(database_url("workshop")) as connection:
        ours, every = connection.execute(
            "SELECT count(*) FILTER (WHERE p.family_name = 'Morvézen'), count(*) FROM votes_rollmark m "
            "JOIN directory_person p ON p.id = m.voter_id JOIN votes_poll q ON q.id = m.poll_id "
            "WHERE m.marked AND q.question LIKE 'Accueillir la caravane%'"
        ).fetchone()
        rows = connection.execute(
            "SELECT b.receipt FROM votes_ballot b JOIN votes_poll q ON q.id = b.poll_id "
            "WHERE q.question LIKE 'Accueillir la caravane%'"
        ).fetchall()
    return ours, every, [receipt for (receipt,) in rows]


def wide_enough(answer: Locator) -> bool:
    box = answer.bounding_box()
    return box is not None and box["width"] > 350 and box["height"] >= 48


def a_ballot_is_opened_and_checked_away(phone: Page, folder: Path) -> None:
    """Two taps once it is sealed: open it, then vote with another. What it said is checked on another machine."""
    phone.get_by_role("button", name="Pour").tap()
    receipt = phone.locator("[data-receipt-of]").inner_text()
    phone.get_by_role("button", name="Ouvrir ce bulletin pour vérifier").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Ce bulletin disait.*Pour"))
    expect(phone.get_by_text(receipt)).to_be_visible()
    assert axe(phone) == []
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Garder la preuve").tap()
    file = folder / "bulletin.json"
    download.value.save_as(file)
    assert checked(file) == {"opened": [{"receipt": receipt, "choices": ["for"]}]}
    file.write_text(file.read_text(encoding="utf-8").replace('["for"]', '["against"]'), encoding="utf-8")
    assert checked(file) == {}
    phone.get_by_role("link", name="Voter, avec un nouveau bulletin").tap()
    expect(phone.get_by_role("button", name="Contre")).to_be_visible()


def checked(file: Path) -> dict:
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
        call_command("verify-vote", str(file))
    return json.loads(said.getvalue())["result"]


def test_a_secret_vote_survives_the_network(workshop: str, chrome: Browser, phone: Page, tmp_path: Path):
    ours, every, before = in_the_box()
    assert ours == 0
    phone.goto(f"{workshop}/ess-pays-de-redon/aujourd-hui")
    taps = 0

    phone.get_by_role("link", name="Voter", exact=True).tap()
    taps += 1
    expect(phone.get_by_role("heading", level=1)).to_have_text("Accueillir la caravane des initiatives au printemps")
    assert axe(phone) == []
    assert all(wide_enough(answer) for answer in phone.get_by_role("button").all())
    expect(phone.get_by_text("Les scripts de cette page n’agissent pas")).to_be_hidden()
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    a_ballot_is_opened_and_checked_away(phone, tmp_path)
    assert sent == []
    phone.get_by_role("button", name="Contre").tap()
    taps += 1
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Vous votez.*Contre"))
    assert sent == []  # what is chosen does not leave the phone
    sealed = phone.locator("[data-receipt-of]").inner_text()
    assert axe(phone) == []

    the_network_drops(phone, lambda: in_the_box() == (0, every, before))
    ours, marked, receipts = in_the_box()
    assert (ours, marked, len(receipts)) == (1, every + 1, len(before) + 1)
    lost = kept(phone, "sent")

    phone.get_by_role("button", name="Confirmer mon vote").tap()
    taps += 1
    assert taps <= TAPS
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Votre bulletin est dans l’urne"))
    receipt = told_once(phone, sealed)
    assert [receipt] == [one for one in receipts if one not in before]
    assert sent
    assert not [body for body in sent if "choix" in body or "against" in body]
    assert in_the_box() == (1, every + 1, receipts)
    what_was_lost_is_sent_again(phone, lost, receipt)
    assert in_the_box() == (1, every + 1, receipts)

    poll = phone.url.replace("/bulletin", "").removeprefix(workshop)
    with served(environment_of(database_url("workshop"), on=AFTER)) as later:
        found_on_the_list(later, chrome, later + poll, receipt)


def the_network_drops(phone: Page, nothing_arrived: Callable[[], bool]) -> None:
    """While it leaves, the page says so; before it leaves; then worse: it arrives, and the answer does not."""
    leaving: list[Route] = []
    phone.route("**/bulletin", lambda route: leaving.append(route))
    phone.get_by_role("button", name="Confirmer mon vote").tap()
    expect(phone.get_by_text("Votre bulletin part vers l’urne")).to_be_visible()
    leaving[0].abort()
    expect(phone.get_by_text("Votre bulletin part vers l’urne")).to_be_hidden()
    phone.unroute("**/bulletin")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Confirmer mon vote").tap()
    dropped = phone.get_by_text("Le réseau a coupé.")
    expect(dropped).to_be_visible()
    phone.context.set_offline(False)
    assert nothing_arrived()
    phone.route("**/bulletin", lambda route: (route.fetch(), route.abort()))
    phone.get_by_role("button", name="Confirmer mon vote").tap()
    expect(phone.get_by_role("button", name="Confirmer mon vote")).to_be_enabled()
    expect(dropped).to_be_visible()
    phone.unroute("**/bulletin")


def told_once(phone: Page, sealed: str) -> str:
    """The receipt, the one that the phone had sealed; then it is kept by this page, and by nothing else."""
    receipt = phone.locator("[data-receipt]").inner_text()
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", receipt)
    assert receipt == sealed
    expect(phone.get_by_text("n’est pas celui que cet appareil avait scellé")).to_be_hidden()
    assert axe(phone) == []
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.get_by_role("button", name="Copier le reçu").tap()
    expect(phone.get_by_role("button", name="Copié")).to_be_visible()
    assert phone.evaluate("navigator.clipboard.readText()").strip() == receipt
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vous avez voté")
    expect(phone.get_by_text(receipt)).to_be_visible()
    assert kept(phone, "sent") is None
    if before := kept(phone, "before"):
        expect(phone.locator("[data-kept-before]")).to_have_text(before)
    return receipt


def kept(phone: Page, name: str, value: str | None = None) -> str | None:
    """What the page keeps in its tab, or what it is made to keep."""
    key = phone.locator("[data-poll]").get_attribute("data-poll")
    if value is not None:
        phone.evaluate("([key, value]) => sessionStorage.setItem(key, value)", [f"{key}:{name}", value])
    return phone.evaluate("key => sessionStorage.getItem(key)", f"{key}:{name}")


def what_was_lost_is_sent_again(phone: Page, lost: str | None, receipt: str) -> None:
    """Had the tab been loaded again before the answer came, the page would ask for its receipt by itself."""
    assert lost
    phone.evaluate("sessionStorage.clear()")
    kept(phone, "sent", lost)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Votre bulletin est dans l’urne"))
    expect(phone.locator("[data-receipt]")).to_have_text(receipt)


def found_on_the_list(site: str, chrome: Browser, poll: str, receipt: str) -> None:
    """Once the vote is closed, whoever has the receipt finds it."""
    with window(chrome, site, "coordination") as desk:
        desk.goto(poll)
        desk.get_by_role("button", name="Clore le vote").click()
        expect(desk.get_by_text("Kevread ne dit pas qui n’a pas voté")).to_be_visible()
        assert axe(desk) == []
        desk.get_by_role("button", name="Clore quand même").click()
        desk.get_by_role("link", name="Liste des reçus").click()
        expect(desk.get_by_text(receipt, exact=True)).to_be_visible()
        desk.get_by_label("Mon reçu").fill(receipt)
        expect(desk.locator("#recus li:visible")).to_have_count(1)
        assert axe(desk) == []
