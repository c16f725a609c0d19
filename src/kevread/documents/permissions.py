"""Who may keep a document, give a new version, sign: each answer says why, and whom to ask when it is no."""

from kevread.common.actor import Actor, Grounds
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.directory.permissions import granted_by_a_seat

from .models import Version
from .queries import asked_of, latest


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Whoever prepares or decides there."""
    return granted_by_a_seat(actor, "keep_document", organisation, f"conserver un document {of(organisation.name)}")


def may_sign(actor: Actor, version: Version) -> Grounds:
    """Only who was asked when it was kept, once, and the last version. Nobody signs for somebody else, nor does Kevread."""
    if actor.person is None:
        return Grounds(False, "Pour signer, connectez-vous d’abord.")
    asked = asked_of(version, actor.person)
    if asked is None:
        return Grounds(False, "Cette version n’attend pas votre signature : d’autres personnes ont été nommées.")
    if version.signatures.filter(person=actor.person).exists():
        return Grounds(False, "Vous avez déjà signé cette version.")
    if latest(version.document) != version:
        return Grounds(
            False, f"Une version plus récente remplace la version {version.number} : c’est elle qui se signe."
        )
    return Grounds(True, f"Votre signature est attendue : {asked.quality}.")
