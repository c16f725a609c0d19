"""The states of a meeting and what may follow each. Pure."""

from enum import StrEnum


class State(StrEnum):
    """From the draft to the archive. A meeting that was opened is never cancelled: it is closed, or fails its quorum."""

    DRAFT = "draft"
    AGENDA = "agenda"
    CONVENED = "convened"
    OPEN = "open"
    FAILED = "failed"
    IN_PROGRESS = "running"
    CLOSED = "closed"
    DRAFTED = "drafted"
    SIGNED = "signed"
    APPROVED = "approved"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_over(self) -> bool:
        """It will not be held on its day, whatever was sent."""
        return self in (State.CANCELLED, State.POSTPONED)

    @property
    def is_under_way(self) -> bool:
        return self in State.under_way()

    @property
    def is_behind(self) -> bool:
        """Nobody is convened to it any more: it was held, could not decide, or will not be held."""
        return self.is_over or self is State.FAILED or self in State.held()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(state.value, state.label) for state in cls]

    @classmethod
    def planned(cls) -> frozenset["State"]:
        """To come, or under way."""
        return frozenset({cls.DRAFT, cls.AGENDA, cls.CONVENED, cls.OPEN, cls.IN_PROGRESS})

    @classmethod
    def under_way(cls) -> frozenset["State"]:
        """The sitting was opened, and is not closed."""
        return frozenset({cls.OPEN, cls.IN_PROGRESS})

    @classmethod
    def announced(cls) -> frozenset["State"]:
        """A notice was sent, and the meeting stands."""
        return frozenset(cls) - {cls.DRAFT, cls.AGENDA, cls.CANCELLED, cls.POSTPONED}

    @classmethod
    def held(cls) -> frozenset["State"]:
        """The body met and could decide. A failure of quorum is not a meeting held."""
        return frozenset({cls.CLOSED, cls.DRAFTED, cls.SIGNED, cls.APPROVED, cls.ARCHIVED})


LABELS = {
    State.DRAFT: "En préparation",
    State.AGENDA: "Ordre du jour arrêté",
    State.CONVENED: "Convoquée",
    State.OPEN: "Ouverte",
    State.FAILED: "Sans quorum",
    State.IN_PROGRESS: "En cours",
    State.CLOSED: "Terminée",
    State.DRAFTED: "Procès-verbal en projet",
    State.SIGNED: "Procès-verbal signé",
    State.APPROVED: "Procès-verbal approuvé",
    State.ARCHIVED: "Archivée",
    State.CANCELLED: "Annulée",
    State.POSTPONED: "Reportée",
}

NEXT: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.AGENDA, State.CANCELLED}),
    State.AGENDA: frozenset({State.DRAFT, State.CONVENED, State.CANCELLED}),
    State.CONVENED: frozenset({State.OPEN, State.CANCELLED, State.POSTPONED}),
    State.OPEN: frozenset({State.IN_PROGRESS, State.FAILED}),
    State.IN_PROGRESS: frozenset({State.CLOSED}),
    State.FAILED: frozenset(),  # its record is written and signed; it is not a meeting held for all that
    State.CLOSED: frozenset({State.DRAFTED}),
    State.DRAFTED: frozenset({State.SIGNED}),
    State.SIGNED: frozenset({State.APPROVED}),
    State.APPROVED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.CANCELLED: frozenset(),
    State.POSTPONED: frozenset(),
}


def may_follow(state: State, after: State) -> bool:
    """
    >>> may_follow(State.CONVENED, State.CANCELLED), may_follow(State.OPEN, State.CANCELLED)
    (True, False)
    """
    return after in NEXT[state]
