from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from kevread.base import clock
from kevread.common.periods import day_in_words
from kevread.documents.authority import ENDS, WATCHED, seal_of
from kevread.documents.queries.sealed import authority, federation


class Command(BaseCommand):
    help = "Donne le certificat de l’autorité qui scelle les documents signés ici ; --state dit jusqu’à quand il sert."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", action="store_true", help="dire jusqu’à quand, au lieu du certificat")

    def handle(self, *, state: bool, **options: Any) -> None:
        if not state:
            self.stdout.write(authority().pem, ending="")
            return
        now = clock.now()
        until = seal_of(settings.SECRET_KEY, federation(), now.year).until
        late = "bientôt" if ENDS - now < WATCHED else "à temps"
        self.stdout.write(late)
        self.stdout.write(
            f"le sceau de {now.year} sert jusqu’au {day_in_words(until.date())}, celui de l’année suivante prend sa place "
            f"de lui-même ; l’autorité sert jusqu’au {day_in_words(ENDS.date())}"
        )
