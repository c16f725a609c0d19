"""`./kevread manage second_factors`: by which key they are sealed, and what to do of it when the key has changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.accounts.operations import forget_unreadable_factors, reseal_second_factors
from kevread.accounts.queries import Kept, second_factors
from kevread.base import clock

SAID = {
    Kept.FRESH: "se lisent avec la clé en vigueur",
    Kept.BEFORE: "se lisent avec une clé d’avant, encore là",
    Kept.LOST: "ne se lisent plus : leur clé est perdue",
}


class Command(BaseCommand):
    help = "Dit avec quelle clé se lisent les seconds facteurs ; les scelle de nouveau, ou oublie ceux que rien ne lit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sceller", action="store_true", help="sous la clé en vigueur, avant de jeter celle d’avant"
        )
        parser.add_argument("--oublier-illisibles", action="store_true", help="qui en avait un en active un autre")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sceller"]:
            self.stdout.write(f"Scellés de nouveau : {reseal_second_factors()}.")
        if options["oublier_illisibles"]:
            self.stdout.write(f"Comptes sans second facteur désormais : {forget_unreadable_factors(now=clock.now())}.")
        for kept, factors in second_factors().items():
            self.stdout.write(f"{len(factors)} {SAID[kept]}")
