"""Whoever has the secret of the application writes in the queue: the worker, which has the key, writes nothing that this
installation was not asked for."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.imports.mapping import as_matching
from kevread.imports.models import Import
from kevread.imports.operations import ask_commit, commit_asked, deposit, match
from kevread.journal.as_acted import is_as_acted, is_ours
from kevread.journal.models import Act
from kevread.journal.operations import act
from tests.arrange import NOW
from tests.databases import as_administrator
from tests.journal.test_stamped_acts import opened_by_hand
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db


def waiting(scene: Scene, name: str = "Personnes") -> Import:
    who = {"actor": scene.coordination, "now": NOW}
    data = f"nom;prénom\nLe Gall;{name}\n".encode()
    made = deposit(data=data, name=f"{name}.csv", within=scene.world.head, **who)
    match(made=made, matching=as_matching({"sheets": {"": {"into": "Personnes", "header": 1}}}), aside={}, **who)
    return made


def asked(scene: Scene, made: Import) -> UUID:
    ask_commit(made=made, actor=scene.coordination, now=NOW)
    return Act.objects.get(verb="imports.ask", arguments__file=str(made.pk)).pk


def refused(made: Import, key: UUID) -> None:
    before = Person.objects.count(), Act.objects.count()
    with pytest.raises(Refused, match="Personne n’a demandé"):
        commit_asked(made=made.pk, asked=key, now=NOW)
    assert before == (Person.objects.count(), Act.objects.count())


def test_it_is_written_by_whoever_asked(scene):
    made = waiting(scene)
    assert commit_asked(made=made.pk, asked=asked(scene, made), now=NOW).committed
    assert Act.objects.get(verb="imports.commit").person == scene.coordination.person


def test_what_nobody_asked_for_is_not_written(scene):
    made, other = waiting(scene), waiting(scene, "Ailleurs")
    refused(made, made.pk)  # no act
    refused(made, asked(scene, other))  # another file
    with act(
        "imports.match", actor=scene.coordination, about=made.organisation, now=NOW, arguments={"file": str(made.pk)}
    ) as key:
        pass
    refused(made, key)  # somebody who did something else of it


def test_an_act_that_this_installation_did_not_open_asks_for_nothing(scene):
    made = waiting(scene)
    key = opened_by_hand(b"", verb="imports.ask", arguments=f'{{"file": "{made.pk}"}}')
    refused(made, key)


def test_what_is_nowhere_is_nobody_s(scene):
    made = waiting(scene)
    assert is_as_acted(made)
    assert not is_as_acted(Import(pk=uuid4()))
    assert not is_ours(uuid4())


def test_a_file_that_was_changed_with_the_triggers_off_is_not_written(scene):
    made = waiting(scene)
    key = asked(scene, made)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE imports_import SET aside = '{\"\": [2]}' WHERE id = %s", [made.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    refused(made, key)


def test_a_file_of_which_another_hand_said_what_it_means_is_not_written(scene):
    made = waiting(scene)
    key = asked(scene, made)
    opened_by_hand()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE imports_import SET aside = '{\"\": [2]}' WHERE id = %s", [made.pk])
    refused(made, key)
