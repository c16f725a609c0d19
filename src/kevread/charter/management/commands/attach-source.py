from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.base import clock
from kevread.charter.engine import framework
from kevread.charter.operations import FewerFound, attach_source
from kevread.charter.source import quotes_of
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, print_json


class Command(JsonCommand):
    help = (
        "Joint le document fondateur de la fédération et y retrouve les mots de chaque règle (FICHIER CITATIONS.csv)."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("quotes", help="CSV avec au moins les colonnes id et quote_fr (ou quote)")

        parser.add_argument(
            "--replace",
            action="store_true",
            help="remplacer le document joint même si moins de passages s’y retrouvent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            text, quotes = read(options["file"]), read_quotes(options["quotes"])
            name = framework().document.slug
            try:
                source = attach_source(
                    actor=SYSTEM, name=name, text=text, quotes=quotes, now=clock.now(), replace=options["replace"]
                )
                missing = list(source.passages.filter(start=None).order_by("rule").values_list("rule", flat=True))
                is_kept, message = True, ""
            except FewerFound as refusal:
                missing, is_kept, message = sorted(refusal.missing), False, refusal.sentence
            except Invalid as error:
                raise BadInput("bad_source", error.field, error.sentence) from error
        answer = {"passages": len(quotes), "found": len(quotes) - len(missing), "missing": missing, "attached": is_kept}
        print_json(answer | ({} if is_kept else {"message": f"{message} --replace le remplace quand même."}))
        if missing or not is_kept:
            raise SystemExit(1)


def read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput("unreadable", file, "Ce fichier ne peut pas être lu.") from error
    except UnicodeDecodeError as error:
        raise BadInput("unreadable", file, "Ce fichier n’est pas un texte en UTF-8.") from error


def read_quotes(file: str) -> list[tuple[str, str]]:
    try:
        return quotes_of(read(file))
    except Invalid as error:
        raise BadInput("bad_columns", file, error.sentence) from error
