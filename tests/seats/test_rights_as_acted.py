"""Whoever owns the tables makes a mandate theirs, or a seat, or somebody's record, for the minute in which they write, and puts
it back: their acts would be stamped, and the night would find nothing. Whoever writes is held against what made them so."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from kevread.accounts.operations import create_account
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.journal import outside
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of, writing_actor
from kevread.seats.queries.as_acted import rests_on
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator, as_owner
from tests.factories import MandateFactory, PersonFactory
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db
OTHERWISE = "n’est pas ce que le journal dit en avoir été écrit"


def by_hand(statement, *values):
    """In SQL, with the triggers off."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def mallory() -> Person:
    with arranging():
        return PersonFactory(given_name="Mallory", family_name="Ailleurs")


@pytest.fixture
def directs(scene) -> Mandate:
    """The coordination of the network."""
    return scene.world.holder("cress-team", "direction")


def ends_a_mandate(client, scene):
    """What a coordination may: what it answers, and how many acts were written."""
    ended = scene.world.holder(f"{scene.first.slug}-board", "president")
    before = Act.objects.count()
    typed = {"last": TODAY.isoformat(), "reason": "resignation", "etape": "confirmer"}
    typed |= {"note": "Lettre du 20 novembre, reçue en main propre"}
    page = client.post(at("end", scene.first, key=ended.pk), typed)
    return page, Act.objects.count() - before


def refused(client, scene, what: str) -> None:
    page, written = ends_a_mandate(client, scene)
    assert page.status_code == 409 and written == 0
    said = words(page)
    assert OTHERWISE in said and what in said, said[300:1500]


def test_whoever_holds_what_acts_gave_them_is_not_stopped(scene, readers, directs):
    page, written = ends_a_mandate(readers.as_person(directs.person), scene)
    assert page.status_code == 302 and written == 1


def test_a_mandate_made_ones_own_for_a_minute_writes_nothing(scene, readers, mallory, directs):
    by_hand("UPDATE seats_mandate SET person_id = %s WHERE id = %s", mallory.pk, directs.pk)
    assert actor_of(mallory, TODAY).hats
    refused(readers.as_person(mallory), scene, "mandat")


def test_a_mandate_put_in_for_a_minute_writes_nothing(scene, readers, mallory, directs):
    by_hand(
        "INSERT INTO seats_mandate SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), "
        "'person_id', %s::text))).* FROM seats_mandate m WHERE id = %s",
        str(mallory.pk),
        directs.pk,
    )
    refused(readers.as_person(mallory), scene, "mandat")


HELD_FOR_EVER = """
CREATE FUNCTION public.held(daterange, date) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE OPERATOR public.@> (FUNCTION = public.held, LEFTARG = daterange, RIGHTARG = date)
"""


