"""A letter answered from the mailbox of the demonstration; the screens of letters, light and dark, desk and phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import do_jobs, running
from tests.journeys.looks import look_here

LETTERS = """
from kevread.base.clock import now
from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.mail.message import absolute
from kevread.mail.models import Dispatch
from kevread.mail.operations import queue_letter
there = Organisation.objects.get(slug="ess-35")
with act("meetings.remind", actor=SYSTEM, about=there, now=now()):
    for to in ("annick@exemple.fr", "yann@exemple.fr"):
        queue_letter(about=there, to=to, subject="Rappel : réunion de jeudi", text="Bonjour,\\n\\nÀ jeudi !", now=now(),
            buttons=[("Lire le cadre commun", absolute("/ess-35/texte"))])
    Dispatch.objects.filter(address="yann@exemple.fr").update(state="failed",
        fault="Le serveur du destinataire refuse ce message (code 550) : vérifiez l’adresse.", attempts=1)
"""


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    with running("mail", kind="life", prepare=(("shell", "-v0", "-c", LETTERS),)) as address:
        do_jobs("mail")
        yield address


def look(page: Page) -> None:
    assert look_here(page) == []


def test_from_the_mailbox_one_presses_what_the_letter_offers_or_stops_them(ours: str, page: Page):
    page.goto(f"{ours}/demonstration/courrier/")
    look(page)
    page.get_by_role("link", name="Lire le cadre commun").first.click()
    expect(page).to_have_url(f"{ours}/ess-35/texte")
    page.goto(f"{ours}/demonstration/courrier/")
    page.locator(".actions").get_by_role("link", name="Ne plus recevoir").first.click()
    look(page)
    page.get_by_role("button", name="Ne plus les recevoir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous ne recevrez plus ces courriels")
    look(page)


def test_a_letter_that_did_not_leave_is_sent_again(ours: str, page: Page):
    page.goto(f"{ours}/demonstration/")
    page.locator("form[action$='/entrer/direction/'] button").click()
    page.wait_for_load_state()
    page.goto(f"{ours}/ess-35/courriels")
    look(page)
    page.get_by_role("button", name="Envoyer de nouveau").click()
    expect(page.get_by_text("Le courriel va repartir")).to_be_visible()
    do_jobs("mail")
    page.reload()
    expect(page.get_by_text("tout ce qui devait partir est parti")).to_be_visible()
