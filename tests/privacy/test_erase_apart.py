"""A name that two columns, or two cells, say together is erased as one that a sentence says; and nothing that rooms declare to
hold in words is passed over."""

from uuid import uuid4

import pytest
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.ranges import DateRangeField, RangeField
from django.db import connection, models

from kevread.imports.models import Import
from kevread.journal import untouched
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from kevread.membership.models import Admission, Unconfirmed
from kevread.privacy.operations import erase
from kevread.privacy.queries.dossier import model_of
from kevread.privacy.queries.erasing import columns, preview, watched
from kevread.seats.queries.actors import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.factories import PersonFactory

from .looking import where

pytestmark = pytest.mark.django_db
WORDS = ("Quistinic", "Zénaïde")
SHEET = {
    "into": "Personnes",
    "columns": {"Nom": "nom", "Prénom": "prénom", "Ville": None},
    "values": {"Nom": {"QUISTINIC": "Quistinic", "Martain": "Martin"}},
    "cells": {"3": {"nom": "Quistinic"}, "4": {"prénom": "Zenaide", "adresse électronique": "a@b.fr"}, "5": {"nom": "Le Bris"}},
}  # fmt: skip
LEFT = {
    "values": {"Nom": {"Martain": "Martin"}},
    "cells": {"4": {"adresse électronique": "a@b.fr"}, "5": {"nom": "Le Bris"}},
}


@pytest.fixture
def coordinator(scene):
    return actor_of(scene.world.holder("cress-team", "direction").person, TODAY)


@pytest.fixture
def person(db):
    with arranging():
        return PersonFactory(given_name="Zénaïde", family_name="Quistinic", email="zq@exemple.fr")


def erased(person, scene, coordinator):
    return erase(actor=coordinator, person=person, within=scene.world.head, why="Sa demande", now=NOW)


def asked_by(of, given: str, family: str, **more: object) -> Admission:
    return Admission.objects.create(
        of=of, received_on=TODAY, origin="site", name="Le Lavoir", legal_form="association", said_reach="local",
        given_name=given, family_name=family, **more,
    )  # fmt: skip


def test_the_contact_of_an_application_goes_with_its_two_columns_and_its_journal(scene, person, coordinator):
    with arranging():
        theirs = asked_by(scene.grouping, "ZENAIDE", "Quistinic")
        turned = asked_by(scene.grouping, "Quistinic", "Zénaïde")
        other = asked_by(scene.grouping, "Zénaïde", "Le Bris")
    kept = dict(Change.objects.filter(row=other.pk).values_list("pk", "after"))
    shown = preview(person)
    assert dict(shown.gone)["Demandes d’adhésion"] == 2
    erased(person, scene, coordinator)
    for one in (theirs, turned):
        one.refresh_from_db()
        assert (one.given_name, one.family_name) == ("Personne", "effacée")
    other.refresh_from_db()
    assert (other.given_name, other.family_name) == ("Zénaïde", "Le Bris")
    assert dict(Change.objects.filter(row=other.pk).values_list("pk", "after")) == kept
    assert where("Quistinic") == set()


def test_what_was_said_of_cells_and_values_by_their_name_is_dropped(scene, person, coordinator):
    named_alike = {"sheets": {"Organismes": {"into": "Organisations", "cells": {"3": {"nom": "Quistinic"}}}}}
    with arranging():
        made = Import.objects.create(
            organisation=scene.world.head, name="a.csv", sha256="a" * 64, deposited_at=NOW,
            matching={"sheets": {"Feuille": SHEET}},
        )  # fmt: skip
        other = Import.objects.create(
            organisation=scene.world.head, name="b.csv", sha256="b" * 64, deposited_at=NOW, matching=named_alike
        )
    erased(person, scene, coordinator)
    made.refresh_from_db()
    other.refresh_from_db()
    assert made.matching["sheets"]["Feuille"] == SHEET | LEFT
    assert other.matching == named_alike  # an organisation of that name is nobody
    changes = Change.objects.filter(row=made.pk).order_by("pk")
    assert all((one.after or one.before)["matching"]["sheets"]["Feuille"] == SHEET | LEFT for one in changes)


