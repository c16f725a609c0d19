"""What is taken away of what is public: what the network decided, what its document proposes, what is left to decide."""

from collections.abc import Iterator

from kevread.charter.queries.decided import Point, Standing
from kevread.common.tables import Column, Kind, Table

DECIDED = Table(
    "ce-qui-est-decide",
    "Fixé, proposé, à décider",
    (
        Column("état", lambda row: row[0]),
        Column("point", lambda row: row[1].label),
        Column("valeur", lambda row: row[1].value),
        Column("article", lambda row: row[1].rule),
        Column("ajout de Kevread", lambda row: row[1].addition),
        Column("décidé le", lambda row: row[1].since, Kind.DAY),
    ),
)

PUBLIC_DECISIONS = Table(
    "decisions-publiques",
    "Décisions publiques",
    (
        Column("organisation", lambda row: row.decision.organisation.name),
        Column("instance", lambda row: row.decision.body.name),
        Column("numéro", lambda row: row.decision.reference),
        Column("jour", lambda row: row.decision.decided_on, Kind.DAY),
        Column("titre", lambda row: row.decision.title),
        Column("texte", lambda row: row.decision.text),
        Column("résultat", lambda row: row.decision.get_outcome_display()),
    ),
)


def points_to_take(standing: Standing) -> Iterator[tuple[str, Point]]:
    """In the order of the page."""
    for state, points in (
        ("décidé", standing.decided),
        ("proposé", standing.proposed),
        ("donné à titre indicatif", standing.indicative),
        ("possible", standing.conditional),
        ("travail annoncé", standing.work),
        ("pas encore décidé", standing.undecided),
        ("à chaque organisation", standing.own),
    ):
        yield from ((state, point) for point in points)
