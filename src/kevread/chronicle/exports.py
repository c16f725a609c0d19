"""What is taken away from the journal of an organisation: its acts, one a line."""

from kevread.common.tables import Column, Kind, Table

from .queries.story import Told


def about(told: Told) -> str:
    """What it wrote, as its line on the screen says it."""
    more = [f"et {told.more} autre{'s' if told.more > 1 else ''}"] if told.more else []
    return " ; ".join([*told.titles, *more])


JOURNAL = Table(
    "journal",
    "Journal",
    (
        Column("moment", lambda told: told.act.at, Kind.MOMENT),
        Column("qui", lambda told: told.who),
        Column("à quel titre", lambda told: told.act.hat),
        Column("à la place de", lambda told: told.instead),
        Column("acte", lambda told: told.sentence),
        Column("sur quoi", about),
        Column("motif", lambda told: told.reason),
        Column("sceau", lambda told: told.act.seal, Kind.NUMBER),
    ),
)
