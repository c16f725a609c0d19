"""What was signed on paper, elsewhere: said of the file that shows it, and contested by the party in whose name it is said."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import EARLIEST, day_in_words, out_of_calendar
from kevread.common.words import of, one_line, plain, seen
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions
from kevread.documents.asks import Entitled, entitled
from kevread.documents.models import Document, PaperSignature, PaperStep, Version
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter

SHORTEST, LONGEST = 10, 300
Kind = PaperStep.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """Who signed, for whom, as what, on what day. `right`: what is written of it, where the registers of here say nothing."""

    organisation: Organisation
    name: str
    quality: str
    signed_on: date
    right: str = ""


def tell_on_paper(*, actor: Actor, version: Version, said: OnPaper, now: datetime) -> PaperSignature:
    """Say who signed on paper what a file shows. By what right is what the registers say of that day, or what is written.

    Raises Denied; Invalid on the field; Refused for a paper that Kevread composed, and when it is said already.
    """
    document = version.document
    permissions.may_tell_on_paper(actor, document).or_raise()
    arguments = {"version": version.pk, "organisation": said.organisation.pk}
    with act("documents.tell_on_paper", actor=actor, about=document.organisation, now=now, arguments=arguments):
        Document.objects.lock(document.pk)
        (made,) = enter_on_paper(actor, version, [said], now)
        if not made.right:
            raise Invalid(
                "right",
                f"Les registres ne disent pas de quel droit {made.person_name} signait le {day_in_words(made.signed_on)} pour "
                f"{said.organisation.name} : écrivez-le (délibération, mandat d’avant le registre, lettre), avec son jour.",
            )
        return made


def enter_on_paper(
    actor: Actor, version: Version, those: Sequence[OnPaper], now: datetime, *, with_text: bool = False
) -> list[PaperSignature]:
    """As `tell_on_paper`, inside the act of a verb of a room above, which has asked who may; `with_text`: it says the same of
    its text, and what nothing says of the right stays unsaid."""
    if version.document.kind != "file":
        raise Refused("Ce document est composé par Kevread : il se signe ici, ou son exemplaire signé se dépose.")
    return [entered(actor, version, said, now, with_text) for said in those]


def entered(actor: Actor, version: Version, said: OnPaper, now: datetime, with_text: bool) -> PaperSignature:
    name, quality = " ".join(said.name.split()), " ".join(said.quality.split())
    if not 1 <= len(seen(name)) <= len(name) <= 170:
        raise Invalid("name", "Écrivez le nom qui est sous la signature, de 170 caractères au plus.")
    if not 1 <= len(seen(quality)) <= len(quality) <= 160:
        raise Invalid("quality", "Écrivez en quelle qualité : présidente, par délégation… 160 caractères au plus.")
    if said.signed_on < EARLIEST:
        raise Invalid("signed_on", out_of_calendar())
    if said.signed_on > timezone.localtime(now).date():
        raise Invalid("signed_on", "Une signature s’inscrit le jour même, ou après.")
    written = one_line(said.right)
    if written and not 5 <= len(written) <= 300:
        raise Invalid("right", "Dites de quel droit, de 5 à 300 caractères.")
    there = version.on_paper.standing().filter(organisation=said.organisation)
    if any(plain(one.person_name) == plain(name) for one in there):
        raise Refused(f"La signature de {name} pour {said.organisation.name} est déjà inscrite.")
    found = right_that_day(said.organisation, name, said.signed_on)
    made: PaperSignature = PaperSignature.objects.create(
        version=version,
        organisation=said.organisation,
        person=found.person if found else None,
        person_name=name,
        quality=quality,
        right=written or (found.chain[0].label[:300] if found else ""),
        chain=[link.as_json() for link in found.chain] if found else None,
        signed_on=said.signed_on,
        with_text=with_text,
        told_by_id=actor.person,
        told_at=now,
    )
    return made


def right_that_day(organisation: Organisation, name: str, on: date) -> Entitled | None:
    """By what right somebody of this name might sign for the organisation, that day, whatever the amount, of an act that nobody
    said; nothing when two people of that name might."""
    found = [one for one in entitled([organisation], 0, on, None, then=True) if plain(str(one.person)) == plain(name)]
    return found[0] if len(found) == 1 else None


def undo_on_paper(*, actor: Actor, signature: PaperSignature, reason: str, now: datetime) -> PaperStep:
    """It was entered by mistake: it stays to be read, struck. Raises Denied; Invalid; Refused when it came with a text."""
    document = signature.version.document
    permissions.may_tell_on_paper(actor, document).or_raise()
    if signature.with_text:
        raise Refused("Cette signature fut inscrite avec un texte qui lie des parties : c’est lui qui se corrige.")
    said = reason_of(reason, "Dites quelle erreur vous corrigez")
    with stepping("documents.undo_on_paper", actor, signature, document.organisation, now, said):
        return step(signature, Kind.UNDONE, actor, now, said)


def deny_on_paper(*, actor: Actor, signature: PaperSignature, reason: str, now: datetime) -> PaperStep:
    """« Ma partie n’a pas signé » : said by the people of the organisation in whose name it is. What rests on that signature is
    proven no more, until it is answered or taken back. Whoever entered it is written to.

    Raises Denied; Invalid on `reason`; Refused when it is contested already.
    """
    permissions.may_deny(actor, signature).or_raise()
    said = reason_of(reason, "Dites pourquoi votre partie n’a pas signé")
    where = signature.organisation
    with stepping("documents.deny_on_paper", actor, signature, where, now, said):
        if is_denied(signature):
            raise Refused("Cette signature est déjà contestée : une réponse est attendue.")
        made = step(signature, Kind.DENIED, actor, now, said)
        subject = f"{where.name} dit ne pas avoir signé : {signature.version.document.title}"
        write(signature, signature.told_by, subject, f"{where.name} dit ne pas avoir signé", said, now)
        return made


def answer_denial(*, actor: Actor, signature: PaperSignature, answer: str, now: datetime) -> PaperStep:
    """Whoever keeps the document says what shows that it was signed. It counts again; both stay to be read, and the party may
    contest it anew. Raises Denied, whoever contested it included; Invalid on `reason`; Refused when nothing is contested."""
    document = signature.version.document
    permissions.may_answer_denial(actor, signature).or_raise()
    said = reason_of(answer, "Dites ce qui montre que cette partie a signé")
    with stepping("documents.answer_denial", actor, signature, document.organisation, now, said):
        denial = denied_by(signature)
        if denial.person_id is not None and denial.person_id == actor.person:
            raise Refused("Vous avez contesté cette signature : qu’une autre personne réponde.")
        made = step(signature, Kind.ANSWERED, actor, now, said)
        subject = f"Réponse à votre contestation : {document.title}"
        write(signature, denial.person, subject, f"{document.organisation.name} répond à votre contestation", said, now)
        return made


def withdraw_denial(*, actor: Actor, signature: PaperSignature, now: datetime) -> PaperStep:
    """The party takes back what it contested. Raises Denied; Refused when nothing is contested."""
    permissions.may_deny(actor, signature).or_raise()
    with stepping("documents.withdraw_denial", actor, signature, signature.organisation, now, ""):
        denied_by(signature)
        return step(signature, Kind.WITHDRAWN, actor, now)


def stepping(
    verb: str, actor: Actor, signature: PaperSignature, about: Organisation, now: datetime, reason: str
) -> AbstractContextManager[UUID]:
    """The act of a step."""
    return act(verb, actor=actor, about=about, now=now, arguments={"signature": signature.pk}, reason=reason)


def step(signature: PaperSignature, kind: str, actor: Actor, now: datetime, reason: str = "") -> PaperStep:
    """Its document is locked: two steps follow each other. Must run inside an act. Raises Refused once it is undone."""
    Document.objects.lock(signature.version.document_id)
    if not PaperSignature.objects.standing().filter(pk=signature.pk).exists():
        raise Refused("Cette signature est annulée : elle avait été inscrite par erreur.")
    made: PaperStep = PaperStep.objects.create(
        signature=signature, kind=kind, reason=reason, person_id=actor.person, at=now
    )
    return made


def carry_denial(signature: PaperSignature, by: UUID | None, reason: str, since: datetime) -> PaperStep:
    """What a party contested before the file was there, it contests of its signature on the file, since it did. Must run inside
    an act."""
    return step(signature, Kind.DENIED, Actor(person=by), since, reason)


def is_denied(signature: PaperSignature) -> bool:
    """Its document is locked. Must run inside an act."""
    Document.objects.lock(signature.version.document_id)
    return PaperSignature.objects.denied().filter(pk=signature.pk).exists()


def denied_by(signature: PaperSignature) -> PaperStep:
    """The contest under way. Raises Refused when there is none."""
    if not is_denied(signature):
        raise Refused("Rien n’est contesté ici : la contestation a déjà reçu une réponse, ou fut retirée.")
    found: PaperStep = signature.steps.select_related("person").filter(kind=Kind.DENIED).order_by("-pk")[0]
    return found


def reason_of(text: str, sentence: str) -> str:
    said = one_line(text)
    if not SHORTEST <= len(seen(said)) <= len(said) <= LONGEST:
        raise Invalid("reason", f"{sentence}, de {SHORTEST} à {LONGEST} caractères.")
    return said


def write(signature: PaperSignature, to: Person | None, subject: str, what: str, said: str, now: datetime) -> None:
    """What one party said, to whoever of the other is waiting for it."""
    if to is None or not to.email:
        return
    document = signature.version.document
    where = document.organisation
    queue_letter(
        about=where,
        to=to,
        subject=one_line(subject)[:150],
        text=(
            f"Bonjour,\n\n{what}, de « {document.title} » {of(where.name)}, la signature de {signature.person_name} au nom de "
            f"{signature.organisation.name}, inscrite au {day_in_words(signature.signed_on)}.\n\nMotif : {said}"
        ),
        now=now,
        buttons=[("Voir le document", link_to("documents:document", scale=where.slug, key=document.pk))],
    )
