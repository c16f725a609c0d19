"""`./kevread manage prepare`: what a federation's folder says, written where it is missing. Run at every start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kevread.base import clock
from kevread.charter.operations import load_founding_settings
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone
from kevread.directory.operations import load_network
from kevread.seats.operations import load_bodies
from kevread.territory.operations import load_geography


class Command(BaseCommand):
    help = "Charge ce qui manque de la fédération : géographie, organisations, instances, modalités fondatrices."

    def handle(self, *args: Any, **options: Any) -> None:
        folder, now = settings.KEVREAD_FEDERATION, clock.now()
        geography = folder / "geography"
        try:
            load_geography(actor=SYSTEM, now=now, folder=geography)
            load_network(actor=SYSTEM, now=now, path=folder / "organisations.yaml", geography=geography)
            bodies = load_bodies(actor=SYSTEM, now=now)
            values = load_founding_settings(actor=SYSTEM, now=now)
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from None
        if bodies:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # PostgreSQL would plan for empty tables
        self.stdout.write(
            f"Fédération prête. Instances et sièges écrits : {bodies} ; modalités fondatrices : {values}."
        )
