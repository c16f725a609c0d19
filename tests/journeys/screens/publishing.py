"""The screens of `publishing`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("publishing:front", "", "/"),
    Screen("publishing:territory", "", "/ess-35/presentation"),
    Screen("publishing:territory", "", "/ess-pays-de-redon/presentation"),
    Screen("publishing:decided", "", "/ce-qui-est-decide/"),
    Screen("publishing:decisions", "", "/decisions-publiques/"),
    Screen(
        "publishing:publish", "direction", "/ess-35/decisions", (rf".*/decisions/{KEY}", rf".*/decisions/{KEY}/publier")
    ),
    Screen("publishing:represents", "", "/qui-me-represente"),
    Screen("publishing:represents", "", "/qui-me-represente?q=redon"),
    Screen("publishing:directory", "", "/annuaire"),
    Screen("publishing:directory", "", "/annuaire?q=rien"),
    Screen("publishing:community", "", "/ess-pays-de-redon/presentation", ("/ess-pays-de-redon/communaute",)),
    Screen("publishing:agenda", "", "/reunions-publiques"),
    Screen("publishing:event", "", "/reunions-publiques", (rf".*/reunions-publiques/{KEY}",)),
    Screen("publishing:agenda_of", "", "/ess-pays-de-vitre/reunions-publiques"),
    Screen("publishing:contact", "", "/ess-pays-de-redon/ecrire"),
    Screen("publishing:legal", "", "/mentions-legales/"),
    Screen("publishing:accessibility", "", "/accessibilite/"),
    Screen("publishing:privacy", "", "/donnees-personnelles/"),
    Screen("publishing:source", "", "/code-source/"),
)
TAKEN = ("publishing:directory", "publishing:decided", "publishing:decisions")
LEFT_OUT = {
    "trimmed:trimmed": "it leads to publishing:territory",
}
NOT_TAKEN = {
    "publishing:publish": "one decision, which its register gives",
    "publishing:territory": "its bodies, each leaves from its page",
    "publishing:community": "those who agreed to be shown are in the directory, which leaves",
}
