"""What is noted of the journal out of the database, beside the key: `kevread.journal.outside`, for the launcher."""

import subprocess

from launch import archive, boxes, venv
from launch import instance as instances
from launch.folders import ROOT
from launch.instance import Instance
from launch.say import Fault, say, tail
from launch.sql import Session, find_client

Line = tuple[str, str, str]
REMEDY = (
    'À faire : si vous avez remis une sauvegarde, ./kevread manage journal-head --accept "le motif" ;\n'
    "sinon quelqu’un a changé la base : gardez-la telle quelle, et remettez la dernière sauvegarde vérifiée"
)

UNREAD = "la base n’a pas laissé lire la tête du journal : rien ne dit qu’elle est celle qui fut notée"


def ask(instance: Instance, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [venv.python(), "-m", "config", "journal-head", *words], cwd=ROOT, env=instance.environment(url),
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def head(instance: Instance) -> list[Line]:
    """For `doctor`: whether the database still says what was noted of it; nothing to say when there is none."""
    if not boxes.has_database(instance) or not venv.python().exists():
        return []
    client = find_client(venv.folder())
    if client is None:
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            if not (archive.has_seals(session) or any((instance.data / "journal").glob("*.json"))):
                return []  # no table was made yet
            ran = ask(instance, urls.application)
    except Fault:
        return []  # said with the database
    said = ran.stdout.strip()
    if ran.returncode == 0:
        return [("✓", "Tête", said)]
    # Whoever makes the question fail is not told that all is well.
    return [("✗", "Tête", f"{said}\n{REMEDY}" if said else f"{UNREAD}\n{tail(ran.stderr, 1)}")]


def begin(instance: Instance, url: str, taken: str) -> None:
    """After a restoration: what this database says is noted from now on, where nothing is. Where a later head is noted here,
    it is told, and stays until somebody accepts that what came since is not there."""
    ran = ask(instance, url, "--begin", f"Restauration de la sauvegarde du {taken}")
    if ran.returncode == 1 and ran.stdout.strip():
        say(f"La base restaurée n’est pas celle qui était notée ici :\n{ran.stdout.strip()}\n{REMEDY}")
    elif ran.returncode:
        say(f"La tête du journal n’a pas pu être notée hors de la base :\n{tail(ran.stderr, 4)}")
