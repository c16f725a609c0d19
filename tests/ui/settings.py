"""The site of the tests of `ui`: one more page."""

from tests.site import *  # noqa: F403

ROOT_URLCONF = "tests.ui.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [ROOT / "tests" / "ui"]}]  # noqa: F405
