"""Which federation runs here, on which data folder and which database, and how they are made ready."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch import roles, venv
from launch.folders import ROOT, Command, Stamps, fingerprint, read_json, state, write_whole
from launch.locks import alone
from launch.postgres import Cluster, require_programs, way
from launch.say import Fault, disk_full, say, tail
from launch.sql import Session, find_client, literal, quoted, server_major

OLDEST_SERVER = 16
DEMONSTRATION, FEDERATION = "demonstration", "federation"
DEMONSTRATION_DAY = "2026-11-24"


@dataclass(frozen=True)
class Urls:
    """One database, by two roles: the site and the worker connect as the first, which owns nothing; tables are made, saved and
    restored by the second. They are the same where DATABASE_URL is given without KEVREAD_OWNER_URL."""

    application: str
    owner: str


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

    def environment(self, url: str, owner: str = "") -> dict[str, str]:
        """What the Django settings read. What serves the site knows nothing of the owner of the tables."""
        mine = {
            "DATABASE_URL": url,
            **({"KEVREAD_OWNER_URL": owner} if owner else {}),
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
        theirs = ("KEVREAD_DEMONSTRATION", "KEVREAD_ON", "KEVREAD_OWNER_URL")
        others = {k: v for k, v in os.environ.items() if k not in theirs}
        return {**others, **mine}


def current() -> Instance:
    """The real federation when `init` or `restore` made one here, else the demonstration."""
    if chosen := os.environ.get("KEVREAD_DATA"):
        return at(Path(chosen).absolute())
    pointer = state() / "served.json"
    if pointer.exists():
        data = Path(read_json(pointer).get("data", ""))
        if not data.is_dir() or not any(data.iterdir()):  # a disk that is not mounted leaves an empty folder
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
        return Instance(data, FEDERATION, _known(str(founded.get("federation", "bretagne"))))
    return Instance(data, DEMONSTRATION, chosen_federation())


def chosen_federation() -> str:
    return _known(os.environ.get("KEVREAD_FEDERATION", "bretagne"))


def _known(name: str) -> str:
    """That name of a federation of this clone. Fault when there is none: it becomes the name of a folder."""
    known = sorted(folder.name for folder in (ROOT / "federations").glob("[a-z]*") if folder.is_dir())
    if name not in known:
        raise Fault(
            f"Il n’y a pas de fédération « {name} » dans federations/.", f"choisissez parmi : {', '.join(known)}."
        )
    return name


def serve_from_now_on(instance: Instance) -> None:
    write_whole(state() / "served.json", json.dumps({"data": str(instance.data)}))


def static_folder() -> Path:
    return state() / "static"


# The database -------------------------------------------------------------------------------------------------------


@contextmanager
def database(instance: Instance) -> Iterator[Urls]:
    """The URLs of a database that answers, for as long as we need it."""
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if url := os.environ.get("DATABASE_URL"):
        urls = Urls(url, os.environ.get("KEVREAD_OWNER_URL") or url)
        _require_suitable(instance, urls)
        yield urls
        return
    if way() == "nobody":
        instance.data.chmod(0o711)  # the server must reach its own folder, and sees nothing else
    with embedded(instance).in_use() as cluster:
        urls = Urls(cluster.url(role=roles.APPLICATION), cluster.url(role=roles.OWNER))
        with Session(cluster.programs, urls.owner) as session:
            _require_kind(instance, session)
        yield urls


def embedded(instance: Instance) -> Cluster:
    """The cluster of this instance, where DATABASE_URL names no other server."""
    return Cluster(instance.cluster_folder, require_programs(venv.folder()))


def _require_suitable(instance: Instance, urls: Urls) -> None:
    """The database of DATABASE_URL: recent enough, in UTF-8, where we may make tables, and that of this very instance."""
    if not all(url.startswith(("postgres://", "postgresql://")) for url in (urls.application, urls.owner)):
        raise Fault(
            "DATABASE_URL ne désigne pas une base PostgreSQL (ou KEVREAD_OWNER_URL, si elle est donnée).",
            "donnez-lui la forme postgresql://personne:motdepasse@machine:5432/base",
        )
    client = find_client(venv.folder())
    if client is None:
        return
    with Session(client, urls.owner) as session:
        major = server_major(session)
        if major < OLDEST_SERVER:
            raise Fault(
                f"La base de DATABASE_URL est sous PostgreSQL {major} ; il faut 16 ou plus récent.",
                "mettez ce serveur à jour.",
            )
        encoding, role, name, makes = session.ask(SUITABLE)[0]
        if encoding != "UTF8":
            raise Fault(
                f"La base « {name} » est en {encoding} : les noms n’y tiennent pas tous. Il la faut en UTF-8.",
                f"créez-en une autre : createdb --encoding=UTF8 --template=template0 --owner={role} kevread",
            )
        if makes != "t":
            raise Fault(
                f"« {role} » n’a pas le droit de créer des tables dans la base « {name} ».",
                f"dans cette base, en administrateur·rice de PostgreSQL :\n{made_ready(role)}\n"
                "le guide dit comment préparer une base : docs/guides/exploitation.md, « PostgreSQL ».",
            )
        _require_kind(instance, session)


SUITABLE = f"""
SELECT current_setting('server_encoding'), current_user, current_database(),
    has_schema_privilege('public', 'CREATE') AND (has_database_privilege(current_database(), 'CREATE') OR NOT EXISTS (
        SELECT unnest(ARRAY[{", ".join(map(literal, roles.EXTENSIONS))}]) EXCEPT SELECT extname FROM pg_extension
    ))
