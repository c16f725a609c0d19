import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.journal import outside
from kevread.journal.strict import Unreadable, picture_of_the_journal
from kevread.journal.tables import by_contract, verify_all
from kevread.journal.verification import read_anchor, unreadable, verify
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json


class Command(JsonCommand):
    help = (
        "Vérifie le journal contre ses scellés et une tête gardée ailleurs, et les tables contre le journal. "
        "Code 1 si quelque chose ne va pas."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, help="une tête notée dans une sauvegarde (anchor.json) ou ailleurs")
        parser.add_argument(
            "--tables", action="store_true", help="comparer aussi chaque ligne à ce que le journal en dit"
        )
        parser.add_argument(
            "--since", type=int, metavar="SCELLÉ", help="avec --tables : ne relire le journal qu’après ce scellé"
        )
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *, anchor: Path | None, tables: bool, since: int | None, **options: Any) -> None:
        with bad_input_exits():
            if since is not None and not tables:
                raise BadInput("bad_argument", "since", "« --since » se dit avec « --tables ».")
            kept = read_anchor(anchor) if anchor else None
            noted = outside.read()
            try:
                with picture_of_the_journal():
                    answer = verify_all(kept, since=since) if tables else verify(kept, since=since)
                    outside.hold(answer, noted)
            except Unreadable as why:
                answer = unreadable(kept, why)
        print_json(by_contract(answer))
        if not answer["ok"]:
            sys.exit(1)
