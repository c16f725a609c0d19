"""`./kevread init`: the real federation, empty, in its own data folder."""

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from launch import archive, venv
from launch import instance as instances
from launch.folders import ROOT, Command, read_json, state, write_whole
from launch.instance import FEDERATION, Instance
from launch.postgres import Programs
from launch.say import Fault, say, tell
from launch.sql import Session, find_client

SECRETARY = ("--prenom", "--nom", "--courriel")


def run(data: Path | None, secretary: dict[str, str]) -> int:
    """Geography, bodies, articles, founding settings; nothing invented. Ends with the code of the first secretary."""
    _require_none_yet()
    if not secretary and not sys.stdin.isatty():
        raise Fault(
            "Kevread ne peut pas demander ici qui est la première personne.",
            "dites-le : ./kevread init --prenom Anne --nom Martin --courriel anne.martin@exemple.fr",
        )
    _require_address(secretary.get("--courriel"))
    chosen = data or Path(os.environ.get("KEVREAD_DATA") or state() / FEDERATION)
    instance = Instance(chosen.absolute(), FEDERATION, instances.chosen_federation())
    if (instance.data / "instance.json").exists():
        raise _already(instance.data)
    if (instance.data / "secret_key").exists() and not (instance.data / "founding").exists():
        raise Fault(
            f"{instance.data} est le dossier d’une démonstration.",
            "donnez un autre dossier : ./kevread init --data /srv/kevread",
        )
    _make(instance.data)
    venv.ensure()
    say(f"Fondation de « {instance.federation} » dans {instance.data}…")
    with instances.database(instance) as urls:
        _require_ours(instance, urls.owner)
        instances.prepare(instance, urls)
        words = [f"{name}={said}" for name, said in secretary.items()]
        command: Command = [venv.python(), "-m", "config", "first_secretary", *words]
        if subprocess.run(command, cwd=ROOT, env=instance.environment(urls.application), check=False).returncode:
            raise Fault(
                "La première personne n’a pas pu être enregistrée.",
                "corrigez ce qui est dit ci-dessus, puis relancez ./kevread init",
            )
    known = {
        "kind": FEDERATION,
        "federation": instance.federation,
        "founded": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    write_whole(instance.data / "instance.json", json.dumps(known))
    (instance.data / "founding").unlink()
    instances.serve_from_now_on(instance)
    tell(f"\nLa fédération est fondée dans {instance.data}. ./kevread la sert désormais.")
    tell("Notez le code ci-dessus : il sert une fois. Puis : ./kevread backup FICHIER, chaque jour.")
    return 0


def _require_none_yet() -> None:
    pointer = state() / "served.json"
    if pointer.exists():
        raise _already(Path(read_json(pointer).get("data", "")))


def _require_address(address: str | None) -> None:
    """A plain mistake is said before the base is made; the application checks the whole form later."""
    if address is not None and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", address.strip()):
        raise Fault(
            f"« {address} » n’est pas une adresse électronique.",
            "donnez-la sous la forme nom@exemple.fr : --courriel anne.martin@exemple.fr",
        )


def _already(data: Path) -> Fault:
    return Fault(
        f"Une fédération est déjà fondée ici, dans {data}.",
        "./kevread la sert. Pour en fonder une autre, prenez un autre clone de Kevread.",
    )


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / "founding").touch()  # so that an init that was cut short can be run again
    except OSError:
        raise Fault(
            f"Votre compte ne peut pas écrire dans {data}.",
            f'faites-vous ce dossier : sudo install -d -m 700 -o "$(id -un)" {shlex.quote(str(data))}\n'
            "ou donnez-en un qui est à vous : ./kevread init --data ~/kevread",
        ) from None


def _require_ours(instance: Instance, url: str) -> None:
    client: Programs | None = find_client(venv.folder())
    if client is None:
        return
    with Session(client, url) as session:
        if (
            not archive.is_empty(session)
            and instances.kind_of(session)[0] != instance.kind
            and os.environ.get("DATABASE_URL")
        ):
            raise Fault(
                "La base de DATABASE_URL contient déjà autre chose.",
                "créez une base neuve (createdb kevread) et donnez-la dans DATABASE_URL.",
            )
