"""Somebody at a SQL console, with the password of the application: what the journal refuses them."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from kevread.common.actor import SYSTEM, Actor, Hat
from kevread.directory.models import Person
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from tests.conftest import NOW, arranging
from tests.databases import as_owner
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
REFUSED = pytest.raises(ProgrammingError, match="Écriture refusée")
INSERT = "INSERT INTO directory_person (id, given_name, family_name, email) VALUES (gen_random_uuid(), 'a', 'b', '')"


@pytest.fixture
def person() -> Person:
    with arranging():
        return PersonFactory(given_name="Anne")


def console(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        INSERT,
        f"{INSERT} ON CONFLICT DO NOTHING",
        f"{INSERT.replace('gen_random_uuid()', '(SELECT id FROM directory_person)')} ON CONFLICT (id) DO UPDATE SET email = ''",
        "MERGE INTO directory_person p USING directory_person q ON p.id = q.id WHEN MATCHED THEN UPDATE SET email = 'x'",
        "WITH gone AS (DELETE FROM directory_person RETURNING id) SELECT count(*) FROM gone",
    ],
)
def test_no_statement_goes_round_the_guard(person, statement):
    with REFUSED:
        console(statement)


def test_copy_does_not_either(db):
    columns = "COPY directory_person (id, given_name, family_name, email) FROM STDIN"
    refused = pytest.raises(InsufficientPrivilege, match="Écriture refusée")
    with refused, transaction.atomic(), connection.cursor() as cursor, cursor.copy(columns) as copy:
        copy.write_row(("0197a3d0-0000-7000-8000-000000000001", "Anne", "Martin", ""))


def test_an_act_that_nobody_opened_opens_nothing(person):
    """The session's variable is anybody's to set: it must name an act of this very transaction."""
    with REFUSED:
        console("SELECT set_config('kevread.act', gen_random_uuid()::text, true)", INSERT)


def test_an_act_of_the_past_is_not_opened_again(person):
    with transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, opened_in) "
            "VALUES (gen_random_uuid(), 'directory.rename', now(), 'Anne', '', '{}', '', '3') RETURNING id::text"
        )
        (past,) = cursor.fetchone()
    with REFUSED:
        console(f"SELECT set_config('kevread.act', '{past}', true)", INSERT)


def test_a_key_that_changes_is_noted(person):
    """A row whose key changed was in the journal neither before nor after."""
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key, connection.cursor() as cursor:
        cursor.execute("UPDATE directory_person SET id = gen_random_uuid(), given_name = 'Autre'")
    noted = Change.objects.filter(act=key)
    assert {(change.before or {}).get("given_name") for change in noted} == {"Anne", None}
    assert {(change.after or {}).get("given_name") for change in noted} == {"Autre", None}


def test_many_rows_and_both_sides_of_a_conflict_are_noted(person):
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directory_person (id, given_name, family_name, email) "
            "VALUES (%s, 'x', 'y', ''), (gen_random_uuid(), 'x', 'y', '') ON CONFLICT (id) DO UPDATE SET given_name = 'z'",
            [person.pk],
        )
    noted = sorted((change.before is None, change.after["given_name"]) for change in Change.objects.filter(act=key))
    assert noted == [(False, "z"), (True, "x")]


def test_an_act_is_signed_under_the_hat_that_allows_it(db):
    """Whoever has two seats signs by the one that matters here, not by the one that allows most elsewhere."""
    with arranging():
        here, elsewhere = OrganisationFactory(local=True), OrganisationFactory(local=True)
    every = ("attest", "create_body", "fill_seat")
    hats = (
        Hat("president", elsewhere.pk, "Présidence ailleurs", dict.fromkeys(every, frozenset({elsewhere.pk}))),
        Hat("president", here.pk, "Présidence ici", {"attest": frozenset({here.pk}), "read": None}),
    )
    actor = Actor(person=here.pk, name="Anne Martin", hats=hats)
    for about, verb, hat in (
        (here, "charter.attest", "Présidence ici"),
        (here, "charter.withdraw_attestation", "Présidence ici"),
        (elsewhere, "charter.attest", "Présidence ailleurs"),
    ):
        with act(verb, actor=actor, about=about, now=NOW) as key:
            pass
        assert Act.objects.get(pk=key).hat == hat
    both = (Hat("secretary", here.pk, "Secrétariat ici", {"create_body": frozenset({here.pk})}), *hats)
    with act("charter.withdraw_attestation", actor=Actor(person=here.pk, hats=both), about=here, now=NOW) as key:
        pass
    assert Act.objects.get(pk=key).hat == "Présidence ici"  # by the right that the verb declares, not by its name
    with act("seats.end_mandate", actor=Actor(person=here.pk, hats=hats[:1]), about=here, now=NOW) as key:
        pass
    assert Act.objects.get(pk=key).hat == ""
