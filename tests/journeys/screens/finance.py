"""The screens of `finance`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/financements"
YEARS = "/ess-35/comptes-et-seuils"
CENTRE = "/ess-centre-bretagne/financements"
DRAFT = rf".*/financements/demandes/{KEY}"
FUNDED = rf".*/financements/{KEY}"

SCREENS = (
    Screen("finance:fundings", "direction", HERE),
    Screen("finance:fundings", "tresorerie", CENTRE),
    Screen("finance:awaited", "direction", f"{HERE}/echeancier"),
    Screen("finance:prepare", "direction", f"{HERE}/demandes/preparer"),
    Screen("finance:record", "direction", f"{HERE}/inscrire"),
    Screen("finance:request", "direction", HERE, (DRAFT,)),
    Screen("finance:change_request", "direction", HERE, (DRAFT, r".*/envoyer")),
    Screen("finance:answered", "tresorerie", CENTRE, (DRAFT, r".*/inscrire")),
    Screen("finance:funding", "tresorerie", CENTRE, (FUNDED,)),
    Screen("finance:change_funding", "tresorerie", CENTRE, (FUNDED, r".*/preciser")),
    Screen("finance:change_instalment", "tresorerie", CENTRE, (FUNDED, rf".*/versements/{KEY}/recu")),
    Screen("finance:accounts", "direction", YEARS),
    Screen("finance:enter", "direction", f"{YEARS}/inscrire"),
    Screen("finance:change_accounts", "direction", YEARS, (r".*/publier",)),
    Screen("finance:send_report", "direction", YEARS, (r".*/compte-rendu/2025-12-31",)),
    Screen("finance:undo_report", "direction", YEARS, (rf".*/comptes-rendus/{KEY}/annuler",)),
)
FILES = ("finance:report_pdf",)
TAKEN = ("finance:fundings", "finance:awaited", "finance:accounts")
