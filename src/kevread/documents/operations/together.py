"""Several at once: to sign what waits, with one code; to remind; to withdraw. Each document is judged for itself, at that
moment, and is signed or withdrawn in an act of its own. What does not pass says why; the rest is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, NotDone, Refused
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions
from kevread.documents.models import Circle, Document, SignatureAsked, Step
from kevread.documents.queries.circles import LETTERS
from kevread.journal.operations import act

from .circles import ENDED, MOST, day_of, is_over, letter, reason_of, tell, whose_turn, withdraw_circle
from .sealing import held_elsewhere
from .signing import WRONG, method_of, proven, send_code, sign_proven, signer

UNOPENED = "Vous ne l’avez pas encore ouvert : on ne signe pas ensemble ce qu’on n’a pas lu."
UNSEEN = "Il n’était pas de ceux que votre page disait prêts : choisissez-le de nouveau, puis confirmez."
OTHER_CODE = "Ce code ne fut pas envoyé pour ce document : demandez-en un autre."


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one document: done, or why not."""

    circle: Circle
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Of one document: who is written to, who is not with the reason, or why nobody is."""

    circle: Circle
    to: tuple[SignatureAsked, ...] = ()
    held: tuple[tuple[SignatureAsked, str], ...] = ()
    why: str = ""


def few(circles: Sequence[Circle]) -> None:
    """Raises Invalid."""
    if not 0 < len(circles) <= MOST:
        raise Invalid("documents", f"Choisissez de un à {MOST} documents.")


def judged(
    actor: Actor,
    circles: Sequence[Circle],
    opened: Collection[UUID],
    now: datetime,
    shown: Collection[UUID] | None = None,
) -> list[Outcome]:
    """What this person may sign of these at that moment, and why not the others. `opened`: the versions that they opened;
    `shown`: those that the page which they confirm said to be ready, where they confirm one."""

    def why(circle: Circle) -> str:
        grounds = permissions.may_sign(actor, circle.version, day_of(now))
        if not grounds:
            return grounds.why
        if circle.version_id not in opened:
            return UNOPENED
        return "" if shown is None or circle.version_id in shown else UNSEEN

    return [Outcome(circle, why(circle)) for circle in circles]


def send_code_for_several(*, actor: Actor, circles: Sequence[Circle], opened: Collection[UUID], now: datetime) -> str:
    """One code for those that may be signed now, and for no other. Returns the address. Raises Invalid on `documents`; Refused
    where none may be signed, or as `send_signing_code`."""
    few(circles)
    ready = [one.circle.version for one in judged(actor, circles, opened, now) if not one.why]
    if not ready:
        raise Refused("Aucun de ces documents ne peut être signé maintenant : chaque ligne dit pourquoi.")
    return send_code(actor=actor, versions=ready, now=now)


def sign_several(
    *,
    actor: Actor,
    circles: Sequence[Circle],
    opened: Collection[UUID],
    shown: Collection[UUID],
    code: str,
    consents: bool,
    now: datetime,
) -> list[Outcome]:
    """One consent and one code, for what was shown as ready and still is; each is signed as `sign_version` signs it, in its own
    act. A code serves where something may be signed only, and once. Raises Invalid on `documents`, `consent` or `code`;
    Refused where an outside provider seals and does not answer."""
    few(circles)
    if not consents:
        raise Invalid("consent", "Lisez chaque document, puis cochez ce que vous confirmez. Rien n’est signé.")
    told = judged(actor, circles, opened, now, shown)
    ready = [one.circle.version for one in told if not one.why]
    if not ready:
        return told
    person = signer(actor)
    method = method_of(person)
    held = {version.pk: held_elsewhere(version, now) for version in ready}
    right = proven(person, ready, code, method, now)
    if not right:
        raise Invalid("code", WRONG)

    def signed(one: Outcome) -> Outcome:
        version = one.circle.version
        if one.why or version.pk not in right:
            return replace(one, why=one.why or OTHER_CODE)
        try:
            sign_proven(actor=actor, person=person, version=version, method=method, held=held[version.pk], now=now)
        except NotDone as refusal:
            return replace(one, why=refusal.sentence)
        return one

    return [signed(one) for one in told]


def reminders(actor: Actor, circles: Sequence[Circle], now: datetime) -> list[Reminder]:
    """What a reminder would send at that moment: to those whose turn it is, once a day at most."""
    return [reminder(actor, circle, now) for circle in circles]


def reminder(actor: Actor, circle: Circle, now: datetime) -> Reminder:
    if not (grounds := permissions.may_follow(actor, circle)):
        return Reminder(circle, why=grounds.why)
    if is_over(circle):
        return Reminder(circle, why=ENDED)
    turn, day = {one.pk for one in whose_turn(circle)}, day_of(now)
    written = {one.asked_id for one in circle.steps.filter(kind__in=LETTERS) if day_of(one.at) == day}
    signed = circle.version.signers()
    waiting = circle.version.asked.standing().exclude(person__in=signed)
    waiting = waiting.select_related("person", "organisation", "version__document__organisation", "version__circle")

    def why(one: SignatureAsked) -> str:
        if one.pk not in turn:
            return "ce n’est pas encore son tour"
        if one.pk in written:
            return "on lui a déjà écrit aujourd’hui"
        if not one.person.email:
            return "pas d’adresse : à prévenir autrement"
        if permissions.right_of(circle, one, day) is None:
            return "son mandat ou sa délégation ne le permet pas ce jour : faites-la remplacer"
        return ""

    every = [(one, why(one)) for one in waiting.order_by("rank", "pk")]
    return Reminder(circle, tuple(one for one, said in every if not said), tuple(pair for pair in every if pair[1]))


def remind_several(
    *, actor: Actor, organisation: Organisation, circles: Sequence[Circle], now: datetime
) -> list[Reminder]:
    """Each person is written to once, whatever the number of documents that wait for them. Raises Invalid on `documents`;
    Refused where nobody may be written to: nothing is written then."""
    few(circles)
    if any(one.version.document.organisation_id != organisation.pk for one in circles):
        raise Invalid("documents", f"Choisissez des demandes faites par {organisation.name}.")
    if actor.person is None:
        raise Refused("Connectez-vous d’abord.")
    by = Person.objects.get(pk=actor.person)
    arguments = {"circles": [str(one.pk) for one in circles]}
    with act("documents.remind", actor=actor, about=organisation, now=now, arguments=arguments):
        Document.objects.filter(pk__in=[one.version.document_id for one in circles]).lock_all()
        told = reminders(actor, circles, now)
        turns: dict[Person, list[tuple[Circle, SignatureAsked]]] = {}
        for one in told:
            for asked in one.to:
                turns.setdefault(asked.person, []).append((one.circle, asked))
        if not turns:
            raise Refused("Personne ne peut recevoir de rappel maintenant : chaque ligne dit pourquoi.")
        for person, waiting in turns.items():
            sent = letter(person, [asked for _, asked in waiting], by, now)
            for circle, asked in waiting:
                tell(circle, Step.Kind.REMINDED, by, now, asked=asked, dispatch=sent)
        return told


def withdraw_several(*, actor: Actor, circles: Sequence[Circle], reason: str, now: datetime) -> list[Outcome]:
    """With one reason, each in its own act. Raises Invalid on `documents` or `reason`."""
    few(circles)
    said = reason_of(reason)

    def withdrawn(circle: Circle) -> Outcome:
        try:
            withdraw_circle(actor=actor, circle=circle, reason=said, now=now)
        except NotDone as refusal:
            return Outcome(circle, refusal.sentence)
        return Outcome(circle)

    return [withdrawn(circle) for circle in circles]
