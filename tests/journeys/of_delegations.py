"""The screens of delegations, as somebody who may see each; and those that are left out, with the reason."""

from .screen import KEY, Screen

HERE = "/ess-35/delegations"
GRANT = rf"{HERE}/{KEY}"
WITH_DECISION = "pas=1&source=instance%3Aess-35-board"
DELEGATIONS = (
    Screen("delegations:register", "direction", HERE),
    Screen("delegations:register", "coordination", "/ess-finistere/delegations"),
    Screen("delegations:register", "direction", f"{HERE}?au=2026-03-12"),
    Screen("delegations:who", "direction", HERE, (r".*/qui-peut",)),
    Screen("delegations:who", "coordination", "/ess-finistere/delegations/qui-peut?acte=entretiens"),
    Screen("delegations:mine", "direction", HERE, (r"/mes-delegations.*",)),
    Screen("delegations:grant", "direction", HERE, (GRANT,)),
    Screen("delegations:grant", "coordination", "/ess-finistere/delegations", (rf"/ess-finistere/delegations/{KEY}",)),
    Screen("delegations:give", "direction", HERE, (r".*/donner",)),
    Screen("delegations:give", "coordination", f"{HERE}/donner?{WITH_DECISION}"),
    Screen("delegations:change", "coordination", HERE, (GRANT, r".*/annuler")),
    Screen("delegations:change", "coordination", HERE, (GRANT, r".*/finir")),
    Screen("delegations:dealings", "coordination", HERE, (r".*/delegations/conventions",)),
    Screen("delegations:declare", "coordination", HERE, (r".*/delegations/conventions", r".*/declarer")),
    Screen("delegations:report", "coordination", HERE, (r".*/delegations/conventions", r".*/dites\?annee=.*")),
    Screen("delegations:annul_dealing", "coordination", HERE, (r".*/delegations/conventions", rf".*/{KEY}/annuler")),
    Screen("delegations:ask", "delegue", f"{HERE}/qui-peut?acte=convention", (r".*/demander/convention",)),
    Screen("delegations:petition", "direction", "/ess-35/aujourd-hui", (rf".*/delegations/demandes/{KEY}",)),
)
LEFT_OUT = {
    "delegations:accept": "POST only",
    "delegations:withdraw": "POST only",
    "delegations:grant_pdf": "a file",
    "delegations:dealings_pdf": "a file",
}
