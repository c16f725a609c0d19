"""Why a contract ends, and who may begin it: pure, by the codes of `staff`."""

from collections.abc import Collection

from .acts import PERSON

OF_THE_PERSON = ("resignation", "agreement", "retirement")  # what somebody may ask of their own contract
NOT_REFUSED = ("resignation", "retirement")  # what somebody decides alone of their own contract
NOT_PREPARED = ("death", "resignation", "retirement")  # what the employer prepares for nobody


def offered(line: str, known: Collection[str]) -> list[str]:
    """Among the reasons that `staff` knows, those that this line begins. A death is no decision, and nobody resigns or
    retires for somebody: their letter is written at the contract.

    >>> offered("person", ["dismissal", "resignation", "death"])
    ['resignation']
    >>> offered("employer", ["dismissal", "resignation", "term", "death"])
    ['dismissal', 'term']
    """
    return [one for one in known if (one in OF_THE_PERSON if line == PERSON else one not in NOT_PREPARED)]
