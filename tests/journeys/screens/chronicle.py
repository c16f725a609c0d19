"""The screens of `chronicle`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("chronicle:journal", "direction", "/ess-35/journal"),
    Screen("chronicle:act", "direction", "/ess-35/journal", (rf"/ess-35/journal/{KEY}",)),
)
TAKEN = ("chronicle:journal",)
