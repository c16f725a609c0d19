"""The screens of `imports`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("imports:imports", "coordination", "/cress/organisations", (r".*/imports",)),
    Screen("imports:one", "coordination", "/cress/imports", (rf".*/imports/{KEY}",)),
    Screen(
        "imports:sheet",
        "coordination",
        "/cress/imports",
        (
            rf".*/imports/{KEY}",
            r".*/feuilles/1",
        ),
    ),
    Screen(
        "imports:abandon",
        "coordination",
        "/cress/imports",
        (
            rf".*/imports/{KEY}",
            r".*/renoncer",
        ),
    ),
    Screen("imports:doubles", "coordination", "/cress/imports", (r".*/doublons",)),
    Screen("imports:double", "coordination", "/cress/doublons", (rf".*/doublons/{KEY}/{KEY}",)),
)
FILES = (
    "imports:blank",
    "imports:filled",
)
POST_ONLY = (
    "imports:rehearsal",
    "imports:put_right",
    "imports:put_cell",
    "imports:set_aside",
    "imports:decide",
    "imports:write",
    "imports:apart",
)
LEFT_OUT = {
    "imports:separate": "only what was merged is separated: tests/imports/test_merging.py looks at it",
    "imports:state": "a part of imports:one",
    "imports:undo": "only what was imported is undone: tests/imports/test_screens.py looks at it",
}
