"""Which federation runs here, on which data folder and which database, and how they are made ready."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch import venv
from launch.folders import ROOT, Command, Stamps, fingerprint, read_json, state, write_whole
from launch.locks import alone
from launch.postgres import Cluster, require_programs, way
from launch.say import Fault, disk_full, say, tail
from launch.sql import Session, find_client, literal, server_major

OLDEST_SERVER = 16
DEMONSTRATION, FEDERATION = "demonstration", "federation"
DEMONSTRATION_DAY = "2026-11-24"


@dataclass(frozen=True)
class Instance:
    """A federation in its data folder."""

    data: Path
    kind: str
    federation: str

    @property
    def cluster_folder(self) -> Path:
        return self.data / "cluster"

    def identity(self) -> str:
        """Which instance this is: its folder, its own secret and its founding, of which this says nothing."""
        kept = [self.data / name for name in ("secret_key", "instance.json")]
        known = b"\0".join(path.read_bytes() for path in kept if path.exists())
        return hashlib.sha256(f"kevread {self.data}\0".encode() + known).hexdigest()[:16]

    def environment(self, url: str) -> dict[str, str]:
        """What the Django settings read."""
        mine = {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "KEVREAD_COLLECTED": "1",
            "KEVREAD_DATA": str(self.data),
            "KEVREAD_FEDERATION": self.federation,
            "KEVREAD_FONTS": str(state() / "fonts"),
            "KEVREAD_STATIC": str(static_folder()),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
        }
        if self.kind == DEMONSTRATION:
            mine |= {"KEVREAD_DEMONSTRATION": "1", "KEVREAD_ON": os.environ.get("KEVREAD_ON", DEMONSTRATION_DAY)}
        others = {k: v for k, v in os.environ.items() if k not in ("KEVREAD_DEMONSTRATION", "KEVREAD_ON")}
        return {**others, **mine}


def current() -> Instance:
    """The real federation when `init` or `restore` made one here, else the demonstration."""
    if chosen := os.environ.get("KEVREAD_DATA"):
        return at(Path(chosen).absolute())
    pointer = state() / "served.json"
    if pointer.exists():
        data = Path(read_json(pointer).get("data", ""))
        if not (data / "instance.json").exists():
            raise Fault(
                f"Les données de la fédération devraient être dans {data}, et n’y sont pas.",
                f"remettez ce dossier à sa place (le disque est-il monté ?),\n"
                f"ou supprimez {pointer} pour revenir à la démonstration.",
            )
        return at(data)
    return at(state() / DEMONSTRATION / chosen_federation())


def at(data: Path) -> Instance:
    founded = read_json(data / "instance.json")
    if founded:
        return Instance(data, FEDERATION, founded.get("federation", "bretagne"))
    return Instance(data, DEMONSTRATION, chosen_federation())


def chosen_federation() -> str:
    name = os.environ.get("KEVREAD_FEDERATION", "bretagne")
    known = sorted(folder.name for folder in (ROOT / "federations").glob("[a-z]*") if folder.is_dir())
    if name not in known:
        raise Fault(
            f"Il n’y a pas de fédération « {name} » dans federations/.", f"choisissez parmi : {', '.join(known)}."
        )
    return name


def serve_from_now_on(instance: Instance) -> None:
    import json

    write_whole(state() / "served.json", json.dumps({"data": str(instance.data)}))


def static_folder() -> Path:
    return state() / "static"


# The database -------------------------------------------------------------------------------------------------------


@contextmanager
def database(instance: Instance) -> Iterator[str]:
    """The URL of a database that answers, for as long as we need it."""
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if url := os.environ.get("DATABASE_URL"):
        _require_suitable(instance, url)
        yield url
        return
    if way() == "nobody":
        instance.data.chmod(0o711)  # the server must reach its own folder, and sees nothing else
    with embedded(instance).in_use() as cluster:
        with Session(cluster.programs, cluster.url("postgres")) as session:
            if not session.ask("SELECT 1 FROM pg_database WHERE datname = 'kevread'"):
                session.ask("CREATE DATABASE kevread")
        yield cluster.url()


def embedded(instance: Instance) -> Cluster:
    """The cluster of this instance, where DATABASE_URL names no other server."""
    return Cluster(instance.cluster_folder, require_programs(venv.folder()))


def _require_suitable(instance: Instance, url: str) -> None:
    """The database of DATABASE_URL: recent enough, and never a real federation under the demonstration."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise Fault(
            "DATABASE_URL ne désigne pas une base PostgreSQL.",
            "donnez-lui la forme postgresql://personne:motdepasse@machine:5432/base",
        )
    client = find_client(venv.folder())
    if client is None:
        return
    with Session(client, url) as session:
        major = server_major(session)
        if major < OLDEST_SERVER:
            raise Fault(
                f"La base de DATABASE_URL est sous PostgreSQL {major} ; il faut 16 ou plus récent.",
                "mettez ce serveur à jour.",
            )
        kind = kind_of(session)
    if kind and kind != instance.kind:
        raise Fault(
            f"La base de DATABASE_URL est celle d’une {_named(kind)},\n"
            f"et {instance.data} est le dossier d’une {_named(instance.kind)}.",
            "donnez le dossier de données qui va avec cette base : KEVREAD_DATA=/son/dossier,\n"
            "ou une autre DATABASE_URL.",
        )


