"""Who may give their votes to whom. Pure.

A value that nobody decided limits nothing: `maximum` None is said by the screens, never invented.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody of the roll, as far as proxies go."""

    name: str
    votes: int
    college: str
    held: int = 0  # the proxies received
    gave_to: str = ""  # the name of whoever carries their votes
    coming: bool | None = None  # None: has not answered


def refusal(giver: Holding, holder: Holding, *, maximum: int | None, same_college: bool) -> str:
    """Why this proxy may not be given; empty when it may (L1.12).

    >>> anne, yves = Holding("Anne M.", 1, "poles"), Holding("Yves L.", 1, "poles", held=2)
    >>> refusal(anne, yves, maximum=2, same_college=True)
    'Yves L. porte déjà 2 pouvoirs, le maximum.'
    >>> refusal(anne, yves, maximum=None, same_college=True), refusal(anne, anne, maximum=2, same_college=True)
    ('', 'On ne se donne pas pouvoir à soi-même.')
    """
    return refusal_of_giver(giver) or refusal_of_holder(giver, holder, maximum=maximum, same_college=same_college)


def refusal_of_giver(giver: Holding) -> str:
    """
    >>> refusal_of_giver(Holding("Anne M.", 1, "", held=1))
    'Anne M. porte déjà un pouvoir : qui en reçoit ne donne pas le sien.'
    """
    if not giver.votes:
        return f"{giver.name} n’a pas de voix à cette réunion : il n’y a pas de pouvoir à donner."
    if giver.gave_to:
        return f"{giver.name} a déjà donné pouvoir à {giver.gave_to} : il faut d’abord le reprendre."
    if giver.held:
        number = "un pouvoir" if giver.held == 1 else f"{giver.held} pouvoirs"
        return f"{giver.name} porte déjà {number} : qui en reçoit ne donne pas le sien."
    return ""


def refusal_of_holder(giver: Holding, holder: Holding, *, maximum: int | None, same_college: bool) -> str:
    """
    >>> refusal_of_holder(Holding("A", 1, ""), Holding("B", 1, "", gave_to="C"), maximum=2, same_college=False)
    'B a donné pouvoir à C : qui donne le sien n’en reçoit pas.'
    """
    if giver is holder:
        return "On ne se donne pas pouvoir à soi-même."
    if not holder.votes:
        return f"{holder.name} n’a pas de voix à cette réunion."
    if maximum == 0:
        return "Les statuts ne permettent pas de pouvoir dans cette instance."
    if same_college and giver.college != holder.college:
        return f"{holder.name} est d’un autre collège : les statuts gardent les pouvoirs dans le même collège."
    if holder.gave_to:
        return f"{holder.name} a donné pouvoir à {holder.gave_to} : qui donne le sien n’en reçoit pas."
    if holder.coming is False:
        return f"{holder.name} a répondu ne pas venir."
    if maximum is not None and holder.held >= maximum:
        number = "un pouvoir" if holder.held == 1 else f"{holder.held} pouvoirs"
        return f"{holder.name} porte déjà {number}, le maximum."
    return ""


def over_the_maximum(held: Iterable[int], maximum: int | None) -> int:
    """How many people carry more than is allowed. Nothing is when nobody decided.

    >>> over_the_maximum([1, 2, 3], 2), over_the_maximum([9], None)
    (1, 0)
    """
    return 0 if maximum is None else sum(1 for number in held if number > maximum)
