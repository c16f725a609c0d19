"""What is taken away of the legal life of associations."""

from kevread.common.tables import Column, Kind, Table
from kevread.statutes.rules.milestones import BOUNDS

CALENDAR = Table(
    "calendrier-apport",
    "Calendrier d’un apport",
    (
        Column("jalon", lambda one: one.milestone.kind.name),
        Column("jour", lambda one: one.milestone.date, Kind.DAY),
        Column("borne", lambda one: BOUNDS[one.milestone.kind.bound]),
        Column("source", lambda one: one.milestone.kind.source),
        Column("concerne cet apport", lambda one: one.milestone.concerns),
        Column("au plus tôt possible", lambda one: one.soonest, Kind.DAY),
        Column("marge en jours", lambda one: one.slack, Kind.NUMBER),
        Column("chemin critique", lambda one: "oui" if one.is_critical else ""),
        Column("ce qu’il demande", lambda one: one.milestone.asks),
    ),
)

HANDINGS = Table(
    "passages",
    "Passages aux groupements",
    (
        Column("passe la main", lambda one: one[0].local.name),
        Column("prend la suite", lambda one: (one[1].row or one[0]).grouping.name),
        Column("sujet", lambda one: one[1].label),
        Column("à partir du", lambda one: one[1].row.day if one[1].row else None, Kind.DAY),
        Column("état", lambda one: one[1].words),
        Column("décision de qui passe la main", lambda one: one[1].row.local_decided_by if one[1].row else ""),
        Column("décision de qui prend la suite", lambda one: one[1].row.grouping_decided_by if one[1].row else ""),
    ),
)

DEVIATIONS = Table(
    "ecarts-statuts",
    "Écarts des statuts au modèle",
    (
        Column("organisation", lambda one: one[0].organisation.name),
        Column("article", lambda one: one[1].title),
        Column("écart", lambda one: one[1].said),
        Column("statuts adoptés le", lambda one: one[0].adopted_on, Kind.DAY),
    ),
)
