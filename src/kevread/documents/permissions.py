"""Who may keep a document, give a new version, sign: each answer says why, and whom to ask when it is no."""

from kevread.common.actor import Actor, Grounds
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.directory.permissions import granted_by_a_seat

from .models import Document, Version


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Whoever prepares or decides there."""
    return granted_by_a_seat(actor, "keep_document", organisation, f"conserver un document {of(organisation.name)}")


def may_replace(actor: Actor, document: Document) -> Grounds:
    """Whoever may keep documents there, and reads this one."""
    grounds = may_keep(actor, document.organisation)
    if not grounds:
        return grounds
    reads = may_read(actor, document)
    return grounds if reads else reads


def may_read(actor: Actor, document: Document) -> Grounds:
    """Why one reads it: the first reason, of those of `Document.objects.visible_to`."""
    audience, place = Document.Audience, document.organisation
    if document.audience == audience.PUBLIC:
        return Grounds(True, "Ce document est public.")
    if document.audience == audience.NETWORK and actor.hats:
        return Grounds(True, f"Ce document est lu dans tout le réseau : {actor.hats[0].label}.")
    if document.audience == audience.ORGANISATION and (hat := actor.hat_for("read", place.pk)):
        return Grounds(True, f"Vous lisez ce qui n’est pas public à {place.name} : {hat.label}.")
    if actor.person is not None and document.readers.filter(person=actor.person).exists():
        return Grounds(True, "Vous êtes parmi les personnes nommées pour lire ce document.")
    if actor.is_system:
        return Grounds(True, "Kevread lit tout ce qu’il garde.")
    return Grounds(False, f"Ce document {of(place.name)} ne vous est pas ouvert.")


def may_name(actor: Actor, document: Document) -> bool:
    """Whether one reads who signed: with a seat, a post or a delegation, or among the readers who are named. The public
    reads that it is signed, and as what."""
    return bool(actor.hats) or (actor.person is not None and document.readers.filter(person=actor.person).exists())


def may_sign(actor: Actor, version: Version) -> Grounds:
    """Only who was asked when it was kept, once, and the last version. Nobody signs for somebody else, nor does Kevread."""
    if actor.person is None:
        return Grounds(False, "Pour signer, connectez-vous d’abord.")
    asked = version.asked.filter(person=actor.person).first()
    if asked is None:
        return Grounds(False, "Cette version n’attend pas votre signature : d’autres personnes ont été nommées.")
    if version.signatures.filter(person=actor.person).exists():
        return Grounds(False, "Vous avez déjà signé cette version.")
    if version.document.versions.filter(number__gt=version.number).exists():
        return Grounds(
            False, f"Une version plus récente remplace la version {version.number} : c’est elle qui se signe."
        )
    return Grounds(True, f"Votre signature est attendue : {asked.quality}.")
