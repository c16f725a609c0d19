"""The screens of dues: see `screens.py`."""

from .screen import KEY, Screen

HERE = "/ess-pays-de-redon/cotisations"
OF_DUES = (
    Screen("dues:dues", "coordination", HERE),
    Screen("dues:dues", "presidence-pole", "/ess-pays-de-vitre/cotisations"),
    Screen("dues:tariffs", "coordination", "/ess-pays-de-vitre/cotisations", (r".*/bareme",)),
    Screen("dues:undo_tariff", "coordination", f"{HERE}/bareme", (r".*/annuler",)),
    Screen("dues:propose", "coordination", "/ess-pays-de-vitre/decisions?type=bareme",
           (rf".*/decisions/{KEY}", rf".*/decisions/{KEY}/bareme")),
    Screen("dues:call", "coordination", f"{HERE}/appeler?annee=2027&echeance=2027-03-31"),
    Screen("dues:undo_call", "coordination", HERE, (r".*/appels/.*",)),
    Screen("dues:measure", "coordination", "/ess-pays-de-vitre/cotisations/appeler?annee=2027&echeance=2027-03-31",
           (r".*/declarer/.*",)),
    Screen("dues:due", "coordination", HERE, (rf".*/cotisations/{KEY}",)),
    Screen("dues:change", "coordination", HERE, (rf".*/cotisations/{KEY}", r".*/ajuster")),
    Screen("dues:change", "coordination", HERE, (rf".*/cotisations/{KEY}", r".*/payer")),
    Screen("dues:change_payment", "coordination", HERE, (rf".*/cotisations/{KEY}", r".*/rembourser")),
    Screen("dues:waiting", "coordination", f"{HERE}/a-rapprocher"),
    Screen("dues:receive", "coordination", f"{HERE}/a-rapprocher", (r".*/lire",)),
    Screen("dues:letters", "coordination", HERE, (r".*/cotisations/ecrire.*",)),
)  # fmt: skip
