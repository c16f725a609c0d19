"""Who may keep a document, give a new version, sign: each answer says why, and whom to ask when it is no."""

from datetime import date

from django.db.models import Exists

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import doors
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.directory.permissions import granted_by_a_seat

from .asks import Entitled, entitled, ways_to_ask
from .models import (
    ERASE,
    Circle,
    Document,
    PaperSignature,
    Removal,
    SignatureAsked,
    Step,
    Version,
    at_home,
    read_with_rows,
)


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    """Whoever prepares or decides there."""
    return granted_by_a_seat(actor, "keep_document", organisation, f"conserver un document {of(organisation.name)}")


def may_replace(actor: Actor, document: Document) -> Grounds:
    """Whoever may keep documents there, and reads this one."""
    grounds = may_keep(actor, document.organisation)
    if not grounds:
        return grounds
    if removal := Removal.objects.filter(document=document).first():
        return Grounds(False, f"« {document.title} » : {removal.said}")
    reads = may_read(actor, document)
    return grounds if reads else reads


def may_erase(actor: Actor, organisation: Organisation) -> Grounds:
    """Whoever decides there, and nobody from elsewhere, not even the coordination. Kevread erases nothing by itself."""
    if actor.is_system:
        return Grounds(False, "Une personne en répond, par son nom : Kevread n’efface rien de lui-même.")
    to_do = f"effacer ce que {organisation.name} garde depuis assez longtemps"
    found = granted_by_a_seat(actor, ERASE, organisation, to_do)
    here = any(one.organisation == organisation.pk and one.allows(ERASE, organisation.pk) for one in actor.hats)
    if here or not found:
        return found
    return Grounds(False, f"Seules le peuvent les personnes qui tiennent un mandat ou un poste à {organisation.name}.")


def may_read(actor: Actor, document: Document) -> Grounds:
    """Why one reads it: the first reason, of those of `Document.objects.visible_to`."""
    audience, place = Document.Audience, document.organisation
    if document.kind in read_with_rows() and not actor.is_system:
        if Document.objects.visible_to(actor).filter(pk=document.pk).exists():
            return Grounds(True, "Ce document se lit avec ce dont il est l’écrit, que vous lisez.")
        return Grounds(False, f"Ce document {of(place.name)} ne vous est pas ouvert.")
    if document.audience == audience.PUBLIC:
        return Grounds(True, "Ce document est public.")
    if document.audience == audience.NETWORK and actor.hats:
        return Grounds(True, f"Ce document est lu dans tout le réseau : {actor.hats[0].label}.")
    if document.audience == audience.ORGANISATION and (hat := actor.hat_for("read", place.pk)):
        return Grounds(True, f"Vous lisez ce qui n’est pas public à {place.name} : {hat.label}.")
    if actor.person is not None and document.readers.standing().filter(person=actor.person).exists():
        return Grounds(True, "Vous êtes parmi les personnes nommées pour lire ce document.")
    if signed := document.versions.filter(on_paper__organisation__in=at_home(actor)).first():
        one = signed.on_paper.select_related("organisation").filter(organisation__in=at_home(actor))[0]
        return Grounds(True, f"Ce document porterait une signature {of(one.organisation.name)}, sur papier.")
    if actor.is_system:
        return Grounds(True, "Kevread lit tout ce qu’il garde.")
    return Grounds(False, f"Ce document {of(place.name)} ne vous est pas ouvert.")


def may_name(actor: Actor, document: Document) -> bool:
    """Whether one reads who signed: with a seat, a post or a delegation, or among the readers who are named. The public
    reads that it is signed, and as what."""
    if actor.hats:
        return True
    return actor.person is not None and document.readers.standing().filter(person=actor.person).exists()


