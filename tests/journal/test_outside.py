"""What is noted of the journal out of the database: its end cut off, an act of a minute ago taken out, by whoever owns the
tables; and what honest hands do, who put back a backup of before."""

import json
from unittest import mock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from kevread.base import clock
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.journal import outside, untouched
from kevread.journal.models import Act, Check, Seal
from kevread.journal.operations import accept_head, act, check_tables, seal_journal
from kevread.journal.verification import verify
from tests.conftest import NOW

from .noting import WHY, behind, by_the_command, cut, found, lived, sealed_unnoted, take_out, told
from .sealing import seal_at_once


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


def test_the_head_is_noted_as_each_seal_is_made_and_acts_as_they_are_committed():
    first = lived()
    assert outside.read().acts == {first}
    assert outside.file_of("acts").stat().st_mode & 0o777 == 0o600
    seal_journal(now=NOW)
    noted = outside.read()
    assert (noted.noted.seal, noted.noted.since, noted.acts) == (1, 1, frozenset())
    second = lived()
    assert outside.read().acts == {second}
    seal_journal(now=NOW)
    noted = outside.read()
    assert (noted.noted.seal, noted.noted.since, noted.acts) == (2, 1, frozenset())
    assert noted.noted.head == f"sha256:{bytes(Seal.objects.get(number=2).head).hex()}"
    assert {outside.file_of(kind).stat().st_mode & 0o777 for kind in ("json", "acts")} == {0o600}
    assert (found(), told()[0]) == ([], 0)


def test_an_act_that_is_rolled_back_is_noted_nowhere():
    with pytest.raises(ZeroDivisionError), act("tests.try", actor=SYSTEM, about=None, now=NOW):
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lived()
        raise ZeroDivisionError
    assert outside.read().acts == frozenset()


def test_the_end_of_the_chain_cut_off_with_care_is_named(capsys):
    for _ in range(3):
        lived()
        seal_journal(now=NOW)
    cut(3)
    assert verify(None)["ok"]  # nothing of the database says it
    assert found() == [(3, "anchor")]
    answer = by_the_command(capsys, "--tables")
    assert (answer["ok"], answer["faults"]) == (False, [{"seal": 3, "kind": "anchor"}])
    assert answer["warning"].startswith("Le scellé n° 3, noté hors de la base, n’est plus au journal")
    assert not answer["anchored"]
    code, said = told()
    assert (code, "sa fin fut coupée" in said) == (1, True)
    # Life goes on above, up to the same number and beyond: what was noted stays, and so does what is wrong.
    for _ in range(2):
        lived()
        seal_journal(now=NOW)
    assert outside.read().noted.seal == 3
    assert found() == [(3, "anchor")]
    assert check_tables(now=clock.watch()).first[0]["said"].startswith("le scellé n° 3 n’a plus la tête notée")


def test_an_act_that_no_seal_holds_yet_taken_out_is_named(capsys):
    lived()
    seal_journal(now=NOW)
    lived()
    take_out(lived())
    assert verify(None)["ok"]
    answer = by_the_command(capsys)
    assert (answer["ok"], answer["faults"]) == (False, [{"seal": None, "kind": "gap"}])
    seal_journal(now=NOW)  # what is there is sealed; what is noted stays
    assert (outside.read().noted.seal, found()) == (1, [(None, "gap")])
    assert "1 acte noté hors de la base" in told()[1]


def test_an_act_lent_to_an_older_seal_and_taken_out_then_is_named():
    """So that it would pass for sealed as the head moves on: the seals from that one on are read again."""
    for _ in range(2):
        lived()
        seal_journal(now=NOW)
    lived()
    lent = lived()
    behind("UPDATE journal_act SET seal = 1 WHERE id = %s", [lent])
    seal_journal(now=NOW)
    assert outside.read().noted.seal == 2
    take_out(lent)
    assert found() == [(None, "gap")]


def test_an_act_lent_to_a_seal_to_come_stays_noted():
    """It would pass for sealed, and no seal that is there holds it."""
    lived()
    seal_journal(now=NOW)
    lent = lived()
    behind("UPDATE journal_act SET seal = 9 WHERE id = %s", [lent])
    lived()
    seal_journal(now=NOW)
    assert lent in outside.read().acts
    take_out(lent)
    assert found() == [(None, "gap")]


