"""`backup`, `restore` and `init`: nothing is lost, nothing is overwritten."""

import hashlib
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from clones import rewrite

from launch import archive
from launch.postgres import find_programs


@pytest.mark.usefixtures("started")
def test_a_backup_is_verified_and_restores_elsewhere_table_by_table(clone):
    clone.words("été", "l'ouest", "a\tb")
    (clone.data / "files" / "2026").mkdir(parents=True)
    (clone.data / "files" / "2026" / "pv.pdf").write_bytes(b"%PDF signed")
    file = clone.path / "b.tar"
    made = clone.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    assert "aucune différence" in made.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in clone.path.glob(".*b.tar*")] == []

    other = clone.path / "ailleurs"
    restored = clone.run("restore", str(file), "--into", str(other))
    assert restored.returncode == 0, restored.stderr
    assert clone.words(KEVREAD_DATA=str(other)) == clone.words()
    assert (other / "files" / "2026" / "pv.pdf").read_bytes() == b"%PDF signed"
    assert (other / "secret_key").read_text() == (clone.data / "secret_key").read_text()
    assert "dernière vérifiée prise aujourd’hui" in clone.run("doctor").stdout


@pytest.mark.usefixtures("started")
def test_a_restoration_over_data_is_refused_and_changes_nothing(clone):
    before = clone.words("un")
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file), "--no-check").returncode == 0
    refused = clone.run("restore", str(file))
    assert refused.returncode == 1
    assert "veut une base vide" in refused.stderr
    assert "--into" in refused.stderr
    assert clone.words() == before


@pytest.mark.usefixtures("started")
def test_what_does_not_last_is_in_no_backup(clone):
    """The shares that open a ballot box wait in an unlogged table: neither counted, nor copied."""
    clone.words("un")
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())
        (clone.path / "dump").write_bytes(tar.extractfile("database.dump").read())
    assert "public.opened_share" not in manifest["tables"]
    assert "public.config_word" in manifest["tables"]
    restorer = find_programs(Path(sys.prefix)).path("pg_restore")
    said = subprocess.run([restorer, "-f", "-", clone.path / "dump"], capture_output=True, text=True, check=True).stdout
    assert "opened_share" in said
    assert "that opens a ballot box" not in said


@pytest.mark.usefixtures("started")
def test_a_backup_taken_while_it_serves_and_writes(clone):
    with clone.serving():
        assert clone.run("backup", str(clone.path / "b.tar")).returncode == 0


@pytest.mark.usefixtures("started")
def test_a_backup_carries_the_head_of_the_journal_and_is_held_against_it(clone):
    clone.words("un")
    file = clone.path / "b.tar"
    made = clone.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    with tarfile.open(file) as tar:
        anchor = json.loads(tar.extractfile("anchor.json").read())
    assert anchor["number"] == 1
    assert f"à noter ailleurs : {anchor['head']} (scellé n° 1)" in made.stdout

    other = json.dumps(anchor | {"head": "sha256:00"}).encode()

    def forged(name: str, content: bytes) -> bytes:
        if name == "anchor.json":
            return other
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        manifest["members"]["anchor.json"] = hashlib.sha256(other).hexdigest()
        return json.dumps(manifest).encode()

    rewrite(file, forged)
    for words in (("restore", "--check", str(file)), ("restore", str(file), "--into", str(clone.path / "ailleurs"))):
        refused = clone.run(*words)
        assert refused.returncode == 1
        assert "Le journal restauré n’est pas intact" in refused.stderr
        assert "anchor" in refused.stderr


NONE_VERIFIED, VERIFIED = "aucune n’a encore été vérifiée", "dernière vérifiée prise aujourd’hui"


@pytest.mark.usefixtures("started")
def test_the_backup_of_one_instance_says_nothing_of_another(clone):
    """What was verified of the demonstration, or of a federation that was moved away, reassures about them alone."""
    clone.words("un")
    demonstration = str(clone.data)
    assert clone.run("backup", str(clone.path / "d.tar")).returncode == 0
    assert VERIFIED in clone.run("doctor").stdout
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    assert NONE_VERIFIED in clone.run("doctor").stdout
    assert VERIFIED in clone.run("doctor", KEVREAD_DATA=demonstration).stdout
    assert clone.run("restore", "--check", str(clone.path / "d.tar")).returncode == 0
    assert NONE_VERIFIED in clone.run("doctor").stdout
    assert clone.run("backup", str(clone.path / "f.tar")).returncode == 0
    said = clone.run("doctor").stdout
    assert VERIFIED in said
    assert "f.tar" in said
    assert "d.tar" in clone.run("doctor", KEVREAD_DATA=demonstration).stdout


def test_another_instance_founded_in_the_same_folder_has_no_backup_yet(clone):
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    assert clone.run("backup", str(clone.path / "b.tar")).returncode == 0
    (clone.path / ".kevread/federation").rename(clone.path / "ancienne")
    (clone.path / ".kevread/served.json").unlink()
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    assert NONE_VERIFIED in clone.run("doctor").stdout


