"""What comes from the machine: apt when it is there and permitted, Chromium."""

import os
import shutil
import subprocess
from pathlib import Path

from launch.say import Fault, say, tail

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def _as_root() -> list[str] | None:
    """How to run a command as root without asking anyone: nothing to add, `sudo -n`, or no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def may_install() -> bool:
    return shutil.which("apt-get") is not None and _as_root() is not None


def apt_install(*choices: str) -> bool:
    """Install the first of these packages that apt knows; says what it does, answers whether it did."""
    prefix = _as_root() or []
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    output = ""
    for refresh in (False, True):
        if refresh:
            _run([*prefix, "apt-get", "update", "-qq"], environment)
        for package in choices:
            say(f"Installation : apt-get install {package}…")
            command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            done, output = _run(command, environment)
            if done:
                return True
    say(f"apt-get n’a pas pu installer {' ou '.join(choices)} :\n{tail(output, 4)}")
    return False


def _run(command: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    return ran.returncode == 0, ran.stdout + ran.stderr


def chromium() -> Path | None:
    """The browser of the tests: the one named by KEVREAD_CHROMIUM, else the first found."""
    if chosen := os.environ.get("KEVREAD_CHROMIUM"):
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    for name in CHROMIUM:
        if found := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/local/bin"):
            return Path(found)
    return None


CHROMIUM_REMEDY = (
    "sudo apt-get install chromium (Debian ; ailleurs, le paquet chromium du système),\n"
    "ou donnez le chemin d’un Chromium déjà là : KEVREAD_CHROMIUM=/chemin/vers/chromium ./kevread test"
)


def ensure_chromium() -> Path:
    found = chromium()
    if found is None and "KEVREAD_CHROMIUM" not in os.environ and may_install() and apt_install("chromium"):
        found = chromium()
    if found is None:
        raise Fault(
            "Les essais dans un navigateur ont besoin de Chromium, et cette machine n’en a pas.", CHROMIUM_REMEDY
        )
    return found
