"""`./kevread backup FILE` and `./kevread restore FILE`."""

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch import archive, loading, noted, roles, venv
from launch import instance as instances
from launch.folders import ROOT, Command, is_full, read_json, state, write_whole
from launch.instance import DEMONSTRATION, FEDERATION, Instance
from launch.locks import Hold, alone
from launch.postgres import Programs, find_programs, scratch_cluster
from launch.say import Fault, disk_full, say, size, tail, tell
from launch.sql import Session, find_client, require_client, server_major


def backup(file: Path, *, check: bool = True) -> int:
    """One consistent picture of the database and of the files, then a restoration to prove it."""
    file = file.absolute()
    if not file.parent.is_dir() or file.is_dir():
        raise Fault(
            f"On ne peut pas écrire la sauvegarde dans {file}.",
            "donnez le nom d’un fichier dans un dossier qui existe.",
        )
    instance = instances.current()
    venv.ensure()
    with instances.database(instance) as urls, _beside(file.parent) as folder:
        client = _client(urls.owner)
        with Session(client, urls.owner) as session:
            if archive.has_seals(session):  # what is in the backup is sealed in it
                sealed = _manage(instance, urls.application, "seal")
                if sealed.returncode:
                    say(f"Le journal n’a pas pu être scellé avant la sauvegarde :\n{tail(sealed.stderr, 4)}")
            manifest = _picture(session, client, urls.owner, folder / archive.DUMP, instance)
        head = manifest["journal_head"]
        if head:
            write_whole(folder / archive.ANCHOR, json.dumps(head))
        archive.write(file, manifest, folder / archive.DUMP, instance.data)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    tell(f"Sauvegarde écrite : {file} ({size(file.stat().st_size)}, {len(manifest['tables'])} tables, {rows} lignes).")
    if head:
        tell(f"Tête du journal, à noter ailleurs : {head['head']} (scellé n° {head['number']}).")
    return verify(file) if check else 0


def _manage(instance: Instance, url: str, *words: str, owner: str = "") -> subprocess.CompletedProcess[str]:
    command: Command = [venv.python(), "-m", "config", *words]
    return subprocess.run(
        command, cwd=ROOT, env=instance.environment(url, owner), capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _migrating(instance: Instance, url: str, owner: str) -> loading.Migrate:
    """How a script makes tables in that database, told what by its input."""

    def migrate(script: str, told: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [venv.python(), "-c", script], cwd=ROOT, env=instance.environment(url, owner), input=told,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return migrate


def _check_journal(instance: Instance, client: Programs, url: str, anchor: Path) -> bool:
    """The restored journal against the head that was noted when the backup was taken. False when nothing could be checked:
    such a backup is not a verified one."""
    if not anchor.exists():
        with Session(client, url) as session:
            kept = archive.has_seals(session)
        if kept:
            say("Le journal de cette sauvegarde n’a pas d’ancre : rien ne peut le vérifier.")
        return not kept
    ran = _manage(instance, url, "verify-journal", "--anchor", str(anchor), "--format", "json")
    if ran.returncode == 1 and ran.stdout.lstrip().startswith("{"):
        raise Fault(
            f"Le journal restauré n’est pas intact :\n{tail(ran.stdout, 12)}",
            "n’utilisez pas cette base ; prenez la sauvegarde précédente.",
        )
    if ran.returncode:
        say(f"Le journal n’a pas pu être vérifié contre son ancre :\n{tail(ran.stderr, 4)}")
    return ran.returncode == 0


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A private folder on the same disk as what we write; gone afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".kevread-", dir=place))
    except OSError as error:
        if is_full(error):
            raise disk_full(place) from None
        raise Fault(
            f"On ne peut pas écrire dans {place}.", "choisissez un dossier où vous avez le droit d’écrire."
        ) from None
    try:
        yield folder
    except OSError as error:
        if is_full(error):
            raise disk_full(place) from None
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _client(url: str) -> Programs:
    anyone = find_client(venv.folder())
    if anyone is None:
        return require_client(venv.folder(), 0)
    with Session(anyone, url) as session:
        return require_client(venv.folder(), server_major(session))


def _picture(session: Session, client: Programs, url: str, dump: Path, instance: Instance) -> dict:
    """Dump and describe under one snapshot: what is written meanwhile is in neither."""
    with _nobody_voting(instance.data / archive.VOTES) as registers:
        session.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = session.ask("SELECT pg_export_snapshot()")[0][0]
        for register in registers:
            aside = dump.with_name(archive.VOTES) / register.name
            aside.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(register, aside)
    if archive.is_empty(session):
        raise Fault(
            "Il n’y a rien à sauvegarder : cette base est vide.",
            "lancez d’abord ./kevread (démonstration) ou ./kevread init.",
        )
    sequences = archive.sequences(session)
    loading.program(
        client,
        "pg_dump",
        url,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-unlogged-table-data",  # shares of the key of a ballot box wait there, and are nowhere else
        f"--snapshot={snapshot}",
        f"--file={dump}",
    )
    return {
        "format": archive.FORMAT,
        "taken": _now(),
        "kind": instance.kind,
        "federation": instance.federation,
        "identity": instance.identity(),
        "server": server_major(session),
        "sequences": sequences,
        "journal_head": archive.journal_head(session),
        **archive.describe(session),
    }


