"""`./kevread doctor`: what this machine has, what it lacks, and how to get it. Installs nothing."""

import datetime as dt
import hashlib
import hmac
import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress

from launch import boxes, keyed, noted, owned, seals, system, venv
from launch import instance as instances
from launch.backup import verified
from launch.folders import ROOM_FOR_INSTALLATION, Stamps, read_json, state
from launch.instance import DEMONSTRATION, Instance
from launch.postgres import INSTALL, find_programs, way
from launch.say import Fault, conclusion, size, tell
from launch.sql import Session, find_client, server_major

GOOD, ADVICE, BAD = "✓", "·", "✗"
Line = tuple[str, str, str]
NO_DATABASE = "postgresql:///kevread"  # its form is read; nobody connects


def run() -> int:
    instance = instances.current()
    with ExitStack() as stack:
        if boxes.has_database(instance):
            with suppress(Fault):  # said with the database
                stack.enter_context(instances.database(instance))  # one start and one stop, for all that asks it
        lines = _lines(instance)
    for mark, subject, text in lines:
        first, *others = text.splitlines()
        tell(f"{mark} {subject:<14} {first}")
        for other in others:
            tell(f"{'':<17}{other}")
    tell(f"\n{conclusion([subject for mark, subject, _ in lines if mark == BAD])}")
    return 1 if any(mark == BAD for mark, _, _ in lines) else 0


def _lines(instance: Instance) -> list[Line]:
    return [
        _python(), _installed(), _postgres(), _database(instance), *_role(instance), *owned.folder(instance),
        *owned.beside(instance), _disk(), _locale(), _chromium(), _served(instance),
        _worker(instance), *boxes.traces(instance), *boxes.registers(instance), *_key(instance),
        *((ADVICE, *said) for said in keyed.told(instance)),
        *seals.authority(instance), *seals.provider(instance), *boxes.erasures(instance),
        *_journal(instance), *noted.head(instance),
        _mail(instance), _backup(instance),
    ]  # fmt: skip


def _python() -> Line:
    version = ".".join(map(str, sys.version_info[:3]))
    if venv.has_ensurepip():
        return GOOD, "Python", f"{version} ({sys.executable})"
    return BAD, "Python", f"{version} ne sait pas créer d’environnement (ensurepip)\nÀ faire : {venv.VENV_REMEDY}"


def _installed() -> Line:
    if not venv.python().exists():
        return ADVICE, "Bibliothèques", "pas encore installées : ./kevread s’en charge"
    if Stamps(state() / "installed.json").fresh("run", venv.digest("run")):
        return GOOD, "Bibliothèques", f"à jour dans {venv.folder()}"
    return ADVICE, "Bibliothèques", "à mettre à jour : ./kevread s’en charge"


def _postgres() -> Line:
    if os.environ.get("DATABASE_URL"):
        return GOOD, "PostgreSQL", "celui de DATABASE_URL"
    programs = find_programs(venv.folder())
    if programs:
        how = {"plain": "", "namespace": ", isolé de root", "nobody": ", sous le compte nobody"}[way()]
        return GOOD, "PostgreSQL", f"{programs.major} ({programs.folder}){how}"
    if not venv.python().exists():
        return ADVICE, "PostgreSQL", "viendra avec les bibliothèques"
    return BAD, "PostgreSQL", f"introuvable\nÀ faire : {INSTALL}"


def _database(instance: Instance) -> Line:
    client = find_client(venv.folder())
    if client is None:
        return ADVICE, "Base", "pas encore visible : pg_dump et psql viendront avec les bibliothèques"
    if not os.environ.get("DATABASE_URL") and not (instance.cluster_folder / "data" / "PG_VERSION").exists():
        return ADVICE, "Base", "pas encore créée : ./kevread s’en charge"
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            server = server_major(session)
            kind, federation, since = instances.kind_of(session)
            weight = int(session.ask("SELECT pg_database_size(current_database())")[0][0])
    except Fault as fault:
        return BAD, "Base", str(fault)
    if client.major < server:
        return (
            BAD,
            "Base",
            (
                f"PostgreSQL {server}, mais pg_dump {client.major} ne sait pas la sauvegarder\n"
                f"À faire : sudo apt-get install postgresql-client-{server}"
            ),
        )
    what = f"{instances.named(kind, federation)}, depuis le {since}" if kind else "rien n’y est encore préparé"
    return GOOD, "Base", f"répond, PostgreSQL {server}, {size(weight)}, {instance.data}\n{what}"


