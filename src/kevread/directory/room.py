"""What « directory » brings to the house."""

from collections.abc import Mapping
from typing import Any

from kevread.common.rooms import Finder, Right, Room, Screen, Under, Verb, declare
from kevread.directory.exports import INSIDE, LAND, LISTED, ORGANISATIONS
from kevread.directory.queries.listing import find_listed
from kevread.directory.queries.vocabulary import activities


def field_named(slug: str, row: Mapping[str, Any]) -> str:
    """The field of an organisation, as the federation names it."""
    return activities().get(slug, slug)


ROOM = declare(
    Room(
        "directory",
        verbs=(
            Verb(
                "directory.load_network",
                "a chargé le réseau",
                None,
                because="Kevread itself, from the files of the federation",
                heading="Chargement du réseau",
            ),
            Verb(
                "directory.register_organisation",
                "a inscrit une organisation",
                "register_organisation",
                heading="Inscription d’une organisation",
            ),
            Verb(
                "directory.register_organisations",
                "a inscrit des organisations",
                "register_organisation",
                heading="Inscription d’organisations",
            ),
            Verb(
                "directory.amend_organisation",
                "a corrigé la fiche d’une organisation",
                "register_organisation",
                heading="Fiche corrigée",
            ),
            Verb(
                "directory.tell_reach",
                "a dit à quelle échelle agit un membre",
                "register_organisation",
                heading="Échelle d’action dite",
            ),
            Verb("directory.rename", "a inscrit un nouveau nom", "register_organisation", heading="Nouveau nom"),
            Verb(
                "directory.add_capacity", "a inscrit une qualité", "register_organisation", heading="Nouvelle qualité"
            ),
            Verb(
                "directory.end_capacity",
                "a mis fin à une qualité",
                "register_organisation",
                heading="Fin d’une qualité",
            ),
            Verb("directory.affiliate", "a inscrit une adhésion", "affiliate", heading="Adhésion inscrite"),
            Verb(
                "directory.confirm_memberships",
                "a confirmé des adhésions que seul le fichier du réseau disait",
                "affiliate",
                heading="Adhésions confirmées",
            ),
            Verb("directory.end_affiliation", "a mis fin à une adhésion", "affiliate", heading="Fin d’une adhésion"),
            Verb(
                "directory.list_organisation",
                "a dit ce qu’une organisation accepte de montrer dans l’annuaire",
                "list_organisation",
                heading="Montrée dans l’annuaire",
            ),
            Verb(
                "directory.unlist_organisation",
                "a retiré une organisation de l’annuaire public",
                "list_organisation",
                heading="Retirée de l’annuaire",
            ),
            Verb("directory.cover_zone", "a rattaché un territoire", "cover_zone", heading="Territoire rattaché"),
            Verb(
                "directory.confirm_attachments",
                "a confirmé des rattachements qui n’étaient que supposés",
                "cover_zone",
                heading="Rattachements confirmés",
            ),
            Verb(
                "directory.end_coverage", "a mis fin à un rattachement", "cover_zone", heading="Fin d’un rattachement"
            ),
            Verb("directory.register_person", "a inscrit une personne", "register_person", heading="Personne inscrite"),
            Verb(
                "directory.amend_person",
                "a corrigé la fiche d’une personne",
                "register_person",
                heading="Fiche de personne corrigée",
            ),
            Verb("directory.tie_account", "a ouvert un accès", "register_person"),
            Verb("directory.consent", "a consenti à montrer son nom", None, because="nobody agrees for somebody else"),
            Verb(
                "directory.withdraw_consent",
                "a retiré un consentement",
                None,
                because="nobody agrees for somebody else",
            ),
        ),
        screens=(
            Screen(
                "directory:territory",
                "territory",
                "Voir le territoire",
                "cover_zone",
                mends=True,
                does="rattacher un territoire",
                under=Under("network", "Territoire", 1, "Territoire"),
            ),
            Screen(
                "directory:organisations",
                "organisations",
                "Ouvrir l’annuaire",
                "affiliate",
                mends=True,
                does="y inscrire une adhésion, ou y mettre fin",
                under=Under("network", "Organisations", 2),
            ),
            Screen(
                "directory:affiliate",
                label="Inscrire une adhésion",
                right="affiliate",
                mends=True,
                does="inscrire l’adhésion",
                writes=True,
            ),
            Screen(
                "directory:confirm_memberships",
                label="Confirmer des adhésions",
                right="affiliate",
                writes=True,
            ),
            Screen(
                "directory:confirm_attachments",
                label="Confirmer des rattachements",
                right="cover_zone",
                writes=True,
            ),
            Screen(
                "directory:amend_organisation",
                label="Corriger la fiche",
                right="register_organisation",
                mends=True,
                does="corriger la fiche",
                about=("scale", "organisation"),
                writes=True,
            ),
            Screen(
                "directory:reaches",
                label="Dire leur échelle d’action",
                right="register_organisation",
                mends=True,
                does="dire à quelle échelle agissent ces membres",
                writes=True,
            ),
            Screen(
                "directory:rename",
                label="Inscrire un nom",
                right="register_organisation",
                mends=True,
                does="inscrire un nom",
                about=("scale", "organisation"),
                writes=True,
            ),
            Screen(
                "directory:people", "people", "Voir les personnes", mends=True, under=Under("network", "Personnes", 3)
            ),
            Screen(
                "directory:show_organisation",
                label="Montrer dans l’annuaire",
                right="list_organisation",
                about=("scale", "organisation"),
                writes=True,
            ),
            Screen("directory:find", "find"),
            Screen("directory:zone", "zone"),
            Screen("directory:consent", "consent"),
        ),
        tabs={
            "territoire": "network",
            "territoires/": "network",
            "organisations": "network",
            "adhesions": "network",
            "qualites": "network",
            "personnes": "network",
            "chercher/": "network",
            "ce-que-je-montre/": "today",
        },
        registers={
            "members": "Adhésions et affiliations",
            "territory": "Territoire couvert",
            "identity": "Identité et immatriculation",
        },
        tables=(ORGANISATIONS, LISTED, LAND, INSIDE),
        rights=(
            Right(
                "list_organisation",
                "Dire ce qu’un membre accepte de montrer dans l’annuaire",
                ("prepares", "decides", "keeps_minutes"),
            ),
        ),
        finders=(Finder("Annuaire", find_listed, is_public=True),),
        says={"directory.listing.activity": field_named},
    )
)
