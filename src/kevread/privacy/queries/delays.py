"""The delays in force on a day."""

from datetime import date

from kevread.charter.engine import framework, values_on
from kevread.privacy.rules.delays import ANSWER, BREACH


def months_to_answer(on: date) -> int:
    return given(ANSWER, on)


def hours_to_notify(on: date) -> int:
    return given(BREACH, on)


def given(name: str, on: date) -> int:
    """A delay that law gives: as it is written in the settings; else as its article says it."""
    spec = framework().settings.get(name)
    return int(values_on(on).get((name, None), spec.founding if spec else 0))