def test_what_answers_in_the_place_of_the_journal_moves_nothing_on():
    """A view says for a minute that an act is sealed, to whoever asks of it alone: noted no more, it would be taken out."""
    lived()
    seal_journal(now=NOW)
    lent = lived()
    columns = (
        "id, verb, at, person, person_name, mandate, hat, organisation, arguments, reason, salt, digest, stamp, written"
    )
    behind("ALTER TABLE journal_act RENAME TO acts")
    behind(
        f"CREATE VIEW journal_act AS SELECT {columns}, opened_in, "
        "CASE WHEN current_query() LIKE '%%ANY%%' THEN coalesce(seal, 1) ELSE seal END AS seal FROM acts"
    )
    behind("GRANT SELECT ON journal_act, acts TO PUBLIC")
    assert found() == [(None, "gap")]
    outside.move_on()
    behind("DROP VIEW journal_act")
    behind("ALTER TABLE acts RENAME TO journal_act")
    assert outside.read().acts == {lent}
    take_out(lent)
    assert found() == [(None, "gap")]


def test_a_chain_that_goes_on_from_a_head_that_was_slipped_in_is_not_followed():
    """The seals of before forged while the next one was made, and their noted head shown to whoever looks at it alone."""
    for _ in range(2):
        lived()
        seal_journal(now=NOW)
    behind("UPDATE journal_chain SET head = sha256('other')")
    lived()
    seal_journal(now=NOW)
    assert (outside.read().noted.seal, found()) == (2, [])
    behind("UPDATE journal_seal SET head = sha256('other') WHERE number = 2")
    assert found() == [(2, "anchor")]


def test_a_function_that_answers_for_the_journal_moves_nothing_on():
    lived()
    seal_journal(now=NOW)
    lived()
    sealed_unnoted()
    behind("UPDATE journal_act SET reason = 'Autre' WHERE seal = 2")
    behind(
        """CREATE FUNCTION public.convert_to(t text, e text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
        $$ SELECT pg_catalog.convert_to(replace(t, 'Autre', ''), e::name) $$"""
    )
    outside.move_on()
    assert outside.read().noted.seal == 1


def test_a_batch_that_does_not_hold_its_acts_is_not_followed():
    lived()
    seal_journal(now=NOW)
    lived()
    sealed_unnoted()
    behind("UPDATE journal_act SET reason = 'x' WHERE seal = 2")
    outside.move_on()
    assert outside.read().noted.seal == 1


def test_what_is_accepted_in_no_act_is_not(monkeypatch):
    lived()
    seal_journal(now=NOW)
    cut(1)

    def refuse(*_, **__):
        raise Refused("La base n’est pas telle.")

    monkeypatch.setattr(untouched, "at_closing", refuse)
    with pytest.raises(Refused, match="telle"):
        accept_head(reason=WHY, now=NOW)
    assert outside.read().noted.seal == 1


def test_an_older_backup_is_told_then_accepted_and_the_journal_says_so():
    for _ in range(3):
        lived()
        seal_journal(now=NOW)
    lived()
    cut(3)  # as the tables of that day put back under the same name are
    take_out(*Act.objects.filter(seal=None).values_list("pk", flat=True))
    assert sorted(found(), key=str) == [(3, "anchor"), (None, "gap")]
    assert told("--accept", "  ") == (2, told("--accept", "")[1])
    assert sorted(found(), key=str) == [(3, "anchor"), (None, "gap")]
    code, said = told("--accept", WHY)
    assert (code, "La sauvegarde du 23 novembre fut remise" in said) == (0, True)
    kept = Act.objects.get(verb="journal.accept_head")
    # The end that was cut, the act that is gone, and the head of the chain, which was put back by hand.
    assert (kept.reason, kept.arguments["noted"], len(kept.arguments["found"])) == (WHY, 3, 3)
    noted = outside.read()
    assert (noted.noted.seal, noted.noted.since, noted.noted.why, noted.acts) == (2, 2, WHY, {kept.pk})
    assert [one["seal"] for one in noted.noted.before] == [3]
    lived()
    seal_journal(now=NOW)
    assert (outside.read().noted.seal, found()) == (3, [])
    with pytest.raises(Refused, match="rien à reconnaître"):
        accept_head(reason=WHY, now=NOW)