ROLE = """
SELECT current_user, rolsuper, EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND pg_has_role(current_user, c.relowner, 'MEMBER')),
    has_parameter_privilege('session_replication_role', 'SET') FROM pg_roles WHERE rolname = current_user
"""


def _role(instance: Instance) -> list[Line]:
    """As whom the site connects: one who could cut the triggers is too strong."""
    client = find_client(venv.folder())
    if client is None or not boxes.has_database(instance):
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.application) as session:
            name, is_super, owns, cuts = session.ask(ROLE)[0]
    except Fault:
        return []  # said with the database
    if is_super == owns == cuts == "f":
        return [
            (GOOD, "Rôle", f"« {name} » lit et écrit des lignes ; il ne possède rien et ne coupe aucun déclencheur")
        ]
    why = "est superutilisateur de PostgreSQL" if is_super == "t" else "possède les tables"
    remedy = "deux rôles, DATABASE_URL et KEVREAD_OWNER_URL ; voir docs/guides/exploitation.md, « PostgreSQL »"
    if is_super == owns == "f":
        why = "règle session_replication_role"
        remedy = "REVOKE SET ON PARAMETER session_replication_role FROM …; là où il fut donné"
    said = f"« {name} » {why} : qui a son mot de passe peut couper les déclencheurs et réécrire le journal"
    return [(ADVICE, "Rôle", f"{said}\nÀ faire : {remedy}")]


# What was found, the last first, as `kevread.journal.checks` stamps it; in hexadecimal, so that none passes for several lines.
CHECKS = """
SELECT encode(convert_to(said, 'UTF8'), 'hex'), encode(convert_to(stamp, 'UTF8'), 'hex')
FROM public.journal_check WHERE at <= now() ORDER BY at DESC LIMIT 400
"""
# The keys of acts begin with the millisecond in which they were made: the hour of an act may be that of a demonstration.
WAITING = """
SELECT coalesce(max(extract(epoch FROM now()) - ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000), 0)
    ::bigint FROM journal_act WHERE seal IS NULL
"""
FIRST = """
SELECT coalesce((SELECT extract(epoch FROM now()) - ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000
    FROM journal_act ORDER BY id LIMIT 1), 0)::bigint
"""
LATE = 3600  # seconds; the worker seals every five minutes
MISSED = 2 * 24 * 3600  # seconds; the worker checks every night, and within the hour where it was stopped
RESTART = "démarrez Kevread, l’ouvrier le fait dans l’heure ;"


def _journal(instance: Instance) -> list[Line]:
    """What the check of the night found: whether the tables are what the journal says."""
    client = find_client(venv.folder())
    if client is None or not boxes.has_database(instance):
        return []
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            if session.ask("SELECT to_regclass('journal_act') IS NULL") == [["t"]]:
                return []
            is_kept = session.ask("SELECT to_regclass('journal_check') IS NOT NULL") == [["t"]]
            written = [[bytes.fromhex(one).decode() for one in row] for row in session.ask(CHECKS)] if is_kept else []
            waits, lives = (int(session.ask(one)[0][0]) for one in (WAITING, FIRST))
    except Fault:
        return []  # said with the database
    if waits > LATE:
        return [_unsealed(instance, waits)]
    stamped = [json.loads(said) if stamp in stamps_of(instance, said) else None for said, stamp in written]
    last = max(filter(None, stamped), key=lambda one: one["at"], default=None)
    remedy = "À faire : ./kevread manage verify-journal --tables"
    if written and not stamped[0]:
        said = "une vérification y a été écrite par une autre main que Kevread : elle ne compte pas"
        return [(BAD, "Journal", f"{said}\n{remedy}")]
    how = "l’ouvrier, qui le fait chaque nuit, tourne-t-il ?" if is_served(instance) else RESTART
    missed = f"À faire : {how} sinon\n{remedy.removeprefix('À faire : ')}"
    if last is None and lives > MISSED:
        return [(BAD, "Journal", f"jamais vérifié, et il a plus de deux jours\n{missed}")]
    if last is None:
        return [
            (ADVICE, "Journal", f"pas encore vérifié ; l’ouvrier le fait chaque nuit\n{remedy}, pour ne pas attendre")
        ]
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(last["at"])
    days = max(0, age.days)
    when = "aujourd’hui" if days == 0 else f"il y a {days} jour{'s' if days > 1 else ''}"
    said = f"vérifié {when} jusqu’au scellé n° {last['seal']}"
    if faults := last["faults"]:
        told = "\n".join(in_words(fault) for fault in last["first"][:5])
        more = "s" if faults > 1 else ""
        return [
            (
                BAD,
                "Journal",
                f"{said} : {faults} écart{more} avec ce qui est acté et ce que Kevread a fait\n{told}\n{remedy}",
            )
        ]
    rows = last["rows"]
    compared = f"{last['tables']} tables et {rows} ligne{'s' * (rows != 1)} comparées, aucun écart"
    if age.total_seconds() > MISSED:
        return [(BAD, "Journal", f"{said}, {compared} ; il manque des nuits\n{missed}")]
    return [(GOOD, "Journal", f"{said}, {compared}")]


