"""Who was erased does not come back with a backup: a list out of the database, of digests alone, redoes it."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.privacy.jobs import redo
from kevread.privacy.models import Erasure
from kevread.privacy.operations import erase, note_erasures, redo_erasures
from kevread.privacy.queries.outside import come_back, listed
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since

pytestmark = pytest.mark.django_db


class BackError(Exception):
    pass


def erased(scene, person):
    return erase(actor=SYSTEM, person=person, within=scene.world.head, why="Elle l’a demandé", now=NOW)


@pytest.fixture
def person(scene):
    with arranging():
        return PersonFactory(given_name="Zénaïde", family_name="Kerbrat-Quistinic", email="zk@exemple.fr")


@pytest.fixture
def restored(scene, person, settings):
    """They were erased; then the database was put back to what it was before."""
    with pytest.raises(BackError), transaction.atomic():
        erased(scene, person)
        assert note_erasures() == 1
        raise BackError
    assert Person.objects.get(pk=person.pk).family_name == "Kerbrat-Quistinic"
    return person


def test_who_came_back_with_a_backup_is_erased_again_and_once(restored):
    assert come_back(listed()) == [restored]
    assert redo_erasures(now=NOW) == (1, [])
    again = Erasure.objects.get(person=restored)
    assert "sauvegarde" in again.why and Person.objects.get(pk=restored.pk).family_name == "effacée"
    assert redo_erasures(now=NOW) == (0, []) and come_back(listed()) == []


def test_the_list_names_nobody_and_grows_once(scene, restored, settings):
    said = Path(settings.ERASURES).read_text(encoding="utf-8")
    assert "Kerbrat" not in said and str(restored.pk) not in said and restored.pk.hex not in said
    redo_erasures(now=NOW)
    assert note_erasures() == 0 and Path(settings.ERASURES).read_text(encoding="utf-8") == said
    with arranging():
        other = PersonFactory()
    erased(scene, other)
    assert note_erasures() == 1
    (digests,) = listed().lists.values()
    assert len(digests) == 2 and Path(settings.ERASURES).stat().st_mode & 0o077 == 0


def test_what_is_put_together_with_another_list_is_read_under_each_salt(restored, settings):
    file = Path(settings.ERASURES)
    lists = json.loads(file.read_text(encoding="utf-8"))["lists"]
    file.write_text(json.dumps({"lists": {"ab" * 32: ["00" * 32]} | lists}), encoding="utf-8")
    assert come_back(listed()) == [restored]


def test_an_erasure_is_noted_once_it_is_committed(scene, person, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        erased(scene, person)
    assert not Path(settings.ERASURES).exists()
    for callback in waiting:
        callback()
    assert listed().names(person.pk)


def test_a_disk_that_refuses_stops_no_erasure(scene, person, settings, tmp_path, django_capture_on_commit_callbacks):
    (tmp_path / "file").write_text("")
    settings.ERASURES = tmp_path / "file" / "erasures.json"
    with django_capture_on_commit_callbacks(execute=True):
        erased(scene, person)
    assert Erasure.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    "said", ["", "{", '{"lists": [1]}', '{"lists": {"ab": [1]}}', '{"lists": {"zz": ["00"]}}', "\x00"]
)
def test_a_list_that_cannot_be_read_erases_nobody_and_is_left_as_it_is(scene, restored, settings, said):
    file = Path(settings.ERASURES)
    file.write_text(said, encoding="utf-8")
    assert listed() is None and redo_erasures(now=NOW) == (0, []) and note_erasures() == 0
    assert file.read_text(encoding="utf-8") == said
    told = StringIO()
    call_command("erasures", "--state", stdout=told)
    assert told.getvalue() == "illisible\n"


def test_who_sits_again_by_the_backup_stays_until_it_is_ended_and_the_machine_names_nobody(scene, restored):
    seat = scene.world.holder(f"{scene.grouping.slug}-board", "president").seat
    with arranging():
        mandate = MandateFactory(seat=seat, person=restored, period=since(TODAY))
    done, (why,) = redo_erasures(now=NOW)
    assert done == 0 and "encore un mandat" in why and "Kerbrat" not in why and "Zénaïde" not in why
    told = StringIO()
    call_command("erasures", stdout=told)
    call_command("erasures", "--state", stdout=told)
    assert "0 refait" in told.getvalue() and "1 à refaire" in told.getvalue() and "Kerbrat" not in told.getvalue()
    with arranging():
        mandate.period = since(TODAY - timedelta(days=9), TODAY - timedelta(days=1))
        mandate.save()
    redo()
    assert Erasure.objects.filter(person=restored).exists()
