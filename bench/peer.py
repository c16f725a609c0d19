"""byro 2023.1.0, whose log is a chain of hashes too: the same question asked of it. Called by `journal.py --peer`.

It lives in its own virtual environment (.kevread/byro, made here the first time) and on its own database of the same
cluster. Its log looks for its end at each entry, so it is asked at 500 and at 5 000 entries only. The second half of this
file runs in that environment, under byro's settings.
"""

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

BYRO = "byro==2023.1.0"
SIZES = (0, 500, 5_000)
PYTHONS = ("3.11", "3.10", "3.9", "3.8")  # Django 3.2 and pkg_resources: none after 3.11


def run(url: str) -> None:
    """From our environment."""
    python = environment()
    if python is None:
        print(f"\n{BYRO}: no Python among {', '.join(PYTHONS)} here, so it was not asked.")
        return
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    create_database(urlunsplit(parts._replace(path="/postgres")), "bench_byro")
    settings = {
        "BYRO_DB_NAME": "bench_byro",
        "BYRO_DB_USER": parts.username or "",
        "BYRO_DB_PASS": parts.password or "",
        "BYRO_DB_HOST": query.get("host") or parts.hostname or "",
        "BYRO_DB_PORT": query.get("port") or str(parts.port or ""),
        "BYRO_DATA_DIR": str(python.parents[1] / "data"),
        "DJANGO_SETTINGS_MODULE": "byro.settings",
        "PATH": os.environ["PATH"],
    }
    asked = subprocess.run(
        [python, "-W", "ignore", __file__], env=settings, check=False, stderr=subprocess.PIPE, text=True
    )
    if asked.returncode:
        sys.exit(f"byro did not answer.\n{asked.stderr}")


def create_database(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")


def environment() -> Path | None:
    folder = Path(__file__).resolve().parents[1] / ".kevread" / "byro"
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        base = find_python()
        if base is None:
            return None
        subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "setuptools<70", BYRO], check=True)
        (folder / "installed").touch()
    return python


def find_python() -> str | None:
    """On the path, else among those of pyenv."""
    for version in PYTHONS:
        if found := shutil.which(f"python{version}"):
            return found
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip()
        for version in PYTHONS:
            for found in Path(root).glob(f"versions/{version}.*/bin/python"):
                return str(found)
    return None


# In byro's environment ------------------------------------------------------------------------------------------------


def with_log(number: int) -> None:
    from byro.members.models import Member
    from django.db import transaction

    with transaction.atomic():
        member = Member.objects.create(name=f"Bench {number}")
        member.log("bench", ".created", number=number)


def without_log(number: int) -> None:
    from byro.members.models import Member
    from django.db import transaction

    with transaction.atomic():
        Member.objects.create(name=f"Bench {number}")


def ask() -> None:
    import django
    from django.core.management import call_command
    from django.db import connection

    with contextlib.redirect_stdout(sys.stderr):  # its banner
        django.setup()
    call_command("migrate", verbosity=0)
    from byro.common.models import LogEntry

    print(f"\n{BYRO}, one client, milliseconds: median")
    print(f"{'entries':>10} {'logged write':>16} {'without log':>18} {'ratio':>6}")
    for size in SIZES:
        for number in range(LogEntry.objects.count(), size):
            with_log(number)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE common_logentry")
            cursor.execute("CHECKPOINT")
        spent: dict = {with_log: [], without_log: []}
        for number in range(100):
            for write, taken in spent.items():
                started = time.perf_counter()
                write(number)
                taken.append((time.perf_counter() - started) * 1000)
        logged, bare = (statistics.median(taken) for taken in spent.values())
        print(f"{size:>10} {logged:>16.2f} {bare:>18.2f} {logged / bare:>6.2f}", flush=True)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder: its names are not byro's
    ask()
