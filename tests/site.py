"""The settings of a site under a real browser: the real ones, and static files straight from the sources."""

from config.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
# What is noted of secret votes and of erasures out of the database goes with the database, which is copied for each test.
VOTES = DATA / "votes" / DATABASES["default"]["NAME"]  # noqa: F405
ERASURES = DATA / "erasures" / f"{DATABASES['default']['NAME']}.json"  # noqa: F405
