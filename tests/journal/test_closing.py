"""What an act is found to be as it is closed: all its own, and written where names say."""

import psycopg
import pytest
from django.db import connection, transaction

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.journal.operations import act
from kevread.journal.tables import verify_all
from tests.conftest import NOW
from tests.databases import as_administrator, url_of
from tests.factories import PersonFactory

from .noting import behind, lived
from .sealing import seal_at_once


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


def acted():
    return act("tests.try", actor=SYSTEM, about=None, now=NOW)


def slipped_in(key, person: Person) -> None:
    """Whoever owns the server rewrites a row and says in the journal that the act under way did it; in another window."""
    with psycopg.connect(url_of(connection.settings_dict["NAME"])) as other, other.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE directory_person SET family_name = 'Autre' WHERE id = %s", [person.pk])
        cursor.execute(
            """INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest, over)
            SELECT %s, "table", "row", c.after, to_jsonb(p), gen_random_uuid(), '', c.xmin
            FROM journal_change c JOIN directory_person p ON p.id = c."row" WHERE c."row" = %s""",
            [key, person.pk],
        )
        cursor.execute(
            """UPDATE journal_change SET digest = journal_digest(salt, act_id, "table", "row", before, after)
            WHERE act_id = %s""",
            [key],
        )


def test_what_somebody_slips_into_an_act_that_is_under_way_is_not_signed_with_it():
    lived()
    person = Person.objects.get()
    with pytest.raises(Refused, match="par une autre main pendant cet enregistrement"), acted() as key:
        PersonFactory()
        slipped_in(key, person)
    assert not Act.objects.filter(pk=key).exists()
    assert Person.objects.count() == 1
    assert not verify_all(None)["ok"]


@pytest.mark.parametrize("many", [1, 100])
def test_what_an_act_wrote_in_steps_is_all_its_own_however_many(many):
    """PostgreSQL forgets the numbers of steps beyond sixty-four, and looks for them elsewhere."""
    with acted():
        for _ in range(many):
            with transaction.atomic():
                PersonFactory()
    assert verify_all(None)["tables"]["faults"] == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        "CREATE SCHEMA before; GRANT USAGE ON SCHEMA before TO PUBLIC; SET search_path = before, public",
        """CREATE TEMPORARY TABLE directory_person (LIKE public.directory_person);
        GRANT SELECT ON pg_temp.directory_person TO PUBLIC; SET search_path = public""",
    ],
)
def test_an_act_whose_names_are_looked_for_elsewhere_is_not_kept(elsewhere):
    """As a trigger of the database, at sign-in, may set for a session."""
    lived()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(elsewhere)
    with pytest.raises(Refused, match="n’est pas telle que Kevread l’a faite"), acted():
        Person.objects.count()
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS before")
    connection.close()
    lived()  # another session


@pytest.mark.parametrize("name", ["passing", "directory_person", "journal_act"])
def test_a_table_that_passes_with_the_session_stops_nothing_and_answers_for_none_of_ours(name):
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ()")
    lived()
    assert Person.objects.count() == 1
    connection.close()


def test_a_row_of_another_that_was_put_back_is_no_part_of_an_act():
    lived()
    person = Person.objects.get()
    with acted():
        PersonFactory()
        behind("UPDATE directory_person SET family_name = family_name WHERE id = %s", [person.pk])
    assert [one["kind"] for one in verify_all(None)["tables"]["faults"]] == ["touched"]
