"""allauth speaks English where we did not speak: no screen, error, message nor letter of ours lets it."""

import re

import pytest

from tests.ui.test_pages import ENGLISH, text_of

from .conftest import (
    ACTIVATE,
    ADDRESS,
    CODE,
    CONFIRM,
    DEACTIVATE,
    FACTOR,
    FIRST,
    RECOVERY,
    SIGN_IN,
    activate,
    ask,
    code_of,
)

pytestmark = pytest.mark.django_db
ACCENTS_MISSING = re.compile(r"\b(Code incorrect|e-mail|email|login|login_code|password|Sign|None)\b")


def is_french(response) -> None:
    assert response.status_code in (200, 429)
    said = text_of(response).replace(ADDRESS, "")
    assert ENGLISH.findall(said) == []
    assert ACCENTS_MISSING.findall(said) == []


def test_on_the_way_in(account, visitor, mailoutbox):
    for address in (SIGN_IN, FIRST, "/compte/ouvrir/", "/compte/ferme/"):
        is_french(visitor.get(address))
    is_french(ask(visitor, "lena"))
    is_french(ask(visitor, "x" * 250 + "@exemple.fr"))
    is_french(visitor.post(FIRST, {"code": "B" * 41}))
    ask(visitor)
    is_french(visitor.get(CODE))
    for _ in range(2):
        is_french(visitor.post(CODE, {"code": "0"}))
    visitor.post(CODE, {"code": ""})
    is_french(visitor.get(SIGN_IN))


def test_once_in(account, visitor, mailoutbox):
    ask(visitor)
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    for address in ("/compte/", ACTIVATE, "/compte/deconnexion/"):
        is_french(visitor.get(address))
    for code in ("", "0", "0" * 41):
        is_french(visitor.post(ACTIVATE, {"code": code}))
    activate(visitor)
    for address in ("/compte/", RECOVERY, f"{RECOVERY}nouveaux/", f"{RECOVERY}fichier/", DEACTIVATE, CONFIRM):
        is_french(visitor.get(address))
    is_french(visitor.post(CONFIRM, {"code": "0"}))
    visitor.post("/compte/deconnexion/")
    ask(visitor)
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    is_french(visitor.get(FACTOR))
    is_french(visitor.post(FACTOR, {"code": "0"}))


def test_too_many_requests_is_a_page(account, visitor, mailoutbox):
    ask(visitor)
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    activate(visitor)
    answers = [visitor.post(CONFIRM, {"code": "0"}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert "Trop d’essais" in answers[-1].content.decode()
    for answer in answers:
        is_french(answer)
