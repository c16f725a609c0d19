"""A tab appears with its first working screen, to those who may open it."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve

from kevread.common.actor import NOBODY, Actor, Hat
from kevread.common.rooms import Tab
from kevread.ui import tabs
from kevread.ui.access import may, public

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)


def answer(request, **kwargs):
    return HttpResponse()


bodies = [
    path("<slug:scale>/instances", public(answer), name="bodies"),
    path("<slug:scale>/instances/<slug:body>", public(answer), name="body"),
    path("<slug:scale>/equipe", may("read")(answer), name="team"),
]
everywhere = [path("chercher/", public(answer), name="find")]
texts = [path("<slug:scale>/texte", public(answer), name="text")]
urlpatterns = [
    path("", include((bodies, "seats"))),
    path("", include((texts, "charter"))),
    path("", include((everywhere, "directory"))),
]
pytestmark = pytest.mark.urls(__name__)


def asked(url: str, actor: Actor = NOBODY):
    request = RequestFactory().get(url)
    request.actor, request.scale, request.is_past = actor, SimpleNamespace(slug="ess-35", pk=HERE), False
    request.resolver_match = resolve(url)
    return request


def seated(where: UUID) -> Actor:
    return Actor(
        person=UUID(int=9), name="Anouk", hats=(Hat("president", where, "Présidente", {"read": frozenset({where})}),)
    )


def labels(request) -> list[str]:
    return [tab.label for tab in tabs.tabs(request, "ess-35")]


def test_a_tab_without_a_screen_is_not_shown():
    assert labels(asked("/ess-35/texte")) == ["Instances", "Texte"]


def test_a_tab_that_would_refuse_is_not_offered():
    assert "Équipe" in labels(asked("/ess-35/texte", seated(HERE)))
    assert "Équipe" not in labels(asked("/ess-35/texte", seated(ELSEWHERE)))


def test_the_tab_of_a_deeper_page_is_the_current_one():
    assert [tab.label for tab in tabs.tabs(asked("/ess-35/instances/conseil"), "ess-35") if tab.current] == [
        "Instances"
    ]


def test_changing_scale_leads_to_no_page_that_would_refuse():
    both = Actor(
        person=UUID(int=9), name="Anouk", hats=(Hat("direction", HERE, "", {"read": frozenset({HERE, ELSEWHERE})}),)
    )
    assert tabs.at_scale(asked("/ess-35/equipe", both), "cress", ELSEWHERE) == "/cress/equipe"
    assert tabs.at_scale(asked("/ess-35/equipe", seated(HERE)), "cress", ELSEWHERE) == "/cress/texte"


def test_changing_scale_keeps_the_screen_or_else_the_tab():
    assert tabs.at_scale(asked("/ess-35/texte"), "cress") == "/cress/texte"
    assert tabs.at_scale(asked("/ess-35/instances/conseil"), "cress") == "/cress/instances"


def test_the_bar_of_the_phone_leads_to_the_bodies_and_the_text():
    bar = tabs.phone_bar(asked("/ess-35/texte"), "ess-35")
    assert [(tab.label, tab.url) for tab in bar] == [
        ("Instances", "/ess-35/instances"),
        ("Texte", "/ess-35/texte"),
        ("Chercher", "/chercher/"),
    ]


def test_five_at_most_are_at_hand_the_tabs_have_the_rest(monkeypatch):
    five = [("charter:text", Tab(name, yields=name == "Territoire")) for name in ("a", "b", "Territoire", "c", "d")]
    monkeypatch.setattr(tabs, "declared", lambda order: tuple(five))
    assert len(tabs.phone_bar(asked("/ess-35/texte"), "ess-35")) == 5
    monkeypatch.setattr(tabs, "declared", lambda order: (*five, ("charter:text", Tab("e"))))
    assert [tab.label for tab in tabs.phone_bar(asked("/ess-35/texte"), "ess-35")] == ["a", "b", "c", "d", "e"]
