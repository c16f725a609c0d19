from typing import Any

from django.core.management.base import BaseCommand

from kevread.base import clock
from kevread.journal.operations import seal_journal
from kevread.journal.queries import head
from kevread.ui.typesetting import typeset


class Command(BaseCommand):
    help = "Scelle ce que le journal a reçu depuis le dernier scellé. L’ouvrier le fait toutes les cinq minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        acts = seal_journal(now=clock.now())
        now = head()
        said = f"{acts} acte{'s' if acts > 1 else ''} scellé{'s' if acts > 1 else ''}."
        self.stdout.write(typeset(f"{said} Tête : {now.head}, scellé n° {now.number}." if now else said))
