"""The comparison of a value with its limits: the only place where the two meet. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kevread.common.facts import Item, Value
from kevread.common.periods import day_in_words
from kevread.common.verdicts import Verdict

WHOLE = ""  # the single item of a fact that does not answer « each »


@dataclass(slots=True)
class Judgement:
    """What a comparison found. `failing` are the items that do not hold, the worst first, each with its value."""

    verdict: Verdict
    failing: tuple[tuple[Item, int], ...] = ()


def holds(value: int, lower: int | None, upper: int | None) -> bool:
    """
    >>> holds(2, 1, 2), holds(3, 1, 2), holds(0, 1, None)
    (True, False, False)
    """
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def distance(value: int, lower: int | None, upper: int | None) -> int:
    """How far a value is from what is admitted; 0 when it holds.

    >>> distance(5, 1, 2), distance(0, 1, 2), distance(2, 1, 2)
    (3, 1, 0)
    """
    if lower is not None and value < lower:
        return lower - value
    if upper is not None and value > upper:
        return value - upper
    return 0


CONFORMS = Judgement(Verdict.CONFORMS)


def judge(value: Value, lower: int | None, upper: int | None) -> Judgement:
    """A number, a set (its size) or one number for each item, held against its limits, both included.

    >>> judge({"a": 3, "b": 1, "c": 5}, None, 2).failing
    (('c', 5), ('a', 3))
    >>> judge(frozenset(), 1, None).verdict.value
    'breaches'
    """
    if isinstance(value, int):
        if holds(value, lower, upper):
            return CONFORMS
        return Judgement(Verdict.BREACHES, ((WHOLE, value),))
    if isinstance(value, Mapping):
        failing = [(item, number) for item, number in value.items() if not holds(number, lower, upper)]
        if not failing:
            return CONFORMS
        failing.sort(key=lambda pair: (-distance(pair[1], lower, upper), str(pair[0])))
        return Judgement(Verdict.BREACHES, tuple(failing))
    return judge(len(value), lower, upper)


def judge_words(value: frozenset[str], admitted: frozenset[str]) -> Judgement:
    """Every word must be admitted. The failing items are the words that are not.

    >>> judge_words(frozenset({"association", "company"}), frozenset({"association"})).failing
    (('company', 1),)
    """
    strangers = sorted(value - admitted)
    return Judgement(Verdict.BREACHES, tuple((word, 1) for word in strangers)) if strangers else CONFORMS


def excesses(value: Value, upper: int | None, admitted: frozenset[str]) -> dict[Item, int]:
    """By how much each item passes its upper limit: what a verb may never make worse. Deficits are not excesses.

    >>> excesses({"a": 3, "b": 1}, 2, frozenset())
    {'a': 1}
    >>> excesses(frozenset({"company"}), None, frozenset({"association"}))
    {'company': 1}
    """
    if isinstance(value, Mapping):
        return {item: number - upper for item, number in value.items() if upper is not None and number > upper}
    if isinstance(value, frozenset) and admitted:
        return dict.fromkeys(value - admitted, 1)
    number = value if isinstance(value, int) else len(value)
    return {WHOLE: number - upper} if upper is not None and number > upper else {}


def worsened(before: Mapping[Item, int], after: Mapping[Item, int]) -> list[Item]:
    """The items whose excess grew.

    >>> worsened({"a": 1}, {"a": 1, "b": 2})
    ['b']
    """
    return [item for item, excess in after.items() if excess > before.get(item, 0)]


NUMBERS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip


def in_words(number: int) -> str:
    """
    >>> in_words(2), in_words(40)
    ('deux', '40')
    """
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def article_in_words(clause: str) -> str:
    """The article of a clause.

    >>> article_in_words("R3.7/1")
    'article R3.7'
    """
    return f"article {clause.partition('/')[0]}"


def decision_in_words(adopted_by: str, adopted_on: date) -> str:
    """A decision and its date, said once.

    >>> decision_in_words("Conseil, résolution 3.", date(2026, 6, 9)), decision_in_words("AG du 9 juin 2026", date(2026, 6, 9))
    ('Conseil, résolution 3, le 9 juin 2026', 'AG du 9 juin 2026')
    """
    label, day = adopted_by.rstrip(". "), day_in_words(adopted_on)
    return label if day in label else f"{label}, le {day}"
