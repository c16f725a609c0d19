"""The screens of `finance`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/financements"
CENTRE = "/ess-centre-bretagne/financements"
DRAFT = rf".*/financements/demandes/{KEY}"
FUNDED = rf".*/financements/{KEY}"

SCREENS = (
    Screen("finance:fundings", "direction", HERE),
    Screen("finance:fundings", "tresorerie", CENTRE),
    Screen("finance:prepare", "direction", f"{HERE}/demandes/preparer"),
    Screen("finance:record", "direction", f"{HERE}/inscrire"),
    Screen("finance:request", "direction", HERE, (DRAFT,)),
    Screen("finance:change_request", "direction", HERE, (DRAFT, r".*/envoyer")),
    Screen("finance:answered", "tresorerie", CENTRE, (DRAFT, r".*/inscrire")),
    Screen("finance:funding", "tresorerie", CENTRE, (FUNDED,)),
    Screen("finance:change_funding", "tresorerie", CENTRE, (FUNDED, r".*/preciser")),
    Screen("finance:change_instalment", "tresorerie", CENTRE, (FUNDED, rf".*/versements/{KEY}/recu")),
)
TAKEN = ("finance:fundings", "finance:awaited")
