"""The screens of `directory`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("directory:zone", "", "/territoires/", (r"/territoires/ess-\w+",)),
    Screen("directory:zone", "", "/territoires/ess-35", (r"/territoires/\d{9}",)),
    Screen(
        "directory:zone",
        "",
        "/territoires/ess-35",
        (
            r"/territoires/\d{9}",
            r"/territoires/35\d{3}",
        ),
    ),
    Screen("directory:territory", "", "/ess-finistere/territoire"),
    Screen("directory:organisations", "", "/ess-35/organisations"),
    Screen("directory:organisation", "", "/ess-35/organisations/ess-pays-de-redon"),
    Screen("directory:find", "", "/chercher?q=rennes"),
    Screen("directory:find", "", "/chercher?q=zzzz"),
    Screen("directory:consent", "benevole", "/ce-que-je-montre"),
    Screen("directory:find", "direction", "/chercher?q=le"),
    Screen("directory:people", "direction", "/ess-35/personnes"),
    Screen("directory:register_person", "direction", "/ess-35/personnes/inscrire"),
    Screen(
        "directory:amend_person",
        "direction",
        "/ess-35/equipe",
        (
            rf"/ess-35/personnes/{KEY}",
            r".*/corriger",
        ),
    ),
    Screen("directory:territory", "coordination", "/ess-35/territoire"),
    Screen("directory:cover", "coordination", "/ess-35/territoire", (r".*/rattacher",)),
    Screen("directory:uncover", "coordination", "/ess-pays-de-redon/territoire", (rf".*/territoire/{KEY}/fin",)),
    Screen("directory:organisations", "coordination", "/cress/organisations"),
    Screen("directory:organisation", "coordination", "/cress/organisations/mutuelle-de-la-lande"),
    Screen("directory:register_organisation", "coordination", "/cress/organisations", (r".*/inscrire",)),
    Screen(
        "directory:show_organisation", "coordination", "/cress/organisations/mutuelle-de-la-lande", (r".*/montrer",)
    ),
    Screen("directory:reaches", "coordination", "/ess-35/texte/R8.3", ("/ess-35/organisations/echelles",)),
    Screen("directory:affiliate", "coordination", "/cress/organisations", (r".*/adhesion",)),
    Screen("directory:confirm_memberships", "coordination", "/cress/organisations", (r".*/adhesions-a-confirmer",)),
    Screen("directory:confirm_attachments", "coordination", "/cress/territoire", (r".*/confirmer",)),
    Screen("directory:end_affiliation", "coordination", "/cress/organisations", (rf".*/adhesions/{KEY}/fin",)),
    Screen("directory:amend_organisation", "coordination", "/cress/organisations/cress", (r".*/corriger",)),
    Screen("directory:rename", "coordination", "/cress/organisations/cress", (r".*/renommer",)),
    Screen("directory:capacity", "coordination", "/cress/organisations/cress", (r".*/qualite",)),
    Screen(
        "directory:end_capacity",
        "coordination",
        "/cress/organisations/mutuelle-de-la-lande",
        (rf".*/qualites/{KEY}/fin",),
    ),
)
TAKEN = ("directory:organisations", "directory:territory", "directory:zone")
POST_ONLY = (
    "directory:hide_organisation",
    "directory:open_access",
)
NOT_TAKEN = {
    "directory:organisation": "its members leave from the organisations of its scale",
    "directory:find": "answers to words",
}
