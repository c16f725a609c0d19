"""What the launcher says, in French, and the faults it foresees."""

import sys
from collections.abc import Sequence
from pathlib import Path


class Fault(Exception):  # noqa: N818 — the word of the house
    """A foreseeable failure: what happened, and what to do about it."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n{todo(self.remedy)}" if self.remedy else self.what


class Stopped(BaseException):
    """The user or the system asked for the end (Ctrl-C, SIGTERM)."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


def say(text: str) -> None:
    """Progress: on the error stream, so that the output of a command stays its own."""
    print(text, file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """The answer of a command."""
    print(text, flush=True)


def todo(remedy: str) -> str:
    lines = remedy.splitlines()
    return "\n".join([f"À faire : {lines[0]}", *(f"  {line}" for line in lines[1:])])


def seconds(value: float) -> str:
    r"""
    >>> seconds(21.44)
    '21,4\xa0s'
    """
    return f"{value:.1f}".replace(".", ",") + "\N{NO-BREAK SPACE}s"


def size(octets: int) -> str:
    r"""
    >>> size(3_400_000_000), size(12_000_000), size(900)
    ('3,4\xa0Go', '12,0\xa0Mo', '900\xa0octets')
    """
    for unit, name in ((10**9, "Go"), (10**6, "Mo"), (10**3, "ko")):
        if octets >= unit:
            return f"{octets / unit:.1f}".replace(".", ",") + f"\N{NO-BREAK SPACE}{name}"
    return f"{octets}\N{NO-BREAK SPACE}octets"


def disk_full(folder: Path | str) -> Fault:
    return Fault(
        f"Le disque qui porte {folder} est plein.",
        f"libérez de la place (df -h {folder} la mesure), puis relancez la même commande : rien n’est perdu.",
    )


def tail(text: str, lines: int = 12) -> str:
    """The end of a program's output, which is where it says why."""
    kept = [line.rstrip() for line in text.splitlines() if line.strip()][-lines:]
    return "\n".join(f"    {line}" for line in kept)


BEFORE_STARTING = {
    "Python",
    "PostgreSQL",
    "Base",
    "Disque",
}  # what keeps Kevread from starting; the rest is settled beside


def conclusion(faults: Sequence[str]) -> str:
    """
    >>> conclusion([]), conclusion(["Journal"])
    ('Rien ne manque pour démarrer.', 'Rien n’empêche de démarrer ; 1 point à régler.')
    >>> conclusion(["Disque", "Journal", "Tête"])
    '1 point à régler avant de démarrer, puis 2 autres.'
    """
    first = sum(subject in BEFORE_STARTING for subject in faults)
    others = len(faults) - first
    if not faults:
        return "Rien ne manque pour démarrer."
    if not first:
        return f"Rien n’empêche de démarrer ; {others} point{'s' * (others > 1)} à régler."
    then = f", puis {others} autre{'s' * (others > 1)}" if others else ""
    return f"{first} point{'s' * (first > 1)} à régler avant de démarrer{then}."
