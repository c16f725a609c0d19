"""The screens of `filings`: see the package."""

from tests.journeys.screen import KEY, Screen

HERE = "/ess-35/formalites"
OFFICERS = r".*/formalites/fiche/officers/.*"

SCREENS = (
    Screen("filings:filings", "direction", HERE),
    Screen("filings:filings", "coordination", "/ess-armor/formalites"),
    Screen("filings:declare", "direction", HERE, (OFFICERS,)),
    Screen("filings:creation", "direction", f"{HERE}/creation"),
    Screen("filings:creation", "coordination", "/ess-armor/formalites/creation"),
    Screen("filings:publish", "direction", f"{HERE}/creation/publier"),
    Screen("filings:unpublish", "direction", f"{HERE}/creation", (rf".*/publications/{KEY}/annuler",)),
    Screen("filings:tell", "direction", f"{HERE}/inscrire"),
    Screen("filings:untell", "direction", HERE, (r".*/fiche/seat/.*", rf".*/evenements/{KEY}/annuler")),
    Screen("filings:take_back", "direction", HERE, (r".*/fiche/seat/.*", rf".*/declarations/{KEY}/annuler")),
    Screen("filings:attach", "direction", HERE, (r".*/fiche/seat/.*", rf".*/declarations/{KEY}/joindre")),
)
TAKEN = ("filings:filings",)
FILES = ("filings:sheet", "filings:proof", "filings:extract")
