"""What is taken away from the register of decisions."""

from kevread.common.tables import Column, Kind, Table

DECISIONS = Table(
    "decisions",
    "Décisions",
    (
        Column("numéro", lambda line: line.decision.reference),
        Column("jour", lambda line: line.decision.decided_on, Kind.DAY),
        Column("instance", lambda line: line.decision.body.name),
        Column("type", lambda line: line.type),
        Column("titre", lambda line: line.decision.title),
        Column("texte", lambda line: line.decision.text),
        Column("résultat", lambda line: line.outcome),
        Column("décompte", lambda line: line.decision.sum_said),
        Column("répartition", lambda line: line.competence.reason if line.competence else ""),
        Column("corrigée par", lambda line: line.corrected_by.reference if line.corrected_by else ""),
    ),
)