"""


def made_ready(role: str) -> str:
    """What lets that role make our tables, and no folder."""
    wanted = [f"CREATE EXTENSION IF NOT EXISTS {name};" for name in roles.EXTENSIONS]
    return " ".join([f"GRANT USAGE, CREATE ON SCHEMA public TO {quoted(role)};", *wanted])


def _require_kind(instance: Instance, session: Session) -> None:
    """What the database says that it is, against what we were going to open."""
    kind, federation, _ = kind_of(session)
    if not kind or (kind, federation) == (instance.kind, instance.federation):
        return
    invented = instance.data.is_relative_to(state() / DEMONSTRATION)  # a folder of ours: nothing was lost there
    if kind == FEDERATION and instance.kind == DEMONSTRATION and not invented:
        known = json.dumps({"kind": kind, "federation": federation})
        raise Fault(
            f"Les données de {instance.data} sont celles d’une {named(kind, federation)},\n"
            "et son fichier instance.json a disparu : elles ne s’ouvrent pas comme une démonstration.",
            f"remettez ce fichier en place : echo '{known}' > {instance.data / 'instance.json'}",
        )
    raise Fault(
        f"La base est celle d’une {named(kind, federation)},\n"
        f"et {instance.data} est le dossier d’une {named(instance.kind, instance.federation)}.",
        "donnez le dossier de données qui va avec cette base : KEVREAD_DATA=/son/dossier,\nou une autre DATABASE_URL.",
    )


def named(kind: str, federation: str) -> str:
    return f"{'démonstration' if kind == DEMONSTRATION else 'vraie fédération'} (« {federation} »)"


def kind_of(session: Session) -> tuple[str, str, str]:
    """What a database says that it is, of which federation and since when; nothing when it was never prepared."""
    if session.ask("SELECT to_regclass('public.base_kind') IS NULL") == [["t"]]:
        return "", "", ""
    found = session.ask("SELECT kind, federation, written_at::date FROM public.base_kind")
    return (found[0][0], found[0][1], found[0][2]) if found else ("", "", "")


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


def prepare(instance: Instance, urls: Urls) -> None:
    """Everything that must be true before a page is asked for; what did not change since last time is skipped."""
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(state() / "prepare.lock", "Une autre commande prépare cette base : on attend qu’elle ait fini…"):
        collecting = _start_collecting(instance, urls.application)
        try:
            _prepare_database(instance, urls)
        finally:
            _finish_collecting(*collecting)


def prepared(instance: Instance, urls: Urls) -> bool:
    steps, stamps = _steps(instance), _stamps(instance, urls.application)
    return all(stamps.fresh(name, digest) for name, (_, digest) in steps.items()) and _has_tables(urls.owner)


def _prepare_database(instance: Instance, urls: Urls) -> None:
    steps, stamps = _steps(instance), _stamps(instance, urls.application)
    empty = not _has_tables(urls.owner)
    todo = {name: step for name, step in steps.items() if empty or not stamps.fresh(name, step[1])}
    if not todo:
        return
    say("Préparation de la base : tables, géographie, instances, articles…" if empty else "Mise à jour de la base…")
    output = (state() / "preparation.log").open("w+", encoding="utf-8")
    with output:
        ran = django(instance, urls, ["-c", BATCH, *(command for command, _ in todo.values())], output)
        output.seek(0)
        _require(ran, output.read(), "La préparation de la base a échoué.", instance.data)
    for name, (_, digest) in todo.items():
        stamps.mark(name, digest)


def _steps(instance: Instance) -> dict[str, tuple[str, str]]:
    """Name: the Django command, and the digest of what it depends on."""
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    tables = fingerprint("src/**/migrations/*.py", also=locked)
    steps = {
        "migrate": ("migrate --database=owner --no-input -v0", tables),
        "grant": ("grant", fingerprint("src/kevread/base/rights.py", also=tables)),
        "kind": ("kind", tables),
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


def django(instance: Instance, urls: Urls, arguments: list[str], output: IO[str]) -> int:
    """Run the Python of the virtual environment as Django wants it, with what makes the tables."""
    command: Command = [venv.python(), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=instance.environment(urls.application, urls.owner), check=False,
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
