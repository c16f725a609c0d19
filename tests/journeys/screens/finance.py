"""The screens of `finance`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/financements"
BETWEEN = "/ess-35/entre-membres"
YEARS = "/ess-35/comptes-et-seuils"
LIFE = "/ess-pays-de-vitre/vie-locale"
GIVEN = "/ess-35/benevolat"
CENTRE = "/ess-centre-bretagne/financements"
FUNDERS = "/ess-35/financeurs"
DRAFT = rf".*/financements/demandes/{KEY}"
FUNDED = rf".*/financements/{KEY}"

SCREENS = (
    Screen("finance:fundings", "direction", "/ess-35/perequation", (HERE,)),
    Screen("finance:fundings", "tresorerie", CENTRE),
    Screen("finance:schedule", "direction", HERE, (r".*/echeances",)),
    Screen("finance:schedule", "direction", "/ess-35/echeances", (r".*jusque=an",)),
    Screen("finance:prepare", "direction", HERE, (r".*/demandes/preparer",)),
    Screen("finance:record", "direction", HERE, (r".*/financements/inscrire",)),
    Screen("finance:request", "direction", HERE, (DRAFT,)),
    Screen("finance:change_request", "direction", HERE, (DRAFT, r".*/envoyer")),
    Screen("finance:asking", "direction", HERE, (DRAFT, r".*/donnees")),
    Screen("finance:complete", "direction", HERE, (DRAFT, r".*/donnees", r".*/completer")),
    Screen("finance:plan", "direction", HERE, (DRAFT, r".*/donnees", r".*/budget")),
    Screen("finance:volunteering", "direction", YEARS, (GIVEN,)),
    Screen("finance:say_rate", "direction", GIVEN, (r".*/benevolat/taux",)),
    Screen("finance:undo_rate", "direction", GIVEN, (rf".*/taux/{KEY}/annuler",)),
    Screen("finance:give_time", "direction", GIVEN, (r".*/benevolat/temps",)),
    Screen("finance:undo_time", "direction", GIVEN, (rf".*/temps/{KEY}/annuler",)),
    Screen("finance:answered", "tresorerie", CENTRE, (DRAFT, r".*/inscrire")),
    Screen("finance:funding", "tresorerie", CENTRE, (FUNDED,)),
    Screen("finance:pack_page", "direction", HERE, (FUNDED, r".*/dossier")),
    Screen("finance:change_funding", "tresorerie", CENTRE, (FUNDED, r".*/preciser")),
    Screen("finance:change_instalment", "tresorerie", CENTRE, (FUNDED, rf".*/versements/{KEY}/recu")),
    Screen("finance:funders", "direction", HERE, (FUNDERS,)),
    Screen("finance:funder", "direction", FUNDERS, (rf".*/financeurs/{KEY}",)),
    Screen("finance:say_who", "direction", FUNDERS, (rf".*/financeurs/{KEY}", rf".*/financeurs/{KEY}/annuaire")),
    Screen("finance:accounts", "direction", "/ess-35/comptes", (YEARS,)),
    Screen("finance:required", "direction", YEARS, (r"/ess-35/obligations",)),
    Screen("finance:required", "tresorerie", "/ess-centre-bretagne/obligations"),
    Screen("finance:enter", "direction", YEARS, (r".*/comptes-et-seuils/inscrire.*",)),
    Screen("finance:change_accounts", "direction", YEARS, (r".*/publier",)),
    Screen("finance:send_report", "direction", YEARS, (r".*/compte-rendu/2025-12-31",)),
    Screen("finance:undo_report", "direction", YEARS, (rf".*/comptes-rendus/{KEY}/annuler",)),
    Screen("finance:dedicated", "direction", YEARS, (r".*/fonds-dedies",)),
    Screen("finance:say_spent", "direction", YEARS, (r".*/depense/2025-12-31",)),
    Screen("finance:undo_spent", "direction", YEARS, (FUNDED, rf".*/depenses/{KEY}/annuler")),
    Screen("finance:local", "presidence-pole", "/ess-pays-de-vitre/cotisations", (LIFE,)),
    Screen("finance:local_account", "benevole", "/ess-pays-de-redon/vie-locale", (rf".*/vie-locale/{KEY}",)),
    Screen("finance:read_local_balance", "presidence-pole", LIFE, (r".*/vie-locale/solde",)),
    Screen("finance:note_local_line", "presidence-pole", LIFE, (r".*/vie-locale/inscrire",)),
    Screen("finance:undo_local_balance", "presidence-pole", LIFE, (rf".*/soldes/{KEY}/annuler",)),
    Screen(
        "finance:undo_local_line",
        "presidence-pole",
        LIFE,
        (rf".*/vie-locale/{KEY}", rf".*/lignes/{KEY}/annuler"),
    ),
    Screen("finance:exchanges", "direction", HERE, (BETWEEN,)),
    Screen("finance:say", "direction", BETWEEN, (r".*/entre-membres/inscrire",)),
    Screen("finance:exchange", "direction", BETWEEN, (rf".*/entre-membres/{KEY}",)),
    Screen(
        "finance:change_exchange",
        "direction",
        BETWEEN,
        (rf".*/entre-membres/{KEY}", r".*/(recu|reprendre|annuler|confirmer)"),
    ),
    Screen(
        "finance:undo_settlement",
        "presidence",
        "/cress/entre-membres",
        (rf".*/entre-membres/{KEY}", rf".*/reglements/{KEY}/annuler"),
    ),
)
FILES = ("finance:asking_pdf", "finance:report_pdf", "finance:local_pdf", "finance:pack")
TAKEN = (
    "finance:fundings", "finance:funders", "finance:funder", "finance:schedule", "finance:accounts", "finance:dedicated",
    "finance:exchanges", "finance:local", "finance:asking", "finance:volunteering",
    "finance:required", "finance:sights",
)  # fmt: skip
LEFT_OUT = {
    "finance:change_indicator": "no indicator is in the invented life: tests/finance/test_indicators.py looks at it",
}
