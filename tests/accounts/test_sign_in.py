import re
import time

import pytest
from django.conf import settings as real_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kevread.accounts.operations import create_account
from kevread.base.sessions import SessionStore
from tests import jobs
from tests.conftest import NOW

from .conftest import ADDRESS, CODE, SIGN_IN, ask, code_of, is_in, sign_in

pytestmark = pytest.mark.django_db


def test_the_code_of_the_letter_signs_in(account, visitor, mailoutbox):
    response = ask(visitor)
    assert response.headers["Location"] == CODE
    assert ADDRESS in visitor.get(CODE).content.decode()
    [letter] = mailoutbox
    assert letter.to == [ADDRESS]
    assert letter.subject == "Votre code de connexion à Kevread"
    assert letter.content_subtype == "plain"
    response = visitor.post(CODE, {"code": code_of(letter)})
    assert response.status_code == 302
    assert is_in(visitor)


def test_the_hyphen_is_optional(account, visitor, mailoutbox):
    ask(visitor)
    visitor.post(CODE, {"code": code_of(mailoutbox[-1]).replace("-", " ")})
    assert is_in(visitor)


def test_capitals_in_the_address_change_nothing(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox, "Lena@Exemple.FR")
    assert is_in(visitor)


def test_one_comes_back_to_the_page_that_was_asked_for(account, visitor, mailoutbox):
    visitor.post(f"{SIGN_IN}?next=/cress/instances/", {"email": ADDRESS, "next": "/cress/instances/"})
    jobs.run()
    response = visitor.post(f"{CODE}?next=/cress/instances/", {"code": code_of(mailoutbox[-1])})
    assert response.headers["Location"] == "/cress/instances/"


def test_nobody_is_sent_to_another_site(account, visitor, mailoutbox):
    there = "https://ailleurs.example/"
    visitor.post(f"{SIGN_IN}?next={there}", {"email": ADDRESS, "next": there})
    jobs.run()
    response = visitor.post(f"{CODE}?next={there}", {"code": code_of(mailoutbox[-1]), "next": there})
    assert "ailleurs" not in response.headers["Location"]


def is_not_awaited(answer) -> bool:
    """What is typed too late, or elsewhere, is told, and asks nothing of the session."""
    return answer.status_code == 409 and "Ce code n’est plus attendu ici" in answer.content.decode()


