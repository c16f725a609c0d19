from typing import Any

from django.core.management.base import BaseCommand

from kevread.base.kind import write


class Command(BaseCommand):
    help = "Écrit, une fois pour toutes, si cette base est une fédération ou une démonstration. Le lanceur s’en sert."

    def handle(self, **options: Any) -> None:
        write()