def _unsealed(instance: Instance, waits: int) -> Line:
    said = f"des actes attendent leur scellé depuis {waits // 3600} h : ce qu’ils disent peut encore être réécrit"
    if is_served(instance):
        return BAD, "Journal", f"{said}\nÀ faire : l’ouvrier tourne-t-il ? une transaction est-elle restée ouverte ?"
    return BAD, "Journal", f"{said}\nÀ faire : démarrez Kevread, l’ouvrier les scelle dans les cinq minutes"


def stamps_of(instance: Instance, said: str) -> list[str]:
    """As Django's `salted_hmac` makes it, with the key of the installation, then with those that it had."""
    file = instance.data / "secret_key"
    given = os.environ.get("KEVREAD_SECRET_KEY") or (file.read_text() if file.exists() else "")
    keys = [hashlib.sha256(f"kevread.journal.check{one.strip()}".encode()).digest() for one in given.splitlines()]
    return [hmac.new(key, said.encode(), hashlib.sha256).hexdigest() for key in keys]


OF_A_ROW = {
    "differs": "n’est pas telle qu’elle a été actée",
    "missing": "a été retirée sans acte",
    "unknown": "a été écrite sans acte",
    "touched": "a été récrite depuis son acte, puis remise comme elle était",
    "rewritten": "a été changée par un acte qui n’en avait pas le droit",
    "partial": "n’est dite qu’en partie au journal",
    "forged": "n’a pas été faite par cette installation",
}
OF_A_SEAL = {
    "hash": "une ligne du journal a été réécrite",
    "gap": "il manque un acte ou une écriture, ou il y en a de trop",
    "link": "il ne suit pas le scellé qui le précède",
    "anchor": "sa tête n’est plus celle qui avait été vérifiée",
    "erased": "quelque chose en a été effacé par un acte qui n’en avait pas le droit",
}
UNTOLD = "n’est pas comme Kevread l’a faite"  # of a kind that a later version finds, and this one does not know


def in_words(fault: dict) -> str:
    """
    >>> in_words({"seal": 3, "kind": "hash"})
    'scellé n° 3 : une ligne du journal a été réécrite'
    """
    if "said" in fault:
        return str(fault["said"])
    if "table" in fault:
        columns = f" ({', '.join(fault['columns'])})" if fault["columns"] else ""
        return f"{fault['table']} : la ligne {fault['row']} {OF_A_ROW.get(fault['kind'], UNTOLD)}{columns}"
    which = "ce qui n’est pas encore scellé" if fault["seal"] is None else f"scellé n° {fault['seal']}"
    return f"{which} : {OF_A_SEAL.get(fault['kind'], UNTOLD)}"


def _disk() -> Line:
    free = shutil.disk_usage(state()).free
    if free < ROOM_FOR_INSTALLATION:
        return (
            BAD,
            "Disque",
            f"{size(free)} libres pour {state()}\nÀ faire : libérez de la place, ou KEVREAD_STATE=/autre/dossier",
        )
    return GOOD, "Disque", f"{size(free)} libres pour {state()}"


def _locale() -> Line:
    encoding = (sys.stdout.encoding or "").lower()
    if encoding.replace("-", "") == "utf8":
        return GOOD, "Langue", "UTF-8 ; la base trie en C.UTF-8, la même sur toutes les machines"
    return (
        ADVICE,
        "Langue",
        f"ce terminal écrit en {encoding}, les accents peuvent y manquer\nÀ faire : export LC_ALL=C.UTF-8",
    )


