"""`./kevread manage prepare`: what a federation's folder says, written where it is missing. Run at every start.

The demonstration has the whole network of the file. A real federation has its head: the others are proposed to the
coordination, who opens them (`open_organisation`).
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kevread.accounts.operations import take_note
from kevread.base import clock
from kevread.base.kind import require_served
from kevread.charter.operations import load_founding_settings
from kevread.common.actor import SYSTEM
from kevread.common.errors import NotDone
from kevread.directory.models import Scale
from kevread.directory.operations import load_network
from kevread.seats.operations import load_bodies
from kevread.territory.operations import load_geography


class Command(BaseCommand):
    help = "Charge ce qui manque de la fédération : géographie, organisations, instances, modalités fondatrices."

    def handle(self, *args: Any, **options: Any) -> None:
        require_served()
        folder, now = settings.KEVREAD_FEDERATION, clock.now()
        geography = folder / "geography"
        try:
            load_geography(actor=SYSTEM, now=now, folder=geography)
            scales = ("", *Scale.values) if settings.KEVREAD_DEMONSTRATION else (Scale.HEAD.value,)
            load_network(actor=SYSTEM, now=now, path=folder / "organisations.yaml", geography=geography, scales=scales)
            bodies = load_bodies(actor=SYSTEM, now=now)
            values = load_founding_settings(actor=SYSTEM, now=now)
            take_note(actor=SYSTEM, now=now)
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from None
        if bodies:
            with connection.cursor() as cursor:
                cursor.execute("SELECT base_analyse()")  # PostgreSQL would plan for empty tables
        self.stdout.write(
            f"Fédération prête. Instances et sièges écrits : {bodies} ; modalités fondatrices : {values}."
        )
