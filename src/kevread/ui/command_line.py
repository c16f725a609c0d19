"""What our commands share: JSON on standard output, and one clear error with exit code 2 when the input is wrong."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from kevread.common.periods import EARLIEST, LATEST
from kevread.ui.middleware import parse_day
from kevread.ui.typesetting import typeset


class BadInput(Exception):  # noqa: N818
    """What was given to a command is wrong: where, and what would be right."""

    def __init__(self, code: str, at: str, message: str) -> None:
        super().__init__(message)
        self.code, self.at, self.message = code, at, message


def print_json(value: Any) -> None:
    json.dump(value, sys.stdout, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def fail(error: BadInput) -> NoReturn:
    content = {"error": {"code": error.code, "at": error.at, "message": typeset(error.message)}}
    sys.stderr.write(json.dumps(content, ensure_ascii=False) + "\n")
    sys.exit(2)


@contextmanager
def bad_input_exits() -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        fail(error)


# What Python says of arguments that it cannot read, and how we say it: a code, where (the first group), a sentence.
ARGUMENTS = (
    (r"the following arguments are required: (.+)", "missing_argument", "Il manque {}."),
    (r"unrecognized arguments: (.+)", "unknown_argument", "« {} » n’est pas un argument de cette commande."),
    (
        r"ambiguous option: (\S+) .*",
        "unknown_argument",
        "« {} » pourrait dire plusieurs arguments : écrivez-le en entier.",
    ),
    (
        r"argument ([^:]+): invalid choice: (.+?) \(choose from (.+)\)",
        "bad_choice",
        "« {1} » n’en est pas un choix : {2}.",
    ),
    (r"argument ([^:]+): expected .*", "missing_argument", "{} attend une valeur."),
    (r"argument ([^:]+): ignored explicit argument (.+)", "unknown_argument", "{} n’attend pas de valeur."),
    (r"one of the arguments (\S+) .* is required", "missing_argument", "Il manque {}, ou ce qui le remplace."),
    (r"argument ([^:]+): .*", "bad_argument", "{} ne se lit pas ainsi."),
)


def misread(said: str) -> BadInput:
    """What was wrong in the arguments of a command.

    >>> error = misread("the following arguments are required: --on")
    >>> error.code, error.at, error.message
    ('missing_argument', 'on', 'Il manque --on.')
    >>> error = misread("argument --fail-on: invalid choice: 'foo' (choose from 'blocking', 'major')")
    >>> error.code, error.at, error.message
    ('bad_choice', 'fail-on', '« foo » n’en est pas un choix : blocking, major.')
    """
    for pattern, code, sentence in ARGUMENTS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            words = [re.sub(r"'([^']*)'", r"\1", group) for group in found.groups()]
            at = re.split(r"[,/ =]", words[0])[0].lstrip("-")
            return BadInput(code, at, sentence.format(*words))
    return BadInput("bad_argument", "", "Ces arguments ne se lisent pas ainsi : --help dit ce que la commande attend.")


class Parser(CommandParser):
    """Arguments that cannot be read are an input that is wrong, told like any other."""

    def error(self, message: str) -> NoReturn:
        fail(misread(message))


class JsonCommand(BaseCommand):
    """A command that answers in JSON, and says in JSON what is wrong with what it was given (`arguments` adds its own)."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.__class__ = Parser  # Django makes its own, and asks nobody which; sub-commands take the class of theirs
        self.arguments(parser)

    def arguments(self, parser: CommandParser) -> None:
        """Nothing but Django's own."""


WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHY = {
    FileNotFoundError: "il n’existe pas, ou son dossier",
    PermissionError: "ses droits ne le permettent pas",
    IsADirectoryError: "c’est un dossier",
}


def why_not(error: OSError) -> str:
    """In French, why a file cannot be read or written.

    >>> why_not(FileNotFoundError(2, "No such file or directory")), why_not(OSError(28, "No space left on device"))
    ('il n’existe pas, ou son dossier', 'le système le refuse (28)')
    """
    return next(
        (said for kind, said in WHY.items() if isinstance(error, kind)), f"le système le refuse ({error.errno})"
    )


def day_argument(text: str, at: str = "on") -> date:
    day = parse_day(text) if WRITTEN.fullmatch(text) else None
    if day is None:
        raise BadInput(
            "bad_date", at, f"« {text} » n’est pas une date de {EARLIEST} à {LATEST}, écrite par exemple 2026-11-24."
        )
    return day
