"""What is taken away from accounts."""

from kevread.common.tables import Column, Kind, Table

BALANCES = Table(
    "balance",
    "Balance",
    (
        Column("compte", lambda row: row.account),
        Column("intitulé", lambda row: row.label),
        Column("section du cabinet", lambda row: row.section),
        Column("lignes", lambda row: row.lines, Kind.NUMBER),
        Column("débit", lambda row: row.debit, Kind.EUROS),
        Column("crédit", lambda row: row.credit, Kind.EUROS),
        Column("solde", lambda row: row.cents, Kind.EUROS),
    ),
)

ACTIONS = Table(
    "cout-des-actions",
    "Coût des actions",
    (
        Column("code", lambda row: row.code),
        Column("action", lambda row: row.label),
        Column("ses dépenses", lambda row: row.direct, Kind.EUROS),
        Column("des supports", lambda row: row.received, Kind.EUROS),
        Column("coût complet", lambda row: row.full, Kind.EUROS),
        Column("ses recettes", lambda row: row.products, Kind.EUROS),
        Column("équivalents temps plein", lambda row: row.equivalents),
        Column("coût complet par équivalent temps plein", lambda row: row.each, Kind.EUROS),
    ),
)

CROSSED = Table(
    "tableau-croise",
    "Tableau croisé",
    (
        Column("côté", lambda row: row.side),
        Column("code en lignes", lambda row: row.row[0]),
        Column("en lignes", lambda row: row.row[1]),
        Column("code en sous-lignes", lambda row: row.under[0]),
        Column("en sous-lignes", lambda row: row.under[1]),
        Column("code en colonnes", lambda row: row.column[0]),
        Column("en colonnes", lambda row: row.column[1]),
        Column("montant", lambda row: row.cents, Kind.EUROS),
    ),
)

PASSAGES = Table(
    "passages-analytiques",
    "Passages des comptes",
    (
        Column("comptes en", lambda row: row.passage.account),
        Column("section du cabinet", lambda row: row.passage.section),
        Column("action", lambda row: row.actions),
        Column("autres axes", lambda row: row.codes),
        Column("depuis", lambda row: row.passage.dates.start, Kind.DAY),
        Column("jusqu’au", lambda row: row.passage.dates.last, Kind.DAY),
    ),
)

KEYS = Table(
    "cles",
    "Clés de répartition",
    (
        Column("exercice", lambda row: row[0].key.year, Kind.NUMBER),
        Column("ce qui se répartit", lambda row: row[0].key.source),
        Column("selon", lambda row: row[0].key.get_basis_display()),
        Column("vers", lambda row: row[1].code),
        Column("part", lambda row: row[1].weight, Kind.NUMBER),
        Column("sur", lambda row: row[1].total, Kind.NUMBER),
        Column("figée le", lambda row: row[0].key.frozen_on, Kind.DAY),
    ),
)

SIDES = Table(
    "comptes-ensemble",
    "Comptes ensemble",
    (
        Column("membre", lambda row: row.organisation.name),
        Column("dépenses", lambda row: row.expenses, Kind.EUROS),
        Column("recettes", lambda row: row.products, Kind.EUROS),
        Column("résultat", lambda row: row.result, Kind.EUROS),
        Column("comptes sans code", lambda row: len(row.unsaid), Kind.NUMBER),
    ),
)

PLANNED = Table(
    "budget",
    "Budget",
    (
        Column("comptes en", lambda line: line.account),
        Column("action", lambda line: line.action),
        Column("intitulé", lambda line: line.label),
        Column("prévu", lambda line: line.cents, Kind.EUROS),
    ),
)

FOLLOWED = Table(
    "suivi-du-budget",
    "Suivi du budget",
    (
        Column("comptes en", lambda row: row.line.account),
        Column("action", lambda row: row.line.action),
        Column("intitulé", lambda row: row.line.label),
        Column("prévu", lambda row: row.line.cents, Kind.EUROS),
        Column("réalisé", lambda row: row.held.actual, Kind.EUROS),
        Column("engagé", lambda row: row.held.committed, Kind.EUROS),
        Column("écart", lambda row: row.held.left, Kind.EUROS),
        Column("écart, en mots", lambda row: row.words),
    ),
)

POOLED = Table(
    "budgets-reunis",
    "Budgets réunis",
    (
        Column("organisation", lambda row: row.part.organisation.name),
        Column("version en vigueur", lambda row: row.part.budget.version, Kind.NUMBER),
        Column("votée le", lambda row: row.part.budget.voted_on, Kind.DAY),
        Column("famille de comptes", lambda row: row.account),
        Column("intitulé", lambda row: row.label),
        Column("prévu", lambda row: row.cents, Kind.EUROS),
    ),
)

MONTHS = Table(
    "tresorerie",
    "Trésorerie",
    (
        Column("mois", lambda row: row.start, Kind.DAY),
        Column("entrées", lambda row: row.brought, Kind.EUROS),
        Column("sorties", lambda row: row.spent, Kind.EUROS),
        Column("au plus bas", lambda row: row.low, Kind.EUROS),
        Column("à la fin", lambda row: row.end, Kind.EUROS),
    ),
)

TIMES = Table(
    "temps-des-postes",
    "Temps des postes",
    (
        Column("poste", lambda row: row.post.name),
        Column("part d’un temps plein, en pour cent", lambda row: row.share, Kind.NUMBER),
        Column("actions", lambda row: row.now),
    ),
)
