"""What `./kevread doctor` says of the key of the installation: what it does not read, and what it did not stamp."""

import contextlib
import tempfile

from launch import boxes, venv
from launch import instance as instances
from launch.instance import Instance
from launch.say import Fault

# A command that counts: by the key in force, by one of before, by none. What none reads is told, for one and for several.
KEYED = {
    "second_factors": (
        "Second facteur",
        ("ne se lit plus : la clé a changé", "ne se lisent plus : la clé a changé"),
        "--oublier-illisibles",
    ),
    "addresses": (
        "Adresse de compte",
        (
            "n’ouvre rien : la clé a changé, ou quelqu’un l’a écrite dans la base",
            "n’ouvrent rien : la clé a changé, ou quelqu’un les a écrites dans la base",
        ),
        "--en-repondre",
    ),
}
BEFORE = ("encore sous une clé d’avant", "encore sous des clés d’avant")
BACK = "remettez l’ancienne clé à la ligne sous la nouvelle, dans secret_key, ou si elle est perdue :"


def told(instance: Instance) -> list[tuple[str, str]]:
    """A title and what is to be done; nothing when the key in force is that of everything, or when the database does not
    answer: that is said with it."""
    if not boxes.has_database(instance) or not venv.python().exists():
        return []
    with contextlib.suppress(Fault), instances.database(instance) as urls, tempfile.TemporaryFile("w+") as output:
        if not instances.django(instance, urls, ["-c", instances.BATCH, *KEYED], output):
            output.seek(0)
            counts = [int(line.split()[0]) for line in output if line[0].isdigit()]
            found = zip(KEYED, counts[1::3], counts[2::3], strict=True)
            return [said for command, before, lost in found for said in _said(command, before, lost)]
    return []


def _said(command: str, before: int, lost: int) -> list[tuple[str, str]]:
    """
    >>> [text.splitlines()[0] for _, text in _said("addresses", 1, 2)]
    ['1 encore sous une clé d’avant', '2 n’ouvrent rien : la clé a changé, ou quelqu’un les a écrites dans la base']
    >>> _said("second_factors", 0, 0)
    []
    """
    title, words, remedy = KEYED[command]
    again = f"{before} {BEFORE[before > 1]}\nÀ faire : ./kevread manage {command} --sceller"
    gone = f"{lost} {words[lost > 1]}\nÀ faire : {BACK}\n./kevread manage {command} {remedy}"
    return [(title, said) for said, count in ((again, before), (gone, lost)) if count]
