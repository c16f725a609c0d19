"""What makes the tables and watches over them, held against what our migrations make, object by object.

Each room keeps beside its migrations a file of what they make (`schema.json`, written from a database that they alone made,
and held to be so by a test: decision 55). What is compared is the definition that PostgreSQL gives of a thing, not its
number nor its history. Read inside `strict.strictly`, by PostgreSQL's own functions.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection

from .catalogue import QUESTIONS

type Objects = dict[str, dict[str, str]]  # by kind, then by name: how it is defined

FILE = "migrations/schema.json"
HOME = "base"  # the room that keeps what the libraries' migrations make

KINDS = {
    "table": "la table",
    "column": "la colonne",
    "constraint": "la contrainte",
    "index": "l’index",
    "trigger": "le déclencheur",
    "rule": "la règle de réécriture",
    "policy": "la politique d’accès",
    "sequence": "la suite",
    "function": "la fonction",
    "type": "le type",
    "operator": "l’opérateur",
    "cast": "la conversion",
    "dictionary": "le dictionnaire",
    "search": "la configuration de recherche",
    "extension": "l’extension",
    "statistics": "l’objet statistique",
    "publication": "la publication",
    "subscription": "l’abonnement",
    "event": "le déclencheur de la base",
    "setting": "le réglage",
    "right": "le droit sur",
    "hanging": "ce qui est attaché à la table",
    "folder": "le dossier",
    "catalogue": "ce que PostgreSQL dit dans",
    "migration": "la migration",
}
HOW = {
    "missing": "manque",
    "added": "n’est pas de Kevread",
    "changed": "diffère de ce que Kevread a fait",
    "replaced": "a laissé sa place un moment, ou fut faite de nouveau, sans migration",
    "lent": "a laissé son nom à un autre, un moment ou depuis, ou ses droits ont changé, sans migration",
    "rewritten": "fut réécrit sans migration, quand bien même remis comme avant",
    "unfaithful": "n’a pas les mêmes lignes que sa table",
    "broken": "est démentie par les lignes qui sont là",
}


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """`missing`: our migrations make it and it is not there; `added`: they do not make it; `changed`: they make it otherwise.
    `unfaithful` and `broken` are said of rows (`journal.indexes`), `replaced` of a table that gave its place,
    `lent` of a folder that gave its name, `rewritten` of what hangs on a table and of what PostgreSQL calls
    (`journal.replaced`)."""

    kind: str
    name: str
    how: str

    @property
    def said(self) -> str:
        """
        >>> Difference("trigger", "a_table.journal_insert", "missing").said
        'le déclencheur a_table.journal_insert manque'
        """
        return f"{KINDS[self.kind]} {self.name} {HOW[self.how]}"

    @property
    def is_of_ours(self) -> bool:
        """Whether it is something that our migrations make, that was put on a table of theirs, or that answers for what they
        make: an operator between types of PostgreSQL (where names are looked up, it is preferred to one that takes any range,
        or any text), a cast between two of them, what runs as a session opens, a table of the same name that is found first."""
        if self.how != "added":
            return True
        match self.kind:
            case "operator":
                named, _, taken = self.name.partition("(")
                return named.rpartition(".")[0] in ("", "public") and "." not in taken
            case "cast":
                return "." not in self.name
            case "event":
                return self.name.startswith("login ")
            case "table":
                return self.name.removeprefix("pg_catalog.") in made()["table"]
        return self.name.rpartition(".")[0] in made()["table"]


def standing(kinds: Collection[str] = tuple(QUESTIONS)) -> Iterator[tuple[str, str, str, str]]:
    """What there is: its kind, the table or function to which it belongs, its name, its definition."""
    with connection.cursor() as cursor:
        for kind in kinds:
            cursor.execute(QUESTIONS[kind])
            for of, name, definition in cursor:
                yield kind, of, name, definition or ""


def differences(kinds: Collection[str] = tuple(QUESTIONS)) -> list[Difference]:
    there: Objects = {kind: {} for kind in kinds}
    for kind, _, name, definition in standing(kinds):
        there[kind][name] = definition
    ours = made()
    if not there.get("right"):  # the application is the owner itself
        ours = ours | {"right": {}}
    return sorted(
        Difference(kind, name, "missing" if name not in found else "added" if name not in wanted else "changed")
        for kind, found in there.items()
        for wanted in [ours.get(kind, {})]
        for name in found.keys() | wanted.keys()
        if found.get(name) != wanted.get(name)
    )


@cache
def made() -> Objects:
    """What the migrations of all rooms make, as their files say."""
    every: Objects = {}
    for file in files().values():
        if file.exists():
            for kind, objects in json.loads(file.read_text(encoding="utf-8")).items():
                every.setdefault(kind, {}).update(objects)
    return every


def files() -> dict[str, Path]:
    """Of each room, where what its migrations make is kept."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("kevread.")]
    return {config.label: Path(config.path) / FILE for config in rooms}


def room_of(table: str) -> str:
    """The room that makes it, by its name: what no room does is made by a library."""
    return max((room for room in files() if f"{table}_".startswith(f"{room}_")), key=len, default=HOME)


def as_files() -> dict[Path, str]:
    """What each file should say of the database that we are connected to: one that our migrations alone made."""
    rooms: dict[str, Objects] = {room: {} for room in files()}
    for kind, of, name, definition in standing():
        rooms[room_of(of)].setdefault(kind, {})[name] = definition
    return {
        files()[room]: json.dumps(objects, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for room, objects in rooms.items()
        if objects
    }
