"""The screens of `delegations`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("delegations:register", "direction", "/ess-35/delegations"),
    Screen("delegations:register", "coordination", "/ess-finistere/delegations"),
    Screen("delegations:register", "direction", "/ess-35/delegations?au=2026-03-12"),
    Screen("delegations:who", "direction", "/ess-35/delegations", (r".*/qui-peut",)),
    Screen("delegations:who", "coordination", "/ess-finistere/delegations/qui-peut?acte=entretiens"),
    Screen("delegations:mine", "direction", "/ess-35/delegations", (r"/mes-delegations.*",)),
    Screen("delegations:grant", "direction", "/ess-35/delegations", (rf"/ess-35/delegations/{KEY}",)),
    Screen("delegations:grant", "coordination", "/ess-finistere/delegations", (rf"/ess-finistere/delegations/{KEY}",)),
    Screen("delegations:give", "direction", "/ess-35/delegations", (r".*/donner",)),
    Screen(
        "delegations:give",
        "presidence-groupement",
        "/ess-armor/delegations/donner?pas=1&source=instance%3Aess-armor-board",
    ),
    Screen(
        "delegations:change",
        "direction",
        "/ess-35/delegations",
        (
            rf"/ess-35/delegations/{KEY}",
            r".*/annuler",
        ),
    ),
    Screen(
        "delegations:change",
        "direction",
        "/ess-35/delegations",
        (
            rf"/ess-35/delegations/{KEY}",
            r".*/finir",
        ),
    ),
    Screen("delegations:dealings", "coordination", "/ess-35/delegations", (r".*/delegations/conventions",)),
    Screen(
        "delegations:declare",
        "coordination",
        "/ess-35/delegations",
        (
            r".*/delegations/conventions",
            r".*/declarer",
        ),
    ),
    Screen(
        "delegations:report",
        "coordination",
        "/ess-35/delegations",
        (
            r".*/delegations/conventions",
            r".*/dites\?annee=.*",
        ),
    ),
    Screen(
        "delegations:annul_dealing",
        "coordination",
        "/ess-35/delegations",
        (
            r".*/delegations/conventions",
            rf".*/{KEY}/annuler",
        ),
    ),
    Screen("delegations:ask", "delegue", "/ess-35/delegations/qui-peut?acte=convention", (r".*/demander/convention",)),
    Screen("delegations:petition", "direction", "/ess-35/aujourd-hui", (rf".*/delegations/demandes/{KEY}",)),
)
TAKEN = (
    "delegations:register",
    "delegations:dealings",
)
FILES = (
    "delegations:grant_pdf",
    "delegations:dealings_pdf",
)
POST_ONLY = (
    "delegations:accept",
    "delegations:withdraw",
)
