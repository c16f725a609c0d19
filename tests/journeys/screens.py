"""Every screen, as somebody who may see it: an address, then the links that lead there where its address carries a key.

`test_every_screen.py` holds this list to the addresses of the application: a new view is listed here, or left out by
name with the reason.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page

KEY = r"[0-9a-f-]{36}"
BOARD = "/ess-35/instances/ess-35-board"
PAST = "?au=2026-03-12"
MEETING = rf".*/reunions/{KEY}"


@dataclass(frozen=True)
class Screen:
    """`name` is the view's; `persona` is empty for whoever has not entered; each link is the first that matches in full."""

    name: str
    persona: str
    path: str
    links: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{' → '.join((self.path, *self.links))} ({self.persona or 'the public'})"

    def address(self, page: Page, site: str) -> str:
        """Where it is, found as whoever looks finds it: by following the links."""
        here = site + self.path
        for link in self.links:
            found = next((href for href in self.links_of(page, here) if re.fullmatch(link, href)), None)
            assert found, f"{self}: no link {link}"
            here = urljoin(here, found)
        return here

    def links_of(self, page: Page, here: str) -> list[str]:
        """The links of that page. Many ways pass by the same ones, and nobody writes where screens are looked at: each is
        asked once for each of those who look, as long as the site is there."""
        if (self.persona, here) not in LINKS:
            hrefs = re.findall(r'href="([^"]*)"', page.request.get(here).text())
            LINKS[self.persona, here] = [html.unescape(href) for href in hrefs]
        return LINKS[self.persona, here]


LINKS: dict[tuple[str, str], list[str]] = {}


