"""A tab appears with its first working screen, to those who may open it."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, resolve

from kevread.common.actor import NOBODY, Actor, Hat
from kevread.common.rooms import Screen, Under
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
meetings = [path("<slug:scale>/reunions/<slug:key>", public(answer), name="meeting")]
urlpatterns = [
    path("", include((bodies, "seats"))),
    path("", include((texts, "charter"))),
    path("", include((everywhere, "directory"))),
    path("", include((meetings, "sittings"))),
]
pytestmark = pytest.mark.urls(__name__)
WHERE = {
    "text": (Screen("charter:text", under=Under("text", "Texte")),),
    "bodies": (Screen("seats:bodies", under=Under("bodies", "Instances")),),
    "both": (
        Screen("seats:bodies", under=Under("bodies", "Instances")),
        Screen("seats:team", under=Under("bodies", "Équipe")),
    ),
}


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
    return [tab.label for tab in tabs.navigation(request).tabs]


def test_a_tab_without_a_screen_is_not_shown():
    assert labels(asked("/ess-35/texte")) == ["Instances", "Texte"]


def test_a_tab_that_would_refuse_is_not_offered():
    assert "Réseau" in labels(asked("/ess-35/texte", seated(HERE)))
    assert "Réseau" not in labels(asked("/ess-35/texte", seated(ELSEWHERE)))


def test_the_tab_of_a_deeper_page_is_the_current_one():
    shown = tabs.navigation(asked("/ess-35/instances/conseil")).tabs
    assert [tab.label for tab in shown if tab.current] == ["Instances"]


def test_no_other_tab_is_current_where_one_may_not_open_that_of_the_page():
    assert not any(tab.current for tab in tabs.navigation(asked("/ess-35/reunions/conseil")).tabs)


def test_changing_scale_leads_to_no_page_that_would_refuse():
    both = Actor(
        person=UUID(int=9), name="Anouk", hats=(Hat("direction", HERE, "", {"read": frozenset({HERE, ELSEWHERE})}),)
    )
    assert tabs.at_scale(asked("/ess-35/equipe", both), "cress", ELSEWHERE) == "/cress/equipe"
    assert tabs.at_scale(asked("/ess-35/equipe", seated(HERE)), "cress", ELSEWHERE) == "/cress/texte"


def test_changing_scale_keeps_the_screen_or_else_the_tab():
    assert tabs.at_scale(asked("/ess-35/texte"), "cress") == "/cress/texte"
    assert tabs.at_scale(asked("/ess-35/instances/conseil"), "cress") == "/cress/instances"


def test_a_phone_has_three_at_hand_and_the_rest_one_tap_away(monkeypatch):
    four = {"today": "text", "meetings": "text", "bodies": "bodies", "text": "text"}
    monkeypatch.setattr(tabs, "declared", lambda noun: WHERE[four[noun]] if noun in four else ())
    shown = tabs.navigation(asked("/ess-35/texte"))
    assert [tab.label for tab in shown.at_hand] == ["Aujourd’hui", "Réunions", "Instances"]
    assert [tab.label for tab in shown.beyond] == ["Texte"] and shown.is_beyond
    assert not tabs.navigation(asked("/ess-35/instances")).is_beyond


def test_the_pages_of_a_tab_are_named_where_it_has_several(monkeypatch):
    assert tabs.navigation(asked("/ess-35/texte")).within == ()
    monkeypatch.setattr(tabs, "declared", lambda noun: WHERE["both"] if noun == "bodies" else ())
    shown = tabs.navigation(asked("/ess-35/instances/conseil", seated(HERE)))
    assert [(page.label, page.current) for page in shown.within] == [("Instances", True), ("Équipe", False)]
    assert tabs.navigation(asked("/ess-35/instances/conseil")).within == ()  # the other would refuse


def test_pages_of_a_group_stand_behind_its_word_then_beside_one_another(monkeypatch):
    group = (
        Screen("charter:text", under=Under("bodies", "Texte")),
        Screen("seats:bodies", under=Under("bodies", "Instances", 1, "Qui siège")),
        Screen("seats:team", under=Under("bodies", "Équipe", 2, "Qui siège")),
    )
    monkeypatch.setattr(tabs, "declared", lambda noun: group if noun == "bodies" else ())
    shown = tabs.navigation(asked("/ess-35/equipe", seated(HERE)))
    assert shown.within == () and shown.beside == (), "the page stands under another noun"
    shown = tabs.navigation(asked("/ess-35/instances", seated(HERE)))
    assert [(page.label, page.current) for page in shown.within] == [("Texte", False), ("Qui siège", True)]
    assert [(page.label, page.current) for page in shown.beside] == [("Instances", True), ("Équipe", False)]
    shown = tabs.navigation(asked("/ess-35/instances"))  # the other would refuse: what is left has its own name
    assert [(page.label, page.current) for page in shown.within] == [("Texte", False), ("Instances", True)]
    assert shown.beside == ()


def test_a_page_of_no_scale_has_the_tabs_of_where_its_reader_rests():
    request = asked("/chercher/")
    request.resting, request.scale = request.scale, None
    assert [(tab.label, tab.url) for tab in tabs.navigation(request).tabs] == [
        ("Instances", "/ess-35/instances"),
        ("Texte", "/ess-35/texte"),
    ]
    request.resting = None
    assert tabs.navigation(request) == tabs.Navigation()


def test_what_an_organisation_keeps_stands_behind_its_name(monkeypatch):
    monkeypatch.setattr(tabs, "declared", lambda noun: WHERE["both"] if noun == "house" else ())
    shown = tabs.navigation(asked("/ess-35/equipe", seated(HERE)))
    assert [(page.label, page.current) for page in shown.house] == [("Instances", False), ("Équipe", True)]
    assert shown.tabs == ()


def test_a_page_that_is_behind_the_name_of_an_organisation_marks_it_with_its_own_name(monkeypatch):
    monkeypatch.setattr(tabs, "declared", lambda noun: WHERE["both"] if noun == "house" else ())
    behind = {**tabs.sections(), "equipe": "house", "instances": "bodies", "reunions": "house"}
    monkeypatch.setattr(tabs, "sections", lambda: behind)
    there = tabs.navigation(asked("/ess-35/equipe", seated(HERE)))
    assert (there.is_house, there.house_page) == (True, "Équipe")
    elsewhere = tabs.navigation(asked("/ess-35/instances", seated(HERE)))
    assert (elsewhere.is_house, elsewhere.house_page) == (False, "")
    unlisted = tabs.navigation(asked("/ess-35/reunions/conseil", seated(HERE)))
    assert (unlisted.is_house, unlisted.house_page) == (True, "")


def test_a_page_from_outside_is_offered_to_whoever_reads_nothing_there(monkeypatch):
    """Alone under a tab, it is what the tab is called by; beside a page for all, the tab keeps its own name."""
    alone = (Screen("directory:find", under=Under("today", "Accueil", outside=True)),)
    beside = (Screen("directory:find", under=Under("bodies", "Chercher", outside=True)), *WHERE["bodies"])
    monkeypatch.setattr(tabs, "declared", lambda noun: {"today": alone, "bodies": beside}.get(noun, ()))
    for actor in (NOBODY, seated(ELSEWHERE)):
        shown = tabs.navigation(asked("/ess-35/instances", actor))
        assert [(tab.label, tab.url) for tab in shown.tabs] == [("Accueil", "/chercher/"), ("Instances", "/chercher/")]
        assert [page.label for page in shown.within] == ["Chercher", "Instances"]
    shown = tabs.navigation(asked("/ess-35/instances", seated(HERE)))
    assert [(tab.label, tab.url) for tab in shown.tabs] == [("Instances", "/ess-35/instances")]
    assert shown.within == ()
