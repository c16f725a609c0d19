"""Pages that say no, and the catalogue: in French, and useful."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kevread.common.errors import Refused, Way

ENGLISH = re.compile(
    r"\b(the|this|your|you|please|page not found|forbidden|required|submit|search|not|error|server|date is|select)\b",
    re.IGNORECASE,
)


def text_of(response) -> str:
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.django_db
def test_the_catalogue_shows_the_components_in_french(client):
    response = client.get(reverse("ui:catalogue"))
    assert response.status_code == 200
    assert ENGLISH.findall(text_of(response)) == []
    assert "À régler" in response.content.decode()


@pytest.mark.django_db
def test_the_policy_allows_nothing_inline(client):
    policy = client.get(reverse("ui:catalogue")).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.django_db
def test_a_page_that_does_not_exist_helps(client):
    response = client.get("/rien/de/tel")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()
    assert ENGLISH.findall(text_of(response)) == []


@pytest.mark.urls("tests.ui.urls")
@pytest.mark.django_db
def test_a_failure_is_told_in_french_and_loses_nothing():
    response = Client(raise_request_exception=False).get("/cassee/")
    assert response.status_code == 500
    assert "Une erreur de notre côté" in response.content.decode()


def test_the_failure_page_needs_no_database_nor_request():
    from django.template.loader import render_to_string

    for name in ("500.html", "400.html", "403_csrf.html"):
        html = render_to_string(name)
        assert "Rien n’a été enregistré" in html or "n’a pas été enregistré" in html


@pytest.mark.django_db
def test_a_form_that_has_expired_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("ui:catalogue"))
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()


@pytest.mark.django_db
def test_a_date_that_cannot_be_read_is_explained(client):
    response = client.get(reverse("ui:catalogue") + "?au=2026-02-31")
    assert response.status_code == 400
    assert "écrivez par exemple 2026-03-12" in response.content.decode()


@pytest.mark.django_db
def test_the_past_is_said_and_one_may_leave_it(client):
    html = client.get(reverse("ui:catalogue") + "?au=2026-03-12").content.decode()
    assert "lecture seule" in html
    assert "Revenir à aujourd’hui" in html
    assert "lecture seule" not in client.get(reverse("ui:catalogue")).content.decode()


@pytest.mark.django_db
def test_the_demonstration_is_said_on_every_page(client, settings):
    settings.KEVREAD_DEMONSTRATION = True
    for url in (reverse("ui:catalogue"), "/rien/de/tel"):
        assert "personnes et faits inventés" in client.get(url).content.decode()
    settings.KEVREAD_DEMONSTRATION = False
    assert "personnes et faits inventés" not in client.get(reverse("ui:catalogue")).content.decode()


@pytest.mark.django_db
def test_a_refusal_quotes_the_article_and_offers_ways_out(rf):
    from django.shortcuts import render

    way = Way("Voir les sièges", "ui:catalogue", query={"pour": "", "vue": "liste"})
    refusal = Refused("Ce siège est pris.", rule="R3.7", text="Deux au plus.", ways=(way,))
    html = render(rf.get("/"), "ui/refused.html", {"refusal": refusal}).content.decode()
    assert "Ce siège est pris." in html
    assert "Article R3.7" in html
    assert 'href="/composants/?vue=liste"' in html
