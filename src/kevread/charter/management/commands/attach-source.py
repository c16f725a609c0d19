import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.base import clock
from kevread.charter.engine import framework
from kevread.charter.operations import attach_source
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.ui.command_line import BadInput, bad_input_exits, print_json


class Command(BaseCommand):
    help = (
        "Joint le document fondateur de la fédération et y retrouve les mots de chaque règle (FICHIER CITATIONS.csv)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("quotes", help="CSV avec au moins les colonnes id et quote_fr (ou quote)")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            text, quotes = read(options["file"]), read_quotes(options["quotes"])
            name = framework().document.get("slug", "document")
            try:
                source = attach_source(actor=SYSTEM, name=name, text=text, quotes=quotes, now=clock.now())
            except Invalid as error:
                raise BadInput("bad_source", error.field, error.sentence) from error
            missing = list(source.passages.filter(start=None).order_by("rule").values_list("rule", flat=True))
            print_json({"passages": len(quotes), "found": len(quotes) - len(missing), "missing": missing})
        if missing:
            raise SystemExit(1)


def read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput("unreadable", file, "Ce fichier ne peut pas être lu.") from error
    except UnicodeDecodeError as error:
        raise BadInput("unreadable", file, "Ce fichier n’est pas un texte en UTF-8.") from error


def read_quotes(file: str) -> list[tuple[str, str]]:
    rows = csv.DictReader(read(file).splitlines(keepends=True))
    columns = rows.fieldnames or []
    quote = next((column for column in ("quote_fr", "quote") if column in columns), None)
    if "id" not in columns or quote is None:
        raise BadInput("bad_columns", file, "Les colonnes id et quote_fr (ou quote) sont attendues.")
    return [(row["id"], row[quote]) for row in rows]
