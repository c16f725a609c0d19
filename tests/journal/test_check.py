"""The check of each night: what it reads again, what it keeps, what `doctor` says of it."""

import inspect
import re
from datetime import UTC, datetime, timedelta
from subprocess import CompletedProcess

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from kevread.base import clock
from kevread.common.actor import SYSTEM
from kevread.journal import checks, jobs, verification
from kevread.journal.checks import Found
from kevread.journal.models import Check, Seal
from kevread.journal.operations import act, check_tables, seal_journal
from kevread.journal.queries import checked_since
from kevread.journal.seals import GENESIS, link
from kevread.journal.tables import Fault
from kevread.journal.verification import verify
from launch import boxes
from launch import doctor as of_the_doctor
from launch import instance as instances
from launch import noted as of_the_head
from launch.archive import ERASURES
from tests.conftest import NOW
from tests.databases import as_administrator, url_of
from tests.factories import PersonFactory

from .sealing import seal_at_once

DAY = timedelta(days=1)


def lived() -> None:
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    seal_journal(now=NOW)


def behind(statement: str) -> None:
    """With the triggers off."""
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def anew(statement: str) -> None:
    """With the triggers off, and every head recomputed after it: seals say nothing of it."""
    behind(statement)
    head = GENESIS
    for seal in Seal.objects.order_by("number"):
        previous, head = head, link(seal.number, head, seal.acts, seal.changes, bytes(seal.digest), seal.sealed_at)
        behind(
            f"UPDATE journal_seal SET previous = '\\x{previous.hex()}', head = '\\x{head.hex()}' WHERE number = {seal.number}"
        )
    behind(f"UPDATE journal_chain SET head = '\\x{head.hex()}'")


def kept() -> list[Found]:
    return list(checks.kept(NOW + 99 * DAY))


@pytest.mark.django_db
def test_each_night_reads_all_of_it_again_and_keeps_what_it_found():
    """However often it was found good: what is sealed is what somebody would rewrite."""
    seal_at_once()
    for night in range(3):
        lived()
        assert check_tables(now=NOW + night * DAY).faults == 0
    assert [(found.seal, found.rows, found.faults) for found in kept()] == [(3, 3, 0), (2, 2, 0), (1, 1, 0)]
    behind("UPDATE journal_act SET reason = 'x' WHERE seal = 1")
    found = check_tables(now=NOW + 3 * DAY)
    assert found.first == [{"seal": 1, "kind": "hash"}]
    assert kept()[0] == found


@pytest.mark.django_db
def test_a_journal_rewritten_whole_is_held_to_the_head_of_the_last_good_check():
    """Every digest and every head recomputed by whoever owns the database: its key is not there."""
    seal_at_once()
    lived()
    assert check_tables(now=NOW).faults == 0
    anew("UPDATE journal_seal SET sealed_at = sealed_at - interval '1 hour'")
    assert verify(None)["ok"]
    for night in (1, 2):  # a check that found a fault is no head to be held to
        assert check_tables(now=NOW + night * DAY).first == [{"seal": 1, "kind": "anchor"}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written",
    [
        "SELECT %s, said, '' FROM journal_check",
        "SELECT %s, said, repeat('0', 64) FROM journal_check",
        "SELECT %s, said, stamp FROM journal_check",
        "SELECT %s, replace(said, '2026-11-24', '2026-11-25'), stamp FROM journal_check",
        "SELECT %s, '', ''",
    ],
)
def test_a_check_that_kevread_did_not_write_counts_for_nothing(written):
    """It silences no night, and says no head: not even one of old, word for word, under another hour."""
    lived()
    check_tables(now=NOW)
    tomorrow = NOW + DAY
    assert checked_since(NOW, tomorrow)
    with connection.cursor() as cursor:  # the application may do that
        cursor.execute(f"INSERT INTO journal_check (at, said, stamp) {written}", [tomorrow])
    assert len(kept()) == 1
    assert not checked_since(tomorrow, tomorrow)


@pytest.mark.django_db
def test_a_check_of_an_hour_that_cannot_be_told_stops_no_night():
    """The application may write one: reading it failed, and so did every night after."""
    lived()
    for moment in ("0044-03-15 BC", "-infinity", "infinity"):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO journal_check (at, said, stamp) VALUES (%s, '', '')", [moment])
    assert check_tables(now=NOW).faults == 0
    assert [found.at for found in kept()] == [NOW]