def _named(kind: str) -> str:
    return "démonstration" if kind == DEMONSTRATION else "vraie fédération"


def kind_of(session: Session) -> str:
    """What a database says it holds; nothing when it was never prepared."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    words = session.ask(asked)[0][0].split()
    return words[1] if len(words) == 2 and words[0] == "kevread:" else ""


def mark_kind(session: Session, kind: str) -> None:
    name = session.ask("SELECT quote_ident(current_database())")[0][0]
    session.ask(f"COMMENT ON DATABASE {name} IS {literal(f'kevread: {kind}')}")


# Preparation --------------------------------------------------------------------------------------------------------

BATCH = """
import sys, django
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.exceptions import ImproperlyConfigured
try:
    django.setup()
    for line in sys.argv[1:]:
        call_command(*line.split())
except (CommandError, ImproperlyConfigured) as error:
    sys.exit(str(error))
"""


def prepare(instance: Instance, url: str) -> None:
    """Everything that must be true before a page is asked for; what did not change since last time is skipped."""
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(state() / "prepare.lock", "Une autre commande prépare cette base : on attend qu’elle ait fini…"):
        collecting = _start_collecting(instance, url)
        try:
            _prepare_database(instance, url)
        finally:
            _finish_collecting(*collecting)


def prepared(instance: Instance, url: str) -> bool:
    steps, stamps = _steps(instance), _stamps(instance, url)
    return all(stamps.fresh(name, digest) for name, (_, digest) in steps.items()) and _has_tables(url)


def _prepare_database(instance: Instance, url: str) -> None:
    steps, stamps = _steps(instance), _stamps(instance, url)
    empty = not _has_tables(url)
    todo = {name: step for name, step in steps.items() if empty or not stamps.fresh(name, step[1])}
    if not todo:
        return
    say("Préparation de la base : tables, géographie, instances, articles…" if empty else "Mise à jour de la base…")
    output = (state() / "preparation.log").open("w+", encoding="utf-8")
    with output:
        ran = django(instance, url, ["-c", BATCH, *(command for command, _ in todo.values())], output)
        output.seek(0)
        _require(ran, output.read(), "La préparation de la base a échoué.", instance.data)
    if client := find_client(venv.folder()):
        with Session(client, url) as session:
            if kind_of(session) != instance.kind:
                mark_kind(session, instance.kind)
    for name, (_, digest) in todo.items():
        stamps.mark(name, digest)


def _steps(instance: Instance) -> dict[str, tuple[str, str]]:
    """Name: the Django command, and the digest of what it depends on."""
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    steps = {
        "migrate": ("migrate --no-input -v0", fingerprint("src/**/migrations/*.py", also=locked)),
        "prepare": ("prepare", fingerprint("src/**/*.py", "federations/**/*", also=instance.federation)),
    }
    if instance.kind == DEMONSTRATION:
        steps["demonstration"] = ("demonstration", fingerprint("src/kevread/demonstration/**/*.py"))
    return steps


def _stamps(instance: Instance, url: str) -> Stamps:
    if os.environ.get("DATABASE_URL"):
        return Stamps(instance.data / f"prepared-{hashlib.sha256(url.encode()).hexdigest()[:10]}.json")
    return Stamps(instance.cluster_folder / "prepared.json")


def _has_tables(url: str) -> bool:
    client = find_client(venv.folder())
    if client is None:
        return False
    with Session(client, url) as session:
        return session.ask("SELECT to_regclass('public.django_migrations') IS NOT NULL") == [["t"]]


def django(instance: Instance, url: str, arguments: list[str], output: IO[str]) -> int:
    """Run the Python of the virtual environment as Django wants it."""
    command: Command = [venv.python(), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=instance.environment(url), check=False,
        stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
    ).returncode  # fmt: skip


def _start_collecting(instance: Instance, url: str):
    digest = fingerprint("src/**/static/**/*", "src/kevread/ui/**/*.py", "src/config/*.py", "requirements/run.txt")
    stamps = Stamps(state() / "collected.json")
    if stamps.fresh("static", digest) and static_folder().is_dir():
        return None, stamps, digest
    log = (state() / "static.log").open("w+", encoding="utf-8")
    (state() / "fonts").mkdir(exist_ok=True)  # looked for by the settings before the first command fills it
    command: Command = [venv.python(), "-c", BATCH, "fonts", "collectstatic --no-input --clear -v0"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=instance.environment(url), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
    )
    return (process, log), stamps, digest


def _finish_collecting(started, stamps: Stamps, digest: str) -> None:
    if started is None:
        return
    process, log = started
    try:
        code = process.wait()
    except BaseException:
        process.kill()
        raise
    with log:
        log.seek(0)
        _require(code, log.read(), "La collecte des fichiers de présentation a échoué.", state())
    stamps.mark("static", digest)


def _require(code: int, output: str, what: str, folder: Path) -> None:
    if code == 0:
        return
    if "No space left on device" in output:
        raise disk_full(folder)
    raise Fault(
        f"{what}\n{tail(output)}", f"le détail est dans {state()} (*.log) ; corrigez, puis relancez la même commande."
    )