@pytest.mark.usefixtures("started")
def test_an_old_backup_tried_again_does_not_hide_the_recent_one(clone):
    clone.words("un")
    old, recent = clone.path / "ancienne.tar", clone.path / "recente.tar"
    assert clone.run("backup", str(old), "--no-check").returncode == 0

    def older(name: str, content: bytes) -> bytes:
        return content.replace(b'"taken": "20', b'"taken": "19') if name == "manifest.json" else content

    rewrite(old, older)
    assert clone.run("backup", str(recent)).returncode == 0
    assert clone.run("restore", "--check", str(old)).returncode == 0
    assert "recente.tar" in clone.run("doctor").stdout


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("command", ["verify-journal", "seal"])
def test_a_backup_whose_journal_was_not_checked_is_not_a_verified_one(clone, command):
    """The head cannot be compared, or was never sealed: it is said, the exit says so, and the doctor is not reassured."""
    clone.words("un")
    path = clone.path / "src/config/management/commands" / f"{command}.py"
    path.write_text("raise ImportError('broken on purpose')\n")
    made = clone.run("backup", str(clone.path / "b.tar"))
    assert made.returncode == 1
    assert "Sauvegarde écrite" in made.stdout
    assert "Sauvegarde non vérifiée" in made.stderr + made.stdout
    assert "aucune différence, mais son journal" in made.stderr + made.stdout
    assert NONE_VERIFIED in clone.run("doctor").stdout
    restored = clone.run("restore", str(clone.path / "b.tar"), "--into", str(clone.path / "ailleurs"))
    assert restored.returncode == 0
    assert NONE_VERIFIED in clone.run("doctor", KEVREAD_DATA=str(clone.path / "ailleurs")).stdout


@pytest.mark.usefixtures("started")
def test_a_backup_that_does_not_come_back_as_it_was_is_a_failure(clone):
    """What `verify` finds is what `backup` answers."""
    clone.words("un")
    with (clone.path / "launch/archive.py").open("a") as code:
        code.write(
            "\n\n_write = write\n\n\ndef write(target, manifest, dump, data):\n"
            "    manifest['tables']['public.config_word']['rows'] += 1\n    _write(target, manifest, dump, data)\n"
        )
    made = clone.run("backup", str(clone.path / "b.tar"))
    assert made.returncode == 1
    assert "lignes au lieu de" in made.stderr
    assert NONE_VERIFIED in clone.run("doctor").stdout


@pytest.mark.usefixtures("started")
def test_damaged_backups_are_found_out_each_in_its_words(clone):
    clone.words("un")
    (clone.data / "files").mkdir()
    (clone.data / "files" / "note").write_bytes(b"note")
    whole = clone.path / "b.tar"
    assert clone.run("backup", str(whole), "--no-check").returncode == 0
    for fault, said in FAULTS.items():
        file = clone.path / f"{fault}.tar"
        file.write_bytes(whole.read_bytes())
        damage(file, fault)
        ran = clone.run("restore", "--check", str(file))
        assert (ran.returncode, said in ran.stderr) == (1, True), f"{fault}: {ran.stderr}"
        assert "Traceback" not in ran.stderr
    assert not (clone.path / ".kevread" / "verified.json").exists()


FAULTS = {
    "dump": "abîmée",
    "file": "abîmée",
    "path": "abîmée",
    "cut": "abîmée",
    "not a tar": "abîmée",
    "count": "lignes au lieu de",
    "content": "pas le même contenu",
    "format": "plus récente",
    "a format of letters": "abîmée",
    "no format": "abîmée",
    "without end": "abîmée",
    "absent": "pas de fichier",
}


def damage(file, fault: str) -> None:
    if fault == "cut":
        file.write_bytes(file.read_bytes()[:2000])
    elif fault == "not a tar":
        file.write_text("rien")
    elif fault == "absent":
        file.unlink()
    else:
        rewrite(file, lambda name, content: damaged(fault, name, content))


def damaged(fault: str, name: str, content: bytes) -> bytes:
    if name == "database.dump" and fault == "dump":
        return content[:-1] + b"x"
    if name == "data/files/note" and fault == "file":
        return b"autre"
    if name != "manifest.json":
        return content
    if fault == "without end":
        return b"[" * 200_000
    manifest = json.loads(content)
    table = manifest["tables"]["public.config_word"]
    if fault == "count":
        table["rows"] += 1
    if fault == "content":
        table["checksum"] = "0:0"
    if fault == "format":
        manifest["format"] = 99
    if fault == "a format of letters":
        manifest["format"] = "deux"
    if fault == "no format":
        del manifest["format"]
    if fault == "path":
        manifest["members"]["../outside"] = manifest["members"]["database.dump"]
    return json.dumps(manifest).encode()


