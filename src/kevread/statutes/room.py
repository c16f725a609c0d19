"""What the legal life of associations brings to the house."""

from kevread.common.rooms import Room, Screen, Under, declare
from kevread.statutes.exports import CALENDAR
from kevread.statutes.papers import TransferCalendar

ROOM = declare(
    Room(
        "statutes",
        papers=(TransferCalendar,),
        screens=(
            Screen(
                "statutes:calendar",
                "transfer_calendar",
                "Calculer le calendrier d’un apport",
                "read",
                under=Under("decisions", "Calendrier d’un apport", 9),
            ),
        ),
        tabs={"apport": "decisions"},
        tables=(CALENDAR,),
    )
)
