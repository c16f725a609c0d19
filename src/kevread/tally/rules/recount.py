"""What a count says, from how the vote was put and what was counted: computed to be kept, then again whenever it is told. Pure.

Nothing that is kept beside the file of a count is believed: who reads a result reads what its file says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kevread.common.errors import Invalid
from kevread.common.reading import dotted, plain, read_as
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import College
from kevread.tally.rules.elections import Result
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import Counted, ElectionTerms, PollTerms, read_counted
from kevread.tally.rules.quorum import Enough, enough
from kevread.tally.rules.resolutions import Verdict

KEPT = ("counts", "file", "answered", "answer", "sum", "said")


def quorum_of(terms: PollTerms, answered: Sequence[College] | None) -> Enough | None:
    """The quorum that those who answered make, where they stand for those who are there; None where the room alone says it."""
    if answered is None or terms.quorum is None:
        return None
    by_college = len(answered) > 1 and terms.quorum.by_college
    return enough(replace(terms.quorum, by_college=by_college), answered)


def verdict_of(terms: PollTerms, file: Mapping[str, Any], answered: Sequence[College] | None) -> Verdict | Result:
    """What too few answers decide is nothing; the file of a resolution says its quorum, the others do not."""
    found = quorum_of(terms, answered)
    if found is not None and not found.met and terms.kind != "resolution":
        return tally.without_quorum(found)
    return tally.answer(vote(file))


def in_words(terms: PollTerms, answer: Verdict | Result) -> str:
    if isinstance(answer, Verdict):
        return tally.verdict_in_words(answer)
    assert isinstance(terms, ElectionTerms)
    names = {one.code: one.name for one in terms.candidates} | dict(tally.choices_of(terms))
    return tally.result_in_words(answer, names, terms.seats)


def kept(
    terms: PollTerms, counts: tally.Counts, casting: str | None = None, answered: Sequence[College] | None = None
) -> dict[str, Any]:
    """What is kept of a count.

    >>> found = kept(PollTerms(kind="consent", voices=12), {"tous": {"object": 0}})
    >>> found["said"], told(PollTerms(kind="consent", voices=12), found).said
    ('Adopté : personne ne s’y oppose.', 'Adopté : personne ne s’y oppose.')
    """
    file = tally.tally_file(terms, counts, casting, answered)
    answer = verdict_of(terms, file, answered)
    return {
        "counts": {college: dict(votes) for college, votes in counts.items()},
        "file": file,
        "answered": None if answered is None else plain(list(answered)),
        "answer": tally.row_of(answer),
        "sum": tally.sum_of(terms, answer),
        "said": in_words(terms, answer),
    }


def agrees_with_names(terms: PollTerms, result: Mapping[str, Any], answered: Sequence[College] | None) -> bool:
    """Whether those who are said to have answered, and the voice that breaks a tie, are those of the answers by name that the
    count froze, where it did; a count of before froze less, and is held to no more.

    >>> one = College("tous", 3, 1, 1, 3, 2, 0, 0)
    >>> said = {"names": {"a": ["for"], "b": ["for"]}, "carried": {"b": "a"}, "cast": 2, "casting_line": "a", "file": {}}
    >>> others = ({}, {"cast": 3}, {"carried": {}}, {"file": {"casting_vote": "for"}})
    >>> [agrees_with_names(PollTerms(kind="consent", voices=3), said | more, [one]) for more in others]
    [True, False, False, False]
    """
    names, carried, cast = (result.get(key) for key in ("names", "carried", "cast"))
    if names is None:
        return True
    if (line := result.get("casting_line")) is not None:
        breaks = (names.get(line) or [None])[0] if terms.casting_vote else None
        if result["file"].get("casting_vote") != (breaks if breaks in (tally.FOR, tally.AGAINST) else None):
            return False
    if answered is None or carried is None or cast is None:
        return True
    present, votes = sum(one.present_members for one in answered), sum(one.present_votes for one in answered)
    return present == len(names) - len(carried) and votes == cast


def told(terms: PollTerms, result: Mapping[str, Any]) -> Counted | None:
    """The result of a count, computed again from its file; None when what is kept beside says otherwise.

    >>> terms = PollTerms(kind="consent", voices=12)
    >>> told(terms, kept(terms, {"tous": {"object": 1}}) | {"said": "Adopté : personne ne s’y oppose."}) is None
    True
    """
    try:
        heard = result["answered"]
        answered = None if heard is None else tuple(read_as(College, one, dotted) for one in heard)
        found = kept(terms, result["counts"], result["file"].get("casting_vote"), answered)
        if not agrees_with_names(terms, result, answered):
            return None
        same = all(tally.canonical({"": found[name]}) == tally.canonical({"": result[name]}) for name in KEPT)
        return read_counted(found) if same else None
    except (Invalid, ValueError, LookupError, TypeError, AttributeError):
        return None
