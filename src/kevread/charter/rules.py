"""The comparison of a value with its limits: the only place where the two meet. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.facts import Item, Number, Span, Value, sure
from kevread.common.periods import day_in_words
from kevread.common.verdicts import Verdict

ASKED_AGAIN = timedelta(days=30)  # before its end, what is attested may be attested anew

WHOLE = ""  # the single item of a fact that does not answer « each »


@dataclass(slots=True)
class Judgement:
    """What a comparison found. `failing` are the items that do not hold, the worst first, each with its value; `unknown`
    those of which nothing shows whether they hold."""

    verdict: Verdict
    failing: tuple[tuple[Item, int], ...] = ()
    unknown: tuple[Item, ...] = ()


def holds(value: int, lower: int | None, upper: int | None) -> bool:
    """
    >>> holds(2, 1, 2), holds(3, 1, 2), holds(0, 1, None)
    (True, False, False)
    """
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def is_held(number: Number, lower: int | None, upper: int | None) -> bool | None:
    """Whether a number is within its limits; None when it may be, and may not.

    >>> is_held(Span(1, None), 1, None), is_held(Span(3, None), None, 2), is_held(Span(0, 3), 1, 2)
    (True, False, None)
    """
    if isinstance(number, int):
        return holds(number, lower, upper)
    least, most = number
    if (upper is not None and least > upper) or (lower is not None and most is not None and most < lower):
        return False
    is_enough = lower is None or least >= lower
    is_not_too_much = upper is None or (most is not None and most <= upper)
    return True if is_enough and is_not_too_much else None


def worst_number(number: Number, lower: int | None) -> int:
    """The number that a breach is told by: the most that there may be where too few are, else what is there for sure.

    >>> worst_number(Span(0, 1), 2), worst_number(Span(3, None), None), worst_number(4, 2)
    (1, 3, 4)
    """
    if isinstance(number, int):
        return number
    return number.most if lower is not None and number.most is not None and number.most < lower else number.least


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


def judge(
    value: Value,
    lower: int | None,
    upper: int | None,
    is_known: Callable[[Item], bool] | None = None,
    *,
    may_be_empty: bool = False,
) -> Judgement:
    """A number, a set (its size) or one number for each item, held against its limits, both included.

    What is said of each item conforms when every item is proven good, breaches when one is proven bad, and is else not
    known; where there is no item, nothing is proven of any, unless none need be (`may_be_empty`). `is_known`: whether
    anything is known of an item; None: of all of them.

    >>> judge({"a": 3, "b": 1, "c": 5}, None, 2).failing
    (('c', 5), ('a', 3))
    >>> judge(frozenset(), 1, None).verdict.value
    'breaches'
    >>> judge({"a": 0, "b": 0}, None, 0, lambda item: item == "a")
    Judgement(verdict=<Verdict.UNKNOWN: 'unknown'>, failing=(), unknown=('b',))
    >>> judge({}, 1, None).verdict.value, judge({}, None, 0, may_be_empty=True).verdict.value
    ('unknown', 'conforms')
    """
    if isinstance(value, int | Span):
        match is_held(value, lower, upper):
            case True:
                return CONFORMS
            case False:
                return Judgement(Verdict.BREACHES, ((WHOLE, worst_number(value, lower)),))
        return Judgement(Verdict.UNKNOWN, unknown=(WHOLE,))
    if not isinstance(value, Mapping):
        return judge(len(value), lower, upper)
    if not value:
        return CONFORMS if may_be_empty else Judgement(Verdict.UNKNOWN)
    failing: list[tuple[Item, int]] = []
    unknown: list[Item] = []
    for item, number in value.items():
        held = is_held(number, lower, upper) if is_known is None or is_known(item) else None
        if held is None:
            unknown.append(item)
        elif not held:
            failing.append((item, worst_number(number, lower)))
    failing.sort(key=lambda pair: (-distance(pair[1], lower, upper), str(pair[0])))
    verdict = Verdict.BREACHES if failing else Verdict.UNKNOWN if unknown else Verdict.CONFORMS
    return Judgement(verdict, tuple(failing), tuple(unknown))


def is_found(value: Value, lower: int | None, upper: int | None) -> bool:
    """Whether what stands in registers that nobody says to keep is enough: what is not written there adds to it.

    >>> is_found(1, 1, None), is_found(Span(0, 1), 1, None), is_found(1, 1, 2), is_found(0, None, 2)
    (True, False, False, False)
    """
    return lower is not None and upper is None and judge(value, lower, None).verdict is Verdict.CONFORMS


def judge_words(value: frozenset[str], admitted: frozenset[str]) -> Judgement:
    """Every word must be admitted. The failing items are the words that are not.

    >>> judge_words(frozenset({"association", "company"}), frozenset({"association"})).failing
    (('company', 1),)
    """
    strangers = sorted(value - admitted)
    return Judgement(Verdict.BREACHES, tuple((word, 1) for word in strangers)) if strangers else CONFORMS


def excesses(value: Value, upper: int | None, admitted: frozenset[str]) -> dict[Item, int]:
    """By how much each item passes its upper limit: what a verb may never make worse. Deficits are not excesses, nor is what
    is not known.

    >>> excesses({"a": 3, "b": 1}, 2, frozenset())
    {'a': 1}
    >>> excesses(frozenset({"company"}), None, frozenset({"association"}))
    {'company': 1}
    """
    if isinstance(value, frozenset) and admitted:
        return dict.fromkeys(value - admitted, 1)
    if upper is None:
        return {}
    if isinstance(value, frozenset):
        value = len(value)
    found = value if isinstance(value, Mapping) else {WHOLE: value}
    return {item: sure(number) - upper for item, number in found.items() if sure(number) > upper}


def worsened(before: Mapping[Item, int], after: Mapping[Item, int]) -> list[Item]:
    """The items whose excess grew.

    >>> worsened({"a": 1}, {"a": 1, "b": 2})
    ['b']
    """
    return [item for item, excess in after.items() if excess > before.get(item, 0)]


def article_in_words(clause: str) -> str:
    """The article of a clause.

    >>> article_in_words("R3.7/1")
    'article R3.7'
    """
    return f"article {clause.partition('/')[0]}"


def decision_in_words(adopted_by: str, adopted_on: date | None) -> str:
    """A decision and its date, said once; what bears no date is told without.

    >>> decision_in_words("Conseil, résolution 3.", date(2026, 6, 9)), decision_in_words("AG du 9 juin 2026", date(2026, 6, 9))
    ('Conseil, résolution 3, le 9 juin 2026', 'AG du 9 juin 2026')
    >>> decision_in_words("Code du travail", None)
    'Code du travail'
    """
    label = adopted_by.rstrip(". ")
    if adopted_on is None:
        return label
    day = day_in_words(adopted_on)
    return label if day in label else f"{label}, le {day}"
