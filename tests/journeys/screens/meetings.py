"""The screens of `meetings`: see the package."""

from tests.journeys.screen import KEY, MEETING, Screen

SCREENS = (
    Screen("meetings:draft", "direction", "/ess-35/reunions", (r".*/reunions/preparer",)),
    Screen(
        "meetings:agenda_of",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/ordre-du-jour",
        ),
    ),
    Screen(
        "meetings:add_item",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/ordre-du-jour",
            r".*/points/ajouter",
        ),
    ),
    Screen(
        "meetings:item",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/ordre-du-jour",
            rf".*/points/{KEY}",
        ),
    ),
    Screen(
        "meetings:forward",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/ordre-du-jour",
            r".*/porter",
        ),
    ),
    Screen(
        "meetings:enclosures",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/pieces",
        ),
    ),
    Screen(
        "meetings:amend",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/modifier",
        ),
    ),
    Screen(
        "meetings:move",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/date",
        ),
    ),
    Screen(
        "meetings:cancel",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/annuler",
        ),
    ),
    Screen(
        "meetings:notices",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/envois",
        ),
    ),
    Screen(
        "meetings:answers",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/reponses",
        ),
    ),
    Screen(
        "meetings:paper_proxy",
        "direction",
        "/ess-35/reunions",
        (
            MEETING,
            r".*/reponses",
            r".*/pouvoirs",
        ),
    ),
    Screen(
        "meetings:dates",
        "coordination",
        "/ess-bretagne-sud/reunions",
        (
            MEETING,
            r".*/dates",
        ),
    ),
    Screen(
        "meetings:convene",
        "coordination",
        "/ess-bretagne-sud/reunions",
        (
            MEETING,
            r".*/convoquer",
        ),
    ),
    Screen("meetings:reply", "benevole", "/ess-pays-de-redon/aujourd-hui", (rf".*/repondre/{KEY}",)),
    Screen(
        "meetings:proxy",
        "benevole",
        "/ess-pays-de-redon/aujourd-hui",
        (
            rf".*/repondre/{KEY}",
            rf".*/pouvoir/{KEY}",
        ),
    ),
)
TAKEN = ("meetings:answers",)
FILES = (
    "meetings:pack",
    "meetings:agenda_pdf",
    "meetings:proxy_form",
    "meetings:notice_copy",
    "meetings:linked_notice_copy",
    "meetings:named_proxy_form",
    "meetings:linked_proxy_form",
)
LEFT_OUT = {
    "meetings:answer": "its address comes by letter: tests/journeys/test_answer.py looks at it",
    "meetings:answer_dates": "its address comes by letter: tests/meetings/test_screen_meetings.py looks at it",
    "meetings:answer_proxy": "its address comes by letter: tests/journeys/test_answer.py looks at it",
    "meetings:deadline": "a part of meetings:draft",
    "meetings:second_call": "only after a failure of quorum: tests/meetings/test_screen_meetings.py looks at it",
}
NOT_TAKEN = {
    "meetings:notices": "to whom each letter left is in the letters, which leave",
    "meetings:convene": "choices of a form",
}
