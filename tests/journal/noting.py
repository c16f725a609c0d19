"""What a test does of what is noted of the journal out of the database, and behind its back."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kevread.common.actor import SYSTEM
from kevread.journal import outside
from kevread.journal.models import Act, Change
from kevread.journal.operations import act, seal_journal
from tests.conftest import NOW
from tests.databases import as_administrator
from tests.factories import PersonFactory

WHY = "La sauvegarde du 23 novembre fut remise : le disque était perdu."


def lived():
    with act("tests.try", actor=SYSTEM, about=None, now=NOW) as key:
        PersonFactory()
    return key


def behind(statement: str, values=()) -> None:
    """With the triggers off, as whoever owns the tables."""
    with transaction.atomic(), as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def take_out(*keys) -> None:
    """An act, what it wrote, and the rows themselves: nothing that is left says so."""
    rows = list(Change.objects.filter(act_id__in=keys).values_list("row", flat=True))
    behind("DELETE FROM directory_person WHERE id = ANY (%s)", [rows])
    behind("DELETE FROM journal_change WHERE act_id = ANY (%s)", [list(keys)])
    behind("DELETE FROM journal_act WHERE id = ANY (%s)", [list(keys)])


def cut(seal: int) -> None:
    """That seal and all that came since, and the head of the chain put back as it was before."""
    take_out(*Act.objects.filter(seal__gte=seal).values_list("pk", flat=True))
    behind("DELETE FROM journal_seal WHERE number >= %s", [seal])
    behind(
        "UPDATE journal_chain SET number = %s, "
        "head = coalesce((SELECT head FROM journal_seal WHERE number = %s), decode(repeat('00', 32), 'hex')), "
        "tables = CASE WHEN tables = '{}' THEN tables ELSE jsonb_build_object('directory_person', %s::int) END",
        [seal - 1, seal - 1, seal - 1],
    )


def found() -> list[tuple[int | None, str]]:
    return [(fault.seal, fault.kind) for fault in outside.faults(outside.read())]


def told(*words: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("journal-head", *words, stdout=out, stderr=out)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue()


def by_the_command(capsys, *words: str) -> dict:
    with pytest.raises(SystemExit) if found() else pytest.MonkeyPatch.context():
        call_command("verify-journal", *words)
    return json.loads(capsys.readouterr().out)


def sealed_unnoted() -> None:
    """As by a process that was killed before it noted what it had sealed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outside, "move_on", lambda: None)
        seal_journal(now=NOW)
