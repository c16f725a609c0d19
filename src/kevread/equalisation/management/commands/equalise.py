import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.common.reading import Misread
from kevread.equalisation.rules.certified import allocate
from kevread.equalisation.rules.loader import read
from kevread.equalisation.rules.share import bounds_of, share_out
from kevread.equalisation.rules.told import amounts, told
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json


@contextmanager
def of_any_length() -> Iterator[None]:
    """An exact fraction of many inverses is as long as it is: Python writes it."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)


class Command(JsonCommand):
    help = "Partage un fonds de péréquation à partir d’un fichier JSON, sans rien lire de Kevread."
    requires_system_checks = ()

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--montants", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            try:
                one, digest = read(options["file"])
            except Misread as wrong:
                at = str(options["file"]) if wrong.code in ("unreadable", "bad_json") else wrong.at
                raise BadInput(wrong.code, at, wrong.message) from wrong
            if options["montants"]:
                print_json({**amounts(allocate(one), bounds_of(one)), "input_sha256": digest})
                return
            with of_any_length():
                print_json(told(share_out(one), digest))
