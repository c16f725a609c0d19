"""`./kevread`: one command, one function."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from launch.folders import Command, is_full, state
from launch.say import Fault, Stopped, disk_full, say, tell

HELP = """Kevread tient le cadre commun d’une fédération face aux faits.

  ./kevread                    installe ce qu’il faut et sert : la fédération de ce clone, sinon la démonstration
      --port 8001                  sur ce port (sinon le premier libre à partir de 8000)
      --listen 0.0.0.0             sur cette adresse de la machine (sinon 127.0.0.1)
  ./kevread test [options]     contrôles et essais ; les options vont à pytest
  ./kevread check              contrôles seuls : style, types, contrats
  ./kevread doctor             ce qui manque à cette machine, et comment l’obtenir
  ./kevread init               fonde la vraie fédération, vide, dans son dossier
      --data /srv/kevread          ce dossier
      --prenom, --nom, --courriel  la première personne au secrétariat (demandés sinon)
  ./kevread backup FICHIER     sauvegarde la base et les fichiers, puis la vérifie (--no-check : sans vérifier)
  ./kevread restore FICHIER    restaure dans une base vide (--into DOSSIER : ailleurs ; --check : à l’essai seulement)
  ./kevread manage …           les commandes de l’application (./kevread manage help)
  ./kevread help               cette page

Variables : DATABASE_URL (une base PostgreSQL à vous), KEVREAD_DATA (le dossier de données), KEVREAD_STATE (là où
Kevread s’installe), KEVREAD_FEDERATION (bretagne, exemple), KEVREAD_HOST (noms du site), KEVREAD_HTTPS=1,
KEVREAD_MAIL_HOST, KEVREAD_PYTHON, KEVREAD_CHROMIUM. Le guide : docs/guides/exploitation.md"""

AS_THEY_ARE = {"check", "makemigrations", "migrate", "showmigrations", "sqlmigrate", "collectstatic", "shell"}
BY_THE_OWNER = {"migrate"}
# Read a file, or nothing: no database is started for them.
WITHOUT_DATABASE = {"tally", "transfer-calendar", "help", "verify-vote", "installation-key"}
NO_DATABASE = "postgresql:///kevread"  # its form is read; nobody connects


def main() -> None:
    started = time.monotonic()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, _stop)
    try:
        code = _dispatch(sys.argv[1:], started)
    except Fault as fault:
        say(f"\n{fault}")
        code = 1
    except Stopped as stopped:
        say("\nArrêté.")
        code = 128 + stopped.signum
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        say(f"\n{_explained(error)}")
        code = 1
    sys.exit(code)


def _explained(error: OSError) -> Fault:
    """The two faults of a file system that may come from anywhere; any other is ours, with its traceback."""
    place = error.filename or state()
    if is_full(error):
        return disk_full(place)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Fault(
            f"Kevread n’a pas le droit d’écrire {place}.",
            "rendez ce dossier à la personne qui lance Kevread (chown -R), ou donnez-en un autre :\n"
            "KEVREAD_DATA pour les données, KEVREAD_STATE pour le reste.",
        )
    raise error


def _stop(signum: int, _frame: object) -> None:
    raise Stopped(signum)


def _dispatch(words: list[str], started: float) -> int:
    command, rest = (words[0], words[1:]) if words and not words[0].startswith("-") else ("", words)
    if command == "help" or {"-h", "--help"} & set(words[:1]):
        tell(HELP)
        return 0
    known = {"": _serve, "test": _test, "check": _check, "doctor": _doctor, "init": _init}
    known |= {"backup": _backup, "restore": _restore, "manage": _manage}
    if command not in known:
        raise Fault(f"Kevread ne connaît pas la commande « {command} ».", "./kevread help les montre toutes.")
    return known[command](rest, started)


def _options(
    rest: list[str], valued: set[str], plain: frozenset[str] = frozenset()
) -> tuple[dict[str, str], list[str]]:
    """Options known by name, and the other words.

    >>> _options(["a.tar", "--into=/srv"], {"--into"})
    ({'--into': '/srv'}, ['a.tar'])
    """
    found: dict[str, str] = {}
    others: list[str] = []
    words = list(rest)
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if name in valued:
            if not equals and not words:
                raise Fault(f"L’option {name} attend une valeur.", "./kevread help montre comment.")
            found[name] = value if equals else words.pop(0)
        elif word in plain:
            found[word] = ""
        else:
            others.append(word)
    return found, others


def _nothing_else(words: list[str]) -> None:
    if words:
        raise Fault(f"Kevread ne comprend pas « {' '.join(words)} » ici.", "./kevread help montre ce qui est possible.")


def _one_file(words: list[str], command: str) -> Path:
    if len(words) != 1 or words[0].startswith("-"):
        raise Fault(f"{command} attend le nom d’un fichier, et un seul.", f"./kevread {command} sauvegarde.tar")
    return Path(words[0])


def _serve(rest: list[str], started: float) -> int:
    from launch import serve

    found, others = _options(rest, {"--port", "--listen"})
    _nothing_else(others)
    asked = found.get("--port") or os.environ.get("KEVREAD_PORT")
    if asked is not None and not (asked.isdecimal() and 0 < int(asked) < 65536):
        raise Fault(
            f"« {asked} » n’est pas un numéro de port.", "donnez un nombre de 1 à 65535 : ./kevread --port 8001"
        )
    return serve.run(found.get("--listen", "127.0.0.1"), int(asked) if asked else None, started)


def _test(rest: list[str], _started: float) -> int:
    from launch import checks

    return checks.test(rest)


def _check(rest: list[str], _started: float) -> int:
    from launch import checks

    _nothing_else(rest)
    return checks.check()


def _doctor(rest: list[str], _started: float) -> int:
    from launch import doctor

    _nothing_else(rest)
    return doctor.run()


def _init(rest: list[str], _started: float) -> int:
    from launch import founding

    found, others = _options(rest, {"--data", "--federation", *founding.SECRETARY})
    _nothing_else(others)
    if "--federation" in found:
        os.environ["KEVREAD_FEDERATION"] = found["--federation"]
    secretary = {name: found[name] for name in founding.SECRETARY if found.get(name)}
    return founding.run(Path(found["--data"]) if "--data" in found else None, secretary)


def _backup(rest: list[str], _started: float) -> int:
    from launch import backup

    found, others = _options(rest, set(), frozenset({"--no-check"}))
    return backup.backup(_one_file(others, "backup"), check="--no-check" not in found)


def _restore(rest: list[str], _started: float) -> int:
    from launch import backup

    found, others = _options(rest, {"--into"}, frozenset({"--check"}))
    file = _one_file(others, "restore")
    return (
        backup.verify(file)
        if "--check" in found
        else backup.restore(file, Path(found["--into"]) if "--into" in found else None)
    )


def _manage(rest: list[str], _started: float) -> int:
    from launch import instance as instances
    from launch import venv

    venv.ensure()
    instance = instances.current()
    command: Command = [venv.python(), "-m", "config", *rest]
    if not rest or rest[0] in WITHOUT_DATABASE or "--help" in rest:
        instance.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return subprocess.run(command, env=instance.environment(NO_DATABASE), check=False).returncode
    with instances.database(instance) as urls:
        if not AS_THEY_ARE & set(rest[:1]) and not instances.prepared(instance, urls):
            instances.prepare(instance, urls)
        url = urls.owner if rest[0] in BY_THE_OWNER else urls.application
        return subprocess.run(command, env=instance.environment(url), check=False).returncode


if __name__ == "__main__":
    main()
