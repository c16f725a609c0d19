"""The screens of `statutes`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("statutes:handings", "direction", "/ess-35/apport"),
    Screen("statutes:handings", "coordination", "/cress/apport"),
    Screen("statutes:decide_day", "direction", "/ess-35/apport/decider"),
    Screen("statutes:undo_day", "direction", "/ess-35/apport", (rf".*/apport/{KEY}/annuler",)),
    Screen("statutes:calendar", "direction", "/ess-35/apport/calendrier?assemblee=2027-03-31&cse=yes&convocation=15"),
)
TAKEN = (
    "statutes:calendar",
    "statutes:handings",
)
FILES = ("statutes:calendar_pdf",)
