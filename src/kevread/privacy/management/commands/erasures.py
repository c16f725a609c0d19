"""`./kevread manage erasures`: the list of erasures that is kept out of the database, and what a backup brought back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.base import clock
from kevread.privacy.operations import note_erasures, redo_erasures
from kevread.privacy.queries.outside import come_back, listed


class Command(BaseCommand):
    help = "Efface de nouveau qui une sauvegarde remise en service a ramené, d’après la liste gardée près de la clé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", action="store_true", help="dire où l’on en est, sans rien écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        if (known := listed()) is None:
            self.stdout.write("illisible")
            return
        if not options["state"]:
            note_erasures()
            done, left = redo_erasures(now=clock.now())
            self.stdout.write(f"{done} refait")
            for why in left:
                self.stdout.write(f"Reste : {why}")
            return
        self.stdout.write(f"{sum(map(len, known.lists.values()))} dans la liste")
        self.stdout.write(f"{len(come_back(known))} à refaire")
