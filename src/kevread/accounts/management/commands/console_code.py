"""`./kevread manage console_code ADDRESS`: a code to sign in with when mail does not leave, or a telephone is lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kevread.accounts.models import Account
from kevread.accounts.operations import forget_second_factor, issue_console_code
from kevread.base import clock
from kevread.common.errors import NotDone


class Command(BaseCommand):
    help = "Affiche un code de première connexion, valable une fois pendant 24 heures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("adresse", help="l’adresse électronique du compte")
        parser.add_argument(
            "--oublier-second-facteur", action="store_true", help="téléphone et codes de secours perdus"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email=options["adresse"].strip().lower()).first()
        if account is None:
            raise CommandError(f"Aucun compte n’a l’adresse {options['adresse']}.")
        try:
            code = issue_console_code(account=account, now=clock.now())
            if options["oublier_second_facteur"]:
                forget_second_factor(account=account, now=clock.now())
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"{code}\nÀ taper sur la page /compte/premiere-connexion/, une seule fois, dans les 24 heures."
        )
