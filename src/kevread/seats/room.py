"""What « seats » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.charter.engine import framework
from kevread.common.rooms import Carrier, Finder, Room, Screen, Under, Verb, declare
from kevread.common.todo import Line
from kevread.seats.conditions import condition, is_known
from kevread.seats.exports import (
    BODY,
    ENDINGS,
    MANDATES,
    PEOPLE,
    READERS,
    REFERENCES,
    SUBSTITUTIONS,
    TEAM,
    VIEWERS,
    WORKSPACE_GROUPS,
    WORKSPACE_PEOPLE,
)
from kevread.seats.loader import college_named, families
from kevread.seats.panels import after_import, reference_of_zone, who_keeps_the_directory, whom_to_ask
from kevread.seats.papers import Chart, Governance, Officers
from kevread.seats.permissions import DIRECTION
from kevread.seats.queries.carrying import posts_carried, secretariats_carried, zones_carried
from kevread.seats.queries.finding import find_bodies, find_officers
from kevread.seats.roles import every_right
from kevread.seats.todo import (
    delegations_to_accept,
    designations_asked,
    pleas_to_take_up,
    substitutions_asked,
    substitutions_to_accept,
)


def family(slug: str, row: Mapping[str, Any]) -> str:
    return families().get(slug, slug)


def college(slug: str, row: Mapping[str, Any]) -> str:
    return college_named(slug)


def gesture(right: str, row: Mapping[str, Any]) -> str:
    return every_right().get(right, right)


def conditions(names: list[str], row: Mapping[str, Any]) -> str:
    return " ; ".join(condition(name).asks if is_known(name) else name for name in names)


def setting(name: str, row: Mapping[str, Any]) -> str:
    spec = framework().settings.get(name)
    return spec.label if spec else name


def right_of(body: str, seat: str) -> str:
    """The right by which one gives a seat, as `permissions.right_to_fill` says: by the words of `bodies.yaml`."""
    if body != "team":
        return "fill_seat"
    return "decide_seats" if seat == DIRECTION else "hire"


ROOM = declare(
    Room(
        "seats",
        verbs=(
            Verb("seats.fill", "a confié un siège", "fill_seat"),
            Verb("seats.ask_designation", "a écrit à qui désigne pour un siège", "fill_seat"),
            Verb("seats.record_existing", "a constaté une situation existante", "record_existing"),
            Verb("seats.end_mandate", "a mis fin à un mandat", "end_mandate"),
            Verb("seats.end_consequences", "a mis fin aux mandats qui en dépendaient", "end_mandate"),
            Verb("seats.correct_mandate", "a corrigé un mandat mal saisi", "correct_mandate"),
            Verb("seats.annul_mandate", "a annulé un mandat qui n’a jamais eu cours", "correct_mandate"),
            Verb("seats.create_body", "a créé une instance", "create_body"),
            Verb("seats.add", "a ajouté une sorte de siège", "create_body"),
            Verb("seats.say_places", "a dit combien de personnes tiennent un siège", "decide_seats"),
            Verb("seats.close_body", "a fermé une instance", "create_body"),
            Verb("seats.load_bodies", "a chargé les instances", "create_body"),
            Verb("seats.lead_zone", "a désigné une personne référente", "lead_zone"),
            Verb("seats.end_zone_lead", "a mis fin à une référence", "lead_zone"),
            Verb("seats.entrust_secretariat", "a confié le secrétariat", "entrust_secretariat"),
            Verb(
                "seats.accept_secretariat",
                "a accepté le secrétariat",
                None,
                because="the person to whom it is entrusted",
            ),
            Verb("seats.revoke_secretariat", "a mis fin au secrétariat confié", "entrust_secretariat"),
            Verb("seats.ask_substitute", "a demandé à être remplacé·e", None, because="whoever holds the mandate"),
            Verb(
                "seats.accept_substitution", "a accepté de remplacer quelqu’un", None, because="the person who is asked"
            ),
            Verb(
                "seats.withdraw_substitution", "a mis fin à un remplacement", None, because="either of the two people"
            ),
            Verb(
                "seats.ask_somebody",
                "a demandé à d’autres un geste que ses mandats ne permettent pas",
                None,
                because="whoever may not do it themselves",
            ),
            Verb("seats.answer_plea", "a répondu à une demande", None, because="whoever has the right that is asked"),
            Verb(
                "seats.offer_access", "a proposé un accès", None, because="the verb that seats or convenes them asks it"
            ),
            Verb("seats.invite", "a proposé un accès à celles et ceux qui siègent", "register_person"),
            Verb(
                "seats.open_organisation",
                "a ouvert une organisation du réseau",
                "open_organisation",
                heading="Ouverture",
            ),
            Verb(
                "seats.open_unlisted_organisation",
                "a ouvert une organisation du réseau, que la fédération ne proposait pas",
                "open_organisation",
                heading="Ouverture",
            ),
            Verb(
                "seats.enter_organisation",
                "a inscrit une organisation du réseau, d’un fichier",
                "open_organisation",
                heading="Ouverture",
            ),
            Verb("seats.enter_mandate", "a inscrit un mandat d’avant, d’un fichier", "fill_seat"),
            Verb(
                "seats.close_organisation",
                "a fermé une organisation du réseau",
                "open_organisation",
                heading="Fermeture",
            ),
            Verb("seats.annul_closing", "a annulé la fermeture d’une organisation du réseau", "open_organisation"),
        ),
        says={
            "seats.mandate.family": family,
            "seats.seat.conditions": conditions,
            "seats.plea.right": gesture,
            "seats.seat.places_setting": setting,
            "directory.affiliation.college": college,
        },
        screens=(
            Screen(
                "seats:bodies",
                "bodies",
                "Voir les instances",
                "fill_seat",
                mends=True,
                does="préparer qui siège dans une instance, ou noter la fin d’un mandat",
                under=Under("bodies", "Instances"),
            ),
            Screen(
                "seats:body",
                "body",
                "Ouvrir l’instance",
                does="préparer qui y siège, ou noter la fin d’un mandat",
                about=("scale", "body"),
                right_on=right_of,
            ),
            Screen(
                "seats:fill",
                "seat",
                "Proposer une personne",
                does="proposer une personne",
                about=("scale", "body", "seat"),
                writes=True,
                right_on=right_of,
            ),
            Screen(
                "seats:designation",
                label="Voir qui désigne",
                right="decide_seats",
                mends=True,
                does="désigner qui y siège en son nom",
                about=("scale", "body", "seat"),
            ),
            Screen(
                "seats:create_body",
                label="Créer l’instance",
                right="create_body",
                mends=True,
                does="créer l’instance",
                writes=True,
            ),
            Screen(
                "seats:team",
                "team",
                "Voir l’équipe",
                "lead_zone",
                mends=True,
                does="désigner une personne référente",
                under=Under("network", "Équipe", 4, "Équipe"),
            ),
            Screen("seats:substitutions", right="read", under=Under("bodies", "Remplacements", 4)),
            Screen("seats:chart_pdf", "chart", "Imprimer l’organigramme", mends=True),
            Screen("seats:mandates", "mandates", "Voir les mandats", mends=True, under=Under("bodies", "Mandats", 1)),
            Screen("seats:people_csv", "people_csv"),
            Screen("seats:people_xlsx", "people_xlsx"),
            Screen("seats:person", "person"),
            Screen("seats:entering", "entering", right="register_person"),
            Screen("seats:workspace", "workspace", right="register_person"),
            Screen("seats:references_csv", "references_csv"),
            Screen("seats:references_xlsx", "references_xlsx"),
            Screen("seats:workspace_people_csv", "workspace_people_csv"),
            Screen("seats:workspace_people_xlsx", "workspace_people_xlsx"),
            Screen("seats:workspace_groups_csv", "workspace_groups_csv"),
            Screen("seats:workspace_groups_xlsx", "workspace_groups_xlsx"),
            Screen(
                "seats:openings",
                "openings",
                "Ouvrir une organisation du réseau",
                "open_organisation",
                mends=True,
                does="ouvrir une organisation du réseau",
                writes=True,
            ),
            Screen("seats:open_unlisted", right="open_organisation", writes=True),
            Screen(
                "seats:close_organisation",
                "close_organisation",
                "Fermer une organisation du réseau",
                "open_organisation",
                mends=True,
                does="fermer une organisation du réseau",
                writes=True,
            ),
            Screen("seats:ask_somebody", "ask_somebody", about=("scale", "right")),
            Screen("seats:roles", "roles", under=Under("house", "Qui peut quoi", 5)),
            Screen("seats:who_reads", "who_reads", under=Under("house", "Qui lit", 4)),
        ),
        lines=(
            Line(27, designations_asked),
            Line(28, pleas_to_take_up),
            Line(29, substitutions_to_accept),
            Line(30, delegations_to_accept),
            Line(31, substitutions_asked),
        ),
        pages={"Me faire remplacer pendant une absence": "seats:substitutions"},
        tabs={
            "instances": "bodies",
            "mandats": "bodies",
            "secretariat": "bodies",
            "remplacements": "bodies",
            "equipe": "network",
            "references": "network",
            "reseau": "network",
            "personnes": "network",
            "personnes/": "network",
            "demander": "house",
            "demandes": "house",
            "qui-lit": "house",
            "qui-peut-quoi/": "house",
        },
        panels={
            "after_import": after_import,
            "reference_of_zone": reference_of_zone,
            "who_keeps_the_directory": who_keeps_the_directory,
            "whom_to_ask": whom_to_ask,
        },
        registers={"mandates": "Instances et mandats", "team": "Équipe et postes"},
        papers=(Officers, Governance, Chart),
        tables=(
            PEOPLE,
            MANDATES,
            BODY,
            TEAM,
            REFERENCES,
            READERS,
            VIEWERS,
            ENDINGS,
            SUBSTITUTIONS,
            WORKSPACE_PEOPLE,
            WORKSPACE_GROUPS,
        ),
        finders=(Finder("Instances", find_bodies, is_public=True), Finder("Listes", find_officers)),
        carriers=(
            Carrier("posts", "Places et espaces", posts_carried),
            Carrier("zones", "Intercommunalités", zones_carried),
            Carrier("secretariats", "Secrétariats confiés", secretariats_carried),
        ),
    )
)
