"""The address: taken before anything slow, handed over to the server, and what holds it when it is taken."""

import errno
import socket
from pathlib import Path

from launch.say import Fault

FIRST, LAST = 8000, 8019


def listen(host: str, asked: int | None) -> socket.socket:
    """A listening socket: on the port asked for, or on the first free one."""
    ports = [asked] if asked is not None else list(range(FIRST, LAST + 1))
    for port in ports:
        try:
            return _bind(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise _refused(host, port, error) from None
    if asked is None:
        raise Fault(f"Les ports {FIRST} à {LAST} sont tous pris.", "choisissez-en un autre : ./kevread --port 9000")
    raise Fault(
        f"Le port {asked} est pris par {holder(asked)}.",
        f"choisissez-en un autre (./kevread --port {asked + 1}),\n"
        "ou laissez Kevread choisir (./kevread), ou arrêtez ce programme.",
    )


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(256)
    except OSError:
        opened.close()
        raise
    return opened


def _refused(host: str, port: int, error: OSError) -> Fault:
    if error.errno == errno.EACCES:
        return Fault(
            f"Le port {port} est réservé à root.", "choisissez un port au-dessus de 1023 : ./kevread --port 8000"
        )
    return Fault(
        f"Cette machine n’a pas l’adresse {host}, ou ne peut pas y écouter.",
        "donnez une de ses adresses : ./kevread --listen 127.0.0.1",
    )


def holder(port: int) -> str:
    """Who listens there, as far as we are allowed to see."""
    sockets = _listening(port)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in sockets for link in (folder / "fd").iterdir()):
                return f"{(folder / 'comm').read_text().strip()} (processus {folder.name})"
        except OSError:
            continue
    return "un autre programme"


def _listening(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            words = line.split()
            if words[3] == "0A" and int(words[1].rpartition(":")[2], 16) == port:
                found.add(f"socket:[{words[9]}]")
    return found


def address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "localhost"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"