def _chromium() -> Line:
    if found := system.chromium():
        return GOOD, "Chromium", str(found)
    return (
        ADVICE,
        "Chromium",
        f"absent ; seul ./kevread test en a besoin\nÀ faire : {system.CHROMIUM_REMEDY.splitlines()[0].rstrip(',')}",
    )


def is_served(instance: Instance) -> bool:
    return "pid" in (running := read_json(instance.data / "server.json")) and _alive(running["pid"])


def _served(instance: Instance) -> Line:
    if is_served(instance):
        running = read_json(instance.data / "server.json")
        return GOOD, "Serveur", f"{running['address']} (processus {running['pid']})"
    return ADVICE, "Serveur", "arrêté ; ./kevread le démarre"


QUEUE = """
SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
    coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, asked)) FILTER (
        WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now())), 0)::int,
    count(*) FILTER (WHERE status = 'failed'),
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')
FROM procrastinate_jobs j
LEFT JOIN LATERAL (SELECT min(at) AS asked FROM procrastinate_events e WHERE e.job_id = j.id) e ON true
"""


def _worker(instance: Instance) -> Line:
    """Whether somebody does the jobs, for how long the oldest has waited, and what was given up."""
    client = find_client(venv.folder())
    if client is None or not boxes.has_database(instance):
        return ADVICE, "Ouvrier", "arrêté ; ./kevread le démarre avec le site"
    try:
        with instances.database(instance) as urls, Session(client, urls.owner) as session:
            if session.ask("SELECT to_regclass('procrastinate_jobs') IS NULL") == [["t"]]:
                return ADVICE, "Ouvrier", "sa file n’est pas encore créée : ./kevread s’en charge"
            due, age, given_up, beating = map(int, session.ask(QUEUE)[0])
    except Fault:
        return ADVICE, "Ouvrier", "sa file est dans la base, qui ne répond pas"
    wait = f"{due} à faire, la plus ancienne attend depuis {age // 60} min" if due else "rien n’attend"
    lost = f" ; {given_up} abandonnée{'s' if given_up > 1 else ''} après plusieurs essais" if given_up else ""
    if beating:
        late = age > 600
        return ADVICE if late or given_up else GOOD, "Ouvrier", f"au travail, {wait}{lost}"
    return ADVICE, "Ouvrier", f"arrêté, {wait}{lost}\nÀ faire : ./kevread le démarre avec le site"


def _key(instance: Instance) -> list[Line]:
    """The key with which this installation stamps its votes, to be noted elsewhere; nothing before there is one."""
    if not (instance.data / "secret_key").exists() or not venv.python().exists():
        return []
    ran = subprocess.run(
        [venv.python(), "-m", "config", "installation-key"], env=instance.environment(NO_DATABASE), capture_output=True,
        text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if ran.returncode:
        return []
    return [(GOOD, "Clé des votes", f"{ran.stdout.strip()} ; notez-la ailleurs : verify-vote FICHIER --key la vérifie")]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _mail(instance: Instance) -> Line:
    if instance.kind == DEMONSTRATION:
        return GOOD, "Courriel", "la démonstration garde les messages dans sa boîte, rien ne part"
    host, port = os.environ.get("KEVREAD_MAIL_HOST"), os.environ.get("KEVREAD_MAIL_PORT", "25")
    if not host:
        return (
            ADVICE,
            "Courriel",
            (
                "aucun serveur réglé : personne ne recevra son code de connexion\n"
                "À faire : KEVREAD_MAIL_HOST, _PORT, _USER, _PASSWORD, _TLS=1, _FROM"
            ),
        )
    try:
        socket.create_connection((host, int(port)), timeout=3).close()
    except (OSError, ValueError):
        return (
            ADVICE,
            "Courriel",
            f"{host}:{port} ne répond pas\nÀ faire : vérifiez KEVREAD_MAIL_HOST et KEVREAD_MAIL_PORT",
        )
    return GOOD, "Courriel", f"{host}:{port} répond"


def _backup(instance: Instance) -> Line:
    known = verified(instance)
    if not known:
        return ADVICE, "Sauvegarde", "aucune n’a encore été vérifiée\nÀ faire : ./kevread backup sauvegarde.tar"
    days = (dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(known["taken"])).days
    age = "aujourd’hui" if days == 0 else f"il y a {days} jour{'s' if days > 1 else ''}"
    mark = ADVICE if days > 7 and instance.kind != DEMONSTRATION else GOOD
    return mark, "Sauvegarde", f"dernière vérifiée prise {age} : {known['file']}"
