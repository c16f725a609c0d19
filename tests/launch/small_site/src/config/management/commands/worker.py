import os
import signal
from pathlib import Path

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Say that it started, then wait for the end."""

    def handle(self, **options):
        with Path(os.environ["KEVREAD_DATA"], "workers").open("a") as births:
            births.write(f"{os.getpid()} {os.environ['DATABASE_URL']}\n")
        signal.pause()
