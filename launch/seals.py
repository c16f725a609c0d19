"""What seals signed documents, for `doctor`: the authority of this installation, and the provider that it may have."""

import os
import subprocess

from launch import venv
from launch.instance import Instance

GOOD, ADVICE, BAD = "✓", "·", "✗"
Line = tuple[str, str, str]
NO_DATABASE = "postgresql:///kevread"  # its form is read; nobody connects
PATIENCE = 60  # seconds; the provider has its own, and is asked twice
SETTINGS = "À faire : voir docs/guides/exploitation.md, « Un prestataire de cachet »"


def told(instance: Instance, *words: str) -> tuple[str, str] | None:
    """The first line of a command, then the rest; nothing before there is a key, nor of a command that fails."""
    if not (instance.data / "secret_key").exists() or not venv.python().exists():
        return None
    try:
        ran = subprocess.run(
            [venv.python(), "-m", "config", *words], env=instance.environment(NO_DATABASE), capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL, timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    if ran.returncode:
        return None
    first, _, said = ran.stdout.strip().partition("\n")
    return first, said


def authority(instance: Instance) -> list[Line]:
    """Until when what seals signed documents serves."""
    if (found := told(instance, "authority", "--state")) is None:
        return []
    when, said = found
    if when == "à temps":
        return [(GOOD, "Sceaux", said)]
    remedy = "une nouvelle clé à la première ligne de secret_key, l’ancienne sous elle : l’autorité sera neuve"
    return [(ADVICE, "Sceaux", f"{said}\nÀ faire : {remedy}")]


def provider(instance: Instance) -> list[Line]:
    """Whether who seals in the place of this site answers; nothing where nobody does."""
    if not os.environ.get("KEVREAD_CSC_URL"):
        return []
    if (found := told(instance, "seal-provider")) is None:
        return [(BAD, "Cachet", f"rien ne dit si le prestataire répond\n{SETTINGS}")]
    how, said = found
    mark = {"répond": GOOD, "bientôt": ADVICE, "éteint": ADVICE}.get(how, BAD)
    return [(mark, "Cachet", said if mark == GOOD else f"{said}\n{SETTINGS}")]
