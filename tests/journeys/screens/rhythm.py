"""The screens of `rhythm`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (
    Screen("rhythm:governance", "", "/cress/gouvernance"),
    Screen("rhythm:rhythm", "coordination", "/cress/rythme"),
    Screen("rhythm:rhythm", "coordination", "/cress/rythme?annee=2025"),
    Screen("rhythm:propose", "coordination", "/cress/rythme", (r".*/dates\?.*",)),
    Screen("rhythm:record_held", "coordination", "/cress/rythme", (r".*/tenue",)),
    Screen("rhythm:record_held", "coordination", "/cress/rythme", (r".*/tenue\?.*",)),
    Screen("rhythm:whole_year", "coordination", "/cress/rythme/toutes"),
    Screen("rhythm:whole_year", "direction", "/ess-35/rythme/toutes"),
    Screen("rhythm:renewing", "coordination", "/cress/rythme/assemblees"),
    Screen("rhythm:renewing", "direction", "/ess-35/rythme/assemblees"),
    Screen("rhythm:governance", "direction", "/ess-35/gouvernance"),
    Screen("rhythm:feeds", "coordination", "/cress/rythme", ("/mes-agendas",)),
)
TAKEN = ("rhythm:rhythm", "rhythm:whole_year", "rhythm:renewing")
FILES = (
    "rhythm:rhythm_pdf",
    "rhythm:whole_year_pdf",
    "rhythm:governance_pdf",
    "rhythm:one_meeting",
)
POST_ONLY = (
    "rhythm:renew_feed",
    "rhythm:revoke_feed",
)
LEFT_OUT = {
    "rhythm:opening": "there is none until somebody opens assemblies; tests/rhythm/test_opened_together.py reads it",
    "rhythm:feed": "a calendar; tests/rhythm/test_feeds.py reads it",
    "rhythm:network_feed": "a calendar; tests/publishing/test_citizens.py reads it",
    "rhythm:public_feed": "a calendar; tests/rhythm/test_feeds.py reads it",
}
NOT_TAKEN = {
    "rhythm:record_held": "choices of a form",
    "rhythm:feeds": "the calendars of one person, each with its address",
}
