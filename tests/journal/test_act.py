"""The journal: what no act announced is refused by PostgreSQL, and what was written is never changed."""

import hashlib

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from kevread.common.actor import SYSTEM, Actor, Hat
from kevread.directory.models import Person
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from kevread.journal.queries import acts_about, acts_since, story_of
from tests.conftest import NOW
from tests.databases import as_owner
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
REFUSED = pytest.raises(ProgrammingError, match="Écriture refusée")


def acted(verb: str = "tests.try", **more):
    return act(verb, actor=SYSTEM, about=None, now=NOW, **more)


@pytest.fixture
def person():
    with acted("directory.register_person"):
        return PersonFactory()


def console(statement: str, *values) -> None:
    """As somebody at a SQL console, who has the secret of the owner of the tables."""
    with transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the rest of the transaction has nothing pending
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO directory_person (id, given_name, family_name, email) VALUES (gen_random_uuid(), 'a', 'b', '')",
        "UPDATE directory_person SET given_name = 'x'",
        "DELETE FROM directory_person",
        "TRUNCATE directory_person CASCADE",
    ],
)
def test_a_console_writes_nothing_on_a_guarded_table(person, statement):
    with REFUSED:
        console(statement)
    person.refresh_from_db()


def test_even_inside_an_act_a_table_is_not_emptied(person):
    with REFUSED, acted():
        console("TRUNCATE directory_person CASCADE")


@pytest.mark.parametrize("table", ["journal_act", "journal_change"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET salt = gen_random_uuid()", "TRUNCATE {} CASCADE"]
)
def test_the_journal_itself_is_final(person, table, statement):
    with REFUSED, acted():
        console(statement.format(table))
    assert Act.objects.count() == 1
    assert Change.objects.count() == 1


def test_nothing_is_written_after_the_act_has_closed(person):
    with acted():
        pass
    with REFUSED, transaction.atomic():
        person.save()


def test_each_row_is_noted_before_and_after(person):
    with acted("directory.amend_person"):
        Person.objects.filter(pk=person.pk).update(given_name="Nolwenn")
    with acted("tests.forget"):
        person.delete()
    told = story_of(person.pk or Change.objects.earliest("id").row)
    assert [change.act.verb for change in told] == [
        "directory.register_person",
        "directory.amend_person",
        "tests.forget",
    ]
    made, amended, gone = told
    assert made.before is None
    assert amended.before["given_name"] != amended.after["given_name"] == "Nolwenn"
    assert gone.after is None


def test_a_failed_verb_leaves_nothing(person):
    with pytest.raises(ZeroDivisionError), acted("tests.fail"):
        PersonFactory()
        raise ZeroDivisionError
    assert not Act.objects.filter(verb="tests.fail").exists()
    assert Person.objects.count() == 1


def test_acts_do_not_nest():
    with acted(), pytest.raises(RuntimeError, match="must be a verb of its own"), acted():
        pass


def test_what_no_room_declares_is_not_done():
    with pytest.raises(RuntimeError, match="No room declares the verb « seats"), acted("seats.levitate"):
        pass
    assert not Act.objects.exists()


def test_a_change_is_sealed_by_a_salted_digest(person):
    change = Change.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT after::text FROM journal_change")
        (after,) = cursor.fetchone()
    sealed = "|".join([str(change.salt), str(change.act_id), change.table, str(change.row), "-", after])
    assert bytes(change.digest) == hashlib.sha256(sealed.encode()).digest()
    assert len(bytes(Act.objects.get().digest)) == 32


def test_two_equal_rows_have_different_digests():
    with acted():
        PersonFactory.create_batch(2, given_name="Ana", family_name="Le Bihan")
    assert len({bytes(change.digest) for change in Change.objects.all()}) == 2


def test_an_act_says_who_as_whom_and_why(person):
    with acted("tests.arrange"):
        organisation = OrganisationFactory()
    hat = Hat("direction", organisation.pk, "Direction, ESS 35", {"fill_seat": None}, mandate=person.pk)
    actor = Actor(person=person.pk, name="Ana Le Bihan", hats=(hat,))
    with act("seats.fill", actor=actor, about=organisation, now=NOW, arguments={"seat": "president"}, reason="AG"):
        pass
    (told,) = acts_about(organisation.pk)
    assert (told.person_name, told.hat, told.reason, told.arguments) == (
        "Ana Le Bihan",
        "Direction, ESS 35",
        "AG",
        {"seat": "president"},
    )
    assert acts_since([organisation.pk], NOW.replace(year=2025)) == [told]
    assert acts_since([organisation.pk], NOW) == []
