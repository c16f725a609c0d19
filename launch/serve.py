"""`./kevread`: set everything up, serve, and stop everything at the end."""

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from launch import instance as instances
from launch import ports, venv
from launch.folders import ROOT, Command, read_json, write_whole
from launch.instance import DEMONSTRATION, Instance
from launch.locks import Hold
from launch.postgres import Cluster
from launch.say import Fault, Stopped, say, seconds, tell

PATIENCE = 60.0


def run(host: str, asked: int | None, started: float) -> int:
    instance = instances.current()
    instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    hold = Hold(instance.data / "server.lock")
    if not hold.take():
        raise _already_running(instance)
    note = instance.data / "server.json"
    with ports.listen(host, asked) as listener:
        port = listener.getsockname()[1]
        address = ports.address(host, port)
        if not os.environ.get("KEVREAD_HOST"):
            os.environ.setdefault("KEVREAD_ADDRESS", address)  # for the links of letters
        write_whole(note, json.dumps({"pid": os.getpid(), "address": address}))
        try:
            _announce(instance)
            installation = venv.ensure()
            with instances.database(instance) as urls:
                instances.prepare(instance, urls)
                server = _start(instance, urls.application, listener)
                worker = Worker(instance, urls.application)
                try:
                    _wait_for_first_page(server, host, port)
                    worker.start()
                    _welcome(instance, address, time.monotonic() - started, installation)
                    code = _watch(
                        server, worker, None if os.environ.get("DATABASE_URL") else instances.embedded(instance)
                    )
                    raise Fault(
                        f"Le serveur s’est arrêté de lui-même (code {code}).",
                        "lisez ce qu’il a dit ci-dessus, puis relancez ./kevread",
                    )
                except Stopped:
                    say("\nArrêt…")
                finally:
                    _stop(*(process for process in (server, worker.process) if process))
        finally:
            note.unlink(missing_ok=True)
    say("Kevread est arrêté.")
    return 0


def _already_running(instance: Instance) -> Fault:
    other = read_json(instance.data / "server.json")
    if not other:
        return Fault(
            "Kevread est déjà en train de démarrer ou de s’arrêter ici.",
            "attendez quelques secondes, puis relancez ./kevread",
        )
    return Fault(
        f"Kevread tourne déjà : {other.get('address')} (processus {other.get('pid')}).",
        f"ouvrez cette adresse, ou arrêtez-le d’abord : Ctrl-C dans son terminal, ou kill {other.get('pid')}.",
    )


def _announce(instance: Instance) -> None:
    what = "Démonstration (personnes inventées)" if instance.kind == DEMONSTRATION else "Fédération"
    say(f"{what} « {instance.federation} », données dans {instance.data}.")


def _welcome(instance: Instance, address: str, total: float, installation: float) -> None:
    detail = f" (dont installation {seconds(installation)})" if installation else ""
    tell(f"\nKevread : {address}")
    tell(f"Prêt en {seconds(total)}{detail}. Ctrl-C arrête tout.")
    if installation and instance.kind == DEMONSTRATION:
        tell("Pour une vraie fédération : ./kevread init. Les prochains démarrages prennent quelques secondes.")


class Worker:
    """What does the jobs, beside the server. When it dies it is started again, less and less often if it keeps dying."""

    SHORT_LIFE, SLOWEST = 60.0, 60.0

    def __init__(self, instance: Instance, url: str) -> None:
        # It listens and keeps its connection: a pool that lends one for a transaction does not suit it.
        self.environment = instance.environment(os.environ.get("KEVREAD_DIRECT_URL") or url)
        self.process: subprocess.Popen[bytes] | None = None
        self.born, self.pause = 0.0, 1.0

    def start(self) -> None:
        self.born = time.monotonic()
        self.process = _run([venv.python(), "-m", "config", "worker"], self.environment)

    def look_after(self) -> None:
        """Start it again if it died, once its pause is over."""
        if self.process is None or (code := self.process.poll()) is None:
            return
        now = time.monotonic()
        if self.pause and now >= self.born + self.pause:
            say(f"L’ouvrier s’était arrêté (code {code}) : il est relancé.")
            self.pause = 1.0 if now - self.born > self.SHORT_LIFE else min(2 * self.pause, self.SLOWEST)
            self.start()


def _watch(server: subprocess.Popen[bytes], worker: Worker, cluster: Cluster | None) -> int:
    """Until the server ends; its code. The embedded PostgreSQL is ours to start again when it dies (killed for want of
    memory, say); Fault when it does not come back, rather than a site where every page is an error."""
    while True:
        try:
            return server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if cluster and not cluster.alive():
                say("PostgreSQL s’était arrêté : il est relancé.")
                cluster.revive()
            worker.look_after()


def _start(instance: Instance, url: str, listener: socket.socket) -> subprocess.Popen[bytes]:
    descriptor = listener.fileno()
    command: Command = [venv.python(), "-m", "gunicorn", "config.wsgi:application", "--bind", f"fd://{descriptor}"]
    command += ["--worker-class", "gthread", "--workers", os.environ.get("KEVREAD_WORKERS", "2"), "--threads", "4"]
    command += ["--timeout", "60", "--graceful-timeout", "8", "--log-level", "warning", "--no-control-socket"]
    command += ["--umask", "0o077"]
    if Path("/dev/shm").is_dir():
        command += ["--worker-tmp-dir", "/dev/shm"]
    return _run(command, instance.environment(url) | {"KEVREAD_POOL": "1"}, descriptor)


def _run(command: Command, environment: dict[str, str], *descriptors: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, pass_fds=descriptors, stdin=subprocess.DEVNULL, process_group=0,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )  # fmt: skip


def _die_with_parent() -> None:
    """In the server or the worker, before it starts: ask the kernel to end it if the launcher is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _wait_for_first_page(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Fault(
                f"Le serveur n’a pas démarré (code {server.returncode}).",
                "lisez ce qu’il a dit ci-dessus, corrigez, puis relancez ./kevread",
            )
        status = _status(target, port)
        if status and status >= 500:
            raise Fault(
                f"La première page répond par une erreur {status}.",
                "lisez ce que le serveur a dit ci-dessus, corrigez, puis relancez ./kevread",
            )
        if status:
            return
    raise Fault(
        f"La première page n’est pas venue en {seconds(PATIENCE)}.",
        "la machine est-elle très chargée ? relancez ./kevread",
    )


def _status(host: str, port: int) -> int | None:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except OSError:
        time.sleep(0.05)
        return None
    finally:
        connection.close()


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    """All of them politely, then not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + 12
    for process in processes:
        try:
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except (subprocess.TimeoutExpired, Stopped):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
