"""Every column that could name somebody is declared by its room, or argued: a new one that says nothing fails."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps

from kevread.accounts.models import Account
from kevread.base.models import Record
from kevread.common.personal import Held, everything, held_in
from kevread.directory.models import Person
from kevread.privacy.queries.dossier import about

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
NOT_TEXTS = (models.SlugField,)


def could_name(field: models.Field) -> bool:
    """A key to somebody, an address, a text that people write, bytes, or the key of a row that nothing ties."""
    if field.primary_key or isinstance(field, models.GeneratedField):
        return False
    if field.is_relation:
        return field.related_model in (Person, Account)
    if isinstance(field, models.UUIDField):
        return True
    return isinstance(field, TEXTS) and not isinstance(field, NOT_TEXTS) and not field.choices


def undeclared(those: Iterable[type[models.Model]]) -> list[str]:
    found = []
    for model in those:
        held = held_in(model._meta.label_lower)
        named = held.named if held else frozenset()
        found += [
            f"{model._meta.label}.{field.name}"
            for field in model._meta.concrete_fields
            if could_name(field) and field.name not in named
        ]
    return found


def test_every_column_that_could_name_somebody_is_declared_or_argued():
    assert undeclared(apps.get_models(include_auto_created=True)) == []


def test_a_new_one_that_says_nothing_is_caught():
    with isolate_apps("kevread.base"):

        class Novelty(Record):
            who = models.ForeignKey(Person, verbose_name="qui", on_delete=models.PROTECT, related_name="+")
            said = models.TextField("texte")
            kind = models.CharField("nature", max_length=5, choices=[("a", "A")])

            class Meta:
                app_label = "base"

    assert undeclared([Novelty]) == ["base.Novelty.who", "base.Novelty.said"]


def fields_of(held: Held) -> set[str]:
    return {field.name for field in apps.get_model(held.model)._meta.concrete_fields}


def test_what_is_declared_is_there():
    """No word is left over from a column that went; what is held of somebody leads to them."""
    wrong = {}
    for _, held in everything():
        columns = {*held.texts, *held.copies, *held.aside}
        if columns - fields_of(held):
            wrong[held.model] = columns - fields_of(held)
    assert wrong == {}


def test_a_room_declares_the_models_that_are_its_own():
    """Or those of a library, which no room has."""
    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("kevread.")}
    strangers = [
        (room, held.model)
        for room, held in everything()
        if held.model.split(".")[0] != room and held.model.split(".")[0] in rooms
    ]
    assert strangers == []


@pytest.mark.django_db
def test_each_way_to_a_person_is_one(somebody):
    assert [held.model for _, held in everything() if held.ways and about(held, somebody.pk) is None] == []
    assert {held.model for _, held in everything() if held.ways and about(held, somebody.pk).exists()} == {
        "directory.person"
    }


def test_what_names_people_says_why_and_until_when():
    with pytest.raises(ValueError, match="say why, how long, and who reads it"):
        Held(model="toy.present", called="Cadeaux", by=("person",))


def test_two_columns_that_name_somebody_together_say_that_they_do():
    """A given and a family name: a pattern finds them where they stand side by side, and nowhere else."""
    apart = [
        model._meta.label
        for model in apps.get_models()
        if {"given_name", "family_name"} <= {field.name for field in model._meta.concrete_fields}
        and (held := held_in(model._meta.label_lower)) is not None
        and not {"given_name", "family_name"} <= {*held.copies}
        and ("given_name", "family_name") not in held.pairs
    ]
    assert apart == []


def test_what_is_said_of_a_text_is_said_of_one_that_is_declared():
    with pytest.raises(ValueError, match="no text that is called family, said"):
        Held(
            model="toy.guest",
            called="",
            texts=("given",),
            pairs=(("given", "family"),),
            forgets={"said": lambda one, _: one},
        )
