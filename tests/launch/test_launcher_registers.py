"""What was stamped of secret votes goes with the backup, as it was at the moment of its picture of the database."""

import fcntl
import json
import subprocess
import tarfile
from pathlib import Path

REGISTER = "0192f0c4-7a00-7000-8000-0000000000{:02}.json"


def registered(file: Path) -> dict[str, dict]:
    with tarfile.open(file) as tar:
        names = [name for name in tar.getnames() if name.startswith("data/votes/")]
        return {name: json.loads(tar.extractfile(name).read()) for name in names}


def test_a_backup_carries_what_was_stamped_of_secret_votes(clone):
    """And nothing else of their folder; a restoration brings it back, and does not lay it over another."""
    clone.words("un")
    folder = clone.data / "votes"
    folder.mkdir()
    (folder / REGISTER.format(1)).write_text('{"ballots": 3, "begun": []}')
    for other in ("lock", "." + REGISTER.format(1)[:-5], "x.json"):
        (folder / other).touch()
    file, other = clone.path / "b.tar", clone.path / "ailleurs"
    assert clone.run("backup", str(file)).returncode == 0
    assert registered(file) == {f"data/votes/{REGISTER.format(1)}": {"ballots": 3, "begun": []}}
    assert clone.run("restore", str(file), "--into", str(other)).returncode == 0
    assert (other / "votes" / REGISTER.format(1)).read_text() == '{"ballots": 3, "begun": []}'
    third = clone.path / "encore"
    (third / "votes").mkdir(parents=True)
    refused = clone.run("restore", str(file), "--into", str(third))
    assert (refused.returncode, "contient déjà des données" in refused.stderr) == (1, True)


def test_a_backup_waits_for_votes_that_are_being_noted(clone):
    """Its picture of the database is of the moment at which the registers say so: nobody notes anything meanwhile."""
    clone.words("un")
    folder = clone.data / "votes"
    folder.mkdir()
    register = folder / REGISTER.format(1)
    register.write_text('{"ballots": 0, "begun": [1]}')
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            clone.command("backup", str(clone.path / "b.tar"), "--no-check"), env=clone.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        said = process.stderr.readline()
        assert "Des votes sont en cours" in said
        register.write_text('{"ballots": 1, "begun": []}')
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert registered(clone.path / "b.tar") == {f"data/votes/{REGISTER.format(1)}": {"ballots": 1, "begun": []}}


def test_a_vote_that_stays_begun_does_not_keep_a_backup_waiting(clone):
    """A process was killed in the middle of it."""
    clone.words("un")
    (clone.data / "votes").mkdir()
    (clone.data / "votes" / REGISTER.format(1)).write_text('{"begun": [1]}')
    assert clone.run("backup", str(clone.path / "b.tar"), "--no-check").returncode == 0
    assert registered(clone.path / "b.tar") == {f"data/votes/{REGISTER.format(1)}": {"begun": [1]}}
