"""The screens of `mail`: see the package."""

from tests.journeys.screen import Screen

SCREENS = (Screen("mail:letters", "direction", "/ess-35/journal", ("/ess-35/courriels",)),)
POST_ONLY = ("mail:again",)
TAKEN = ("mail:letters",)
LEFT_OUT = {
    "mail:stop": "its address comes by letter: tests/mail/test_browser.py looks at it",
}
