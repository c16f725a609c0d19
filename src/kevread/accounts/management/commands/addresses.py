"""`./kevread manage addresses`: by which key the addresses of accounts are stamped, and what to do when it has changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.accounts.operations import restamp_addresses, vouch_for_address
from kevread.accounts.queries import Kept, addresses
from kevread.base import clock

SAID = {
    Kept.FRESH: "sont scellées par la clé en vigueur",
    Kept.BEFORE: "sont scellées par une clé d’avant, encore là",
    Kept.LOST: "ne sont scellées par aucune clé d’ici, et n’ouvrent rien",
}


class Command(BaseCommand):
    help = "Dit quelle clé a scellé les adresses des comptes ; les scelle de nouveau, ou répond de celles que rien ne scelle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sceller", action="store_true", help="sous la clé en vigueur, avant de jeter celle d’avant"
        )
        parser.add_argument(
            "--en-repondre",
            action="store_true",
            help="la clé est perdue : les adresses sont bien celles que vous connaissez",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sceller"]:
            self.stdout.write(f"Scellées de nouveau : {restamp_addresses()}.")
        if options["en_repondre"]:
            lost = addresses()[Kept.LOST]
            for account in lost:
                vouch_for_address(account=account, now=clock.now())
            self.stdout.write(f"Adresses dont vous répondez : {len(lost)}.")
        for kept, found in addresses().items():
            self.stdout.write(f"{len(found)} {SAID[kept]}")
