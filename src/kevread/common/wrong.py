"""What is wrong in a file that people write, and where: `reading` finds it, `faults` tells it in French."""

from dataclasses import dataclass

from .errors import Invalid

type Place = tuple[str | int, ...]  # the keys and the ranks that lead to a value: ("R3.7", "clauses", 0, "severity")

ENTRIES = "des entrées « nom: … » sont attendues"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: `at` is « file:line », or the place in a file without lines; `code` is its kind."""

    at: str
    sentence: str
    code: str = "bad_value"


class Unfit(ValueError):  # noqa: N818
    """What the rules refuse of a part of a file, with the field that they name: raised as such in a `__post_init__`."""

    def __init__(self, refusal: Invalid) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal
