"""What our commands share: JSON on standard output, and one clear error with exit code 2 when the input is wrong."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NoReturn

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


def day_argument(text: str, at: str = "on") -> date:
    day = parse_day(text)
    if day is None:
        raise BadInput(
            "bad_date", at, f"« {text} » n’est pas une date de {EARLIEST} à {LATEST}, écrite par exemple 2026-11-24."
        )
    return day
