"""Places are drawn once for everybody, under the state and the day: an act, or another day, draws them anew."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kevread.directory.queries import known_whereabouts, whereabouts
from kevread.journal.queries import state
from kevread.ui import switching
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory, PersonFactory, since

OPENED = date(2026, 5, 1)


def page(address: str, **query: str) -> str:
    return Client().get(address, query).content.decode()


def asked(address: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        page(address)
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


def test_the_second_page_asks_nothing_of_places(land):
    address = f"/{land.locals[0].slug}/territoire"
    assert any("directory_organisation" in sql for sql in asked("/accessibilite/"))
    assert len(asked("/accessibilite/")) == 2  # « read only », the state
    page(address)
    with CaptureQueriesContext(connection) as queries:
        known_whereabouts(state(), land.locals[0], TODAY)
    assert len(queries) == 1


def test_a_place_that_an_act_opens_is_on_the_next_page(land):
    assert "ESS pays neuf" not in page("/accessibilite/")
    with arranging():
        OrganisationFactory(local=True, name="ESS pays neuf")
    assert "ESS pays neuf" in page("/accessibilite/")


def test_a_name_that_an_act_changes_is_on_the_next_page(land):
    first = land.locals[0]
    address = f"/{first.slug}/territoire"
    assert "Nouveau nom" not in page(address)
    with arranging():
        first.name = "Nouveau nom"
        first.save()
    assert page(address).count("Nouveau nom") > 2  # the title, the trail, the switcher


def test_the_places_of_a_past_day_are_those_of_that_day(land):
    with arranging():
        OrganisationFactory(local=True, name="ESS pays neuf", period=since(OPENED))
    for _ in range(2):
        assert "ESS pays neuf" in page("/accessibilite/")
        assert "ESS pays neuf" not in page("/accessibilite/", au="2026-04-30")
        assert f'href="/{land.head.slug}/texte?au=2026-04-30"' in page("/accessibilite/", au="2026-04-30")


def test_each_place_has_its_own_whereabouts(land):
    now = state()
    for place in (None, land.head, *land.groupings, *land.locals):
        assert known_whereabouts(now, place, TODAY) == whereabouts(place, TODAY)


def test_an_act_that_moves_no_place_draws_nothing_anew(land, monkeypatch):
    page("/accessibilite/")
    monkeypatch.setattr(switching, "render_to_string", None)
    with arranging():
        PersonFactory()
    assert land.head.name in page("/accessibilite/")


def test_an_address_that_was_not_found_is_found_once_it_is_opened(land):
    assert Client().get("/ess-neuf/territoire").status_code == 404
    with arranging():
        OrganisationFactory(local=True, name="ESS pays neuf", slug="ess-neuf")
    assert Client().get("/ess-neuf/territoire").status_code == 200


@pytest.mark.parametrize("name", ["<b>Gras</b>", "A & B"])
def test_names_are_written_and_not_read_as_html(land, name):
    with arranging():
        OrganisationFactory(local=True, name=name)
    shown = page("/accessibilite/")
    assert name not in shown
    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in shown
