"""`python -m config <command>`: Django's command line, with these settings."""

import os
import sys

from django.core.management import CommandError, execute_from_command_line

if __name__ == "__main__":
    CommandError.__name__ = "Erreur\u00a0"  # Django writes this name before the sentence, on the console
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(["kevread manage", *sys.argv[1:]])
