"""Somebody else signs in the place of one who has not: of one demand, or of several at once. Both stay in the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, NotDone, Refused
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions
from kevread.documents.asks import may_be_replaced
from kevread.documents.models import Circle, Document, SignatureAsked, Step
from kevread.journal.operations import act

from .circles import (
    ENDED,
    Signer,
    circle_of,
    day_of,
    entitled_ones,
    is_over,
    place_of,
    reason_of,
    still_open,
    tell,
    write_to_next,
)
from .keeping import let_read
from .together import few


@dataclass(frozen=True, slots=True)
class Replacement:
    """Of one document: who would sign in the place of whom, as what; or why not."""

    circle: Circle
    asked: SignatureAsked | None = None
    quality: str = ""
    why: str = ""


def replace_signer(
    *, actor: Actor, circle: Circle, asked: SignatureAsked, person: Person, reason: str, now: datetime
) -> SignatureAsked:
    """Somebody else, who may sign for the same organisation, signs in the place of one who has not.

    Raises Denied; Invalid on `person` or `reason`; Refused when it is over, or when that one has signed.
    """
    permissions.may_follow(actor, circle).or_raise()
    found, by = circle_of(actor, circle.version)
    said = reason_of(reason)
    quality = quality_of(actor, found, asked, person, now)
    arguments = {"circle": found.pk}
    with act("documents.replace_signer", actor=actor, about=place_of(found), now=now, arguments=arguments, reason=said):
        still_open(found)
        require_awaited(found, asked, person)
        made = stand_in(found, asked, person, quality, by, said, now)
        write_to_next([found], by, now)
        return made


def quality_of(actor: Actor, circle: Circle, asked: SignatureAsked, person: Person, now: datetime) -> str:
    """As what they may sign it. Raises Refused."""
    where = asked.organisation or circle.version.document.organisation
    return entitled_ones(actor, [Signer(person, where, asked.rank)], circle, now)[where.pk, person.pk]


def require_awaited(circle: Circle, asked: SignatureAsked, person: Person) -> None:
    """Raises Refused, or Invalid on `person`."""
    if not may_be_replaced(circle.act, day_of(circle.opened_at)):
        raise Refused("Personne d’autre ne signe ceci : retirez la demande, puis faites-la de nouveau.")
    if not circle.version.asked.standing().filter(pk=asked.pk).exists():
        raise Refused("Cette personne n’est plus de celles qui signent ceci.")
    if circle.version.signatures.filter(person=asked.person_id).exists():
        raise Refused("Cette personne a déjà signé : personne ne signe à sa place.")
    if circle.version.asked.filter(person=person).exists():
        raise Invalid("person", f"{person} est déjà de celles et ceux à qui ceci fut demandé.")


def stand_in(
    circle: Circle, asked: SignatureAsked, person: Person, quality: str, by: Person, reason: str, now: datetime
) -> SignatureAsked:
    """Must run inside an act, the document locked."""
    tell(circle, Step.Kind.REPLACED, by, now, asked=asked, reason=reason)
    made: SignatureAsked = SignatureAsked.objects.create(
        version=circle.version, person=person, rank=asked.rank, quality=quality, organisation=asked.organisation
    )
    let_read(circle.version.document, (), [made])
    return made


def replacements(
    actor: Actor, circles: Sequence[Circle], gone: UUID, person: Person, now: datetime
) -> list[Replacement]:
    """What becomes of each of these at that moment, where `person` is to sign in the place of `gone`."""
    return [replacement(actor, circle, gone, person, now) for circle in circles]


def replacement(actor: Actor, circle: Circle, gone: UUID, person: Person, now: datetime) -> Replacement:
    if not (grounds := permissions.may_follow(actor, circle)):
        return Replacement(circle, why=grounds.why)
    if is_over(circle):
        return Replacement(circle, why=ENDED)
    asked = circle.version.asked.filter(person=gone).select_related("person", "organisation").first()
    if asked is None:
        return Replacement(circle, why="Cette personne n’est pas de celles qui signent ceci.")
    try:
        require_awaited(circle, asked, person)
        return Replacement(circle, asked, quality_of(actor, circle, asked, person, now))
    except NotDone as refusal:
        return Replacement(circle, asked, why=refusal.sentence)


def replace_several(
    *,
    actor: Actor,
    organisation: Organisation,
    circles: Sequence[Circle],
    gone: UUID,
    person: Person,
    reason: str,
    now: datetime,
) -> list[Replacement]:
    """With one reason, in one act: what may be replaced is, the rest says why; whoever takes over is written to once. Raises
    Invalid on `documents` or `reason`; Refused where nothing may be: nothing is done then."""
    few(circles)
    if any(one.version.document.organisation_id != organisation.pk for one in circles):
        raise Invalid("documents", f"Choisissez des demandes faites par {organisation.name}.")
    if actor.person is None:
        raise Refused("Connectez-vous d’abord.")
    by, said = Person.objects.get(pk=actor.person), reason_of(reason)
    arguments = {"circles": [str(one.pk) for one in circles]}
    with act("documents.replace_signer", actor=actor, about=organisation, now=now, arguments=arguments, reason=said):
        Document.objects.filter(pk__in=[one.version.document_id for one in circles]).lock_all()
        told = replacements(actor, circles, gone, person, now)
        done = [one for one in told if one.asked and not one.why]
        if not done:
            raise Refused("Aucune de ces signatures ne peut changer de mains : chaque ligne dit pourquoi.")
        for one in done:
            assert one.asked is not None
            stand_in(one.circle, one.asked, person, one.quality, by, said, now)
        write_to_next([one.circle for one in done], by, now)
        return told
