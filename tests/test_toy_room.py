"""A room that is not there, added: it appears wherever a room should, though nothing outside it was edited."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from pypdf import PdfReader

from kevread.chronicle.queries.reading import models_by_table
from kevread.common import personal, rooms
from kevread.competence.asks import OPENINGS
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.directory.models import Person
from kevread.documents.contracts import Letterhead, as_data
from kevread.documents.rendering import render
from kevread.journal.guards import GUARD
from kevread.journal.memory import forget
from kevread.journal.models import Act
from kevread.seats import roles
from kevread.ui import tabs
from launch.roles import APPLICATION
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.databases import as_owner
from tests.gatherings.decided import decided

pytestmark = pytest.mark.django_db


def read_again() -> None:
    """What is worked out once for the life of the software from what rooms declare."""
    for known in (roles.every_right, roles.every_role, roles.delegated, tabs.declared, tabs.sections, tabs.screen):
        known.cache_clear()
    forget()
    models_by_table.cache_clear()


@pytest.fixture(scope="module")
def installed() -> Iterator[None]:
    """The room among the applications, as `settings.INSTALLED_APPS` would put it, and found as every room is."""
    config = AppConfig.create("tests.toy")
    config.apps = apps
    apps.app_configs = {config.label: config, **apps.app_configs}
    config.import_models()
    apps.clear_cache()
    get_app_template_dirs.cache_clear()
    before = list(OPENINGS.answers)
    autodiscover_modules("room", "offers", "personal")
    try:
        yield
    finally:
        apps.app_configs.pop(config.label)
        apps.all_models.pop(config.label)
        apps.clear_cache()
        get_app_template_dirs.cache_clear()
        rooms.ROOMS.pop(config.label)
        personal.HELD.pop(config.label)
        OPENINGS.answers[:] = before
        read_again()


@pytest.fixture
def toy(installed, scene, settings) -> None:
    """Its table made and guarded, as its migrations would; its addresses."""
    settings.ROOT_URLCONF = "tests.toy.urls"
    with as_owner(), connection.schema_editor(atomic=False) as editor:
        editor.create_model(apps.get_model("toy", "Present"))
        editor.execute(GUARD.format(table="toy_present"))
        editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON toy_present TO {APPLICATION}")
    read_again()


@pytest.fixture
def client(toy, scene, settings):
    return entered_as(Person.objects.get(pk=scene.direction.person), settings)


def wrapped(scene, name: str = "Un vélo", ribbon: str = "none"):
    from tests.toy.operations import wrap

    return wrap(actor=scene.direction, organisation=scene.grouping, name=name, ribbon=ribbon, now=NOW)


def words(client, name: str, query: dict | None = None, **where) -> str:
    page = client.get(reverse(name, kwargs=where), query or {})
    assert page.status_code == 200, name
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_its_verb_and_each_of_its_columns_are_told_by_the_journal(client, scene):
    wrapped(scene)
    told = words(client, "chronicle:journal", scale=scene.grouping.slug)
    assert "a emballé un cadeau" in told and "Un vélo" in told
    act = Act.objects.get(verb="toy.wrap")
    whole = words(client, "chronicle:act", scale=scene.grouping.slug, key=act.pk)
    assert "Nom du cadeau" in whole and "Ruban" in whole and "Sans ruban" in whole


def test_its_screen_is_a_tab_for_whoever_has_its_right_and_for_nobody_else(client, scene, settings):
    assert "Moyens<" in words(client, "toy:presents", scale=scene.grouping.slug)
    assert f'href="/{scene.grouping.slug}/cadeaux"' in words(client, "seats:bodies", scale=scene.grouping.slug)
    other = scene.world.holder(f"{scene.first.slug}-board", "administrator").person
    without = entered_as(other, settings)
    assert without.get(reverse("toy:presents", kwargs={"scale": scene.grouping.slug})).status_code == 403
    assert "/cadeaux" not in words(without, "seats:bodies", scale=scene.grouping.slug)


def test_what_it_waits_for_is_a_line_of_today(client, scene):
    wrapped(scene)
    assert "Mettre un ruban : Un vélo" in words(client, "home:today", scale=scene.grouping.slug)


def test_what_it_holds_is_found(client, scene):
    wrapped(scene, "Un vélo tandem")
    found = words(client, "directory:find", {"q": "tandem"})
    assert "<h2>Cadeaux</h2>" in found and "Un vélo <mark>tandem</mark>" in found


def test_its_right_its_register_and_its_paper_are_offered_in_their_words(client, scene):
    assert "Emballer un cadeau" in words(client, "seats:roles")
    assert scene.direction.hat_for("wrap", scene.grouping.pk) is not None
    assert "Cadeaux offerts" in words(client, "charter:registers", scale=scene.grouping.slug)
    assert ("card", "Carte de vœux") in rooms.kinds_of_paper()
    assert rooms.place("presents").name == "toy:presents"


def test_its_paper_is_set_by_its_own_template(toy):
    from tests.toy.papers import Card

    paper = Card(letterhead=Letterhead(name="Maison"), wish="Bonne année, Lou !")
    pdf = PdfReader(BytesIO(render(paper.template, as_data(paper), made_at=NOW)))
    text = pdf.pages[0].extract_text().translate({0x202F: " ", 0xA0: " "})
    assert "Bonne année, Lou !" in text and pdf.metadata.title == "Carte de vœux"


def test_a_decision_opens_what_it_does(client, scene):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", title="Un vélo pour l’équipe")
    asked = {"actor": scene.direction, "decision": decision, "now": NOW}
    application = propose_application(kind="present", asked={"name": "Un vélo"}, **asked)
    page = words(client, "decisions:decision", scale=scene.grouping.slug, key=decision.pk)
    assert "Un cadeau : Un vélo." in page and "À confirmer" in page
    apply_decision(actor=scene.direction, application=application, now=NOW)
    assert apps.get_model("toy", "Present").objects.get().opened_by == application
    assert "Appliquée" in words(client, "decisions:decision", scale=scene.grouping.slug, key=decision.pk)
    act = Act.objects.get(verb="toy.wrap")
    whole = words(client, "chronicle:act", scale=scene.grouping.slug, key=act.pk)
    assert "la page de la décision le dit" in whole  # what is left untold is named, with the reason
