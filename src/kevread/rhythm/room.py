"""What the rhythm of the year brings to the house."""

from kevread.common.rooms import Heard, Room, Screen, Verb, declare
from kevread.common.todo import Line
from kevread.rhythm.exports import RENEWALS, RHYTHM, YEAR
from kevread.rhythm.panels import year_of_body
from kevread.rhythm.papers import Calendar, YearSheet
from kevread.rhythm.todo import dates_to_set

ROOM = declare(
    Room(
        "rhythm",
        panels={"year_of_body": year_of_body},
        verbs=(
            Verb("rhythm.make_feed", "a fait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.renew_feed", "a refait une adresse d’agenda", None, because="one’s own calendar"),
            Verb("rhythm.revoke_feed", "a révoqué une adresse d’agenda", None, because="one’s own calendar"),
            Verb(
                "rhythm.plan_renewals",
                "a ouvert l’assemblée qui renouvelle des mandats",
                "prepare_meeting",
                heard=Heard.NEAR,
            ),
        ),
        screens=(
            Screen(
                "rhythm:rhythm",
                "rhythm",
                "Voir le rythme de l’année",
                "prepare_meeting",
                mends=True,
                does="planifier une réunion, ou en déclarer une tenue",
            ),
            Screen(
                "rhythm:propose",
                label="Proposer des dates",
                right="prepare_meeting",
                mends=True,
                does="planifier une réunion",
                writes=True,
            ),
            Screen(
                "rhythm:record_held",
                label="Déclarer une réunion tenue",
                right="prepare_meeting",
                mends=True,
                does="déclarer une réunion qui s’est tenue",
                writes=True,
            ),
            Screen("rhythm:feeds", "feeds"),
            Screen("rhythm:renewing", "renewals"),
            Screen("rhythm:governance", "governance"),
            Screen("rhythm:governance_pdf", "governance_paper"),
        ),
        tabs={
            "rythme": "meetings",
            "mes-agendas/": "meetings",
            "gouvernance": "bodies",
            "instances": "bodies",
            "reunions-publiques": "meetings",
        },
        lines=(Line(80, dates_to_set),),
        papers=(Calendar, YearSheet),
        tables=(RHYTHM, YEAR, RENEWALS),
    )
)
