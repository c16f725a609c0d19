from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from kevread.accounts.operations import create_account
from kevread.demonstration.models import Letter
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MAILBOX = "/demonstration/courrier/"


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.KEVREAD_DEMONSTRATION = True
    settings.MAILERS = {"default": {"BACKEND": "kevread.demonstration.mail.Mailbox"}}


def page(**query: str) -> str:
    return Client().get(MAILBOX, query).content.decode()


def test_what_is_sent_stops_there(mailoutbox):
    mail.EmailMessage("Bonjour", "Le texte.", to=["a@exemple.fr", "b@exemple.fr"]).send()
    shown = page()
    assert "Bonjour" in shown
    assert "Le texte." in shown
    assert "a@exemple.fr, b@exemple.fr" in shown
    assert mailoutbox == []


def test_a_code_asked_for_at_sign_in_is_there_to_be_copied():
    Client().post("/compte/connexion/", {"email": "personne@exemple.fr"})
    assert not Letter.objects.exists()  # no account: nothing leaves
    create_account(email="lena@exemple.fr", now=NOW)
    Client().post("/compte/connexion/", {"email": "lena@exemple.fr"})
    assert Letter.objects.get().code in page()
    letter = Letter(text="Bonjour,\n\n    1234-5678\n\nIl sert une fois, à 1000-2000 mètres.")
    assert letter.code == "1234-5678"
    letter.to, letter.subject, letter.at = "a@exemple.fr", "Code", NOW
    letter.save()
    assert '<code class="code">1234-5678</code>' in page()


def sixty() -> None:
    Letter.objects.bulk_create(
        Letter(to="a@exemple.fr", subject=f"Message {n:02}", text="…", at=NOW + timedelta(minutes=n)) for n in range(60)
    )


def test_the_newest_comes_first_and_fifty_are_shown():
    sixty()
    shown = page()
    assert shown.index("Message 59") < shown.index("Message 58")
    assert "Message 10" in shown
    assert "Message 09" not in shown
    assert "60\xa0messages, 50 par page" in shown


def test_the_oldest_are_on_the_following_page():
    """A notice to a large assembly pushed the others out of reach."""
    sixty()
    assert 'href="?page=2"' in page()
    shown = page(page="2")
    assert "Message 09" in shown
    assert "Message 10" not in shown


def test_a_letter_is_found_by_a_name_an_address_or_a_word():
    sixty()
    for to, subject, text in (
        ("perrine.ozdamir@kevread.example", "Convocation", "Bonjour Perrine"),
        ("prigent.le-teuzig@kevread.example", "Convocation", "Bonjour Prigent"),
    ):
        Letter.objects.create(to=to, subject=subject, text=text, at=NOW - timedelta(days=1))
    assert "ozdamir" not in page()
    for words in ("Perrine Özdamir", "perrine.ozdamir@", "convocation özdamir", "BONJOUR perrine"):
        shown = page(mots=words)
        assert "perrine.ozdamir@kevread.example" in shown, words
        assert "le-teuzig" not in shown, words
    assert "le-teuzig" in page(mots="Le Teuzig")
    assert 'value="&quot;&gt;"' in page(mots='">')
    assert "Aucun message ne contient ces mots." in page(mots="introuvable")


def test_what_a_letter_says_is_text():
    Letter.objects.create(to="<b>@exemple.fr", subject="<script>alert(1)</script>", text="<img src=x>", at=NOW)
    shown = page()
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown


def test_an_empty_box_says_what_to_do():
    assert "Aucun message pour l’instant" in page()
