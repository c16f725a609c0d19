"""What the legal life of associations brings to the house."""

from kevread.common.rooms import Heard, Right, Room, Screen, Under, Verb, declare
from kevread.statutes.exports import CALENDAR, HANDINGS
from kevread.statutes.models import HANDS_OVER
from kevread.statutes.papers import TransferCalendar
from kevread.statutes.queries.handing import REGISTER

ROOM = declare(
    Room(
        "statutes",
        verbs=(
            Verb("statutes.decide_day", "a inscrit le jour d’un passage au groupement", HANDS_OVER, heard=Heard.NEAR),
            Verb("statutes.undo_day", "a annulé le jour d’un passage au groupement", HANDS_OVER, heard=Heard.NEAR),
        ),
        rights=(
            Right(HANDS_OVER, "Inscrire le jour d’un passage au groupement, que son registre décide", ("prepares",)),
        ),
        registers={REGISTER: "Passages aux groupements"},
        papers=(TransferCalendar,),
        screens=(
            Screen(
                "statutes:handings",
                "handings",
                "Voir les passages aux groupements",
                HANDS_OVER,
                mends=True,
                does="inscrire le jour d’un passage au groupement",
                under=Under("decisions", "Passages aux groupements", 8),
            ),
            Screen(
                "statutes:calendar",
                "transfer_calendar",
                "Calculer le calendrier d’un apport",
                "read",
                under=Under("decisions", "Calendrier d’un apport", 9),
            ),
        ),
        tabs={"apport": "decisions"},
        tables=(CALENDAR, HANDINGS),
    )
)
