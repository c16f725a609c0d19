"""What the minutes say of themselves: a quorum, a result. Pure."""

from collections import Counter
from collections.abc import Mapping

from kevread.tally.rules.colleges import Base
from kevread.tally.rules.polls import PollTerms
from kevread.tally.rules.quorum import Quorum, QuorumUnit
from kevread.tally.rules.resolutions import Kind, Majority
from kevread.tally.rules.shares import share_in_words
from kevread.tally.rules.tallies import WORDS, told_choices


def quorum_in_words(quorum: Quorum) -> str:
    """
    >>> from fractions import Fraction
    >>> quorum_in_words(Quorum(QuorumUnit.MEMBERS, Fraction(1, 4)))
    'le quart des membres, pouvoirs compris'
    >>> quorum_in_words(Quorum(QuorumUnit.VOTES, Fraction(2, 5), count_proxies=False, by_college=True))
    'deux cinquièmes des voix dans chaque collège, sans les pouvoirs'
    """
    share = share_in_words(quorum.ratio)
    unit = "des membres" if quorum.unit is QuorumUnit.MEMBERS else "des voix"
    where = " dans chaque collège" if quorum.by_college else ""
    return f"{share} {unit}{where}, {'pouvoirs compris' if quorum.count_proxies else 'sans les pouvoirs'}"


def totals(terms: PollTerms, counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, int]]:
    """What each choice received, all colleges together, in the order of the ballot: code, word, votes. Blank and null
    come last, when there are some. By hand, a consent says its objections alone.

    >>> totals(PollTerms(kind="consent"), {"tous": {"agree": 11, "object": 1}})
    [('agree', 'Pas d’objection', 11), ('object', 'Objection', 1)]
    >>> totals(PollTerms(kind="consent", method="show_of_hands"), {"tous": {}})
    [('object', 'Objection', 0)]
    """
    every: Counter[str] = Counter()
    for votes in counts.values():
        every.update(votes)
    named = told_choices(terms, every)
    rest = [(code, WORDS[code]) for code in ("blank", "null") if every[code]]
    return [(code, word, every[code]) for code, word in [*named, *rest]]


def result_line(terms: PollTerms, counts: Mapping[str, Mapping[str, int]]) -> str:
    """
    >>> counts = {"a": {"for": 20, "against": 3}, "b": {"for": 10, "abstain": 2}}
    >>> result_line(PollTerms(kind="resolution"), counts)
    'Pour : 30 ; contre : 3 ; abstention : 2'
    """
    line = " ; ".join(f"{word} : {votes}" for _, word, votes in totals(terms, counts))
    if terms.kind == "election":
        return line
    return line[:1] + line[1:].lower()


def neither(majority: Majority, *, written: bool = False) -> str:
    """How a count treats who abstains and who votes blank, for whoever is about to choose. In writing nobody is there: those
    who answer are counted.

    >>> from fractions import Fraction
    >>> neither(Majority(Kind.SIMPLE))
    'S’abstenir ou voter blanc : ni pour, ni contre. Les deux se lisent à part, et la majorité n’en tient pas compte.'
    >>> neither(Majority(Kind.QUALIFIED, Base.PRESENT, Fraction(2, 3)))
    'S’abstenir ou voter blanc pèse contre : la majorité se compte sur toutes les voix présentes ou représentées.'
    >>> neither(Majority(Kind.ABSOLUTE, Base.PRESENT), written=True)
    'S’abstenir ou voter blanc pèse contre : la majorité se compte sur toutes les voix de celles et ceux qui répondent.'
    >>> neither(Majority(Kind.UNANIMITY, abstention_blocks=True))
    'S’abstenir empêche l’unanimité ; voter blanc, non. Les deux se lisent à part.'
    """
    if majority.kind is Kind.UNANIMITY and majority.abstention_blocks:
        return "S’abstenir empêche l’unanimité ; voter blanc, non. Les deux se lisent à part."
    weighed = majority.kind in (Kind.ABSOLUTE, Kind.QUALIFIED) and majority.base is not Base.EXPRESSED
    if not weighed:
        both = "S’abstenir ou voter blanc : ni pour, ni contre"
        return f"{both}. Les deux se lisent à part, et la majorité n’en tient pas compte."
    there = "de celles et ceux qui répondent" if written else "présentes ou représentées"
    all_of = there if majority.base is Base.PRESENT else "inscrites"
    return f"S’abstenir ou voter blanc pèse contre : la majorité se compte sur toutes les voix {all_of}."
