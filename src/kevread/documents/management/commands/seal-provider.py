from typing import Any

from django.core.management.base import BaseCommand

from kevread.base import clock
from kevread.common.periods import day_in_words
from kevread.documents.provider import SOON, ProviderError, credential, provider


class Command(BaseCommand):
    help = "Dit si le prestataire du cachet est réglé, s’il répond, ce que vaut son certificat ; ne signe rien."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        """In two lines: how it goes, then what is said of it."""
        now = clock.now()
        try:
            if (by := provider()) is None:
                self.stdout.write("éteint")
                self.stdout.write("aucun : les documents signés portent le sceau de ce site")
                return
            held = credential(by, now)
        except ProviderError as error:
            self.stdout.write("ne sert pas")
            self.stdout.write(f"le prestataire {error.clause}{f' ({error.detail})' if error.detail else ''}")
            return
        what = "cachet qualifié" if held.said.qualified else "cachet, que rien ne dit qualifié,"
        self.stdout.write("bientôt" if held.until - now < SOON else "répond")
        self.stdout.write(
            f"répond : {what} de {held.name}, donné par {held.issuer}, jusqu’au {day_in_words(held.until.date())}"
        )