def test_what_a_restored_database_has_otherwise_is_told():
    whole = {"tables": {}, "sequences": {"s": 3}, "objects": {"triggers": 4}}
    assert archive.differences(whole, whole) == []
    lost = {**whole, "objects": {"triggers": 3}}
    assert archive.otherwise(whole, whole) == []
    assert archive.otherwise(whole, lost) == ["triggers : 4 dans la base sauvegardée, 3 dans celle-ci"]
    assert archive.differences(whole, {**whole, "sequences": {"s": 9}}) == []
    assert archive.differences(whole, {**whole, "sequences": {"s": 2}}) == ["la suite s est en retard sur 3"]
    gone = {**whole, "tables": {"t": {"rows": 1, "checksum": "1:1"}}}
    assert archive.differences(gone, whole) == ["la table t manque"]
    assert archive.differences(whole, gone) == ["la table t est en trop"]


def test_an_empty_database_has_nothing_to_back_up(clone):
    ran = clone.run("backup", str(clone.path / "b.tar"))
    assert ran.returncode == 1
    assert "rien à sauvegarder" in ran.stderr
    assert not (clone.path / "b.tar").exists()


def test_a_backup_goes_into_a_folder_that_exists(clone):
    ran = clone.run("backup", "/nulle/part/b.tar")
    assert ran.returncode == 1
    assert "un dossier qui existe" in ran.stderr
    assert "nom d’un fichier" in clone.run("backup").stderr


def test_init_founds_a_federation_without_the_demonstration_and_serves_it(clone):
    clone.words("inventé")
    founded = clone.run("init", "--courriel", "camille@exemple.fr")
    assert founded.returncode == 0, founded.stderr
    assert "camille@exemple.fr" in founded.stdout
    assert "123 456" in founded.stdout
    assert clone.words() == ["prepare"]
    again = clone.run("init", "--courriel", "camille@exemple.fr")
    assert again.returncode == 1
    assert "déjà fondée" in again.stderr
    known = json.loads((clone.path / ".kevread/federation/instance.json").read_text())
    assert (known["kind"], known["federation"]) == ("federation", "bretagne")


def test_init_that_fails_can_be_run_again(clone):
    assert clone.run("init").returncode == 1
    assert clone.words() == ["prepare", "demonstration"]
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    assert clone.words() == ["prepare"]


def test_data_of_the_federation_that_went_away_is_not_replaced_by_the_demonstration(clone):
    data = clone.path / "données"
    assert clone.run("init", "--data", str(data), "--courriel", "camille@exemple.fr").returncode == 0
    data.rename(clone.path / "parties")
    ran = clone.run("manage", "words")
    assert ran.returncode == 1
    assert "n’y sont pas" in ran.stderr


def test_a_federation_moves_to_another_clone_by_its_backup(clone):
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    clone.words("vrai")
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file)).returncode == 0
    (clone.path / ".kevread/federation").rename(clone.path / "ancien")
    (clone.path / ".kevread/served.json").unlink()
    assert clone.run("restore", str(file)).returncode == 0
    assert clone.words() == ["prepare", "vrai"]


def test_a_copy_restored_beside_does_not_take_the_place_of_the_federation_served(clone):
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file)).returncode == 0
    clone.words("depuis")
    copy = clone.path / "copie"
    restored = clone.run("restore", str(file), "--into", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert f"KEVREAD_DATA={copy} ./kevread" in restored.stdout
    assert clone.words() == ["prepare", "depuis"]
    assert clone.words(KEVREAD_DATA=str(copy)) == ["prepare"]


def test_where_no_federation_is_served_one_restored_elsewhere_is(clone):
    assert clone.run("init", "--courriel", "camille@exemple.fr").returncode == 0
    clone.words("vrai")
    file = clone.path / "b.tar"
    assert clone.run("backup", str(file)).returncode == 0
    (clone.path / ".kevread/served.json").unlink()
    restored = clone.run("restore", str(file), "--into", str(clone.path / "ailleurs"))
    assert restored.returncode == 0, restored.stderr
    assert "KEVREAD_DATA=" not in restored.stdout
    assert clone.words() == ["prepare", "vrai"]


def test_the_demonstration_never_opens_the_database_of_a_federation(clone, place):
    import sys
    from pathlib import Path

    from launch.postgres import find_programs, scratch_cluster

    with scratch_cluster(find_programs(Path(sys.prefix))) as cluster:
        url = cluster.url()
        assert (
            clone.run("init", "--data", str(place / "f"), "--courriel", "a@exemple.fr", DATABASE_URL=url).returncode
            == 0
        )
        assert clone.words(DATABASE_URL=url) == ["prepare"]
        (clone.path / ".kevread/served.json").unlink()
        ran = clone.run("manage", "words", DATABASE_URL=url)
        assert ran.returncode == 1
        assert "celle d’une vraie fédération" in ran.stderr
        assert not (place / "f" / "cluster").exists()


def test_a_database_url_of_another_kind_or_out_of_reach(clone):
    assert "forme postgresql://" in clone.run("manage", "words", DATABASE_URL="sqlite:///x").stderr
    ran = clone.run("manage", "words", DATABASE_URL="postgresql://nul:secret@127.0.0.1:1/rien")
    assert ran.returncode == 1
    assert "La base de données n’a pas répondu" in ran.stderr
    assert "secret" not in ran.stderr
