"""`./kevread manage addresses`: by which key the addresses of accounts are stamped, and what to do when it has changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kevread.accounts.models import Account
from kevread.accounts.operations import change_address, restamp_addresses, vouch_for_address
from kevread.accounts.queries import Kept, addresses, otherwise_than_left
from kevread.base import clock
from kevread.common.errors import Invalid

SAID = {
    Kept.FRESH: "sont scellées par la clé en vigueur",
    Kept.BEFORE: "sont scellées par une clé d’avant, encore là",
    Kept.LOST: "ne sont scellées par aucune clé d’ici, et n’ouvrent rien",
}
CHANGED = (
    "  compte {} : quelqu’un l’a changé dans la base (adresse, ouverture ou second facteur), et il n’ouvre plus rien. Voyez "
    "avec la personne, puis : ./kevread manage console_code ADRESSE --oublier-second-facteur"
)
NOT_LOST = (
    "D’autres adresses sont scellées par les clés d’ici : aucune n’est perdue, et quelqu’un a écrit celles-là dans la base. "
    "Corrigez chacune : --corriger COMPTE ADRESSE."
)


class Command(BaseCommand):
    help = "Dit quelle clé a scellé les adresses des comptes, et ce qu’il faut faire de celles que rien ne scelle."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sceller", action="store_true", help="sous la clé en vigueur, avant de jeter celle d’avant"
        )
        parser.add_argument(
            "--corriger", nargs=2, metavar=("COMPTE", "ADRESSE"), help="l’adresse d’un compte, que vous connaissez"
        )
        parser.add_argument(
            "--en-repondre",
            action="store_true",
            help="la clé est perdue : toutes les adresses sont bien celles que vous connaissez",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sceller"]:
            self.stdout.write(f"Scellées de nouveau : {restamp_addresses(now=clock.now())}.")
        if options["corriger"]:
            correct(*options["corriger"])
        if options["en_repondre"]:
            self.stdout.write(f"Adresses dont vous répondez : {answer_for_all()}.")
        found = addresses()
        for kept, accounts in found.items():
            self.stdout.write(f"{len(accounts)} {SAID[kept]}")
        for account in found[Kept.LOST]:
            self.stdout.write(f"  compte {account.pk}")
        for key in set(otherwise_than_left()) - {account.pk for account in found[Kept.LOST]}:
            self.stdout.write(CHANGED.format(key))


def correct(key: str, address: str) -> None:
    try:
        change_address(account=Account.objects.get(pk=key), email=address, now=clock.now())
    except (Account.DoesNotExist, ValidationError):
        raise CommandError("Aucun compte n’a cette clé : elles se lisent sans option.") from None
    except Invalid as wrong:
        raise CommandError(wrong.sentence) from None


def answer_for_all() -> int:
    """How many. Refused while a key of ours stamped some: it is not lost, and those that it did not stamp were put there."""
    found = addresses()
    if found[Kept.FRESH] or found[Kept.BEFORE]:
        raise CommandError(NOT_LOST)
    for account in found[Kept.LOST]:
        vouch_for_address(account=account, now=clock.now())
    return len(found[Kept.LOST])