def test_the_file_lost_is_told_once_a_check_has_read_it(capsys):
    """Nothing is noted again by itself; of the journal alone, nothing is said but a warning."""
    lived()
    seal_journal(now=NOW)
    assert check_tables(now=clock.watch()).faults == 0
    assert Check.objects.count() == 1
    outside.file_of("json").unlink()
    assert found() == [(None, "anchor")]
    call_command("verify-journal")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], "manque" in answer["warning"]) == (True, True)
    assert "manque" in check_tables(now=clock.watch()).first[0]["said"]
    lived()
    seal_journal(now=NOW)
    assert not outside.file_of("json").exists()
    assert told("--accept", "Le dossier fut effacé par erreur.")[0] == 0
    assert outside.read().noted.seal == 2
    assert check_tables(now=clock.watch()).faults == 0


@pytest.mark.parametrize(
    "altered",
    [
        lambda said: said.replace('"seal": 2', '"seal": 1'),
        lambda said: said.replace('"stamp": "', '"stamp": "0'),
        lambda said: said[:-9],
        lambda said: '{"noted": [], "stamp": ""}',
        lambda said: "[]",
    ],
)
def test_the_file_altered_is_told_and_kept_apart(capsys, altered):
    for _ in range(2):
        lived()
        seal_journal(now=NOW)
    file = outside.file_of("json")
    wrong = altered(file.read_text())
    file.write_text(wrong)
    assert found() == [(None, "anchor")]
    answer = by_the_command(capsys)
    assert (answer["ok"], answer["faults"]) == (False, [{"seal": None, "kind": "anchor"}])
    lived()
    seal_journal(now=NOW)
    assert told("--begin", WHY)[0] == 1
    assert file.read_text() == wrong
    assert told("--accept", WHY)[0] == 0
    assert (outside.read().noted.seal, outside.file_of("json.altered").read_text()) == (3, wrong)


def test_a_file_altered_then_taken_away_is_told_once_a_check_has_seen_it():
    lived()
    seal_journal(now=NOW)
    outside.file_of("json").write_text("[]")
    assert check_tables(now=clock.watch()).faults == 1
    outside.file_of("json").unlink()
    assert found() == [(None, "anchor")]


def test_another_installation_reads_the_file_with_a_key_that_it_had(settings):
    lived()
    seal_journal(now=NOW)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "anew"
    assert outside.read().noted.seal == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert found() == [(None, "anchor")]


def test_after_a_restoration_it_begins_where_nothing_is_noted_and_nowhere_else():
    lived()
    seal_journal(now=NOW)
    check_tables(now=clock.watch())
    outside.file_of("json").unlink()  # the folder of a database that was put back is another one
    assert told("--begin", "Restauration de la sauvegarde du 2026-11-23")[0] == 0
    assert (outside.read().noted.seal, outside.read().noted.why) == (1, "Restauration de la sauvegarde du 2026-11-23")
    cut(1)
    assert told("--begin", "encore")[0] == 1
    assert outside.read().noted.why == "Restauration de la sauvegarde du 2026-11-23"


def test_each_database_has_its_own():
    lived()
    seal_journal(now=NOW)
    # Put back before the database of this test is left: afterwards, all that follows would be led to it.
    with mock.patch.dict(connection.settings_dict, {"NAME": "a/b.c"}):
        assert outside.file_of("json").parent == settings.JOURNAL
        assert not outside.file_of("json").exists()


def test_a_key_that_is_no_more_is_told_then_answered_for(settings):
    """Two weeks after another took its place, the old line leaves the file of keys: acts of before are nobody's, until whoever
    keeps the machine answers for them; those of later need no answer."""
    lived()
    seal_journal(now=NOW)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "anew"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert told()[0] == 0 and not outside.is_keyless()
    lived()
    seal_journal(now=NOW)  # notes the head again, under the new key
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, ["anew"]
    lived()  # by a process that still has the old one: sealed by whoever answers
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "anew", []
    code, said = told()
    assert (code, "clé que l’installation n’a plus" in said, outside.answered()) == (1, True, 0)
    assert told("--accept", "Clé changée le 10 novembre.")[0] == 0
    assert outside.answered() == Seal.objects.count() and not outside.is_keyless()
    with pytest.raises(Refused, match="rien à reconnaître"):
        accept_head(reason=WHY, now=NOW)
