"""What `./kevread doctor` says of what is kept beside the database: traces of secret votes to erase, registers that the
database contradicts, erasures that a backup undid."""

import os
import subprocess
import time

from launch import instance as instances
from launch import venv
from launch.archive import ERASURES
from launch.folders import read_json
from launch.instance import Instance
from launch.say import Fault, tail
from launch.sql import Session, find_client

GOOD, ADVICE = "✓", "·"
Line = tuple[str, str, str]


def has_database(instance: Instance) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (instance.cluster_folder / "prepared.json").exists()


def traces(instance: Instance) -> list[Line]:
    """Secret votes of which the files of the database still hold the old image: nothing to say when there is none."""
    noted = [file.stat().st_mtime for file in (instance.data / "votes").glob("*.trace")]
    if not noted:
        return []
    polls, age = len(noted), int(time.time() - min(noted))
    said = f"{polls} vote{'s' if polls > 1 else ''} secret{'s' if polls > 1 else ''} à effacer des fichiers de la base"
    wait = f"depuis {age // 60} min ; l’ouvrier réessaie chaque minute"
    remedy = "si cela dure, une session garde la base occupée (pg_stat_activity, pg_prepared_xacts) : fermez-la"
    return [(ADVICE, "Urnes", f"{said}, {wait}\nÀ faire : {remedy}")]


VOTERS = """
SELECT poll.id, count(DISTINCT mark.voter_id) FILTER (WHERE mark.marked),
    (SELECT count(*) FROM votes_ballot ballot WHERE ballot.poll_id = poll.id AND batch IS NULL),
    (SELECT count(batch) FROM votes_ballot ballot WHERE ballot.poll_id = poll.id)
FROM votes_poll poll LEFT JOIN votes_rollmark mark ON mark.poll_id = poll.id
WHERE poll.state = 'open' AND poll.method = 'electronic_secret' GROUP BY poll.id
"""


HELD = "À faire : une session garde un verrou (pg_locks, locktype « advisory ») : fermez-la"


def registers(instance: Instance) -> list[Line]:
    """Open secret votes of which the database says otherwise than the register kept beside the key, and those of which
    receipts commit to nothing: nothing to say when there is none."""
    client = find_client(venv.folder())
    if client is None or not has_database(instance):
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            if session.ask("SELECT to_regclass('votes_rollmark') IS NULL") == [["t"]]:
                return []
            found = {poll: (int(voters), int(left), int(held)) for poll, voters, left, held in session.ask(VOTERS)}
    except Fault:
        return []
    lacking = sum(
        left >= 4 * max(5, held // 20) for _, left, held in found.values()
    )  # as `votes.rules.box.uncommitted`
    lines = (
        [(ADVICE, "Urnes", f"votes secrets en cours dont les reçus n’engagent pas l’urne : {lacking}\n{HELD}")]
        if lacking
        else []
    )
    apart = sum(not agrees(instance, poll, voters) for poll, (voters, *_) in found.items())
    if not apart:
        return lines
    many = "s" if apart > 1 else ""
    said = f"{apart} vote{many} secret{many} en cours : la base ne dit pas ce que dit le registre gardé près de la clé"
    remedy = (
        "si seule la base a été restaurée, remettez le dossier votes/ de la même sauvegarde ; sinon quelqu’un l’a changée : "
        "annulez ce vote, avec ce motif, et recommencez-le"
    )
    return [*lines, (ADVICE, "Urnes", f"{said}\nÀ faire : {remedy}")]


def agrees(instance: Instance, poll: str, voters: int) -> bool:
    """Whether as many have voted on both sides, but for those whose vote is under way."""
    found = read_json(instance.data / "votes" / f"{poll}.json")
    kept, begun = len(found.get("marks", "")) // 32, len(found.get("begun", ()))
    return bool(found) and kept <= voters <= kept + begun


def ask_erasures(instance: Instance, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [venv.python(), "-m", "config", "erasures", "--state"], env=instance.environment(url),
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def erasures(instance: Instance) -> list[Line]:
    """Those who were erased, and whom a backup brought back: nothing to say while nobody ever was."""
    if not (instance.data / ERASURES).exists() or not has_database(instance) or not venv.python().exists():
        return []
    try:
        with instances.database(instance) as urls:
            ran = ask_erasures(instance, urls.application)
    except Fault:
        return []  # said with the database
    if ran.returncode:  # whoever makes the question fail is not told that all is well
        said = "rien ne dit qu’une sauvegarde n’a ramené personne : la base n’a pas laissé lire qui fut effacé"
        return [("✗", "Effacements", f"{said}\n{tail(ran.stderr, 1)}")]
    if len(lines := ran.stdout.splitlines()) < 2:
        remedy = f"remettez le fichier {ERASURES} d’avant, à côté de secret_key"
        return [
            (ADVICE, "Effacements", f"leur liste ne se lit pas : une sauvegarde les ramènerait\nÀ faire : {remedy}")
        ]
    noted, back = (int(line.split()[0]) for line in lines)
    if not back:
        return [(GOOD, "Effacements", f"{noted} dans la liste gardée hors de la base, aucun à refaire")]
    remedy = "./kevread manage erasures, qui dit ce qui l’empêche"
    return [(ADVICE, "Effacements", f"{back} à refaire : une sauvegarde les a ramenés\nÀ faire : {remedy}")]