@pytest.mark.django_db
def test_a_check_is_ours_by_a_key_that_this_installation_had(settings):
    lived()
    check_tables(now=NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "anew"
    assert len(kept()) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert kept() == []


@pytest.mark.django_db
def test_a_check_of_a_day_to_come_silences_nothing():
    lived()
    check_tables(now=NOW.replace(year=2400))
    assert not checked_since(NOW.replace(hour=0), NOW)
    check_tables(now=NOW)
    assert checked_since(NOW.replace(hour=0), NOW)


@pytest.mark.django_db
def test_the_application_takes_no_check_away():
    lived()
    check_tables(now=NOW)
    for statement in ("DELETE FROM journal_check", "UPDATE journal_check SET at = now()"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("hour", "checks"),
    [(datetime(2026, 11, 25, 1, 20, tzinfo=UTC), 1), (datetime(2026, 11, 25, 2, 20, tzinfo=UTC), 2)],
)
def test_the_job_does_it_once_a_night_even_when_the_night_was_missed(db, monkeypatch, hour, checks):
    monkeypatch.setattr(clock, "watch", lambda: datetime(2026, 11, 24, 15, 20, tzinfo=UTC))
    jobs.verify()
    jobs.verify()
    assert Check.objects.count() == 1
    monkeypatch.setattr(clock, "watch", lambda: hour)
    jobs.verify()
    assert Check.objects.count() == checks


def test_the_doctor_says_what_was_found(apart, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))

    def said() -> tuple[str, str]:
        ((mark, subject, text),) = of_the_doctor._journal(instances.current())
        assert subject == "Journal"
        return mark, text

    assert said() == (of_the_doctor.ADVICE, said()[1])
    assert "pas encore vérifié" in said()[1]
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        person = PersonFactory()
    seal_journal(now=NOW)
    check_tables(now=timezone.localtime())
    mark, text = said()
    assert (mark, "et 1 ligne comparées, aucun écart" in text) == (of_the_doctor.GOOD, True)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; UPDATE directory_person SET family_name = 'Autre'")
        cursor.execute("SET session_replication_role = DEFAULT")
    check_tables(now=timezone.localtime())
    mark, text = said()
    assert mark == of_the_doctor.BAD
    assert "1 écart avec ce qui est acté et ce que Kevread a fait" in text
    assert f"directory_person : la ligne {person.pk} n’est pas telle qu’elle a été actée (family_name, search)" in text
    forged = Check.objects.order_by("at").first()  # the good one, once more
    Check.objects.create(at=timezone.localtime(), said=forged.said.replace("T", "t"), stamp=forged.stamp)
    mark, text = said()
    assert (mark, "par une autre main que Kevread" in text) == (of_the_doctor.BAD, True)
    Check.objects.create(at=timezone.localtime(), said="a\nkevread-end-of-answer\x1fb", stamp="\x1f")
    assert "par une autre main que Kevread" in said()[1]  # as one line, whatever it holds
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_check RENAME TO elsewhere")
    assert "pas encore vérifié" in said()[1]  # and no silence


@pytest.mark.parametrize(("hours", "is_missed"), [(47, False), (49, True)])
def test_the_doctor_says_that_nights_are_missing(apart, monkeypatch, hours, is_missed):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    seal_journal(now=NOW)
    check_tables(now=timezone.localtime() - timedelta(hours=hours))
    ((mark, _, text),) = of_the_doctor._journal(instances.current())
    assert mark == (of_the_doctor.BAD if is_missed else of_the_doctor.GOOD)
    assert (
        "il manque des nuits\nÀ faire : démarrez Kevread, l’ouvrier le fait dans l’heure ; sinon" in text
    ) is is_missed
    monkeypatch.setattr(of_the_doctor, "is_served", lambda _: True)
    ((_, _, text),) = of_the_doctor._journal(instances.current())
    assert ("il manque des nuits\nÀ faire : l’ouvrier, qui le fait chaque nuit, tourne-t-il ?" in text) is is_missed


@pytest.mark.parametrize(
    ("is_there", "remedy"),
    [(False, "démarrez Kevread, l’ouvrier les scelle dans les cinq minutes"), (True, "l’ouvrier tourne-t-il ?")],
)
def test_after_days_stopped_the_doctor_says_that_starting_seals_what_waits(apart, monkeypatch, is_there, remedy):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    monkeypatch.setattr(of_the_doctor, "LATE", -1)
    monkeypatch.setattr(of_the_doctor, "is_served", lambda _: is_there)
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    ((mark, _, text),) = of_the_doctor._journal(instances.current())
    assert mark == of_the_doctor.BAD
    assert f"\nÀ faire : {remedy}" in text


