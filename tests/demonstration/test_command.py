"""The command: once, only in the demonstration, on a federation that is prepared; fast, and always the same."""

import hashlib
import json
import re
import time

import pytest
from django.core.management import CommandError
from django.db import connection

from kevread.charter.engine import verdicts
from kevread.charter.queries.coverage import coverage
from kevread.common.verdicts import Verdict
from kevread.demonstration.personae import personae
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.territory.models import Zone
from tests import databases
from tests.conftest import TODAY, arranging

from .conftest import demonstrating, run

pytestmark = pytest.mark.django_db
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def _demonstration():
    with demonstrating():
        yield


def test_it_gives_a_life_once_fast_and_always_the_same(of_another_process: str):
    """What it asks of the database for each of its acts, and its own time beside that of as many plain questions, of which the
    same process asks a tenth: no machine is as quick as another. Its length follows that of the story, and nothing else."""
    run("prepare")
    started = time.process_time()
    asked = 0

    def count(execute, *question):
        nonlocal asked
        asked += 1
        return execute(*question)

    with connection.execute_wrapper(count):
        assert "Démonstration prête" in run("demonstration")
    taken, started = time.process_time() - started, time.process_time()
    for _ in range(asked // 10):
        Organisation.objects.order_by("name").first()
    assert taken < 5 * 10 * (time.process_time() - started)
    before = (Mandate.objects.count(), Act.objects.count())
    # Two of them close the act, a signature asks some forty; all the values of a round of the fund are typed in one.
    assert asked < 19 * before[1]
    assert "rien à ajouter" in run("demonstration")
    assert (Mandate.objects.count(), Act.objects.count()) == before
    assert content() == of_another_process
    with arranging():
        Person.objects.filter(given_name="Maëlle").update(given_name="Maela")
    assert content() != of_another_process


def test_it_refuses_on_a_real_federation(settings):
    settings.KEVREAD_DEMONSTRATION = False
    run("prepare")
    with pytest.raises(CommandError, match="jamais dans une vraie fédération"):
        run("demonstration")
    assert not Person.objects.exists()


def test_it_wants_a_federation_that_is_prepared():
    with pytest.raises(CommandError, match="prepare"):
        run("demonstration")


def test_a_federation_without_an_invented_life_says_so(settings, tmp_path):
    settings.KEVREAD_FEDERATION = tmp_path
    with pytest.raises(CommandError, match="pas de vie inventée"):
        run("demonstration")


def test_a_fault_names_its_line_and_leaves_nothing(settings, tmp_path):
    run("prepare")
    folder = tmp_path / "demonstration"
    folder.mkdir()
    for file in (settings.KEVREAD_FEDERATION / "demonstration").iterdir():
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    lines = (folder / "mandates.tsv").read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace("ess-pays-de-rennes-board\tadministrator", "ess-pays-de-rennes-board\tcaptain")
    (folder / "mandates.tsv").write_text("\n".join(lines), encoding="utf-8")
    settings.KEVREAD_FEDERATION = tmp_path
    with pytest.raises(CommandError, match=r"mandates.tsv, ligne 7 : le siège « captain »"):
        run("demonstration")
    assert not Person.objects.exists()


# Acts are told apart; of the bytes, the digest is in their version; of the queue, the letters are in their own table.
UNTOLD = ("journal_", "documents_content", "imports_deposited", "procrastinate_")
# Drawn at random, or the digest of what holds a key: a vote that could be guessed would not be secret.
# A paper may print one: it is told without it, and without the weight of its bytes.
DRAWN = (
    "salt",
    "digest",
    "sha256",
    "data_sha256",
    "written",
    "public_key",
    "sealed",
    "receipt",
    "box_sha256",
    "share",
    "size",
    "stamp",
    "terms_stamp",
    "box_stamp",
    "result_stamp",
    "key_stamp",
    "opening",
    "opened_in",
    "took",  # which transactions
)
DIGEST = re.compile(r"\b[0-9a-f]{64,}\b")
BY_CHANCE = ("votes_ballot", "votes_rollmark", "votes_openvote", "votes_commitment")  # whose keys have no order


def content() -> str:
    """A digest of every guarded table, and of what is cast in votes: keys are replaced by their rank, so that only what
    they say remains."""
    names: dict[str, str] = {}
    parts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers ORDER BY 1")
        found = [table for (table,) in cursor.fetchall() if not table.startswith(UNTOLD)]
        for table in ["journal_act", *(table for table in found if table not in BY_CHANCE)]:
            rows = rows_of(cursor, table)
            if table == "journal_act":  # what `prepare` writes has the hour of the day
                rows = [row for row in rows if row["at"] < "2026-11-24"]
            for rank, row in enumerate(rows):
                names[str(row["id"])] = row["id"] = f"{table}:{rank}"  # a sequence goes on from where it was
            parts += rows
        cast = [
            sorted(named(row | {"id": "", "mark_id": ""}, names) for row in rows_of(cursor, table))
            for table in BY_CHANCE
        ]
    return hashlib.sha256(named([parts, cast], names).encode()).hexdigest()


def rows_of(cursor, table: str) -> list[dict]:
    cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")
    rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    return [{column: value for column, value in row.items() if column not in DRAWN} for row in rows]


def named(told: object, names: dict[str, str]) -> str:
    said = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return KEY.sub(lambda key: names.get(key[0], "?"), DIGEST.sub("#", said))


@pytest.fixture(scope="module")
def of_another_process(_never_the_real_database, django_db_blocker) -> str:
    """What the copy that all these tests begin from says: another process built it, that hashes otherwise."""
    with django_db_blocker.unblock(), demonstrating(), databases.moved("told", "life"):
        return content()


def test_an_invented_federation_of_two_scales_is_prepared_held_and_lives(settings):
    """Without geography, with other words, other rules: nothing of Brittany is in the way."""
    settings.KEVREAD_FEDERATION = settings.FEDERATIONS / "exemple"
    run("prepare", "demonstration")
    assert set(Organisation.objects.values_list("scale", flat=True)) == {
        "",
        "head",
        "local",
    }  # and who is outside the network
    assert not Zone.objects.exists()
    found = {(f.clause.key, f.organisation.slug) for f in verdicts(TODAY) if f.verdict is Verdict.BREACHES}
    assert found == {
        ("R2.1/2", "chante-canal"),
        ("R2.8/1", "chante-canal"),
        ("R2.10/1", "chante-canal"),
        ("R2.12/2", "la-ronde"),
        ("R3.5/1", "choeur-des-tilleuls"),
    }
    answer = coverage()
    assert len(answer["rules"]) == answer["total"] == 41
    assert all(row["status"] and row["detail"] for row in answer["rules"])
    assert [persona.find() is not None for persona in personae()] == [True, True]
