"""The screens of `sittings`: see the package."""

from tests.journeys.screen import BOARD, MEETING, Screen

SCREENS = (
    Screen("sittings:meetings", "direction", "/ess-35/instances", ("/ess-35/reunions",)),
    Screen("sittings:meetings", "direction", BOARD, (r".*/reunions\?instance=.*",)),
    Screen("sittings:meeting", "direction", "/ess-35/reunions", (MEETING,)),
    Screen("sittings:meeting", "coordination", "/ess-bretagne-sud/reunions", (MEETING,)),
    Screen("sittings:meeting", "benevole", "/ess-pays-de-redon/aujourd-hui", (MEETING,)),
    Screen(
        "sittings:room",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/salle",
        ),
    ),
    Screen(
        "sittings:room",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/salle",
            r"\?point=ouverture",
        ),
    ),
    Screen(
        "sittings:presences",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/salle",
            r".*/presences",
        ),
    ),
    Screen(
        "sittings:wall",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/projection",
        ),
    ),
    Screen(
        "sittings:here",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/je-suis-la",
        ),
    ),
    Screen(
        "sittings:minutes",
        "presidence-pole",
        "/ess-pays-de-vitre/reunions",
        (
            MEETING,
            r".*/proces-verbal",
        ),
    ),
)
TAKEN = (
    "sittings:meetings",
    "sittings:presences",
    "sittings:attendances",
)
FILES = (
    "sittings:minutes_preview",
    "sittings:sign_in_sheet",
)
POST_ONLY = (
    "sittings:certify",
    "sittings:fill",
    "sittings:gesture",
    "sittings:mark",
    "sittings:mark_several",
    "sittings:text",
    "sittings:turn",
)
LEFT_OUT = {
    "sittings:earlier": "only once two people wrote over one another: tests/sittings/test_earlier.py looks at it",
    "sittings:close": "only while a sitting lasts: tests/journeys/test_assembly.py looks at it",
    "sittings:correct_minutes": "only once minutes are signed: tests/sittings/test_room.py looks at it",
    "sittings:presences_live": "a part of sittings:presences",
    "sittings:room_live": "a part of sittings:room",
    "sittings:sign_minutes": "POST only; a GET is sittings:minutes",
    "sittings:wall_live": "a part of sittings:wall",
}