def test_the_doctor_says_what_keeps_from_starting_and_what_does_not(monkeypatch, capsys):
    """After three days stopped, nights are missing: starting mends that, and nothing is to settle before."""
    for name in (
        "_python",
        "_installed",
        "_postgres",
        "_database",
        "_disk",
        "_locale",
        "_chromium",
        "_served",
        "_worker",
    ):
        monkeypatch.setattr(of_the_doctor, name, lambda *_: (of_the_doctor.GOOD, "Python", "là"))
    for room, name in (
        (of_the_doctor.boxes, "traces"),
        (of_the_doctor.boxes, "registers"),
        (of_the_doctor.boxes, "erasures"),
        (of_the_doctor.keyed, "told"),
        (of_the_doctor.seals, "authority"),
        (of_the_doctor.seals, "provider"),
        (of_the_doctor.noted, "head"),
    ):  # each asks another process, and has its own tests
        monkeypatch.setattr(room, name, lambda *_: [])
    monkeypatch.setattr(of_the_doctor, "_journal", lambda _: [(of_the_doctor.BAD, "Journal", "il manque des nuits")])
    code = of_the_doctor.run()
    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "Rien n’empêche de démarrer ; 1 point à régler."
    monkeypatch.setattr(of_the_doctor, "_disk", lambda: (of_the_doctor.BAD, "Disque", "plein"))
    of_the_doctor.run()
    assert capsys.readouterr().out.splitlines()[-1] == "1 point à régler avant de démarrer, puis 1 autre."


def test_the_doctor_says_that_what_has_lived_was_never_checked(apart, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    monkeypatch.setattr(of_the_doctor, "MISSED", -1)
    ((mark, _, text),) = of_the_doctor._journal(instances.current())
    assert (mark, "jamais vérifié" in text) == (of_the_doctor.BAD, True)


def test_the_doctor_says_that_erasures_could_not_be_read(apart, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    monkeypatch.setenv("KEVREAD_DATA", str(tmp_path))
    monkeypatch.setattr(boxes, "ask_erasures", lambda *_: CompletedProcess([], 1, "", "permission denied"))
    assert boxes.erasures(instances.current()) == []  # nobody was ever erased
    (instances.current().data / ERASURES).write_text("{}")
    ((mark, subject, text),) = boxes.erasures(instances.current())
    assert (mark, subject) == (of_the_doctor.BAD, "Effacements")
    assert "n’a pas laissé lire qui fut effacé" in text and "permission denied" in text


def test_the_doctor_says_that_the_head_could_not_be_read(apart, monkeypatch):
    """Whoever makes that question fail is not told that all is well."""
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    monkeypatch.setattr(of_the_head, "ask", lambda *_: CompletedProcess([], 1, "", "permission denied"))
    ((mark, subject, text),) = of_the_head.head(instances.current())
    assert (mark, subject) == (of_the_doctor.BAD, "Tête")
    assert "n’a pas laissé lire la tête du journal" in text
    assert "permission denied" in text


def test_the_doctor_believes_a_check_made_with_a_key_of_before(apart, monkeypatch, settings):
    monkeypatch.setenv("DATABASE_URL", url_of(connection.settings_dict["NAME"]))
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    check_tables(now=timezone.localtime())
    for keys, mark in (("anew", of_the_doctor.BAD), (f"anew\n  {settings.SECRET_KEY} \n", of_the_doctor.GOOD)):
        monkeypatch.setenv("KEVREAD_SECRET_KEY", keys)
        assert of_the_doctor._journal(instances.current())[0][0] == mark
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "anew"
    check_tables(now=timezone.localtime())
    assert of_the_doctor._journal(instances.current())[0][0] == of_the_doctor.GOOD


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"seal": None, "kind": "hash"}, "ce qui n’est pas encore scellé : une ligne du journal a été réécrite"),
        ({"seal": 2, "kind": "gap"}, "scellé n° 2 : il manque un acte ou une écriture, ou il y en a de trop"),
        ({"seal": 2, "kind": "link"}, "scellé n° 2 : il ne suit pas le scellé qui le précède"),
        ({"seal": 2, "kind": "anchor"}, "scellé n° 2 : sa tête n’est plus celle qui avait été vérifiée"),
        ({"table": "a_b", "row": "1", "columns": [], "kind": "missing"}, "a_b : la ligne 1 a été retirée sans acte"),
        ({"table": "a_b", "row": "1", "columns": [], "kind": "unknown"}, "a_b : la ligne 1 a été écrite sans acte"),
        ({"kind": "index", "how": "missing", "said": "l’index a manque"}, "l’index a manque"),
        ({"seal": None, "kind": "later"}, "ce qui n’est pas encore scellé : n’est pas comme Kevread l’a faite"),
    ],
)
def test_the_doctor_says_each_fault_in_french(fault, said):
    assert of_the_doctor.in_words(fault) == said


def test_the_doctor_has_words_for_every_kind_that_a_check_finds():
    rows = re.findall(r"`(\w+)`: ", Fault.__doc__)
    assert "touched" in rows and set(rows) == set(of_the_doctor.OF_A_ROW)
    seals = re.findall(r'yield [^\n"]*"(\w+)"', inspect.getsource(verification))
    assert "erased" in seals and set(seals) | {"anchor"} == set(of_the_doctor.OF_A_SEAL)
