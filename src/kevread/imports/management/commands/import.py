"""`./kevread manage import FILE --dry-run|--commit`: what the screens of imports do, from a command."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.base import clock
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone
from kevread.common.facts import HEAD
from kevread.common.reading import Misread
from kevread.directory.models import Organisation
from kevread.imports.mapping import read_matching
from kevread.imports.operations import File, Outcome, commit, rehearse
from kevread.imports.reading.wrong import Unreadable
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json, why_not
from kevread.ui.typesetting import typeset


class Command(JsonCommand):
    help = "Lit le classeur de premier chargement, ou tout tableau avec une correspondance : essai, ou import."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="ce que veut dire chaque feuille, chaque colonne (JSON)")
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--dry-run", action="store_true", help="dit ce qui serait écrit, et n’écrit rien")
        mode.add_argument("--commit", action="store_true", help="écrit tout, ou rien")
        parser.add_argument("--valid-rows", action="store_true", help="écrit les lignes valides, et laisse les autres")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            file, now = self.read(options), clock.now()
            within = Organisation.objects.on(now.date()).at_scale(HEAD).first()
            if within is None:
                raise BadInput("not_prepared", "", "La fédération n’est pas prête : lancez d’abord ./kevread init.")
            try:
                if options["commit"]:
                    outcome = commit(file, actor=SYSTEM, within=within, now=now, valid_rows=options["valid_rows"])
                else:
                    outcome = rehearse(file, actor=SYSTEM, within=within, now=now)
            except NotDone as refusal:
                raise BadInput("refused", "", refusal.sentence) from refusal
        print_json(as_json(outcome))
        if not outcome.is_clean:
            raise SystemExit(1)

    def read(self, options: dict[str, Any]) -> File:
        path: Path = options["file"]
        try:
            matching = read_matching(options["mapping"]) if options["mapping"] else None
        except Misread as wrong:
            at = str(options["mapping"]) if wrong.code in ("unreadable", "bad_json") else wrong.at
            raise BadInput(wrong.code, at, wrong.message) from wrong
        try:
            return File.of(path.read_bytes(), path.name, matching)
        except OSError as error:
            raise BadInput("unreadable", str(path), f"Ce fichier ne peut pas être lu : {why_not(error)}.") from None
        except Unreadable as wrong:
            raise BadInput("unreadable", str(path), wrong.sentence) from None


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The contract of the command. Sentences are set as on screens."""
    return {
        "rows": outcome.plan.lines,
        **outcome.written.counts,
        "duplicates": [
            {"sheet": one.sheet, "row": one.row, "with": one.slug, "score": one.score, "why": typeset(one.why)}
            for one in outcome.duplicates
        ],
        "errors": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "message": typeset(one.message),
            }
            for one in sorted(outcome.errors, key=lambda one: (one.sheet, one.row))
        ],
        "refused": [
            {"sheet": one.sheet, "row": one.row, "rule": one.rule or None, "message": typeset(one.message)}
            for one in outcome.refused
        ],
        "committed": outcome.committed,
        "import": outcome.made.pk if outcome.made else None,
    }