PATIENCE = 5  # seconds, for votes that are under way


@contextmanager
def _nobody_voting(folder: Path) -> Iterator[list[Path]]:
    """The registers of secret votes, while nothing is noted in them: what they say is then what the database says at that
    very moment. Between two votes, if that comes soon: one that is under way has its voter and its ballot side by side."""
    if not folder.is_dir():
        yield []
        return
    deadline = time.monotonic() + PATIENCE
    while True:
        with alone(folder / "lock", "Des votes sont en cours : on attend un instant."):
            found = sorted(path for path in folder.iterdir() if archive.REGISTER.fullmatch(path.name))
            if time.monotonic() > deadline or not any(read_json(path).get("begun") for path in found):
                yield found
                return
        time.sleep(0.02)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


# Restoration --------------------------------------------------------------------------------------------------------


def verify(file: Path) -> int:
    """Restore into a cluster that is thrown away, and compare table by table. Not 0 when something could not be checked."""
    manifest = archive.read_manifest(file)
    venv.ensure()
    programs = find_programs(venv.folder())
    if programs is None:
        say("Sauvegarde non vérifiée : il faudrait ici un PostgreSQL pour la restaurer à l’essai.")
        return 1
    with tempfile.TemporaryDirectory(prefix="kevread-") as folder, scratch_cluster(programs) as cluster:
        archive.unpack(file, manifest, Path(folder))
        url = cluster.url(role=roles.OWNER)
        client = _client(url)
        trial = Instance(Path(folder) / archive.DATA, manifest["kind"], manifest["federation"])
        loading.load(client, url, Path(folder) / archive.DUMP, manifest, file, _migrating(trial, url, url))
        whole = _check_journal(trial, client, url, Path(folder) / archive.ANCHOR)
    if not whole:
        say(
            f"Sauvegarde non vérifiée : {len(manifest['tables'])} tables comparées, aucune différence, mais son journal n’a\n"
            "pas pu l’être. Corrigez, puis : ./kevread restore --check SAUVEGARDE"
        )
        return 1
    _record(file, manifest, manifest.get("identity", ""))
    tell(f"Sauvegarde vérifiée : restaurée à l’essai, {len(manifest['tables'])} tables comparées, aucune différence.")
    return 0


def restore(file: Path, into: Path | None) -> int:
    """Into an empty database only, compared table by table with what the backup says."""
    file = file.absolute()
    manifest = archive.read_manifest(file)
    instance = _destination(manifest, into)
    venv.ensure()
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    hold = Hold(instance.data / "server.lock")
    if not hold.take():
        raise _occupied(instance)
    with _beside(instance.data) as folder:
        archive.unpack(file, manifest, folder)
        with instances.database(instance) as urls:
            client = _client(urls.owner)
            with Session(client, urls.owner) as session:
                there = any((instance.data / name).is_dir() for name in ("files", archive.VOTES))
                if there or not archive.is_empty(session):
                    raise _occupied(instance)
                loading.require_powerless(session)
            trial = Instance(folder / archive.DATA, instance.kind, instance.federation)
            migrate = _migrating(trial, urls.application, urls.owner)
            loading.load(client, urls.owner, folder / archive.DUMP, manifest, file, migrate)
            whole = _check_journal(trial, client, urls.owner, folder / archive.ANCHOR)
            given = _manage(trial, urls.application, "grant", owner=urls.owner)
            if given.returncode:
                raise Fault(
                    f"L’application n’a pas reçu ses droits sur la base restaurée :\n{tail(given.stderr, 4)}",
                    "corrigez, puis restaurez de nouveau dans une base vide.",
                )
            redone = _erase_again(trial, instance, urls.application, manifest)
            with Session(client, urls.owner) as session:
                session.ask("ANALYZE")  # PostgreSQL would plan for empty tables
            _put_files(folder / archive.DATA, instance)
            if "public.journal_act" in manifest["tables"]:
                noted.begin(instance, urls.application, manifest["taken"][:10])
    hold.release()
    if whole:
        _record(file, manifest, instance.identity())
    served = "KEVREAD_DATA" not in os.environ and instance.kind == FEDERATION
    if served and into and instances.current().kind == FEDERATION:
        served = False  # a copy beside: this clone goes on with the federation that it serves
    if served:
        instances.serve_from_now_on(instance)
    tell(f"Restauration faite dans {instance.data} : {len(manifest['tables'])} tables comparées, aucune différence.")
    if redone:
        tell(redone)
    elsewhere = not served and instance.data != instances.current().data
    tell(f"Pour l’ouvrir : {f'KEVREAD_DATA={instance.data} ' if elsewhere else ''}./kevread")
    return 0


