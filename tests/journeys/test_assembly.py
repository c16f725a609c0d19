"""A general assembly from its first line to the archive: prepared, convened, held with forty present and twelve proxies,
four votes (in the open, in secret, an election on the screens, another on paper), closed, signed by two, approved by the
next one. Three people vote on a phone, in a real browser; the others by the same pages, without one."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser import AT_MOST, axe, fonts, served
from tests.databases import ROOT, database, environment_of
from tests.gatherings.electorate import Phone

from .assembly_held import STORY, cast, opens, proclaims

MEMBERS, PROXIES = 52, 12
PREPARED_ON, HELD_ON, NEXT_PREPARED_ON, NEXT_HELD_ON = "2026-11-24", "2026-12-18", "2027-05-17", "2027-06-11"
ACCOUNTS, HEADQUARTERS = "Approuver les comptes 2025", "Transférer le siège à Vitré"
ELECTION, AUDITOR = "Élire trois administrateur·rices", "Élire une personne pour vérifier les comptes"
ELECTIONS = ((AUDITOR, "election"), (ELECTION, "election"))
TYPED = "Une question sur le loyer : la trésorerie répond qu’il ne change pas."


@dataclass
class Grouping:
    """Where it is and who it is; `site` changes with the day on which the site is served."""

    slug: str
    sessions: dict[str, str]
    president: str
    secretary: str
    url: str
    chrome: Browser
    site: str = ""

    @contextmanager
    def on(self, day: str) -> Iterator[None]:
        with served(environment_of(self.url, on=day)) as self.site:
            yield

    @contextmanager
    def window(self, name: str) -> Iterator[Page]:
        context = self.chrome.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce", viewport={"width": 1360, "height": 900}
        )
        context.set_default_timeout(AT_MOST)
        self.enter(context, name)
        yield context.new_page()
        context.close()

    @contextmanager
    def phone(self, name: str, path: str) -> Iterator[Page]:
        """Somebody's phone, on a page that is not loaded again."""
        context = self.chrome.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 390, "height": 844}, has_touch=True
        )
        context.set_default_timeout(AT_MOST)
        self.enter(context, name)
        page = context.new_page()
        page.goto(f"{self.site}{path}")
        yield page
        context.close()

    def enter(self, context: BrowserContext, name: str) -> None:
        context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": self.site}])

    def vote(self, path: str, choose, names: list[str] | None = None) -> None:
        """All those who are there vote, or those who are named, by the page that a phone shows; `choose` says what each
        answers."""
        there = list(self.sessions)[: MEMBERS - PROXIES]
        with Phone(int(self.site.rsplit(":", 1)[1])) as phone:
            for number, name in enumerate(there):
                if names is not None and name not in names:
                    continue
                status, said = phone.vote(path, self.sessions[name], choose(number))
                assert status == 200, said.decode()


@pytest.fixture
def grouping(chrome: Browser) -> Iterator[Grouping]:
    fonts()
    with database("assembly", "prepared") as url:
        environment = environment_of(url)
        command = [sys.executable, "-m", "tests.journeys.assembly", str(MEMBERS)]
        built = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        yield Grouping(**json.loads(built.stdout), url=url, chrome=chrome)


