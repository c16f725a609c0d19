"""What is sampled in the ordinary run, and whole in continuous integration (`.ci/run` says CI=true)."""

import os

WHOLE = os.environ.get("CI", "").lower() not in ("", "0", "false")


def sampled(whole: int, few: int) -> int:
    """How many examples of a property, or tries of an attack."""
    return whole if WHOLE else few