def _erase_again(trial: Instance, instance: Instance, url: str, manifest: dict) -> str:
    """Those who were erased since the backup was taken are erased again, by the list beside the key: that of the place where
    one restores, and of what this clone serves when it is the same installation. What is to be told."""
    here = instances.current()
    places = [instance.data, *([here.data] if here.identity() == manifest.get("identity") else [])]
    lists = together([read_json(place / archive.ERASURES) for place in places])
    if not lists:
        return NO_LIST.format(name=archive.ERASURES, data=instance.data) if instance.kind == FEDERATION else ""
    write_whole(trial.data / archive.ERASURES, json.dumps({"lists": lists}))
    ran = _manage(trial, url, "erasures")
    (trial.data / archive.ERASURES).chmod(0o600)
    (trial.data / archive.ERASURES).replace(instance.data / archive.ERASURES)
    if ran.returncode or not ran.stdout[:1].isdigit():
        told = tail(ran.stderr or ran.stdout, 4)
        return f"Les effacements n’ont pas pu être refaits :\n{told}\nÀ faire : ./kevread manage erasures"
    count, *left = ran.stdout.splitlines()
    return "\n".join([f"Personnes effacées de nouveau : {count.split()[0]}.", *left])


NO_LIST = (
    "Aucune liste d’effacements n’est ici. Si des personnes furent effacées depuis cette sauvegarde, copiez {name}\n"
    "de l’ancien dossier de données dans {data}, puis : ./kevread manage erasures"
)


def together(files: list[dict]) -> dict[str, list[str]]:
    """What several lists hold, each digest once under its salt. What is not a list of ours is left out.

    >>> together([{"lists": {"aa": ["1"]}}, {}, {"lists": {"aa": ["1", "2"], "bb": ["3"]}}])
    {'aa': ['1', '2'], 'bb': ['3']}
    """
    found: dict[str, set[str]] = {}
    for file in files:
        for salt, those in (file.get("lists") or {}).items():
            found.setdefault(salt, set()).update(those)
    return {salt: sorted(those) for salt, those in found.items()}


def _destination(manifest: dict, into: Path | None) -> Instance:
    kind, federation = manifest["kind"], manifest["federation"]
    if into or "KEVREAD_DATA" in os.environ:
        return Instance((into or Path(os.environ["KEVREAD_DATA"])).absolute(), kind, federation)
    if kind == DEMONSTRATION:
        return Instance(state() / DEMONSTRATION / federation, kind, federation)
    here = instances.current()
    return here if here.kind == FEDERATION else Instance(state() / FEDERATION, kind, federation)


def _occupied(instance: Instance) -> Fault:
    if os.environ.get("DATABASE_URL"):
        return Fault(
            "La restauration veut une base vide, et celle de DATABASE_URL ne l’est pas (ou a déjà des fichiers).",
            "créez une base neuve (createdb nouvelle) et un dossier neuf :\n"
            "DATABASE_URL=postgresql://…/nouvelle ./kevread restore SAUVEGARDE --into /autre/dossier",
        )
    return Fault(
        f"La restauration veut une base vide, et {instance.data} contient déjà des données.",
        f"restaurez ailleurs : ./kevread restore SAUVEGARDE --into /autre/dossier\n"
        f"ou mettez les données d’ici de côté (après ./kevread backup) : mv {instance.data} {instance.data}.ancien",
    )


def _put_files(unpacked: Path, instance: Instance) -> None:
    for name in archive.KEPT:
        path = unpacked / name
        if path.exists() and (name != "instance.json" or instance.kind == FEDERATION):
            path.replace(instance.data / name)


def _record(file: Path, manifest: dict, identity: str) -> None:
    """For `doctor`: the last backup of that instance that was restored and compared. One clone may serve several; and an
    old backup that is tried again leaves the place to the one that is more recent."""
    others = read_json(verified_file())
    before = others.get(identity)
    if isinstance(before, dict) and before["taken"] > manifest["taken"]:
        return
    known = {"file": str(file), "taken": manifest["taken"], "verified": _now(), "sha256": archive.sha256(file)}
    write_whole(verified_file(), json.dumps({**others, identity: known}))


def verified_file() -> Path:
    return state() / "verified.json"


def verified(instance: Instance) -> dict:
    """The last verified backup of this instance; nothing when there is none, whatever others have."""
    known = read_json(verified_file()).get(instance.identity())
    return known if isinstance(known, dict) else {}