PUBLIC = (
    Screen("publishing:front", "", "/"),
    Screen("publishing:territory", "", "/ess-35/presentation"),
    Screen("publishing:territory", "", "/ess-pays-de-redon/presentation"),
    Screen("publishing:decided", "", "/ce-qui-est-decide/"),
    Screen("publishing:represents", "", "/qui-me-represente"),
    Screen("publishing:represents", "", "/qui-me-represente?q=redon"),
    Screen("membership:where", "", "/ou-adherer"),
    Screen("membership:where", "", "/ou-adherer?commune=35236&echelle=local"),
    Screen("membership:apply", "", "/ess-pays-de-redon/adherer?commune=35236&echelle=local"),
    Screen("membership:sent", "", "/ess-pays-de-redon/adherer/envoyee"),
    Screen("publishing:agenda", "", "/reunions-publiques"),
    Screen("publishing:event", "", "/reunions-publiques", (rf".*/reunions-publiques/{KEY}",)),
    Screen("publishing:agenda_of", "", "/ess-pays-de-vitre/reunions-publiques"),
    Screen("publishing:contact", "", "/ess-pays-de-redon/ecrire"),
    Screen("publishing:legal", "", "/mentions-legales/"),
    Screen("votes:installation", "", "/cle-de-cette-installation/"),
    Screen("publishing:accessibility", "", "/accessibilite/"),
    Screen("publishing:privacy", "", "/donnees-personnelles/"),
    Screen("publishing:source", "", "/code-source/"),
    Screen("territory:map", "", "/territoires/"),
    Screen("directory:zone", "", "/territoires/", (r"/territoires/ess-\w+",)),
    Screen("directory:zone", "", "/territoires/ess-35", (r"/territoires/\d{9}",)),
    Screen("directory:zone", "", "/territoires/ess-35", (r"/territoires/\d{9}", r"/territoires/35\d{3}")),
    Screen("rhythm:governance", "", "/cress/gouvernance"),
    Screen("directory:territory", "", "/ess-finistere/territoire"),
    Screen("directory:organisations", "", "/ess-35/organisations"),
    Screen("directory:organisation", "", "/ess-35/organisations/ess-pays-de-redon"),
    Screen("directory:find", "", "/chercher?q=rennes"),
    Screen("directory:find", "", "/chercher?q=zzzz"),
    Screen("charter:text", "", "/cress/texte"),
    Screen("charter:article", "", "/cress/texte/R3.7"),
    Screen("charter:setting", "", "/cress/texte/R3.7", (r".*/modalites/R3\.7.*",)),
    Screen("seats:bodies", "", "/cress/instances"),
    Screen("seats:body", "", BOARD),
    Screen("documents:documents", "", "/ess-35/documents"),
    Screen("seats:roles", "", "/qui-peut-quoi"),
    Screen("ui:catalogue", "", "/composants/"),
    Screen("demonstration:personae", "", "/demonstration/"),
    Screen("demonstration:mailbox", "", "/demonstration/courrier/"),
    Screen("account_login", "", "/compte/connexion/"),
    Screen("account_first_sign_in", "", "/compte/premiere-connexion/"),
    Screen("account_signup", "", "/compte/ouvrir/"),
    Screen("account_inactive", "", "/compte/ferme/"),
)
VOLUNTEERS = (
    Screen("home:mine", "mandat-fini", "/ma-page"),
    Screen("home:today", "benevole", "/ess-pays-de-redon/aujourd-hui"),
    Screen("directory:consent", "benevole", "/ce-que-je-montre"),
    Screen("privacy:dossier", "benevole", "/ce-que-kevread-sait-de-moi"),
    Screen("seats:ask_somebody", "benevole", "/ess-pays-de-redon/demander/fill_seat"),
    Screen("seats:plea", "benevole", "/ess-pays-de-redon/demander/create_body", (rf".*/demandes/{KEY}",)),
    Screen("charter:text", "benevole", "/ess-pays-de-redon/texte"),
    Screen("seats:secretariat", "presidence-pole", "/ess-pays-de-vitre/secretariat"),
)
DIRECTION = (
    Screen("home:today", "direction", "/ess-35/aujourd-hui"),
    Screen("directory:find", "direction", "/chercher?q=le"),
    Screen("directory:people", "direction", "/ess-35/personnes"),
    Screen("directory:register_person", "direction", "/ess-35/personnes/inscrire"),
    Screen("charter:article", "direction", "/ess-35/texte/R3.7"),
    Screen("charter:attest", "direction", "/ess-35/texte/R3.4/2/attester"),
    Screen("seats:bodies", "direction", "/ess-35/instances"),
    Screen("seats:create_body", "direction", "/ess-35/instances", (r".*/creer",)),
    Screen("seats:body", "direction", BOARD),
    Screen("seats:body", "direction", BOARD + PAST),
    Screen("seats:body", "direction", "/ess-35/instances/ess-35-team"),
    Screen("seats:fill", "direction", BOARD, (r".*/administrator/confier",)),
    Screen("seats:fill", "direction", BOARD, (r".*/confier\?pour=.*",)),
    Screen("seats:fill", "direction", BOARD, (r".*/confier\?pour=.*", r".*personne=.*")),
    Screen("seats:mandates", "direction", "/ess-35/mandats"),
    Screen("seats:forecast", "direction", "/ess-35/mandats", (r".*/mandats/echeances",)),
    Screen("seats:mandate", "direction", BOARD, (rf"/ess-35/mandats/{KEY}",)),
    Screen("seats:mandate", "direction", BOARD + PAST, (rf"/ess-35/mandats/{KEY}.*",)),
    Screen("seats:end", "direction", BOARD, (rf"/ess-35/mandats/{KEY}", r".*/fin")),
    Screen("seats:correct", "direction", BOARD, (rf"/ess-35/mandats/{KEY}", r".*/corriger")),
    Screen("seats:annul", "coordination", BOARD, (rf"/ess-35/mandats/{KEY}", r".*/annuler")),
    Screen("seats:entering", "direction", "/ess-35/personnes/acces"),
    Screen("seats:person", "direction", BOARD, (rf"/ess-35/personnes/{KEY}",)),
    Screen("seats:who_sees", "direction", BOARD, (rf"/ess-35/personnes/{KEY}", r".*/qui-voit")),
    Screen("directory:amend_person", "direction", "/ess-35/equipe", (rf"/ess-35/personnes/{KEY}", r".*/corriger")),
    Screen("documents:documents", "direction", "/ess-35/documents"),
    Screen("documents:keep", "direction", "/ess-35/documents", (r".*/conserver",)),
    Screen("documents:document", "direction", "/ess-35/documents", (rf".*/documents/{KEY}",)),
    Screen(
        "documents:replace",
        "direction",
        "/ess-35/documents?genre=file",
        (rf".*/documents/{KEY}", r".*/nouvelle-version"),
    ),
    Screen("seats:team", "direction", "/ess-35/equipe"),
    Screen("seats:who_reads", "direction", "/ess-35/equipe", (r".*/qui-lit",)),
    Screen("seats:who_sees", "mandat-fini", "/ma-page", (rf".*/personnes/{KEY}.*", r".*/qui-voit.*")),
    Screen("seats:lead", "direction", "/ess-35/equipe", (r"/ess-35/equipe/\d+/referent",)),
    Screen("seats:end_lead", "direction", "/ess-35/equipe", (rf"/ess-35/references/{KEY}/fin",)),
    Screen("chronicle:journal", "direction", "/ess-35/journal"),
    Screen("mail:letters", "direction", "/ess-35/journal", (r"/ess-35/courriels",)),
    Screen("chronicle:act", "direction", "/ess-35/journal", (rf"/ess-35/journal/{KEY}",)),
)
CRESS = (
    Screen("home:today", "coordination", "/cress/aujourd-hui"),
    Screen("charter:text", "coordination", "/cress/texte"),
    Screen("charter:board", "coordination", "/cress/texte", (r".*/tableau",)),
    Screen("charter:source", "coordination", "/cress/texte", (r".*/document",)),
    Screen("charter:derogations", "coordination", "/cress/texte", (r".*/derogations",)),
    Screen("charter:derogate", "coordination", "/ess-finistere/texte/R3.7", (r".*/R3\.7/1/deroger",)),
    Screen("charter:end_derogation", "coordination", "/cress/texte/derogations", (rf".*/derogations/{KEY}/fin",)),
    Screen("charter:contests", "coordination", "/cress/texte", (r".*/contestations",)),
    Screen("charter:contest", "coordination", "/ess-finistere/texte/R3.7", (r".*/R3\.7/1/contester",)),
    Screen("charter:answer", "coordination", "/cress/texte/contestations", (rf".*/contestations/{KEY}",)),
    Screen("charter:answer", "coordination", "/ess-finistere/texte/R4.42", (rf".*/contestations/{KEY}",)),
    Screen("charter:registers", "coordination", "/cress/texte", (r".*/registres",)),
    Screen("charter:stop_keeping", "direction", "/ess-35/registres", (r".*/registres/mandates/fin",)),
    Screen("charter:setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member"),
    Screen("charter:annul_setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member/annuler"),
    Screen(
        "charter:correct_setting", "coordination", "/cress/texte/modalites/R3.7.representatives_per_member/corriger"
    ),
    Screen("charter:withdraw", "coordination", "/ess-35/texte/R3.4", (rf".*/attestations/{KEY}",)),
    Screen("directory:territory", "coordination", "/ess-35/territoire"),
    Screen("directory:cover", "coordination", "/ess-35/territoire", (r".*/rattacher",)),
    Screen("directory:uncover", "coordination", "/ess-pays-de-redon/territoire", (rf".*/territoire/{KEY}/fin",)),
    Screen("directory:organisations", "coordination", "/cress/organisations"),
    Screen("directory:organisation", "coordination", "/cress/organisations/mutuelle-de-la-lande"),
    Screen("directory:register_organisation", "coordination", "/cress/organisations", (r".*/inscrire",)),
    Screen("seats:open_unlisted", "coordination", "/cress/reseau/ouvrir", (r".*/ouvrir/autre",)),
    Screen("seats:openings", "coordination", "/cress/organisations", (r".*/reseau/ouvrir",)),
    Screen(
        "seats:close_organisation", "coordination", "/cress/organisations/ess-pays-de-vitre", (r".*/reseau/fermer",)
    ),
    Screen("directory:reaches", "coordination", "/ess-35/texte/R8.3", (r"/ess-35/organisations/echelles",)),
    Screen("directory:affiliate", "coordination", "/cress/organisations", (r".*/adhesion",)),
    Screen("directory:end_affiliation", "coordination", "/cress/organisations", (rf".*/adhesions/{KEY}/fin",)),
    Screen("directory:amend_organisation", "coordination", "/cress/organisations/cress", (r".*/corriger",)),
    Screen("directory:rename", "coordination", "/cress/organisations/cress", (r".*/renommer",)),
    Screen("directory:capacity", "coordination", "/cress/organisations/cress", (r".*/qualite",)),
    Screen(
        "directory:end_capacity",
        "coordination",
        "/cress/organisations/mutuelle-de-la-lande",
        (rf".*/qualites/{KEY}/fin",),
    ),
    Screen("seats:bodies", "coordination", "/cress/instances"),
    Screen("seats:body", "coordination", "/cress/instances/cress-board"),
    Screen("seats:fill", "coordination", "/cress/instances/cress-bureau", (r".*/confier\?pour=ess-armor",)),
    Screen("seats:record", "coordination", BOARD, (r".*/constater",)),
    Screen("seats:record", "coordination", BOARD, (r".*/administrator/constater", r".*pour=.*")),
    Screen("seats:mandates", "coordination", "/cress/mandats?page=2"),
    Screen("seats:forecast", "coordination", "/cress/mandats/echeances"),
    Screen("seats:team", "coordination", "/cress/equipe"),
    Screen("rhythm:rhythm", "coordination", "/cress/rythme"),
    Screen("privacy:demands", "coordination", "/cress/demandes-des-personnes"),
    Screen("privacy:demand", "coordination", "/cress/demandes-des-personnes", (rf".*/demandes-des-personnes/{KEY}",)),
    Screen("privacy:erase", "coordination", "/cress/personnes", (rf".*/personnes/{KEY}", r".*/effacer")),
    Screen("rhythm:rhythm", "coordination", "/cress/rythme?annee=2025"),
    Screen("rhythm:propose", "coordination", "/cress/rythme", (r".*/dates\?.*",)),
    Screen("rhythm:record_held", "coordination", "/cress/rythme", (r".*/tenue",)),
    Screen("rhythm:record_held", "coordination", "/cress/rythme", (r".*/tenue\?.*",)),
    Screen("rhythm:whole_year", "coordination", "/cress/rythme/toutes"),
    Screen("rhythm:whole_year", "direction", "/ess-35/rythme/toutes"),
    Screen("rhythm:renewing", "coordination", "/cress/rythme/assemblees"),
    Screen("rhythm:renewing", "direction", "/ess-35/rythme/assemblees"),
    Screen("rhythm:governance", "direction", "/ess-35/gouvernance"),
    Screen("rhythm:feeds", "coordination", "/cress/rythme", (r"/mes-agendas",)),
    Screen("seats:revoke", "coordination", "/ess-pays-de-broceliande/secretariat", (r".*/fin",)),
)
DECISIONS = (
    Screen("sittings:meetings", "direction", "/ess-35/instances", (r"/ess-35/reunions",)),
    Screen("sittings:meetings", "direction", BOARD, (r".*/reunions\?instance=.*",)),
    Screen("meetings:draft", "direction", "/ess-35/reunions", (r".*/reunions/preparer",)),
    Screen("sittings:meeting", "direction", "/ess-35/reunions", (MEETING,)),
    Screen("meetings:agenda_of", "direction", "/ess-35/reunions", (MEETING, r".*/ordre-du-jour")),
    Screen("meetings:add_item", "direction", "/ess-35/reunions", (MEETING, r".*/ordre-du-jour", r".*/points/ajouter")),
    Screen("meetings:item", "direction", "/ess-35/reunions", (MEETING, r".*/ordre-du-jour", rf".*/points/{KEY}")),
    Screen("meetings:forward", "direction", "/ess-35/reunions", (MEETING, r".*/ordre-du-jour", r".*/porter")),
    Screen("meetings:enclosures", "direction", "/ess-35/reunions", (MEETING, r".*/pieces")),
    Screen("meetings:amend", "direction", "/ess-35/reunions", (MEETING, r".*/modifier")),
    Screen("meetings:move", "direction", "/ess-35/reunions", (MEETING, r".*/date")),
    Screen("meetings:cancel", "direction", "/ess-35/reunions", (MEETING, r".*/annuler")),
    Screen("meetings:notices", "direction", "/ess-35/reunions", (MEETING, r".*/envois")),
    Screen("meetings:answers", "direction", "/ess-35/reunions", (MEETING, r".*/reponses")),
    Screen("meetings:paper_proxy", "direction", "/ess-35/reunions", (MEETING, r".*/reponses", r".*/pouvoirs")),
    Screen("sittings:meeting", "coordination", "/ess-bretagne-sud/reunions", (MEETING,)),
    Screen("meetings:dates", "coordination", "/ess-bretagne-sud/reunions", (MEETING, r".*/dates")),
    Screen("meetings:convene", "coordination", "/ess-bretagne-sud/reunions", (MEETING, r".*/convoquer")),
    Screen("sittings:meeting", "benevole", "/ess-pays-de-redon/aujourd-hui", (MEETING,)),
    Screen("meetings:reply", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf".*/repondre/{KEY}",)),
    Screen("meetings:proxy", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf".*/repondre/{KEY}", rf".*/pouvoir/{KEY}")),
    Screen("decisions:decisions", "direction", "/ess-35/instances", (r"/ess-35/decisions",)),
    Screen("decisions:decisions", "direction", "/ess-35/decisions?a-revoir=1"),
    Screen("decisions:decision", "direction", "/ess-35/decisions", (rf"/ess-35/decisions/{KEY}",)),
    Screen("decisions:decision", "direction", "/ess-35/decisions?a-revoir=1", (rf"/ess-35/decisions/{KEY}",)),
    Screen("decisions:correct_decision", "direction", "/ess-35/decisions", (rf".*/decisions/{KEY}", r".*/corriger")),
    Screen("decisions:record_decision", "direction", "/ess-35/decisions", (r".*/inscrire",)),
    Screen("decisions:give_advice", "direction", "/ess-35/decisions", (r".*/decisions/avis",)),
    Screen("decisions:to_classify", "direction", "/ess-35/decisions", (r".*/a-classer",)),
    Screen("decisions:decision", "direction", "/ess-35/decisions/a-ratifier", (rf"/ess-35/decisions/{KEY}",)),
    Screen("decisions:ratifying", "direction", "/ess-35/texte/R0.9", (r"/ess-35/decisions/a-ratifier",)),
    Screen("decisions:submitting", "direction", "/ess-35/texte/R0.9", (r"/ess-35/decisions/a-porter",)),
    Screen("decisions:advising", "coordination", "/cress/texte/R0.9", (r"/cress/decisions/avis-attendus",)),
    Screen("decisions:adopting", "coordination", "/cress/texte/R0.9", (r"/cress/decisions/a-adopter",)),
    Screen("decisions:part", "coordination", "/ess-finistere/decisions?annee=2026&type=modeles-communs",
           (rf"/ess-finistere/decisions/{KEY}", r"/ess-finistere/decisions/liens/.*")),
    Screen("decisions:ratify", "direction", "/ess-35/decisions/a-ratifier", (r".*/ratifier",)),
    Screen("decisions:submit", "direction", "/ess-35/decisions/a-porter", (r".*/porter",)),
    Screen("decisions:record_decision", "direction", "/ess-35/decisions/a-ratifier", (r".*/ratifier", r".*ratifie=.*")),
    Screen("decisions:annul_ratification", "coordination", "/ess-finistere/decisions?annee=2026&type=comptes",
           (rf"/ess-finistere/decisions/{KEY}", rf"/ess-finistere/decisions/{KEY}", r".*/decisions/ratifications/.*")),
    Screen("decisions:follow_ups", "direction", "/ess-35/decisions", (r".*/suites",)),
    Screen("decisions:finish", "direction", "/ess-35/decisions/suites", (rf".*/suites/{KEY}",)),
    Screen("decisions:who_decides", "coordination", "/cress/decisions", (r".*/qui-decide",)),
    Screen("decisions:fix_setting", "coordination", "/cress/decisions?type=modalite-commune",
           (rf".*/decisions/{KEY}", r".*/modalite")),
    Screen("decisions:open_derogation", "coordination", "/cress/decisions?type=derogation",
           (rf".*/decisions/{KEY}", r".*/derogation")),
    Screen("decisions:waiting", "coordination", "/ess-pays-de-redon/decisions", (r".*/a-appliquer",)),
    Screen("decisions:open_mandate", "coordination", "/ess-pays-de-redon/decisions", (rf".*/decisions/{KEY}", r".*/mandat")),
    Screen("decisions:drop", "coordination", "/ess-pays-de-redon/decisions", (rf".*/decisions/{KEY}", r".*/abandonner")),
    Screen("membership:admissions", "coordination", "/ess-pays-de-redon/organisations", (r".*/membres/demandes",)),
    Screen("membership:members", "direction", "/ess-35/organisations", (r".*/membres",)),
    Screen("membership:members", "coordination", "/ess-pays-de-redon/membres"),
    Screen("membership:roll", "direction", "/ess-35/membres", (r".*/liste-electorale",)),
    Screen("membership:headcount", "direction", "/ess-35/membres", (r".*/effectif",)),
    Screen("membership:unasked", "coordination", "/ess-pays-de-redon/membres/sans-demande"),
    Screen("membership:member", "coordination", "/ess-pays-de-redon/membres", (rf".*/membres/{KEY}",)),
    Screen("membership:change", "coordination", "/ess-pays-de-redon/membres", (rf".*/membres/{KEY}", r".*/demission")),
    Screen("membership:change_step", "coordination", "/ess-35/aujourd-hui", (rf".*/membres/{KEY}#etapes", r".*/notifier")),
    Screen("membership:remove", "coordination", "/ess-35/decisions?type=radiation", (rf".*/decisions/{KEY}", r".*/radiation")),
    Screen("membership:enter", "coordination", "/ess-pays-de-redon/membres/demandes", (r".*/inscrire",)),
    Screen("membership:admission", "coordination", "/ess-pays-de-redon/membres/demandes", (rf".*/demandes/{KEY}",)),
    Screen("membership:admission", "direction", "/ess-35/aujourd-hui", (rf".*/demandes/{KEY}",)),
    Screen("membership:decide", "coordination", "/ess-pays-de-redon/decisions?type=adhesion",
           (rf".*/decisions/{KEY}", r".*/demande")),
    Screen("membership:reopen", "coordination", "/ess-pays-de-redon/aujourd-hui",
           (rf".*/demandes/{KEY}", r".*/demandes", rf".*/demandes/{KEY}", r".*/annuler")),
    Screen("votes:vote", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf".*/votes/{KEY}/bulletin",)),
    Screen("votes:poll", "benevole", "/ess-pays-de-redon/reunions", (MEETING, rf".*/votes/{KEY}")),
    Screen("votes:put_to_vote", "coordination", "/ess-pays-de-redon/reunions", (MEETING, rf".*/points/{KEY}/voter")),
    Screen("votes:void_poll", "coordination", "/ess-pays-de-redon/reunions", (MEETING, rf".*/votes/{KEY}", r".*/annuler")),
    Screen("votes:poll", "coordination", "/cress/reunions?instance=cress-assembly", (MEETING, rf".*/votes/{KEY}")),
    Screen("votes:receipts", "coordination", "/cress/reunions?instance=cress-assembly", (MEETING, r".*/recus")),
    Screen("sittings:room", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/salle")),
    Screen("sittings:room", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/salle", r"\?point=ouverture")),
    Screen("sittings:presences", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/salle", r".*/presences")),
    Screen("sittings:wall", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/projection")),
    Screen("sittings:here", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/je-suis-la")),
    Screen("sittings:minutes", "presidence-pole", "/ess-pays-de-vitre/reunions", (MEETING, r".*/proces-verbal")),
)  # fmt: skip
SCREENS = PUBLIC + VOLUNTEERS + DIRECTION + CRESS + DECISIONS

ACCOUNT = "it needs an account: tests/accounts/test_in_browser.py looks at it"
TAKEN = (
    *("seats:people", "seats:mandates", "seats:forecast", "directory:organisations"),
    *("decisions:decisions", "sittings:meetings", "sittings:presences", "meetings:answers"),
    *("membership:admissions", "membership:members", "membership:roll"),
)
FILES = (
    "charter:csv", "charter:json", "charter:quotes", "documents:file", "documents:signatures",
    "documents:signed", "votes:count_pdf", "votes:bundle", "votes:tally_file", "decisions:decisions_pdf",
    "meetings:pack", "meetings:agenda_pdf", "meetings:proxy_form", "meetings:named_proxy_form",
    "meetings:linked_proxy_form", "votes:ballots_pdf", "sittings:minutes_preview", "sittings:sign_in_sheet",
    "privacy:dossier_json", "privacy:dossier_pdf", "rhythm:rhythm_csv", "rhythm:rhythm_pdf",
    "rhythm:whole_year_pdf", "seats:chart_pdf", "rhythm:governance_pdf", "seats:officers_pdf",
)  # fmt: skip
LEFT_OUT = {
    **dict.fromkeys(FILES, "a file"),
    **{f"{name}_{form}": "a file" for name in TAKEN for form in ("csv", "xlsx")},
    "charter:close_contest": "as charter:answer, once what is recognised is corrected",
    "account_confirm_login_code": ACCOUNT,
    "account_logout": ACCOUNT,
    "account_reauthenticate": "an older name of mfa_reauthenticate",
    "account_request_login_code": "another name of account_login",
    "documents:send_code": "POST only",
    "documents:sign": "POST only",
    "demonstration:enter": "POST only",
    "demonstration:leave": "POST only",
    "directory:open_access": "POST only",
    "mfa_activate_totp": ACCOUNT,
    "mfa_authenticate": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_download_recovery_codes": "a file",
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_index": ACCOUNT,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mail:again": "POST only",
    "home:letter": "POST only",
    "home:stop_letter": "its address comes by letter: tests/home/test_letter.py reads it",
    "membership:take_back": "POST only",
    "membership:mine": "its address comes by letter: tests/membership/test_apply.py reads it",
    "mail:stop": "its address comes by letter: tests/mail/test_browser.py looks at it",
    "votes:ask_secret": "POST only",
    "votes:call_name": "POST only",
    "votes:close_poll": "only while votes are missing: tests/journeys/test_vote.py looks at it",
    "votes:count_poll": "only while hands or papers are counted: tests/votes/test_screen_votes.py looks at it",
    "votes:open_poll": "POST only",
    "votes:scrutiny": "only for those who keep the key of a box: tests/votes/test_screen_votes.py looks at it",
    "meetings:answer": "its address comes by letter: tests/journeys/test_answer.py looks at it",
    "meetings:answer_dates": "its address comes by letter: tests/meetings/test_screen_meetings.py looks at it",
    "meetings:answer_proxy": "its address comes by letter: tests/journeys/test_answer.py looks at it",
    "decisions:apply": "POST only",
    "decisions:cite": "POST only",
    "decisions:classify": "POST only",
    "decisions:join": "POST only",
    "sittings:certify": "POST only",
    "sittings:close": "only while a sitting lasts: tests/journeys/test_assembly.py looks at it",
    "decisions:follow": "POST only",
    "seats:designation": "only for a vacant seat that another organisation gives: tests/seats/test_ask_designation.py",
    "meetings:deadline": "a part of meetings:draft",
    "sittings:correct_minutes": "only once minutes are signed: tests/sittings/test_room.py looks at it",
    "sittings:fill": "POST only",
    "sittings:gesture": "POST only",
    "sittings:mark": "POST only",
    "votes:pulse": "says that something happened, to the pages that follow a meeting",
    "votes:pulse_of_count": "idem, to whoever counts",
    "sittings:presences_live": "a part of sittings:presences",
    "sittings:room_live": "a part of sittings:room",
    "sittings:sign_minutes": "POST only; a GET is sittings:minutes",
    "sittings:text": "POST only",
    "sittings:turn": "POST only",
    "sittings:wall_live": "a part of sittings:wall",
    "meetings:second_call": "only after a failure of quorum: tests/meetings/test_screen_meetings.py looks at it",
    "decisions:settle": "POST only",
    "rhythm:feed": "a calendar; tests/rhythm/test_feeds.py reads it",
    "rhythm:network_feed": "a calendar; tests/publishing/test_citizens.py reads it",
    "rhythm:public_feed": "a calendar; tests/rhythm/test_feeds.py reads it",
    "rhythm:renew_feed": "POST only",
    "rhythm:revoke_feed": "POST only",
    "trimmed:trimmed": "it leads to publishing:territory",
    "seats:accept": "POST only",
    "seats:add_seat": "only a body created on screen takes other seats there: test_add_seat.py looks at it",
    "seats:close_body": "only a body created on screen is closed there: test_seat.py looks at it",
}
