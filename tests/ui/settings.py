"""The site of the tests of `ui`: the real settings, one more page, static files straight from the sources."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.ui.urls"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES = [{**TEMPLATES[0], "DIRS": [ROOT / "tests" / "ui"]}]  # noqa: F405