def test_two_texts_of_one_object_are_read_together(scene, person, coordinator):
    said = {
        "given_name": "Zénaïde",
        "family_name": "QUISTINIC",
        "message": "Bonjour",
        "rows": [["Quistinic", "Zénaïde"]],
    }
    Unconfirmed.objects.create(of=scene.grouping, said=said, at=NOW)
    with act(
        "tests.try",
        actor=coordinator,
        about=scene.grouping,
        now=NOW,
        arguments={"nom": "Quistinic", "prénom": "zenaide"},
    ):
        pass
    erased(person, scene, coordinator)
    assert Unconfirmed.objects.get().said == {
        "given_name": "Personne", "family_name": "effacée", "message": "Bonjour", "rows": [["effacée", "Personne"]],
    }  # fmt: skip
    assert Act.objects.get(verb="tests.try").arguments == {"nom": "effacée", "prénom": "Personne"}
    assert where(*WORDS) == set()


# Every column that is declared ----------------------------------------------------------------------------------------


KINDS: list[tuple[type[models.Field], object]] = [
    (models.DateTimeField, NOW),
    (models.DateField, TODAY),
    (models.TimeField, "10:00"),
    (DateRangeField, f"[{TODAY},)"),
    (RangeField, f"[{NOW.isoformat()},)"),
    (models.BooleanField, False),
    (models.IntegerField, 1),
    (models.DecimalField, 1),
    (models.FloatField, 1),
    (models.BinaryField, b""),
    (ArrayField, []),
    (models.JSONField, "{}"),
]


def filled(field: models.Field) -> object:
    """What a column that it needs may hold, whatever it means."""
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.ForeignKey):
        return filled(field.target_field)
    if isinstance(field, models.UUIDField):
        return uuid4()
    known = (value for kind, value in KINDS if isinstance(field, kind))
    return next(known, uuid4().hex[: field.max_length or 32])


def named_in(field: models.Field, held) -> object:
    if isinstance(field, models.JSONField):
        return '{"by": "Zénaïde Quistinic", "who": {"nom": "Quistinic", "prénom": "Zénaïde"}}'
    if isinstance(field, ArrayField):
        return ["Zénaïde Quistinic"]
    for pair in held.pairs:
        if field.name in pair:
            return ("Zénaïde", "Quistinic")[pair.index(field.name)]
    return "Zénaïde Quistinic" if (field.max_length or 99) > 16 else "Z. Quistinic"


def planted(held) -> set[str]:
    """A row in which every text that is declared names them, written by hand: what ties it to others is not what is looked
    at. The columns in which they are."""
    model = model_of(held)
    mine = {field.name for field in columns(held)}
    values = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, (models.GeneratedField, models.AutoField)):
            continue
        if field.name in mine:
            values[field.column] = named_in(field, held)
        elif not field.null:
            values[field.column] = filled(field)
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in values)
    holes = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({holes})', list(values.values()))
    return {f"{table}.{model._meta.get_field(name).column}" for name in mine}


CHECKS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace AND conrelid = ANY (%s::regclass[])
"""


def test_every_text_that_rooms_declare_and_no_law_keeps_is_erased(scene, person, coordinator, monkeypatch):
    """One row of each model, each of its texts naming them: none that is declared is passed over, nor planted in vain.
    Constraints give way to these rows, which acts would otherwise refuse to write beside."""
    monkeypatch.setattr(untouched, "at_closing", lambda *_asked, **_more: None)
    those = [held for held in watched(by_law=False) if columns(held) and not held.copies]
    tables = [model_of(held)._meta.db_table for held in those]
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(CHECKS, [[f'"{table}"' for table in tables]])
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        expected = set().union(*map(planted, those))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert len(expected) > 60
    assert expected <= where(*WORDS)
    erased(person, scene, coordinator)
    assert where(*WORDS) == set()
