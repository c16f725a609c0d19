"""The head prepares the same accord with five groupings: written once, approved by each board, put to signature together;
four are signed by both presidents, one is refused with its reason; a sixth was signed on paper in 2025; then it is amended."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.accounts.conftest import totp
from tests.browser import database_url, running

from .conftest import overhear, window
from .guests import Guest, by_letter, code_in_the_mailbox, presidents
from .test_fund import follow, press, words

SITE = "contracts"
HEAD = "/cress/conventions"
TITLE = "Accord pour l’annuaire commun, ESS 35"
BOARDS = {  # whose direction speaks for each
    "ess-35": "Maëlle Kervézan",
    "ess-armor": "Yvon Penhouédec",
    "ess-bretagne-sud": "Ewen Tudorel",
    "ess-centre-bretagne": "Solenn Penvénadec",
    "ess-finistere": "Servane Haratounel",
}
REFUSES, WHY = "ess-armor", "Le conseil a demandé que l’annuaire dise qui l’a mis à jour."
CLAUSES = {
    "Traitements et finalités": "L’annuaire commun des structures, tenu par les deux parties.",
    "Sécurité et violations": "Chaque partie dit à l’autre sous 24 heures toute violation qu’elle connaît.",
}


@pytest.fixture(scope="module")
def of_its_own() -> Iterator[str]:
    with running(SITE, kind="life") as address:
        yield address


def asked(query: str, *values: str) -> list[tuple]:
    with psycopg.connect(database_url(SITE)) as connection:
        return connection.execute(query, values).fetchall()


def test_five_contracts(of_its_own: str, chrome: Browser, tmp_path: Path):
    site = of_its_own
    with (
        window(chrome, site, "coordination") as head,
        window(chrome, site, "presidence") as president,
        ExitStack() as many,
    ):
        said = overhear(head, site)
        guests = {
            slug: many.enter_context(by_letter(chrome, site, SITE, name))
            for slug, name in presidents(SITE).items()
            if slug != REFUSES
        }
        written_once(site, head)
        with_the_four_others(head)
        decided(site, head, "cress", "Conseil d’administration de la Cress", "L’annuaire commun des groupements")
        approved_together(site, head)
        for slug, name in BOARDS.items():
            with by_letter(chrome, site, SITE, name) as director:
                approved_by(site, director.page, slug)
        put_to_signature(site, head)
        signed_together(site, president)
        for slug, guest in guests.items():
            signed(site, guest, slug)
        with window(chrome, site, "presidence-groupement") as page:
            refused(site, page)
        told_of_the_refusal(site, head)
        sealed(site, head, tmp_path)
        on_paper_since_2025(site, head, tmp_path)
        with window(chrome, site, "direction") as director:
            amended(site, head, president, director, guests["ess-35"])
        assert said == []


def written_once(site: str, page: Page) -> None:
    """A draft from the model of its kind; it is not opened to the other party before it is whole."""
    page.goto(f"{site}{HEAD}")
    follow(page, "Préparer une convention")
    page.get_by_label("Nature de la convention").select_option("responsables-conjoints")
    page.locator("main form button.primary").click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Le groupement").select_option("ess-35")
    page.get_by_label("Prend effet le").fill("2026-11-24")
    press(page, "Ouvrir le brouillon")
    for title, text in CLAUSES.items():
        follow(page, f"Écrire « {title} »")
        page.get_by_label("Texte de la clause").fill(text)
        page.locator("main form button.primary").click()
    follow(page, "Remplir « Droits des personnes »")
    page.get_by_label("Adresse où s’exercent les droits").fill("donnees@kevread.example")
    page.locator("main form button.primary").click()
    press(page, "Ouvrir la négociation")
    assert "attend que chaque partie dise par quelle décision" in words(page)


def with_the_four_others(page: Page) -> None:
    """Their titles are read before they are opened."""
    follow(page, "La même avec d’autres")
    for slug in list(BOARDS)[1:]:
        page.locator(f"input[name=organisations][value={slug}]").check()
    press(page, "Relire avant d’ouvrir")
    assert "4 conventions s’ouvrent" in words(page) and "Accord pour l’annuaire commun, ESS Finistère" in words(page)
    assert asked("SELECT count(*) FROM agreements_agreement WHERE title LIKE %s", f"{TITLE[:-8]}%") == [(1,)]
    press(page, "Ouvrir 4 conventions")
    assert "4 conventions sont ouvertes" in words(page)


def decided(site: str, page: Page, slug: str, body: str, title: str) -> None:
    page.goto(f"{site}/{slug}/decisions/inscrire")
    chosen(page.get_by_label("Instance qui a décidé"), body)
    page.get_by_label("Jour de la décision").fill("2026-11-23")
    page.get_by_label("Type de décision").select_option(label="Autre : la répartition n’en parle pas")
    page.get_by_label("Titre au registre").fill(title)
    page.get_by_label("Ce qui a été décidé").fill("Le conseil approuve l’accord de responsables conjoints.")
    page.get_by_label("Adoptée", exact=True).check()
    page.locator("main form button.primary").click()
    assert title in words(page)


def chosen(offered: Locator, words: str) -> str:
    """The first of what a list offers with these words."""
    label = offered.locator(
        "option", has_text=words
    ).first.inner_text()  # waits for the page, where a list of them does not
    offered.select_option(label=label)
    return label


def approved_together(site: str, page: Page) -> None:
    """Five texts by one decision of the board of the head."""
    page.goto(f"{site}{HEAD}/accords?nature=responsables-conjoints")
    for one in page.get_by_role("main").get_by_label(re.compile("annuaire commun")).all():
        one.check()
    assert words(page).count("mêmes clauses que le premier") >= 3
    chosen(page.get_by_label("Décision du registre qui approuve ces textes"), "annuaire commun")
    press(page, "Inscrire cet accord")
    assert "est inscrit à 5 textes" in words(page)


def approved_by(site: str, page: Page, slug: str) -> None:
    """Its own board decides, its own direction says it."""
    decided(site, page, slug, "Conseil d’administration", "L’accord pour l’annuaire commun")
    page.goto(f"{site}/{slug}/conventions")
    follow_like(page, "Accord pour l’annuaire commun")
    consented(page)


def follow_like(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()


def put_to_signature(site: str, page: Page) -> None:
    """Five demands, one letter to each person."""
    page.goto(f"{site}{HEAD}")
    follow_like(page, "Mettre à la signature")
    for slug in ("cress", *BOARDS):
        chosen(page.locator(f"#id_signer_{slug}"), "Présid")
    press(page, "Demander ces signatures")
    assert "5 demandes de signature partent" in words(page)


def signed_together(site: str, page: Page) -> None:
    """Each is opened, then one code signs the five."""
    page.goto(f"{site}/cress/documents/a-signer")
    here = page.url
    rows = page.locator("main li").filter(has_text="annuaire commun")
    assert rows.count() == 5
    for row in rows.all():
        assert page.request.get(site + row.get_by_role("link", name="Lire").get_attribute("href")).ok
    page.goto(here)
    for row in rows.all():
        row.get_by_role("checkbox").check()
    press(page, "Continuer avec ceux que j’ai choisis")
    press(page, "Recevoir un code pour 5 documents")
    here = page.url
    code = code_in_the_mailbox(page, site)
    page.goto(here)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_label("Pour chacun de ces 5 documents").check()
    press(page, "Je confirme et je signe 5 documents")
    assert "5 documents signés" in words(page)


def signed(site: str, guest: Guest, slug: str) -> None:
    """From their own day, read, then signed with their second factor."""
    page = guest.page
    page.goto(f"{site}/{slug}/aujourd-hui")
    page.get_by_role("main").locator("li").filter(has_text="annuaire commun").get_by_role("link").first.click()
    read_then_confirm(site, page)
    confirmed(page, totp(guest.secret))


def refused(site: str, page: Page) -> None:
    page.goto(f"{site}/{REFUSES}/aujourd-hui")
    page.get_by_role("main").locator("li").filter(has_text="annuaire commun").get_by_role("link").first.click()
    page.get_by_text("Je refuse de signer").click()
    page.get_by_label("Pourquoi").fill(WHY)
    press(page, "Refuser de signer")
    assert WHY in words(page)


def told_of_the_refusal(site: str, page: Page) -> None:
    """On the day of who asked, with its words; the text is talked of again."""
    page.goto(f"{site}/cress/aujourd-hui")
    assert WHY in page.get_by_role("main").text_content()
    page.goto(f"{site}{HEAD}")
    told = re.sub(r"\s+", " ", page.get_by_role("main").text_content())
    for slug in BOARDS:
        assert asked(
            "SELECT i.stage FROM agreements_instrument i JOIN agreements_party p ON p.agreement_id = i.agreement_id"
            " JOIN directory_organisation o ON o.id = p.organisation_id JOIN agreements_agreement a ON a.id = i.agreement_id"
            " WHERE o.slug = %s AND a.title LIKE %s", slug, "Accord pour l’annuaire commun%"
        ) == [("talks" if slug == REFUSES else "signed",)], (slug, told)  # fmt: skip


def sealed(site: str, page: Page, folder: Path) -> None:
    """What both presidents signed carries two signatures, that a reader of files confirms."""
    page.goto(f"{site}{HEAD}")
    follow(page, TITLE)
    assert words(page).count("Signée par") == 2
    file = page.request.get(site + page.get_by_role("link", name="Le document signé").get_attribute("href"))
    paper = folder / "accord.pdf"
    paper.write_bytes(file.body())
    if reader := shutil.which("pdfsig"):
        told = subprocess.run([reader, "-nocert", paper], capture_output=True, text=True, check=True, timeout=60).stdout
        assert told.count("Signature is Valid") >= 2 and "Signature is Invalid" not in told, told


def on_paper_since_2025(site: str, page: Page, folder: Path) -> None:
    """A sixth, signed before this software came: its file, its days, who signed."""
    page.goto(f"{site}{HEAD}/deposer?nature=responsables-conjoints")
    page.get_by_label("Titre").fill("Accord de 2025 sur la messagerie, ESS Finistère")
    page.get_by_label("Le groupement", exact=True).select_option("ess-finistere")
    page.get_by_label("Prend effet le").fill("2025-07-01")
    page.get_by_label("Signée le").fill("2025-06-24")
    page.get_by_label("Le document signé, numérisé").set_input_files(folder / "accord.pdf")
    for role, name in (("tete", "Solenn Diakhité"), ("groupement", "Oriane Trégoadec")):
        page.locator(f"#id_{role}_name").fill(name)
        page.locator(f"#id_{role}_quality").fill("Présidente")
        page.locator(f"#id_{role}_authority").fill("Conseil d’administration du 10 juin 2025")
    press(page, "Déposer la convention")
    assert "telle qu’elle a été signée" in words(page) and "En vigueur" in words(page)


def amended(site: str, page: Page, president: Page, director: Page, guest: Guest) -> None:
    """What was signed is not rewritten: an amendment says what changes, and is approved and signed as the rest."""
    page.goto(f"{site}{HEAD}")
    follow(page, TITLE)
    follow(page, "Proposer un avenant")
    page.get_by_label("Ce que change cet avenant").fill("Dire qui a mis l’annuaire à jour")
    page.get_by_label("Prend effet le").fill("2027-01-01")
    press(page, "Ouvrir l’avenant")
    follow(page, "Changer « Traitements et finalités »")
    page.get_by_label("Ce qu’elle dit désormais").fill(
        f"{CLAUSES['Traitements et finalités']} Chaque fiche dit par qui."
    )
    press(page, "Mettre dans l’avenant")
    here = page.url.removeprefix(site)
    consented(page)
    director.goto(site + here.replace("/cress/", "/ess-35/"))
    consented(director)
    page.goto(site + here)
    follow(page, "Mettre à la signature")
    for slug in ("cress", "ess-35"):
        chosen(page.locator(f"#id_signer_{slug}"), "Présid")
    press(page, "Demander ces signatures")
    president.goto(f"{site}/cress/aujourd-hui")
    president.get_by_role("main").locator("li").filter(has_text="avenant n° 1").get_by_role("link").first.click()
    read_then_confirm(site, president)
    press(president, "Recevoir mon code")
    form = president.url
    code = code_in_the_mailbox(president, site)
    president.goto(form)
    confirmed(president, code)
    guest.page.goto(f"{site}/ess-35/aujourd-hui")
    guest.page.get_by_role("main").locator("li").filter(has_text="avenant n° 1").get_by_role("link").first.click()
    read_then_confirm(site, guest.page)
    confirmed(guest.page, totp(guest.secret))
    page.goto(site + here)
    assert "Signé le" in words(page)


def consented(page: Page) -> None:
    follow(page, "Dire ce qui l’habilite")
    chosen(page.get_by_label("Décision du registre qui approuve ce texte"), "annuaire commun")
    press(page, "Inscrire cet accord")
    assert "Habilitée par la décision" in words(page)


def read_then_confirm(site: str, page: Page) -> None:
    assert page.request.get(site + page.get_by_role("link", name="Lire le document").get_attribute("href")).ok
    follow(page, "Je l’ai lu, continuer")


def confirmed(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_label("J’ai lu").check()
    press(page, "Je confirme et je signe")
    assert "Vous avez signé le" in words(page)
