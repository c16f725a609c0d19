"""`python -m config <command>`: Django's command line, with these settings."""

import os
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, ManagementUtility, get_commands


class CommandLine(ManagementUtility):
    """A command that does not exist is said in French."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        if subcommand not in get_commands() and settings.INSTALLED_APPS:  # reading settings says what is wrong in them
            sys.exit(
                f"Kevread ne connaît pas la commande «\u00a0{subcommand}\u00a0».\n"
                "À faire\u00a0: ./kevread manage help les montre toutes."
            )
        return super().fetch_command(subcommand)


if __name__ == "__main__":
    CommandError.__name__ = "Erreur\u00a0"  # Django writes this name before the sentence, on the console
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    CommandLine(["kevread manage", *sys.argv[1:]]).execute()
