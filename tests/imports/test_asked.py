"""Whoever has the secret of the application writes in the queue: the worker, which has the key, writes nothing that this
installation was not asked for."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from kevread.common.errors import Refused
from kevread.directory.models import Person
from kevread.imports.deciding import Decision
from kevread.imports.mapping import as_matching
from kevread.imports.models import Import
from kevread.imports.operations import ask_commit, commit_asked, decide, deposit, file_of, match, said_of
from kevread.journal.as_acted import is_as_acted, is_ours
from kevread.journal.models import Act
from kevread.journal.operations import act
from tests import jobs
from tests.arrange import NOW
from tests.databases import as_administrator
from tests.guards.asking import wearing
from tests.journal.test_stamped_acts import opened_by_hand
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db


PEOPLE = as_matching({"sheets": {"": {"into": "Personnes", "header": 1}}})


def waiting(scene: Scene, name: str = "Personnes") -> Import:
    who = {"actor": scene.coordination, "now": NOW}
    data = f"nom;prénom\nLe Gall;{name}\n".encode()
    made = deposit(data=data, name=f"{name}.csv", within=scene.world.head, **who)
    match(made=made, matching=PEOPLE, aside={}, **who)
    return made


def another(scene: Scene) -> dict[str, object]:
    """Somebody else who imports there."""
    return {"actor": wearing({"import_file": None}, held_at=scene.world.head.pk), "now": NOW}


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


SAID_SINCE = {
    "columns": lambda made, who: match(made=made, matching=as_matching({"sheets": {}}), aside={}, **who),
    "rows": lambda made, who: match(made=made, matching=PEOPLE, aside={"": [2]}, **who),
    "doubles": lambda made, who: decide(made=made, decisions=[Decision("", 2, "a@b.fr", same=False)], **who),
}


@pytest.mark.parametrize("what", SAID_SINCE)
def test_what_another_said_of_the_file_since_is_not_written_in_the_name_of_whoever_asked(scene, what):
    made = waiting(scene)
    key = asked(scene, made)
    SAID_SINCE[what](made, another(scene))
    refused(made, key)


def test_what_was_said_then_and_is_said_again_is_what_was_asked(scene):
    made = waiting(scene)
    key = asked(scene, made)
    SAID_SINCE["rows"](made, another(scene))
    match(made=made, matching=PEOPLE, aside={}, **another(scene))
    assert commit_asked(made=made.pk, asked=key, now=NOW).committed


def test_an_asking_serves_once(scene):
    made = deposit(data=b"nom;x\nLe Gall;y\n", name="a.csv", within=scene.world.head, actor=scene.coordination, now=NOW)
    key = asked(scene, made)
    assert jobs.run() == ["imports.commit"]
    assert Act.objects.get(verb="imports.answer").arguments == {"asked": str(key)}  # it wrote nothing
    refused(made, key)
    ask_commit(made=made, actor=scene.coordination, now=NOW)  # asked again, it is tried again
    assert jobs.run() == ["imports.commit"]
    assert Act.objects.filter(verb="imports.answer").count() == 2


def test_what_another_said_since_the_page_was_opened_is_not_asked_for(scene):
    made = waiting(scene)
    made.refresh_from_db()
    seen = said_of(made)
    SAID_SINCE["rows"](made, another(scene))
    for read in (seen, ""):  # an old page; a sending that saw none
        with pytest.raises(Refused, match="depuis que vous l’avez ouvert"):
            ask_commit(made=made, actor=scene.coordination, now=NOW, seen=read)
    assert not Act.objects.filter(verb="imports.ask").exists()
    made.refresh_from_db()
    ask_commit(made=made, actor=scene.coordination, now=NOW, seen=said_of(made))


@pytest.mark.parametrize("what", SAID_SINCE)
def test_a_file_is_named_as_it_is_read(scene, what):
    made = waiting(scene)
    SAID_SINCE[what](made, another(scene))
    made.refresh_from_db()
    assert said_of(made) == file_of(made).read_as


def test_a_deposit_is_written_once_and_the_same_bytes_deposited_again_are_read_anew(scene):
    who = {"actor": scene.coordination, "now": NOW}
    data = "nom;prénom\nLe Gall;Soazig\n".encode()

    def deposited() -> tuple[Import, UUID]:
        made = deposit(data=data, name="p.csv", within=scene.world.head, **who)
        match(made=made, matching=PEOPLE, aside={}, **who)
        return made, asked(scene, made)

    made, key = deposited()
    assert commit_asked(made=made.pk, asked=key, now=NOW).made == made
    assert commit_asked(made=made.pk, asked=key, now=NOW) is None  # the job runs twice
    there = Person.objects.get(family_name="Le Gall", given_name="Soazig")
    second, other = deposited()
    outcome = commit_asked(made=second.pk, asked=other, now=NOW)
    assert outcome.committed and outcome.made == second  # whoever asked reads what became of this deposit
    second.refresh_from_db()
    assert (second.state, second.counts["new"], second.counts["unchanged"]) == ("committed", 0, 1)
    assert Person.objects.get(family_name="Le Gall", given_name="Soazig") == there
