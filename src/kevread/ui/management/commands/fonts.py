from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kevread.ui import fonts

FOLDER = settings.KEVREAD_FONTS / "fonts"


class Command(BaseCommand):
    help = "Prépare les polices de caractères des écrans (avant collectstatic)."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        try:
            made = fonts.make(FOLDER)
        except OSError as problem:
            raise CommandError(f"Les polices n’ont pas pu être préparées : {problem}") from problem
        total = sum(size for _, size in fonts.sizes(FOLDER))
        self.stdout.write(
            f"Polices {'préparées' if made else 'déjà prêtes'} : {len(fonts.CUTS)} fichiers, {round(total / 1000)} ko."
        )