def may_sign(actor: Actor, version: Version, on: date) -> Grounds:
    """Only who was asked, once, and the last version. Nobody signs for somebody else, nor does Kevread. Where it commits
    somebody (a circle): in their turn, while it is open, and with the right to, that day."""
    if actor.person is None:
        return Grounds(False, "Pour signer, connectez-vous d’abord.")
    newer = Version.objects.filter(document=version.document_id, number__gt=version.number)
    asked = (
        version.asked.filter(person=actor.person)
        .select_related("organisation")
        .annotate(
            has_signed=Exists(version.signatures.filter(person=actor.person)),
            is_replaced=Exists(newer),
            in_circle=Exists(Circle.objects.filter(version=version)),
        )
        .first()
    )
    if asked is None:
        return Grounds(False, "Cette version n’attend pas votre signature : d’autres personnes ont été nommées.")
    if asked.has_signed:
        return Grounds(False, "Vous avez déjà signé cette version.")
    if asked.is_replaced:
        return Grounds(
            False, f"Une version plus récente remplace la version {version.number} : c’est elle qui se signe."
        )
    if asked.in_circle:
        circle = Circle.objects.select_related("version__document__organisation").get(version=version)
        if not (turn := may_sign_now(circle, asked, on)):
            return turn
    return Grounds(True, f"Votre signature est attendue : {asked.quality}.")


def may_sign_now(circle: Circle, asked: SignatureAsked, on: date) -> Grounds:
    """Of somebody whom a circle asked."""
    steps = list(circle.steps.all())
    if ended := next((one for one in steps if one.kind in (Step.Kind.REFUSED, Step.Kind.WITHDRAWN)), None):
        how = "refusée par un·e signataire" if ended.kind == Step.Kind.REFUSED else "retirée"
        return Grounds(False, f"Cette demande a été {how} : plus personne ne la signe.")
    if any(one.asked_id == asked.pk and one.kind == Step.Kind.REPLACED for one in steps):
        return Grounds(False, "Une autre personne signe à votre place : cette demande ne vous attend plus.")
    before = circle.version.asked.standing().filter(rank__lt=asked.rank).select_related("person")
    signed = circle.version.signers()
    if waits := next((one for one in before if one.person_id not in signed), None):
        return Grounds(False, f"Ce n’est pas encore votre tour : la signature de {waits.person} vient avant la vôtre.")
    if right_of(circle, asked, on) is None:
        return without_right(circle, asked, on)
    return Grounds(True, f"C’est votre tour de signer : {asked.quality}.")


def without_right(circle: Circle, asked: SignatureAsked, on: date) -> Grounds:
    where = asked.organisation or circle.version.document.organisation
    return Grounds(
        False,
        f"Aucun mandat ni aucune délégation ne vous permet, ce jour, de signer ceci pour {where.name} "
        f"({circle.what_it_is}). Qui l’a demandé peut vous faire remplacer.",
        ways_to_ask(where, circle.amount, on, circle.judged_for),
    )


def right_of(circle: Circle, asked: SignatureAsked, on: date) -> Entitled | None:
    """By what right somebody signs what a circle puts to them, that day, for the act that it says."""
    where = asked.organisation or circle.version.document.organisation
    found = entitled([where], circle.amount, on, circle.judged_for)
    return next((one for one in found if one.person.pk == asked.person_id), None)


def may_follow(actor: Actor, circle: Circle) -> Grounds:
    """Remind, replace, withdraw: whoever may keep documents there, and reads this one."""
    return may_replace(actor, circle.version.document)


def may_tell_on_paper(actor: Actor, document: Document) -> Grounds:
    """Say who signed on paper what a file shows, or that it was entered by mistake: whoever may give another version."""
    return may_replace(actor, document)


def may_deny(actor: Actor, signature: PaperSignature) -> Grounds:
    """Say that a party did not sign, or take that back: its own people, and nobody for it."""
    return own_people(actor, signature.organisation, f"dire si {signature.organisation.name} a signé")


def may_answer_denial(actor: Actor, signature: PaperSignature) -> Grounds:
    """Say what shows that it was signed: the people of the organisation that keeps the document."""
    return own_people(actor, signature.version.document.organisation, "répondre à cette contestation")


def own_people(actor: Actor, organisation: Organisation, to_do: str) -> Grounds:
    if actor.is_system:
        return Grounds(False, "Kevread ne parle au nom de personne.")
    if organisation.pk in at_home(actor):
        return granted_by_a_seat(actor, "keep_document", organisation, to_do)
    return Grounds(
        False,
        f"Seules les personnes qui tiennent les documents {of(organisation.name)}, par un mandat, un poste ou son secrétariat, "
        f"peuvent {to_do}.",
        doors(organisation.slug, organisation.name, "keep_document", within=bool(actor.hats)),
    )
