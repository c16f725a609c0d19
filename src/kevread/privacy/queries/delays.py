"""The delays in force on a day."""

from datetime import date

from kevread.charter.queries.limits import given_by_law
from kevread.privacy.rules.delays import ANSWER, BREACH


def months_to_answer(on: date) -> int:
    return given_by_law(ANSWER, on)


def hours_to_notify(on: date) -> int:
    return given_by_law(BREACH, on)
