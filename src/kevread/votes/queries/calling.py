"""The roll call that is under way: who is still to be called, and what they may answer."""

from dataclasses import dataclass

from kevread.tally.rules import tallies as tally
from kevread.votes.models import Poll, RollMark

BLANK = "-"  # what a form sends for a blank ballot


@dataclass(frozen=True, slots=True)
class Call:
    """`names`: those who have not been called yet, in the order of their names; who answers for whom they represent."""

    names: list[tuple[RollMark, str]]
    choices: list[tuple[str, str]]


def call_of(poll: Poll) -> Call | None:
    """Nothing of a vote that is held otherwise, or that is not open."""
    if poll.method != Poll.Method.ROLL_CALL or poll.state != Poll.State.OPEN:
        return None
    return Call(names_to_call(poll), called_choices(poll))


def names_to_call(poll: Poll) -> list[tuple[RollMark, str]]:
    rows = (
        RollMark.objects.filter(poll=poll, open_vote__isnull=True)
        .select_related("entry__person", "entry__represents", "voter")
        .order_by("entry__person__search", "pk")
    )
    return [(row, str(row.voter) if row.by_proxy else "") for row in rows]


def called_choices(poll: Poll) -> list[tuple[str, str]]:
    """The answers of a roll call. In an election one may also vote blank: nothing there says an abstention."""
    blank = [(BLANK, "Blanc")] if poll.kind == Poll.Kind.ELECTION else []
    return [*tally.choices_of(poll.put), *blank]
