"""The screens of `seats`: see the package."""

from tests.journeys.screen import BOARD, KEY, PAST, Screen

SCREENS = (
    Screen("seats:bodies", "", "/cress/instances"),
    Screen("seats:body", "", BOARD),
    Screen("seats:roles", "", "/qui-peut-quoi"),
    Screen("seats:ask_somebody", "benevole", "/ess-pays-de-redon/demander/fill_seat"),
    Screen("seats:plea", "benevole", "/ess-pays-de-redon/demander/create_body", (rf".*/demandes/{KEY}",)),
    Screen("seats:secretariat", "presidence-pole", "/ess-pays-de-vitre/secretariat"),
    Screen("seats:bodies", "direction", "/ess-35/instances"),
    Screen("seats:create_body", "direction", "/ess-35/instances", (r".*/creer",)),
    Screen("seats:body", "direction", BOARD),
    Screen("seats:body", "direction", BOARD + PAST),
    Screen("seats:body", "direction", "/ess-35/instances/ess-35-team"),
    Screen("seats:fill", "direction", BOARD, (r".*/administrator/confier",)),
    Screen("seats:fill", "direction", BOARD, (r".*/confier\?pour=.*",)),
    Screen(
        "seats:fill",
        "direction",
        BOARD,
        (
            r".*/confier\?pour=.*",
            r".*personne=.*",
        ),
    ),
    Screen("seats:mandates", "direction", "/ess-35/mandats"),
    Screen("seats:forecast", "direction", "/ess-35/mandats", (r".*/mandats/echeances",)),
    Screen("seats:mandate", "direction", BOARD, (rf"/ess-35/mandats/{KEY}",)),
    Screen("seats:substitutions", "direction", "/ess-35/remplacements"),
    Screen("seats:substitution", "direction", "/ess-35/remplacements", (rf".*/remplacements/{KEY}",)),
    Screen("seats:ask_substitute", "direction", "/ess-35/remplacements", (r".*/remplacer",)),
    Screen("seats:mandate", "direction", BOARD + PAST, (rf"/ess-35/mandats/{KEY}.*",)),
    Screen(
        "seats:end",
        "direction",
        BOARD,
        (
            rf"/ess-35/mandats/{KEY}",
            r".*/fin",
        ),
    ),
    Screen(
        "seats:correct",
        "direction",
        BOARD,
        (
            rf"/ess-35/mandats/{KEY}",
            r".*/corriger",
        ),
    ),
    Screen(
        "seats:annul",
        "presidence-groupement",
        "/ess-armor/instances/ess-armor-board",
        (
            rf"/ess-armor/mandats/{KEY}",
            r".*/annuler",
        ),
    ),
    Screen(
        "seats:places",
        "presidence-pole",
        "/ess-pays-de-vitre/instances/ess-pays-de-vitre-board",
        (r".*/president/places",),
    ),
    Screen("seats:entering", "direction", "/ess-35/personnes/acces"),
    Screen("seats:person", "direction", BOARD, (rf"/ess-35/personnes/{KEY}",)),
    Screen(
        "seats:who_sees",
        "direction",
        BOARD,
        (
            rf"/ess-35/personnes/{KEY}",
            r".*/qui-voit",
        ),
    ),
    Screen("seats:team", "direction", "/ess-35/equipe"),
    Screen("seats:who_reads", "direction", "/ess-35/equipe", (r".*/qui-lit",)),
    Screen(
        "seats:who_sees",
        "mandat-fini",
        "/ma-page",
        (
            rf".*/personnes/{KEY}.*",
            r".*/qui-voit.*",
        ),
    ),
    Screen("seats:lead", "direction", "/ess-35/equipe", (r"/ess-35/equipe/\d+/referent",)),
    Screen("seats:end_lead", "direction", "/ess-35/equipe", (rf"/ess-35/references/{KEY}/fin",)),
    Screen("seats:open_unlisted", "coordination", "/cress/reseau/ouvrir", (r".*/ouvrir/autre",)),
    Screen("seats:openings", "coordination", "/cress/organisations", (r".*/reseau/ouvrir",)),
    Screen(
        "seats:close_organisation", "coordination", "/cress/organisations/ess-pays-de-vitre", (r".*/reseau/fermer",)
    ),
    Screen("seats:bodies", "coordination", "/cress/instances"),
    Screen("seats:body", "coordination", "/cress/instances/cress-board"),
    Screen("seats:fill", "coordination", "/cress/instances/cress-bureau", (r".*/confier\?pour=ess-armor",)),
    Screen("seats:record", "coordination", BOARD, (r".*/constater",)),
    Screen(
        "seats:record",
        "coordination",
        BOARD,
        (
            r".*/administrator/constater",
            r".*pour=.*",
        ),
    ),
    Screen("seats:mandates", "coordination", "/cress/mandats?page=2"),
    Screen("seats:forecast", "coordination", "/cress/mandats/echeances"),
    Screen("seats:team", "coordination", "/cress/equipe"),
    Screen("seats:workspace", "direction", "/ess-35/personnes", (r".*/espace-de-travail",)),
    Screen("seats:revoke", "delegue", "/ess-pays-de-broceliande/secretariat", (r".*/fin",)),
)
TAKEN = (
    "seats:body",
    "seats:team",
    "seats:references",
    "seats:who_reads",
    "seats:who_sees",
    "seats:substitutions",
    "seats:people",
    "seats:mandates",
    "seats:forecast",
    "seats:workspace_people",
    "seats:workspace_groups",
)
FILES = (
    "seats:contact",
    "seats:team_contacts",
    "seats:chart_pdf",
    "seats:officers_pdf",
)
POST_ONLY = ("seats:accept", "seats:accept_substitution", "seats:withdraw_substitution")
LEFT_OUT = {
    "seats:designation": "only for a vacant seat that another organisation gives: tests/seats/test_ask_designation.py",
    "seats:add_seat": "only a body created on screen takes other seats there: test_add_seat.py looks at it",
    "seats:close_body": "only a body created on screen is closed there: test_seat.py looks at it",
}
NOT_TAKEN = {
    "seats:fill": "choices of a form",
    "seats:record": "choices of a form",
    "seats:roles": "what the software gives to each role, not rows that somebody keeps",
}
