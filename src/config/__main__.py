"""`python -m config <command>`: Django's command line, with these settings."""

import os
import sys
from textwrap import fill

from django.conf import settings
from django.core.management import BaseCommand, CommandError, ManagementUtility, get_commands


class CommandLine(ManagementUtility):
    """What is said of the commands as a whole is in French: ours with what they do, then the names of Django's."""

    def main_help_text(self, commands_only: bool = False) -> str:
        if commands_only:
            return super().main_help_text(commands_only=True)
        ours = sorted(name for name, app in get_commands().items() if str(app).startswith("kevread."))
        told = [f"  {name:<16}{fill(self.fetch_command(name).help, 100, subsequent_indent=' ' * 18)}" for name in ours]
        django = fill(", ".join(sorted({*get_commands()} - {*ours})), 116, initial_indent="  ", subsequent_indent="  ")
        return "\n".join(
            (
                "Les commandes de Kevread (./kevread manage COMMANDE --help donne les options de chacune)\u00a0:\n",
                *told,
                "\nCelles de Django, dont Kevread est fait\u00a0:\n",
                django,
            )
        )

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
