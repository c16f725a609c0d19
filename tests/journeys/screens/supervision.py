"""The screens of `supervision`: see the package."""

from tests.journeys.screen import Screen

HERE = "/ess-35/encadrement"
NOBODY_YET = "nobody is employed yet in the invented life: tests/supervision/test_screens.py"

SCREENS = (
    Screen("supervision:people", "direction", HERE),
    Screen("supervision:people", "direction", f"{HERE}?au=2026-03-12"),
    Screen("supervision:matrix", "direction", HERE, (r".*/qui-decide-quoi",)),
    Screen("supervision:mine", "delegue", HERE, (r"/qui-decide-pour-moi.*",)),
    Screen("supervision:open_matter", "direction", HERE, (r".*/ouvrir/recrutement",)),
)
TAKEN = ("supervision:people",)
POST_ONLY = ("supervision:remove_candidate", "supervision:release", "supervision:ask_line")
LEFT_OUT = {f"supervision:{name}": NOBODY_YET for name in ("person", "matter", "say", "settle", "change")}
