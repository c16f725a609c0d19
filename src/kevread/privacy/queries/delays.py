"""The delays in force on a day."""

from datetime import date

from kevread.charter.engine import values_on
from kevread.privacy.rules.delays import ANSWER, BREACH


def months_to_answer(on: date) -> int:
    return int(values_on(on)[ANSWER, None])


def hours_to_notify(on: date) -> int:
    return int(values_on(on)[BREACH, None])