def test_a_used_code_opens_nothing_more(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    used = code_of(mailoutbox[-1])
    visitor.post("/compte/deconnexion/")
    assert not is_in(visitor)
    assert is_not_awaited(visitor.post(CODE, {"code": used}))
    ask(visitor)
    assert "n’est pas le bon" in visitor.post(CODE, {"code": used}).content.decode()
    assert not is_in(visitor)


def test_a_stolen_code_opens_nothing_in_another_browser(account, visitor, mailoutbox):
    ask(visitor)
    stolen = code_of(mailoutbox[-1])
    thief = Client()
    assert is_not_awaited(thief.post(CODE, {"code": stolen}))
    ask(thief)  # the thief's own request has a code of its own
    thief.post(CODE, {"code": stolen})
    assert not is_in(thief)


def test_a_code_lasts_ten_minutes(account, visitor, mailoutbox, monkeypatch):
    ask(visitor)
    later = time.time() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    assert is_not_awaited(visitor.post(CODE, {"code": code_of(mailoutbox[-1])}))
    assert not is_in(visitor)


def test_three_wrong_codes_and_the_right_one_is_lost(account, visitor, mailoutbox):
    ask(visitor)
    right = code_of(mailoutbox[-1])
    for _ in range(2):
        assert "n’est pas le bon" in visitor.post(CODE, {"code": "0000-0000"}).content.decode()
    assert visitor.post(CODE, {"code": "0000-0000"}).headers["Location"] == SIGN_IN
    assert "Trop d’essais" in visitor.get(SIGN_IN).content.decode()
    assert is_not_awaited(visitor.post(CODE, {"code": right}))
    assert not is_in(visitor)


def test_three_codes_are_judged_however_many_are_posted_at_once(account, visitor, mailoutbox):
    """Posts at once each read the session as it was before all of them: here, it is put back before each."""
    ask(visitor)
    right = code_of(mailoutbox[-1])
    asked = visitor.session
    before, kept = dict(asked), asked.session_key
    answers = []
    for typed in ["0000-0000"] * 3 + [right]:
        session = SessionStore(kept)
        session.update(before)
        session.save()
        visitor.cookies["sessionid"] = kept
        answers.append(visitor.post(CODE, {"code": typed}))
    assert ["n’est pas le bon" in answer.content.decode() for answer in answers] == [True, True, True, False]
    assert answers[-1].headers["Location"] == SIGN_IN
    assert not is_in(visitor)
    assert "Trop d’essais" in visitor.get(SIGN_IN).content.decode()
    ask(visitor)  # another code is judged anew
    visitor.post(CODE, {"code": code_of(mailoutbox[-1])})
    assert is_in(visitor)


def test_codes_are_asked_for_a_limited_number_of_times(account, mailoutbox):
    """For one address, from anywhere: five a minute."""
    answers = [ask(Client(), REMOTE_ADDR=f"192.0.2.{n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "Trop d’essais" in answers[-1].content.decode()
    assert len(mailoutbox) == 5


def test_one_machine_asks_for_a_limited_number_of_codes(account, mailoutbox):
    """For many addresses, from one machine: twenty a minute."""
    answers = [ask(Client(), f"personne{n}@exemple.fr") for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [200]
    assert mailoutbox == []  # none of them has an account


def test_the_counts_are_shared_by_all_the_processes():
    assert real_settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def pages(address: str) -> list[tuple[int, str, str]]:
    """What one sees from asking to giving up, the address and what changes at each request left out."""
    visitor = Client()
    answers = [ask(visitor, address), visitor.get(CODE)]
    answers += [visitor.post(CODE, {"code": "0000-0000"}) for _ in range(3)] + [visitor.get(SIGN_IN)]
    return [(a.status_code, a.headers.get("Location", ""), cleaned(a.content.decode(), address)) for a in answers]


def cleaned(page: str, address: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]*"', "", page).replace(address, "")


@pytest.mark.parametrize("state", ["unknown", "closed"])
def test_an_address_without_an_open_account_sees_the_same_pages(account, state, mailoutbox):
    known = pages(ADDRESS)
    if state == "closed":
        type(account).objects.update(is_active=False)
    other = ADDRESS if state == "closed" else "inconnue@exemple.fr"
    assert pages(other) == known
    assert len(mailoutbox) == 1  # that of the known one: whoever tries addresses has no letter sent


def test_an_address_without_an_account_takes_the_same_work(account, mailoutbox):
    """To the queue included, for a letter to nobody: the time of the answer says nothing."""

    def queries(address):
        with CaptureQueriesContext(connection) as made:
            Client().post(SIGN_IN, {"email": address})
        return [re.sub(r"'[^']*'|\d+", "?", one["sql"])[:60] for one in made]

    create_account(email="yann@exemple.fr", now=NOW)
    queries(ADDRESS)  # what is made once
    assert queries("inconnue@exemple.fr") == queries("yann@exemple.fr")
    assert jobs.waiting() == ["accounts.send"] * 3
    jobs.run()
    assert [letter.to for letter in mailoutbox] == [[ADDRESS], ["yann@exemple.fr"]]


def test_bad_addresses_are_refused_in_french(visitor):
    assert "nom@exemple.fr est attendu" in ask(visitor, "lena").content.decode()
    assert "Tapez votre adresse" in ask(visitor, "").content.decode()


def test_two_tabs_ask_and_the_first_code_stays_good(account, visitor, mailoutbox):
    ask(visitor)
    assert visitor.get(SIGN_IN).headers["Location"] == CODE
    assert ask(visitor).headers["Location"] == CODE  # the second tab had its form open already
    assert len(mailoutbox) == 1
    visitor.post(CODE, {"code": code_of(mailoutbox[0])})
    assert is_in(visitor)
    assert visitor.get(CODE).status_code == 302  # the second tab follows


def test_another_code_can_be_asked_for(account, visitor, mailoutbox):
    ask(visitor)
    assert visitor.post("/compte/deconnexion/", {"next": SIGN_IN}).headers["Location"] == SIGN_IN
    assert visitor.get(SIGN_IN).status_code == 200
    sign_in(visitor, mailoutbox)
    assert is_in(visitor)


def test_a_closed_account_is_out_at_once(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    type(account).objects.update(is_active=False)
    assert visitor.get("/compte/").headers["Location"].startswith(SIGN_IN)


def test_a_code_sent_to_the_old_address_opens_nothing(account, visitor, mailoutbox):
    ask(visitor)
    type(account).objects.update(email="nouvelle@exemple.fr")
    assert visitor.post(CODE, {"code": code_of(mailoutbox[-1])}).headers["Location"] == SIGN_IN
    assert not is_in(visitor)


def test_signing_out_is_a_post(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    assert "Se déconnecter ?" in visitor.get("/compte/deconnexion/").content.decode().replace("\u202f", " ")
    assert is_in(visitor)
    visitor.post("/compte/deconnexion/")
    assert not is_in(visitor)


def test_a_form_of_another_site_is_refused_in_french(account):
    visitor = Client(enforce_csrf_checks=True)
    response = ask(visitor)
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()


def test_an_account_that_is_nobody_in_the_directory_is_told_so(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    response = visitor.get(f"{SIGN_IN}?next=/compte/", follow=True)
    assert response.redirect_chain[-1][0] == "/compte/"
    assert "relié à aucune personne" in response.content.decode()


def test_only_two_cookies_are_set(account, visitor, mailoutbox):
    sign_in(visitor, mailoutbox)
    visitor.post("/compte/deconnexion/", follow=True)
    assert set(visitor.cookies) <= {"sessionid", "csrftoken"}


@pytest.mark.parametrize(
    "address",
    [
        "/compte/login/", "/compte/signup/", "/compte/inscription/", "/compte/password/reset/", "/compte/password/change/",
        "/compte/password/set/", "/compte/email/", "/compte/confirm-email/",
        "/compte/2fa/webauthn/", "/compte/social/login/error/",
    ],
)  # fmt: skip
def test_the_screens_that_we_do_not_have_do_not_exist(visitor, address):
    assert visitor.get(address).status_code == 404
    assert visitor.post(address).status_code == 404


def test_nobody_signs_up(visitor):
    page = visitor.get("/compte/ouvrir/").content.decode()
    assert "secrétariat" in page
    assert "<input" not in page.split("<main")[1]


@pytest.mark.parametrize(
    "address",
    ["/compte/", "/compte/second-facteur/activer/", "/compte/second-facteur/desactiver/", "/compte/confirmer/",
     "/compte/codes-de-secours/", "/compte/codes-de-secours/nouveaux/", "/compte/codes-de-secours/fichier/"],
)  # fmt: skip
def test_the_pages_of_an_account_ask_to_sign_in(visitor, address):
    assert visitor.get(address).headers["Location"].startswith(SIGN_IN)
    assert visitor.post(address).headers["Location"].startswith(SIGN_IN)
