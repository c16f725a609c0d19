"""The settings of a site under a real browser: the real ones, and static files straight from the sources."""

from config.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
