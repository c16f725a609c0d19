"""The screens of `dues`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("dues:dues", "coordination", "/ess-pays-de-redon/cotisations"),
    Screen("dues:dues", "presidence-pole", "/ess-pays-de-vitre/cotisations"),
    Screen("dues:tariffs", "coordination", "/ess-pays-de-vitre/cotisations", (r".*/bareme",)),
    Screen("dues:undo_tariff", "coordination", "/ess-pays-de-redon/cotisations/bareme", (r".*/annuler",)),
    Screen(
        "dues:propose",
        "coordination",
        "/ess-pays-de-vitre/decisions?type=bareme",
        (
            rf".*/decisions/{KEY}",
            rf".*/decisions/{KEY}/bareme",
        ),
    ),
    Screen(
        "dues:call",
        "coordination",
        "/ess-pays-de-redon/cotisations/appeler?annee=2027&echeance=2027-03-31&payer=Par+virement",
    ),
    Screen("dues:undo_call", "coordination", "/ess-pays-de-redon/cotisations", (r".*/appels/.*",)),
    Screen(
        "dues:measure",
        "coordination",
        "/ess-pays-de-vitre/cotisations/appeler?annee=2027&echeance=2027-03-31&payer=Par+virement",
        (r".*/declarer/.*",),
    ),
    Screen("dues:due", "coordination", "/ess-pays-de-redon/cotisations", (rf".*/cotisations/{KEY}",)),
    Screen(
        "dues:change",
        "coordination",
        "/ess-pays-de-redon/cotisations",
        (
            rf".*/cotisations/{KEY}",
            r".*/ajuster",
        ),
    ),
    Screen(
        "dues:change",
        "coordination",
        "/ess-pays-de-redon/cotisations",
        (
            rf".*/cotisations/{KEY}",
            r".*/payer",
        ),
    ),
    Screen(
        "dues:change_payment",
        "coordination",
        "/ess-pays-de-redon/cotisations",
        (
            rf".*/cotisations/{KEY}",
            r".*/rembourser",
        ),
    ),
    Screen("dues:waiting", "coordination", "/ess-pays-de-redon/cotisations/a-rapprocher"),
    Screen("dues:receive", "coordination", "/ess-pays-de-redon/cotisations/a-rapprocher", (r".*/lire",)),
    Screen("dues:letters", "coordination", "/ess-pays-de-redon/cotisations", (r".*/cotisations/ecrire.*",)),
    Screen("dues:ours", "presidence-pole", "/cress/notre-adhesion"),
    Screen("dues:ours", "adherente-directe", "/ess-bretagne-sud/notre-adhesion"),
    Screen("dues:receipts", "coordination", "/cress/cotisations/recus"),
    Screen("dues:say_eligibility", "coordination", "/cress/cotisations/recus", (r".*/recus/dire",)),
    Screen("dues:undo_eligibility", "coordination", "/cress/cotisations/recus", (r".*/recus/dit/.*",)),
    Screen("dues:annul_receipt", "coordination", "/cress/cotisations/recus", (rf".*/recus/{KEY}/annuler",)),
)
TAKEN = ("dues:dues", "dues:receipts")
FILES = ("dues:certificate", "dues:receipt", "dues:our_certificate", "dues:our_receipt")
POST_ONLY = ("dues:match",)
LEFT_OUT = {
    "dues:tell_measure": "nobody of the invented life speaks for a member whose dues are measured: tests/dues reads it",
    "dues:claim": "its address comes by letter: tests/dues reads it",
    "dues:mine": "its address comes by letter: tests/dues reads it",
    "dues:my_receipt": "its address comes by letter: tests/dues reads it",
    "dues:my_certificate": "its address comes by letter: tests/dues reads it",
}
NOT_TAKEN = {
    "dues:letters": "to whom one is about to write: the calls leave from the dues",
}
