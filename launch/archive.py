"""What a backup file is made of: one tar, with a manifest that says what must be found again.

manifest.json    format, date, kind, federation, server, tables (rows, checksum), sequences, objects, journal head,
                 and the SHA-256 of each other member
database.dump    pg_dump, custom format
anchor.json      the head of the journal's seals at that moment: `./kevread manage verify-journal --anchor`
data/…           secret_key, instance.json, files/ of the data folder, and votes/: what was stamped of each secret vote
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path

from launch.folders import is_full
from launch.say import Fault, disk_full
from launch.sql import Session, quoted

FORMAT = 2  # 2: with votes/
MANIFEST, DUMP, ANCHOR, DATA = "manifest.json", "database.dump", "anchor.json", "data"
KEPT = ("secret_key", "instance.json", "files", "votes")  # of the data folder; the rest can be made again

VOTES = "votes"
ERASURES = (
    "erasures.json"  # of who was erased: beside the key, in no backup, for it says what is to be redone after one
)
STILL = (
    "SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC'; SET extra_float_digits = 1; "
    "SET bytea_output = 'hex'; SET search_path = pg_catalog, pg_temp; SET lc_monetary = 'C'"
)
OURS = (
    "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%' "
    "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.deptype = 'e' AND d.objid = {0}.oid)"
)
RELATIONS = "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE " + OURS.format(
    "c"
)


def describe(session: Session) -> dict:
    """What a database holds: rows and checksum by table, and how many objects watch over them. What an unlogged table
    holds does not last, and is in no backup."""
    session.ask(STILL)
    tables = {}
    lasting = f"SELECT n.nspname, c.relname {RELATIONS} AND c.relkind = 'r' AND c.relpersistence = 'p' ORDER BY 1, 2"
    for schema, name in session.ask(lasting):
        rows, high, low = session.ask(_checksum(f"{quoted(schema)}.{quoted(name)}"))[0]
        tables[f"{schema}.{name}"] = {"rows": int(rows), "checksum": f"{high}:{low}"}
    return {"tables": tables, "objects": _objects(session)}


def sequences(session: Session) -> dict[str, int]:
    asked = "SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_catalog.pg_sequences"
    return {name: int(value) for name, value in session.ask(asked)}


def _checksum(table: str) -> str:
    """The order of rows does not count, a row seen twice counts twice."""
    half = "coalesce(sum(('x' || substr(h, {0}, 16))::bit(64)::bigint::numeric), 0)"
    return f"SELECT count(*), {half.format(1)}, {half.format(17)} FROM (SELECT md5(t::text) AS h FROM {table} t) s"


def _objects(session: Session) -> dict[str, int]:
    def count(what: str) -> int:
        return int(session.ask(f"SELECT count(*) {what}")[0][0])

    of_relation = (
        "JOIN pg_catalog.pg_class c ON c.oid = {0} JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
        + OURS.format("c")
    )
    functions = (
        "FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE " + OURS.format("p")
    )
    return {
        # « NOT NULL » is counted among them from PostgreSQL 18 on: a backup goes to older ones as well.
        "constraints": count(
            f"FROM pg_catalog.pg_constraint k {of_relation.format('k.conrelid')} AND k.contype <> 'n'"
        ),
        "functions": count(functions),
        "indexes": count(f"{RELATIONS} AND c.relkind = 'i'"),
        "triggers": count(f"FROM pg_catalog.pg_trigger t {of_relation.format('t.tgrelid')} AND NOT t.tgisinternal"),
        "views": count(f"{RELATIONS} AND c.relkind IN ('v', 'm')"),
    }


def is_empty(session: Session) -> bool:
    return session.ask(f"SELECT count(*) {RELATIONS} AND c.relkind IN ('r', 'p', 'v', 'm', 'S')") == [["0"]]


def has_seals(session: Session) -> bool:
    return session.ask("SELECT to_regclass('public.journal_seal') IS NOT NULL") == [["t"]]


def journal_head(session: Session) -> dict | None:
    """The last seal of the journal: what an anchor kept elsewhere says. None before the first."""
    asked = "SELECT number, encode(head, 'hex'), sealed_at FROM public.journal_seal ORDER BY number DESC LIMIT 1"
    last = session.ask(asked) if has_seals(session) else []
    return {"number": int(last[0][0]), "head": f"sha256:{last[0][1]}", "sealed_at": last[0][2]} if last else None


def differences(expected: dict, found: dict) -> list[str]:
    """In words, what a restored database has otherwise than its manifest."""
    said = []
    for name in sorted({*expected["tables"], *found["tables"]}):
        before, after = expected["tables"].get(name), found["tables"].get(name)
        if after is None:
            said.append(f"la table {name} manque")
        elif before is None:
            said.append(f"la table {name} est en trop")
        elif before["rows"] != after["rows"]:
            said.append(f"la table {name} a {after['rows']} lignes au lieu de {before['rows']}")
        elif before != after:
            said.append(f"la table {name} n’a pas le même contenu")
    for name, value in expected["sequences"].items():  # they advance outside of any snapshot: never behind is enough
        if found["sequences"].get(name, -1) < value:
            said.append(f"la suite {name} est en retard sur {value}")
    return said


def otherwise(expected: dict, found: dict) -> list[str]:
    """In words, what watched over the rows in another number than where they were restored."""
    return [
        f"{name} : {value} dans la base sauvegardée, {found['objects'].get(name)} dans celle-ci"
        for name, value in expected["objects"].items()
        if found["objects"].get(name) != value
    ]


# The file -----------------------------------------------------------------------------------------------------------


def write(target: Path, manifest: dict, dump: Path, data: Path) -> None:
    """Write the whole file aside, then put it in its place at once."""
    anchor = dump.with_name(ANCHOR)
    members = {DUMP: dump} | ({ANCHOR: anchor} if anchor.exists() else {})
    members |= {f"{DATA}/{path.relative_to(data).as_posix()}": path for path in _kept(data)}
    registers = sorted(dump.with_name(VOTES).glob("*.json"))
    members |= {f"{DATA}/{VOTES}/{path.name}": path for path in registers}
    manifest["members"] = {}
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                for name, path in members.items():
                    manifest["members"][name] = sha256(path)
                    tar.add(path, name, recursive=False)
                content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size, entry.mode = len(content), 0o600
                tar.addfile(entry, io.BytesIO(content))
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _kept(data: Path) -> list[Path]:
    found = []
    for name in KEPT:
        if name == VOTES:  # as they were at the moment of the picture, which set them aside
            continue
        path = data / name
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path] * path.is_file()
    return found


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(file: Path) -> dict:
    """What the backup says of itself."""
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(MANIFEST)
            manifest = json.loads(member.read() if member else b"")
    except FileNotFoundError:
        raise Fault(f"Il n’y a pas de fichier {file}.", "vérifiez le chemin de la sauvegarde.") from None
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError, RecursionError):
        raise damaged(file) from None
    written = manifest.get("format") if isinstance(manifest, dict) else None
    if isinstance(written, int) and written > FORMAT:
        raise Fault(
            f"La sauvegarde {file} vient d’une version plus récente de Kevread.",
            "mettez Kevread à jour (git pull), puis relancez.",
        )
    if not _is_ours(manifest):
        raise damaged(file)
    return manifest


REGISTER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json")  # of a secret vote
MEMBER = re.compile(
    rf"{re.escape(DUMP)}|{re.escape(ANCHOR)}|{DATA}/(secret_key|instance\.json|files(/[^/\0]+)+|votes/{REGISTER.pattern})"
)
DIGEST = re.compile(r"[0-9a-f]{64}")


def _is_ours(manifest: object) -> bool:
    """Whether a manifest has the form of ours: what it says becomes names of folders and of files."""
    if not isinstance(manifest, dict) or manifest.get("kind") not in ("federation", "demonstration"):
        return False
    federation, members = manifest.get("federation"), manifest.get("members")
    if not (isinstance(federation, str) and re.fullmatch("[a-z][a-z0-9-]*", federation)):
        return False
    if not isinstance(manifest.get("identity", ""), str) or not _is_number(manifest.get("server")):
        return False
    counted = _is_number(manifest.get("format")) and all(
        isinstance(manifest.get(name), dict) for name in ("tables", "sequences", "objects")
    )
    named = isinstance(members, dict) and DUMP in members and all(_is_member(name, members[name]) for name in members)
    return counted and named and isinstance(manifest.get("taken"), str)


def _is_number(said: object) -> bool:
    """Of a version.

    >>> [_is_number(said) for said in (1, 2, 0, -1, True, 1.0, "1", 10**9, None)]
    [True, True, False, False, False, False, False, False, False]
    """
    return type(said) is int and 0 < said < 1000


def _is_member(name: str, digest: object) -> bool:
    """
    >>> digest = "0" * 64
    >>> [_is_member(name, digest) for name in ("data/files/2026/pv.pdf", "data/files/../x", "/etc/x", "data/cluster/x")]
    [True, False, False, False]
    """
    inside = not {".", ".."} & set(name.split("/")) and not any(ord(letter) < 32 for letter in name)
    return bool(MEMBER.fullmatch(name)) and inside and isinstance(digest, str) and bool(DIGEST.fullmatch(digest))


def unpack(file: Path, manifest: dict, folder: Path) -> None:
    """Take out exactly the members that the manifest lists, each with its digest. Only plain files, which we make ourselves:
    a link, in the archive or in its way, is followed nowhere."""
    try:
        with tarfile.open(file) as tar:
            for name, digest in manifest["members"].items():
                member = tar.getmember(name)
                content = tar.extractfile(member) if member.isreg() and _is_member(name, digest) else None
                if content is None:
                    raise damaged(file)
                (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                    shutil.copyfileobj(content, target)
                if sha256(folder / name) != digest:
                    raise damaged(file)
    except OSError as error:
        if is_full(error):
            raise disk_full(folder) from None
        raise damaged(file) from None
    except (tarfile.TarError, KeyError):
        raise damaged(file) from None


def damaged(file: Path) -> Fault:
    return Fault(
        f"{file} n’est pas une sauvegarde de Kevread, ou elle est abîmée.",
        "reprenez-la de son lieu de copie, ou prenez la précédente.",
    )
