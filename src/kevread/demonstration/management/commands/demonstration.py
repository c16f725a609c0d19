"""`./kevread manage demonstration`: the invented life of the demonstration, once. Run at every start of it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kevread.common.errors import NotDone
from kevread.demonstration.operations import enter_life, is_there


class Command(BaseCommand):
    help = "Donne à la fédération de démonstration une vie inventée : personnes, mandats, équipes, écarts voulus."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.KEVREAD_FEDERATION / "demonstration"
        if settings.KEVREAD_DEMONSTRATION and is_there():
            self.stdout.write("La démonstration a déjà sa vie inventée : rien à ajouter.")
            return
        if not folder.is_dir():
            raise CommandError(f"La fédération « {settings.KEVREAD_FEDERATION.name} » n’a pas de vie inventée.")
        try:
            count = enter_life(folder=folder)
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"Démonstration prête : {count} mandats inventés.")
