"""What is taken away of fundings."""

from kevread.common.tables import Column, Kind, Table
from kevread.finance.rules import WHOLE


def rate(points: int | None) -> str:
    """A rate in per cent, from basis points; nothing when nobody said it."""
    return "" if points is None else f"{points * 100 / WHOLE:g}".replace(".", ",")


FUNDINGS = Table(
    "financements",
    "Financements",
    (
        Column("financeur", lambda one: one.funding.funder.called),
        Column("nature du financeur", lambda one: one.funding.funder.get_kind_display()),
        Column("ce qui est financé", lambda one: one.funding.purpose),
        Column("échelle", lambda one: one.funding.get_scale_display()),
        Column("montant", lambda one: one.funding.cents, Kind.EUROS),
        Column("notifié le", lambda one: one.funding.notified_on, Kind.DAY),
        Column("premier jour", lambda one: one.funding.dates.start, Kind.DAY),
        Column("dernier jour", lambda one: one.funding.dates.last, Kind.DAY),
        Column("dépenses éligibles", lambda one: one.funding.base, Kind.EUROS),
        Column("taux en %", lambda one: rate(one.funding.rate)),
        Column("reversement", lambda one: one.funding.get_onward_display()),
        Column("clause", lambda one: one.funding.clause),
        Column("convention signée le", lambda one: one.funding.signed_on, Kind.DAY),
        Column("reçu ou prévu", lambda one: one.planned, Kind.EUROS),
        Column("reçu", lambda one: one.received, Kind.EUROS),
        Column("état", lambda one: one.word),
    ),
)
FUNDERS = Table(
    "financeurs",
    "Financeurs",
    (
        Column("financeur", lambda one: one.name),
        Column("nature", lambda one: one.first.get_kind_display()),
        Column("structures financées", lambda one: ", ".join(each.name for each in one.organisations)),
        Column("financements", lambda one: len(one.given), Kind.NUMBER),
        Column("accordé", lambda one: one.notified, Kind.EUROS),
        Column("reçu", lambda one: one.received, Kind.EUROS),
        Column("demandes sans réponse", lambda one: len(one.waiting), Kind.NUMBER),
        Column("prochain compte rendu", lambda one: one.next.by if one.next else None, Kind.DAY),
    ),
)
GIVEN = Table(
    "d-un-financeur",
    "Ce qu’un financeur donne",
    (
        Column("structure", lambda one: one.funding.organisation.name),
        Column("ce qui est financé", lambda one: one.funding.purpose),
        Column("inscrit sous le nom", lambda one: one.funding.funder.name),
        Column("notifié le", lambda one: one.funding.notified_on, Kind.DAY),
        Column("accordé", lambda one: one.funding.cents, Kind.EUROS),
        Column("reçu", lambda one: one.granted.received, Kind.EUROS),
        Column("état", lambda one: one.granted.word),
        Column("reversement", lambda one: one.funding.get_onward_display()),
        Column("clause", lambda one: one.funding.clause),
        Column("compte rendu", lambda one: one.report),
    ),
)
DUES = Table(
    "a-recevoir-a-verser",
    "Échéances des moyens",
    (
        Column("jour", lambda one: one.day, Kind.DAY),
        Column("quoi", lambda one: one.what),
        Column("c’est", lambda one: one.word),
        Column("à recevoir", lambda one: one.received, Kind.EUROS),
        Column("à verser", lambda one: one.paid, Kind.EUROS),
        Column("en retard", lambda one: "oui" if one.is_late else "non"),
    ),
)
REPORTS = Table(
    "comptes-rendus-financiers",
    "Comptes rendus financiers",
    (
        Column("financement", lambda one: one.funding.purpose),
        Column("financeur", lambda one: one.funding.funder.called),
        Column("exercice clos le", lambda one: one.closed_on, Kind.DAY),
        Column("part de l’exercice", lambda one: one.share, Kind.EUROS),
        Column("donné pour", lambda one: one.funding.get_earmarked_display()),
        Column("à envoyer avant le", lambda one: one.by, Kind.DAY),
        Column("envoyé le", lambda one: one.report.sent_on if one.report else None, Kind.DAY),
        Column("dépensé", lambda one: one.report.spent if one.report else None, Kind.EUROS),
    ),
)
EXCHANGED = Table(
    "entre-membres",
    "Entre membres",
    (
        Column("nature", lambda one: one.exchange.get_kind_display()),
        Column("qui verse", lambda one: one.exchange.payer.name),
        Column("qui reçoit", lambda one: one.exchange.payee.name),
        Column("pour quoi", lambda one: one.exchange.purpose),
        Column("jour", lambda one: one.exchange.day, Kind.DAY),
        Column("montant", lambda one: one.exchange.cents, Kind.EUROS),
        Column("au plus tard le", lambda one: one.exchange.due_on, Kind.DAY),
        Column("inscrit par", lambda one: one.exchange.said_by.name),
        Column("inscrit le", lambda one: one.exchange.said_on, Kind.DAY),
        Column("état", lambda one: one.word),
        Column("ce que dit l’autre", lambda one: one.exchange.answer),
        Column("montant que dit l’autre", lambda one: one.exchange.other_cents, Kind.EUROS),
        Column("réglé", lambda one: one.settled, Kind.EUROS),
        Column("reste", lambda one: one.left, Kind.EUROS),
    ),
)
ASKED = Table(
    "demande",
    "Données d’une demande",
    (
        Column("partie", lambda one: one.part),
        Column("donnée", lambda one: one.label),
        Column("valeur", lambda one: one.value),
        Column("montant", lambda one: one.cents, Kind.EUROS),
        Column("d’où elle vient", lambda one: one.origin),
        Column("ce qui manque", lambda one: one.lacks),
    ),
)
VOLUNTEERED = Table(
    "benevolat",
    "Bénévolat valorisé",
    (
        Column("jour", lambda one: one.day, Kind.DAY),
        Column("ce que c’est", lambda one: one.what),
        Column("personnes", lambda one: one.people, Kind.NUMBER),
        Column("minutes", lambda one: one.minutes, Kind.NUMBER),
        Column("valeur d’une heure", lambda one: one.rate, Kind.EUROS),
        Column("valeur", lambda one: one.cents, Kind.EUROS),
        Column("d’où cela vient", lambda one: one.origin),
    ),
)
DEDICATED = Table(
    "fonds-dedies",
    "Fonds dédiés",
    (
        Column("financement", lambda one: one.funding.purpose),
        Column("financeur", lambda one: one.funding.funder.called),
        Column("donné pour", lambda one: one.funding.get_earmarked_display()),
        Column("exercice clos le", lambda one: one.year.closed_on, Kind.DAY),
        Column("à l’ouverture", lambda one: one.year.opening, Kind.EUROS),
        Column("reçu", lambda one: one.year.received, Kind.EUROS),
        Column("dépensé", lambda one: one.year.spent, Kind.EUROS),
        Column("utilisé de l’ouverture", lambda one: one.year.used, Kind.EUROS),
        Column("reporté", lambda one: one.year.carried, Kind.EUROS),
        Column("à la clôture", lambda one: one.year.closing, Kind.EUROS),
    ),
)
LOCAL_LINES = Table(
    "vie-locale",
    "Vie locale",
    (
        Column("jour", lambda one: one.day, Kind.DAY),
        Column("ce que c’est", lambda one: one.get_kind_display()),
        Column("en clair", lambda one: one.words),
        Column("reçu", lambda one: None if one.is_spent else one.cents, Kind.EUROS),
        Column("dépensé", lambda one: one.cents if one.is_spent else None, Kind.EUROS),
    ),
)
ACCOUNTS = Table(
    "comptes",
    "Comptes de l’exercice",
    (
        Column("exercice clos le", lambda one: one.closed_on, Kind.DAY),
        Column("d’où viennent ces chiffres", lambda one: one.source),
        Column("ressources", lambda one: one.resources, Kind.EUROS),
        Column("charges", lambda one: one.expenses, Kind.EUROS),
        Column("fonds propres", lambda one: one.equity, Kind.EUROS),
        Column("total du bilan", lambda one: one.balance, Kind.EUROS),
        Column("dons ouvrant droit à réduction d’impôt", lambda one: one.donations, Kind.EUROS),
        Column("salarié·es", lambda one: one.employees, Kind.NUMBER),
        Column("publiés le", lambda one: one.published_on, Kind.DAY),
    ),
)
REQUIRED = Table(
    "obligations",
    "Obligations de l’année",
    (
        Column("organisation", lambda one: one.organisation.name),
        Column("ce que la loi demande", lambda one: one.what),
        Column("pourquoi", lambda one: one.why),
        Column("articles", lambda one: ", ".join(one.rules)),
        Column("pour le", lambda one: one.by, Kind.DAY),
        Column("sans jour", lambda one: one.when),
        Column("état", lambda one: one.word),
        Column("preuve, ou ce qui manque", lambda one: one.told),
    ),
)
SIGHTS = Table(
    "seuils",
    "Seuils de la loi",
    (
        Column("organisation", lambda one: one.organisation.name),
        Column("seuil", lambda one: one.threshold.label),
        Column("article", lambda one: one.threshold.rule),
        Column("sur", lambda one: one.during.removeprefix("pour ")),
        Column("état", lambda one: one.threshold.word),
        Column("mesuré", lambda one: one.threshold.measured),
        Column("ce qui reste, ou ce qui suit", lambda one: one.left),
        Column("sommes comptées", lambda one: one.made_of),
    ),
)
