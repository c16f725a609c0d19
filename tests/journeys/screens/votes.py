"""The screens of `votes`: see the package."""

from tests.journeys.screen import KEY, MEETING, Screen

SCREENS = (
    Screen("votes:installation", "", "/cle-de-cette-installation/"),
    Screen("votes:vote", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf".*/votes/{KEY}/bulletin",)),
    Screen(
        "votes:poll",
        "benevole",
        "/ess-pays-de-redon/reunions",
        (
            MEETING,
            rf".*/votes/{KEY}",
        ),
    ),
    Screen(
        "votes:put_to_vote",
        "coordination",
        "/ess-pays-de-redon/reunions",
        (
            MEETING,
            rf".*/points/{KEY}/voter",
        ),
    ),
    Screen(
        "votes:void_poll",
        "coordination",
        "/ess-pays-de-redon/reunions",
        (
            MEETING,
            rf".*/votes/{KEY}",
            r".*/annuler",
        ),
    ),
    Screen(
        "votes:poll",
        "coordination",
        "/cress/reunions?instance=cress-assembly",
        (
            MEETING,
            rf".*/votes/{KEY}",
        ),
    ),
    Screen(
        "votes:receipts",
        "coordination",
        "/cress/reunions?instance=cress-assembly",
        (
            MEETING,
            r".*/recus",
        ),
    ),
)
FILES = (
    "votes:count_pdf",
    "votes:bundle",
    "votes:tally_file",
    "votes:ballots_pdf",
)
TAKEN = ("votes:poll",)
POST_ONLY = (
    "votes:ask_secret",
    "votes:call_name",
    "votes:open_poll",
)
LEFT_OUT = {
    "votes:close_poll": "only while votes are missing: tests/journeys/test_vote.py looks at it",
    "votes:count_poll": "only while hands or papers are counted: tests/votes/test_screen_votes.py looks at it",
    "votes:scrutiny": "only for those who keep the key of a box: tests/votes/test_screen_votes.py looks at it",
    "votes:pulse": "says that something happened, to the pages that follow a meeting",
    "votes:pulse_of_count": "idem, to whoever counts",
}
