"""`./kevread manage statutes-akn ORGANISATION FILE`: the articles of association in force, in Akoma Ntoso."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kevread.base import clock
from kevread.directory.models import Organisation
from kevread.statutes.queries.akn import whole_of
from kevread.statutes.queries.articles import in_force_on
from kevread.statutes.rules.akn import written
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, day_argument, print_json, why_not


class Command(JsonCommand):
    help = "Écrit en Akoma Ntoso (XML) les statuts d’une organisation, en vigueur un jour."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="telle qu’elle est dans les adresses")
        parser.add_argument("file", type=Path)
        parser.add_argument("--on", help="le jour, par exemple 2026-11-24 ; aujourd’hui s’il n’est pas dit")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            today = clock.today()
            on = day_argument(options["on"]) if options["on"] else today
            slug = options["organisation"]
            organisation = Organisation.objects.filter(slug=slug).first()
            if organisation is None:
                raise BadInput("unknown_organisation", "organisation", f"« {slug} » n’est aucune organisation.")
            found = in_force_on(organisation, on)
            if found is None:
                raise BadInput("no_text", "on", f"{organisation.name} n’a pas de statuts en vigueur ce jour-là.")
            content = written(whole_of(found), today)
            try:
                options["file"].write_bytes(content)
            except OSError as error:
                raise BadInput("unwritable", "file", f"Ce fichier ne peut pas être écrit : {why_not(error)}.") from None
        print_json({"written": str(options["file"]), "text": found.pk, "since": found.since, "bytes": len(content)})
