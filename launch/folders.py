"""Where things are kept.

`state()` is what this clone needs and can make again: virtual environment, collected files, stamps. It is `.kevread/`
in the clone, or a folder of the user when the clone is read-only or its `.kevread/` belongs to somebody else.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from launch.say import Fault, disk_full, say, size

ROOT = Path(__file__).resolve().parent.parent
Command = list[str | Path]  # the words of a command line
ROOM_FOR_INSTALLATION = 700_000_000
ROOM_FOR_RUNNING = 80_000_000


@cache
def state() -> Path:
    """The folder of this clone's state, made if need be."""
    refused = []
    for folder in _candidates():
        if not _usable(folder):
            refused.append(folder)
            continue
        if refused:
            say(
                f"{refused[0]} n’est pas accessible en écriture à cette personne :\n"
                f"Kevread range ses affaires dans {folder}."
            )
        if folder.is_relative_to(tempfile.gettempdir()) and not ROOT.is_relative_to(tempfile.gettempdir()):
            say(
                "Ce dossier est temporaire, le système peut l’effacer. Pour l’éviter, donnez KEVREAD_STATE=/un/dossier."
            )
        return folder
    raise Fault(
        f"Kevread ne peut écrire ni dans {' ni dans '.join(map(str, refused))}.",
        "donnez-lui un dossier où écrire, par exemple KEVREAD_STATE=/srv/kevread ./kevread",
    )


def _candidates() -> list[Path]:
    if chosen := os.environ.get("KEVREAD_STATE"):
        return [Path(chosen).absolute()]
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return [ROOT / ".kevread", home / "kevread" / name, Path(tempfile.gettempdir()) / f"kevread-{os.geteuid()}" / name]


def _usable(folder: Path) -> bool:
    """May we write there, and is it ours? Root leaves alone the folder of somebody else, whom it would lock out."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            return False
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as error:
        if is_full(error):
            raise disk_full(folder) from None
        return False


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def require_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Fault(
            f"Le disque qui porte {folder} est presque plein : il reste {size(free)}, il en faut {size(needed)}.",
            "libérez de la place, ou donnez à Kevread un dossier sur un autre disque :\n"
            "KEVREAD_STATE=/autre/dossier ./kevread",
        )


def write_whole(path: Path, content: str, mode: int = 0o600) -> None:
    """Write a small file so that it is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(content, encoding="utf-8")
    temporary.chmod(mode)
    temporary.replace(path)


def read_json(path: Path) -> dict:
    """What a small JSON file says; nothing when it is absent or unreadable."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def fingerprint(*patterns: str, also: str = "") -> str:
    """A digest of the files of the clone that match: the same digest means there is nothing to do again."""
    digest = hashlib.sha256(also.encode())
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Stamps:
    """What was done, and on what: `{name: digest}` in one small file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fresh(self, name: str, digest: str) -> bool:
        return read_json(self.path).get(name) == digest

    def any(self) -> bool:
        return bool(read_json(self.path))

    def mark(self, name: str, digest: str) -> None:
        write_whole(self.path, json.dumps({**read_json(self.path), name: digest}, indent=1))

    def forget(self, name: str) -> None:
        write_whole(self.path, json.dumps({k: v for k, v in read_json(self.path).items() if k != name}, indent=1))
