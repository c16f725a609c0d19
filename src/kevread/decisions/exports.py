"""What is taken away from the register of decisions, and of what remains to be done after them."""

from kevread.common.tables import Column, Kind, Table

DECISIONS = Table(
    "decisions",
    "Décisions",
    (
        Column("organisation", lambda line: line.decision.organisation.name),
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
        Column("annulée le", lambda line: line.decision.annulled_on, Kind.DAY),
        Column("motif de l’annulation", lambda line: line.decision.annulled_because),
    ),
)
FOLLOW_UPS = Table(
    "suites",
    "Suites des décisions",
    (
        Column("organisation", lambda one: one.decision.organisation.name),
        Column("décision", lambda one: one.decision.reference),
        Column("titre", lambda one: one.decision.title),
        Column("instance", lambda one: one.decision.body.name),
        Column("prise le", lambda one: one.decision.decided_on, Kind.DAY),
        Column("ce qui est à faire", lambda one: one.what),
        Column("confié à", lambda one: str(one.owner)),
        Column("pour le", lambda one: one.due, Kind.DAY),
    ),
)
