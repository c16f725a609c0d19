"""Somebody in a space of the head of network, and what they are to whom they sit for. Pure."""

from typing import NamedTuple
from uuid import UUID

TEAM = "team:"


class Sitting(NamedTuple):
    """Somebody in a space of the head of network. `by` is the organisation that the mandate is held for, the head when
    none is named; `posts`, what the person holds there (kind:title), alternates too; `is_employed`, whether a contract of
    theirs runs there, None where none ever did."""

    head: UUID
    space: str
    person: UUID
    by: UUID
    scale: str | None
    posts: list[str]
    team_is_kept: bool
    is_employed: bool | None

    def holds(self, post: str) -> bool | None:
        """This post, in the team of the organisation that the mandate is held for. Nobody knows of whom the team and the
        contracts do not say the same: a seat and a contract that is over, a contract and no seat.

        >>> def told(posts, employed):
        ...     one = Sitting(UUID(int=1), "council", UUID(int=2), UUID(int=1), None, posts, True, employed)
        ...     return one.holds("direction"), one.is_of_it
        >>> told(["team:direction"], True), told(["team:direction"], None), told(["team:direction"], False)
        ((True, True), (True, True), (None, None))
        >>> told(["team:delegate"], True), told([], True), told([], False), told([], None)
        ((False, True), (None, None), (False, False), (False, False))
        >>> told(["board:member"], True), told(["board:member"], None), told(["board:member", "team:direction"], False)
        ((None, True), (False, True), (None, True))
        """
        if f"{TEAM}{post}" in self.posts:
            return None if self.is_employed is False else True
        is_in_team = any(one.startswith(TEAM) for one in self.posts)
        return None if self.is_employed and not is_in_team else False

    @property
    def is_of_it(self) -> bool | None:
        """Of the team, the board or the bureau of that organisation."""
        if not self.posts:
            return None if self.is_employed else False
        is_elected = not all(one.startswith(TEAM) for one in self.posts)
        return True if is_elected or self.is_employed is not False else None

    @property
    def is_of_untold_team(self) -> bool:
        """Whether whom they sit for is of the network, and nobody keeps who works there: what their seats do not show may be
        so all the same. Somebody who names nobody sits for the head; a structure outside of the network has no team here."""
        return not self.team_is_kept and (self.by == self.head or bool(self.scale))