def test_an_assembly_from_its_notice_to_its_archive(grouping: Grouping):
    with grouping.on(PREPARED_ON), grouping.window(grouping.secretary) as page:
        draft(page, grouping, HELD_ON, (ACCOUNTS, "decision"), (HEADQUARTERS, "decision"), *ELECTIONS)
        meeting = convene(page, grouping)
        proxies_on_paper(page, grouping, f"{grouping.site}{meeting}")
    with grouping.on(HELD_ON), grouping.window(grouping.secretary) as page:
        open_sitting(page, grouping, f"{grouping.site}{meeting}")
        all_come(page)
        begin(page)
        vote_in_the_open(page, grouping, meeting)
        write_the_minutes(page)
        vote_in_secret(page, grouping)
        elect_on_screens(page, grouping, meeting)
        elect_on_paper(page, grouping)
        close_sitting(page)
        sign(page, grouping, f"{grouping.site}{meeting}/proces-verbal")
        read_the_minutes(page, grouping, f"{grouping.site}{meeting}/proces-verbal")
    with grouping.on(NEXT_PREPARED_ON), grouping.window(grouping.secretary) as page:
        draft(page, grouping, NEXT_HELD_ON, ("Approuver le procès-verbal du 18 décembre 2026", "decision"))
        following = convene(page, grouping)
    with grouping.on(NEXT_HELD_ON), grouping.window(grouping.secretary) as page:
        open_sitting(page, grouping, f"{grouping.site}{following}")
        all_come(page)
        begin(page)
        approve(page, f"{grouping.site}{meeting}/proces-verbal")
        the_journal_tells_it(page, grouping)


def draft(page: Page, grouping: Grouping, day: str, *items: tuple[str, str]) -> None:
    page.goto(f"{grouping.site}/{grouping.slug}/reunions")
    page.get_by_role("link", name="Préparer une réunion").click()
    page.get_by_label("Quelle instance se réunit").select_option("Assemblée générale")
    page.get_by_label("Jour").fill(day)
    page.get_by_label("De", exact=True).fill("18:30")
    page.get_by_label("À", exact=True).fill("21:30")
    page.get_by_label("Lieu (facultatif)").fill("Maison des associations, Rennes")
    page.get_by_role("button", name="Noter cette réunion").click()
    for place, (title, kind) in enumerate(items):
        if place:
            page.get_by_role("link", name="Ajouter un point").click()
        page.get_by_label("Nature").select_option(kind)
        page.get_by_label("Intitulé").fill(title)
        page.get_by_label("De quoi il s’agit").fill(f"L’assemblée est appelée à se prononcer : {title.lower()}.")
        page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Arrêter l’ordre du jour").click()


def convene(page: Page, grouping: Grouping) -> str:
    """The address of the meeting."""
    expect(page.get_by_role("heading", name=re.compile("personnes convoquées"))).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name=re.compile(r"Envoyer à \d+ personnes")).click()
    found = re.search(rf"/{grouping.slug}/reunions/[0-9a-f-]{{36}}", page.url)
    assert found
    page.goto(f"{grouping.site}{found.group()}")
    expect(page.get_by_text("Convoquée").first).to_be_visible()
    return found.group()


def proxies_on_paper(page: Page, grouping: Grouping, meeting: str) -> None:
    """Twelve sheets are handed over: eight of pôles, four of direct members, each to somebody of the same college."""
    names = list(grouping.sessions)
    poles = MEMBERS * 7 // 10
    givers = [*names[poles - 8 : poles], *names[-4:]]
    holders = [*names[:8], *names[poles : poles + 4]]
    for giver, holder in zip(givers, holders, strict=True):
        page.goto(f"{meeting}/pouvoirs")
        page.get_by_label("Qui donne pouvoir").select_option(label=option(page, "#giver", giver))
        page.get_by_label("À qui").select_option(label=option(page, "#holder", holder))
        page.get_by_role("button", name="Noter ce pouvoir").click()
    expect(page.get_by_text("12 pouvoirs donnés")).to_be_visible()
    grouping.sessions = {name: key for name, key in grouping.sessions.items() if name not in givers} | {
        name: grouping.sessions[name] for name in givers
    }


def option(page: Page, field: str, name: str) -> str:
    named = re.compile(rf"^\s*{re.escape(name)}(,|\s*$)")
    return page.locator(f"{field} option", has_text=named).first.inner_text()  # waits for the list


def open_sitting(page: Page, grouping: Grouping, meeting: str) -> None:
    page.goto(f"{meeting}/salle")
    page.get_by_label("Préside").select_option(grouping.president)
    page.get_by_label("Secrétaire de séance").select_option(grouping.secretary)
    opens(page)
    expect(page.get_by_role("link", name="Noter les présences")).to_be_visible()