def test_a_mandate_that_ended_is_not_made_to_last_by_an_operator(scene, readers, mallory, directs):
    """No row is touched: « in force that day » is asked of an operator that was put there, which PostgreSQL prefers to its own,
    made for any range."""
    with arranging():
        MandateFactory(person=mallory, seat=directs.seat, period=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    client = readers.as_person(mallory)
    page, written = ends_a_mandate(client, scene)
    assert page.status_code in (403, 404) and written == 0
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(HELD_FOR_EVER)
    assert actor_of(mallory, TODAY).hats
    page, written = ends_a_mandate(client, scene)
    assert page.status_code == 409 and written == 0
    assert "n’est pas telle que Kevread l’a faite" in words(page)
    with pytest.raises(Refused, match="n’est pas telle"):  # it may be gone before the act is closed
        writing_actor(TODAY, pk=mallory.pk)


def test_what_a_process_knew_of_a_mandate_of_a_minute_writes_nothing_after_it(scene, readers, mallory, directs):
    """The row is put back, and no act told this process that what it knew is no longer so."""
    by_hand("UPDATE seats_mandate SET person_id = %s WHERE id = %s", mallory.pk, directs.pk)
    client = readers.as_person(mallory)
    assert client.get(at("mandates", scene.grouping)).status_code == 200
    by_hand("UPDATE seats_mandate SET person_id = %s WHERE id = %s", directs.person_id, directs.pk)
    page, written = ends_a_mandate(client, scene)
    assert page.status_code in (403, 404) and written == 0


RENAMED = """
UPDATE directory_organisation o SET name = 'Autre' FROM seats_body b, seats_seat s
WHERE o.id = b.organisation_id AND b.id = s.body_id AND s.id = %s
"""
RESTS_ON = {
    "the seat": ("UPDATE seats_seat SET rank = rank + 1 WHERE id = %s", "seat_id", "siège"),
    "the body": (
        "UPDATE seats_body SET purpose = 'x' WHERE id = (SELECT body_id FROM seats_seat WHERE id = %s)",
        "seat_id",
        "instance",
    ),
    "where it is": (
        RENAMED,
        "seat_id",
        "organisation",
    ),
    "the record": ("UPDATE directory_person SET given_name = 'Autre' WHERE id = %s", "person_id", "personne"),
}


@pytest.mark.parametrize(("statement", "of", "what"), RESTS_ON.values(), ids=RESTS_ON)
def test_what_a_mandate_rests_on_changed_for_a_minute_writes_nothing(scene, readers, directs, statement, of, what):
    by_hand(statement, getattr(directs, of))
    refused(readers.as_person(directs.person), scene, what)


def test_a_link_changed_for_a_minute_reaches_nobody(scene, readers):
    """A direction reaches the pôles of its grouping, by the links there are that day."""
    here = scene.world.holder(f"{scene.grouping.slug}-team", "direction")
    by_hand(
        "UPDATE directory_affiliation SET period = daterange('1999-01-01', NULL) WHERE of_id = %s", scene.grouping.pk
    )
    refused(readers.as_person(here.person), scene, "adhésion")


ENTRUSTED = """
INSERT INTO seats_delegation (id, granter_id, holder_id, powers, accepted_on, period)
VALUES (gen_random_uuid(), %s, %s, ARRAY['secretariat'], '2026-01-01', daterange('2026-01-01', NULL))
"""
STANDS_IN = """
INSERT INTO seats_substitution (id, mandate_id, substitute_id, accepted_on, period)
VALUES (gen_random_uuid(), %s, %s, '2026-01-01', daterange('2026-01-01', '2027-01-01'))
"""


def test_what_was_entrusted_or_lent_for_a_minute_writes_nothing(scene, readers, directs):
    delegate = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    by_hand(ENTRUSTED, scene.first.pk, delegate.pk)
    refused(readers.as_person(delegate), scene, "secrétariat confié")
    other = scene.world.holder(f"{scene.grouping.slug}-board", "president")
    beside = scene.world.mandates(f"{scene.grouping.slug}-board").exclude(person=other.person).first().person
    by_hand(STANDS_IN, other.pk, beside.pk)
    assert any(hat.instead for hat in actor_of(beside, TODAY).hats)
    refused(readers.as_person(beside), scene, "remplacement")


def test_a_row_of_an_act_that_was_not_ours_writes_nothing(scene, readers, mallory, directs):
    """An act opened by hand, with its change, for the same minute: the row agrees with its journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, stamp) VALUES (gen_random_uuid(), "
            "'seats.correct', now(), '', '', '{}', '', '') RETURNING set_config('kevread.act', id::text, true)"
        )
        with as_administrator():
            cursor.execute("ALTER TABLE seats_mandate DISABLE TRIGGER ALL")
            for name in ("journal_update", "journal_insert"):
                cursor.execute(f"ALTER TABLE seats_mandate ENABLE TRIGGER {name}")
            cursor.execute("UPDATE seats_mandate SET person_id = %s WHERE id = %s", [mallory.pk, directs.pk])
            cursor.execute("ALTER TABLE seats_mandate ENABLE TRIGGER ALL")
        cursor.execute("SELECT set_config('kevread.act', '', true)")
    refused(readers.as_person(mallory), scene, "mandat")


def test_a_row_whose_act_is_gone_writes_nothing(scene, readers, directs):
    by_hand(
        "DELETE FROM journal_act WHERE id = (SELECT act_id FROM journal_change WHERE row = %s ORDER BY id DESC LIMIT 1)",
        directs.pk,
    )
    refused(readers.as_person(directs.person), scene, "")


def test_the_record_of_somebody_else_made_ones_own_for_a_minute_writes_nothing(scene, client, directs, settings):
    """`account`: the key by which whoever signs in is somebody."""
    mine = create_account(email="mallory@exemple.fr", now=NOW)
    by_hand("UPDATE directory_person SET account_id = %s WHERE id = %s", mine.pk, directs.person_id)
    client.force_login(mine)
    settings.KEVREAD_DEMONSTRATION = False
    page = client.post("/compte/", {})
    assert page.status_code == 409 and OTHERWISE in words(page)


def test_a_key_that_is_no_more_is_answered_for_until_a_seal(scene, readers, directs, settings, monkeypatch):
    """Lost, or taken out of the file of keys two weeks after another took its place."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    refused(readers.as_person(directs.person), scene, "")
    assert outside.is_keyless()
    by_hand("UPDATE journal_act SET seal = 3 WHERE seal IS NULL")
    said = outside.Noted(seal=3, head="", at="", since=3, since_at="", why="clé perdue")
    monkeypatch.setattr(outside, "read", lambda: outside.Outside(said, frozenset()))
    page, written = ends_a_mandate(readers.as_person(directs.person), scene)
    assert page.status_code == 302 and written == 1
    for later in ("4", "NULL"):
        by_hand(f"UPDATE journal_act SET seal = {later}")
        refused(readers.as_person(directs.person), scene, "")
    by_hand("UPDATE journal_act SET seal = 3")
    monkeypatch.setattr(outside, "read", lambda: outside.Outside(replace(said, why=""), frozenset()))
    refused(readers.as_person(directs.person), scene, "")


def test_whoever_holds_nothing_but_what_was_lent_is_held_too(scene):
    lent = Actor(person=scene.presidency.person, hats=(replace(scene.presidency.hats[0], mandate=None),))
    with arranging():
        newcomer = PersonFactory()
    assert [one.keys for one in rests_on(newcomer, lent, TODAY) if one.model is Mandate] == [()]
