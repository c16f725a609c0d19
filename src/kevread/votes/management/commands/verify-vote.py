import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.common.errors import Invalid
from kevread.common.reading import Misread, plain, read_json
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json
from kevread.votes.rules.bundle import read_bundle, verify
from kevread.votes.rules.codes import read_back, written
from kevread.votes.rules.keys import SHORT
from kevread.votes.rules.opened import read_opened, verify_opened


def print_typed(text: str) -> str:
    """What people compare of a key, however they typed it."""
    try:
        return written(read_back(text, SHORT))
    except Invalid as error:
        raise ArgumentTypeError(str(error)) from None


class Command(JsonCommand):
    help = "Dit, sans rien lire de Kevread, si le fichier d’un vote secret est celui de son urne. Code 0 si tout est juste."
    requires_system_checks = ()

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=print_typed, help="l’empreinte de la clé de l’installation")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            try:
                content = read_json(options["file"])
                opened = isinstance(content, dict) and content.get("format") == "kevread ballot 2"
                key = options["key"] or ""
                report = verify_opened(read_opened(content), key) if opened else verify(read_bundle(content), key)
            except Misread as wrong:
                nothing = {"ballots": 0, "marks": 0, "terms_sha256": "", "box_sha256": "", "checks": [], "result": {}}
                print_json({"verdict": "unreadable"} | nothing)
                at = str(options["file"]) if wrong.code in ("unreadable", "bad_json") else wrong.at
                raise BadInput("unreadable", at, wrong.message.partition("\n")[0]) from wrong
        print_json(plain(report))
        if report.verdict != "valid":
            sys.exit(1)
