"""Why a contract ends, and who may begin it: pure, by the codes of `staff`."""

from collections.abc import Collection

from .acts import PERSON

OF_THE_PERSON = ("resignation", "agreement", "retirement")  # what somebody may ask of their own contract
OF_THE_EMPLOYER = ("dismissal", "agreement", "trial")  # what the employer decides: it asks the power to
NOT_PREPARED = ("death", "resignation")  # what the employer prepares for nobody


def offered(line: str, known: Collection[str]) -> list[str]:
    """Among the reasons that `staff` knows, those that this line begins. A death is no decision, and nobody resigns for
    somebody: a letter of resignation is written at the contract.

    >>> offered("person", ["dismissal", "resignation", "death"])
    ['resignation']
    >>> offered("employer", ["dismissal", "resignation", "term", "death"])
    ['dismissal', 'term']
    """
    return [one for one in known if (one in OF_THE_PERSON if line == PERSON else one not in NOT_PREPARED)]


def asks_power(reason: str) -> bool:
    """Whether deciding it commits the employer; of the others, it takes note.

    >>> asks_power("dismissal"), asks_power("resignation"), asks_power("term")
    (True, False, False)
    """
    return reason in OF_THE_EMPLOYER
