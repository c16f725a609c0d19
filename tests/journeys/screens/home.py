"""The screens of `home`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (
    Screen("home:mine", "mandat-fini", "/ma-page"),
    Screen("home:today", "benevole", "/ess-pays-de-redon/aujourd-hui"),
    Screen("home:today", "direction", "/ess-35/aujourd-hui"),
    Screen("home:today", "coordination", "/cress/aujourd-hui"),
)
POST_ONLY = ("home:letter",)
LEFT_OUT = {
    "home:stop_letter": "its address comes by letter: tests/home/test_letter.py reads it",
}
TAKEN = ("home:today",)