def all_come(page: Page) -> None:
    page.get_by_role("link", name="Noter les présences").click()
    waiting = page.locator("#liste li", has_text="Pas encore là").filter(has_not_text="sans droit de vote")
    expect(waiting.first).to_be_visible()  # the page is there: what is read below waits for nothing
    for name in waiting.locator("strong:first-child").all_inner_texts():
        line = page.locator("#liste li").filter(has=page.get_by_text(name, exact=True))
        line.get_by_role("button", name="Présent·e").click()
        expect(line).to_contain_text("Là depuis")
    page.get_by_role("link", name="Revenir à la salle").click()


def begin(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Constater le quorum et commencer|Commencer")).click()
    assert axe(page) == []
    page.goto(f"{page.url.split('?')[0]}?point=cloture")
    page.get_by_role("link", name="Clore la séance").click()  # nothing is dealt with yet: it is said, and not closed
    expect(page.get_by_role("link", name="Aller à ce point").first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Revenir à la séance").click()


def put_to_the_vote(page: Page, item: str, method: str) -> None:
    point = page.get_by_role("navigation", name="Ordre du jour").get_by_role("link", name=item)
    point.click()
    expect(point).to_have_attribute("aria-current", "page")
    if (turn := page.get_by_role("button", name="Passer à ce point")).count():
        turn.click()
    page.get_by_role("link", name="Mettre au vote").click()
    page.get_by_label(method).check()


def vote_in_the_open(page: Page, grouping: Grouping, meeting: str) -> None:
    """Forty people carry fifty-two votes: one in five is against. One has their phone open on the page of the meeting."""
    room = page.url
    with grouping.phone(list(grouping.sessions)[20], meeting) as phone:
        expect(phone.get_by_role("link", name="Voter", exact=True)).to_have_count(0)
        put_to_the_vote(page, ACCOUNTS, "Électronique, au nom de chacun·e")
        page.get_by_role("button", name="Mettre au vote").click()
        expect(page.get_by_role("button", name="Clore le vote")).to_be_visible()  # nobody keeps a key: it opens at once
        poll = poll_of(page)
        expect(phone.get_by_role("link", name="Voter", exact=True)).to_be_visible()  # it came by itself
        assert axe(phone) == []
        cast(phone, "Pour", "Votre vote est enregistré")
        phone.get_by_role("link", name="Suivre ce vote").tap()
        with grouping.phone(list(grouping.sessions)[21], f"{poll}/bulletin") as slow:
            slow.get_by_role("button", name="Contre", exact=True).tap()
            grouping.vote(f"{poll}/bulletin", lambda number: "against" if number % 5 == 4 else "for")
            expect(page.get_by_text(re.compile(r"52\s+voix reçues")).first).to_be_visible()
            page.goto(f"{grouping.site}{poll}")
            page.get_by_role("button", name="Clore le vote").click()
            expect(slow.get_by_text("Le vote est clos")).to_be_visible()
            expect(slow.get_by_role("button", name="Confirmer mon vote")).to_be_visible()  # nothing is taken away
            assert axe(slow) == []
        expect(phone.get_by_text("42 pour, 10 contre")).to_be_visible()  # the sum that decides, without a gesture
    expect(page.get_by_text("42 pour, 10 contre")).to_be_visible()
    page.goto(room)


def poll_of(page: Page) -> str:
    """The address of the vote, from the page where one has just opened it."""
    found = re.search(r"/[\w-]+/votes/[0-9a-f-]{36}", page.content())
    assert found
    return found.group()


def vote_in_secret(page: Page, grouping: Grouping) -> None:
    """Three keep the key, two open the box: nobody reads anything before, and the list holds every receipt."""
    room = page.url
    put_to_the_vote(page, HEADQUARTERS, "Électronique, à bulletin secret")
    keepers = [grouping.president, grouping.secretary, list(grouping.sessions)[5]]
    for keeper in keepers:
        page.get_by_label(keeper, exact=True).check()
    page.get_by_role("button", name="Mettre au vote").click()
    poll = poll_of(page)
    with grouping.window(keepers[0]) as first, grouping.window(keepers[2]) as third:
        for keeper in (page, first, third):  # each in a browser of their own, which keeps the key
            keeper.goto(f"{grouping.site}{poll}/ma-part")
            keeper.get_by_role("button", name="J’accepte").click()
            expect(keeper.get_by_role("heading", name="Notez ce code")).to_be_visible()
        page.goto(f"{grouping.site}{poll}")
        with grouping.phone(list(grouping.sessions)[22], f"/{grouping.slug}/aujourd-hui") as phone:
            page.get_by_role("button", name="Ouvrir le vote").click()
            receipt = cast(phone, "Contre", "Votre bulletin est dans l’urne").locator("[data-receipt]").inner_text()
        voters = [name for name in grouping.sessions if name != list(grouping.sessions)[22]]
        grouping.vote(f"{poll}/bulletin", lambda number: "for" if number % 3 == 0 else "against", voters)
        page.goto(f"{grouping.site}{poll}")
        page.get_by_role("button", name="Clore le vote").click()
        expect(page.get_by_text("52 bulletins dans l’urne")).to_be_visible()
        for keeper in (page, third):
            keeper.goto(f"{grouping.site}{poll}/ma-part")
            opens = keeper.get_by_role("button", name="Ouvrir ma part", exact=True)
            opens.click()  # their browser checks the box first
            expect(opens).to_have_count(0, timeout=30_000)
    page.goto(f"{grouping.site}{poll}")
    expect(page.get_by_text(re.compile("^Rejeté")).first).to_be_visible()
    page.goto(f"{grouping.site}{poll}/recus")
    expect(page.locator("#recus li")).to_have_count(MEMBERS)
    expect(page.get_by_text(receipt, exact=True)).to_be_visible()
    page.goto(room)


def write_the_minutes(page: Page) -> None:
    """What is said is typed in the room; the results and who was there are filled in at the press of a button."""
    page.get_by_role("navigation", name="Ordre du jour").get_by_role("link", name=ACCOUNTS).click()
    page.locator("#texte").fill(TYPED)
    page.locator("#texte").blur()
    expect(page.locator("#note")).to_have_text(re.compile("^Enregistré à"))
    page.get_by_role("button", name="Ajouter à ce texte le résultat des votes").click()
    expect(page.locator("#texte")).to_have_value(re.compile(r"Une question sur le loyer[\s\S]*Pour\s:\s42"))
    page.get_by_role("navigation", name="Ordre du jour").get_by_role("link", name="Ouverture", exact=True).click()
    page.get_by_role("button", name=re.compile("Ajouter à ce texte les présences")).click()
    expect(page.locator("#texte")).to_have_value(re.compile(r"40\s+membres\s+présents"))


def elect_on_screens(page: Page, grouping: Grouping, meeting: str) -> None:
    """Two stand for one place; somebody votes on their phone, from the page of the meeting."""
    room = page.url
    with grouping.phone(list(grouping.sessions)[23], meeting) as phone:
        put_to_the_vote(page, AUDITOR, "Électronique, au nom de chacun·e")
        page.get_by_label("Places à pourvoir").fill("1")
        page.get_by_label("Qui se présente, un nom par ligne").fill("Nolwenn Caradec\nMalo Trévidic")
        page.get_by_role("button", name="Mettre au vote").click()
        expect(page.get_by_role("button", name="Clore le vote")).to_be_visible()
        poll = poll_of(page)
        cast(phone, "Nolwenn Caradec", "Votre vote est enregistré")
        assert axe(phone) == []
    grouping.vote(f"{poll}/bulletin", lambda number: "c-2" if number % 4 == 0 else "c-1")
    page.goto(f"{grouping.site}{poll}")
    page.get_by_role("button", name="Clore le vote").click()
    expect(page.get_by_role("main")).to_contain_text("Nolwenn Caradec")
    page.goto(room)


def elect_on_paper(page: Page, grouping: Grouping) -> None:
    put_to_the_vote(page, ELECTION, "Sur papier, à bulletin secret")
    page.get_by_label("Places à pourvoir").fill("3")
    page.get_by_label("Qui se présente, un nom par ligne").fill(
        "Soazig Le Floc’h\nYann Kerbrat\nAïcha Benali\nPol Quéré"
    )
    room = page.url.split("/points/")[0] + "/salle"
    page.get_by_role("button", name="Mettre au vote").click()
    page.get_by_role("link", name="Écrire le compte").click()
    counted = {"Soazig Le Floc’h": 41, "Yann Kerbrat": 33, "Aïcha Benali": 37, "Pol Quéré": 12, "Blancs": 3}
    for name, votes in counted.items():
        page.get_by_label(name).fill(str(votes))
    proclaims(page)
    said = page.get_by_role("main")
    for name in ("Soazig Le Floc’h", "Yann Kerbrat", "Aïcha Benali"):
        expect(said).to_contain_text(name)
    page.goto(room)


def close_sitting(page: Page) -> None:
    page.goto(f"{page.url.split('?')[0]}?point=cloture")
    page.get_by_role("link", name="Clore la séance").click()
    page.get_by_role("button", name="Clore la séance").click()
    page.get_by_role("link", name="Relire le procès-verbal").click()
    page.get_by_role("button", name="Établir le procès-verbal").click()


def sign(page: Page, grouping: Grouping, minutes: str) -> None:
    """Whoever wrote, then whoever chaired: each with a code that only they receive."""
    with grouping.window(grouping.president) as chair:
        for signing in (page, chair):
            signing.goto(minutes)
            signing.get_by_role("button", name="Recevoir mon code").click()
            signing.goto(f"{grouping.site}/demonstration/courrier/")
            code = signing.locator("code").first.inner_text()
            signing.goto(minutes)
            signing.get_by_label("Code").fill(code)
            signing.get_by_role("button", name="Signer", exact=True).click()
    page.goto(minutes)
    expect(page.get_by_text("Procès-verbal signé").first).to_be_visible()


def read_the_minutes(page: Page, grouping: Grouping, minutes: str) -> None:
    href = page.get_by_role("link", name=re.compile("PDF|Télécharger")).first.get_attribute("href") or ""
    answer = page.request.get(f"{grouping.site}{href}" if href.startswith("/") else f"{minutes}/{href}")
    text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body())).pages))
    for expected in (
        ACCOUNTS,
        HEADQUARTERS,
        ELECTION,
        AUDITOR,
        "Nolwenn Caradec",
        "Une question sur le loyer",
        "Présent·es 40",
        "Représenté·es 12",
        "Soazig Le Floc’h",
        grouping.president,
    ):
        assert expected in text, (expected, text[:3000])


def approve(page: Page, minutes: str) -> None:
    page.goto(minutes)
    page.get_by_role("button", name="Inscrire l’approbation").click()
    expect(page.get_by_text("Procès-verbal approuvé").first).to_be_visible()
    page.get_by_role("button", name="Archiver la réunion").click()
    expect(page.get_by_text("Archivée").first).to_be_visible()


def the_journal_tells_it(page: Page, grouping: Grouping) -> None:
    """Each gesture in its words; those that name the meeting under its name, from the last to the first."""
    told = {"ol.list ol.list:not(.tight)": "", "section > ol.list": ""}
    for number in range(1, 5):
        page.goto(f"{grouping.site}/{grouping.slug}/journal?page={number}")
        for where in told:
            told[where] += "\n".join(page.locator(f"main {where} > li > span:first-child").all_text_contents())
    within, apart = told.values()
    end = 0
    for verb in STORY:  # each after the one that followed it in time
        assert verb in within[end:] or verb in apart, (verb, within[end:])
        end = within.index(verb, end) + len(verb) if verb in within[end:] else end
    assert end and "Assemblée générale, 18 décembre 2026" in f"{within}{apart}".replace("\xa0", " ")
