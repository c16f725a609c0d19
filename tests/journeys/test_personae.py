"""Who reads what: every persona, everywhere. A page that is refused says why, in French, and is a page."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import APIResponse, Browser, Page, expect

from kevread.demonstration.personae import personae

from .conftest import window
from .screens import LEFT_OUT, PUBLIC

NOBODY = "00000000-0000-7000-8000-000000000000"
PLACES = {
    "cress": "ESS Bretagne",
    "ess-35": "ESS 35",
    "ess-armor": "ESS Armor",
    "ess-finistere": "ESS Finistère",
    "ess-bretagne-sud": "ESS Bretagne Sud",
    "ess-centre-bretagne": "ESS Centre Bretagne",
    "ess-pays-de-rennes": "ESS pays de Rennes",
    "ess-pays-de-vitre": "ESS pays de Vitré",
    "ess-pays-de-redon": "ESS pays de Redon",
    "ess-pays-de-broceliande": "ESS pays de Brocéliande",
    "ess-pays-de-vannes": "ESS pays de Vannes",
    "ess-pays-de-brest": "ESS pays de Brest",
    "ess-pays-de-morlaix": "ESS pays de Morlaix",
    "ess-pays-de-cornouaille": "ESS pays de Cornouaille",
}
OF_ESS_35 = {"ess-pays-de-rennes", "ess-pays-de-vitre", "ess-pays-de-redon", "ess-pays-de-broceliande"}
OF_FINISTERE = {"ess-pays-de-brest", "ess-pays-de-morlaix", "ess-pays-de-cornouaille"}
READS = {
    "direction": {"cress", "ess-35", *OF_ESS_35},
    "coordination": {*PLACES},
    "presidence": {*PLACES},
    "vice-presidence": {"cress", "ess-finistere", *OF_FINISTERE},
    "presidence-groupement": {"cress", "ess-armor"},
    "presidence-pole": {"cress", "ess-35", "ess-pays-de-vitre"},
    "benevole": {"cress", "ess-35", "ess-pays-de-redon"},
    "secretariat": {"cress", "ess-35", "ess-pays-de-vitre"},
    "delegue": {"cress", "ess-35", *OF_ESS_35},
    "tresorerie": {"cress", "ess-centre-bretagne"},
    "adherente": {"ess-pays-de-vannes"},
    "salarie": {"cress", "ess-finistere"},
    "adherente-directe": {"cress", "ess-bretagne-sud", "ess-pays-de-vannes"},
    "mandat-fini": set(),
}
INSIDE = (
    "texte/tableau",
    "texte/constats.csv",
    "equipe",
    "mandats",
    "mandats.csv",
    "journal",
    "registres",
    "personnes",
)
WRITES = {  # where each one may open the screen of a verb
    "instances/creer": {
        "direction": {"ess-35"},
        "coordination": {*PLACES},
        "presidence": {"cress"},
        "vice-presidence": {"ess-pays-de-cornouaille"},
        "presidence-groupement": {"ess-armor"},
        "presidence-pole": {"ess-pays-de-vitre"},
    },
    "personnes/inscrire": {
        "direction": {"ess-35", *OF_ESS_35},
        "coordination": {*PLACES},
        "presidence": {"cress"},
        "vice-presidence": {"ess-pays-de-cornouaille"},
        "presidence-groupement": {"ess-armor"},
        "presidence-pole": {"ess-pays-de-vitre"},
        "delegue": {"ess-pays-de-broceliande"},
    },
    "organisations/adhesion": {"coordination": {*PLACES}},
    "territoire/rattacher": {"coordination": {*PLACES}},
}


def refused_with_a_reason(answer: APIResponse, place: str) -> bool:
    said = answer.text()
    return (
        answer.status == 403
        and '<html lang="fr">' in said
        and PLACES[place] in said
        and ("réservée aux personnes qui y ont un mandat" in said or "aucun de vos mandats en vigueur" in said)
        and not re.search(r"Traceback|Exception|Forbidden|DEBUG", said)
    )


@pytest.mark.parametrize("persona", personae(), ids=lambda one: one.slug)
def test_each_sees_their_scope_and_is_refused_elsewhere(demonstration: str, chrome: Browser, persona):
    reads = READS[persona.slug]
    with window(chrome, demonstration, persona.slug) as page:
        starts_well(page, persona)
        wrong = [
            f"/{place}/{path}: {said}"
            for place, path, may in expected(persona.slug, reads)
            if (said := unexpected(page, f"{demonstration}/{place}/{path}", place, may))
        ]
    assert wrong == []


def starts_well(page: Page, persona) -> None:
    """Where the button of the demonstration led: their page, under their name, with what they may open."""
    expect(page).to_have_url(re.compile(f"{re.escape(persona.start)}$"))
    expect(page.locator("header details").filter(has_text="Mon compte")).to_contain_text(persona.name.split(",")[0])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    offered = page.locator("main a[href^='/'], header nav a[href^='/']").evaluate_all(
        "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"  # in a drawing, a.href is no text
    )
    for href in sorted({href.partition("#")[0] for href in offered}):
        assert page.request.get(href).status == 200, href


def expected(persona: str, reads: set[str]) -> list[tuple[str, str, bool]]:
    """The addresses tried, and whether they open. Inside: « Aujourd’hui » everywhere, the rest where they read first and
    where they do not. The screens of verbs: where they may, where they only read, and elsewhere."""
    home, elsewhere = min(reads, default=None), next((place for place in PLACES if place not in reads), None)
    asked = [(place, "aujourd-hui", place in reads) for place in PLACES]
    asked += [(place, path, place in reads) for place in (home, elsewhere) if place for path in INSIDE]
    for path, allowed in WRITES.items():
        may = allowed.get(persona, set())
        tried = {
            min(may, default=None),
            min(reads - may, default=None),
            elsewhere,
            min({*PLACES} - may - reads, default=None),
        }
        asked += [(place, path, place in may) for place in tried if place]
    return asked


def unexpected(page: Page, url: str, place: str, may: bool) -> str:
    """What is wrong with the answer, enough to know why; empty when it is as expected."""
    answer = page.request.get(url, max_redirects=0)
    if answer.status == 200 if may else refused_with_a_reason(answer, place):
        return ""
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text()))
    return f"{answer.status} {answer.headers.get('location', '')} {said[:1500]}"


def views(resolver: URLResolver, prefix: str = "") -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found[f"{prefix}{pattern.name}"] = pattern
        else:
            found |= views(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
    return found


SAMPLE = {
    "scale": "ess-35", "body": "ess-35-board", "seat": "administrator", "key": NOBODY, "person": NOBODY, "coverage": NOBODY,
    "affiliation": NOBODY, "capacity": NOBODY, "organisation": "ess-pays-de-redon", "rule": "R3.4", "clause": 2,
    "setting": "R3.7.representatives_per_member", "code": "200070662", "slug": "direction", "number": 1, "item": NOBODY,
    "entry": NOBODY, "token": "x", "name": "ouvrir", "part": "ouverture", "voter": NOBODY,
    "register": "team", "trimmed": "ess-35", "right": "hire", "gesture": "annuler", "place": 1,
    "kind": "seat", "day": "2026-09-08", "act": "recruter", "step": "role",
    "kept": NOBODY, "gone": NOBODY,
}  # fmt: skip


def test_the_public_opens_what_is_public_and_is_sent_to_sign_in_elsewhere(demonstration: str, chrome: Browser):
    wrong = []
    public = {screen.name for screen in PUBLIC}
    with window(chrome, demonstration, "") as page:
        for name, pattern in views(get_resolver("config.urls")).items():
            if LEFT_OUT.get(name) == "POST only":
                continue
            keys = {key: SAMPLE[key] for key in pattern.pattern.converters}
            path = reverse(name, kwargs=keys)
            answer = page.request.get(f"{demonstration}{path}", max_redirects=0)
            is_public = getattr(pattern.callback, "access", None) == "public"
            if is_public:
                read = name in public or LEFT_OUT.get(name, "").startswith(("a file", "a calendar"))
                nothing_there = answer.status == 404 and not keys.keys().isdisjoint({"key", "token"})
                led = answer.status == 302 and answer.headers["location"].endswith(
                    "/presentation"
                )  # an address that was cut
                fine = (answer.status == 200 and read) or nothing_there or led or name.startswith(("account_", "mfa_"))
            else:
                fine = answer.status == 302 and answer.headers["location"].startswith("/compte/connexion/?next=")
            wrong += [] if fine else [f"{name} {path}: {answer.status}, {'public' if is_public else 'not public'}"]
    assert wrong == []


def test_a_stranger_posts_nothing(demonstration: str, chrome: Browser):
    """Without having entered, a form forged with the token of a page leads to the sign-in and writes nothing."""
    with window(chrome, demonstration, "") as page:
        page.goto(f"{demonstration}/demonstration/")
        token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        for path in (
            "instances/creer",
            "personnes/inscrire",
            "registres",
            "instances/ess-35-board/administrator/confier",
        ):
            answer = page.request.post(
                f"{demonstration}/ess-35/{path}", form={"csrfmiddlewaretoken": token}, max_redirects=0
            )
            assert answer.status == 302 and "/compte/connexion/" in answer.headers["location"], path
            assert page.request.post(f"{demonstration}/ess-35/{path}", max_redirects=0).status == 403, path
