"""What is taken away of the fund."""

from kevread.common.tables import Column, Kind, Table
from kevread.equalisation.rules.terms import naming

MEASURES = Table(
    "donnees-perequation",
    "Données de la péréquation",
    (
        Column("organisation", lambda row: row.beneficiary.name),
        Column("critère", lambda row: naming(row.criterion).name),
        Column("valeur", lambda row: f"{row.value.normalize():f}".replace(".", ",")),
        Column("source", lambda row: row.source),
        Column("relevée le", lambda row: row.as_of, Kind.DAY),
        Column("lue dans Kevread", lambda row: "oui" if row.collected else "non"),
    ),
)
SHARES = Table(
    "partage-essaye",
    "Partage essayé",
    (
        Column("organisation", lambda row: row.name),
        Column("montant", lambda row: row.cents, Kind.EUROS),
        Column("ce qui le dit", lambda row: row.sentence),
    ),
)
PAYMENTS = Table(
    "versements-perequation",
    "Versements du fonds",
    (
        Column("organisation", lambda row: row.beneficiary.name),
        Column("montant", lambda row: row.amount, Kind.EUROS),
        Column("à rendre au fonds", lambda row: "oui" if row.is_back else "non"),
        Column("préparé le", lambda row: row.prepared_on, Kind.DAY),
        Column("versé le", lambda row: row.posted_on, Kind.DAY),
        Column("versé au titre de", lambda row: row.authority),
        Column("reçu le", lambda row: row.received_on, Kind.DAY),
        Column("annulé le", lambda row: row.voided_on, Kind.DAY),
        Column("motif", lambda row: row.reason),
    ),
)
YEARS = Table(
    "annees-perequation",
    "Le fonds, année par année",
    (
        Column("année", lambda row: row.campaign.year, Kind.NUMBER),
        Column("état", lambda row: row.campaign.get_state_display()),
        Column("ressources", lambda row: row.fed, Kind.EUROS),
        Column("dont reporté d’années d’avant", lambda row: row.brought, Kind.EUROS),
        Column("réserve", lambda row: row.campaign.reserve, Kind.EUROS),
        Column("partagé", lambda row: row.shared, Kind.EUROS),
        Column("versé", lambda row: row.paid, Kind.EUROS),
        Column("pas encore versé", lambda row: None if row.is_over else row.unpaid, Kind.EUROS),
        Column("reste", lambda row: row.rest if row.is_over else None, Kind.EUROS),
        Column("reporté ensuite", lambda row: sum(row.went.values()), Kind.EUROS),
        Column("à employer", lambda row: row.left if row.is_over else None, Kind.EUROS),
    ),
)
