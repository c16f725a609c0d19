"""Who may do what in the directory, and why. Every right comes from a seat in force: see `seats.roles`."""

from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import doors
from kevread.common.periods import day_in_words
from kevread.common.words import of

from .models import Organisation, Person


def granted_by_a_seat(actor: Actor, right: str, organisation: Organisation, to_do: str) -> Grounds:
    """The right comes from a hat worn here, or from nothing."""
    if actor.is_system:
        return Grounds(True, "Kevread le fait de lui-même, au chargement des données de la fédération.")
    hat = actor.hat_for(right, organisation.pk)
    if hat:
        until = f" (jusqu’au {day_in_words(hat.until)})" if hat.until else ""
        return Grounds(True, f"Vous pouvez {to_do} : {hat.label}{until}.")
    if actor.is_anonymous:
        return Grounds(False, f"Pour {to_do}, connectez-vous d’abord.")
    return Grounds(
        False,
        f"Vous ne pouvez pas {to_do} : aucun de vos mandats, postes ou délégations en vigueur ne le permet.",
        doors(organisation.slug, organisation.name, right, within=bool(actor.hats)),
        right,
        organisation.slug,
    )


def may_register_organisation(actor: Actor, within: Organisation) -> Grounds:
    return granted_by_a_seat(
        actor, "register_organisation", within, f"inscrire une organisation dans l’annuaire {of(within.name)}"
    )


def may_tell_reach(actor: Actor, within: Organisation) -> Grounds:
    """Say how far the members of an organisation act."""
    to_do = f"dire à quelle échelle agissent les membres {of(within.name)}"
    return granted_by_a_seat(actor, "register_organisation", within, to_do)


def may_open_organisation(actor: Actor, within: Organisation) -> Grounds:
    """Open a grouping or a pôle of the network, or close one: the coordination alone, for the whole network."""
    return granted_by_a_seat(actor, "open_organisation", within, "ouvrir ou fermer un groupement ou un pôle")


def may_amend_organisation(actor: Actor, organisation: Organisation) -> Grounds:
    """An organisation of the network is amended by its own; another one by those who keep the whole directory."""
    to_do = f"modifier la fiche {of(organisation.name)}"
    if organisation.scale or actor.is_system or actor.is_anonymous:
        return granted_by_a_seat(actor, "register_organisation", organisation, to_do)
    if keeps_everything(actor, "register_organisation"):
        return Grounds(True, f"Vous pouvez {to_do} : vous tenez l’annuaire de tout le réseau.")
    return Grounds(
        False,
        f"Vous ne pouvez pas {to_do} : cette organisation n’est pas du réseau, et sa fiche est tenue par la "
        "coordination, pour tout le monde.",
    )


def may_affiliate(actor: Actor, to: Organisation) -> Grounds:
    return granted_by_a_seat(actor, "affiliate", to, f"inscrire une adhésion à {to.name}")


def may_list(actor: Actor, within: Organisation) -> Grounds:
    """Say what a member accepts to show in the directory: who keeps the memberships there."""
    return granted_by_a_seat(
        actor, "list_organisation", within, f"dire ce que les membres {of(within.name)} acceptent de montrer"
    )


def may_cover_zone(actor: Actor, organisation: Organisation) -> Grounds:
    return granted_by_a_seat(actor, "cover_zone", organisation, f"rattacher un territoire à {organisation.name}")


def may_register_person(actor: Actor, within: Organisation) -> Grounds:
    return granted_by_a_seat(
        actor, "register_person", within, f"inscrire une personne dans l’annuaire {of(within.name)}"
    )


def may_amend_person(actor: Actor, person: Person, kept_by: UUID | None) -> Grounds:
    """Oneself; those who keep the whole directory; and, until the person can sign in, the organisation that registered
    them, while it is alone to have written of them: a mistyped address is mended, an access is never taken over."""
    if actor.is_system or (actor.person is not None and actor.person == person.pk):
        return Grounds(True, "C’est votre fiche.")
    if keeps_everything(actor, "register_person"):
        return Grounds(True, "Vous pouvez modifier cette fiche : vous tenez l’annuaire de tout le réseau.")
    if kept_by and actor.hat_for("register_person", kept_by):
        if person.account_id is None:
            return Grounds(True, "Vous pouvez modifier cette fiche : votre organisation l’a inscrite.")
        return Grounds(
            False,
            f"{person} se connecte déjà à Kevread : sa fiche lui appartient. Demandez-lui de la corriger, ou "
            "adressez-vous à la coordination du réseau.",
        )
    return Grounds(
        False,
        f"Vous ne pouvez pas modifier la fiche {of(str(person))} : elle est tenue par la personne elle-même et par la "
        "coordination du réseau ; par l’organisation qui l’a inscrite, tant qu’aucune autre ne lui a confié de siège.",
    )


def may_consent(actor: Actor, person: Person) -> Grounds:
    """Nobody agrees for somebody else."""
    if actor.is_system or (actor.person is not None and actor.person == person.pk):
        return Grounds(True, "Vous seul·e décidez de ce que vous montrez publiquement.")
    return Grounds(False, f"Seul·e {person} décide de ce qui est montré publiquement de sa fiche.")


def keeps_everything(actor: Actor, right: str) -> bool:
    """The right holds on the whole network, without a list of places."""
    return any(right in hat.rights and hat.rights[right] is None for hat in actor.hats)
