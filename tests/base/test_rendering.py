"""Migrations render the model that they touch; Django still renders its neighbours when a key changes, or when code asks."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.operations import AddField, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from kevread.base.rendering import one_model_at_a_time

A_YEAR = AddField("author", "born_in", models.IntegerField(null=True))
A_KEY = AlterField("author", "id", models.UUIDField(primary_key=True))
THEIRS = ("book", "author")
UNTOUCHED = (ProjectState.add_field, ProjectState._find_reload_model, None)


def key(model: str) -> models.ForeignKey:
    return models.ForeignKey(f"library.{model}", models.CASCADE)


@pytest.fixture
def state() -> ProjectState:
    """Somebody, and what leads to them."""
    made = ProjectState()
    for name, fields in (("Author", []), ("Book", [("author", key("Author"))])):
        after(made, CreateModel(name, [("id", models.AutoField(primary_key=True)), *fields]))
    return made


def after(state: ProjectState, operation: Operation) -> dict[str, type[models.Model]]:
    """The models as rendered once this was done."""
    _ = state.apps  # rendered before, as a migration has it
    operation.state_forwards("library", state)
    return dict(state.apps.all_models["library"])


def test_a_column_renders_its_model_alone(state):
    before = dict(state.apps.all_models["library"])
    with one_model_at_a_time():
        found = after(state, A_YEAR)
    assert found["author"] is not before["author"] and found["book"] is before["book"]
    assert found["author"]._meta.get_field("born_in")


def test_a_new_model_renders_none_of_those_it_leads_to(state):
    before = dict(state.apps.all_models["library"])
    with one_model_at_a_time():
        found = after(state, CreateModel("Loan", [("id", models.AutoField(primary_key=True)), ("book", key("Book"))]))
    assert found["loan"]._meta.get_field("book").related_model is found["book"]
    assert {name: found[name] for name in THEIRS} == before


def test_a_new_link_renders_its_model_alone_and_leads_to_the_one_that_is_there(state):
    before = dict(state.apps.all_models["library"])
    with one_model_at_a_time():
        found = after(state, AddField("book", "second", key("Author")))
    assert found["book"] is not before["book"] and found["author"] is before["author"]
    assert found["book"]._meta.get_field("second").related_model is before["author"]


@pytest.mark.parametrize(
    "operation",
    [
        A_KEY,
        AlterField("book", "author", models.OneToOneField("library.Author", models.CASCADE)),
        AddField("book", "others", models.ManyToManyField("library.Author", related_name="+")),
    ],
    ids=["key", "link", "links"],
)
def test_what_changes_a_key_or_a_link_or_leads_to_several_renders_its_neighbours(state, operation):
    with one_model_at_a_time():
        before = after(state, A_YEAR)
        found = after(state, operation)
    assert all(found[name] is not before[name] for name in THEIRS)
    assert found["book"]._meta.get_field("author").related_model is found["author"]


def test_code_that_asks_for_models_has_them_whole(state):
    """As `RunPython` does, before it calls anything."""
    with one_model_at_a_time():
        after(state, A_YEAR)
        state.clear_delayed_apps_cache()
    assert state.apps.get_model("library", "book")._meta.get_field("author").related_model._meta.get_field("born_in")


def test_django_renders_as_it_did_afterwards(state):
    with pytest.raises(ValueError, match="mistaken"), one_model_at_a_time():
        raise ValueError("mistaken")
    before = dict(state.apps.all_models["library"])
    assert after(state, A_YEAR)["book"] is not before["book"]
    asked = (ProjectState.add_field, ProjectState._find_reload_model, vars(apps).get("get_swappable_settings_name"))
    assert asked == UNTOUCHED


def test_which_model_stands_for_another_is_asked_of_the_real_ones(state):
    with one_model_at_a_time():
        user = AddField("book", "read_by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE))
        assert user.field.swappable_setting == "AUTH_USER_MODEL" and key("Author").swappable_setting is None
